"""Signed conversation tokens."""

import uuid

import pytest
from hypothesis import given
from hypothesis import strategies as st

from channels.email.tokens import (
    is_own_message_id,
    message_id_for,
    read_token,
    reply_address_for,
    token_for,
)

CONVERSATION = "0190a0b0-0000-7000-8000-000000000001"


def test_the_id_of_a_delivery_never_changes() -> None:
    one = message_id_for("k1", conversation_id=CONVERSATION, domain="acme.test", secret="s")
    assert one == message_id_for("k1", conversation_id=CONVERSATION, domain="acme.test", secret="s")
    assert one != message_id_for("k2", conversation_id=CONVERSATION, domain="acme.test", secret="s")
    assert one.startswith("<")
    assert one.endswith("@acme.test>")


def test_an_answer_finds_its_conversation_whatever_became_of_the_case() -> None:
    message_id = message_id_for("k1", conversation_id=CONVERSATION, domain="acme.test", secret="s")
    address = reply_address_for(CONVERSATION, mail_from="Acme <support@acme.test>", secret="s")
    for text in (message_id, message_id.upper(), address, address.upper(), f"Support <{address}>"):
        assert read_token(text, "s") == CONVERSATION


def test_the_local_part_keeps_within_the_limit_of_64() -> None:
    address = reply_address_for(CONVERSATION, mail_from="support-team@acme.test", secret="s")
    assert len(address.partition("@")[0]) <= 64


def test_a_stranger_cannot_make_a_token() -> None:
    assert read_token(token_for(CONVERSATION, secret="theirs"), "ours") is None
    signature = token_for(CONVERSATION, secret="s").partition("-")[2]
    other = token_for(str(uuid.UUID(int=7)), secret="s").partition("-")[0]
    assert read_token(f"support+{other}-{signature}@acme.test", "s") is None


@pytest.mark.parametrize("text", ["", "<abc@b.example>", "support@acme.test", "ru-", "rsa-aaaaaaaaaaaaaaaa"])
def test_ordinary_ids_and_addresses_carry_none(text: str) -> None:
    assert read_token(text, "s") is None


@given(st.text(min_size=1, max_size=16), st.text(min_size=1, max_size=20))
def test_any_conversation_id_survives(conversation_id: str, secret: str) -> None:
    assert read_token(token_for(conversation_id, secret=secret), secret) == conversation_id


@given(st.text(max_size=200))
def test_no_text_is_too_odd_to_look_at(text: str) -> None:
    assert read_token(text, "s") is None


def test_a_mail_outside_any_conversation_has_an_id_without_a_token() -> None:
    message_id = message_id_for("k1", conversation_id="", domain="acme.test", secret="s")
    assert read_token(message_id, "s") is None


def test_own_ids_are_told_from_others() -> None:
    own = message_id_for("k1", conversation_id=CONVERSATION, domain="acme.test", secret="s")
    assert is_own_message_id(own, domain="Acme.test", secret="s")
    assert not is_own_message_id(own, domain="other.test", secret="s")
    assert not is_own_message_id("<x@acme.test>", domain="acme.test", secret="s")
