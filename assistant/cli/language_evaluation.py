"""What `rapport evaluate` does: read labelled lines, understand them, print the scores."""

import json
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

from assistant.cli.language_lines import Asked, parse_line
from config.errors import RapportError
from nlp.encoder import SentenceEncoder
from nlp.errors import TrainingDataError
from nlp.evaluation.cut_weights import disputed, fit
from nlp.evaluation.gold import Reading, gold_reading, model_reading
from nlp.evaluation.public import measure_public
from nlp.evaluation.scores import Pair, score
from nlp.evaluation.speed import measure_speed
from nlp.evaluation.tables import cuts_table, public_table, scores_data, scores_table, speed_table
from nlp.model import load_understander
from nlp.personas import PERSONAS
from nlp.rep.cutting.judge import WEIGHTS
from nlp.rep.reader import RepReader

if TYPE_CHECKING:
    from nlp.understanding import Persona


@dataclass(frozen=True, slots=True)
class Labelled:
    """An utterance and what it should be understood as."""

    asked: Asked
    meant: Reading


def evaluate_files(files: Sequence[Path], *, model_dir: Path, as_json: bool, with_mistakes: bool) -> int:
    """Print the scores of each persona in the files, and the speed."""
    labelled = [one for file in files for one in read_labelled(file)]
    understander = load_understander(model_dir)
    read = understander.understand_many([one.asked.utterance for one in labelled])
    pairs: dict[Persona, list[Pair]] = {persona: [] for persona in PERSONAS}
    for one, understanding in zip(labelled, read, strict=True):
        utterance = one.asked.utterance
        reading = model_reading(utterance.persona, understanding)
        pairs[utterance.persona].append(Pair(str(one.asked.id), utterance.text, one.meant, reading))
    scores = {persona: score(group) for persona, group in pairs.items() if group}
    speed = measure_speed(understander, [one.asked.utterance for one in labelled])
    if as_json:
        data = {persona: scores_data(scored) for persona, scored in scores.items()}
        print(json.dumps({**data, "speed": asdict(speed)}, indent=2))
        return 0
    for persona, scored in scores.items():
        print(scores_table(persona, scored), end="\n\n")
        if with_mistakes:
            print(*_mistakes(pairs[persona]), sep="\n", end="\n\n")
    print(speed_table(speed))
    return 0


def evaluate_public(folder: Path, *, model_dir: Path, as_json: bool) -> int:
    """Print how the classifier does on the public sets in `folder`."""
    results = measure_public(folder, encoder=SentenceEncoder.load(model_dir))
    print(json.dumps(asdict(results), indent=2) if as_json else public_table(results))
    return 0


def evaluate_cuts(files: Sequence[Path], *, model_dir: Path) -> int:
    """Print the weights by which reps' messages are cut, those in force and those the files speak for."""
    labelled = [(one.asked.utterance, one.meant) for file in files for one in read_labelled(file)]
    reader = RepReader.load(model_dir / "rep", encoder=SentenceEncoder.load(model_dir))
    ways = disputed(reader, [pair for pair in labelled if pair[0].persona == "rep"])
    print(cuts_table(ways, in_force=WEIGHTS, fitted=fit(ways)))
    return 0


def read_labelled(path: Path) -> list[Labelled]:
    """Read a file of labelled lines; raises `TrainingDataError` naming the line that is wrong."""
    try:
        lines = path.read_bytes().splitlines()
    except OSError as error:
        raise TrainingDataError(f"{path} cannot be read ({error.strerror}).") from error
    labelled = [_labelled(path, number, line) for number, line in enumerate(lines, start=1) if line.strip()]
    if not labelled:
        raise TrainingDataError(f"{path} holds no labelled messages.")
    return labelled


def _labelled(path: Path, number: int, line: bytes) -> Labelled:
    try:
        asked = parse_line(line, persona=None, now=datetime.now(UTC))
        gold = json.loads(line).get("gold")
        if not isinstance(gold, dict):
            raise TrainingDataError('The line has no "gold".')
        return Labelled(asked, gold_reading(asked.utterance.persona, gold))
    except RapportError as error:
        raise TrainingDataError(f"{path}, line {number}: {error}") from error


def _mistakes(pairs: Sequence[Pair]) -> list[str]:
    return [
        f"{pair.id}: {pair.text!r}\n  meant {_shown(pair.meant)}\n  read  {_shown(pair.read)}"
        for pair in pairs
        if _shown(pair.meant) != _shown(pair.read)
    ]


def _shown(reading: Reading) -> str:
    slots = "; ".join(sorted(f"{fact.intent}.{fact.slot}={fact.value}" for fact in reading.slots))
    labels = " ".join(label for label in (reading.priority, reading.sentiment) if label)
    return f"{' + '.join(reading.intents)} [{slots}] {labels}".rstrip()
