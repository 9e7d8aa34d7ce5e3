"""Raw text -> normal form (case, accents, width, look-alikes, contractions, slang), its words, clauses and mask."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator, Mapping
from functools import lru_cache

from careerbot.model import Mention

CLAUSE_MARKS = frozenset(",?;.!")
COORDINATORS = frozenset(("and", "n", "&", "plus", "also", "then"))
# Words that lead to a question within a sentence: "tell me how much", "that is how long".
LEADING = (
    "about|and|are|at|but|by|care|depends?|exactly|explain|for|from|idk|in|is|it|just|know|learn|like|matter|me|no|not|of"
    "|on|or|please|say|see|so|sure|tell|that|to|understand|was|with|wonder|wondering|ok|hey|hi|hello|then"
)
ASKED_ANEW = re.compile(
    rf"(?:^|\s)\S+ \S+ (?!(?:{LEADING})\s)[a-z{{}}]+ (?=how (?:many|much|long)\s|what (?:is|are) the\s)(\S)"
)
LONGEST_FOLD = 4

_LOOKS_LIKE = str.maketrans(
    "абвгеѕікмнорстухһјԁԛԝԍѵαβγεηικνορτυχω",
    "abbresikmhopctyxhjdqwgvabyenikvoptuxw",
)
_SPECIAL = {
    "\n": "\n", "\t": " ", "\r": "\n", "\u2028": "\n", "\u2029": "\n", "\ufffd": " ",
    "’": "'", "‘": "'", "ʼ": "'", "`": "'", "´": "'", "′": "'", "‛": "'", "＇": "'",
    "“": " ", "”": " ", '"': " ", "«": " ", "»": " ", "_": " ",
    "–": " , ", "—": " , ", "‐": "-", "‑": "-", "‒": "-", "−": "-",
    "ł": "l", "ø": "o", "đ": "d", "ħ": "h", "ı": "i", "æ": "ae", "œ": "oe", "ß": "ss", "þ": "th", "ð": "d",
    "…": " . ", "：": ":", "×": "x", "？": "?", "！": "!", "，": ",", "；": ";", "。": " . ", "、": " , ",
    "؟": "?", "،": ",",
}  # fmt: skip
_OPENED = {
    "can't": "can not", "cannot": "can not", "won't": "will not", "shan't": "shall not", "ain't": "is not",
    "let's": "let us", "y'all": "you all", "o'clock": "oclock", "ma'am": "maam", "'em": "them", "'cause": "because",
    "cant": "can not", "dont": "do not", "doesnt": "does not", "didnt": "did not", "isnt": "is not",
    "arent": "are not", "wasnt": "was not", "werent": "were not", "couldnt": "could not", "shouldnt": "should not",
    "wouldnt": "would not", "havent": "have not", "hasnt": "has not", "wont": "will not", "aint": "is not",
    "im": "i am", "ive": "i have", "youre": "you are", "theyre": "they are", "whats": "what is", "wheres": "where is",
    "whos": "who is", "hows": "how is", "whens": "when is", "whys": "why is", "thats": "that is",
    "theres": "there is", "heres": "here is", "lets": "let us",
}  # fmt: skip
_ENDINGS = (("n't", " not"), ("'re", " are"), ("'ve", " have"), ("'ll", " will"), ("'m", " am"), ("'d", " would"))
_IS_BEFORE_S = frozenset(
    "what who where when why how that it he she there here this everything something everyone someone".split()
)
_TOKEN = re.compile(
    r"\{[a-z_]+\}"
    r"|\$ ?\d+(?:\.\d+)?[a-z+]*(?:/[a-z]+)?"
    r"|\d+(?:\.\d+)? ?%|\d+:\d\d(?!\d)"
    r"|(?:[^\W\d_]\.){2,}|[^\W\d_]+(?:\.[^\W\d_])+\.|w/(?!\w)"
    r"|'(?:em|cause)\b"
    r"|[^\W_]+(?:\.\d+|(?:[-/'&.]|\+(?=\w))(?=[^\W_])[^\W_]+)*(?:\+\+|#|\+(?!\w))?"
    r"|[,?;.!:\n]+"
    r"|[^\s\w]"
)
_THOUSANDS = re.compile(r"(?<=\d),(?=\d{3}(?!\d))")
_LATIN = re.compile(r"[a-z]")
_LETTERS = re.compile(r"\w+")
_DOTTED = re.compile(r"[^\W\d_]{2,}\.[^\W\d_]{2,}")


def normalise(text: str, folds: Mapping[str, str]) -> str:
    """The normal form: lower case, plain letters, opened contractions, folded slang, tokens one blank apart.

    `folds` maps words (runs of at most four) to words; an empty value drops them. Clause marks stand as tokens of
    their own, never two in a row, never first. `{kind}` stays whole. Takes any string, lone surrogates included,
    in time linear in its length; comes back empty when nothing legible is left.
    """
    tokens = _open_contractions(_find_tokens(_fold_characters(text), folds))
    return " ".join(_tidy_marks(_fold_runs(list(tokens), folds)))


def words(text: str) -> list[str]:
    """The tokens of a normal form without its clause marks, in order."""
    return [token for token in text.split() if token not in CLAUSE_MARKS]


def clauses(normal: str, coordinators: Iterable[str] = COORDINATORS) -> list[tuple[int, int]]:
    """Spans of the normal form between clause marks and coordinating words, in order, none empty.

    A question that begins anew without either is a clause as well: "what do they do all day how many years of school".
    With `coordinators=()` only clause marks part the text. An empty text has no clauses.
    """
    parting = CLAUSE_MARKS.union(coordinators)
    anew = {found.start(1) for found in ASKED_ANEW.finditer(normal)} if coordinators else set()
    spans: list[tuple[int, int]] = []
    start = end = position = 0
    for token in normal.split():
        stop = position + len(token)
        if token in parting:
            spans.append((start, end))
            start = end = stop + 1
        elif position in anew:
            spans.append((start, end))
            start, end = position, stop
        else:
            end = stop
        position = stop + 1
    spans.append((start, end))
    return [(a, b) for a, b in spans if b > a]


def mask(normal: str, mentions: Iterable[Mention]) -> str:
    """The normal form with each mention's span replaced by `{kind}`; of overlapping ones the first stands.

    What an author wrote as `{kind}` already stays.
    """
    parts: list[str] = []
    position = 0
    for mention in sorted(mentions, key=lambda m: (m.start, -m.end)):
        if mention.start >= position and not normal.startswith("{", max(mention.start - 1, 0)):
            parts += [normal[position : mention.start], "{", mention.kind, "}"]
            position = mention.end
    return "".join([*parts, normal[position:]])


def _fold_characters(text: str) -> str:
    """Lower case, plain letters, no control characters; thousands commas dropped."""
    if not text.isascii():
        text = text.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "replace")
    text = "".join(map(_fold_character, text))
    if not text.isascii() and _LATIN.search(text):
        text = _LETTERS.sub(_latinise, text)
    return _THOUSANDS.sub("", text)


def _latinise(word: re.Match[str]) -> str:
    """A word of Latin letters and look-alikes only, all Latin; any other word as it was."""
    latin = word[0].translate(_LOOKS_LIKE)
    return latin if latin.isascii() else word[0]


@lru_cache(maxsize=8192)
def _fold_character(character: str) -> str:
    """One character in its plain lower-case form; nothing for marks, controls and the invisible."""
    if character in _SPECIAL:
        return _SPECIAL[character]
    if character.isspace():
        return " "
    plain = unicodedata.normalize("NFKD", character)[:4].lower()
    return "".join(_SPECIAL.get(c, c) for c in plain if unicodedata.category(c)[0] not in "MC")


def _find_tokens(text: str, folds: Mapping[str, str]) -> Iterator[str]:
    """Words, amounts, `{kind}` and clause marks in order; other signs only where `folds` knows them."""
    for token in _TOKEN.findall(text):
        first = token[0]
        if first in CLAUSE_MARKS or first in "\n:":
            yield _strongest_mark(token)
        elif token == "&":
            yield "and"
        elif token == "/":
            yield ","
        elif first.isalnum() or (first in "{'$" and len(token) > 1):
            yield from _split_dotted(_shape_word(token))
        elif token in folds:
            yield token


def _strongest_mark(marks: str) -> str:
    """One mark for a run of them: a question wins."""
    return "?" if "?" in marks else {"\n": ".", ":": ","}.get(marks[0], marks[0])


def _shape_word(token: str) -> str:
    """A token with inner blanks and abbreviation dots removed."""
    if token[-1] == "." or (token.count(".") > 0 and not any(map(str.isdigit, token)) and not _DOTTED.search(token)):
        token = token.replace(".", "")
        return "usa" if token == "us" else token
    return token.replace(" ", "")


def _split_dotted(token: str) -> Iterable[str]:
    """Two words run together by a full stop, as in "pay.then", parted by it."""
    if "." in token and _DOTTED.search(token):
        parts = token.split(".")
        return [piece for part in parts for piece in (part, ".")][:-1]
    return (token,)


def _open_contractions(tokens: Iterable[str]) -> Iterator[str]:
    """Contractions as their words; a possessive loses its ending."""
    for token in tokens:
        opened = _OPENED.get(token)
        if opened is None and "'" in token:
            opened = _open_apostrophe(token)
        yield from opened.split() if opened is not None else (token,)


def _open_apostrophe(token: str) -> str:
    for ending, words_for_it in _ENDINGS:
        if token.endswith(ending):
            return _OPENED.get(token, token[: -len(ending)] + words_for_it)
    if token.endswith("'s"):
        return token[:-2] + (" is" if token[:-2] in _IS_BEFORE_S else "")
    return token.replace("'", "")


def _fold_runs(tokens: list[str], folds: Mapping[str, str]) -> Iterator[str]:
    """Tokens with every run that `folds` knows replaced, longest run first."""
    position = 0
    while position < len(tokens):
        for length in range(LONGEST_FOLD, 0, -1):
            folded = folds.get(" ".join(tokens[position : position + length]))
            if folded is not None:
                yield from folded.split()
                break
        else:
            length = 1
            yield tokens[position]
        position += min(length, len(tokens) - position)


def _tidy_marks(tokens: Iterable[str]) -> Iterator[str]:
    """Tokens without a leading clause mark and with one mark for several in a row, a question mark if any is."""
    held = ""
    started = False
    for token in tokens:
        if token in CLAUSE_MARKS:
            held = "?" if "?" in (held, token) else held or token
            continue
        if held and started:
            yield held
        held, started = "", True
        yield token
    if held and started:
        yield held
