"""Saying "I don't know" well: what was not understood, and two things close to it."""

from collections.abc import Sequence

from channels.reply import Reply
from nlp.intents import load_ontology


def abstention(text: str, suggestions: Sequence[str]) -> Reply:
    """An honest "I did not understand", with the nearest things one can say."""
    known = load_ontology().rep
    examples = [known[name].say[0] for name in suggestions[:2] if name in known and known[name].say]
    words = " ".join(text.split())
    short = words if len(words) <= 80 else words[:79] + "…"
    lines = [f"I don't know what to do with “{short}”; nothing was changed." if short else "Yes?"]
    if examples:
        lines.append("You could say: " + " or ".join(f"“{one}”" for one in examples) + ".")
    else:
        lines.append("Say “help” to see what I can do.")
    return Reply(text="\n".join(lines))
