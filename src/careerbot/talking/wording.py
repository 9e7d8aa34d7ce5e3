"""Figures, dates and names -> how people read them."""

from __future__ import annotations

from collections.abc import Iterable

from careerbot.model import NATION, Cite, Fact, Knowledge, Row, Step
from careerbot.talking.lookup import find_entry

MONTHS = (
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
)
SHARES = {
    "p10": "the lowest-paid tenth earn less",
    "p25": "a quarter earn less",
    "p50": "half earn more, half less",
    "p75": "a quarter earn more",
    "p90": "the best-paid tenth earn more",
}
PERCENTILES = {
    "p10": "10th percentile",
    "p25": "25th percentile",
    "p50": "median",
    "p75": "75th percentile",
    "p90": "90th percentile",
    "mean": "average",
}


def write_period(period: str) -> str:
    """ "2025-05" -> "May 2025", "2024-34" -> "2024–34"; other periods as they are."""
    year, _, rest = period.partition("-")
    if rest[:2].isdigit() and 1 <= int(rest[:2]) <= 12:
        return f"{MONTHS[int(rest[:2]) - 1]} {year}"
    return f"{year}–{rest}" if rest.isdigit() else period


def write_money(fact: Fact) -> str:
    """ "$126,060", "$60.61", "at least $239,200"; "not published" where there is no figure."""
    if fact.value is None:
        return "not published"
    cents = fact.unit == "hour" or fact.value != int(fact.value)
    return ("at least " if fact.status == "at_least" else "") + write_dollars(fact.value, cents)


def write_dollars(value: float, cents: bool = False) -> str:
    """Dollars with thousands commas; cents where asked for."""
    return f"${value:,.2f}" if cents else f"${value:,.0f}"


def write_plain(value: float) -> str:
    """An amount to the cent in digits alone, without zeros at the end: "103380", "24.2"."""
    return f"{value:.2f}".rstrip("0").rstrip(".")


def write_pay(fact: Fact) -> str:
    """ "$126,060 a year", "$60.61 an hour"."""
    return f"{write_money(fact)} {'an' if fact.unit == 'hour' else 'a'} {fact.unit}"


def write_count(fact: Fact) -> str:
    """ "241,900"."""
    return fact.text if fact.value is None else f"{fact.value:,.0f}"


def write_percent(fact: Fact) -> str:
    """ "1.9%", "-6%"."""
    return fact.text if fact.value is None else f"{fact.value:g}%"


def write_change(fact: Fact) -> str:
    """A percentage of change in words: "grow 1.9%", "shrink 6%", "stay about the same (0%)"."""
    value = fact.value or 0.0
    if value == 0:
        return "stay about the same (0%)"
    return f"{'grow' if value > 0 else 'shrink'} {abs(value):g}%"


def write_sources(cites: Iterable[Cite], knowledge: Knowledge) -> str:
    """ "BLS pay survey, May 2025; WOIS, undated", each source once, in order of use."""
    periods: dict[str, list[str]] = {}
    for cite in cites:
        known = periods.setdefault(cite.source, [])
        if cite.period not in known:
            known.append(cite.period)
    return "; ".join(write_source(s, p, knowledge) for s, p in periods.items())


def write_source(source: str, periods: list[str], knowledge: Knowledge) -> str:
    """One source with the periods of what it says."""
    known = knowledge.sources[source]
    dates = [p for p in periods if p != "undated"] or ["undated"]
    return f"{known.label or known.publisher}, {' and '.join(write_period(p) for p in dates)}"


def name_row(row: Row, knowledge: Knowledge) -> str:
    """ "BLS pay survey, May 2025": who says the row and from when."""
    return write_source(row.cite.source, [row.cite.period], knowledge)


def name_area(area: str, knowledge: Knowledge) -> str:
    """The area's name as it stands in a sentence: "the United States", "Ohio", "the Yakima, WA metro area"."""
    place = knowledge.places[area]
    if place.kind == "nation":
        return "the United States"
    if place.kind == "metro":
        return f"the {place.name} metro area"
    return f"the {place.name} area" if place.kind == "nonmetro" and "area" not in place.name else place.name


def join_words(words: list[str], last: str = "and") -> str:
    """ "a", "a and b", "a, b and c"."""
    return words[0] if len(words) == 1 else f"{', '.join(words[:-1])} {last} {words[-1]}" if words else ""


def capital(text: str) -> str:
    """The text with its first letter raised."""
    return text[:1].upper() + text[1:]


def name_step(step: Step, knowledge: Knowledge) -> str:
    """What a step asks, such as "What it pays: welder, Ohio" or an entry's own question; the nation goes unsaid."""
    entry = find_entry(step.item, knowledge)
    if entry:
        return capital(entry.asks[0])
    jobs = [knowledge.occupations[o].singular for o in step.occupations]
    about = ", ".join([*jobs, *(knowledge.places[a].name for a in step.areas if a != NATION)])
    return f"{knowledge.intents[step.intent].label}: {about}" if about else knowledge.intents[step.intent].label
