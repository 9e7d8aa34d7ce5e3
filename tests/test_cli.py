from __future__ import annotations

import json
import os
import signal
import socket
import subprocess
import sys
from pathlib import Path

import pytest
from click.testing import CliRunner
from small_layers import make_layers
from speaking_bot import MORE, SpeakingBot, say

from careerbot import __version__
from careerbot.bot import CareerBot
from careerbot.cli import app
from careerbot.importers import IMPORTERS, RefusedFile, Report
from careerbot.model import Step
from careerbot.store import open_store

SMALL = Path(__file__).parent / "broken" / "_base" / "knowledge"
QUESTIONS = "id\tturn_group\ttext\tintent\toccupation_soc\tarea\tmust_contain\tkind\n"


@pytest.fixture
def bot(monkeypatch):
    bot = SpeakingBot(
        **{"what do welders make": say("They make $56,000.", Step("pay", ("51-4121",), ("3900000",)), choices=[MORE])}
    )
    monkeypatch.setattr(CareerBot, "load", lambda *layers, **options: bot)
    return bot


@pytest.fixture
def run(monkeypatch, tmp_path):
    for name in [name for name in os.environ if name.startswith("CAREERBOT_") and name != "CAREERBOT_CACHE"]:
        monkeypatch.delenv(name)
    monkeypatch.chdir(tmp_path)

    def run(*arguments, **options):
        return CliRunner().invoke(app, [str(a) for a in arguments], **options)

    return run


def start(*arguments, **options):
    """The command as a process of its own."""
    pipes = {"stdin": subprocess.PIPE, "stdout": subprocess.PIPE, "stderr": subprocess.PIPE}
    return subprocess.Popen([sys.executable, "-m", "careerbot", *arguments], **pipes | options)


# ------------------------------------------------------------------ ask and batch
def test_ask_joins_its_words_and_prints_the_answer(run, bot):
    result = run("ask", "what", "do", "welders", "make")
    assert (result.exit_code, result.stdout) == (0, "They make $56,000.\n")


def test_ask_gives_json_with_the_fields_of_the_interface(run, bot):
    answer = json.loads(run("ask", "--json", "what do welders make").stdout)
    assert (answer["intents"], answer["plan"], answer["areas"]) == (
        ["pay"], "answer", [{"code": "3900000", "name": "Ohio"}]
    )
    assert answer["sources"][0]["publisher"] == "A bureau"


def test_ask_explains_on_demand_as_text_and_as_json(run, bot):
    assert "plan      answer" in run("ask", "--explain", "what do welders make").stdout
    because = json.loads(run("ask", "--explain", "--json", "what do welders make").stdout)["because"]
    assert "plan      answer" in because


def test_ask_without_a_question_is_used_wrongly(run):
    assert run("ask").exit_code == 2


def test_batch_answers_standard_input_line_by_line(run, bot):
    lines = '{"id": "a", "text": "what do welders make"}\n{"text": "what do welders make"}\n'
    result = run("batch", input=lines)
    assert (result.exit_code, [json.loads(line)["id"] for line in result.stdout.splitlines()]) == (0, ["a", 2])


def test_batch_reads_and_writes_files(run, bot, tmp_path):
    (tmp_path / "in").write_text('{"text": "what do welders make"}\n')
    assert run("batch", "in", "--out", "out").stdout == ""
    assert json.loads((tmp_path / "out").read_text())["plan"] == "answer"


def test_batch_goes_on_after_a_bad_line_and_ends_with_one(run, bot):
    result = run("batch", input='no json\n{"text": "what do welders make"}\n')
    assert result.exit_code == 1
    assert [("error" in json.loads(line)) for line in result.stdout.splitlines()] == [True, False]
    assert "1 lines" in result.stderr


def test_batch_of_a_missing_file_is_used_wrongly_and_into_a_missing_folder_cannot_run(run, bot):
    assert run("batch", "nowhere").exit_code == 2
    assert run("batch", "--out", "nowhere/out", input="").exit_code == 3


# ------------------------------------------------------------------ check, replay, eval
@pytest.fixture
def layer(tmp_path):
    for folder in ("dialogues", "intents"):
        (tmp_path / "layer" / folder).mkdir(parents=True)
    (tmp_path / "layer" / "intents" / "pay.yaml").write_text("label: What it pays\n")
    return tmp_path / "layer"


def test_check_lists_problems_with_file_line_and_code_and_ends_with_one(run, layer):
    (layer / "sources.yaml").write_text("survey:\n  publisher: A bureau\n  publisher: B\n")
    result = run("check", "--knowledge", layer)
    assert result.exit_code == 1
    assert "layer/sources.yaml:3:3: " in result.stdout
    assert "[repeated-key]" in result.stdout


def test_new_makes_a_school_and_says_which_files(run, tmp_path):
    result = run("new", "school", "our-school")
    assert result.exit_code == 0
    assert "our-school/faq/visits.yaml" in result.stdout.splitlines()
    assert run("new", "school", "our-school").exit_code == 3


def test_new_puts_an_entry_into_the_last_layer_or_where_it_is_told(run, layer):
    made = run("new", "faq", "open house", "--knowledge", layer).stdout
    assert made.splitlines() == [f"{layer}/faq/open-house.yaml", f"{layer}/dialogues/open-house.txt"]
    assert run("new", "faq", "open house", "--into", "other", "--knowledge", layer).exit_code == 3
    assert run("new", "faq", "bus", "--into", "other", "--knowledge", layer).stdout.startswith("other/faq/bus.yaml\n")
    assert run("new", "poem", "open house", "--knowledge", layer).exit_code == 2


def test_layers_shows_what_replaces_what_with_both_places(run, layer, tmp_path):
    (tmp_path / "own" / "intents").mkdir(parents=True)
    (tmp_path / "own" / "intents" / "pay.yaml").write_text("label: Pay\n")
    result = run("layers", "--knowledge", layer, "--knowledge", "own")
    assert result.stdout.splitlines() == [
        "layer: 1 intent",
        "own: 1 intent",
        "own/intents/pay.yaml:1:1: intent `pay` replaces layer/intents/pay.yaml:1:1",
    ]


def test_check_gives_problems_as_json(run, layer):
    (layer / "sources.yaml").write_text("survey:\n  publisher: A bureau\n  publisher: B\n")
    problems = json.loads(run("check", "--json", "--knowledge", layer).stdout)
    found = [p for p in problems if p["code"] == "repeated-key"]
    assert [(p["file"], p["line"], p["column"]) for p in found] == [("layer/sources.yaml", 3, 3)]


def test_replay_shows_failures_and_ends_with_one(run, bot, layer):
    (layer / "dialogues" / "a.txt").write_text("# a\n> what do welders make\n= intent pay\n< Texas\n")
    result = run("replay", "--knowledge", layer)
    assert result.exit_code == 1
    assert 'layer/dialogues/a.txt:4:1: expected a reply that shows "Texas"' in result.stdout


def test_replay_of_what_goes_as_written_ends_well(run, bot, tmp_path):
    (tmp_path / "a.txt").write_text("# a\n> what do welders make\n= intent pay\n")
    result = run("replay", "a.txt")
    assert (result.exit_code, result.stdout.splitlines()[-1]) == (0, "1 of 1 messages went as written")


def test_replay_accepts_meanings_but_not_wordings(run, bot, tmp_path):
    path = tmp_path / "a.txt"
    path.write_text("# a\n> what do welders make\n= intent duties\n")
    assert run("replay", "a.txt", "--accept").exit_code == 0
    assert path.read_text().endswith("= intent pay\n")
    path.write_text("# a\n> what do welders make\n< Texas\n")
    assert run("replay", "a.txt", "--accept").exit_code == 1


def test_replay_reports_a_badly_written_file(run, bot, tmp_path):
    (tmp_path / "a.txt").write_text("# a\n> what do welders make\nhello\n= intent pay\n")
    result = run("replay", "a.txt")
    assert (result.exit_code, "[dialogue-sign]" in result.stdout) == (1, True)


def test_eval_lists_misses_and_keeps_to_its_bars(run, bot, tmp_path):
    rows = "1\t\twhat do welders make\tpay\t51-4121\tUtah\t$56,000\tstandalone\n"
    (tmp_path / "q.tsv").write_text(QUESTIONS + rows)
    result = run("eval", "q.tsv")
    assert result.exit_code == 0
    assert "1 wrong place: what do welders make" in result.stdout
    assert [run("eval", "q.tsv", "--bar", bar).exit_code for bar in ("90", "place=0", "intent=100")] == [1, 0, 0]
    assert run("eval", "q.tsv", "--bar", "speed=9").exit_code == 2
    assert run("eval", "q.tsv", "--bar", "high").exit_code == 2


def test_eval_of_a_file_of_another_kind_cannot_run(run, bot, tmp_path):
    (tmp_path / "q.tsv").write_text("a\tb\n")
    result = run("eval", "q.tsv")
    assert (result.exit_code, "no column id" in result.stderr) == (3, True)


# ------------------------------------------------------------------ gaps and report
@pytest.fixture
def asked(run, monkeypatch, tmp_path):
    """The bot over a small knowledge, with some questions asked in the terminal."""
    monkeypatch.setenv("CAREERBOT_KNOWLEDGE", str(SMALL))
    monkeypatch.setenv("CAREERBOT_STATE", f"sqlite:///{tmp_path}/state")
    lines = ["where is the campus bus, thanks, Jessica", "where is the campus bus", "what do welders do"]
    assert run("chat", input="\n/new\n".join([*lines, "good morning", "where do i park", ""])).exit_code == 0
    return run


def test_gaps_lists_what_got_no_good_answer_without_who_asked(asked):
    result = asked("gaps")
    assert result.exit_code == 0
    assert "2 ×" in result.stdout.splitlines()[0]
    assert "where is the campus bus, thanks, [name]" in result.stdout
    assert "welders" not in result.stdout
    assert result.stderr.endswith("3 questions in 2 groups\n")


def test_gaps_can_be_cut_by_count_reason_and_number(asked):
    assert [group["count"] for group in json.loads(asked("gaps", "--json").stdout)] == [2, 1]
    assert [group["count"] for group in json.loads(asked("gaps", "--json", "--least", "2").stdout)] == [2]
    assert json.loads(asked("gaps", "--json", "--reason", "handoff").stdout) == []
    assert "--most 2 shows all" in asked("gaps", "--most", "1").stderr


def test_gaps_of_no_more_days_than_are_kept_are_shown(asked):
    assert len(json.loads(asked("gaps", "--json", "--days", "1").stdout)) == 2
    result = asked("gaps", "--json", "--days", "9", env={"CAREERBOT_GAPS_DAYS": "0"})
    assert (result.exit_code, result.stdout) == (0, "[]\n")


def test_a_gap_becomes_a_faq_entry_in_the_counselor_s_folder_and_the_bot_then_knows_it(asked, tmp_path):
    made = asked("gaps", "--to-faq", "1", "--into", "school").stdout
    assert made == "school/faq/campus-bus.yaml\nschool/dialogues/campus-bus.txt\n"
    assert asked("check", "--knowledge", SMALL, "--knowledge", "school").exit_code == 0
    answer = asked("ask", "where is the campus bus", "--knowledge", SMALL, "--knowledge", "school")
    assert "A counselor can answer that." in answer.stdout


def test_a_faq_entry_goes_to_the_last_layer_but_never_into_the_bot_s_own(asked, tmp_path, monkeypatch):
    (tmp_path / "school").mkdir()
    layers = ("--knowledge", SMALL, "--knowledge", "school")
    assert asked("gaps", "--to-faq", "2", *layers).stdout.startswith("school/faq/park.yaml\n")
    monkeypatch.setattr("careerbot.content.files.builtin_knowledge", lambda: tmp_path / "school")
    result = asked("gaps", "--to-faq", "1", *layers)
    assert (result.exit_code, "--into DIR" in result.stderr) == (2, True)


def test_a_group_that_is_not_in_the_list_is_used_wrongly_and_one_done_already_cannot_run(asked):
    assert asked("gaps", "--to-faq", "3", "--into", "school").exit_code == 2
    assert [asked("gaps", "--to-faq", "1", "--into", "school").exit_code for _ in "12"] == [0, 3]


def test_report_is_written_as_a_page_and_as_a_table(asked, tmp_path):
    assert asked("report").stdout.startswith("<!doctype html>")
    assert asked("report", "--csv").stdout.startswith("from,to,kind,id,name,count\n")
    assert asked("report", "--out", tmp_path).stdout == f"{tmp_path}/report.html\n"
    assert "answered" in (tmp_path / "report.html").read_text()
    asked("report", "--csv", "--out", "r.csv")
    assert "What the job is" in (tmp_path / "r.csv").read_text()


def test_report_of_a_time_without_questions_cannot_run(asked):
    result = asked("report", "--to", "2001-01-01")
    assert (result.exit_code, "too few to show" in result.stderr) == (3, True)
    assert asked("report", "--from", "yesterday").exit_code == 2


def test_without_a_state_chat_keeps_nothing_and_there_is_nothing_to_list(run, monkeypatch, tmp_path):
    monkeypatch.setenv("CAREERBOT_KNOWLEDGE", str(SMALL))
    monkeypatch.setattr("platformdirs.user_state_path", lambda _: tmp_path / "home")
    assert run("chat", input="where do i park\n").exit_code == 0
    for command in ("gaps", "report"):
        result = run(command)
        assert (result.exit_code, "there is no state file" in result.stderr) == (3, True)


def test_chat_beside_a_bot_that_serves_works_and_says_that_it_is_not_counted(asked, tmp_path):
    store = open_store(f"sqlite:///{tmp_path}/state")
    result = asked("chat", input="where do i park\n")
    assert (result.exit_code, "nothing of this talk is kept" in result.stderr) == (0, True)
    assert "3 questions in 2 groups" in asked("gaps").stderr
    store.close()


# ------------------------------------------------------------------ import and telegram
def test_import_writes_to_the_last_layer_or_where_it_is_told(run, layer, tmp_path, monkeypatch):
    calls = []

    def import_test(paths, out, progress):
        calls.append((list(paths), out))
        return Report(5, 3, {"of another year": 2}, (out / "facts.csv",))

    monkeypatch.setitem(IMPORTERS, "test", import_test)
    result = run("import", "test", "a", "b", "--knowledge", layer)
    run("import", "test", "a", "--out", tmp_path / "out")
    assert calls == [([Path("a"), Path("b")], layer), ([Path("a")], tmp_path / "out")]
    assert result.stdout == f"{layer / 'facts.csv'}\n"
    assert "5 rows read, 3 written; 2 left out: of another year" in result.stderr


def test_import_of_an_unknown_kind_names_the_likely_one(run):
    result = run("import", "oes", "x.csv")
    assert (result.exit_code, "oews" in result.stderr) == (2, True)


def test_import_that_is_refused_cannot_run(run, layer, monkeypatch):
    def refuse(paths, out, progress):
        raise RefusedFile("x.csv: it is cut off")

    monkeypatch.setitem(IMPORTERS, "test", refuse)
    result = run("import", "test", "x.csv", "--knowledge", layer)
    assert (result.exit_code, "it is cut off" in result.stderr) == (3, True)


def test_telegram_without_a_token_cannot_run(run, bot):
    assert run("telegram").exit_code == 3


def test_telegram_with_a_token_that_is_none_cannot_run_and_does_not_print_it(run, bot):
    result = run("telegram", env={"CAREERBOT_TOKEN": "not-a-token-77"})
    assert (result.exit_code, "not-a-token-77" in result.output, result.stderr.count("\n")) == (3, False, 1)


def test_telegram_with_a_faulty_setting_cannot_run(run, bot):
    assert run("telegram", env={"CAREERBOT_LOG": "loud"}).exit_code == 3


# ------------------------------------------------------------------ every command
def test_the_version_is_told(run):
    assert run("--version").stdout == f"careerbot {__version__}\n"


def test_a_knowledge_folder_that_is_not_there_is_used_wrongly(run):
    assert run("ask", "hello", "--knowledge", "nowhere").exit_code == 2


def test_a_school_s_own_folder_alone_cannot_run_and_the_likely_mistake_is_named(run, tmp_path):
    (tmp_path / "school" / "faq").mkdir(parents=True)
    result = run("ask", "hello", "--knowledge", "school")
    assert (result.exit_code, "--knowledge built-in" in result.stderr) == (3, True)


def test_the_setting_names_layers_where_the_option_does_not(run, layer, monkeypatch):
    seen = []
    monkeypatch.setattr(CareerBot, "load", lambda *layers, **options: seen.append(layers) or SpeakingBot())
    run("ask", "hello", env={"CAREERBOT_KNOWLEDGE": str(layer)})
    run("ask", "hello", "--knowledge", "built-in", env={"CAREERBOT_KNOWLEDGE": str(layer)})
    assert seen[0] == (layer,)
    assert seen[1] != (layer,)


@pytest.mark.parametrize("name", sorted(app.commands))
def test_every_command_takes_knowledge_layers_and_explains_itself(run, name):
    result = run(name, "--help")
    assert (result.exit_code, "--knowledge DIR" in result.stdout) == (0, True)


def modules_of(*arguments):
    """The modules that a command has loaded when it is done."""
    code = "import sys; from careerbot.cli import app; app.main(sys.argv[1:], standalone_mode=False)"
    code += "; print(*sys.modules, file=sys.stderr)"
    done = subprocess.run([sys.executable, "-c", code, *arguments], capture_output=True, text=True, check=True)
    return set(done.stderr.splitlines()[-1].split())


def test_help_loads_none_of_the_engine():
    assert not {"careerbot.bot", "numpy", "rapidfuzz", "msgspec", "jinja2", "telegram", "rich"} & modules_of("--help")


def test_ask_loads_no_channel_it_does_not_use():
    modules_of("ask", "hello")
    assert not {"telegram", "aiohttp", "prompt_toolkit", "rich", "yaml"} & modules_of("ask", "hello")


def test_a_reader_that_goes_away_ends_batch_quietly():
    process = start("batch")
    process.stdout.close()
    process.stdin.write(b'{"text": "hello"}\n' * 3)
    process.stdin.close()
    assert (process.stderr.read(), process.wait(60)) == (b"", 0)


def test_ctrl_c_leaves_quietly_with_130():
    process = start("batch")
    process.stdin.write(b'{"text": "hello"}\n')
    process.stdin.flush()
    process.stdout.readline()
    process.send_signal(signal.SIGINT)
    assert (process.stderr.read(), process.wait(60)) == (b"", 130)


# ------------------------------------------------------------------ desk
def test_a_desk_needs_a_folder_of_ones_own(run, bot):
    result = run("desk")
    assert result.exit_code == 2
    assert "careerbot new school" in result.stderr


def test_a_desk_on_a_port_that_is_taken_cannot_run(run, tmp_path):
    layers = make_layers(tmp_path)
    named = [word for layer in layers for word in ("--knowledge", layer)]
    with socket.create_server(("127.0.0.1", 0)) as taken:
        result = run("desk", "--port", taken.getsockname()[1], *named)
    assert (result.exit_code, "the desk cannot be served" in result.stderr) == (3, True)
