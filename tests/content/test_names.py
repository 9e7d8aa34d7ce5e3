"""Names that lead nowhere -> hints with the names that somebody is likely to have meant."""

from __future__ import annotations

import pytest

from careerbot.content.names import NameBooks, suggest_intent
from careerbot.model import Intent, Mark, Occupation, Place

JOBS = {
    "51-4121": ("Welders, cutters, solderers, and brazers", "welder", ("welding pipes", "pipe welder")),
    "51-4122": ("Welding machine setters", "welding machine setter", ()),
    "13-2072": ("Loan officers", "loan officer", ("lender", "billing person")),
    "31-1120": ("Personal care aides", "personal care aide", ()),
    "39-9032": ("Personal trainers", "personal trainer", ()),
    "39-9099": ("Personal service workers", "personal service worker", ()),
    "29-1141": ("Registered nurses", "registered nurse", ("nurse",)),
    "25-2021": ("Teachers", "teacher", ("coach",)),
    "25-2031": ("Secondary teachers", "secondary teacher", ("coach",)),
}
PLACES = [
    ("0000000", "United States", "nation"),
    ("3900000", "Ohio", "state"),
    ("t-a", "Kent, OH", "town"),
    ("t-b", "Kent, WA", "town"),
    ("t-c", "Spokane, WA", "town"),
]
WHERE = Mark("occupations/titles.csv")


@pytest.fixture(scope="module")
def books():
    jobs = {id: Occupation(id, title, singular, WHERE, also=also) for id, (title, singular, also) in JOBS.items()}
    return NameBooks(jobs, {id: Place(id, name, kind, (), WHERE) for id, name, kind in PLACES})


@pytest.mark.parametrize(
    ("name", "hint"),
    [
        ("wleder", 'did you mean "welder" (Welders, cutters, solderers, and brazers, 51-4121)?'),
        ("Regsitered  Nurse", 'did you mean "registered nurse" (Registered nurses, 29-1141)?'),
        ("coahc", 'did you mean "coach" (2 occupations)?'),
    ],
)
def test_letters_that_changed_places_are_one_slip_and_the_official_title_is_told(books, name, hint):
    assert books.suggest_job(name) == hint


def test_of_a_name_that_is_no_slip_the_official_titles_of_its_rarest_words_are_told(books):
    assert books.suggest_job("welding person") == (
        'did you mean "51-4121" (Welders, cutters, solderers, and brazers) or "51-4122" (Welding machine setters)?'
    )


def test_digits_that_changed_places_are_likelier_than_others(books):
    assert books.suggest_job("51-4212").startswith('did you mean "51-4122" (Welding machine setters)')


@pytest.mark.parametrize(
    ("name", "hint"),
    [
        ("Welder", "a code is wanted here: 51-4121 (Welders, cutters, solderers, and brazers)"),
        ("coach", "a code is wanted here: 25-2021 (Teachers) or 25-2031 (Secondary teachers)"),
        ("nusre", "a code is wanted here: 29-1141 (Registered nurses)"),
        ("51-4112", 'did you mean "51-4121" (Welders'),
        ("zebra", "a code is wanted here; `careerbot ask --explain"),
    ],
)
def test_where_only_a_code_can_stand_the_code_of_a_name_is_told(books, name, hint):
    assert books.suggest_code(name).startswith(hint)


def test_where_only_the_code_of_a_place_can_stand_it_is_told(books):
    assert books.suggest_area("Ohio") == books.suggest_area("3900001") == "a code is wanted here: 3900000 (Ohio)"
    assert books.suggest_area("9999999") == "a code is wanted here; `careerbot ask --explain` shows them"


@pytest.mark.parametrize(
    ("name", "hint"),
    [
        ("trianing", 'did you mean "training"?'),
        ("training on the job", 'did you mean "training"?'),
        (
            "classes",
            'did you mean "training" (Training on the job) or "cost" (What school costs)? '
            "docs/knowledge.md lists all intents",
        ),
        ("schools", 'did you mean "cost" (What school costs)? docs/knowledge.md lists all intents'),
        ("zebra", "docs/knowledge.md lists all intents"),
    ],
)
def test_an_intent_is_told_by_its_spelling_its_label_or_the_words_of_its_examples(name, hint):
    intents = [
        Intent("cost", "What school costs", WHERE, examples=(("is the class free", WHERE), ("what is tuition", WHERE))),
        Intent("training", "Training on the job", WHERE, examples=(("do they have classes", WHERE),)),
        Intent("chat", "Small talk", WHERE, kind="talk", examples=(("zebra", WHERE),)),
    ]
    assert suggest_intent(name, {intent.id: intent for intent in intents}) == hint


def test_where_no_name_is_near_the_hint_says_where_names_are_shown(books):
    assert "careerbot ask --explain" in books.suggest_job("zebra")
    assert books.suggest_job("77-0077") == books.suggest_job("zebra")
    assert books.suggest_place("zebra") == "name a state, a county, or a town with its state: Kent, OH"


@pytest.mark.parametrize(
    ("name", "hint"),
    [
        ("ohoi", 'did you mean "ohio"?'),
        ("Kent", "name it in full: kent, oh; kent, wa"),
        ("kent oh", 'did you mean "kent, oh"?'),
        ("spokan", 'did you mean "spokane, wa"?'),
    ],
)
def test_places_are_told_by_their_full_names(books, name, hint):
    assert books.suggest_place(name) == hint
