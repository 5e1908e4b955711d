"""What the tests of campaigns begin with: guests, a campaign for them, what came of it."""

from assistant.actions.people import add_tag, create_contact
from assistant.follow_ups.campaigns import planning, segments
from assistant.follow_ups.campaigns.planning import Plan
from assistant.follow_ups.campaigns.results import Results, results_of
from assistant.work import Work
from storage.models import Campaign, Consent, Contact
from tests.unit.assistant.follow_ups.rules.conftest import Shop

BODY = "Hello {{ contact.first_name }}, look: https://rapport.example/spring"


def people(shop: Shop, count: int) -> list[Contact]:
    """So many new contacts, all of them in the segment of guests."""

    def make(work: Work) -> list[Contact]:
        made = [
            create_contact(work, name=f"Guest {n}", email=f"guest{n}@customers.example") for n in range(count)
        ]
        work.uow.flush()
        for contact in made:
            add_tag(work, entity="contact", record_id=contact.id, name="guest")
        return made

    return shop.does(make)


def draft(shop: Shop, *, per_hour: int = 500, is_tracked: bool = False) -> Campaign:
    """A new campaign for the guests, not begun."""

    def make(work: Work) -> Campaign:
        segments.save_segment(work, name="Guests", expression='"guest" in contact.tags')
        work.uow.flush()
        plan = Plan(
            "Spring", "guests", BODY, "For {{ contact.name }}", per_hour=per_hour, is_tracked=is_tracked
        )
        made = planning.create_campaign(work, plan)
        work.uow.flush()
        return made

    return shop.does(make, by=shop.actor("maya@rapport.example"))


def start(shop: Shop, campaign: Campaign) -> None:
    """Begin it."""
    shop.does(lambda work: planning.start(work, campaign))


def state(shop: Shop) -> str:
    """How the only campaign stands."""
    return shop.all(Campaign)[0].state


def refuse(work: Work, contact: Contact) -> Consent:
    """Note that a contact wants no marketing."""
    address = f"{contact.name.lower().replace(' ', '')}@customers.example"
    return work.uow.add(
        Consent(kind="email", address=address, purpose="marketing", is_granted=False, at=work.now)
    )


def results(shop: Shop, campaign: Campaign) -> Results:
    """What came of it so far."""
    return shop.does(lambda work: results_of(work, work.uow.get(Campaign, campaign.id)))
