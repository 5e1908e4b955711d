"""A reply as plain text: for terminals, programs, and wherever nothing else can be shown."""

from channels.reply import Reply, Table


def plain_reply(reply: Reply) -> str:
    """Everything a reply says, in lines; tables aligned; what may be pressed is left to the caller."""
    lines = [reply.title] if reply.title and reply.title not in reply.text else []
    lines += reply.text.splitlines()
    lines += [f"  {one.label}: {one.value}" for one in reply.facts]
    for line in reply.lines:
        arrow = f"{line.before} -> {line.after}" if line.before else line.after
        lines.append(f"  [{line.id}] {line.label}{': ' if arrow else ''}{arrow}")
    if reply.table is not None:
        lines += _table(reply.table)
    if reply.chart is not None:
        lines.append(reply.chart.alt)
    for section in reply.sections:
        lines += ["", section.title] if section.title else [""]
        lines += section.text.splitlines()
        lines += [f"  {one.label}: {one.value}" for one in section.facts]
    if reply.footnote:
        lines.append(reply.footnote)
    return "\n".join(lines)


def _table(table: Table) -> list[str]:
    rows = [table.columns, *table.rows]
    widths = [max(len(row[index]) for row in rows) for index in range(len(table.columns))]
    lines = [
        "  " + "  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)).rstrip()
        for row in rows
    ]
    if table.total_rows is not None and table.total_rows > len(table.rows):
        lines.append(f"  … {table.total_rows} in all{f': {table.url}' if table.url else ''}")
    return lines
