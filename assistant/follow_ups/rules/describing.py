"""Rules, verdicts and replays in words, the same for chat and command line."""

from collections.abc import Sequence

from assistant.follow_ups.rules.definition import actions
from assistant.follow_ups.rules.definition.actions import Action
from assistant.follow_ups.rules.definition.compiling import CompiledRule
from assistant.follow_ups.rules.registry import ListedRule
from assistant.follow_ups.rules.replaying.replay import Replay, WouldHave
from assistant.follow_ups.rules.running.subjects import MODELS, name_of
from assistant.presenting.times import say_moment
from assistant.work import Work
from channels.reply import Reply, Table
from storage.models import RuleRun

MOST_ROWS = 15


def describe_trigger(compiled: CompiledRule) -> str:
    """`ticket.created`, or `every weekday at 9, deals`."""
    rule = compiled.rule
    return rule.event or f"{rule.schedule}, {rule.records}"


def describe_action(action: Action) -> str:
    """An action in few words."""
    match action:
        case actions.Notify(notify=who):
            return f"tell {who}"
        case actions.Message(channel=channel):
            return "write to the contact" + ("" if channel == "any" else f" by {channel}")
        case actions.MakeTask(task=text, to=who):
            return f"task for {who}: {text}"
        case actions.Assign(assign=who):
            return f"assign to {who}"
        case actions.SetFields(set=fields):
            return "set " + ", ".join(f"{name} to {value}" for name, value in fields.items())
        case actions.AddTag(tag=name):
            return f"tag {name}"
        case actions.StartSequence(start_sequence=name):
            return f"start {name}"
        case actions.StopSequence(stop_sequence=name):
            return f"stop {name}"
        case actions.PostText(post=channel):
            return f"post in {channel}"
        case actions.Webhook(webhook=url):
            return f"tell {url.host}"


def describe_rule(compiled: CompiledRule) -> str:
    """A rule in one line."""
    condition = "" if compiled.rule.condition == "true" else f" if {compiled.rule.condition}"
    return f"{describe_trigger(compiled)}{condition}: {', '.join(map(describe_action, compiled.rule.do))}"


def describe_in_full(compiled: CompiledRule) -> str:
    """The same, with the words that would be said."""
    spoken = [one for one in compiled.rule.do if isinstance(one, actions.Notify | actions.PostText)]
    return ", ".join([describe_rule(compiled), *(f"“{one.text}”" for one in spoken)])


def rules_table(rules: Sequence[ListedRule], *, problem: str = "") -> Reply:
    """All rules, and what is wrong with the file."""
    rows = tuple(
        (one.name, one.origin, "off" if one.why_silent else "on", describe_rule(one.compiled))
        for one in rules
    )
    text = f"{len(rows)} rule{'' if len(rows) == 1 else 's'}." if rows else "There are no rules."
    note = f"The newest automations.yaml was refused, the old rules go on: {problem}" if problem else ""
    return Reply(text=text, table=Table(("Rule", "From", "", "What it does"), rows), footnote=note)


def replay_reply(work: Work, found: Replay) -> Reply:
    """What a rule would have done."""
    acted = found.acted
    text = f"{_span(work, found)}, {found.rule} would have acted {_times(len(acted))}; nothing was sent."
    if not acted:
        text += (
            f" It would have been set off {_times(found.asked)}." if found.asked else " Nothing set it off."
        )
    held = len(found.items) - len(acted)
    if held:
        text += f" Its caps would have withheld it {held} more."
    rows = [row for one in acted for row in _rows(work, one)]
    more = f"The first {MOST_ROWS} of {len(rows)}. " if len(rows) > MOST_ROWS else ""
    note = f"{more}What records belong to (company, contact) is taken as it is today."
    table = Table(("When", "What about", "Action", "To", "Says"), tuple(rows[:MOST_ROWS]))
    return Reply(text=text, table=table if rows else None, footnote=note if rows else "")


def _span(work: Work, found: Replay) -> str:
    since = say_moment(work, found.since)
    if found.until >= work.now:
        return f"Since {since}"
    return f"From {since} to {say_moment(work, found.until)}"


def _times(number: int) -> str:
    return "1 time" if number == 1 else f"{number} times"


def runs_reply(work: Work, runs: Sequence[RuleRun], *, about: str) -> Reply:
    """The verdicts of rules, newest first."""
    if not runs:
        return Reply(text=f"No rule was asked about {about}.")
    rows = tuple(
        (say_moment(work, one.at), one.rule, called(work, one), one.verdict, outcome_of(one)) for one in runs
    )
    newest = runs[0]
    did = {"done": "acted", "failed": "failed"}.get(newest.verdict, "did nothing")
    text = f"The rule {newest.rule} {did} on {called(work, newest)}: {outcome_of(newest)}."
    return Reply(text=text, table=Table(("When", "Rule", "What about", "Verdict", "Why"), rows))


def outcome_of(run: RuleRun) -> str:
    """What an evaluation came to, in a sentence's middle."""
    return run.reason or "; ".join(str(one["says"]) for one in run.details)


def called(work: Work, run: RuleRun) -> str:
    """The record of an evaluation by name."""
    record = work.uow.find(MODELS[run.entity], run.record_id)
    return f"{run.entity} {name_of(record)}" if record is not None else f"{run.entity} (gone)"


def _rows(work: Work, one: WouldHave) -> list[tuple[str, ...]]:
    when, what = say_moment(work, one.at), f"{one.entity} {one.called}"
    return [
        (when, what, it.action, it.to, f"withheld: {it.withheld}" if it.withheld else it.says)
        for it in one.did
    ]
