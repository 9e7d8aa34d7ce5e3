"""Jobs, places and terms are found in what people type, and everyday words are not taken for them."""

from __future__ import annotations

import itertools
from collections.abc import Iterator

import pytest

from careerbot.model import Item, Mark, Occupation, Place, PlaceKind, Term
from careerbot.reading.names import Names, TitleIndex
from careerbot.reading.quantities import find_mentions
from careerbot.reading.text import normalise

HERE = Mark("names")
WASHINGTON = "5300000"

JOBS = [
    ("11-3051", "Industrial production managers", ["production manager", "plant manager", "production supervisor"]),
    ("11-2021", "Marketing managers", ["product manager"]),
    ("13-1082", "Project management specialists", ["project manager"]),
    ("15-1252", "Software developers", ["software engineer"]),
    ("15-1254", "Web developers", []),
    ("15-1255", "Web and digital interface designers", ["UX designer"]),
    ("25-2021", "Elementary school teachers, except special education", ["elementary teacher"]),
    ("25-2031", "Secondary school teachers, except special education", ["high school teacher"]),
    ("41-9022", "Real estate sales agents", ["real estate"]),
    ("27-2012", "Producers and directors", ["film producer", "movie director", "stage production manager"]),
    ("29-1141", "Registered nurses", ["nurse", "RN", "emergency room nurse", "staff nurse"]),
    ("31-1131", "Nursing assistants", ["CNA"]),
    ("31-9092", "Medical assistants", []),
    ("33-3051", "Police and sheriff's patrol officers", ["police officer", "cop"]),
    ("35-1011", "Chefs and head cooks", ["sous chef"]),
    ("35-2014", "Cooks, restaurant", ["cook", "line cook"]),
    ("47-2111", "Electricians", []),
    ("47-2152", "Plumbers, pipefitters, and steamfitters", ["plumber"]),
    ("49-3031", "Bus and truck mechanics and diesel engine specialists", ["diesel mechanic"]),
    ("49-9021", "Heating, air conditioning, and refrigeration mechanics and installers", ["HVAC technician", "HVAC"]),
    ("51-4121", "Welders, cutters, solderers, and brazers", ["welder", "pipe welder", "TIG welder"]),
    ("53-3032", "Heavy and tractor-trailer truck drivers", ["truck driver"]),
    ("53-7065", "Stockers and order fillers", ["warehouse worker"]),
]
SINGULAR = {
    "Elementary school teachers, except special education": "elementary school teacher (except special education)",
    "Secondary school teachers, except special education": "secondary school teacher (except special education)",
    "Producers and directors": "producer or director",
    "Chefs and head cooks": "chef or head cook",
    "Cooks, restaurant": "restaurant cook",
    "Plumbers, pipefitters, and steamfitters": "plumber, pipefitter, or steamfitter",
    "Welders, cutters, solderers, and brazers": "welder, cutter, solderer, or brazer",
}
STATES = {
    "AL": ("0100000", "Alabama"), "DC": ("1100000", "District of Columbia"), "GA": ("1300000", "Georgia"),
    "ID": ("1600000", "Idaho"), "ME": ("2300000", "Maine"), "NE": ("3100000", "Nebraska"),
    "NY": ("3600000", "New York"), "OH": ("3900000", "Ohio"), "OK": ("4000000", "Oklahoma"),
    "OR": ("4100000", "Oregon"), "PA": ("4200000", "Pennsylvania"), "TX": ("4800000", "Texas"),
    "WA": (WASHINGTON, "Washington"),
}  # fmt: skip
AREAS = [
    ("0042660", "Seattle-Tacoma-Bellevue, WA", "metro", "WA", ""),
    ("0028420", "Kennewick-Richland, WA", "metro", "WA", "tri cities|tri-cities"),
    ("0030300", "Lewiston, ID-WA", "metro", "ID", ""),
    ("0035620", "New York-Newark-Jersey City, NY-NJ", "metro", "NY", "nyc"),
    ("0019100", "Dallas-Fort Worth-Arlington, TX", "metro", "TX", "dfw"),
    ("r-wa-north", "Chelan, Douglas, and Grant Counties", "region", "WA", ""),
]
COUNTIES = [
    ("c53033", "King County, WA", "WA", "0042660"), ("c48269", "King County, TX", "TX", ""),
    ("c53007", "Chelan County, WA", "WA", "r-wa-north"), ("c53017", "Douglas County, WA", "WA", "r-wa-north"),
    ("c53025", "Grant County, WA", "WA", "r-wa-north"), ("c53053", "Pierce County, WA", "WA", "0042660"),
]  # fmt: skip
TOWNS = [
    ("Seattle", "WA", "c53033 0042660", 690_000), ("Tacoma", "WA", "c53053 0042660", 210_000),
    ("Bellevue", "WA", "c53033 0042660", 140_000), ("Bellevue", "NE", "", 55_000), ("Bellevue", "OH", "", 8_000),
    ("Kennewick", "WA", "0028420", 78_000), ("Richland", "WA", "0028420", 54_000), ("Kelso", "WA", "", 12_000),
    ("Clarkston", "WA", "0030300", 7_000), ("Lewiston", "ID", "0030300", 32_000), ("Lewiston", "ME", "", 36_000),
    ("Portland", "OR", "", 630_000), ("Portland", "ME", "", 66_000), ("Vancouver", "WA", "", 190_000),
    ("Reading", "PA", "", 88_000), ("Mobile", "AL", "", 190_000), ("Normal", "AL", "", 5_000),
    ("Buffalo", "NY", "", 258_000), ("Hope", "ID", "", 900), ("Anna", "TX", "", 16_000),
    ("New York City", "NY", "0035620", 8_000_000), ("Moses Lake", "WA", "c53025", 24_000),
]  # fmt: skip
TERMS = [("oee", "OEE", "overall equipment effectiveness"), ("kaizen", "Kaizen", "")]


def make_place(id: str, name: str, kind: PlaceKind, state: str, chain: str, people: int = 0, also: str = "") -> Place:
    areas = [id, *chain.split(), *([STATES[state][0]] if state and kind != "state" else []), "0000000"]
    names = tuple(other for other in also.split("|") if other)
    return Place(id, name, kind, tuple(dict.fromkeys(areas)), HERE, names, state, people)


def make_places() -> Iterator[Place]:
    yield make_place("0000000", "United States", "nation", "", "", also="usa|the us")
    yield make_place("x-ca-vancouver", "Vancouver, Canada", "abroad", "", "", also="vancouver|vancouver bc")
    for letters, (id, name) in STATES.items():
        yield make_place(id, name, "state", letters, "")
    for area, name, kind, state, also in AREAS:
        yield make_place(area, name, kind, state, "", also=also)  # type: ignore[arg-type]
    for county, name, state, chain in COUNTIES:
        yield make_place(county, name, "county", state, chain)
    for town, state, chain, people in TOWNS:
        slug = town.lower().replace(" ", "-")
        yield make_place(f"t-{state.lower()}-{slug}", f"{town}, {state}", "town", state, chain, people)


@pytest.fixture(scope="module")
def names() -> Names:
    jobs = [
        Occupation(id, title, SINGULAR.get(title, title.removesuffix("s").lower()), HERE, tuple(also))
        for id, title, also in JOBS
    ]
    terms = [Term(id, name, Item(id, "", (), HERE), (also,) if also else ()) for id, name, also in TERMS]
    return Names.build(jobs, make_places(), terms)


def found(names: Names, text: str, home: str = "") -> list[str]:
    return [mention.id for mention in names.find(normalise(text, {}), home)]


# ------------------------------------------------------------------ jobs
@pytest.mark.parametrize(
    ("text", "ids"),
    [
        ("how long till im a production manager", ["11-3051"]),
        ("do plant managers wear suits", ["11-3051"]),
        ("prod mgr hours", ["11-3051"]),
        ("industrial prod mgr or plumber", ["11-3051", "47-2152"]),
        ("rn vs cna for a single dad", ["29-1141", "31-1131"]),
        ("my cousin is a sous chef", ["35-1011"]),
        ("web dev without college", ["15-1254"]),
        ("is ux designer dying", ["15-1255"]),
        ("electricians, plumbers and welders", ["47-2111", "47-2152", "51-4121"]),
        ("what do rns make", ["29-1141"]),
        ("and the plumber", ["47-2152"]),
        ("whats the plumber median", ["47-2152"]),
    ],
)
def test_a_job_is_found_by_any_of_its_names_plurals_and_short_forms(names: Names, text: str, ids: list[str]) -> None:
    assert found(names, text) == ids


@pytest.mark.parametrize(
    ("text", "id"),
    [
        ("prodution manger", "11-3051"),
        ("production mangers pay", "11-3051"),
        ("whats an electrican get", "47-2111"),
        ("elementry teacher", "25-2021"),
        ("plumer school", "47-2152"),
        ("high school teecher", "25-2031"),
        ("weldr pay", "51-4121"),
        ("softwear enginer", "15-1252"),
    ],
)
def test_a_typo_in_a_title_still_finds_the_occupation(names: Names, text: str, id: str) -> None:
    assert found(names, text) == [id]


@pytest.mark.parametrize(
    ("text", "id"),
    [
        ("is nursing worth it", "29-1141"),
        ("welding classes", "51-4121"),
        ("plumbing apprentice", "47-2152"),
        ("a degree in production management", "11-3051"),
        ("truck driving school", "53-3032"),
        ("can i drive a truck with bad eyes", "53-3032"),
    ],
)
def test_the_name_of_the_work_stands_for_those_who_do_it(names: Names, text: str, id: str) -> None:
    assert found(names, text) == [id]


@pytest.mark.parametrize(
    "text",
    [
        "my manager yells at me",
        "im an operator what now",
        "i want to be an assistant",
        "engineer or technician",
        "can you cook dinner",
        "the nurse was rude to me",
        "call me at 4 pm",
        "are you a real person",
        "how do people manage that",
    ],
)
def test_everyday_words_and_bare_ranks_are_no_jobs(names: Names, text: str) -> None:
    assert found(names, text) == []


def test_an_everyday_word_is_a_job_where_a_job_is_spoken_of(names: Names) -> None:
    assert found(names, "cook pay") == ["35-2014"]
    assert found(names, "how do i become a cook") == ["35-2014"]


def test_letters_that_several_jobs_share_give_all_of_them(names: Names) -> None:
    (mention,) = names.find("pm salary")
    assert (mention.id, *mention.options) == ("11-3051", "13-1082", "11-2021")


def test_other_managers_are_not_taken_for_production_managers(names: Names) -> None:
    assert found(names, "product manager pay") == ["11-2021"]
    assert found(names, "project manager pay") == ["13-1082"]
    assert found(names, "film production manager pay") == ["27-2012"]


def test_a_title_nobody_wrote_down_is_guessed_from_titles_like_it(names: Names) -> None:
    mention = names.find("is hvac guy a good job")[0]
    assert mention.id == "49-9021"
    assert found(names, "emergency nurse hours") == ["29-1141"]


def test_a_field_takes_the_word_after_it_that_makes_it_a_job(names: Names) -> None:
    text = "real estate agent pros and cons"
    (mention,) = names.find(text)
    assert (mention.id, text[mention.start : mention.end]) == ("41-9022", "real estate agent")


def test_terms_of_the_trade_are_found_by_either_name(names: Names) -> None:
    assert found(names, "explain oee to me") == ["oee"]
    assert found(names, "what is overall equipment effectiveness") == ["oee"]


# ------------------------------------------------------------------ places
@pytest.mark.parametrize(
    ("text", "ids"),
    [
        ("bellevue ne", ["t-ne-bellevue"]),
        ("portland, maine", ["t-me-portland"]),
        ("plumber in portland or", ["47-2152", "t-or-portland"]),
        ("portland or seattle", ["t-or-portland", "t-wa-seattle"]),
        ("reading pa electricians", ["t-pa-reading", "47-2111"]),
        ("mobile, alabama", ["t-al-mobile"]),
        ("vancouver bc", ["x-ca-vancouver"]),
        ("washington", [WASHINGTON]),
        ("ohio", ["3900000"]),
        ("new york", ["3600000"]),
        ("new york city", ["t-ny-new-york-city"]),
        ("nyc", ["0035620"]),
        ("dfw", ["0019100"]),
        ("tri cities", ["0028420"]),
        ("moses lake", ["t-wa-moses-lake"]),
        ("across the us", ["0000000"]),
    ],
)
def test_a_place_is_found_with_what_follows_its_name(names: Names, text: str, ids: list[str]) -> None:
    assert found(names, text) == ids


@pytest.mark.parametrize(
    ("text", "ids"),
    [
        ("king county", ["c53033"]),
        ("king conty jobs", ["c53033"]),
        ("chelan douglas grant county", ["r-wa-north"]),
        ("chelan, douglas and grant counties", ["r-wa-north"]),
        ("seattle tacoma", ["0042660"]),
        ("seattle-tacoma", ["0042660"]),
        ("clarkston lewiston", ["0030300"]),
        ("kennewick", ["t-wa-kennewick"]),
    ],
)
def test_counties_and_towns_named_together_are_their_common_area(names: Names, text: str, ids: list[str]) -> None:
    assert found(names, text) == ids


@pytest.mark.parametrize(
    ("text", "id"),
    [("kenewick welders", "t-wa-kennewick"), ("jobs in seatle", "t-wa-seattle"), ("pensylvania", "4200000")],
)
def test_a_typo_in_a_place_still_finds_it(names: Names, text: str, id: str) -> None:
    assert id in found(names, text)


@pytest.mark.parametrize(
    "text",
    [
        "is there much reading in it",
        "i need a mobile phone",
        "a normal day",
        "i hope so",
        "buffalo wings",
        "hi im anna",
        "is it me or is it low",
        "tell us more",
        "ok hi oh well",
    ],
)
def test_everyday_words_are_no_places(names: Names, text: str) -> None:
    assert found(names, text) == []


def test_an_everyday_word_after_in_is_a_town(names: Names) -> None:
    assert found(names, "is there work in mobile") == ["t-al-mobile"]


def test_the_letters_of_a_state_count_after_in_at_the_end(names: Names) -> None:
    assert found(names, "what does it pay in pa") == ["4200000"]
    assert found(names, "wa pay") == [WASHINGTON]


def test_a_name_of_several_sizeable_places_gives_the_others_as_options(names: Names) -> None:
    (mention,) = names.find("bellevue")
    assert (mention.id, mention.options) == ("t-wa-bellevue", ("t-ne-bellevue",))


def test_the_town_that_an_area_is_called_by_comes_before_a_larger_suburb_of_another() -> None:
    places = [
        make_place("0037900", "Peoria, IL", "metro", "", ""),
        make_place("0038060", "Phoenix-Mesa, AZ", "metro", "", ""),
        make_place("t-az-peoria", "Peoria, AZ", "town", "", "0038060", 190_000),
        make_place("t-il-peoria", "Peoria, IL", "town", "", "0037900", 115_000),
        make_place("t-il-pekin", "Pekin, IL", "town", "", "0037900", 90_000),
    ]
    (mention,) = Names.build([], places, []).find("pay in peoria")
    assert (mention.id, mention.options) == ("t-il-peoria", ("t-az-peoria",))


def test_a_state_said_to_be_meant_tells_which_town(names: Names) -> None:
    assert found(names, "line cooks in portland as in maine") == ["35-2014", "t-me-portland"]


def test_the_home_state_comes_first_among_places_of_one_name(names: Names) -> None:
    (mention,) = names.find("portland", "2300000")
    assert mention.id == "t-me-portland"


def test_a_state_named_beside_a_town_leaves_nothing_to_ask(names: Names) -> None:
    (mention,) = names.find("bellevue washington")
    assert (mention.id, mention.options) == ("t-wa-bellevue", ())


# ------------------------------------------------------------------ together
def test_mentions_stand_in_the_order_of_the_text_and_do_not_overlap(names: Names) -> None:
    text = "would a welder in seattle get $31/hr or is that the 90th percentile"
    mentions = find_mentions(text, names)
    assert [m.id for m in mentions] == ["51-4121", "t-wa-seattle", "31/hour", "p90"]
    assert all(a.end <= b.start for a, b in itertools.pairwise(mentions))
    assert [text[m.start : m.end] for m in mentions][:2] == ["welder", "seattle"]


def test_a_message_that_names_nothing_has_no_mentions(names: Names) -> None:
    assert names.find("") == ()
    assert names.find("what should i do next ?") == ()


def test_an_index_read_back_finds_the_same(names: Names) -> None:
    again = Names.load(names.dump())
    for text in ("prodution manger in kenewick", "pm in portland , maine", "hvac guy", "chelan douglas grant county"):
        assert again.find(text) == names.find(text)


# ------------------------------------------------------------------ titles
TITLES = [
    ("welder", "weld"), ("tig welder", "weld"), ("pipe welder", "weld"), ("welding technician", "weld"),
    ("registered nurse", "nurse"), ("staff nurse", "nurse"), ("emergency room nurse", "nurse"),
    ("senior accountant", "money"), ("tax accountant", "money"), ("accounting manager", "money"),
    ("production manager", "plant"), ("plant manager", "plant"), ("manufacturing manager", "plant"),
]  # fmt: skip


@pytest.fixture(scope="module")
def titles() -> TitleIndex:
    return TitleIndex.fit(TITLES)


@pytest.mark.parametrize(
    ("title", "code"),
    [
        ("tig weldr", "weld"),
        ("Registered Nurses", "nurse"),
        ("nurse, emergency room", "nurse"),
        ("sr accountant", "money"),
        ("Mfg Mgr", "plant"),
        ("welding tech", "weld"),
    ],
)
def test_a_title_is_ranked_first_for_its_code_however_it_is_typed(titles: TitleIndex, title: str, code: str) -> None:
    assert titles.rank(title)[0][0] == code


def test_a_title_as_written_scores_near_one_and_a_strange_text_low(titles: TitleIndex) -> None:
    assert titles.rank("plant manager")[0][1] > 0.9
    assert all(score < 0.5 for _, score in titles.rank("purple elephant dancing"))
    assert titles.rank("?!") == []


def test_a_title_of_several_codes_gives_each_of_them() -> None:
    index = TitleIndex.fit([*TITLES, ("coordinator", "one"), ("coordinator", "two")])
    assert {code for code, _ in index.rank("coordinator")[:2]} == {"one", "two"}


def test_scores_fall_and_stay_between_nought_and_one(titles: TitleIndex) -> None:
    scores = [score for _, score in titles.rank("nurse manager")]
    assert scores == sorted(scores, reverse=True)
    assert all(0 <= score <= 1 for score in scores)


def test_a_title_index_read_back_ranks_the_same_and_an_empty_one_nothing(titles: TitleIndex) -> None:
    assert TitleIndex.load(titles.dump()).rank("er nurse") == titles.rank("er nurse")
    empty = TitleIndex.fit([])
    assert empty.rank("welder") == TitleIndex.load(empty.dump()).rank("welder") == []


@pytest.mark.parametrize(
    ("text", "id"),
    [
        ("pay for heating, air conditioning, and refrigeration mechanics and installers in ohio", "49-9021"),
        ("elementary school teacher (except special education) hours", "25-2021"),
        ("what do welders, cutters, solderers, and brazers earn", "51-4121"),
    ],
)
def test_an_official_title_is_read_whole_with_its_commas_and_brackets(names: Names, text: str, id: str) -> None:
    assert [m.id for m in names.find(normalise(text, {})) if m.kind == "occupation"] == [id]


def test_a_slip_in_a_plural_is_mended_too(names: Names) -> None:
    assert [m.id for m in names.find("what do weldrs make")] == ["51-4121"]


def test_a_job_that_nothing_knows_offers_those_of_the_nearest_titles(names: Names) -> None:
    (mention,) = names.find("how do i become a roof shingle roofer")
    assert (mention.kind, mention.score < 0.3, len(mention.options)) == ("occupation", True, 2)


@pytest.mark.parametrize("text", ["my boss is a bad manager", "is it a long shift", "who is the best speaker"])
def test_a_word_that_ends_like_a_job_is_none_by_itself(names: Names, text: str) -> None:
    assert names.find(text) == ()


def test_a_town_before_georgia_lies_in_the_state_and_not_in_the_country():
    names = Names.build(
        [],
        [
            Place("x-georgia", "Georgia", "abroad", ("x-georgia",), HERE),
            Place("1300000", "Georgia", "state", ("1300000", "0000000"), HERE, state="GA"),
            Place(
                "t-ga-rome",
                "Rome, GA",
                "town",
                ("t-ga-rome", "1300000", "0000000"),
                HERE,
                state="GA",
                population=37_000,
            ),
        ],
        [],
    )
    assert [m.id for m in names.find("welder pay in rome georgia")] == ["t-ga-rome"]
