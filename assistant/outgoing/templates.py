"""Words with `{{ variables }}`: an unresolved one is an error, so nobody gets "Hello {{ first_name }}"."""

from collections.abc import Mapping
from functools import lru_cache

from jinja2 import StrictUndefined, Template, TemplateError, UndefinedError
from jinja2.sandbox import ImmutableSandboxedEnvironment

from assistant.presenting.salutations import first_name, full_name
from assistant.work import Work
from config.errors import RapportError
from storage.models import Contact, Deal, Member, Ticket

_ENVIRONMENT = ImmutableSandboxedEnvironment(
    undefined=StrictUndefined, autoescape=False, keep_trailing_newline=False
)


class TemplateUnresolved(RapportError):
    """The template cannot be filled in; the message says which variable is missing or what is wrong."""

    code = "template_unresolved"


def render(template: str, variables: Mapping[str, object]) -> str:
    """Fill a template in. Raises TemplateUnresolved."""
    try:
        return _compiled(template).render(variables).strip()
    except UndefinedError as error:
        raise TemplateUnresolved(f"A variable of the template has no value: {error.message}.") from None
    except TemplateError as error:
        raise TemplateUnresolved(f"The template cannot be read: {error.message}.") from None


@lru_cache(maxsize=256)
def _compiled(template: str) -> Template:
    """A template ready to fill in: compiling costs a hundred times the filling."""
    return _ENVIRONMENT.from_string(template)


def variables_for(
    work: Work,
    *,
    contact: Contact | None = None,
    ticket: Ticket | None = None,
    deal: Deal | None = None,
    member: Member | None = None,
) -> dict[str, object]:
    """What templates may name: `contact`, `ticket`, `deal`, `sender`, `company_name`."""
    variables: dict[str, object] = {"company_name": work.crm.company.name}
    if contact is not None:
        variables["contact"] = {
            "name": full_name(contact.name),
            "first_name": first_name(contact.name),
            "title": contact.title or "",
        }
    if ticket is not None:
        variables["ticket"] = {
            "number": ticket.number,
            "subject": ticket.subject,
            "status": ticket.status,
            "priority": ticket.priority,
        }
    if deal is not None:
        variables["deal"] = {"title": deal.title, "stage": deal.stage, "next_step": deal.next_step}
    sender = member.name if member is not None else (work.actor.name if work.actor.kind == "member" else "")
    variables["sender"] = {"name": sender or work.crm.company.name}
    return variables
