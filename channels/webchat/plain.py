"""A reply as plain text, for the visitor's page."""

from channels.reply import Reply


def plain_text(reply: Reply) -> str:
    """Title, text, facts and table rows, a line each."""
    lines = [reply.title, reply.text]
    lines += [f"{one.label}: {one.value}" for one in reply.facts]
    if reply.table is not None:
        lines += [" · ".join(row) for row in reply.table.rows]
    for section in reply.sections:
        lines += [section.title, section.text]
    return "\n".join(line for line in lines if line)
