"""The console: the records in a browser, through the same actions and rights as everywhere."""

from collections.abc import Mapping, Sequence
from pathlib import Path

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from starlette.routing import BaseRoute, Route

from assistant.bootstrap import Runtime
from assistant.web.console import (
    books,
    campaign_pages,
    chat,
    deeds,
    history,
    lists,
    login,
    people,
    record_pages,
    report_pages,
    rule_pages,
)
from assistant.web.console import words as spoken
from assistant.web.console.assets import asset
from assistant.web.console.attempts import Attempts
from assistant.web.console.records import KINDS
from assistant.web.console.serving import Console, Reading, does, reads, speaks
from assistant.web.console.sessions import Sessions

PAGES: Mapping[str, Reading] = {
    "/": people.my_day,
    **{f"/{name}": lists.list_page for name in KINDS},
    "/search": lists.search_page,
    "/contacts/{id}": record_pages.contact_page,
    "/companies/{id}": record_pages.company_page,
    "/deals/{id}": record_pages.deal_page,
    "/leads/{id}": record_pages.lead_page,
    "/tickets/{id}": record_pages.ticket_page,
    "/interactions/{id}/html": record_pages.mail_html,
    "/attachments/{id}": record_pages.attachment,
    "/changes": history.history_page,
    "/inbox": books.inbox_page,
    "/deliveries": books.deliveries_page,
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
    "/assistant": chat.chat_page,
    "/members": people.members_page,
}
DEEDS: Mapping[str, Reading] = {
    "/contacts/{id}/write": deeds.write_to_contact,
    "/contacts/{id}/call": deeds.call_contact,
    "/deals/{id}": deeds.change_deal,
    "/leads/{id}": deeds.press_lead,
    "/tickets/{id}": deeds.change_ticket,
    "/tickets/{id}/write": deeds.reply_ticket,
    "/tasks/{id}/done": deeds.press_task,
    "/changes/{id}/undo": history.undo,
    "/inbox/{id}/replay": books.replay,
    "/members": people.save,
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
        Route("/assistant/said", speaks(console, chat.said), methods=["POST"]),
        Route("/assistant/pressed", speaks(console, chat.pressed), methods=["POST"]),
        *(Route(path, reads(console, page)) for path, page in PAGES.items()),
        *(Route(path, does(console, deed), methods=["POST"]) for path, deed in DEEDS.items()),
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
