"""The table of figures: what it finds, what it reports, and that the figures in knowledge/ are the published ones."""

from __future__ import annotations

import csv
import lzma
from collections import Counter
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from careerbot.content.facts import FactTable, Known
from careerbot.content.files import SourceFile, list_files
from careerbot.model import Fact, Problem

KNOWLEDGE = Path(__file__).parents[2] / "knowledge"
PAY_HEADER = "occupation,area,source,period,employment,hour_p50,year_p50,note"
Write = Callable[..., SourceFile]


@pytest.fixture
def write(tmp_path: Path) -> Write:
    """Writes a fact file into a layer and gives it back as the loader would."""

    def write_file(*lines: str, layer: str = "base", name: str = "facts/pay/some.csv") -> SourceFile:
        path = tmp_path / layer / name
        path.parent.mkdir(parents=True, exist_ok=True)
        data = "".join(f"{line}\n" for line in lines).encode()
        path.write_bytes(lzma.compress(data) if path.suffix == ".xz" else data)
        return SourceFile(path, tmp_path / layer, name, f"{layer}/{name}")

    return write_file


def built(*files: SourceFile, known: Known | None = None) -> tuple[FactTable, list[Problem]]:
    return FactTable.build(files, known=known)


def said(problems: list[Problem]) -> list[tuple[str, str]]:
    """(file:line, code) of each problem."""
    return [(f"{p.where.file}:{p.where.line}", p.code) for p in problems]


def values(facts: tuple[Fact, ...]) -> dict[str, float | None]:
    return {f"{fact.unit}_{fact.measure}": fact.value for fact in facts}


# ------------------------------------------------------------------ what it finds
def test_a_column_with_a_unit_before_it_becomes_measure_and_unit(write: Write) -> None:
    table, problems = built(write(PAY_HEADER, "11-3051,0000000,bls,2025-05,246250,60.61,126060,a note"))
    jobs, hour, year = table.find("pay", "11-3051", "0000000")
    assert not problems
    assert (jobs.measure, jobs.unit, jobs.value) == ("employment", "jobs", 246250)
    assert (hour.measure, hour.unit, hour.value) == ("p50", "hour", 60.61)
    assert (year.cite.source, year.cite.period, year.note, year.status) == ("bls", "2025-05", "a note", "published")


def test_a_figure_that_is_not_published_says_why(write: Write) -> None:
    table, _ = built(write(PAY_HEADER, "29-1215,0000000,bls,2025-05,x,u,>=239200,"))
    jobs, hour, year = table.find("pay", "29-1215", "0000000")
    assert (jobs.value, jobs.status) == (None, "withheld")
    assert (hour.value, hour.status) == (None, "other_unit_only")
    assert (year.value, year.status) == (239200, "at_least")


def test_an_empty_cell_gives_no_figure(write: Write) -> None:
    table, _ = built(write(PAY_HEADER, "11-3051,0000000,bls,2025-05,,,126060,"))
    assert [fact.unit for fact in table.find("pay", "11-3051", "0000000")] == ["year"]


def test_words_are_kept_as_text(write: Write) -> None:
    line = "11-3051,0000000,bls,2024-34,Bachelor's degree"
    table, _ = built(write("occupation,area,source,period,education", line, name="facts/entry/some.csv"))
    (fact,) = table.find("entry", "11-3051", "0000000")
    assert (fact.text, fact.value, fact.unit) == ("Bachelor's degree", None, "text")


def test_nothing_is_found_in_another_area_occupation_or_topic(write: Write) -> None:
    table, _ = built(write(PAY_HEADER, "11-3051,0000000,bls,2025-05,1,2,3,"))
    assert table.find("pay", "11-3051", "5300000") == ()
    assert table.find("pay", "51-4121", "0000000") == ()
    assert table.find("outlook", "11-3051", "0000000") == ()


def test_areas_are_found_by_the_digits_of_a_figure_in_them(write: Write) -> None:
    rows = ["11-3051,0000000,bls,2025-05,60.61,,126060,", "11-3051,5300000,bls,2025-05,66.28,,137860,"]
    table, _ = built(write(PAY_HEADER, *rows))
    assert table.areas("pay", "11-3051", "126060") == ("0000000",)
    assert table.areas("pay", "11-3051", "66.2") == ("5300000",)
    assert table.areas("pay", "11-3051", "99") == ()


def test_several_sources_stand_side_by_side_in_the_order_of_their_ids(write: Write) -> None:
    one = write(PAY_HEADER, "11-3051,0000000,wois,undated,,,103380,", name="facts/pay/a.csv")
    two = write(PAY_HEADER, "11-3051,0000000,bls,2025-05,,,126060,", name="facts/pay/b.csv.xz")
    table, _ = built(one, two)
    assert [fact.cite.source for fact in table.find("pay", "11-3051", "0000000")] == ["bls", "wois"]


def test_areas_and_occupations_with_figures_are_listed(write: Write) -> None:
    rows = ["11-3051,5300000", "11-3051,0000000", "51-4121,0000000"]
    table, _ = built(write(PAY_HEADER, *(f"{row},bls,2025-05,1,2,3," for row in rows)))
    assert table.areas("pay", "11-3051") == ("0000000", "5300000")
    assert table.areas("pay", "29-1141") == ()
    assert table.occupations() == ("11-3051", "51-4121")


def test_a_later_layers_row_replaces_the_earlier_one_whole(write: Write) -> None:
    base = write(PAY_HEADER, "11-3051,0000000,bls,2025-05,1,2,3,", "51-4121,0000000,bls,2025-05,1,2,3,")
    own = write("occupation,area,source,period,year_p50", "11-3051,0000000,bls,2026-05,9", layer="school")
    table, problems = built(base, own)
    assert values(table.find("pay", "11-3051", "0000000")) == {"year_p50": 9}
    assert table.find("pay", "11-3051", "0000000")[0].cite.period == "2026-05"
    assert len(table.find("pay", "51-4121", "0000000")) == 3
    assert not problems


def test_a_table_on_disk_opens_again_with_the_same_figures(write: Write, tmp_path: Path) -> None:
    path = tmp_path / "facts.sqlite"
    table, _ = FactTable.build([write(PAY_HEADER, "11-3051,0000000,bls,2025-05,1,2,3,")], path=path)
    again = FactTable.open(path)
    assert again.find("pay", "11-3051", "0000000") == table.find("pay", "11-3051", "0000000") != ()


def test_several_threads_find_the_right_figures_at_once(write: Write) -> None:
    rows = [f"11-{n:04},0000000,bls,2025-05,{n},2,3," for n in range(1, 200)]
    table, _ = built(write(PAY_HEADER, *rows))
    with ThreadPoolExecutor(8) as pool:
        found = list(pool.map(lambda n: table.find("pay", f"11-{n:04}", "0000000")[0].value, list(range(1, 200)) * 5))
    assert found == list(range(1, 200)) * 5


# ------------------------------------------------------------------ what it reports
def test_a_cell_that_is_no_figure_is_reported_and_only_it_left_out(write: Write) -> None:
    table, problems = built(write(PAY_HEADER, '11-3051,0000000,bls,2025-05,"246,250",60.61,about 126060,'))
    assert said(problems) == [("base/facts/pay/some.csv:2", "fact-bad-number")] * 2
    assert values(table.find("pay", "11-3051", "0000000")) == {"hour_p50": 60.61}


def test_a_comma_for_thousands_makes_one_bad_figure_and_not_two_good_ones(write: Write) -> None:
    table, problems = built(write(PAY_HEADER, '11-3051,0000000,bls,2025-05,"246,250",60.61,126060,'))
    assert said(problems) == [("base/facts/pay/some.csv:2", "fact-bad-number")]
    assert values(table.find("pay", "11-3051", "0000000")) == {"hour_p50": 60.61, "year_p50": 126060}


def test_an_unknown_column_is_reported_with_the_likely_name(write: Write) -> None:
    _, problems = built(write("occupation,area,source,period,year_p055,note", "11-3051,0000000,bls,2025-05,1,"))
    assert said(problems) == [("base/facts/pay/some.csv:1", "fact-unknown-measure")]
    assert "did you mean" in problems[0].hint


def test_a_missing_column_is_reported_and_the_file_left_out(write: Write) -> None:
    table, problems = built(write("occupation,area,year_p50", "11-3051,0000000,1"))
    assert said(problems) == [("base/facts/pay/some.csv:1", "fact-column-missing")]
    assert "source and period" in problems[0].message
    assert table.occupations() == ()


def test_a_repeated_row_is_reported_and_the_first_one_kept(write: Write) -> None:
    one = write(PAY_HEADER, "11-3051,0000000,bls,2025-05,1,2,3,", name="facts/pay/a.csv")
    two = write(PAY_HEADER, "11-3051,0000000,bls,2024-05,9,9,9,", name="facts/pay/b.csv")
    table, problems = built(one, two)
    assert said(problems) == [("base/facts/pay/b.csv:2", "fact-repeated")]
    assert table.find("pay", "11-3051", "0000000")[0].value == 1


def test_unknown_ids_are_reported_once_each_with_their_first_line(write: Write) -> None:
    rows = ["11-3051,0000000,bls,2025,1,2,3,", "11-3051,99,bls,2025,1,2,3,", "99-9999,99,bls,2025,1,2,3,",
            "11-3051,0000000,gossip,2025,1,2,3,"]
    known = Known({"11-3051"}, {"0000000"}, {"bls"})
    table, problems = built(write(PAY_HEADER, *rows), known=known)
    assert sorted(said(problems)) == [
        ("base/facts/pay/some.csv:3", "fact-unknown-area"),
        ("base/facts/pay/some.csv:4", "fact-unknown-occupation"),
        ("base/facts/pay/some.csv:5", "fact-unknown-source"),
    ]
    assert table.areas("pay", "11-3051") == ("0000000",)


def test_a_row_without_a_key_or_with_a_strange_period_is_reported(write: Write) -> None:
    _, problems = built(write(PAY_HEADER, "11-3051,,bls,2025,1,2,3,", "11-3051,0000000,bls,last year,1,2,3,"))
    assert said(problems) == [
        ("base/facts/pay/some.csv:2", "fact-key-missing"),
        ("base/facts/pay/some.csv:3", "fact-bad-period"),
    ]


def test_a_row_of_another_length_is_reported(write: Write) -> None:
    _, problems = built(write(PAY_HEADER, "11-3051,0000000,bls,2025,1,2,3"))
    assert said(problems) == [("base/facts/pay/some.csv:2", "bad-table")]


def test_an_open_quotation_mark_is_reported_where_the_table_ends(write: Write) -> None:
    _, problems = built(write(PAY_HEADER, '11-3051,0000000,bls,2025,1,2,3,"never closed'))
    assert [p.code for p in problems] == ["bad-table"]


def test_an_empty_file_lacks_its_columns(write: Write) -> None:
    _, problems = built(write())
    assert [p.code for p in problems] == ["fact-column-missing"]


def test_a_file_outside_a_topics_folder_is_reported(write: Write) -> None:
    _, problems = built(write(PAY_HEADER, name="facts/some.csv"))
    assert [p.code for p in problems] == ["fact-no-topic"]


# ------------------------------------------------------------------ the figures in knowledge/
def read_rows(name: str) -> Iterator[dict[str, str]]:
    path = KNOWLEDGE / name
    with lzma.open(path, "rt", encoding="utf-8") if path.suffix == ".xz" else path.open(encoding="utf-8") as file:
        yield from csv.DictReader(file)


@pytest.fixture(scope="module")
def places() -> dict[str, dict[str, str]]:
    files = sorted(KNOWLEDGE.glob("places/*.csv*"))
    return {row["id"]: row for file in files for row in read_rows(f"places/{file.name}")}


@pytest.fixture(scope="module")
def table() -> FactTable:
    files = [file for file in list_files(KNOWLEDGE) if file.folder == "facts"]
    table, problems = FactTable.build(files)
    assert problems == []
    return table


@pytest.mark.parametrize(("occupation", "area", "figures"), [
    ("11-3051", "0000000", {"year_p50": 126060, "hour_p50": 60.61, "jobs_employment": 246250}),
    ("11-3051", "5300000", {"year_p50": 145210, "jobs_employment": 4760}),
    ("11-3051", "0042660", {"year_p50": 151580, "jobs_employment": 3400}),
    ("00-0000", "0000000", {"year_p50": 50980, "jobs_employment": 155495730}),
    ("29-1141", "0000000", {"year_p50": 97550}),
    ("15-1252", "0000000", {"year_p50": 135980}),
    ("15-1252", "0042660", {"year_p50": 167280}),
])
def test_official_pay_is_as_published(table: FactTable, occupation: str, area: str, figures: dict[str, float]) -> None:
    facts = tuple(f for f in table.find("pay", occupation, area) if f.cite.source == "bls_oews_2025")
    assert figures.items() <= values(facts).items()


def test_official_pay_has_every_row_and_mark_of_the_release() -> None:
    marks: Counter[tuple[str, str]] = Counter()
    rows = 0
    for row in read_rows("facts/pay/bls_oews_2025.csv.xz"):
        rows += 1
        marks.update((name, row[name]) for name in ("employment", "hour_p50", "year_p50") if row[name][:1] in "xu>")
    assert rows == 223757
    assert marks["employment", "x"] == 4990
    assert (marks["year_p50", ">=239200"], marks["hour_p50", ">=115"]) == (339, 339)
    assert (marks["year_p50", "x"], marks["hour_p50", "x"]) == (2435, 2435)
    assert (marks["year_p50", "u"], marks["hour_p50", "u"]) == (313, 12880)


def test_official_outlook_is_as_published(table: FactTable) -> None:
    facts = tuple(f for f in table.find("outlook", "11-3051", "0000000") if f.cite.source == "bls_ep_2024")
    assert values(facts) == {
        "jobs_jobs": 241900, "jobs_jobs_projected": 246500, "jobs_change": 4600, "percent_growth_percent": 1.9,
        "percent_growth_all_percent": 3.1, "jobs_openings": 17100,
    }


def test_the_state_system_has_five_percentiles_for_three_pay_periods_in_thirteen_areas() -> None:
    rows = {row["area"]: row for row in read_rows("facts/pay/wois.csv")}
    names = [f"{unit}_{p}" for unit in ("hour", "month", "year") for p in ("p10", "p25", "p50", "p75", "p90")]
    figures = [float(row[name]) for area, row in rows.items() if area != "0000000" for name in names]
    assert len(figures) == 195
    spans = [(row[f"{unit}_p10"], row[f"{unit}_p90"]) for row in rows.values() for unit in ("hour", "month", "year")]
    assert all(float(low) < float(high) for low, high in spans)


@pytest.mark.parametrize(("area", "unit", "figures"), [
    ("5300000", "year", [72360, 91830, 119780, 156130, 195130]),
    ("0000000", "month", [5287, 6710, 8613, 11169, 14342]),
    ("0030300", "hour", [27.91, 41.75, 46.28, 50.83, 58.61]),
    ("0049420", "year", [76120, 89862, 105307, 175539, 202934]),
    ("0036500", "year", [66011, 71521, 80906, 100641, 151161]),
    ("0013380", "month", [6201, 7383, 9812, 12379, 15115]),
    ("r-wa-vancouver", "year", [62704, 79268, 99003, 127065, 163128]),
    ("0048300", "month", [5005, 6062, 7485, 8724, 10857]),
])
def test_the_state_systems_pay_is_as_printed(table: FactTable, area: str, unit: str, figures: list[float]) -> None:
    facts = [f for f in table.find("pay", "11-3051", area) if f.cite.source == "wois" and f.unit == unit]
    assert [fact.value for fact in facts] == figures
    assert {fact.cite.period for fact in facts} == {"undated"}


def test_growth_of_the_occupation_and_of_all_occupations_are_kept_apart(table: FactTable) -> None:
    found = values(table.find("outlook", "11-3051", "c53033"))
    assert found == {
        "jobs_jobs": 1048, "percent_growth_percent": 8.6, "percent_growth_all_percent": 19.6, "jobs_openings": 93,
    }


def test_county_groups_add_up_to_less_than_the_state_and_are_left_so() -> None:
    rows = {row["area"]: row for row in read_rows("facts/outlook/wois.csv")}
    groups = [row for area, row in rows.items() if area not in ("5300000", "0000000")]
    assert len(groups) == 12
    assert (sum(int(row["jobs"]) for row in groups), sum(int(row["openings"]) for row in groups)) == (2809, 228)
    assert (rows["5300000"]["jobs"], rows["5300000"]["openings"]) == ("2858", "232")


def test_percentages_against_the_nation_are_those_of_the_printed_medians() -> None:
    rows = {row["area"]: row for row in read_rows("facts/pay/startright.csv")}
    nation = int(rows.pop("0000000")["year_p50"])
    assert nation == 121440
    assert len(rows) == 10
    for row in rows.values():
        assert round((int(row["year_p50"]) / nation - 1) * 100) == int(row["vs_us_percent"])
    assert rows["4800000"]["vs_us_percent"] == "5"


def test_interest_scores_pair_each_value_with_the_label_below_it(table: FactTable) -> None:
    found = {fact.measure: fact.value for fact in table.find("interests", "11-3051", "0000000")}
    assert found == {
        "enterprising": 8.6, "social": 7.8, "conventional": 7.4,
        "investigative": 6.8, "artistic": 4.4, "realistic": 4.2,
    }


def test_every_decade_of_projections_is_told_by_its_years(table: FactTable) -> None:
    growth = {f.cite: f.value for f in table.find("outlook", "11-3051", "0000000") if f.measure == "growth_percent"}
    assert {(cite.source, cite.period): value for cite, value in growth.items()} == {
        ("bls_ep_2024", "2024-34"): 1.9,
        ("careersidekick", "2021-31"): 3,
        ("getdegrees", "2006-16"): -6,
        ("startright", "2024-34"): 2,
        ("wois", "undated"): 0.6,
    }


def test_metro_growth_without_years_or_source_says_so(table: FactTable) -> None:
    (fact,) = table.find("outlook", "11-3051", "0019100")
    assert (fact.value, fact.cite.period) == (4.1, "undated")
    assert "no years and no source" in fact.note


def test_every_area_of_a_figure_is_a_place(places: dict[str, dict[str, str]]) -> None:
    names = [f"facts/{file.parent.name}/{file.name}" for file in KNOWLEDGE.glob("facts/*/*.csv*")]
    areas = {row["area"] for name in names for row in read_rows(name)}
    assert len(areas) > 583
    assert areas <= places.keys()


def test_every_link_of_a_places_chain_is_a_place(places: dict[str, dict[str, str]]) -> None:
    assert len(places) > 26000
    assert {link for row in places.values() for link in row["chain"].split()} <= places.keys()


def test_every_chain_at_home_ends_with_the_nation_and_none_abroad_does(places: dict[str, dict[str, str]]) -> None:
    for row in places.values():
        chain = row["chain"].split()
        if row["kind"] == "abroad":
            assert not chain
        elif row["kind"] != "nation":
            assert chain[-1] == "0000000"
            assert row["id"] not in chain


@pytest.mark.parametrize(("place", "topic", "area"), [
    ("t-wa-seattle", "outlook", "c53033"),
    ("t-wa-tacoma", "outlook", "c53053"),
    ("t-wa-yakima", "outlook", "r-wa-kittitas-klickitat-skamania-yakima"),
    ("0044060", "outlook", "c53063"),
    ("0013380", "outlook", "r-wa-island-san-juan-skagit-whatcom"),
    ("t-wa-vancouver", "pay", "r-wa-vancouver"),
    ("t-wa-seattle", "pay", "0042660"),
    ("c53067", "pay", "0036500"),
    ("t-wa-pullman", "pay", "5300007"),
])
def test_the_nearest_figure_for_a_place_is_that_of_the_area_it_lies_in(
    table: FactTable, places: dict[str, dict[str, str]], place: str, topic: str, area: str
) -> None:
    chain = (place, *places[place]["chain"].split())
    assert next(id for id in chain if table.find(topic, "11-3051", id)) == area
