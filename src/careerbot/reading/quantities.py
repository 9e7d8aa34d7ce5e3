"""Message -> the amounts, percentiles and pay periods it names, and, with names, all mentions."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import TYPE_CHECKING

from careerbot.model import Mention

if TYPE_CHECKING:
    from careerbot.reading.names import Names

THOUSAND = 1000
# What a bare number must reach to be pay for its period, and what no hourly pay reaches.
LEAST = {"hour": 5.0, "week": 100.0, "month": 300.0, "year": 5000.0}
MOST_HOURLY = 1000.0
LEAST_ROUND = 10_000.0
SIX_FIGURES = "100000/year"

EACH = r"(?: ?/ ?| (?:an?|per|each|every|by the|for (?:an?|one|1)) |(?<=dollar) |(?<=dollars) |(?<=bucks) )"
PER = {
    "hour": re.compile(rf"{EACH}(?:hours?|hrs?|h)\b| hourly\b"),
    "week": re.compile(rf"{EACH}(?:weeks?|wks?)\b| weekly\b"),
    "month": re.compile(rf"{EACH}(?:months?|mos?|mnth)\b| monthly\b"),
    "year": re.compile(rf"{EACH}(?:years?|yrs?|annum|y)\b| (?:yearly|annually|annual)\b"),
}
OTHER_PERIOD = re.compile(rf"{EACH}(?:day|shift|visit|class|semester|credit|unit)\b")
NUMBER = r"\d+(?:\.\d+)?"
AMOUNT = re.compile(
    rf"(?<![\w.$/-])(?:(?P<dollar>\$) ?)?(?P<number>{NUMBER})"
    r"(?: ?(?P<thousand>k|grand|thousand|thou)\b)?\+?(?P<bucks> (?:dollars?|bucks|usd))?(?![\d%:-])(?!\.\d)"
)
FIGURES = re.compile(r"\b(?:six|6)[ -]figures?\b(?: salary| income| pay)?(?: a year| per year)?")
# A number alone is a wage where somebody says or offers it, or it is judged or set in the place of another.
BARE = r"(?P<number>\d{1,3}(?:\.\d\d?)?)(?!\.?\d)"
LIGHTLY = r"(?:(?:only|just|about|around|like|almost|over|under|him|her|them|me|u|you) )*"
JUDGED = r"(?:good|ok|okay|fair|low|high|decent|enough|bad|right|normal|reasonable|too (?:low|high|little|much)|a ?lot)"
UNITS_OF_ALL = (
    "hours?|hrs?|years?|yrs?|months?|mos?|weeks?|wks?|days?|minutes?|mins?|percent|people|jobs|openings|times|am|pm|oclock"
    "|miles|kids|a day|and a half"
)
WAGES = (
    re.compile(
        rf"\b(?:says?|said|offers?|offered|offering|pays?|paying|makes?|making|made|gets?|getting|earns?|earning"
        rf"|(?:me|start|starts|started|starting) at|want to pay) {LIGHTLY}{BARE}"
        rf"(?= ?$| ?[,.?!]| (?:is|there|here|in|at|but|and|or|now|right now|after|to start|for an?|for the|{JUDGED})\b)"
    ),
    re.compile(
        rf"\b(?:(?:start|starts|started|starting) (?:(?:me|us|him|her|them|out|you) )*at"
        rf"|(?:offer|offered|offering|quoted|pay|pays|paying) (?:me|us|him|her)"
        rf"|(?:i am|i was) (?:making|getting|earning)"
        rf"|(?:go|goes|went|come|comes|came|bump|bumped|raise|raised) (?:(?:it|me|up|that) )*to) {LIGHTLY}{BARE}"
        rf"(?! ?(?:{UNITS_OF_ALL}|%|:)\b)(?! ?[%:])(?=[ ,.?!]|$)"
    ),
    re.compile(
        rf"\b(?:(?:paid|pays) (?:me|us|him|her)|hinted(?: at)?|mentioned|quoted) {LIGHTLY}{BARE}(?= ?$| ?[,.?!])"
    ),
    re.compile(r"^(?:well |so |and |but )?i am (?:only |just |currently )?at (?P<number>\d{2,3}\.\d\d?)(?= |$)"),
    re.compile(r"(?:^|[,.] ?)i am (?:only |just |currently )?at (?P<number>\d{2,3})(?= ?$)"),
    re.compile(rf"^(?:i am|currently|now|sitting|im) at {LIGHTLY}{BARE}(?= in )"),
    re.compile(rf"\b(?:(?:what|how) about|what if) {LIGHTLY}{BARE}(?= ?$| ?[,.?!]| (?:there|here|in|then|instead)\b)"),
    re.compile(rf"^(?:and|n|or) {LIGHTLY}{BARE}(?= ?$| ?[?]| (?:there|here|then)\b)"),
    re.compile(rf"^(?:so |ok |then )*{BARE}(?= (?:is|would be|sounds|seems) (?:a |kind of |kinda |too )?{JUDGED}\b)"),
    re.compile(rf"\b(?:is|are|was|would|for|at) {LIGHTLY}{BARE}(?= (?:be )?{JUDGED}\b(?! (?:age|years)))"),
)
LEAST_WAGE = 7
RETIREMENT = frozenset(("401", "403", "457"))
NOT_MONEY = re.compile(
    r" (?:jobs?|openings?|workers?|people|employees|positions|students|steps|miles|run|race|views|followers|soldiers"
    r"|hours?|hrs?|years?|yrs?|months?|mos?|weeks?|days?|percent|degrees?)\b"
)
# Behind these even a number that is less round, such as a zip code may be, is a sum of money.
TOLD = re.compile(
    r"\b(?:says?|said|shows?|showed|prints?|makes?|made|pays?|paid|earns?|gets?|got|has|found|saw|vs|or|about"
    r"|^and|^n) $"
)
# What is called a figure is one, however odd.
CALLED = re.compile(r" (?:number|figure|median|average|salary|pay|wage|from)\b")
OR_NOT_MONEY = re.compile(rf" or {NUMBER}{NOT_MONEY.pattern}")

CENTRES = {"10": "p10", "25": "p25", "50": "p50", "75": "p75", "90": "p90"}
FROM_TOP = {"10": "p90", "ten": "p90", "25": "p75", "quarter": "p75", "fourth": "p75"}
FROM_BOTTOM = {"10": "p10", "ten": "p10", "25": "p25", "quarter": "p25", "fourth": "p25"}
RANKED = re.compile(
    r"\b(?:(?P<nth>10|25|50|75|90)(?:th)?[ -](?:percentile|pctile|pct|centile)s?|p(?P<p>10|25|50|75|90)"
    r"|(?:the )?(?P<alone>10|25|50|75|90)th(?= ?$| [,?.!;]| (?:and|or|to|vs|versus|pay|salary|wages?|in|for|of)\b)"
    r"|(?P<high>75|90)th(?! (?:street|st|ave|avenue|anniversary|birthday|floor|day|year|ranger|percent)))\b"
)
SHARE = r"(?: ?%| percent(?:ile)?\b| pct\b|(?<=quarter)|(?<=fourth)|(?= ?$))"
PART = rf"(?: paid| earning)? ?(10|ten|25|quarter|fourth){SHARE}"
FROM_END = re.compile(rf"\b(?P<end>top|highest|best|upper|bottom|lowest|lower){PART}")
MIDDLE = re.compile(
    r"\bmedian\b|\bmiddle of the (?:range|road|pack)\b"
    r"|\b(?:normal|average|typical|regular|middle) (?:guy|person|worker|one|dude|joe)\b"
)
PAY = r"(?:pay|paid|pays|salary|salaries|wages?|rates?|income|earners?|earnings|compensation|end)"
JOBS = r"(?:jobs?|careers?|occupations?|states?|cit(?:y|ies)|industr\w+|places?|areas?|compan\w+|employers?)"
HIGH = re.compile(rf"\b(?:top|highest|high|max|maximum|best) {PAY}\b(?! {JOBS})|\bat the top\b")
LOW = re.compile(rf"\b(?:bottom|lowest|low|min|minimum) {PAY}\b(?! {JOBS})|\bat the bottom\b|\blow(?:er)? figure\b")
START = re.compile(
    r"\b(?:starting(?: out)?|entry[ -]level|starter|beginning|beginner)\b"
    r"(?! (?:a|an|my|your|the|to|in|with|me|us|him|her|them|at|over|again|fresh|from|school|college|small|new)\b)"
)
BRIEF_START = re.compile(
    r"(?:(?<=^)|(?<=^and )|(?<=^what about )|(?<=^how about )|(?<=^ok ))starting out(?= ?\??$| though| not)"
)
BOTH_ENDS = re.compile(r"\b(?:lowest|bottom)(?= (?:and|n|to|or) (?:the )?(?:highest|top)\b)")
OF_PAY = re.compile(
    r"\b(?:pay|pays|paid|salary|salaries|wages?|rate|money|income|earn|earns|make|makes|making|compensation)\b"
)

PERIOD = {
    "hour": re.compile(
        r"\b(?:hourly|(?:an|per|by|by the|each|every|for one|for 1) (?:hour|hr))\b|/ ?(?:hr|hour)\b"
        r"|^(?:one|1) hour(?= ?\??$)"
    ),
    "week": re.compile(r"\b(?:weekly|(?:a|per|by|by the) (?:week|wk))\b|/ ?(?:week|wk)\b"),
    "month": re.compile(
        r"\b(?:monthly|(?:a|per|by|by the|each|every|in a|in one|in 1) (?:month|mo))\b|/ ?(?:mo|month)\b"
    ),
    "year": re.compile(
        r"\b(?:yearly|annually|annual|per annum|(?:a|per|by|by the|each|every) (?:year|yr))\b|/ ?(?:yr|year)\b"
    ),
}
NOT_A_PERIOD_AFTER = re.compile(
    r" (?:ago|away|of|long|later|from|into|or (?:two|so|more)|old|left|off|in (?:college|school)|programs?|course"
    r"|degree|commute|drive|reviews?|openings?|leave|report|meeting|evaluation|growth|experience)\b"
)
NOT_A_PERIOD_BEFORE = re.compile(
    r"\b(?:once|twice|times?|half|hours?|hrs?|days?|weeks?|months?|openings?|jobs|in|about|after|than|within|took|takes)$"
)


def find_quantities(normal: str) -> tuple[Mention, ...]:
    """The amounts, percentiles and pay periods of a normal form, in order, none overlapping; () when it has none."""
    found = [*find_amounts(normal), *find_percentiles(normal), *find_periods(normal)]
    kept: list[Mention] = []
    for mention in sorted(found, key=lambda m: (m.start, -m.end)):
        if not kept or mention.start >= kept[-1].end:
            kept.append(mention)
    return tuple(kept)


def find_mentions(normal: str, names: Names, home: str = "") -> tuple[Mention, ...]:
    """Everything a normal form names, in order, none overlapping; where a name and a quantity do, the longer stays."""
    found = (*names.find(normal, home), *find_quantities(normal))
    kept: list[Mention] = []
    for mention in sorted(found, key=lambda m: (m.start - m.end, m.start)):
        if all(mention.end <= other.start or other.end <= mention.start for other in kept):
            kept.append(mention)
    return tuple(sorted(kept, key=lambda m: m.start))


# ------------------------------------------------------------------ amounts
def find_amounts(normal: str) -> Iterator[Mention]:
    """Sums of money with the period they are for, as "60/hour", or "85000" where no period is said."""
    for found in FIGURES.finditer(normal):
        yield Mention("amount", SIX_FIGURES, found.start(), found.end())
    for found in AMOUNT.finditer(normal):
        value = float(found["number"]) * (THOUSAND if found["thousand"] else 1)
        unit, end = _period_after(normal, found.end())
        if OTHER_PERIOD.match(normal, found.end()) or not _is_money(found, normal, value, unit):
            continue
        yield Mention("amount", f"{value:.10g}/{unit}" if unit else f"{value:.10g}", found.start(), end)
    for pattern in WAGES:
        for found in pattern.finditer(normal):
            if float(found["number"]) >= LEAST_WAGE:
                yield Mention("amount", f"{float(found['number']):.10g}?", found.start("number"), found.end("number"))


def _period_after(normal: str, at: int) -> tuple[str, int]:
    """The period said right after a sum, with its end; "" and the place itself when there is none."""
    for unit, pattern in PER.items():
        found = pattern.match(normal, at)
        if found:
            return unit, found.end()
    return "", at


def _is_money(found: re.Match[str], normal: str, value: float, unit: str) -> bool:
    if found["number"] in RETIREMENT and found["thousand"]:
        return False
    if found["dollar"] or found["bucks"]:
        return True
    if unit:
        return value >= LEAST[unit] and (unit != "hour" or value <= MOST_HOURLY)
    if NOT_MONEY.match(normal, found.end()) or OR_NOT_MONEY.match(normal, found.end()):
        return False
    told = TOLD.search(normal[: found.start()])
    round_to = 1 if CALLED.match(normal, found.end()) else 10 if told else 100
    return value >= LEAST_ROUND and (found["thousand"] is not None or value % round_to == 0)


# ------------------------------------------------------------------ percentiles
def find_percentiles(normal: str) -> Iterator[Mention]:
    """The five published percentiles, by number or in words; other percentiles are left alone."""
    for found in RANKED.finditer(normal):
        yield _percentile(CENTRES[next(filter(None, found.groups()))], found)
    for found in FROM_END.finditer(normal):
        parts = FROM_BOTTOM if found["end"] in ("bottom", "lowest", "lower") else FROM_TOP
        yield _percentile(parts[found[2]], found)
    for found in BOTH_ENDS.finditer(normal):
        yield _percentile("p10", found)
    for id, pattern in (("p50", MIDDLE), ("p90", HIGH), ("p10", LOW)):
        for found in pattern.finditer(normal):
            yield _percentile(id, found)
    starts = START.finditer(normal) if OF_PAY.search(normal) else ()
    for found in starts or BRIEF_START.finditer(normal):
        yield _percentile("p10", found)


def _percentile(id: str, found: re.Match[str]) -> Mention:
    return Mention("percentile", id, found.start(), found.end())


# ------------------------------------------------------------------ periods
def find_periods(normal: str) -> Iterator[Mention]:
    """By the hour, the month or the year, where that may be said of pay; not "a year ago" or "twice a month"."""
    for unit, pattern in PERIOD.items():
        for found in pattern.finditer(normal):
            before = normal[max(0, found.start() - 12) : found.start()].rstrip()
            if not NOT_A_PERIOD_AFTER.match(normal, found.end()) and not NOT_A_PERIOD_BEFORE.search(before):
                yield Mention("period", unit, found.start(), found.end())
