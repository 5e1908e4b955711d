"""Operations on rules: made, removed, switched."""

from collections.abc import Mapping

from assistant.follow_ups.rules import authoring, pausing
from assistant.follow_ups.rules.registry import ALL
from assistant.operations.applied import Applied, Apply, Args, needed, text
from assistant.work import InvalidValue, Work


def _create(work: Work, args: Args) -> Applied:
    definition = args.get("definition")
    if not isinstance(definition, Mapping):
        raise InvalidValue("This card holds no rule.")
    saved = authoring.save_rule(work, definition, words=text(args, "words") or "")
    work.uow.flush()
    return Applied(f"The rule {saved.name} works from now on.", "rule", saved.id, saved.name)


def _remove(work: Work, args: Args) -> Applied:
    name = needed(args, "rule")
    authoring.remove_rule(work, name)
    return Applied(f"The rule {name} is gone.")


def _pause(work: Work, args: Args) -> Applied:
    name = needed(args, "rule")
    pausing.pause(work, name, reason=f"by {work.actor.name}")
    return Applied("All rules are off." if name == ALL else f"The rule {name} is off.")


def _resume(work: Work, args: Args) -> Applied:
    name = needed(args, "rule")
    pausing.resume(work, name)
    return Applied("All rules are on." if name == ALL else f"The rule {name} is on.")


OPERATIONS: dict[str, Apply] = {
    "rule.create": _create,
    "rule.remove": _remove,
    "rule.pause": _pause,
    "rule.resume": _resume,
}
