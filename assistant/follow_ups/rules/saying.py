"""Rules, verdicts and replays in words, the same for chat and command line."""

from collections.abc import Sequence

from assistant.follow_ups.rules import deeds
from assistant.follow_ups.rules.book import ListedRule
from assistant.follow_ups.rules.deeds import Deed
from assistant.follow_ups.rules.ready import ReadyRule
from assistant.follow_ups.rules.replay import Replay, WouldHave
from assistant.follow_ups.rules.subjects import MODELS, name_of
from assistant.presenting.times import say_moment
from assistant.work import Work
from channels.reply import Reply, Table
from storage.models import RuleRun

MOST_ROWS = 15


def say_trigger(ready: ReadyRule) -> str:
    """`ticket.created`, or `every weekday at 9, deals`."""
    rule = ready.rule
    return rule.event or f"{rule.schedule}, {rule.records}"


def say_deed(deed: Deed) -> str:
    """An action in few words."""
    match deed:
        case deeds.Notify(notify=who):
            return f"tell {who}"
        case deeds.Message(channel=channel):
            return "write to the contact" + ("" if channel == "any" else f" by {channel}")
        case deeds.MakeTask(task=text, to=who):
            return f"task for {who}: {text}"
        case deeds.Assign(assign=who):
            return f"assign to {who}"
        case deeds.SetFields(set=fields):
            return "set " + ", ".join(f"{name} to {value}" for name, value in fields.items())
        case deeds.AddTag(tag=name):
            return f"tag {name}"
        case deeds.StartSequence(start_sequence=name):
            return f"start {name}"
        case deeds.StopSequence(stop_sequence=name):
            return f"stop {name}"
        case deeds.PostText(post=channel):
            return f"post in {channel}"
        case deeds.Webhook(webhook=url):
            return f"tell {url.host}"


def say_rule(ready: ReadyRule) -> str:
    """A rule in one line."""
    condition = "" if ready.rule.condition == "true" else f" if {ready.rule.condition}"
    return f"{say_trigger(ready)}{condition}: {', '.join(map(say_deed, ready.rule.do))}"


def say_in_full(ready: ReadyRule) -> str:
    """The same, with the words that would be said."""
    texts = [deed.text for deed in ready.rule.do if isinstance(deed, deeds.Notify | deeds.PostText)]
    return ", ".join([say_rule(ready), *(f"“{text}”" for text in texts)])


def rules_table(rules: Sequence[ListedRule], *, problem: str = "") -> Reply:
    """All rules, and what is wrong with the file."""
    rows = tuple(
        (one.ready.name, one.origin, "off" if one.why_silent else "on", say_rule(one.ready)) for one in rules
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
        (say_moment(work, one.at), one.rule, called(work, one), one.verdict, what_came(one)) for one in runs
    )
    newest = runs[0]
    did = {"done": "acted", "failed": "failed"}.get(newest.verdict, "did nothing")
    text = f"The rule {newest.rule} {did} on {called(work, newest)}: {what_came(newest)}."
    return Reply(text=text, table=Table(("When", "Rule", "What about", "Verdict", "Why"), rows))


def what_came(run: RuleRun) -> str:
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
