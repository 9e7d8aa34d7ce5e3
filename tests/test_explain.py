from __future__ import annotations

from careerbot.explain import explain
from careerbot.model import (
    Candidate,
    Cite,
    Evidence,
    Fact,
    Findings,
    Item,
    Mark,
    Mention,
    Message,
    Plan,
    Question,
    Reply,
    Row,
    State,
    Step,
    Subject,
    Topic,
    Turn,
)

SURVEY = Cite("survey", "2025-05")


def make_turn(**changes):
    parts = {
        "message": Message("pay in ohio"),
        "text": "pay in ohio",
        "questions": (),
        "before": State(),
        "plan": Plan("answer"),
        "after": State(turn=1),
        "findings": (),
        "reply": Reply("", ""),
    }
    return Turn(**parts | changes)


def lines_of(kind, **changes):
    return [line for line in explain(make_turn(**changes)) if line.split(" ")[0] == kind]


def test_a_mention_is_told_with_its_words_and_what_else_they_may_mean():
    mention = Mention("place", "3900000", 7, 11, 0.97, ("t-oh-ohio",))
    question = Question("pay in ohio", "pay in {place}", (mention,), (), 0.9, ("zorp",))
    assert lines_of("heard", questions=(question,)) == ['heard     "ohio" = place 3900000 (0.97), or t-oh-ohio']
    assert lines_of("question", questions=(question,)) == ['question  "pay in {place}", ours by 0.90']
    assert lines_of("unknown", questions=(question,)) == ["unknown   zorp"]


def test_evidence_names_the_file_and_line_that_it_comes_from_weightiest_first():
    because = (
        Evidence("examples", 0.5, "what is the pay", Mark("intents/pay.yaml", 30)),
        Evidence("pattern", 0.9, "pay in {place}", Mark("intents/pay.yaml", 12, 3)),
    )
    question = Question("pay in ohio", "pay in {place}", (), (Candidate("pay", because, "pay.d1"),))
    assert [line.strip() for line in explain(make_turn(questions=(question,)))[2:5]] == [
        "meant     pay (pay.d1) 0.95",
        "because pattern 0.90: pay in {place}  [intents/pay.yaml:12:3]",
        "because examples 0.50: what is the pay  [intents/pay.yaml:30]",
    ]


def test_a_plan_is_told_with_its_reason_steps_and_assumptions():
    step = Step("pay", ("51-4121",), ("3900000",), percentile="p90", amount=60.0)
    plan = Plan("ask", (step,), "which_place", assumed=("occupation",))
    assert lines_of("plan", plan=plan) == ["plan      ask (which_place)"]
    assert lines_of("step", plan=plan) == ["step      pay occupations=51-4121 areas=3900000 percentile=p90 amount=60.0"]
    assert lines_of("assumed", plan=plan) == ["assumed   occupation"]


def test_figures_are_told_by_source_the_best_one_first_with_what_is_lacking():
    published = Fact("pay", "51-4121", "3900000", "p50", "year", 56000.0, SURVEY)
    capped = Fact("pay", "51-4121", "3900000", "p90", "year", 239200.0, SURVEY, "at_least")
    withheld = Fact("pay", "51-4121", "0010420", "p50", "year", None, SURVEY, "withheld")
    best = Row("pay", "3900000", SURVEY, (published, capped))
    other = Row("pay", "3900000", Cite("page", "2020"), (published,))
    findings = Findings(Step("pay"), (Subject("51-4121", "0010420", (best, other), (withheld,)),))
    assert lines_of("figures", findings=(findings,)) == [
        "figures   pay 51-4121 3900000, survey (2025-05): p50 year 56,000; p90 year at least 239,200"
    ]
    assert lines_of("or", findings=(findings,)) == ["or        pay 51-4121 3900000, page (2020): p50 year 56,000"]
    assert lines_of("lacking", findings=(findings,)) == ["lacking   pay 51-4121 0010420: p50 year withheld, survey"]


def test_items_are_told_with_their_sources_and_lines():
    item = Item("duties.1", "Plan the day.", (SURVEY,), Mark("occupations/a.yaml", 9), example=True)
    topic = Topic("duties", Mark("occupations/a.yaml", 5))
    findings = (Findings(Step("duties"), topic=topic, focus=item, items=(item,)),)
    assert lines_of("topic", findings=findings) == ["topic     duties  [occupations/a.yaml:5]"]
    described = "duties.1 (an invented example) from survey (2025-05)  [occupations/a.yaml:9]"
    assert lines_of("focus", findings=findings) == [f"focus     {described}"]
    assert lines_of("says", findings=findings) == [f"says      {described}"]


def test_sources_of_the_reply_are_told_in_order():
    reply = Reply("", "", (), (SURVEY, Cite("page", "undated")))
    assert lines_of("cites", reply=reply) == ["cites     survey (2025-05)", "cites     page (undated)"]


def test_only_what_changed_in_memory_is_told():
    before = State(occupations=("51-4121",), amount=60.0)
    after = State(occupations=("51-4121",), areas=("3900000",), turn=1)
    assert lines_of("remember", before=before, after=after) == [
        "remember  areas: - -> 3900000",
        "remember  amount: 60.0 -> -",
    ]


def test_a_press_is_told_by_what_it_sends():
    assert explain(make_turn(message=Message(press="v1|pay")))[0] == 'pressed   "v1|pay"'
