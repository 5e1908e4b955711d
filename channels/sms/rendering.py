"""A `Reply` as the text of a text message: short lines, no layout."""

from channels.reply import Action, Fact, Line, Reply, Section, Table
from channels.sms.segments import plain

_MAX_ROWS = 10


def as_text(reply: Reply) -> str:
    """The text of a reply; actions show only where they have an address."""
    blocks = [reply.title, reply.text, _facts(reply.facts), _lines(reply.lines)]
    blocks += [_table(reply.table) if reply.table else "", reply.chart.alt if reply.chart else ""]
    blocks += [_section(section) for section in reply.sections]
    blocks += [_links(reply.actions), reply.footnote]
    return plain("\n".join(block.strip() for block in blocks if block.strip()))


def _facts(facts: tuple[Fact, ...]) -> str:
    return "\n".join(f"{fact.label}: {fact.value}" for fact in facts)


def _lines(lines: tuple[Line, ...]) -> str:
    return "\n".join(
        f"{line.label}: {f'{line.before} -> ' if line.before else ''}{line.after}"
        for line in lines
        if line.is_chosen
    )


def _table(table: Table) -> str:
    shown = table.rows[:_MAX_ROWS]
    rows = [_row(row) for row in shown]
    hidden = max(table.total_rows or 0, len(table.rows)) - len(shown)
    if hidden > 0:
        rows.append(f"and {hidden} more")
    if table.url:
        rows.append(table.url)
    return "\n".join(rows)


def _row(row: tuple[str, ...]) -> str:
    rest = ", ".join(cell for cell in row[1:] if cell)
    return f"{row[0]}: {rest}" if rest else row[0]


def _section(section: Section) -> str:
    parts = (section.title, section.text, _facts(section.facts), _links(section.actions))
    return "\n".join(part for part in parts if part)


def _links(actions: tuple[Action, ...]) -> str:
    return "\n".join(f"{action.label}: {action.url}" for action in actions if action.url)
