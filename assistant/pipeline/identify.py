"""Step 3, in the transaction: whose message this is. One person is one contact, whatever they write from."""

from dataclasses import replace

from assistant.actions import people as people_actions
from assistant.addresses import KIND_OF_CHANNEL, Canonical, canonical, company_domain, name_in
from assistant.events import emit
from assistant.pipeline.case import Case, Outcome
from assistant.work import SYSTEM, InvalidValue, Work
from storage.models import Contact, Identity
from storage.queries import people


def identify(case: Case, work: Work) -> Case:
    """Find the contact behind the sender's address, or make one.

    A machine's mail never makes a contact; a sender shown to be forged is nobody's (`contact` stays None).
    """
    message = case.message
    if message.is_authentic is False:
        return case
    try:
        form = canonical(
            KIND_OF_CHANNEL[message.channel], message.sender.address, country=work.company.country
        )
    except InvalidValue as error:
        if case.screening.disposition is not None:
            return case
        return case.ending(Outcome("ignored", f"There is no address to answer to: {error}"))
    identity = people.find_identity_like(work.uow, kind=form.kind, lookup=form.lookup, address=form.address)
    if identity is None:
        if case.screening.disposition is not None:
            return case
        return _new(case, work, form)
    contact = people.surviving_contact(work.uow, work.uow.get(Contact, identity.contact_id))
    if not contact.name and message.sender.name:
        contact.name = message.sender.name
    return replace(case, contact=contact, identity=identity)


def _new(case: Case, work: Work, form: Canonical) -> Case:
    name = case.message.sender.name.strip() or _name_of(form)
    own = work.acting_as(SYSTEM)
    contact = work.uow.add(Contact(name=name, company_id=_company_id(own, form), source=case.message.channel))
    identity = work.uow.add(
        Identity(
            contact_id=contact.id,
            kind=form.kind,
            address=form.address,
            lookup=form.lookup,
            is_verified=case.message.is_authentic is True,
            is_primary=True,
        )
    )
    emit(work, "contact.created", contact)
    return replace(case, contact=contact, identity=identity)


def _company_id(work: Work, form: Canonical) -> str | None:
    domain = company_domain(form.address) if form.kind == "email" else None
    if domain is None:
        return None
    return people_actions.ensure_company(work, "", domain=domain).id


def _name_of(form: Canonical) -> str:
    if form.kind != "email":
        return form.address if form.kind == "phone" else ""
    return name_in(form.address)
