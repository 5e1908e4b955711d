"""views.* and files.*: modals, home pages, uploads. https://docs.slack.dev/reference/methods"""

import mimetypes

from channels.sandbox.slack.calls import Answer, Call, Method
from channels.sandbox.slack.records import (
    Json,
    SandboxFile,
    SandboxMessage,
    SandboxView,
    as_object,
    objects,
    text_of,
)
from channels.sandbox.slack.workspace import SlackError, view_json

METADATA_LIMIT = 3000


async def open_view(call: Call) -> Answer:
    """views.open"""
    user = call.workspace.use_trigger(call.required("trigger_id", "invalid_trigger_id"))
    modal = SandboxView(id=call.workspace.next_id("V"), user=user, view=_modal(call))
    call.workspace.modals.append(modal)
    await call.workspace.notify()
    return {"view": view_json(modal, team_id=call.workspace.team_id)}


async def update_view(call: Call) -> Answer:
    """views.update"""
    modal = call.workspace.modal(call.required("view_id"))
    modal.view = _modal(call)
    await call.workspace.notify()
    return {"view": view_json(modal, team_id=call.workspace.team_id)}


async def publish_view(call: Call) -> Answer:
    """views.publish"""
    user = call.workspace.users.get(call.required("user_id"))
    if user is None:
        raise SlackError("user_not_found")
    view = _view(call, kind="home")
    call.blocks(surface="home", value=view.get("blocks"))
    home = SandboxView(id=call.workspace.next_id("V"), user=user.id, view=view)
    call.workspace.homes[user.id] = home
    await call.workspace.notify()
    return {"view": view_json(home, team_id=call.workspace.team_id)}


async def get_upload_url(call: Call) -> Answer:
    """files.getUploadURLExternal"""
    if call.number("length", 0) <= 0:
        raise SlackError("invalid_arguments", "length must be above 0")
    file = SandboxFile(
        id=call.workspace.next_id("F"), filename=call.required("filename"), alt=call.text("alt_txt")
    )
    call.workspace.files[file.id] = file
    return {"upload_url": f"{call.base_url}/upload/{file.id}", "file_id": file.id}


async def complete_upload(call: Call) -> Answer:
    """files.completeUploadExternal"""
    done: list[SandboxFile] = []
    for item in objects(call.value("files")):
        file = call.workspace.files.get(text_of(item.get("id")))
        if file is None or not file.content:
            raise SlackError("file_not_found")
        file.title = text_of(item.get("title"))
        done.append(file)
    if call.text("channel_id"):
        await _share(call, done)
    return {"files": [{"id": file.id, "title": file.title} for file in done]}


async def file_info(call: Call) -> Answer:
    """files.info: the first look finds no type yet, as when Slack is still at it"""
    file = call.workspace.files.get(call.required("file"))
    if file is None:
        raise SlackError("file_not_found")
    drawn = call.workspace.file_json(file)
    file.mimetype = mimetypes.guess_type(file.filename)[0] or "application/octet-stream"
    return {"file": drawn}


async def _share(call: Call, files: list[SandboxFile]) -> None:
    identifier = call.text("channel_id")
    if identifier not in call.workspace.channels:
        raise SlackError("channel_not_found")
    message = SandboxMessage(
        channel=identifier,
        ts=call.workspace.next_ts(),
        user=call.workspace.bot.id,
        text=call.text("initial_comment"),
        thread_ts=call.text("thread_ts"),
        files=tuple(file.id for file in files),
        is_from_bot=True,
    )
    for file in files:
        file.channels = (*file.channels, identifier)
    await call.workspace.post(message)


def _modal(call: Call) -> Json:
    view = _view(call, kind="modal")
    title = text_of(view.get("title"))
    if not 1 <= len(title) <= 24:
        raise SlackError("invalid_arguments", "a modal's title has 1 to 24 characters")
    if any(len(text_of(view.get(name))) > 24 for name in ("submit", "close")):
        raise SlackError("invalid_arguments", "submit and close have at most 24 characters")
    blocks = call.blocks(surface="modal", value=view.get("blocks"))
    if any(block.get("type") == "input" for block in blocks) and "submit" not in view:
        raise SlackError("invalid_arguments", "a modal with inputs needs submit")
    return view


def _view(call: Call, *, kind: str) -> Json:
    view = as_object(call.value("view"))
    if view.get("type") != kind:
        raise SlackError("invalid_arguments", f"view must be of type {kind}")
    if len(text_of(view.get("private_metadata"))) > METADATA_LIMIT:
        raise SlackError("invalid_arguments", "private_metadata is too long")
    return view


READS: dict[str, Method] = {"files.info": file_info, "files.getUploadURLExternal": get_upload_url}
WRITES: dict[str, Method] = {
    "views.open": open_view,
    "views.update": update_view,
    "views.publish": publish_view,
    "files.completeUploadExternal": complete_upload,
}
