"""Rules in a browser: what each says and does, its switch, its last verdicts, and what it would have done."""

from datetime import timedelta

from starlette.responses import Response

from assistant.actions.access import has_right, require
from assistant.expressions.vocabulary import span_of
from assistant.follow_ups.rules import describing, pausing, registry
from assistant.follow_ups.rules.registry import ALL, ListedRule
from assistant.follow_ups.rules.replaying.replay import Replay, replay
from assistant.web.console.serving import Visitor
from assistant.work import InvalidValue, Work
from storage.models import RuleRun
from storage.queries import automation

SPANS = ("7d", "30d", "90d")
MOST_SHOWN = 100


def rules_page(visitor: Visitor, work: Work) -> Response:
    """Every rule with its switch, the switch of all of them, and the newest verdicts."""
    require(work, "records.read", doing="see rules")
    rules = registry.listed(work.uow, work.crm)
    file = automation.rule_file(work.uow)
    return visitor.page(
        "rules.html",
        title="Rules",
        rules=[(one, describing.describe_rule(one.compiled)) for one in rules],
        acted=automation.count_done_by_rule(work.uow, since=work.now - timedelta(days=7)),
        verdicts=_told(work, automation.latest_runs(work.uow, limit=15)),
        problem=file.problem if file else "",
        all_off=automation.pauses(work.uow).get(ALL),
        can_switch=has_right(work, pausing.WRITE),
        can_switch_all=has_right(work, pausing.SWITCH_ALL),
    )


def rule_page(visitor: Visitor, work: Work) -> Response:
    """One rule: its parts, its verdicts, and with `?since=30d` what it would have done."""
    require(work, "records.read", doing="see rules")
    rule = registry.get(work.uow, work.crm, str(visitor.request.path_params["name"]))
    since = visitor.request.query_params.get("since", "")
    return visitor.page(
        "rule.html",
        title=rule.name,
        rule=rule,
        trigger=describing.describe_trigger(rule.compiled),
        actions=[describing.describe_action(one) for one in rule.compiled.rule.do],
        verdicts=_told(work, automation.latest_runs(work.uow, rule=rule.name, limit=30)),
        spans=SPANS,
        since=since,
        tried=_tried(work, rule, since) if since else None,
        most=MOST_SHOWN,
        can_switch=has_right(work, pausing.WRITE),
    )


def switch(visitor: Visitor, work: Work) -> Response:
    """Switch a rule off or on; `*` is all of them."""
    name = str(visitor.request.path_params["name"])
    if visitor.form.get("to") == "on":
        pausing.resume(work, name)
        said = "on"
    else:
        pausing.pause(work, name, reason=visitor.form.get("reason", "").strip()[:200])
        said = "off"
    is_all = name == ALL
    which = "All rules are" if is_all else f"{name} is"
    return visitor.back_to("/rules" if is_all else f"/rules/{name}", said=f"{which} {said}.")


def _tried(work: Work, rule: ListedRule, since: str) -> Replay:
    span = span_of(since)
    if span is None or not timedelta() < span <= timedelta(days=366):
        raise InvalidValue("Say how far back as 7d, 30d or 12w; a year at most.")
    return replay(work, rule.compiled, since=work.now - span)


def _told(work: Work, runs: list[RuleRun]) -> list[tuple[RuleRun, str, str]]:
    """Verdicts with the record by name and what they came to."""
    return [(one, describing.called(work, one), describing.outcome_of(one)) for one in runs]
