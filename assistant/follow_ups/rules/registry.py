"""The rules every process goes by: the accepted file, the rules made by chat, and what is paused.

The clock looks at the file at every tick. A file that can be worked with is taken over into the database; one
that cannot is refused with its lines, and the old rules go on: in every process, after every restart.
"""

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import Path as FilePath
from typing import Any, Literal, TypeAlias

import structlog
from pydantic import ValidationError

from assistant.follow_ups.rules.definition.automations import (
    Automations,
    AutomationsInvalid,
    compiled_rules,
    parse_automations,
)
from assistant.follow_ups.rules.definition.compiling import CompiledRule, compile_rule
from assistant.follow_ups.rules.definition.schema import Rule
from assistant.presenting.times import say_date
from assistant.work import InvalidValue
from config.crm import CrmConfig
from storage.models import RuleFile, RulePause, SavedRule
from storage.queries import automation
from storage.unit_of_work import UnitOfWork

log = structlog.get_logger()

ALL = "*"
Adopted: TypeAlias = Literal["unchanged", "accepted", "refused"]


@dataclass(frozen=True, slots=True)
class ListedRule:
    """A rule and what is known of it besides what it says."""

    compiled: CompiledRule
    origin: Literal["file", "chat"] = "file"
    pause: RulePause | None = None
    saved: SavedRule | None = None
    is_off: bool = False

    @property
    def name(self) -> str:
        """What it is called."""
        return self.compiled.name

    @property
    def why_silent(self) -> str:
        """Why it does nothing at all; empty where it is on."""
        if self.is_off or not self.compiled.rule.enabled:
            return "it is switched off where it is written"
        if self.pause is None:
            return ""
        which = "all rules were" if self.pause.rule == ALL else "it was"
        reason = f" ({self.pause.reason})" if self.pause.reason else ""
        return f"{which} switched off by hand on {say_date(self.pause.created_at)}{reason}"


def adopt(uow: UnitOfWork, path: FilePath, crm: CrmConfig) -> Adopted:
    """Look at the file: take it over where it is new and sound, note what is wrong with it where not."""
    row = automation.rule_file(uow) or uow.add(RuleFile(id=1))
    try:
        text = path.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        return _refuse(uow, row, sha256="unreadable", problem=f"cannot read {path.name}: {error}")
    # A change of `crm.yaml` can make a sound file unsound.
    sha256 = hashlib.sha256(f"{text}{_key_of(crm)}".encode()).hexdigest()
    if sha256 == row.sha256:
        row.problem, row.refused_sha256, row.refused_at = "", "", None
        return "unchanged"
    try:
        accepted = parse_automations(text, crm=crm, name=path.name)
    except AutomationsInvalid as error:
        return _refuse(uow, row, sha256=sha256, problem=str(error))
    row.text, row.sha256, row.accepted_at = text, sha256, uow.now
    row.awaits = " ".join(sorted(accepted.awaited_events))
    row.problem, row.refused_sha256, row.refused_at = "", "", None
    log.info("rules.accepted", sha256=sha256[:12])
    return "accepted"


def _refuse(uow: UnitOfWork, row: RuleFile, *, sha256: str, problem: str) -> Adopted:
    if row.refused_sha256 != sha256:
        row.refused_sha256, row.problem, row.refused_at = sha256, problem, uow.now
        log.warning("rules.refused", problem=problem)
    return "refused"


def automations(uow: UnitOfWork) -> Automations:
    """The accepted file; nothing happens by itself before one was accepted."""
    row = automation.rule_file(uow)
    return _parsed(row.text) if row is not None else Automations()


def listed(uow: UnitOfWork, crm: CrmConfig) -> tuple[ListedRule, ...]:
    """Every rule of the file and of the chat, paused ones too."""
    row = automation.rule_file(uow)
    ground = _Ground(_key_of(crm), crm)
    off = automation.pauses(uow)
    is_off = row is not None and not _parsed(row.text).enabled
    found = [
        ListedRule(one, pause=off.get(ALL) or off.get(one.name), is_off=is_off)
        for one in (_compiled(row.text, ground) if row is not None else ())
    ]
    names = {one.name for one in found}
    for saved in automation.saved_rules(uow):
        compiled = _compiled_one(json.dumps(saved.definition, sort_keys=True), ground)
        if compiled is not None and compiled.name not in names:
            pause = off.get(ALL) or off.get(saved.name)
            found.append(ListedRule(compiled, "chat", pause=pause, saved=saved, is_off=is_off))
    return tuple(found)


def find(uow: UnitOfWork, crm: CrmConfig, name: str) -> ListedRule | None:
    """The rule of that name."""
    return next((one for one in listed(uow, crm) if one.name == name), None)


def get(uow: UnitOfWork, crm: CrmConfig, name: str) -> ListedRule:
    """The rule of that name. Raises InvalidValue naming those there are."""
    found = find(uow, crm, name)
    if found is None:
        known = ", ".join(one.name for one in listed(uow, crm))
        raise InvalidValue(f"There is no rule {name}; there {f'are {known}' if known else 'is none'}.")
    return found


@lru_cache(maxsize=8)
def _parsed(text: str) -> Automations:
    return parse_automations(text) if text else Automations()


@dataclass(frozen=True, slots=True)
class _Ground:
    """The company's configuration, remembered by as much of it as changes how a rule is read."""

    key: str
    crm: CrmConfig = field(compare=False, repr=False)


@lru_cache(maxsize=8)
def _compiled(text: str, ground: _Ground) -> tuple[CompiledRule, ...]:
    return compiled_rules(_parsed(text), ground.crm)


@lru_cache(maxsize=256)
def _compiled_one(definition: str, ground: _Ground) -> CompiledRule | None:
    """A rule made by chat; None where what it names is no longer there."""
    try:
        rule = Rule.model_validate(json.loads(definition))
    except ValidationError as error:
        log.warning("rules.unreadable", problems=error.error_count())
        return None
    made = compile_rule(rule, ground.crm)
    return made if isinstance(made, CompiledRule) else None


def _key_of(crm: CrmConfig) -> str:
    fields: Mapping[str, Any] = crm.model_dump(
        mode="json", include={"custom_fields", "pipelines", "sequences"}
    )
    return json.dumps(fields, sort_keys=True)
