"""Plural occupation title -> the name of one such worker, as it stands inside a sentence."""

from __future__ import annotations

import re

# Titles whose words stand in an order, or name their workers in a way, that no rule below brings out.
IRREGULAR = {
    "All occupations": "worker of any occupation",
    "Bus drivers, school": "school bus driver",
    "Bus drivers, transit and intercity": "transit or intercity bus driver",
    "Clergy": "member of the clergy",
    "Computer occupations, all other": "worker in another computer occupation",
    "Cooks, fast food": "fast food cook",
    "Cooks, institution and cafeteria": "institution or cafeteria cook",
    "Cooks, private household": "private household cook",
    "Cooks, restaurant": "restaurant cook",
    "Cooks, short order": "short order cook",
    "Dentists, all other specialists": "dentist in another specialty",
    "Dentists, general": "general dentist",
    "Directors, religious activities and education": "director of religious activities or education",
    "Dispatchers, except police, fire, and ambulance": "dispatcher (except police, fire, and ambulance)",
    "Food servers, nonrestaurant": "food server outside restaurants",
    "Helpers, construction trades, all other": "helper in another construction trade",
    "Insurance appraisers, auto damage": "auto damage insurance appraiser",
    "Mathematical science occupations, all other": "worker in another mathematical science occupation",
    "Meter readers, utilities": "utility meter reader",
    "Nurse midwives": "nurse midwife",
    "Office clerks, general": "general office clerk",
    "Opticians, dispensing": "dispensing optician",
    "Pediatricians, general": "general pediatrician",
    "Physicians, pathologists": "pathologist",
    "Substitute teachers, short-term": "short-term substitute teacher",
    "Transit and railroad police": "transit or railroad police officer",
}
# Plurals at the end of a part of a title that do not name the workers themselves.
THINGS = frozenset(
    {
        "animals",
        "claims",
        "commodities",
        "fibers",
        "gas",
        "materials",
        "news",
        "products",
        "programs",
        "sales",
        "securities",
        "services",
        "sports",
        "systems",
        "vehicles",
    }
)
PROPER = frozenset({"English"})
NAMES_PEOPLE = re.compile(r"[a-z]{2,}(?<![sui])s")


def singular_of(title: str) -> str:
    """One worker of a title such as "Chefs and head cooks": "chef or head cook".

    What a title leaves out or narrows down to comes last in brackets, "all other" as "of another kind".
    """
    if title in IRREGULAR:
        return IRREGULAR[title]
    main, other = _cut_end(title, ", all other")
    main, postsecondary = _cut_end(main, ", postsecondary")
    main, rest = _cut_at(main, (", except ", ", including "))
    main, of = _cut_at(main.replace("Helpers--", "Helpers of "), (" of ",))
    main, qualifier = _cut_qualifier(main)
    name = ("postsecondary " if postsecondary else "") + _start_small(_singular_list(main))
    brackets = "".join(f" ({part.removeprefix(', ')})" for part in (qualifier, rest) if part)
    return name + of + brackets + (" of another kind" if other else "")


def short_names_of(title: str) -> list[str]:
    """What one worker is called for short: the singular without its brackets, and the workers of a list one by one.

    "Welders, cutters, solderers, and brazers" gives each of the four; "Claims adjusters, examiners, and investigators"
    only the first, since the others are no claims examiners without the word they share. None for "all other".
    """
    main, _ = _cut_at(title, (", except ", ", including "))
    if title in IRREGULAR or title.endswith((", all other", ", postsecondary")) or " of " in main or "--" in main:
        return []
    main, _ = _cut_qualifier(main)
    parts = _parts(main)
    workers = [_start_small(part) for part, people in parts[::2] if people and not part.startswith("other ")]
    each = [] if not parts[0][1] else workers[:1] if " " in workers[0] else workers
    names = dict.fromkeys((_start_small(_singular_list(main)), *each))
    return [name for name in names if name != singular_of(title)]


def _cut_end(text: str, end: str) -> tuple[str, bool]:
    return text.removesuffix(end), text.endswith(end)


def _cut_at(text: str, words: tuple[str, ...]) -> tuple[str, str]:
    at = min((text.index(word) for word in words if word in text), default=len(text))
    return text[:at], text[at:]


def _cut_qualifier(text: str) -> tuple[str, str]:
    """The title up to its last part that names workers, and what follows that."""
    ends = [match.end() for match in re.finditer(r"[^, ]+(?=,|$)", text) if _names_workers(match.group())]
    return (text[: ends[-1]], text[ends[-1] :]) if ends else (text, "")


def _singular_list(text: str) -> str:
    """Every part that names workers in the singular; after such a part "and" becomes "or"."""
    parts = _parts(text)
    after_people = [False, *(people for _, people in parts)]
    return "".join(
        part.replace(" and ", " or ") if at % 2 and after_people[at] else part for at, (part, _) in enumerate(parts)
    )


def _parts(text: str) -> list[tuple[str, bool]]:
    """Parts and the joints between them in turn, each with whether it names workers; those are in the singular."""
    parts = []
    for piece in re.split(r"(,? and |, )", text):
        before, blank, last = piece.rpartition(" ")
        people = _names_workers(last)
        parts.append((before + blank + _singular_word(last) if people else piece, people))
    return parts


def _names_workers(word: str) -> bool:
    return word.lower() not in THINGS and NAMES_PEOPLE.fullmatch(word.rpartition("-")[2].lower()) is not None


def _singular_word(word: str) -> str:
    for ending, instead in (("ies", "y"), ("sses", "ss"), ("ches", "ch"), ("s", "")):
        if word.endswith(ending):
            return word.removesuffix(ending) + instead
    return word


def _start_small(text: str) -> str:
    first = re.split(r"[ ,/-]", text, maxsplit=1)[0]
    return text if first in PROPER or first.isupper() else text[:1].lower() + text[1:]
