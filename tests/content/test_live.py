"""Names in FAQ entries -> what they stand for; what stands for nothing is reported with the nearest name."""

from __future__ import annotations

from pathlib import Path

import pytest

from careerbot.content.checks import check_layers
from careerbot.content.knowledge import load_content
from careerbot.model import Faq, Problem

BASE = Path(__file__).parents[1] / "broken" / "_base" / "knowledge"
FILES = {
    "places/ours.csv": "id,name,kind,state,chain,population,also,note\n3900000,Ohio,state,OH,0000000,,,\n"
    't-ohio,"Ohio, IL",town,IL,0000000,,ohio,\nt-a,"Kent, OH",town,OH,3900000 0000000,,,\n'
    't-b,"Kent, WA",town,WA,5300000 0000000,,,\n',
    "occupations/titles.csv": "id,title,singular,also\n35-1011,Chefs,chef,cook\n35-2014,Cooks,cook,chef|baker\n"
    "51-3011,Bakers and more,bakery worker,baker\n",
    "facts/pay/ours.csv": "occupation,area,source,period,year_p50,note\n51-4121,3900000,survey,2025-05,50340,\n",
}


@pytest.fixture
def layer(tmp_path):
    for name, text in FILES.items():
        (tmp_path / "own" / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / "own" / name).write_text(text, "utf-8")

    def write(say: str = "Upstairs.", more: str = "", asks: str = "where is it") -> Path:
        (tmp_path / "own" / "faq").mkdir(exist_ok=True)
        entry = f"entries:\n  - id: a\n    intent: duties\n    asks: [{asks}]\n    say: |-\n      {say}\n{more}"
        (tmp_path / "own" / "faq" / "ours.yaml").write_text(entry, "utf-8")
        return tmp_path / "own"

    return write


def load(path: Path) -> tuple[tuple[Faq, ...], list[Problem]]:
    content = load_content([BASE, path])
    return content.knowledge.faq, list(content.problems)


def reported(path: Path) -> list[tuple[str, int, str]]:
    _, problems = load(path)
    return [(p.code, p.where.line, p.hint) for p in problems]


def mistakes(*layers: Path) -> list[Problem]:
    """What is wrong in layers over the base; no conversation proves their entries here."""
    return [p for p in check_layers([BASE, *layers]) if p.code != "entry-without-dialogue"]


def live_of(path: Path) -> list[tuple[str, str]]:
    (entry,), problems = load(path)
    assert problems == []
    return [(call.occupation, call.area) for call in entry.item.live or ()]


@pytest.mark.parametrize("job", ["welder", "Welders", "TIG  welder", "51-4121"])
def test_a_job_is_found_by_its_code_or_any_of_its_names(layer, job):
    assert live_of(layer(f'{{{{ pay("{job}", "ohio").median }}}}')) == [("51-4121", "3900000")]


def test_a_state_goes_before_a_town_of_its_name_and_a_title_before_another_jobs_name(layer):
    assert live_of(layer('{{ pay("chef", "Ohio").median }}')) == [("35-1011", "3900000")]


def test_a_call_without_a_place_is_about_the_nation(layer):
    assert live_of(layer('{{ outlook("welder").growth }}')) == [("51-4121", "0000000")]


@pytest.mark.parametrize(
    ("say", "code", "hint"),
    [
        ('{{ pay("weldr", "ohio").median }}', "unknown-occupation", 'did you mean "welder" (Welders, 51-4121)?'),
        ('{{ pay("welder", "ohoi").median }}', "unknown-place", 'did you mean "ohio"?'),
        ('{{ pay("welder", "kent").median }}', "unknown-place", "name it in full: kent, oh; kent, wa"),
        (
            '{{ pay("baker").median }}',
            "name-of-several",
            "name one by its code: Cooks (35-2014); Bakers and more (51-3011)",
        ),
        ('{{ pay("welder").medain }}', "template-name", 'did you mean "median"?'),
        ('{{ pay("welder").hourly.p99 }}', "template-name", 'did you mean "p90"?'),
        ('{{ outlook("welder").hourly }}', "template-name", "there are: growth, openings, jobs"),
        ('{{ wage("welder") }}', "template-name", "there are: pay, outlook"),
        ('{{ pay(job, "ohio").median }}', "template-fails", 'write pay("welder", "ohio")'),
        (
            "It pays {{ pay(“welder”, ‘ohio’).median }}.",
            "template-syntax",
            'write straight ones: {{ pay("welder", "ohio").median }}',
        ),
        ('{{ pay("welder" }}', "template-syntax", 'write {{ pay("welder", "ohio").median }}'),
    ],
)  # fmt: skip
def test_a_wrong_name_is_reported_at_its_line_and_the_entry_left_out(layer, say, code, hint):
    path = layer(f"First.\n\n      {say}")
    found = reported(path)
    assert (code, 8, hint) in found
    assert load(path)[0] == ()


def test_a_place_condition_is_found_by_name_or_reported_at_its_line(layer):
    (entry,), _ = load(layer(more="    where: Kent, OH\n"))
    assert entry.place == "t-a"
    assert reported(layer(more="    where: ohoi\n")) == [("unknown-place", 7, 'did you mean "ohio"?')]


@pytest.mark.parametrize(
    ("say", "cure"),
    [
        ('Half earn { pay("welder", "ohio").median } or more.', '{{ pay("welder", "ohio").median }}'),
        ('Half earn {pay("welder").hourly.median}} or more.', '{{ pay("welder").hourly.median }}'),
        ('It pays {{ pay("welder") }} or pay("welder").p90 at best.', '{{ pay("welder").p90 }}'),
        ("Half earn { pay(“welder”) } or more.", '{{ pay("welder") }}'),
        ("Ohio: pay(welder, ohio).median", "{{ pay(welder, ohio).median }}"),
        ("Half earn { median } or more.", '{{ pay("welder", "ohio").median }}'),
    ],
)
def test_a_figure_that_would_be_shown_as_it_is_written_is_reported_and_the_entry_left_out(layer, say, cure):
    path = layer(say)
    assert reported(path) == [("unfilled-figure", 6, f"write two braces on both sides: {cure}")]
    assert load(path)[0] == ()


@pytest.mark.parametrize("say", ["We pay (and well).", 'The pay ("good") and outlook(s) differ.', "Ask about pay."])
def test_words_that_are_no_call_are_no_figure(layer, say):
    assert mistakes(layer(say)) == []


@pytest.mark.parametrize("day", ["2026-02-30", "2026-3-1", "March", "2026"])
def test_a_day_that_is_none_is_reported_at_its_line(layer, day):
    assert reported(layer(more=f"    review: {day}\n")) == [("bad-date", 7, "write it as 2026-03-01")]


def test_a_live_answer_that_cannot_be_said_is_reported(layer):
    path = layer('{{ pay("welder", "ohio")[0] }}')
    assert [problem.code for problem in mistakes(path)] == ["template-fails"]


def test_a_live_answer_needs_no_source_of_its_own(layer):
    assert mistakes(layer('Half earn {{ pay("welder", "ohio").median }} or more.')) == []


def test_next_questions_are_intents_or_other_entries(layer):
    (entry,), problems = load(layer(more="    next: [faq.a, duties, faq.b]\n"))
    assert entry.next == ("faq.a", "duties")
    assert [(p.code, p.where.line) for p in problems] == [("unknown-intent", 7)]


@pytest.mark.parametrize("wrong", ["intent: salary", "sya: x", 'author: "{}"\n    say: Pay is {{ wage() }}.'])
def test_an_entry_that_leads_to_one_that_is_left_out_for_its_own_mistake_is_not_reported(layer, wrong):
    say = "" if "say:" in wrong else "\n    say: Downstairs."
    intent = "" if "intent:" in wrong else "\n    intent: duties"
    second = f"  - id: b\n    asks: [who is it]{intent}\n    {wrong}{say}\n"
    path = layer(more=f"    next: [faq.b]\n{second}")
    assert len(reported(path)) == 1
    assert [entry.next for entry in load(path)[0]] == [()]


def test_the_same_question_may_be_answered_in_each_layer_and_for_each_place_but_not_twice_in_one(layer, tmp_path):
    second = "  - id: b\n    intent: duties\n    asks: [where is it?]\n    say: Downstairs.\n"
    assert [p.code for p in mistakes(layer(more=second))] == ["repeated-ask"]
    assert mistakes(layer(more=second + "    where: ohio\n")) == []
    other = tmp_path / "other"
    (other / "faq").mkdir(parents=True)
    (other / "faq" / "b.yaml").write_text(f"entries:\n{second}")
    assert mistakes(layer(), other) == []
