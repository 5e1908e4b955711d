"""Webhooks to other systems: signed, left as a job, tried again for a day.

The signature is that of Stripe and Slack in kind: HMAC-SHA256 over `<unix time>.<body>`, so that an old
message cannot be sent again by somebody else.
"""

import hashlib
import hmac
import json
from collections.abc import Mapping
from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

import structlog

from assistant.expressions.vocabulary import customs_of
from assistant.follow_ups.rules.running.firing import Firing
from assistant.follow_ups.rules.running.webhook_call import Call, Called, call
from storage.filters import ENTITIES, Path, values_of
from storage.filters.selecting import Value
from storage.models import RuleRun
from storage.queries import automation

if TYPE_CHECKING:
    from assistant.bootstrap import Runtime
    from storage.unit_of_work import UnitOfWork

log = structlog.get_logger()

JOB = "webhook"
SIGNATURE = "X-Rapport-Signature"
MOST_TRIES = 9


def leave(firing: Firing, url: str, *, key: str) -> None:
    """Leave the job that tells another system of a record."""
    payload = {
        "url": url,
        "body": _body(firing, key),
        "key": key,
        "rule": firing.compiled.name,
        "run": firing.occasion.key,
        "attempt": "1",
    }
    firing.work.jobs.enqueue(firing.work.uow, JOB, key, payload=payload, lock=f"webhook:{url}")


def signing_key(secret: str) -> bytes:
    """The key signatures are made with: from the secret key, for this purpose alone."""
    return hmac.digest(secret.encode(), b"webhook", "sha256")


def signature(secret: str, body: str, *, at: int) -> str:
    """`t=<unix time>,v1=<hex>`, over `<unix time>.<body>`."""
    made = hmac.new(signing_key(secret), f"{at}.{body}".encode(), hashlib.sha256).hexdigest()
    return f"t={at},v1={made}"


def send(runtime: "Runtime", payload: Mapping[str, str]) -> None:
    """Tell the other system once; what it may take later is left again, and what it came to is kept."""
    called = call(_call_of(runtime, payload), now=runtime.clock())
    attempt = int(payload["attempt"])
    log.info("webhook.called", rule=payload["rule"], attempt=attempt, result=called.result)
    with runtime.database.begin(actor=f"rule:{payload['rule']}", cause=JOB) as uow:
        run = automation.find_run(uow, rule=payload["rule"], key=payload["run"])
        is_over = called.result != "again" or attempt >= MOST_TRIES
        if run is not None:
            _note(run, payload, called, is_over=is_over)
        if not is_over:
            _leave_again(runtime, uow, payload, called.wait)


def _call_of(runtime: "Runtime", payload: Mapping[str, str]) -> Call:
    body = payload["body"]
    stamp = int(runtime.clock().timestamp())
    headers = {
        "Content-Type": "application/json",
        "User-Agent": "Rapport",
        "Idempotency-Key": payload["key"],
        SIGNATURE: signature(runtime.company.secret, body, at=stamp),
    }
    allowed = tuple(runtime.settings.webhook_private_hosts.split())
    return Call(payload["url"], body.encode(), headers, allowed)


def _leave_again(
    runtime: "Runtime", uow: "UnitOfWork", payload: Mapping[str, str], wait: timedelta | None
) -> None:
    attempt = int(payload["attempt"])
    # 30 seconds, then 2, 8, 32 minutes, 2, 8 hours, and every 8 hours from there on.
    pause = timedelta(seconds=min(30 * 4 ** (attempt - 1), 8 * 3600))
    again = {**payload, "attempt": str(attempt + 1)}
    key = f"{payload['key']}#{attempt + 1}"
    runtime.jobs.enqueue(uow, JOB, key, payload=again, run_at=uow.now + max(pause, wait or pause))


def _note(run: RuleRun, payload: Mapping[str, str], called: Called, *, is_over: bool) -> None:
    """Keep with the verdict what a call came to, in place of what the call before it did."""
    host, attempt = urlsplit(payload["url"]).hostname, int(payload["attempt"])
    tries = "" if attempt == 1 else f" at try {attempt}"
    if called.result == "taken":
        told = {"result": "done", "says": f"{host} took it{tries}: {called.says}"}
    elif is_over:
        told = {"result": "failed", "says": f"gave up telling {host}{tries}: {called.says}"}
    else:
        said = f"{host} has not taken it{tries}: {called.says}; it is tried again"
        told = {"result": "waiting", "says": said}
    run.details = [{**one, **told} if one.get("call") == payload["key"] else one for one in run.details]
    if all(one["result"] == "failed" for one in run.details):
        run.verdict = "failed"


def _body(firing: Firing, key: str) -> str:
    entity, record_id = firing.subject.entity, firing.subject.id
    customs = customs_of(firing.work.crm)
    own = [*ENTITIES[entity].fields, *(f"custom.{key}" for key in customs.get(entity, {}))]
    paths = [Path(entity, name) for name in own]
    values = values_of(firing.work.uow, entity, [record_id], paths, customs=customs).get(record_id, {})
    return json.dumps(
        {
            "key": key,
            "rule": firing.compiled.name,
            "set_off_by": firing.compiled.rule.event or firing.compiled.rule.schedule,
            "at": firing.work.now.isoformat(),
            "kind": entity,
            "id": record_id,
            "record": {path.field: _plain(value) for path, value in values.items()},
        }
    )


def _plain(value: Value) -> object:
    return value.isoformat() if isinstance(value, datetime | date) else value
