"""What a person wrote -> the same with personal data masked, so that a question can be kept without the asker.

Masked are e-mail and web addresses, handles, telephone and other long numbers, street addresses, dates with a year,
birthdays, and names where an opening or a title says that one follows. In doubt more is masked than need be: a word
too few in a list of open questions harms nobody.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Container

# No part of a name or of a street, so that one ends before it.
_STOP = (
    "a an and but or so i im i'm who what how when where why which is are was were am do does did can could will would "
    "should the my your from in at on of for with to not just if because also please thanks hi hello hey here there "
    "it its it's this that these those you we they he she still really very only now looking going trying".split()
)
_BEFORE = rf"(?!(?:{'|'.join(map(re.escape, _STOP))})\b)"
_WORD = rf"{_BEFORE}[^\W\d_][\w'’-]*"
_MONTH = r"(?:jan|feb|mar|apr|may|june?|july?|aug|sept?|oct|nov|dec)[a-z]*\.?"
_YEAR = r"(?:19|20)\d\d"
_STREET = r"street|str?|avenue|ave|road|rd|drive|dr|lane|ln|boulevard|blvd|highway|hwy|parkway|pkwy|terrace|ter"
# Streets' names that are everyday words too: only behind a number that counts nothing.
_EVERYDAY_STREET = r"way|place|pl|court|ct|circle|cir|square|sq|trail|loop|plaza"

# The first that fits takes the words, so that an e-mail address is none of the handles.
_RULES: tuple[tuple[str, str], ...] = (
    (r"(?:https?://|www\.)\S+", "link"),
    (r"(?<![\w.+-])[\w.+-]{1,64}@[\w-]{1,64}(?:\.[\w-]{1,64}){1,8}", "email"),
    (r"\b[\w.+-]{1,64} ?(?:\(at\)|\[at\]| at ) ?[\w-]+ ?(?:\(dot\)|\[dot\]| dot ) ?(?:com|org|net|edu|gov)\b", "email"),
    (r"(?<!\w)@\w{2,}", "handle"),
    (r"\b(?:insta(?:gram)?|ig|snap(?:chat)?|tiktok|discord|telegram)(?: is |: ?|= ?)\S+", "handle"),
    (rf"\b{_YEAR}[-/.]\d\d?[-/.]\d\d?\b|\b\d\d?[-/.]\d\d?[-/.](?:{_YEAR}|\d\d)\b", "date"),
    (rf"\b{_MONTH} \d\d?(?:st|nd|rd|th)?,? {_YEAR}\b|\b\d\d?(?:st|nd|rd|th)?(?: of)? {_MONTH},? {_YEAR}\b", "date"),
    (rf"\b(?:born|dob|d\.o\.b\.|date of birth|birth ?date)\W{{0,3}}(?:(?:in|on|is|the|:) ?)*(?:{_MONTH} ?|\d)[\w/.-]*"
     rf"(?:,? ?\d[\w/-]*){{0,2}}", "date"),
    (rf"\bbirthday(?: is|:)?(?: on)?(?: the)? (?:{_MONTH} ?\d*\w*|\d\S*(?: of)?(?: {_MONTH})?)", "date"),
    (rf"\b\d{{1,6}}[a-z]?(?: [nsew]\.?| (?:north|south|east|west))?(?: {_BEFORE}[\w'.]+){{1,3}}? (?:{_STREET})\b\.?",
     "address"),
    (rf"\b\d{{3,6}}(?: {_BEFORE}[\w'.]+){{1,3}}? (?:{_EVERYDAY_STREET})\b", "address"),
    (r"\bp\.? ?o\.? ?box \w+|\b(?:apt|apartment|unit|suite)\.? ?#? ?\d\w*", "address"),
    (r"(?<![\w$])\d{3}[- .]?\d\d[- .]\d{4}\b", "number"),
    (r"(?<![\w$])(?:\d{4}[- ]){2,}\d{1,7}\b", "number"),
    (r"(?<![\w$])(?:\+?\d{1,3}[-. ]?)?\(?\d{3}\)?[-. ]{0,2}\d{3}[-. ]?\d{4}\b", "phone"),
    (r"(?<![\w$])\+\d[\d ().-]{6,}\d", "phone"),
    (r"(?<![\w$.,-])[2-9]\d{2}[-.]\d{4}\b", "phone"),
    (r"\b(?:ssn|social security(?: number)?|student (?:id|number)|id(?: number| no\.?)?|passport(?: number)?|licen[cs]e"
     r" (?:number|no\.?)|case (?:number|no\.?)|account(?: number)?|alien number|a-?number)(?: is|:|#| ?=)* ?#?"
     r"[\w-]*\d[\w-]*", "number"),
    # Pay is written with a dollar sign or in hundreds; a number like that with other ends is somebody's.
    (r"(?<![\w$.,-])(?!\d+00\b)\d{5,6}(?:-\d{4})?\b(?![.,-]?\d)", "number"),
    (r"(?<![\w$])\d{7,}\b", "number"),
    (r"\b(?=(?:[a-z]*\d){6})[a-z\d]*[a-z][a-z\d]*\b", "number"),
)  # fmt: skip
_CHECKS = tuple((re.compile(pattern, re.IGNORECASE), f"[{kind}]") for pattern, kind in _RULES)

_NAME = "[name]"
_OPENING = re.compile(
    rf"\b(my (?:\w+(?:'s|’s)? )?(?:full |first |last |sur|middle |nick)?name(?:'s|’s| is|s|:)|names? is|call me"
    rf"|known as|(?:i go|goes) by|signed|name:)"
    rf" +({_WORD}(?: {_WORD}){{0,2}})",
    re.IGNORECASE,
)
_TITLED = re.compile(rf"\b((?:mr|mrs|mister)\.? +|(?:(?-i:Ms|Miss|Dr|Prof|Professor|Coach|Sir))\.? +)({_WORD})", re.I)
_CAPITAL = r"[A-Z][a-z'’]+(?:[ -][A-Z][A-Za-z'’.]*){0,2}"
_RELATED = re.compile(
    r"\b((?:[Mm]y|[Oo]ur|[Hh]is|[Hh]er) (?:son|daughter|kid|child|brother|sister|cousin|nephew|niece|friend|wife|"
    r"husband|partner|boyfriend|girlfriend|mom|mother|dad|father|teacher|counselor|boss|manager|student|neighbor))"
    rf",? ({_CAPITAL})"
)
_SIGNED = re.compile(
    rf"((?:[Tt]hanks|[Tt]hank you|[Rr]egards|[Ss]incerely|[Cc]heers|[Ll]ove),? *[-–—]? *)({_CAPITAL})\W*$"
)
# Behind these a word is a name only if it looks like one, or is none that the knowledge uses.
_SELF = re.compile(rf"\b((?:i am|i'm|i’m|im|this is) +)({_WORD})(?: ({_WORD}))?", re.IGNORECASE)
_LOOKS_LIKE_NAME = re.compile(r"[A-Z](?:[a-z]+|['’][A-Z][a-z]+)(?:-[A-Z][a-z]+)?")


def mask_personal(text: str, known: Container[str] = frozenset()) -> str:
    """The text on one line with personal data as `[kind]`; `known` are lower-case words that are no names.

    Kinds are email, link, handle, phone, number, address, date and name.
    """
    masked = " ".join(text.split())
    for pattern, instead in _CHECKS:
        masked = pattern.sub(instead, masked)
    for opening in (_OPENING, _TITLED, _RELATED, _SIGNED):
        masked = opening.sub(lambda found: found[0][: found.start(2) - found.start()] + _NAME, masked)
    return _SELF.sub(_mask_self(known), masked)


def _mask_self(known: Container[str]) -> Callable[[re.Match[str]], str]:
    """What to write for "i am Ana Diaz", and for "i am tired"."""

    def is_name(word: str) -> bool:
        return word.lower() not in known and (bool(known) or bool(_LOOKS_LIKE_NAME.fullmatch(word)))

    def replace(found: re.Match[str]) -> str:
        opening, first, second = found[1], found[2], found[3] or ""
        both = bool(_LOOKS_LIKE_NAME.fullmatch(first) and _LOOKS_LIKE_NAME.fullmatch(second) and is_name(second))
        if not is_name(first) and not both:
            return found[0]
        with_second = is_name(second) or _LOOKS_LIKE_NAME.fullmatch(second)
        return f"{opening}{_NAME}" if not second or with_second else f"{opening}{_NAME} {second}"

    return replace
