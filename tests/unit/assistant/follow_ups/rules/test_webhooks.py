"""Rules tell other systems over real sockets: signed, tried again where that helps, never in our own net."""

import hashlib
import hmac
import json
import socket
import threading
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest

from assistant.actions import tickets
from assistant.follow_ups.rules.running.webhook_call import AddressRefused, Call, address_of, call
from assistant.follow_ups.rules.running.webhooks import signing_key
from tests.unit.assistant.follow_ups.rules.conftest import Shop

NOW = datetime(2026, 3, 2, 9, 30, tzinfo=UTC)
ALLOWED = ("127.0.0.1",)


@dataclass
class Receiver:
    """Another system on loopback: it answers each call with the next of `answers`, then with 200."""

    url: str = ""
    answers: list[tuple[int, dict[str, str]]] = field(default_factory=list)
    got: list[tuple[dict[str, str], str]] = field(default_factory=list)


@pytest.fixture
def receiver() -> Iterator[Receiver]:
    """A real HTTP server."""
    made = Receiver()

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers["Content-Length"])).decode()
            made.got.append((dict(self.headers), body))
            status, headers = made.answers.pop(0) if made.answers else (200, {})
            self.send_response(status)
            for name, value in headers.items():
                self.send_header(name, value)
            self.send_header("Content-Length", "0")
            self.end_headers()

        def log_message(self, format: str, *args: object) -> None:
            """Say nothing."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    made.url = f"http://127.0.0.1:{server.server_port}/hook?x=1"
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True)
    thread.start()
    yield made
    server.shutdown()
    server.server_close()


@pytest.fixture
def shop(sqlite_shop: Shop, receiver: Receiver) -> Shop:
    """A shop that may write to loopback, with a rule that tells of every ticket."""
    settings = sqlite_shop.runtime.settings.model_copy(update={"webhook_private_hosts": "127.0.0.0/8"})
    sqlite_shop.runtime = replace(sqlite_shop.runtime, settings=settings)
    sqlite_shop.rules(f"""
  - name: tell
    event: ticket.created
    do: [{{webhook: "{receiver.url}"}}]
""")
    return sqlite_shop


def open_ticket(shop: Shop) -> None:
    """A ticket, and everything that is due because of it."""
    shop.does(lambda work: tickets.create_ticket(work, subject="Brakes squeal"))
    shop.settle()


def later(shop: Shop, **span: float) -> None:
    """Time passes, and what is due is worked."""
    shop.clock.advance(timedelta(**span))
    shop.settle()


def verdict(shop: Shop) -> tuple[str, str]:
    """What the only action of the only run came to."""
    [run] = shop.runs()
    [told] = run.details
    return told["result"], told["says"]


def test_the_record_arrives_signed_with_its_moment_and_a_key_of_its_own(
    shop: Shop, receiver: Receiver
) -> None:
    open_ticket(shop)
    [(headers, body)] = receiver.got
    stamp, _, made = headers["X-Rapport-Signature"].partition(",")
    assert stamp == f"t={int(shop.clock().timestamp())}"
    key = signing_key(shop.runtime.company.secret)
    wanted = hmac.new(key, f"{stamp[2:]}.{body}".encode(), hashlib.sha256).hexdigest()
    assert made == f"v1={wanted}"
    told = json.loads(body)
    assert (told["rule"], told["set_off_by"], told["kind"]) == ("tell", "ticket.created", "ticket")
    assert told["record"]["subject"] == "Brakes squeal"
    assert told["key"] == headers["Idempotency-Key"]
    assert headers["Host"] == receiver.url.split("/")[2]
    assert verdict(shop) == ("done", "127.0.0.1 took it: it answered 200")


@pytest.mark.parametrize("status", [500, 503, 429])
def test_a_system_in_trouble_is_tried_again_with_the_same_key(
    shop: Shop, receiver: Receiver, status: int
) -> None:
    receiver.answers = [(status, {}), (status, {})]
    open_ticket(shop)
    assert verdict(shop) == (
        "waiting",
        f"127.0.0.1 has not taken it: it answered {status}; it is tried again",
    )
    later(shop, seconds=29)
    assert len(receiver.got) == 1
    later(shop, seconds=1)
    later(shop, minutes=2)
    assert len(receiver.got) == 3
    assert len({headers["Idempotency-Key"] for headers, _ in receiver.got}) == 1
    assert len({headers["X-Rapport-Signature"] for headers, _ in receiver.got}) == 3
    assert verdict(shop) == ("done", "127.0.0.1 took it at try 3: it answered 200")


def test_it_waits_as_long_as_it_was_asked_to(shop: Shop, receiver: Receiver) -> None:
    receiver.answers = [(429, {"Retry-After": "600"})]
    open_ticket(shop)
    later(shop, minutes=9)
    assert len(receiver.got) == 1
    later(shop, minutes=1)
    assert len(receiver.got) == 2


@pytest.mark.parametrize("status", [400, 401, 404, 410, 302])
def test_a_refusal_is_final_and_kept_with_the_verdict(shop: Shop, receiver: Receiver, status: int) -> None:
    receiver.answers = [(status, {"Location": "http://127.0.0.1:1/elsewhere"})]
    open_ticket(shop)
    later(shop, days=2)
    assert len(receiver.got) == 1
    assert verdict(shop) == ("failed", f"gave up telling 127.0.0.1: it answered {status}")


def test_after_nine_tries_it_is_given_up(shop: Shop, receiver: Receiver) -> None:
    receiver.answers = [(500, {})] * 20
    open_ticket(shop)
    for _ in range(12):
        later(shop, hours=8)
    assert len(receiver.got) == 9
    assert verdict(shop) == ("failed", "gave up telling 127.0.0.1 at try 9: it answered 500")


def test_our_own_network_is_never_written_to_unless_a_setting_says_so(shop: Shop, receiver: Receiver) -> None:
    closed = shop.runtime.settings.model_copy(update={"webhook_private_hosts": ""})
    shop.runtime = replace(shop.runtime, settings=closed)
    open_ticket(shop)
    later(shop, days=1)
    assert receiver.got == []
    result, says = verdict(shop)
    assert result == "failed"
    assert "private network" in says
    assert [one.verdict for one in shop.runs()] == ["failed"]


@pytest.mark.parametrize(
    "address",
    [
        "127.0.0.1",
        "10.1.2.3",
        "192.168.0.9",
        "169.254.169.254",
        "100.64.0.1",
        "0.0.0.0",
        "::1",
        "fd00::1",
        "::ffff:127.0.0.1",
        "224.0.0.1",
    ],
)
def test_private_addresses_are_known(address: str) -> None:
    host = f"[{address}]" if ":" in address else address
    with pytest.raises(AddressRefused):
        address_of(f"http://{host}/hook")


def test_a_name_is_judged_by_every_address_it_has(monkeypatch: pytest.MonkeyPatch) -> None:
    both = [(2, 1, 6, "", ("93.184.216.34", 443)), (2, 1, 6, "", ("10.0.0.5", 443))]
    monkeypatch.setattr(socket, "getaddrinfo", lambda *_args, **_kind: both)
    with pytest.raises(AddressRefused, match=r"hooks\.example"):
        address_of("https://hooks.example/x")
    assert address_of("https://hooks.example/x", allowed=("hooks.example",)) == "93.184.216.34"
    assert address_of("https://hooks.example/x", allowed=("10.0.0.0/24",)) == "93.184.216.34"


def test_who_does_not_answer_in_time_is_tried_again() -> None:
    with socket.create_server(("127.0.0.1", 0)) as silent:
        url = f"http://127.0.0.1:{silent.getsockname()[1]}/"
        found = call(Call(url, b"{}", {}, ALLOWED), now=NOW, timeout=0.05)
    assert (found.result, found.says) == ("again", "it did not answer within 0.05 seconds")


def test_who_is_not_there_is_tried_again() -> None:
    with socket.create_server(("127.0.0.1", 0)) as gone:
        url = f"http://127.0.0.1:{gone.getsockname()[1]}/"
    found = call(Call(url, b"{}", {}, ALLOWED), now=NOW)
    assert (found.result, found.says) == ("again", "it could not be reached (ConnectError)")


def test_a_wait_may_be_a_date(receiver: Receiver) -> None:
    receiver.answers = [
        (503, {"Retry-After": "Mon, 02 Mar 2026 09:40:00 GMT"}),
        (503, {"Retry-After": "soon"}),
    ]
    first, second = (call(Call(receiver.url, b"{}", {}, ALLOWED), now=NOW) for _ in range(2))
    assert (first.wait, second.wait) == (timedelta(minutes=10), None)
