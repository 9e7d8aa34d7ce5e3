"""Layers -> compiled knowledge, from the cache when nothing has changed."""

from __future__ import annotations

import shutil
import sqlite3
import subprocess
import sys
from collections.abc import Callable, Mapping
from functools import partial
from pathlib import Path

import pytest

from careerbot.content.cache import Compiled, load_compiled
from careerbot.model import Knowledge
from careerbot.reading.index import Resources

BASE = Path(__file__).parents[1] / "broken" / "_base" / "knowledge"
FACTS = "occupation,area,source,period,year_p50,note\n51-4121,0000000,survey,2025-05,51000,\n"


class Compiler:
    """Counts how often it is asked to compile."""

    def __init__(self) -> None:
        self.calls = 0

    def __call__(self, knowledge: Knowledge, resources: Resources) -> Mapping[str, bytes]:
        self.calls += 1
        return {"names": ",".join(knowledge.occupations).encode()}


@pytest.fixture
def layer(tmp_path: Path) -> Path:
    layer = tmp_path / "knowledge"
    shutil.copytree(BASE, layer)
    (layer / "facts" / "pay").mkdir(parents=True)
    (layer / "facts" / "pay" / "survey.csv").write_text(FACTS)
    return layer


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("CAREERBOT_CACHE", str(tmp_path / "cache"))
    return tmp_path / "cache"


def median(compiled: Compiled) -> float | None:
    (fact,) = compiled.knowledge.facts.find("pay", "51-4121", "0000000")
    return fact.value


def test_the_second_start_reads_what_the_first_has_stored(layer: Path, folder: Path) -> None:
    compiler = Compiler()
    first, second = load_compiled([layer], compiler), load_compiled([layer], compiler)
    assert compiler.calls == 1
    assert second.indexes == {"names": b"51-4121"}
    assert (second.knowledge.intents, second.problems) == (first.knowledge.intents, first.problems)
    assert dict(second.knowledge.places) == dict(first.knowledge.places)
    assert median(second) == median(first) == 51000


@pytest.mark.parametrize("name", ["intents/greeting.yaml", "facts/pay/survey.csv", "answers/topic.md.j2"])
def test_a_changed_file_is_compiled_anew(name: str, layer: Path, folder: Path) -> None:
    compiler = Compiler()
    load_compiled([layer], compiler)
    (layer / name).write_text((layer / name).read_text() + "\n")
    load_compiled([layer], compiler)
    assert compiler.calls == 2


def test_a_file_that_moved_is_compiled_anew(layer: Path, folder: Path) -> None:
    compiler = Compiler()
    load_compiled([layer], compiler)
    (layer / "intents" / "greeting.yaml").rename(layer / "intents" / "hello.yaml")
    assert set(load_compiled([layer], compiler).knowledge.intents) == {"duties", "hello"}


class Recaller:
    """Compiles one index out of the intents, and one out of the FAQ; counts how often each is really made."""

    def __init__(self) -> None:
        self.made: list[str] = []

    def __call__(self, knowledge: Knowledge, resources: Resources) -> Mapping[str, bytes]:
        made_of = {"intents": knowledge.intents, "faq": knowledge.faq}
        return {name: resources.recall(name, parts, partial(self.make, name)) for name, parts in made_of.items()}

    def make(self, name: str) -> bytes:
        self.made.append(name)
        return name.encode()


def test_only_the_indexes_whose_own_files_changed_are_made_anew(layer: Path, folder: Path) -> None:
    recaller = Recaller()
    load_compiled([layer], recaller)
    (layer / "faq").mkdir()
    entry = "  - {id: a, intent: duties, asks: [is it loud], say: 'Yes.'}\n"
    (layer / "faq" / "ours.yaml").write_text(f"entries:\n{entry}")
    compiled = load_compiled([layer], recaller)
    assert recaller.made == ["intents", "faq", "faq"]
    assert compiled.indexes == {"intents": b"intents", "faq": b"faq"}


def test_an_index_of_another_program_is_not_taken_over(
    layer: Path, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    recaller = Recaller()
    load_compiled([layer], recaller)
    monkeypatch.setattr("careerbot.content.cache._code_state", lambda: "changed")
    load_compiled([layer], recaller)
    assert recaller.made == ["intents", "faq"] * 2


def cut_short(path: Path) -> None:
    path.write_bytes(path.read_bytes()[:-4096])


def flip_a_bit(path: Path) -> None:
    data = bytearray(path.read_bytes())
    data[data.index(b"51-4121")] ^= 1
    path.write_bytes(data)


def empty(path: Path) -> None:
    path.write_bytes(b"")


def put_another_programs_file(path: Path) -> None:
    path.unlink()
    with sqlite3.connect(path) as base:
        base.execute("CREATE TABLE blobs (name, digest, data)")


@pytest.mark.parametrize("damage", [cut_short, flip_a_bit, empty, put_another_programs_file])
def test_a_damaged_or_foreign_file_is_compiled_anew(
    damage: Callable[[Path], None], layer: Path, folder: Path
) -> None:
    compiler = Compiler()
    load_compiled([layer], compiler)
    (stored,) = folder.glob("*.sqlite")
    damage(stored)
    assert median(load_compiled([layer], compiler)) == 51000
    load_compiled([layer], compiler)
    assert compiler.calls == 2


def test_where_nothing_can_be_written_all_stays_in_memory(
    layer: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "file").write_text("in the way")
    monkeypatch.setenv("CAREERBOT_CACHE", str(tmp_path / "file" / "cache"))
    compiled = load_compiled([layer], Compiler())
    assert median(compiled) == 51000
    assert compiled.knowledge.places["5300000"].name == "Washington"


def test_only_the_last_three_are_kept_and_files_of_others_stay(layer: Path, folder: Path) -> None:
    folder.mkdir()
    (folder / "conversations.sqlite").write_text("not ours")
    for number in range(5):
        (layer / "words.yaml").write_text(f"wat: what{number}\n")
        load_compiled([layer], Compiler())
    assert len(list(folder.glob("compiled-*"))) == 3
    assert (folder / "conversations.sqlite").read_text() == "not ours"


def test_progress_is_told_only_while_something_is_built(layer: Path, folder: Path) -> None:
    told: list[float] = []
    load_compiled([layer], Compiler(), lambda stage, share: told.append(share))
    load_compiled([layer], Compiler(), lambda stage, share: told.append(-1.0))
    assert told == sorted(told)
    assert told[0] == 0.0
    assert -1.0 not in told


def test_mistakes_are_remembered_with_their_places(layer: Path, folder: Path) -> None:
    (layer / "intents" / "greeting.yaml").write_text("label: Hello\nkind: tlak\n")
    for _ in range(2):
        problems = load_compiled([layer], Compiler()).problems
        assert [(p.code, str(p.where)) for p in problems] == [("bad-choice", "knowledge/intents/greeting.yaml:2:1")]


SCRIPT = """
import sys
from pathlib import Path
from careerbot.content.cache import load_compiled
compiled = load_compiled([Path(sys.argv[1])], lambda knowledge, resources: {})
print(compiled.knowledge.places["5300000"].name, "yaml" in sys.modules)
"""


def start(layer: Path) -> subprocess.Popen[str]:
    return subprocess.Popen([sys.executable, "-c", SCRIPT, str(layer)], stdout=subprocess.PIPE, text=True)


def test_processes_that_start_at_once_all_get_a_whole_copy(layer: Path, folder: Path) -> None:
    running = [start(layer) for _ in range(3)]
    said = [process.communicate()[0].split()[0] for process in running]
    assert said == ["Washington"] * 3
    assert sorted(path.suffix for path in folder.iterdir()) == [".lock", ".sqlite"]


def test_a_warm_start_does_not_load_the_yaml_reader(layer: Path, folder: Path) -> None:
    assert start(layer).communicate()[0].split() == ["Washington", "True"]
    assert start(layer).communicate()[0].split() == ["Washington", "False"]
