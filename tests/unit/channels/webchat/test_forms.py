"""A form is taken up to its limit, and what was kept of it is always read as something."""

import json
from collections.abc import AsyncIterator
from datetime import UTC, datetime

import httpx
import pytest
from hypothesis import given
from hypothesis import strategies as st
from starlette.applications import Starlette
from starlette.routing import Route

from channels.contract import Received
from channels.webchat.forms import MAX_BODY, FormEndpoint, FormFieldSpec, FormSpec, read_form
from config.errors import RapportError

NOW = datetime(2026, 11, 22, 9, tzinfo=UTC)
FORM = FormSpec("Contact us", "lead", (FormFieldSpec("name", "Name", is_required=True),))
JSON = st.recursive(
    st.none() | st.integers() | st.text(max_size=9),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.sampled_from(("values", "a")), inner),
)


def kept(raw: bytes) -> Received:
    return Received("form", "contact", "id", "key", raw, NOW, {})


class Page:
    """A page that posts its form."""

    def __init__(self) -> None:
        self.kept: list[Received] = []
        self.is_full = False
        endpoint = FormEndpoint({"contact": FORM}, clock=lambda: NOW, receive=self.receive)
        app = Starlette(routes=[Route("/forms/{slug}", endpoint, methods=["GET", "POST"])])
        self._transport = httpx.ASGITransport(app)

    async def receive(self, received: Received) -> bool:
        if self.is_full:
            raise RapportError("The disk is full.")
        self.kept.append(received)
        return True

    async def post(self, content: bytes | AsyncIterator[bytes], *, kind: str) -> int:
        async with httpx.AsyncClient(transport=self._transport, base_url="http://page") as http:
            answer = await http.post("/forms/contact", content=content, headers={"Content-Type": kind})
        return answer.status_code


async def in_parts() -> AsyncIterator[bytes]:
    """A body that does not say how long it is."""
    for _ in range(2):
        yield b"name=" + b"x" * (MAX_BODY // 2) + b"&"


async def test_form_past_its_limit_is_refused_however_it_comes() -> None:
    page = Page()
    assert await page.post(b"name=" + b"x" * MAX_BODY, kind="application/x-www-form-urlencoded") == 413
    assert await page.post(in_parts(), kind="application/x-www-form-urlencoded") == 413
    assert await page.post(b"[" * MAX_BODY + b"]", kind="application/json") == 413
    assert page.kept == []


async def test_form_that_could_not_be_kept_is_not_thanked_for() -> None:
    page = Page()
    page.is_full = True
    with pytest.raises(RapportError):
        await page.post(b"name=Lena", kind="application/x-www-form-urlencoded")
    page.is_full = False
    assert await page.post(b"name=Lena", kind="application/x-www-form-urlencoded") == 201
    assert len(page.kept) == 1


async def test_form_nobody_can_read_is_told_so() -> None:
    page = Page()
    for raw in (b"[1]", b"{", b"[" * 50_000):
        assert await page.post(raw, kind="application/json") == 400
    assert page.kept == []


def test_what_no_database_takes_is_left_out() -> None:
    raw = json.dumps({"makes": "lead", "values": {"message": "a\x00b\ud800c", "age": 7}}).encode()
    message = read_form(kept(raw))
    assert message.text == "ab?c"
    assert message.payload["values"] == {"message": "ab?c"}


@given(st.binary(max_size=200) | JSON.map(json.dumps).map(str.encode))
def test_whatever_was_kept_is_read(raw: bytes) -> None:
    message = read_form(kept(raw))
    assert message == read_form(kept(raw))
    assert message.external_id == "id"
