"""From what was said to the record; two close candidates are a question, never a guess."""

import re
from collections.abc import Sequence
from dataclasses import replace
from typing import TypeVar

from assistant.actions.access import has_right
from assistant.addresses import canonical
from assistant.dialogue.outcome import NotFound, Question
from assistant.dialogue.scene import CONTEXT, Scene
from assistant.presenting.options import option_of
from channels.reply import Option
from nlp.understanding import Act
from storage.models import Company, Contact, Deal, Lead, Member, Task, Ticket
from storage.queries import people, sales, service, team
from storage.search import Match, is_clear, search

Model = TypeVar("Model", Deal, Contact, Company, Lead, Ticket, Task)
MODELS: dict[str, type[Deal] | type[Contact] | type[Company] | type[Lead] | type[Ticket]] = {
    "deal": Deal,
    "contact": Contact,
    "company": Company,
    "lead": Lead,
    "ticket": Ticket,
}
MOST_OPTIONS = 5
CERTAIN = 0.95
"""From this score on one deal is taken by its name alone."""
ENOUGH = 0.55
"""Below this score a match is only a suggestion."""


def named(scene: Scene, *, slot: str, entity: str, said: str, model: type[Model]) -> Model:
    """The record of one kind that was named. Raises Question (several fit) or NotFound (none does)."""
    if entity == "ticket" and said.lstrip("#").isdigit():
        return _one(scene, slot, entity, said, _numbered(scene, said), model)
    if entity == "task":
        return _one(scene, slot, entity, said, _tasks(scene, said), model)
    if entity == "contact" and (at := _contact_at(scene, said)):
        return _one(scene, slot, entity, said, [at], model)
    matches = _matches(scene, said, (entity,))
    close = _spelled_out(scene, said, matches) or _close(matches)
    candidates: list[object] = [
        record for match in close if (record := scene.work.uow.find(model, match.record_id)) is not None
    ]
    if entity == "deal" and not (len(close) == 1 and close[0].score >= CERTAIN):
        known = {match.record_id for match in close}
        candidates += [one for one in _deals_of_company(scene, said) if one.id not in known]
        candidates = _open_first(candidates)
    if entity == "lead" and not candidates:
        candidates = list(sales.leads_named(scene.work.uow, said))
    candidates = _narrowed(scene, said, candidates)
    if not candidates:
        nearest = ", ".join(match.name for match in matches[:2])
        hint = f" Did you mean {nearest}?" if nearest else ""
        raise NotFound(f"I know no {entity} “{said}”.{hint}")
    return _one(scene, slot, entity, said, candidates, model)


def _contact_at(scene: Scene, said: str) -> Contact | None:
    """Whose an address or a number is that was said in place of a name."""
    kind = "email" if "@" in said else "phone" if said.startswith("+") else ""
    if not kind:
        return None
    address = canonical(kind, said, country=scene.work.company.country).address
    found = people.find_identity(scene.work.uow, kind=kind, address=address)
    if found is None:
        return None
    return people.surviving_contact(scene.work.uow, scene.work.uow.get(Contact, found.contact_id))


def anything(scene: Scene, act: Act, slot: str, said: str) -> Contact | Company | Deal | Ticket | None:
    """The best record of any kind by that name; a pronoun means the thread's record."""
    if said == CONTEXT:
        entity = scene.state.latest
        known = scene.state.focus.get(entity)
        record = scene.work.uow.find(MODELS[entity], known) if known and entity in MODELS else None
        return None if isinstance(record, Lead) else record
    matches = _matches(scene, said, ("contact", "company", "deal"))
    if not matches or matches[0].score < ENOUGH:
        return None
    record = scene.work.uow.find(MODELS[matches[0].entity], matches[0].record_id)
    return None if isinstance(record, Lead) else record


def member(scene: Scene, slot: str, said: str) -> Member:
    """The colleague that was named; `@me` is the asker."""
    if said == "@me":
        return scene.work.uow.get(Member, scene.work.actor.id)
    pinned = scene.chosen.get(f"{scene.index}:{slot}")
    if pinned:
        return scene.work.uow.get(Member, pinned)
    found = team.members_named(scene.work.uow, said) or _mentioned(scene, said)
    if not found:
        raise NotFound(f"I know no colleague “{said}”.")
    if len(found) > 1:
        options = tuple(Option(one.id, one.name, one.email) for one in found[:MOST_OPTIONS])
        raise Question(f"Which {said} do you mean?", slot=slot, options=options)
    return found[0]


def deal_of_latest_company(scene: Scene, slot: str) -> str:
    """The deal “it” means right after a company was spoken of; empty where that company has none open.

    Raises Question where it has several, and none of them was spoken of before.
    """
    where = sales.DealFilter(company_id=scene.state.focus.get("company"), status="open")
    deals = sales.list_deals(scene.work.uow, where, limit=MOST_OPTIONS)
    known = scene.state.focus.get("deal", "")
    if len(deals) < 2 or known in {one.id for one in deals}:
        return known if len(deals) > 1 else next((one.id for one in deals), "")
    options = tuple(option_of(scene.work, one) for one in deals)
    shows_amounts = has_right(scene.work, "deals.amounts")
    raise Question("Which deal do you mean?", slot=slot, options=options, is_sensitive=shows_amounts)


def from_other_focus(scene: Scene, entity: str, model: type[Model]) -> Model | None:
    """The record a neighbour in focus points to: the deal of the company just spoken of, and so on."""
    company_id = scene.state.focus.get("company")
    if entity == "deal" and company_id:
        deals = sales.list_deals(
            scene.work.uow, sales.DealFilter(company_id=company_id, status="open"), limit=2
        )
        return scene.work.uow.find(model, deals[0].id) if len(deals) == 1 else None
    for other, attribute in (
        ("deal", f"{entity}_id"),
        ("ticket", f"{entity}_id"),
        ("contact", f"{entity}_id"),
        ("lead", f"{entity}_id"),
    ):
        known = scene.state.focus.get(other)
        record = scene.work.uow.find(MODELS[other], known) if known else None
        target = getattr(record, attribute, None) if record is not None else None
        if target:
            return scene.work.uow.find(model, target)
    if entity == "contact" and scene.state.focus.get("deal"):
        parts = sales.contacts_of_deal(scene.work.uow, scene.state.focus["deal"])
        return scene.work.uow.find(model, parts[0].contact_id) if parts else None
    return None


def _matches(scene: Scene, said: str, entities: Sequence[str]) -> list[Match]:
    return search(
        scene.work.uow,
        said,
        entities=entities,
        limit=8,
        owner_id=scene.work.actor.id,
        recent_ids=list(scene.state.focus.values()),
    )


def _spelled_out(scene: Scene, said: str, matches: list[Match]) -> list[Match]:
    """The record whose longer name was said whole: of “Acme rollout 2” only “Acme rollout” was read."""
    whole = [
        one
        for one in matches
        if len(one.name) > len(said)
        and said.lower() in one.name.lower()
        and re.search(rf"(?<!\w){re.escape(one.name)}(?!\w)", scene.text, re.I)
    ]
    longest = max(whole, key=lambda one: len(one.name), default=None)
    return [replace(longest, score=1.0)] if longest is not None else []


def _close(matches: list[Match]) -> list[Match]:
    good = [match for match in matches if match.score >= ENOUGH]
    if not good:
        return []
    return good[:1] if is_clear(good) else [one for one in good if one.score >= good[0].score - 0.15]


def _deals_of_company(scene: Scene, said: str) -> list[Deal]:
    found: list[Deal] = []
    for match in _close(_matches(scene, said, ("company", "contact"))):
        where = (
            sales.DealFilter(company_id=match.record_id)
            if match.entity == "company"
            else sales.DealFilter(contact_id=match.record_id)
        )
        found += sales.list_deals(scene.work.uow, where, limit=MOST_OPTIONS)
    return found


def _narrowed(scene: Scene, said: str, candidates: list[object]) -> list[object]:
    """Of several candidates those the words tell: every word in the title, or the company named beside."""
    if len(candidates) < 2:
        return candidates
    words = _words(said)
    found: list[object] = [
        one
        for one in candidates
        if isinstance(one, Deal)
        and words <= _words(one.title)
        and not words <= _words(_company_of(scene, one))
    ]
    if not found:
        found = [
            one
            for one in candidates
            if isinstance(one, Contact)
            and (company := _company_of(scene, one))
            and re.search(rf"(?<!\w){re.escape(company)}(?!\w)", scene.text, re.I)
        ]
    return found or candidates


def _words(text: str) -> set[str]:
    return set(re.findall(r"\w+", text.lower()))


def _company_of(scene: Scene, record: Deal | Contact) -> str:
    company = scene.work.uow.find(Company, record.company_id)
    return company.name if company is not None else ""


def _open_first(candidates: list[object]) -> list[object]:
    open_ones = [one for one in candidates if getattr(one, "status", "") == "open"]
    return open_ones or candidates


def _numbered(scene: Scene, said: str) -> list[Ticket]:
    found = service.find_ticket(scene.work.uow, int(said.lstrip("#")))
    return [found] if found else []


def _tasks(scene: Scene, said: str) -> list[Task]:
    from rapidfuzz import fuzz

    mine = service.list_tasks(scene.work.uow, owner_ids=(scene.work.actor.id,), limit=200)
    scored = [(fuzz.token_set_ratio(said.lower(), one.text.lower()), one) for one in mine]
    best = max((score for score, _ in scored), default=0)
    return [one for score, one in scored if score >= max(60, best - 5)]


def _mentioned(scene: Scene, said: str) -> list[Member]:
    """A Slack mention (`<@U1>`), or a misspelt first name."""
    from rapidfuzz import fuzz

    user = said.strip("<@>")
    for one in team.active_members(scene.work.uow):
        identity = team.identity_of_member(scene.work.uow, member_id=one.id, channel="slack")
        if identity is not None and identity.address.endswith(user) and user:
            return [one]
    return [
        one
        for one in team.active_members(scene.work.uow)
        if fuzz.ratio(said.lower(), one.name.split(" ")[0].lower()) >= 80
        or fuzz.ratio(said.lower(), one.name.lower()) >= 85
    ]


def _one(
    scene: Scene, slot: str, entity: str, said: str, candidates: Sequence[object], model: type[Model]
) -> Model:
    found = [one for one in candidates if isinstance(one, model)]
    if not found:
        raise NotFound(f"There is no {entity} {said}.")
    if len(found) == 1:
        return found[0]
    options = tuple(option_of(scene.work, one) for one in found[:MOST_OPTIONS])
    shows_amounts = model is Deal and has_right(scene.work, "deals.amounts")
    text = f"There are several for “{said}”. Which one?"
    raise Question(text, slot=slot, options=options, is_sensitive=shows_amounts)
