"""A kind and a name -> starter files that pass every check as they are, and never take another file's place."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from careerbot.config import find_layers, load_config
from careerbot.content.checks import check_layers
from careerbot.content.files import builtin_knowledge
from careerbot.workshop.filling import CannotMakeError, make_id
from careerbot.workshop.new import make_starter

TODAY = "2026-03-01"
BUILT_IN = builtin_knowledge()
BASE = Path(__file__).parents[1] / "broken" / "_base" / "knowledge"
ENTRIES = [
    ("faq", 'Is there an "open house"? [yes: no]'),
    ("occupation", "welder"),
    ("occupation", "Beekeeper of the moon"),
    ("intent", "school buses"),
]


def make(kind, name, into, layers=(BASE,)):
    return [path.relative_to(into).as_posix() for path in make_starter(kind, name, layers, into, TODAY)]


@pytest.fixture(scope="module")
def school(tmp_path_factory):
    """A school with one of everything, over the built-in knowledge."""
    parent = tmp_path_factory.mktemp("schools")
    make_starter("school", "our-school", (BUILT_IN,), parent, TODAY)
    for kind, name in ENTRIES:
        make_starter(kind, name, (BUILT_IN,), parent / "our-school", TODAY)
    return parent / "our-school"


def test_whatever_is_made_passes_every_check_as_it_is(school):
    assert check_layers([BUILT_IN, school]) == []


def test_a_school_has_contacts_figures_a_conversation_and_a_readme_of_one_screen(school):
    assert "Room 12" in (school / "settings.yaml").read_text()
    assert "our_school,2026" in (school / "facts/pay/local.csv").read_text()
    assert "= plan handoff" in (school / "dialogues/visits.txt").read_text()
    assert "# Our School\n" in (school / "README.md").read_text()
    assert len((school / "README.md").read_text().splitlines()) <= 40


def test_a_schools_own_machine_runs_check_and_replay(school):
    steps = (school / ".github/workflows/careerbot.yml").read_text()
    assert "careerbot check --knowledge built-in --knowledge ." in steps
    assert "careerbot replay --knowledge built-in --knowledge ." in steps


def test_commands_that_are_started_in_a_school_take_it_without_being_told(school, monkeypatch):
    monkeypatch.chdir(school)
    monkeypatch.delenv("CAREERBOT_KNOWLEDGE", raising=False)
    monkeypatch.delenv("CAREERBOT_STATE", raising=False)
    config = load_config()
    assert [path.resolve() for path in find_layers(config.knowledge)] == [BUILT_IN.resolve(), school.resolve()]
    assert config.state == "sqlite:///../our_school.sqlite"


def test_an_editor_is_told_which_schema_is_for_which_file(school):
    schemas = json.loads((school / ".vscode/settings.json").read_text())["yaml.schemas"]
    for schema, paths in schemas.items():
        assert (school / schema).is_file()
        assert paths == "words.yaml" or paths == "terms.yaml" or list(school.glob(paths))


def test_the_schemas_are_renewed_and_all_else_is_left_alone(school):
    (school / ".schemas/faq.json").write_text("old")
    before = (school / "settings.yaml").read_text()
    make_starter("schemas", str(school), (BUILT_IN,), None, TODAY)
    assert json.loads((school / ".schemas/faq.json").read_text())["properties"]
    assert (school / "settings.yaml").read_text() == before


def test_a_folder_with_anything_in_it_is_no_new_school(tmp_path):
    (tmp_path / "ours").mkdir()
    (tmp_path / "ours" / "note.txt").write_text("mine")
    with pytest.raises(CannotMakeError, match="there already"):
        make_starter("school", "ours", (BASE,), tmp_path, TODAY)
    assert [path.name for path in (tmp_path / "ours").iterdir()] == ["note.txt"]


def test_nothing_is_written_over_and_then_nothing_is_written_at_all(tmp_path):
    (tmp_path / "answers").mkdir()
    (tmp_path / "answers" / "school_buses.md.j2").write_text("mine")
    with pytest.raises(CannotMakeError, match="there already"):
        make("intent", "school buses", tmp_path)
    assert [path.name for path in tmp_path.rglob("*") if path.is_file()] == ["school_buses.md.j2"]


@pytest.mark.parametrize(
    ("kind", "name"), [("intent", "Duties"), ("intent", "what the job is"), ("intent", "x" * 31), ("faq", "¿?")]
)
def test_a_name_that_is_taken_too_long_or_empty_is_refused(kind, name, tmp_path):
    with pytest.raises(CannotMakeError):
        make(kind, name, tmp_path)
    assert list(tmp_path.iterdir()) == []


def test_an_entry_of_the_same_id_in_any_layer_is_not_made_again(tmp_path):
    assert make("faq", "Open house", tmp_path) == ["faq/open-house.yaml", "dialogues/open-house.txt"]
    with pytest.raises(CannotMakeError, match="already"):
        make("faq", "open HOUSE!", tmp_path)


def test_an_occupation_is_found_by_its_name_and_a_new_one_gets_an_id_of_its_own(tmp_path):
    assert make("occupation", "Tig welder", tmp_path) == ["occupations/51-4121.yaml"]
    assert make("occupation", "Beekeeper", tmp_path) == ["occupations/beekeeper.yaml"]


def test_a_name_of_several_occupations_asks_for_the_code(tmp_path):
    titles = "id,title,singular,also\n1-1,Cooks,cook,chef\n1-2,Bakers,baker,chef\n"
    (tmp_path / "occupations").mkdir()
    (tmp_path / "occupations" / "titles.csv").write_text(titles)
    with pytest.raises(CannotMakeError, match="1-1 Cooks; 1-2 Bakers"):
        make("occupation", "chef", tmp_path)


def test_no_entry_goes_into_the_built_in_knowledge_unasked():
    with pytest.raises(CannotMakeError, match="--into our-school"):
        make_starter("faq", "open house", (BUILT_IN,), None, TODAY)


def test_an_id_leads_nowhere_else():
    assert make_id("../../Ünder the /etc") == "under-the-etc"
