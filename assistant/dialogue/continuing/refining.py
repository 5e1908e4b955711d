"""“Only mine”, “by owner?”, “and last month?”, “for Dana”, “as a chart”: the last question, differently.

Only what says nothing else counts: a message of which a word is left over is a message of its own.
"""

import re
from collections.abc import Mapping
from dataclasses import replace

from assistant.dialogue.ordering.standing_orders import is_postable
from assistant.dialogue.state import DialogueState
from assistant.reports import questions
from assistant.reports.grouping import GROUP_WORDS
from assistant.reports.heard.reading import read as read_question
from assistant.reports.heard.reading import subject_of
from assistant.reports.heard.rewriting import said_anew, without_people
from assistant.work import Work
from nlp.intents import Intent, load_ontology
from nlp.times import TimeMention, find_times
from nlp.understanding import Act
from nlp.values import SlotValue
from storage.queries import team

QUESTION = "question"
"""The intent under which a question is remembered that is read by pattern."""

_OPENING = re.compile(
    r"^(?:(?:ok(?:ay)?|and|but|now|then|please|only|just|what about|how about|show(?: me)?"
    r"|(?:the )?same|that|it|split|broken down|grouped)\b[\s,]*)+",
    re.I,
)
_NARROWS = re.compile(
    r"^(?:and |but |only |just |what about |how about )?(?:in|by|excluding|excl\.?|except|without|split by) "
    r"(?:the )?[\w-]+(?: [\w-]+)?[?!.]*$",
    re.I,
)
_MINE = re.compile(r"(?:for )?(?:me|mine|my own(?: ones| numbers)?)", re.I)
_ALL = re.compile(r"(?:for )?(?:all|everybody|everyone|(?:the )?(?:whole )?team|all of (?:us|them))", re.I)
_CHART = re.compile(
    r"(?:as|in|with|on) a (?:chart|graph|diagram)|(?:chart|graph|plot|draw)(?: it| that)?", re.I
)
_GROUP = re.compile(r"(?:by|per) (?P<word>\w+)", re.I)
_PERSON = re.compile(r"(?:for |of )?(?P<name>[\w.'-]+(?: [\w.'-]+)?)", re.I)
_OF_TIME = re.compile(r"^(?:for|in|of|during|since|over)\s+", re.I)


def read(work: Work, state: DialogueState, text: str) -> tuple[Act, ...] | None:
    """The last question with one thing changed; None where the text is no mere addition to it."""
    if len(state.acts) != 1 or not is_postable(state.acts[0]):
        return None
    [act] = state.acts
    intent = load_ontology().rep.get(act.intent)
    said = _OPENING.sub("", text.strip().rstrip("?!.")).strip()
    change = _change(work, intent, said) if intent is not None and said else None
    former = act.text.rstrip("?!. ")
    if act.intent.startswith("report."):
        return _of_report(work, act, change, text if change is None else said)
    if change is None:
        return None
    # “Post this every Monday” reads the words anew.
    return (_changed(act, change, f"{former} {said}" if former else ""),)


def _changed(act: Act, change: Mapping[str, SlotValue | None], text: str) -> Act:
    slots = {name: value for name, value in {**act.slots, **change}.items() if value is not None}
    return replace(act, slots=slots, text=text)


def _of_report(
    work: Work, act: Act, change: Mapping[str, SlotValue | None] | None, said: str
) -> tuple[Act, ...] | None:
    """The report again, its words with what is said anew in place of what was said of that before."""
    name, of = act.intent.removeprefix("report."), act.slots.get("of")
    subject = subject_of(name, of=of if isinstance(of, str) else "")
    anew = said_anew(work, act.text, said, of=subject)
    if anew is not None:
        taken_back = {"owner": None} if anew.said.owner_ids else {}
        group = {"group_by": anew.said.group_by} if anew.said.group_by else {}
        is_other = len(anew.said.periods) == 1 and not anew.said.is_compared
        period = {"period": anew.said.periods[0]} if is_other else {}
        return (_changed(act, {**taken_back, **group, **period, **(change or {})}, anew.text),)
    if change is None:
        # Left to the report to refuse: these words narrow it to what nobody knows.
        unknown = f"{act.text} {said}" if _NARROWS.match(said) else ""
        return (
            (_changed(act, {}, unknown),)
            if unknown and read_question(work, said, of=subject).unread
            else None
        )
    former = without_people(work, act.text, of=subject) if "owner" in change else act.text.rstrip("?!. ")
    return (_changed(act, change, f"{former} {said}" if former else ""),)


def asked_again(work: Work, state: DialogueState, text: str) -> str:
    """“And in EMEA?” after a question read by pattern: that question, so narrowed; else empty."""
    if len(state.acts) != 1 or state.acts[0].intent != QUESTION:
        return ""
    former = state.acts[0].text
    question = questions.read(work, former)
    report = question.measure.report if question is not None else ""
    of = subject_of(report, of=question.measure.of if question is not None else "")
    anew = said_anew(work, former, text, of=of)
    return anew.text if anew is not None else ""


def _change(work: Work, intent: Intent, said: str) -> dict[str, SlotValue | None] | None:
    """The slot that is said anew; None as a value takes it back."""
    is_report = intent.name.startswith("report.")
    if "owner" in intent.slots or is_report:
        if _MINE.fullmatch(said):
            return {"owner": "@me"}
        if _ALL.fullmatch(said):
            return {"owner": None}
    if is_report and _CHART.fullmatch(said):
        return {"chart": True}
    grouped = _GROUP.fullmatch(said)
    if grouped is not None and is_report:
        word = GROUP_WORDS.get(grouped["word"].lower())
        return {"group_by": word} if word else None
    return _time(work, intent, said) or _person(work, intent, said)


def _time(work: Work, intent: Intent, said: str) -> dict[str, SlotValue | None] | None:
    slot = next(iter(intent.slots_of_kind("period")), None)
    time = _whole_time(work, said)
    return {slot: time.as_period()} if slot is not None and time is not None else None


def _whole_time(work: Work, said: str) -> TimeMention | None:
    """The time a text is, where it is nothing else."""
    words = _OF_TIME.sub("", said)
    times = _times(work, words)
    return times[0] if times and times[0].text.strip().lower() == words.lower() else None


def _times(work: Work, words: str) -> list[TimeMention]:
    return find_times(words, now=work.local_now, tz=work.zone, country=work.company.country)


def _person(work: Work, intent: Intent, said: str) -> dict[str, SlotValue | None] | None:
    named = _PERSON.fullmatch(said.removesuffix("'s").removesuffix("’s"))
    if named is None or not ("owner" in intent.slots or intent.name.startswith("report.")):
        return None
    return {"owner": named["name"]} if len(team.members_named(work.uow, named["name"])) == 1 else None
