"""Twilio's form fields as an `InboundMessage`. https://www.twilio.com/docs/messaging/guides/webhook-request"""

import mimetypes
from collections.abc import Mapping
from urllib.parse import parse_qsl

from channels.contract import Address, InboundMessage, Kind, Received, RemoteFile
from channels.sms.errors import is_permanent, reason_for, sentence_for
from channels.sms.numbers import number_of, pair_key

Form = Mapping[str, str]

_FAILED = frozenset(("failed", "undelivered", "canceled"))
_MAX_MEDIA = 10
_MAX_DIGITS = 18


def parse_form(raw: bytes) -> list[tuple[str, str]]:
    """The fields of a form body; bytes that are no UTF-8 are replaced, never refused."""
    return parse_qsl(raw.decode("utf-8", "replace"), keep_blank_values=True, errors="replace")


def read_form(received: Received) -> InboundMessage:
    """Read a webhook by the event its route noted in `meta`. Pure and total."""
    form = dict(parse_form(received.raw))
    event = received.meta.get("event", "message")
    if event == "status":
        return _status(received, form)
    if event == "message":
        return _message(received, form)
    if event in ("placed", "dialled"):
        return _progress(received, form, event)
    return _call(received, form, event)


def _message(received: Received, form: Form) -> InboundMessage:
    text = form.get("Body", "")
    location = _location(form)
    text = "\n".join(part for part in (text, location) if part)
    payload: dict[str, object] = {"segments": _number(form.get("NumSegments", ""))}
    if form.get("OptOutType"):
        payload["opt_out_type"] = form["OptOutType"].upper()
    if form.get("ButtonPayload"):
        payload["button"] = form["ButtonPayload"]
    return InboundMessage(
        channel=received.channel,
        account=received.account,
        external_id=received.external_id,
        conversation_key=pair_key(form.get("From", ""), form.get("To", "")),
        sender=_party(form, "From"),
        recipients=(_party(form, "To"),),
        sent_at=received.received_at,
        text=text,
        new_text=text,
        remote_files=_media(form),
        references=tuple(filter(None, (form.get("OriginalRepliedMessageSid", ""),))),
        is_authentic=True,
        payload=payload,
    )


def _status(received: Received, form: Form) -> InboundMessage:
    """A report on a message of ours; its sender is the customer whose phone it went to.

    `key` is the delivery's own: it settles a delivery whose answer was lost, too.
    """
    state = form.get("MessageStatus") or form.get("SmsStatus", "")
    code = _number(form.get("ErrorCode", ""))
    payload: dict[str, object] = {
        "external_id": form.get("MessageSid") or form.get("SmsSid", ""),
        "key": received.meta.get("key", ""),
        "state": "failed" if state in _FAILED else state,
        "error": "",
    }
    if state in _FAILED:
        payload |= {
            "error": reason_for(code),
            "error_code": code,
            "detail": sentence_for(code),
            "is_permanent": is_permanent(code),
        }
    return _report(received, form, payload)


def _progress(received: Received, form: Form, event: str) -> InboundMessage:
    """A report on a call we placed: of the colleague's leg, or of the customer's (`leg`)."""
    is_customers = event == "dialled"
    outcome = form.get("DialCallStatus" if is_customers else "CallStatus", "")
    is_picked_up = is_customers or outcome == "completed"
    payload: dict[str, object] = {
        "external_id": form.get("CallSid", ""),
        "key": received.meta.get("key", ""),
        "state": "delivered" if is_picked_up else "failed",
        "error": "" if is_picked_up else outcome.replace("-", "_"),
        "leg": "customer" if is_customers else "colleague",
        "outcome": outcome,
        "seconds": _number(form.get("DialCallDuration", "")) if is_customers else 0,
    }
    return _report(received, form, payload)


def _report(received: Received, form: Form, payload: Mapping[str, object]) -> InboundMessage:
    """What Twilio says of something we sent or placed."""
    return InboundMessage(
        channel=received.channel,
        account=received.account,
        external_id=received.external_id,
        conversation_key=pair_key(form.get("From", ""), form.get("To", "")),
        sender=_party(form, "To"),
        sent_at=received.received_at,
        kind=Kind.STATUS,
        may_auto_respond=False,
        payload=dict(payload),
    )


def _call(received: Received, form: Form, event: str) -> InboundMessage:
    payload: dict[str, object] = {"event": event, "call_id": form.get("CallSid", "")}
    text = ""
    files: tuple[RemoteFile, ...] = ()
    if event == "voicemail":
        payload["seconds"] = _number(form.get("RecordingDuration", ""))
        files = _recording(form)
    elif event == "transcription":
        text = form.get("TranscriptionText", "")
        payload["is_transcribed"] = form.get("TranscriptionStatus") == "completed"
    else:
        payload["status"] = form.get("CallStatus", "")
    return InboundMessage(
        channel=received.channel,
        account=received.account,
        external_id=received.external_id,
        conversation_key=pair_key(form.get("From", ""), form.get("To", "")),
        sender=_party(form, "From"),
        recipients=(_party(form, "To"),),
        sent_at=received.received_at,
        kind=Kind.CALL,
        text=text,
        new_text=text,
        remote_files=files,
        may_auto_respond=False,
        payload=payload,
    )


def _party(form: Form, side: str) -> Address:
    name = form.get("ProfileName", "") if side == "From" else ""
    return Address(number_of(form.get(side, "")), name or form.get("CallerName", "") * (side == "From"))


def _media(form: Form) -> tuple[RemoteFile, ...]:
    count = min(_number(form.get("NumMedia", "")), _MAX_MEDIA)
    files = []
    for index in range(count):
        url = form.get(f"MediaUrl{index}", "")
        content_type = form.get(f"MediaContentType{index}", "") or "application/octet-stream"
        ending = mimetypes.guess_extension(content_type) or ".bin"
        if url:
            files.append(
                RemoteFile(url=url, filename=f"media-{index + 1}{ending}", content_type=content_type)
            )
    return tuple(files)


def _recording(form: Form) -> tuple[RemoteFile, ...]:
    url = form.get("RecordingUrl", "")
    return (RemoteFile(url=f"{url}.mp3", filename="voicemail.mp3", content_type="audio/mpeg"),) if url else ()


def _location(form: Form) -> str:
    """A place shared on WhatsApp."""
    if not (form.get("Latitude") and form.get("Longitude")):
        return ""
    label = form.get("Label") or form.get("Address") or "Location"
    return f"{label}: {form['Latitude']}, {form['Longitude']}"


def _number(text: str) -> int:
    """The number written there; 0 for what is none, or for more digits than any of Twilio's has."""
    return int(text) if text.isascii() and text.isdigit() and len(text) <= _MAX_DIGITS else 0
