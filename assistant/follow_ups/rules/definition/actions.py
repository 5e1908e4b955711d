"""What a rule may do, as written in `automations.yaml`: each action is known by its first key."""

from collections.abc import Mapping
from typing import Annotated, Any, Literal, TypeAlias

from pydantic import AnyHttpUrl, BaseModel, ConfigDict, Discriminator, Field, Tag, field_validator

from assistant.expressions.vocabulary import span_of

Words = Annotated[str, Field(min_length=1)]


class _Action(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class Notify(_Action):
    """Tell colleagues: `owner`, `managers`, `admins`, `team NAME`, or one by mail address."""

    notify: Words
    text: Words


class Message(_Action):
    """Write to the record's contact, through the gate. `marketing` is what nobody asked for."""

    message: Words
    subject: str = ""
    channel: Literal["any", "email", "sms", "whatsapp", "slack", "webchat"] = "any"
    purpose: Literal["marketing", "service"] = "marketing"


class MakeTask(_Action):
    """Leave somebody a task, due after a span (`2d`)."""

    task: Words
    due: str = "1d"
    to: str = "owner"

    @field_validator("due")
    @classmethod
    def _is_span(cls, value: str) -> str:
        if span_of(value) is None:
            raise ValueError('due takes a span, as "2d" or "4h"')
        return value


class Assign(_Action):
    """Give the record to a colleague by mail address, or to whoever of `team NAME` waited longest."""

    assign: Words


class SetFields(_Action):
    """Change fields of the record."""

    set: Annotated[Mapping[str, str | int], Field(min_length=1)]


class AddTag(_Action):
    """Put a tag on the record."""

    tag: Annotated[str, Field(pattern=r"^[^\n,]{1,40}$")]


class StartSequence(_Action):
    """Start a sequence for the record's contact."""

    start_sequence: Words


class StopSequence(_Action):
    """Stop a sequence (`all`: every one) of the record's contact."""

    stop_sequence: Words


class PostText(_Action):
    """Post in a team's channel: `support`, `sales`, or a Slack channel by name or id."""

    post: Words
    text: Words


class Webhook(_Action):
    """Send the record to another system: signed, and tried again for a day."""

    webhook: AnyHttpUrl


Action: TypeAlias = (
    Notify
    | Message
    | MakeTask
    | Assign
    | SetFields
    | AddTag
    | StartSequence
    | StopSequence
    | PostText
    | Webhook
)
KINDS: Mapping[str, type[_Action]] = {
    "notify": Notify,
    "message": Message,
    "task": MakeTask,
    "assign": Assign,
    "set": SetFields,
    "tag": AddTag,
    "start_sequence": StartSequence,
    "stop_sequence": StopSequence,
    "post": PostText,
    "webhook": Webhook,
}


def kind_of(action: object) -> str | None:
    """The key an action is known by."""
    if isinstance(action, Mapping):
        return next((key for key in KINDS if key in action), None)
    return next((key for key, model in KINDS.items() if isinstance(action, model)), None)


AnyAction = Annotated[
    Annotated[Notify, Tag("notify")]
    | Annotated[Message, Tag("message")]
    | Annotated[MakeTask, Tag("task")]
    | Annotated[Assign, Tag("assign")]
    | Annotated[SetFields, Tag("set")]
    | Annotated[AddTag, Tag("tag")]
    | Annotated[StartSequence, Tag("start_sequence")]
    | Annotated[StopSequence, Tag("stop_sequence")]
    | Annotated[PostText, Tag("post")]
    | Annotated[Webhook, Tag("webhook")],
    Discriminator(
        kind_of,
        custom_error_type="unknown_action",
        custom_error_message=f"there is no such action; there are {', '.join(KINDS)}",
    ),
]


def texts_of(action: Action) -> dict[str, str]:
    """The templates of an action, by key."""
    found: dict[str, Any] = {}
    for name in ("text", "message", "subject", "task"):
        value = getattr(action, name, None)
        if isinstance(value, str):
            found[name] = value
    return found
