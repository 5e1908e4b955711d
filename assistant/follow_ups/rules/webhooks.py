"""Telling other systems: signed, left as a job, tried again for a day.

The signature is that of Stripe and Slack in kind: HMAC-SHA256 over `<unix time>.<body>`, so that an old
message cannot be sent again by somebody else.
"""

import hashlib
import hmac
import json
from collections.abc import Mapping
from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING

import structlog

from assistant.expressions.vocabulary import customs_of
from assistant.follow_ups.rules.firing import Firing
from config.errors import RapportError
from storage.filters import ENTITIES, Path, values_of
from storage.filters.selecting import Value
from storage.models import RuleRun
from storage.queries import automation

if TYPE_CHECKING:
    from assistant.bootstrap import Runtime

log = structlog.get_logger()

JOB = "webhook"
SIGNATURE = "X-Rapport-Signature"
MOST_TRIES = 9
TIMEOUT_SECONDS = 10.0


class WebhookRefused(RapportError):
    """The other side did not take it."""

    code = "webhook_refused"


def leave(firing: Firing, url: str, *, key: str) -> None:
    """Leave the job that tells another system of a record."""
    payload = {
        "url": url,
        "body": _body(firing),
        "key": key,
        "rule": firing.ready.name,
        "run": firing.occasion.key,
        "attempt": "1",
    }
    firing.work.jobs.enqueue(firing.work.uow, JOB, key, payload=payload, lock=f"webhook:{url}")


def signature(secret: str, body: str, *, at: int) -> str:
    """`t=<unix time>,v1=<hex>`; the key is made from the secret key for this purpose alone."""
    key = hmac.digest(secret.encode(), b"webhook", "sha256")
    made = hmac.new(key, f"{at}.{body}".encode(), hashlib.sha256).hexdigest()
    return f"t={at},v1={made}"


def send(runtime: "Runtime", payload: Mapping[str, str]) -> None:
    """Tell the other system once; what it does not take is left again for later, at last given up."""
    problem = _post(runtime, payload)
    if not problem:
        return
    attempt = int(payload["attempt"])
    log.warning("webhook.refused", rule=payload["rule"], attempt=attempt, problem=problem)
    with runtime.database.begin(actor=f"rule:{payload['rule']}", cause=JOB) as uow:
        if attempt < MOST_TRIES:
            again = {**payload, "attempt": str(attempt + 1)}
            # 30 seconds, then 2, 8, 32 minutes, 2, 8 hours, and every 8 hours from there on.
            pause = timedelta(seconds=min(30 * 4 ** (attempt - 1), 8 * 3600))
            runtime.jobs.enqueue(
                uow, JOB, f"{payload['key']}#{attempt + 1}", payload=again, run_at=uow.now + pause
            )
            return
        run = automation.find_run(uow, rule=payload["rule"], key=payload["run"])
        if run is not None:
            _note_failure(run, problem)


def _post(runtime: "Runtime", payload: Mapping[str, str]) -> str:
    """What went wrong, in a sentence; empty where the other side took it."""
    import httpx

    body = payload["body"]
    stamp = int(runtime.clock().timestamp())
    headers = {
        "Content-Type": "application/json",
        "User-Agent": "Rapport",
        "Idempotency-Key": payload["key"],
        SIGNATURE: signature(runtime.company.secret, body, at=stamp),
    }
    try:
        answer = httpx.post(payload["url"], content=body.encode(), headers=headers, timeout=TIMEOUT_SECONDS)
    except httpx.HTTPError as error:
        return f"{type(error).__name__}"
    return "" if answer.is_success else f"it answered {answer.status_code}"


def _note_failure(run: RuleRun, problem: str) -> None:
    told = {"action": "webhook", "result": "failed", "says": f"gave up telling the other system: {problem}"}
    run.details = [*run.details, told]


def _body(firing: Firing) -> str:
    entity, record_id = firing.subject.entity, firing.subject.id
    customs = customs_of(firing.work.crm)
    own = [*ENTITIES[entity].fields, *(f"custom.{key}" for key in customs.get(entity, {}))]
    paths = [Path(entity, name) for name in own]
    values = values_of(firing.work.uow, entity, [record_id], paths, customs=customs).get(record_id, {})
    return json.dumps(
        {
            "rule": firing.ready.name,
            "set_off_by": firing.ready.rule.event or firing.ready.rule.schedule,
            "at": firing.work.now.isoformat(),
            "kind": entity,
            "id": record_id,
            "record": {path.field: _plain(value) for path, value in values.items()},
        }
    )


def _plain(value: Value) -> object:
    return value.isoformat() if isinstance(value, datetime | date) else value
