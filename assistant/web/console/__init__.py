"""The console: the records in a browser, through the same actions and rights as everywhere."""

from collections.abc import Mapping, Sequence
from pathlib import Path

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from starlette.routing import BaseRoute, Route

from assistant.bootstrap import Runtime
from assistant.web.console import (
    campaign_pages,
    chat_pages,
    form_actions,
    history_pages,
    ledger_pages,
    list_pages,
    login,
    people_pages,
    record_pages,
    report_pages,
    rule_pages,
)
from assistant.web.console import words as spoken
from assistant.web.console.assets import asset
from assistant.web.console.attempts import Attempts
from assistant.web.console.list_columns import KINDS
from assistant.web.console.serving import Console, Reading, reads, speaks, writes
from assistant.web.console.sessions import Sessions

PAGES: Mapping[str, Reading] = {
    "/": people_pages.my_day,
    **{f"/{name}": list_pages.list_page for name in KINDS},
    "/search": list_pages.search_page,
    "/contacts/{id}": record_pages.contact_page,
    "/companies/{id}": record_pages.company_page,
    "/deals/{id}": record_pages.deal_page,
    "/leads/{id}": record_pages.lead_page,
    "/tickets/{id}": record_pages.ticket_page,
    "/interactions/{id}/html": record_pages.mail_html,
    "/attachments/{id}": record_pages.attachment,
    "/changes": history_pages.history_page,
    "/inbox": ledger_pages.inbox_page,
    "/deliveries": ledger_pages.deliveries_page,
    "/reports": report_pages.report_index,
    "/reports/{name}": report_pages.report_page,
    "/reports/{name}/table.csv": report_pages.report_csv,
    "/reports/{name}/chart.png": report_pages.report_chart,
    "/reports/{name}/lines/{row:int}": report_pages.report_records,
    "/rules": rule_pages.rules_page,
    "/rules/{name}": rule_pages.rule_page,
    "/campaigns": campaign_pages.campaigns_page,
    "/campaigns/{id}": campaign_pages.campaign_page,
    "/sequences": campaign_pages.sequences_page,
    "/sequences/{name}": campaign_pages.sequence_page,
    "/assistant": chat_pages.chat_page,
    "/members": people_pages.members_page,
}
FORM_ACTIONS: Mapping[str, Reading] = {
    "/contacts/{id}/write": form_actions.write_to_contact,
    "/contacts/{id}/call": form_actions.call_contact,
    "/deals/{id}": form_actions.change_deal,
    "/leads/{id}": form_actions.press_lead,
    "/tickets/{id}": form_actions.change_ticket,
    "/tickets/{id}/write": form_actions.reply_ticket,
    "/tasks/{id}/done": form_actions.press_task,
    "/changes/{id}/undo": history_pages.undo,
    "/inbox/{id}/replay": ledger_pages.replay,
    "/members": people_pages.save,
    "/rules/{name}/switch": rule_pages.switch,
    "/campaigns": campaign_pages.make_campaign,
    "/campaigns/{id}": campaign_pages.change_campaign,
}


def console_routes(runtime: Runtime) -> Sequence[BaseRoute]:
    """The console's routes."""
    console = Console(runtime, _templates(runtime), Sessions(runtime.company.secret), Attempts())
    return [
        Route("/static/{name}", asset),
        Route("/login", login.login_page(console)),
        Route("/login", login.log_in(console), methods=["POST"]),
        Route("/logout", speaks(console, login.log_out), methods=["POST"]),
        Route("/assistant/said", speaks(console, chat_pages.said), methods=["POST"]),
        Route("/assistant/pressed", speaks(console, chat_pages.pressed), methods=["POST"]),
        *(Route(path, reads(console, page)) for path, page in PAGES.items()),
        *(Route(path, writes(console, action), methods=["POST"]) for path, action in FORM_ACTIONS.items()),
    ]


def _templates(runtime: Runtime) -> Environment:
    environment = Environment(
        loader=FileSystemLoader(Path(__file__).parent / "templates"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.globals["house"] = runtime.company.crm.company.name
    environment.globals["zone"] = runtime.company.time_zone
    environment.filters.update(
        words=spoken.plain_words,
        colour=spoken.colour,
        initials=spoken.initials,
        unquoted=spoken.unquoted,
        day=spoken.day,
    )
    return environment
