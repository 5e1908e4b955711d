"""A model is trained into a folder, known to be up to date or not, and answers by persona."""

import shutil
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime
from pathlib import Path
from threading import Event

import pytest
from filelock import FileLock

from nlp.errors import ModelBroken, ModelMissing
from nlp.model import ExtraExamples, load_understander, model_is_current
from nlp.model_training import TrainingStep, train_model
from nlp.understanding import Utterance
from tests.unit.nlp.examples import UNSEEN

NOW = datetime(2026, 3, 4, 10, tzinfo=UTC)
ASKED = [Utterance(text, "rep", NOW) for texts in UNSEEN.values() for text in texts]


@pytest.fixture(autouse=True)
def _tiny_readers(monkeypatch: pytest.MonkeyPatch, model_dir: Path) -> None:
    """Training the real readers takes minutes; what is tested here is everything around them."""

    def copy_encoder(folder: Path) -> None:
        shutil.copytree(model_dir, folder, dirs_exist_ok=True)

    tiny = ("tests.unit.nlp.tiny_readers", "TinyReader")
    monkeypatch.setattr("nlp.model._READERS", {"rep": tiny, "customer": tiny})
    trainings = {"rep": ("rep", tiny), "customer": ("customer", tiny)}
    monkeypatch.setattr("nlp.model_training._TRAININGS", trainings)
    # The same file each time, and it takes a second to make.
    monkeypatch.setattr("nlp.model_training.build_encoder", copy_encoder)


def test_a_trained_model_reads_both_personas(tmp_path: Path) -> None:
    folder = tmp_path / "model"
    steps: list[TrainingStep] = []
    train_model(folder, report=steps.append)
    understander = load_understander(folder)
    read = understander.understand_many([*ASKED, Utterance("play the next song", "customer", NOW)])
    meant = [intent for intent, texts in UNSEEN.items() for _ in texts]
    assert [one.acts[0].intent for one in read] == [*meant, "music"]
    assert [step.name for step in steps] == ["encoder", "rep", "customer"]


def test_training_again_gives_the_same_answers_in_however_many_processes(tmp_path: Path) -> None:
    for name, processes in (("one", 1), ("two", 2)):
        train_model(tmp_path / name, processes=processes)
    one, two = (load_understander(tmp_path / name).understand_many(ASKED) for name in ("one", "two"))
    assert one == two


def test_a_model_is_current_until_its_examples_change(tmp_path: Path) -> None:
    folder = tmp_path / "model"
    assert not model_is_current(folder)
    train_model(folder)
    assert model_is_current(folder)
    assert not model_is_current(folder, extra_examples={"rep": {"music": ["hum it"]}})


def test_own_examples_are_learnt(tmp_path: Path) -> None:
    folder = tmp_path / "model"
    own: ExtraExamples = {
        "rep": {"travel": ["book a train to ghent", "is the ferry late", "train times to ghent"]}
    }
    train_model(folder, personas=("rep",), extra_examples=own)
    read = load_understander(folder).understand(Utterance("when is the train to ghent", "rep", NOW))
    assert read.acts[0].intent == "travel"


def test_training_one_persona_keeps_the_other(tmp_path: Path) -> None:
    folder = tmp_path / "model"
    train_model(folder, personas=("customer",))
    with pytest.raises(ModelMissing, match="rep"):
        load_understander(folder).understand(ASKED[0])
    assert not model_is_current(folder)
    train_model(folder, personas=("rep",))
    assert model_is_current(folder)
    load_understander(folder).understand_many([ASKED[0], Utterance("play it", "customer", NOW)])


def test_a_folder_without_a_model_says_what_to_do(tmp_path: Path) -> None:
    with pytest.raises(ModelMissing, match="rapport train"):
        load_understander(tmp_path)


def test_a_model_of_another_version_says_what_to_do(tmp_path: Path) -> None:
    folder = tmp_path / "model"
    train_model(folder)
    (folder / "rep" / "tiny.npz").write_bytes(b"old")
    with pytest.raises(ModelBroken, match="rapport train"):
        load_understander(folder)


def test_a_training_waits_for_the_one_under_way_and_finds_its_work_done(tmp_path: Path) -> None:
    folder, waits = tmp_path / "model", Event()
    with ThreadPoolExecutor() as threads, FileLock(tmp_path / "model.lock"):
        waiting = threads.submit(train_model, folder, only_if_missing=True, waiting=waits.set)
        assert waits.wait(timeout=20)
        assert not folder.exists()
        train_model(tmp_path / "first")
        (tmp_path / "first").rename(folder)
    assert not waiting.result(timeout=20)


def test_what_trained_before_is_replaced_whole(tmp_path: Path) -> None:
    folder = tmp_path / "model"
    train_model(folder)
    (folder / "rep" / "of_before.npz").write_bytes(b"old")
    assert train_model(folder)
    assert not (folder / "rep" / "of_before.npz").exists()
    assert {one.name for one in tmp_path.iterdir()} <= {"model", "model.lock"}


_TRAINS_FOR_A_MINUTE = """
from concurrent.futures import ProcessPoolExecutor
from multiprocessing import get_context
from time import sleep
from nlp.model_training import end_with_parent

if __name__ == "__main__":
    with ProcessPoolExecutor(1, mp_context=get_context("spawn"), initializer=end_with_parent) as pool:
        pool.submit(abs, 1).result()
        working = pool.submit(sleep, 60)
        print("working", flush=True)
        working.result()
"""


def test_a_killed_training_leaves_nothing_at_work(tmp_path: Path) -> None:
    script = tmp_path / "trains.py"
    script.write_text(_TRAINS_FOR_A_MINUTE)
    with subprocess.Popen([sys.executable, script], stdout=subprocess.PIPE, text=True) as training:
        assert training.stdout is not None
        assert training.stdout.readline() == "working\n"
        training.kill()
        # The pipe is closed only when no process holds it any more.
        said, _ = training.communicate(timeout=20)
    assert said == ""
