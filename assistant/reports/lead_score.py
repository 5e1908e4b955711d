"""How promising a lead is: a sum of signs anybody can check, never a black box."""

from dataclasses import dataclass
from datetime import timedelta

from assistant.addresses import company_domain
from assistant.work import Work
from channels.reply import Fact, Reply
from storage.models import Lead
from storage.queries import conversations

BASE = "every lead starts with"


@dataclass(frozen=True, slots=True)
class LeadScore:
    """0 to 100, and the points each sign gave."""

    total: int
    reasons: tuple[tuple[str, int], ...]

    def as_reply(self, lead: Lead) -> Reply:
        """The score with its reasons, the weightiest first."""
        ordered = sorted(self.reasons, key=lambda one: -abs(one[1]))
        facts = tuple(Fact(reason, f"{points:+d}") for reason, points in ordered)
        top = ", ".join(f"{reason} ({points:+d})" for reason, points in ordered if reason != BASE)
        because = f": {top}" if top else ""
        return Reply(text=f"{lead.name} scores {self.total} of 100{because}.", facts=facts)


def score_lead(work: Work, lead: Lead) -> LeadScore:
    """Score a lead by how it can be reached, what it asked for, how lively it is and where it came from."""
    reasons: list[tuple[str, int]] = [(BASE, 20)]
    if lead.email and company_domain(lead.email):
        reasons.append(("a company's mail address", 15))
    if lead.phone:
        reasons.append(("a phone number", 10))
    if lead.company_name or lead.company_id:
        reasons.append(("a known company", 10))
    if lead.interest:
        reasons.append(("it said what it wants", 10))
    if lead.status == "qualified":
        reasons.append(("qualified by a colleague", 20))
    if lead.status == "unqualified":
        reasons.append(("turned down by a colleague", -40))
    words = (
        conversations.timeline(
            work.uow, contact_id=lead.contact_id, since=work.now - timedelta(days=14), limit=20
        )
        if lead.contact_id
        else []
    )
    inbound = sum(one.direction == "in" for one in words)
    if inbound:
        reasons.append((f"{inbound} messages in two weeks", min(15, 5 * inbound)))
    elif lead.created_at < work.now - timedelta(days=30):
        reasons.append(("silent for a month", -15))
    total = max(0, min(100, sum(points for _, points in reasons)))
    return LeadScore(total, tuple(reasons))
