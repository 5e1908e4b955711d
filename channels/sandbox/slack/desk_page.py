"""The sandbox workspace as one HTML page: what a person there would see."""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from html import escape
from urllib.parse import urlencode

from channels.sandbox.slack.desk_assets import SCRIPT, STYLE
from channels.sandbox.slack.records import (
    Json,
    SandboxMessage,
    SandboxUser,
    SandboxView,
    as_object,
    blocks_of,
    label_of,
    objects,
    text_of,
)
from channels.sandbox.slack.workspace import Workspace

HOME = "home"
TOKEN = re.compile(r"<([^<>\n]+)>")
BOLD = re.compile(r"(?<!\w)\*([^*\n]+)\*(?!\w)")
CODE = re.compile(r"```\n?(.+?)\n?```", re.DOTALL)


@dataclass(frozen=True, slots=True)
class Seat:
    """Who looks, and at what: a channel's id or `home`, and the thread they are writing in."""

    user: SandboxUser
    room: str
    thread: str = ""

    @property
    def query(self) -> str:
        """The seat as it stands in the page's address."""
        return urlencode({"as": self.user.id, "in": self.room, "thread": self.thread})

    def inputs(self, **more: str) -> str:
        """The seat as hidden fields of a form."""
        given = {"as": self.user.id, "in": self.room, "thread": self.thread, **more}
        return "".join(
            f'<input type="hidden" name="{name}" value="{escape(value)}">' for name, value in given.items()
        )


def draw_page(space: Workspace, seat: Seat) -> str:
    """The whole page for one seat."""
    room = "".join(_home(space, seat) if seat.room == HOME else _messages(space, seat))
    forms = "".join(
        _modal(modal, seat) for modal in space.modals if modal.is_open and modal.user == seat.user.id
    )
    say = "" if seat.room == HOME else _say(seat)
    return (
        '<!doctype html><html lang="en"><meta charset="utf-8"><title>Sandbox Slack</title>'
        f"<style>{STYLE}</style><nav>{''.join(_places(space, seat))}</nav>"
        f'<main><div id="room">{room}{forms}</div>{say}</main>'
        f"<script>{SCRIPT}</script></html>"
    )


def _places(space: Workspace, seat: Seat) -> Iterator[str]:
    yield "<h2>You are</h2>"
    for user in space.users.values():
        if not user.is_bot:
            room = seat.room if seat.room in space.channels and seat.room[0] == "C" else HOME
            yield _link(user.name, Seat(user, room), is_on=user.id == seat.user.id)
    yield "<h2>Rapport</h2>"
    direct = space.direct(seat.user.id).id
    yield _link("Messages", Seat(seat.user, direct), is_on=seat.room == direct)
    yield _link("Home", Seat(seat.user, HOME), is_on=seat.room == HOME)
    yield "<h2>Channels</h2>"
    for channel in space.channels.values():
        if not channel.direct_user:
            yield _link(f"# {channel.name}", Seat(seat.user, channel.id), is_on=channel.id == seat.room)


def _link(label: str, seat: Seat, *, is_on: bool) -> str:
    return f'<a class="{"on" if is_on else ""}" href="/?{escape(seat.query)}">{escape(label)}</a>'


def _messages(space: Workspace, seat: Seat) -> Iterator[str]:
    private = [one for one in space.ephemerals if one.channel == seat.room and one.shown_to == seat.user.id]
    threads: dict[str, list[SandboxMessage]] = {}
    for message in sorted((*space.standing(seat.room), *private), key=lambda one: one.ts):
        threads.setdefault(message.thread_ts or message.ts, []).append(message)
    for thread in threads.values():
        for message in thread:
            yield _article(space, message, seat)


def _article(space: Workspace, message: SandboxMessage, seat: Seat) -> str:
    kinds = ["reply"] if message.thread_ts and message.thread_ts != message.ts else []
    kinds += ["private"] if message.shown_to else []
    note = "only you see this" if message.shown_to else _thread_link(message, seat)
    drawn = (
        _blocks(message.blocks, seat, place={"ts": message.ts}) if message.blocks else [_words(message.text)]
    )
    body = "".join(drawn)
    files = "".join(_picture(identifier, space.files[identifier].alt) for identifier in message.files)
    name = escape(space.users[message.user].name)
    return (
        f'<article class="{" ".join(kinds)}"><b class="who">{name}</b><small>{note}</small>'
        f"<div>{body}{files}</div></article>"
    )


def _thread_link(message: SandboxMessage, seat: Seat) -> str:
    below = Seat(seat.user, seat.room, message.thread_ts or message.ts)
    return f'<a href="/?{escape(below.query)}#say">reply in thread</a>'


def _home(space: Workspace, seat: Seat) -> Iterator[str]:
    home = space.homes.get(seat.user.id)
    yield f'<form method="post" action="/desk/home">{seat.inputs()}<button>Open the home page</button></form>'
    if home is not None:
        yield from _blocks(blocks_of(home.view), seat, place={})


def _blocks(blocks: Sequence[Json], seat: Seat, *, place: dict[str, str]) -> Iterator[str]:
    """One form around all, so that toggles go along with whatever is pressed."""
    yield f'<form method="post" action="/desk/press">{seat.inputs(**place)}'
    yield from (_block(block) for block in blocks)
    yield "</form>"


def _block(block: Json) -> str:
    kind = block.get("type")
    if kind == "header":
        return f"<h3>{escape(text_of(block.get('text')))}</h3>"
    if kind == "table":
        return _table(block)
    if kind == "image":
        file = text_of(as_object(block.get("slack_file")).get("id"))
        return _picture(file, text_of(block.get("alt_text")))
    if kind == "context":
        return "".join(f"<small>{_words(text_of(one))}</small>" for one in objects(block.get("elements")))
    if kind == "actions":
        return "".join(_element(one) for one in objects(block.get("elements")))
    facts = "".join(f"<div>{_words(text_of(one))}</div>" for one in objects(block.get("fields")))
    words = f"<p>{_words(text_of(block.get('text')))}</p>" if "text" in block else ""
    return words + (f'<div class="facts">{facts}</div>' if facts else "")


def _element(element: Json) -> str:
    name = escape(str(element.get("action_id")))
    if element.get("type") == "checkboxes":
        toggles = "".join(_toggle(option, element) for option in objects(element.get("options")))
        return f'<input type="hidden" name="toggled" value="1">{toggles}'
    if element.get("url"):
        address = escape(str(element["url"]))
        return f'<a href="{address}" target="_blank" rel="noopener">{_label(element)}</a> '
    if element.get("type") == "static_select":
        first = f'<option value="">{_label(element)}</option>'
        select = f'<select name="choice:{name}">{first}{_options(element)}</select>'
        return f'{select}<button name="pressed" value="{name}">OK</button> '
    style = escape(str(element.get("style", "")))
    return f'<button class="{style}" name="pressed" value="{name}">{_label(element)}</button> '


def _toggle(option: Json, element: Json) -> str:
    checked = "checked" if option in objects(element.get("initial_options")) else ""
    value, hint = escape(str(option.get("value"))), escape(text_of(option.get("description")))
    box = f'<input type="checkbox" name="line" value="{value}" {checked}>'
    return f"<div><label>{box} {escape(text_of(option.get('text')))} <small>{hint}</small></label></div>"


def _options(element: Json, chosen: str = "") -> str:
    return "".join(
        f'<option value="{escape(str(one.get("value")))}" {"selected" if one.get("value") == chosen else ""}>'
        f"{escape(text_of(one.get('text')))}</option>"
        for one in objects(element.get("options"))
    )


def _label(element: Json) -> str:
    return escape(label_of(element))


def _table(block: Json) -> str:
    rows: Iterable[object] = block.get("rows") or ()  # type: ignore[assignment]
    drawn = ("".join(f"<td>{escape(text_of(cell))}</td>" for cell in objects(row)) for row in rows)
    return "<table>" + "".join(f"<tr>{row}</tr>" for row in drawn) + "</table>"


def _picture(file: str, alt: str) -> str:
    address = f"/desk/file/{escape(file)}"
    return f'<p><a href="{address}"><img src="{address}" alt="{escape(alt)}"></a></p>'


def _say(seat: Seat) -> str:
    hint = "Reply in the thread" if seat.thread else "Write a message, or /crm and a command"
    return (
        f'<form class="say" id="say" method="post" action="/desk/say">{seat.inputs()}'
        f'<input name="text" autofocus autocomplete="off" placeholder="{hint}"><button>Send</button></form>'
    )


def _modal(modal: SandboxView, seat: Seat) -> str:
    inputs = (block for block in blocks_of(modal.view) if block.get("type") == "input")
    fields = "".join(_field(block, modal.errors) for block in inputs)
    submit = escape(text_of(modal.view.get("submit")))
    return (
        f'<form class="modal" method="post" action="/desk/submit">{seat.inputs(modal=modal.id)}'
        f'<h3>{escape(modal.title)}</h3>{fields}<button class="primary">{submit}</button></form>'
    )


def _field(block: Json, errors: dict[str, str]) -> str:
    name, element = str(block.get("block_id")), as_object(block.get("element"))
    wrong = f'<div class="wrong">{escape(errors[name])}</div>' if name in errors else ""
    given = text_of(element.get("initial_value")) or text_of(element.get("initial_date"))
    field = f'name="field:{escape(name)}"'
    if element.get("type") == "static_select":
        chosen = text_of(as_object(element.get("initial_option")).get("value"))
        drawn = f"<select {field}><option></option>{_options(element, chosen)}</select>"
    elif element.get("multiline") is True:
        drawn = f"<textarea {field} rows=4>{escape(given)}</textarea>"
    else:
        kind = "date" if element.get("type") == "datepicker" else "text"
        drawn = f'<input {field} type={kind} value="{escape(given)}">'
    hint = f"<small>{escape(text_of(block.get('hint')))}</small>"
    return f"<label>{escape(text_of(block.get('label')))}{drawn}{hint}{wrong}</label>"


def _words(mrkdwn: str) -> str:
    """Slack's markup as HTML; whatever is no markup stays text."""
    parts = TOKEN.split(mrkdwn)
    drawn = "".join(_token(part) if index % 2 else _plain(part) for index, part in enumerate(parts))
    return BOLD.sub(r"<b>\1</b>", CODE.sub(r"<pre>\1</pre>", drawn)).replace("\n", "<br>")


def _plain(part: str) -> str:
    return escape(part.replace("&lt;", "<").replace("&gt;", ">").replace("&amp;", "&"))


def _token(token: str) -> str:
    target, _, label = token.partition("|")
    if not target.startswith(("http://", "https://")):
        return _plain(label or target)
    address = _plain(target).replace("*", "%2A")
    return f'<a href="{address}" target="_blank" rel="noopener">{_plain(label or target)}</a>'
