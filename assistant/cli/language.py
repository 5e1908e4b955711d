"""`rapport understand`, `rapport train`, `rapport evaluate`: the language layer from the command line."""

import argparse
import os
import sys
from collections.abc import Iterator, Sequence
from datetime import UTC, datetime
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, BinaryIO

if TYPE_CHECKING:
    from assistant.cli.language_lines import Asked, BadLine
    from nlp.model import ExtraExamples
    from nlp.understanding import Understander, Understanding

_BATCH = 32


def add_parser(subparsers: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """Register the three commands."""
    _add_understand(subparsers)
    _add_train(subparsers)
    _add_evaluate(subparsers)


def _add_understand(subparsers: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    parser = subparsers.add_parser(
        "understand", help="Say what a text means: acts and what is said about them."
    )
    parser.add_argument("text", nargs="?", help="the text; standard input where left out")
    parser.add_argument("--jsonl", action="store_true", help="read and write one JSON object a line")
    parser.add_argument("--persona", choices=("rep", "customer"), help="who wrote it (default: rep)")
    parser.add_argument("--channel", default="slack", help="slack, email, sms or chat (default: slack)")
    parser.add_argument("--subject", help="subject of an e-mail")
    parser.add_argument("--tz", default="UTC", help="IANA time zone of the writer (default: UTC)")
    parser.add_argument("--now", type=datetime.fromisoformat, help="the time to read it at (default: now)")
    _add_model(parser)
    parser.set_defaults(run=understand)


def _add_train(subparsers: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    parser = subparsers.add_parser("train", help="Build the language model from the shipped examples.")
    parser.add_argument(
        "--if-missing", action="store_true", help="do nothing where an up-to-date model exists"
    )
    parser.add_argument(
        "--persona", choices=("rep", "customer"), help="train this reader only, keep the other"
    )
    parser.add_argument(
        "--examples", type=Path, metavar="FILE", help="YAML with own examples: persona, intent, texts"
    )
    parser.add_argument("--seed", type=int, default=0, help="seed of everything random (default: 0)")
    _add_model(parser)
    parser.set_defaults(run=train)


def _add_evaluate(subparsers: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    parser = subparsers.add_parser("evaluate", help="Measure the language model on labelled messages.")
    parser.add_argument("file", nargs="*", type=Path, help="JSON lines with a `gold` each")
    parser.add_argument("--json", action="store_true", help="print one JSON object instead of tables")
    parser.add_argument("--mistakes", action="store_true", help="print each message that was not read right")
    parser.add_argument(
        "--public", type=Path, metavar="DIR", help="measure the classifier on public sets in DIR"
    )
    parser.add_argument(
        "--cuts", action="store_true", help="fit the weights by which reps' messages are cut to the files"
    )
    _add_model(parser)
    parser.set_defaults(run=evaluate)


def _add_model(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--model", type=Path, metavar="DIR", help="folder of the model")


def understand(options: argparse.Namespace) -> int:
    """Read one text, or a stream of contract lines; answers appear in the order read."""
    from nlp.model import load_understander

    if options.text is not None and options.jsonl:
        print("rapport: --jsonl reads standard input: leave the text out.", file=sys.stderr)
        return 2
    understander = load_understander(_model_dir(options))
    if options.jsonl:
        answer_lines(sys.stdin.buffer, sys.stdout.buffer, understander, options=options)
        return 0
    text = options.text if options.text is not None else sys.stdin.buffer.read().decode("utf-8", "replace")
    return _answer_text(text, understander, options=options)


def _answer_text(text: str, understander: "Understander", *, options: argparse.Namespace) -> int:
    import json

    from assistant.cli.language_lines import Asked, answer, utterance_of

    utterance = utterance_of(
        text=text,
        persona=options.persona or "rep",
        now=options.now or _now(),
        tz=options.tz,
        channel=options.channel,
        subject=options.subject,
    )
    line = answer(Asked(None, utterance), understander.understand(utterance))
    del line["id"]
    print(json.dumps(line, indent=2, ensure_ascii=False))
    return 0


def answer_lines(
    source: BinaryIO, target: BinaryIO, understander: "Understander", *, options: argparse.Namespace
) -> None:
    """Answer every line of `source`, flushed as soon as it can be; bad lines get an error each."""
    from assistant.cli.language_lines import available_lines, to_json

    for lines in available_lines(source):
        filled = [line for line in lines if line.strip()]
        for start in range(0, len(filled), _BATCH):
            for result in _answers(filled[start : start + _BATCH], understander, options=options):
                target.write(to_json(result))
            target.flush()


def _answers(
    lines: Sequence[bytes], understander: "Understander", *, options: argparse.Namespace
) -> Iterator[dict[str, object]]:
    from assistant.cli.language_lines import Asked, BadLine, answer, parse_line

    parsed: list[Asked | BadLine] = []
    for line in lines:
        try:
            parsed.append(parse_line(line, persona=options.persona, now=options.now or _now()))
        except BadLine as error:
            parsed.append(error)
    read = iter(_read([one for one in parsed if isinstance(one, Asked)], understander))
    for one in parsed:
        result = one if isinstance(one, BadLine) else next(read)
        if isinstance(one, BadLine) or isinstance(result, BadLine):
            yield {"id": one.id, "error": str(result)}
        else:
            yield answer(one, result)


def _read(asked: "Sequence[Asked]", understander: "Understander") -> "list[Understanding | BadLine]":
    """Read all at once; should one text break the reader, one by one, so that only its line suffers."""
    try:
        return [*understander.understand_many([one.utterance for one in asked])]
    except Exception as error:  # noqa: BLE001 (a run over many lines must outlive any one of them)
        if len(asked) > 1:
            return [result for one in asked for result in _read([one], understander)]
        from assistant.cli.language_lines import BadLine

        return [BadLine(f"This line could not be read ({type(error).__name__}): please report it.")]


def train(options: argparse.Namespace) -> int:
    """Build the model, saying how long each part took."""
    from nlp.model import model_is_current
    from nlp.model_training import train_model
    from nlp.personas import PERSONAS

    model_dir, extra = _model_dir(options), _extra_examples(options.examples)
    tell = partial(print, file=sys.stderr, flush=True)
    if not (options.if_missing and model_is_current(model_dir, extra_examples=extra)):
        tell("Building the language model; this takes a few minutes.")
    was_trained = train_model(
        model_dir,
        personas=(options.persona,) if options.persona else PERSONAS,
        seed=options.seed,
        extra_examples=extra,
        processes=os.cpu_count() or 1,
        only_if_missing=options.if_missing,
        report=lambda step: tell(f"{step.name}: {step.seconds:.1f} s"),
        waiting=lambda: tell(f"Another training works for {model_dir}: waiting for its end."),
    )
    if not was_trained:
        tell(f"The language model in {model_dir} is up to date.")
    return 0


def _extra_examples(path: Path | None) -> "ExtraExamples | None":
    if path is None:
        return None
    from nlp.own_examples import read_own_examples

    return read_own_examples(path)


def evaluate(options: argparse.Namespace) -> int:
    """Print what the contract's table holds, for a labelled file or the public sets."""
    from assistant.cli.language_evaluation import evaluate_cuts, evaluate_files, evaluate_public

    if bool(options.file) == bool(options.public) or (options.public and options.cuts):
        print(
            "rapport: give labelled files, or --public DIR (not both, and --cuts only with files).",
            file=sys.stderr,
        )
        return 2
    if options.public:
        return evaluate_public(options.public, model_dir=_model_dir(options), as_json=options.json)
    if options.cuts:
        return evaluate_cuts(options.file, model_dir=_model_dir(options))
    return evaluate_files(
        options.file, model_dir=_model_dir(options), as_json=options.json, with_mistakes=options.mistakes
    )


def _model_dir(options: argparse.Namespace) -> Path:
    if options.model is not None:
        return Path(options.model)
    from config.settings import load_settings

    folder: Path = load_settings().model_dir
    return folder


def _now() -> datetime:
    return datetime.now(UTC)
