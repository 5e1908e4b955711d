"""Take the new text out of a plain-text body."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from channels.email.reply.lines import INTRODUCTION_MARK, Kind, Line, classify, is_rule
from channels.email.reply.signature import is_closing, without_closing

_LINE_ENDS = re.compile(r"\r\n?|\u2028|\u2029")
_PROGRAMMED = re.compile(r"[\d@]")
_ARMOUR = re.compile(r"^-----BEGIN PGP SIGNED MESSAGE-----\n(?:[A-Z][\w-]*: .*\n)*\n?", re.MULTILINE)
_SEAL = re.compile(r"^-----BEGIN PGP SIGNATURE-----$", re.MULTILINE)
_SEALED = re.compile(r"^-----END PGP SIGNATURE-----\n?", re.MULTILINE)
_WORD = re.compile(r"\w|[^\x00-\x7f]")
_MAX_GREETING = 60


@dataclass(frozen=True, slots=True)
class _Run:
    """Neighbouring lines of one sort: the writer's own, or quoted."""

    lines: tuple[Line, ...]
    is_quoted: bool

    @property
    def has_marks(self) -> bool:
        return any(line.kind is Kind.QUOTE for line in self.lines)

    @property
    def is_introduced(self) -> bool:
        """True where a mail program announced the quotation: it names a day, a time, an address."""
        return any(
            line.kind is Kind.ATTRIBUTION
            and (line.text == INTRODUCTION_MARK or _PROGRAMMED.search(line.text))
            for line in self.lines
        )


def new_text(text: str, *, strip_signature: bool = True) -> str:
    """The part of a plain-text body its writer added now.

    Quotations, their attributions and header blocks go; answers between quoted lines stay, with the lines
    they answer. `strip_signature` also takes signature, farewell, device line and disclaimer. Where nothing
    would remain, the whole text is returned. Never raises; linear in the length of `text`.
    """
    body = _LINE_ENDS.sub("\n", text).replace("\u200b", "").replace("\ufeff", "").replace("\u00a0", " ")
    if "-----BEGIN PGP SIGNED" in body:
        body = _without_armour(body)
    lines = _before_marker(classify(body))
    if not any(line.kind is Kind.TEXT for line in lines):
        return body.strip()
    kept = _new_lines(lines, strip_signature=strip_signature)
    result = "\n".join(kept).strip()
    return result if _WORD.search(result) else body.strip()


def _without_armour(body: str) -> str:
    """A message signed in its text (RFC 9580, section 7) without its frame and the escapes of its dashes."""
    begin = _ARMOUR.search(body)
    seal = _SEAL.search(body, begin.end()) if begin else None
    if begin is None or seal is None:
        return body
    end = _SEALED.search(body, seal.end())
    signed = body[begin.end() : seal.start()].replace("\n- -", "\n-").removeprefix("- ")
    return body[: begin.start()] + signed + (body[end.end() :] if end else "")


def _before_marker(lines: list[Line]) -> list[Line]:
    for index, line in enumerate(lines):
        if line.kind is Kind.MARKER and any(above.kind is Kind.TEXT for above in lines[:index]):
            return lines[:index]
    return lines


def _new_lines(lines: list[Line], *, strip_signature: bool) -> list[str]:
    runs = _runs(_before_unmarked(lines))
    is_interleaved = sum(run.has_marks for run in runs) > 1
    while len(runs) > 1 and (runs[-1].is_quoted or (strip_signature and _is_only_closing(runs))):
        runs.pop()
    if sum(run.is_quoted for run in runs) == 1 and not (is_interleaved or _is_selected(runs)):
        runs = [run for run in runs if not run.is_quoted]
    texts = _joined(runs)
    return without_closing(texts) if strip_signature else _without_rule(texts)


def _is_only_closing(runs: Sequence[_Run]) -> bool:
    """True where the last run closes the message and something of the writer's own stands before it."""
    return any(not run.is_quoted for run in runs[:-1]) and is_closing([line.text for line in runs[-1].lines])


def _joined(runs: Sequence[_Run]) -> list[str]:
    """The lines of `runs`; one blank line at most where something was taken out between them."""
    texts: list[str] = []
    for run in runs:
        own = [line.text for line in run.lines if line.kind is not Kind.ATTRIBUTION or not run.is_introduced]
        while own and not own[0]:
            own.pop(0)
        while len(texts) > 1 and not texts[-1] and not texts[-2]:
            texts.pop()
        texts += own
    return texts


def _before_unmarked(lines: list[Line]) -> list[Line]:
    """Cut where a quoted message begins that is not marked line by line: everything below is quoted."""
    has_text = False
    for index, line in enumerate(lines):
        if has_text and line.kind in (Kind.ORIGINAL, Kind.HEADERS):
            return lines[:index]
        if line.kind is Kind.ATTRIBUTION and not _has_marks_below(lines, index):
            if has_text:
                return lines[:index]
            # Nothing stands above and nothing is quoted below: the writer says who wrote what.
            line.kind = Kind.TEXT if line.text != INTRODUCTION_MARK else line.kind
        has_text = has_text or (line.kind is Kind.TEXT and not is_rule(line.text))
    return lines


def _has_marks_below(lines: Sequence[Line], index: int) -> bool:
    for line in lines[index + 1 :]:
        if line.kind not in (Kind.BLANK, Kind.ATTRIBUTION):
            return line.kind is Kind.QUOTE
    return True


def _runs(lines: Sequence[Line]) -> list[_Run]:
    runs: list[list[Line]] = []
    pending: list[Line] = []
    for line in lines:
        if line.kind is Kind.BLANK:
            pending.append(line)
            continue
        if runs and runs[-1][0].is_quoting == line.is_quoting:
            runs[-1] += [*pending, line]
        else:
            if runs:
                runs[-1] += pending
            runs.append([line])
        pending = []
    return [_Run(tuple(run), run[0].is_quoting) for run in runs]


def _is_selected(runs: Sequence[_Run]) -> bool:
    """True where the only quotation was picked by the writer: a greeting, some quoted lines, the answer."""
    if len(runs) != 3 or not runs[1].has_marks:
        return False
    if not runs[1].is_introduced:
        return True
    above = [line.text for line in runs[0].lines if line.text.strip()]
    return len(above) == 1 and len(above[0]) <= _MAX_GREETING and above[0].endswith(",")


def _without_rule(texts: list[str]) -> list[str]:
    while texts and (not texts[-1].strip() or is_rule(texts[-1])):
        texts = texts[:-1]
    return texts
