"""The docs -> proof that they tell what the program does, and that their samples run."""

from __future__ import annotations

import ast
import json
import re
import shlex
from pathlib import Path

import click
import pytest

from careerbot.bot import Answer, CareerBot
from careerbot.channels.telegram.words import COMMANDS
from careerbot.cli import app
from careerbot.config import find_layers
from careerbot.content.dialogues import PLANS, SUBJECTS, read_dialogues
from careerbot.content.knowledge import _READERS
from careerbot.importers import IMPORTERS

ROOT = Path(__file__).parents[1]
README = (ROOT / "README.md").read_text("utf-8")
KNOWLEDGE = (ROOT / "docs" / "knowledge.md").read_text("utf-8")
PAGES = {path.name: path.read_text("utf-8") for path in [*ROOT.glob("*.md"), *ROOT.glob("docs/*.md")]}
FENCED = re.compile(r"^```(\w*)\n(.*?)^```$", re.MULTILINE | re.DOTALL)


def samples(page, language):
    return [text for kind, text in FENCED.findall(page) if kind == language]


def shell_lines():
    lines = [line for page in PAGES.values() for sample in samples(page, "sh") for line in sample.splitlines()]
    return [line for line in lines if re.search(r"(^|/| )careerbot (?!\.)", line) and "docker" not in line]


def settings():
    """Names of settings that the source reads: whole ones anywhere, and those that config.py puts a prefix to."""
    text = "".join(path.read_text("utf-8") for path in (ROOT / "src").rglob("*.py"))
    config = ast.walk(ast.parse((ROOT / "src/careerbot/config.py").read_text("utf-8")))
    names = [node.value for node in config if isinstance(node, ast.Constant) and isinstance(node.value, str)]
    whole = re.findall(r'"(CAREERBOT_[A-Z_]+[A-Z])"', text)
    return sorted({*whole, *(f"CAREERBOT_{name}" for name in names if re.fullmatch("[A-Z]+(_[A-Z]+)*", name))})


@pytest.mark.parametrize("name", sorted(app.commands))
def test_every_command_stands_in_the_readme(name):
    assert f"| `careerbot {name}" in README


@pytest.mark.parametrize(("name", "command"), sorted(app.commands.items()))
def test_every_option_of_a_command_stands_in_the_readme(name, command):
    options = [o for p in command.params if isinstance(p, click.Option) for o in p.opts]
    assert [option for option in options if option not in README] == []


def test_no_command_is_told_of_that_does_not_exist():
    told = re.findall(r"^\| `careerbot (\w+)", README, re.MULTILINE)
    assert sorted(told) == sorted(app.commands)


@pytest.mark.parametrize("name", settings())
def test_every_setting_stands_in_the_readme(name):
    assert f"`{name}`" in README


def test_no_setting_is_told_of_that_does_not_exist():
    assert {name for page in PAGES.values() for name in re.findall(r"CAREERBOT_[A-Z_]+", page)} <= set(settings())


@pytest.mark.parametrize("pattern", [p for p in _READERS if p not in ("*", "*README*", "places/local.tsv")])
def test_every_kind_of_knowledge_file_stands_in_the_docs(pattern):
    name = re.escape(pattern).replace(r"\*", "[^ `]+").removesuffix(r"\.xz")
    packed = " or `.csv.xz`" if pattern.endswith(".xz") else ""
    assert re.search(f"`{name}`{packed}", KNOWLEDGE)


def test_the_table_of_intents_lists_all_that_an_entry_may_name_with_their_buttons():
    listed = re.findall(r"\| `(\w+)` +\| (.+?) +(?=\|)", KNOWLEDGE.partition("### Intents that an entry may name")[2])
    intents = CareerBot.load(*find_layers(())).knowledge.intents.values()
    assert dict(listed) == {i.id: i.label for i in intents if i.kind in ("topic", "talk")}


@pytest.mark.parametrize("name", IMPORTERS)
def test_every_import_stands_in_the_docs(name):
    assert re.search(rf"^\| `{name}` \|", PAGES["figures.md"], re.MULTILINE)


@pytest.mark.parametrize("word", [*SUBJECTS, *PLANS])
def test_everything_a_dialogue_can_expect_stands_in_the_docs(word):
    assert f"`{word}`" in KNOWLEDGE


def test_the_sample_dialogue_is_written_without_mistakes():
    (sample,) = re.findall(r"(    # Pay, then.*?)\n\n\|", KNOWLEDGE, re.DOTALL)
    dialogues, problems = read_dialogues(re.sub("^    ", "", sample, flags=re.MULTILINE), "docs/knowledge.md")
    assert (len(dialogues), problems) == (1, [])


@pytest.mark.parametrize("line", shell_lines())
def test_every_command_line_of_the_docs_can_be_read(line, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    (tmp_path / "our-school").mkdir()
    (tmp_path / "dialogues").mkdir()
    for name in ("questions.jsonl", "dialogues/open-house.txt"):
        (tmp_path / name).touch()
    words = shlex.split(line.rpartition("&&")[2], comments=True)
    arguments = words[next(i for i, word in enumerate(words) if word.endswith("careerbot")) + 1 :]
    command = app.commands[arguments[0]]
    assert command.make_context(arguments[0], arguments[1:])


def test_the_guide_begins_by_making_the_command_known_that_the_readme_installs():
    (folder,) = set(re.findall(r"python3 -m venv (\S+)", samples(README, "sh")[0]))
    assert f"{folder}/bin/careerbot" in samples(README, "sh")[0]
    assert samples(PAGES["guide.md"], "sh")[0] == f"source {folder}/bin/activate\n"


@pytest.mark.parametrize("sample", samples(README, "python"))
def test_every_python_sample_of_the_readme_runs(sample, capsys):
    exec(compile(sample, "README.md", "exec"), {})
    assert capsys.readouterr().out


def test_the_conversation_of_the_readme_goes_as_it_is_told():
    (talk,) = samples(README, "text")
    told = re.split(r"^> (.*)\n\n", talk, flags=re.MULTILINE)[1:]
    bot = CareerBot.load(*find_layers(()))
    said = [bot.reply(message, conversation="readme").text for message in told[::2]]
    assert said == [text.strip() for text in told[1::2]]


def test_the_json_lines_of_the_readme_are_json():
    lines = [line for sample in samples(README, "json") for line in sample.splitlines()]
    assert lines
    assert all({"id", "conversation", "text"} == set(json.loads(line)) for line in lines)


def test_every_field_of_an_answer_stands_in_the_readme():
    assert [name for name in Answer.__dataclass_fields__ if f"`{name}`" not in README] == []


def test_every_link_between_pages_leads_somewhere():
    broken = []
    for folder in (ROOT, ROOT / "docs"):
        for page in folder.glob("*.md"):
            targets = re.findall(r"\]\(([^)#:]+)\)", re.sub("`[^`]*`", "", page.read_text("utf-8")))
            broken += [f"{page.name}: {target}" for target in targets if not (folder / target).exists()]
    assert broken == []


@pytest.mark.parametrize("name", COMMANDS)
def test_every_command_of_the_chat_stands_in_the_readme(name):
    assert f"| `/{name}` |" in README
