"""Reading is total: whatever bytes were kept, a message comes out, and the same one each time."""

from datetime import UTC, datetime

import orjson
from hypothesis import given
from hypothesis import strategies as st

from channels.contract import Kind, Machine, Received
from channels.slack.intake import Intake
from channels.slack.reading import read
from channels.slack.wire import open_body

NOW = datetime(2026, 11, 22, 9, tzinfo=UTC)
KEYS = st.sampled_from(
    (
        *("type", "event", "team_id", "team", "user", "user_id", "channel", "channel_id", "ts", "thread_ts"),
        *("text", "view", "actions", "message", "container", "command", "payload", "bot_id", "subtype"),
        *("files", "links", "state", "values", "assistant_thread", "authorizations"),
    )
)
WORDS = st.one_of(
    st.text(max_size=20),
    st.sampled_from(
        ("message", "app_mention", "block_actions", "view_submission", "shortcut", "link_shared")
    ),
)
JSON = st.recursive(
    st.one_of(st.none(), st.booleans(), st.integers(-(2**53), 2**53), WORDS),
    lambda inner: st.one_of(st.lists(inner, max_size=4), st.dictionaries(KEYS, inner, max_size=6)),
    max_leaves=25,
)


def kept(raw: bytes) -> Received:
    return Intake(lambda: NOW).received(raw, open_body(raw))


@given(st.one_of(st.binary(max_size=200), st.dictionaries(KEYS, JSON).map(orjson.dumps)))
def test_any_bytes_are_read_without_raising(raw: bytes) -> None:
    received = kept(raw)
    message = read(received)
    assert message == read(received)
    assert received.external_id
    assert message.account == received.account


def event(**fields: object) -> bytes:
    authorizations = [{"user_id": "UBOT", "is_bot": True}]
    return orjson.dumps(
        {
            "type": "event_callback",
            "team_id": "T1",
            "event_id": "Ev1",
            "authorizations": authorizations,
            "event": fields,
        }
    )


def test_time_and_ids_come_from_slack() -> None:
    raw = event(type="message", channel="C1", user="U1", text="hi", ts="1700000000.000100", event_ts="1.1")
    received = kept(raw)
    message = read(received)
    assert (received.external_id, received.account, received.ordering_key) == (
        "Ev1",
        "T1",
        "C1:1700000000.000100",
    )
    assert message.sent_at == datetime(2023, 11, 14, 22, 13, 20, 100, tzinfo=UTC)
    assert message.payload["message"] == "C1:1700000000.000100"


def test_colleague_of_another_workspace_keeps_their_own() -> None:
    raw = event(type="message", channel="C1", user="U9", user_team="T9", text="hi", ts="1.1")
    assert read(kept(raw)).sender.address == "T9/U9"


def test_channel_chatter_is_told_from_what_is_said_to_us() -> None:
    assert (
        read(kept(event(type="message", channel="C1", user="U1", text="lunch?", ts="1.1"))).payload["surface"]
        == "channel"
    )


def test_other_bots_words_are_noise() -> None:
    message = read(kept(event(type="message", channel="C1", bot_id="B9", text="deployed", ts="1.1")))
    assert message.machine is Machine.OWN
    assert message.payload["noise"] == "bot"


def test_all_that_happens_in_one_thread_is_worked_in_order() -> None:
    thread = kept(event(type="message", channel="C1", user="U1", text="a", ts="2.2", thread_ts="1.1"))
    press = kept(
        orjson.dumps(
            {
                "type": "block_actions",
                "trigger_id": "t",
                "team": {"id": "T1"},
                "user": {"id": "U1"},
                "channel": {"id": "C1"},
                "message": {"ts": "3.3", "thread_ts": "1.1"},
                "actions": [{"action_id": "card.confirm#0", "value": "c1"}],
            }
        )
    )
    assert thread.ordering_key == press.ordering_key == "C1:1.1"


def test_uninstalled_workspace_is_named() -> None:
    message = read(kept(event(type="tokens_revoked", tokens={"bot": ["UBOT"]})))
    assert (message.kind, message.account) == (Kind.UNINSTALLED, "T1")
