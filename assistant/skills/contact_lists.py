"""“Who's the contact there”, “decision makers at Acme”, “contacts without an email”: people, and of what."""

import re
from dataclasses import dataclass, replace
from datetime import timedelta

from assistant.actions.access import require
from assistant.dialogue import resolve
from assistant.dialogue.outcome import Answer, NotFound, Outcome, Question
from assistant.dialogue.scene import CONTEXT
from assistant.dialogue.turn import Turn
from assistant.presenting.filters import owners_of
from assistant.presenting.listing import contact_list
from assistant.reports.heard.reading import Reading, read
from assistant.skills.list_words import ListWords, read_words
from assistant.skills.proposing import ref_of, refs_of
from nlp.understanding import Act
from storage.models import Company, Deal
from storage.queries import people
from storage.queries.traits import Traits

MOST_ROWS = 10
ROLES = (
    r"(?:(?:economic |technical |main |key )?(?:de[sc]+i[sc]+i?on[- ]?makers?|buyers?|champions?|sponsors?"
    r"|influencers?|blockers?|gatekeepers?"
    r"|signatory|signatories)|c[efotim]os?|vps?|presidents?|founders?|heads? of \w+"
    r"|(?:\w+ )?directors?|(?:purchasing|procurement|it|sales|office|project) managers?|engineers?|lawyers?)"
)
_ROLE = re.compile(rf"\b(?P<role>{ROLES})\b", re.I)
_HERE = re.compile(
    r"\b(?:there|here|over there|(?:on|at|of|for|with|behind|from|in) (?:it|this|that|them"
    r"|(?:this|that|the) (?:deal|company|account|ticket|customer)))\b",
    re.I,
)
_THE_ONE = re.compile(
    r"^who(?:['’]s| is) (?:the|our|my)\b|\b(?:the|our|main) (?:contact|person)\b(?!s)", re.I
)
_MINE = re.compile(r"\bmy\b", re.I)


@dataclass(frozen=True, slots=True)
class _Place:
    """Of whom the people are: a deal, a company, or nobody in particular."""

    company: Company | None = None
    deal: Deal | None = None

    @property
    def said(self) -> list[str]:
        """As the filter tells it."""
        if self.deal is not None:
            return [f"deal {self.deal.title}"]
        return [f"company {self.company.name}"] if self.company is not None else []


def list_contacts(turn: Turn, act: Act) -> Outcome:
    """People by company, deal, role, tag, owner or silence; and by what they lack."""
    require(turn.work, "records.read", doing="see contacts")
    text = act.text or turn.text
    words = read_words(turn.work, text, of="contacts")
    role = _role(words.rest)
    place = _place(turn, act, words.rest, role=role)
    heard = read(turn.work, words.rest, of="people")
    tag = None if _is_owner(heard, act.slots.get("tag")) else turn.text_of(act, "tag")
    owners = heard.owner_ids or ((turn.work.actor.id,) if _MINE.search(words.rest) else ())
    days = turn.value_of(act, "inactive_days", int)
    traits = replace(words.traits, role=role, deal_id=place.deal.id if place.deal else None)
    rows = people.list_contacts(
        turn.work.uow,
        company_id=place.company.id if place.company else None,
        tag=tag,
        inactive_since=turn.work.now - timedelta(days=days) if days else None,
        owner_ids=owners,
        traits=traits,
        limit=MOST_ROWS + 1,
    )
    said = [*place.said, f"role or title {role}" if role else "", f"tag {tag}" if tag else ""]
    said += [owners_of(turn.work, owners), f"silent for {days} days" if days else "", *words.told]
    told = "Filter: " + (", ".join(one for one in said if one) or "all")
    reply = contact_list(turn.work, rows[:MOST_ROWS], said=told, is_more=len(rows) > MOST_ROWS)
    if note := "" if days else _unheard(act, heard, words, role):
        note = f"I don't know what “{note}” narrows it to, and passed over it."
        reply = replace(reply, text=f"{reply.text}\n{note}")
    lines = refs_of(rows[:MOST_ROWS])
    if len(rows) == 1:
        return Answer(reply, lines[0], listed=lines)
    record = place.deal or place.company
    return Answer(reply, ref_of(record) if record is not None else None, listed=lines)


def _role(text: str) -> str:
    found = _ROLE.search(text)
    if found is None:
        return ""
    role = found["role"].lower()
    return "decision maker" if re.search(r"makers?$", role) else role.removesuffix("s")


def _place(turn: Turn, act: Act, text: str, *, role: str) -> _Place:
    said = turn.text_of(act, "company")
    if said is not None and said != CONTEXT and not (role and said.lower() in role):
        return _named(turn, act, said)
    if said == CONTEXT or _HERE.search(text) or (said is None and _THE_ONE.search(text)):
        return _in_focus(turn)
    return _Place()


def _named(turn: Turn, act: Act, said: str) -> _Place:
    try:
        return _Place(company=turn.company(act))
    except NotFound as unknown:
        try:
            deal = resolve.named(turn, slot="company", entity="deal", said=said, model=Deal)
        except NotFound:
            raise unknown from None
        return _of_deal(turn, deal)


def _in_focus(turn: Turn) -> _Place:
    """The deal or the company the thread speaks of; asked for where it speaks of none."""
    focus, latest = turn.state.focus, turn.state.latest
    if latest == "deal" and (deal := turn.work.uow.find(Deal, focus.get("deal"))) is not None:
        return _of_deal(turn, deal)
    company_id = focus.get("company") if latest == "company" else None
    company = turn.work.uow.find(Company, company_id) or resolve.from_other_focus(turn, "company", Company)
    if company is None:
        raise Question("Of which company or deal?", slot="company")
    return _Place(company=company)


def _of_deal(turn: Turn, deal: Deal) -> _Place:
    """Its own people; where it has none, those of its company."""
    has_people = people.list_contacts(turn.work.uow, traits=Traits(deal_id=deal.id), limit=1)
    company = turn.work.uow.find(Company, deal.company_id)
    return _Place(deal=deal) if has_people or company is None else _Place(company=company)


def _is_owner(heard: Reading, tag: object) -> bool:
    """Whether what was taken for a tag is a colleague's name."""
    said = [heard.words_of(one).lower() for one in heard.mentions if one.kind == "owner"]
    return isinstance(tag, str) and any(tag.lower() in one for one in said)


def _unheard(act: Act, heard: Reading, words: ListWords, role: str) -> str:
    held = " ".join(("tagged", role, words.traits.words, *(str(one) for one in act.slots.values()))).lower()
    left = (one for one in heard.passed if one.lower().removesuffix("s") not in held)
    return words.unread or next((one for one in left if not _ROLE.fullmatch(one)), "")
