"""How the company serves: calendars, service levels, tickets' lives, who gets what, digests."""

from datetime import date, time
from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field, field_validator, model_validator

from config.time_zones import time_zone_names

Weekday = Literal["mon", "tue", "wed", "thu", "fri", "sat", "sun"]
Clock = Literal["first_response", "next_response", "resolution"]
Trait = Literal["skill", "language", "territory"]
Digest = Literal["my_day", "pipeline", "mailboxes"]
Count = Annotated[int, Field(gt=0)]
Days = Annotated[int, Field(ge=0)]


class _Part(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class CalendarRules(_Part):
    """When somebody works: local intervals by weekday, several a day, past midnight if they end early.

    `time_zone` is the organisation's where none is given; holidays are a country's, or one of its regions'.
    """

    working_hours: dict[Weekday, tuple[tuple[str, str], ...]] = {}
    time_zone: str = ""
    holidays_country: str = ""
    holidays_region: str = ""
    days_off: tuple[date, ...] = ()

    @field_validator("working_hours")
    @classmethod
    def _readable(
        cls, value: dict[Weekday, tuple[tuple[str, str], ...]]
    ) -> dict[Weekday, tuple[tuple[str, str], ...]]:
        for text in (one for spans in value.values() for span in spans for one in span):
            if text != "24:00":
                time.fromisoformat(text)
        return value

    @field_validator("time_zone")
    @classmethod
    def _known_zone(cls, value: str) -> str:
        if value and value not in time_zone_names():
            raise ValueError(f"{value!r} is no time zone; say it like Europe/Berlin")
        return value

    @model_validator(mode="after")
    def _known_holidays(self) -> "CalendarRules":
        if not self.holidays_country:
            if self.holidays_region:
                raise ValueError("a holidays_region needs its holidays_country")
            return self
        from holidays import country_holidays

        try:
            regions = country_holidays(self.holidays_country).subdivisions
        except NotImplementedError:
            known = f"{self.holidays_country!r} is no country whose holidays are known"
            raise ValueError(f"{known}; say it like DE") from None
        if self.holidays_region and self.holidays_region not in regions:
            known = f"{self.holidays_region!r} is no region of {self.holidays_country}"
            raise ValueError(f"{known}; it has {', '.join(regions) or 'none'}")
        return self


class ServiceLevel(_Part):
    """Minutes of working time in which a ticket is to be answered and solved. Conditions left out fit all.

    `companies` are names or mail domains; `calendar` is one of `calendars`, `always`, or the company's own.
    """

    name: str
    priority: str = ""
    channel: str = ""
    category: str = ""
    team: str = ""
    """The team a mailbox of `mailboxes` gives its tickets to."""
    companies: tuple[str, ...] = ()
    tag: str = ""
    """A tag of the customer's company or of the customer."""
    calendar: str = ""
    first_response: Count | None = None
    next_response: Count | None = None
    resolution: Count | None = None

    def minutes(self, clock: Clock) -> int | None:
        """The target of a clock; None where this level does not measure it."""
        targets = {
            "first_response": self.first_response,
            "next_response": self.next_response,
            "resolution": self.resolution,
        }
        return targets[clock]


class EscalationRules(_Part):
    """Who is told when a breach was not mended so many working minutes later."""

    after: Annotated[int, Field(ge=0)]
    tell: Literal["owner", "managers", "admins"]


class AlarmRules(_Part):
    """When a running clock warns, and how a breach is escalated, in order."""

    warn_percent: Annotated[int, Field(gt=0, lt=100)] = 80
    escalations: tuple[EscalationRules, ...] = (
        EscalationRules(after=0, tell="managers"),
        EscalationRules(after=240, tell="admins"),
    )


class TicketRules(_Part):
    """How tickets live and end. A number of days of 0 switches what it counts off."""

    reopen_days: Days = 14
    auto_close_days: Days = 7
    """Days of silence after which the customer of a pending ticket is told that it will be closed."""
    close_notice_days: Days = 3
    """Days from that notice to the closing."""
    solved_close_days: Days = 4
    """Days after which a solved ticket is closed, without a word."""
    csat_every_days: Days = 30
    csat_after_hours: Annotated[int, Field(ge=0)] = 1
    categories: tuple[str, ...] = ("support", "billing", "order", "account", "general")


class AssignmentRules(_Part):
    """Who gets what nobody owns. `prefer` ranks, `require` leaves out; `capacity` is of open records."""

    strategy: Literal["least_busy", "round_robin", "off"] = "least_busy"
    roles: tuple[Literal["rep", "agent", "manager", "admin"], ...] = ("agent",)
    prefer: tuple[Trait, ...] = ("language", "skill", "territory")
    require: tuple[Trait, ...] = ()
    capacity: Count | None = None
    """For colleagues without one of their own."""
    outside_hours: Literal["wait", "assign"] = "wait"
    keeps_owner: bool = True
    """Whether a customer's own colleague comes first."""


class Assignment(_Part):
    """Assignment, by kind of record."""

    tickets: AssignmentRules = AssignmentRules()
    leads: AssignmentRules = AssignmentRules(strategy="round_robin", roles=("rep",))


class NudgeRules(_Part):
    """What colleagues are nudged about, and after how long; nothing means never.

    `deal_untouched_days` by_stage takes each stage's own `stale_days`; minutes are working time.
    """

    deal_untouched_days: Count | Literal["by_stage"] | None = None
    deal_without_step_days: Count | None = None
    deal_close_date_passed: bool = False
    customer_unanswered_days: Count | None = None
    lead_unanswered_minutes: Count | None = None
    promises: bool = False
    digest_above: Count = 10
    """More things than this are told as one list, without a button each."""
