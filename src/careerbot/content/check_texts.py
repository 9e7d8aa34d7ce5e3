"""What is said -> what is wrong with it: too long, broken marks, figures without a source, names that clash."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence

from careerbot.content.draft import Content
from careerbot.content.links import place_of, place_of_first
from careerbot.content.live import CALL, CODE
from careerbot.content.sources import Text
from careerbot.model import Item, Knowledge, Mark, Occupation, Problem
from careerbot.reading.text import words
from careerbot.talking.markup import to_html, to_plain

LONGEST_ITEM = 360

# Of fewer words the index says nothing.
FEWEST_WORDS = 20
_WORD = re.compile(r"[^\W_][\w'’]*")
_SENTENCE = re.compile(r"\w\W*?[.!?:;](?=\s|$)|\w\W*(?=\n|$)")

_FIGURE = re.compile(r"\$\s?\d|\d\s?%|\d percent\b|\d,\d{3}\b")
_SOURCE_HINT = (
    "add `from: our_prices`, and to sources.yaml `our_prices: {publisher: who says so, title: where, published: 2026}`"
)
# What every mark, right or wrong, is made of.
_MARKS = re.compile(r"[*_<\[#•]")
_HTML = re.compile(r"</?[a-zA-Z][^<>]*>")
_TAG = re.compile(r"<(/?)(b|i|a)\b[^>]*>")
_BAD_LINK = re.compile(r"\]\((?!https?://[^)\s]+\))[^)]*\)?")
_BAD_START = re.compile(r"^(#+ |\* |• )", re.MULTILINE)
# A name of one such word would be found in every other sentence.
_EVERYDAY = frozenset(
    "a about after all also am an and any are area as ask at average back bad be become been best better big boss but "
    "by can career come company day degree did do does done each earn easy education even every find first fit for "
    "free from get give go good got great had hard has have he hello help her here hi high him his home hour how i if "
    "in is it its job just know learn leave less life like little local long look lot low made make many may me mean "
    "money month more most much must my near need never new next nice no not now of off ok on one only open or other "
    "our out over own part pay people place point question read real right run said salary same say school see she "
    "short should show skill so some start state still stop study such take talk team tell than thank that the their "
    "them then there these they thing think this time to today too top training try two type under up us use very "
    "wage want was way we week well were what when where which who why will with work world would yeah year yes yet "
    "you your".split()
)


def items_are_short_enough(content: Content) -> Iterable[Problem]:
    """One item fits a phone screen."""
    for item in items_of(content.knowledge):
        if len(item.wording) > LONGEST_ITEM:
            message = f"this text has {len(item.wording)} characters; {LONGEST_ITEM} fit a phone's screen"
            yield Problem(item.where, "long-item", message, "say it shorter, or make two of it", "warning")


def texts_keep_to_light_markdown(content: Content) -> Iterable[Problem]:
    """Items, ways of asking back and what is lacking use only **bold**, _italic_, bullets and links, and close them."""
    knowledge = content.knowledge
    for item in items_of(knowledge):
        if fault := find_fault(item.wording):
            yield Problem(_find_line(item, find_fault), "bad-markup", *fault)
    texts = [(i.ask, i.where) for i in knowledge.intents.values()]
    texts += [(t.lacking, t.where) for o in knowledge.occupations.values() for t in o.topics.values()]
    for text, where in texts:
        if fault := find_fault(text):
            yield Problem(place_of(text, where), "bad-markup", *fault)


def find_fault(text: str) -> tuple[str, str] | None:
    """What a text has that light Markdown has not, and what to do about it; None when it is right."""
    if not _MARKS.search(text):
        return None
    faults: Sequence[tuple[object, str, str]] = (
        (_HTML.search(text), "HTML is shown as it is written", "use **bold**, _italic_ or [words](https://…)"),
        (_BAD_LINK.search(text), "a link leads to no web address", "write [words](https://…)"),
        (_BAD_START.search(text), "headings and other bullets are not used here", 'begin each bullet with "- "'),
        ("**" in to_plain(text), "bold is opened and never closed", "put ** before and behind, on the same line"),
        (not closes_in_order(to_html(text)), "bold, italic or a link overlap", "close the inner one first"),
    )
    return next(((message, hint) for found, message, hint in faults if found), None)


def closes_in_order(html: str) -> bool:
    """Whether every tag is closed, the last opened first, as Telegram asks for."""
    stack: list[str] = []
    for closing, tag in _TAG.findall(html):
        if not closing:
            stack.append(tag)
        elif not stack or stack.pop() != tag:
            return False
    return not stack


def texts_are_easy_enough(content: Content) -> Iterable[Problem]:
    """Items of a folder whose settings name a `reading_level` are no harder to read than that."""
    for (kind, name), marks in content.written.items():
        if (kind, name) == ("setting", "reading_level"):
            for mark in marks.values():
                yield from _find_hard_items(mark, content)


def _find_hard_items(setting: Mark, content: Content) -> Iterator[Problem]:
    layer = setting.file.partition("/")[0]
    limit = content.reading_levels[layer]
    for item in items_of(content.knowledge):
        grade = find_grade(item.wording) if item.where.file.partition("/")[0] == layer else 0.0
        if grade > limit:
            message = f"this reads as for grade {grade:.0f}; the limit of this folder is {limit} ({setting})"
            yield Problem(item.where, "hard-text", message, "use shorter words and sentences", "warning")


def find_grade(text: str) -> float:
    """The school grade that a text is readable at, by the automated readability index; 0 for a few words."""
    plain = to_plain(text)
    found = _WORD.findall(plain)
    if len(found) < FEWEST_WORDS:
        return 0.0
    sentences = len(_SENTENCE.findall(plain)) or 1
    return 4.71 * sum(map(len, found)) / len(found) + 0.5 * len(found) / sentences - 21.43


def figures_in_prose_have_a_source(content: Content) -> Iterable[Problem]:
    """An answer or a template with an amount or a percentage says where that is from."""
    message = "a figure stands here without a source"
    for item in items_of(content.knowledge):
        if not item.cites and _FIGURE.search(item.wording):
            where = _find_line(item, _FIGURE.search)
            yield Problem(where, "figure-without-source", message, _SOURCE_HINT)
    for template in content.knowledge.templates.values():
        text = CODE.sub(lambda found: "\n" * found[0].count("\n"), template.text)
        for found in _FIGURE.finditer(text):
            where = Mark(template.where.file, text[: found.start()].count("\n") + 1)
            yield Problem(where, "figure-without-source", message, "move it to facts/ or to an item with `from:`")


def only_entries_have_live_figures(content: Content) -> Iterable[Problem]:
    """No item calls for a live figure outside of the FAQ, where nothing fills it in."""
    message = "live figures are for answers in faq/; here this would be shown to readers as it stands"
    for item in items_of(content.knowledge):
        if item.live is None and (CODE.search(item.text) or CALL.search(item.text)):
            hint = "move the answer to faq/, or say it without the figure"
            where = place_of_first(item.text, lambda line: CODE.search(line) or CALL.search(line), item.where)
            yield Problem(where, "unfilled-figure", message, hint)


def sources_have_an_age(content: Content) -> Iterable[Problem]:
    """A source without a date says in its note how old it seems to be."""
    for source in content.knowledge.sources.values():
        if source.published == "undated" and not source.note:
            message = f"`{source.id}` is undated and says nothing on its age"
            yield Problem(source.where, "undated-source", message, "add a `note:` on how old it seems", "warning")


def a_contact_is_named(content: Content) -> Iterable[Problem]:
    """The settings say where a person can be found."""
    settings = content.knowledge.settings
    if not settings.contact:
        where = place_of(settings.name, Mark("settings.yaml"))
        hint = "add `contact: …` to settings.yaml"
        yield Problem(where, "no-contact", "nothing says where to find a counselor", hint, "warning")


def asks_do_not_repeat(content: Content) -> Iterable[Problem]:
    """No two answers of an occupation, and no two FAQ entries of a layer and place, are asked for with the same words.

    An entry that answers a question of a lower layer comes before it, which is what layers are for.
    """
    knowledge = content.knowledge
    for occupation in knowledge.occupations.values():
        yield from _repeated_asks(_details_of(occupation), content)
    groups: dict[tuple[str, str, int], list[Item]] = defaultdict(list)
    for entry in knowledge.faq:
        groups[entry.occupation, entry.place, max(content.written["FAQ entry", entry.id])].append(entry.item)
    for items in groups.values():
        yield from _repeated_asks(items, content)


def answers_are_not_past_their_review(content: Content) -> Iterable[Problem]:
    """No FAQ entry is past the day by which its author meant to look at it again."""
    for entry in content.knowledge.faq:
        if entry.review and content.today > entry.review:
            message = f"`{entry.id}` was to be looked at again by {entry.review}, and readers are told so"
            hint = "see whether it still holds, then give it a new `review:`"
            yield Problem(place_of(entry.review, entry.item.where), "review-due", message, hint, "warning")


def _repeated_asks(items: Iterable[Item], content: Content) -> Iterator[Problem]:
    seen: dict[str, tuple[Item, Mark]] = {}
    for item in items:
        for ask in item.asks:
            where = place_of(ask, item.where)
            owner, first = seen.setdefault(read_phrase(ask, content), (item, where))
            if owner is not item:
                message = f"another answer is asked for with the same words ({first})"
                yield Problem(where, "repeated-ask", message, "keep them at one answer")


def names_belong_to_one_occupation(content: Content) -> Iterable[Problem]:
    """What is written as a name of one occupation is neither title nor written name of another."""
    seen: dict[str, str] = {}
    named = [(o.id, n, o.where) for o in content.knowledge.occupations.values() for n in (o.title, o.singular)]
    for id, name, where in [*named, *_written_names(content.knowledge)]:
        other = seen.setdefault(read_phrase(name, content), id)
        if other != id:
            message = f"`{name}` is also a name of {content.knowledge.occupations[other].title} ({other})"
            yield Problem(place_of(name, where), "name-of-several", message, "keep it where it fits best", "warning")


def names_are_not_everyday_words(content: Content) -> Iterable[Problem]:
    """No occupation or term has a name that stands in every other sentence."""
    named = list(_written_names(content.knowledge))
    named += [(t.id, n, t.item.where) for t in content.knowledge.terms.values() for n in (t.name, *t.also)]
    for _, name, where in named:
        if name.casefold() in _EVERYDAY:
            message = f"`{name}` is an everyday word, so it would be found in every other sentence"
            yield Problem(place_of(name, where), "everyday-name", message, "leave it out or name it in full")


def terms_have_their_own_names(content: Content) -> Iterable[Problem]:
    """No two terms have the same name."""
    seen: dict[str, str] = {}
    for term in content.knowledge.terms.values():
        for name in (term.name, *term.also):
            other = seen.setdefault(read_phrase(name, content), term.id)
            if other != term.id:
                where = place_of(name, term.item.where)
                message = f"`{name}` is also a name of the term `{other}`"
                yield Problem(where, "name-of-several", message, "keep it where it fits best", "warning")


def words_do_not_loop(content: Content) -> Iterable[Problem]:
    """No fold leads back to what it replaces."""
    folds = content.knowledge.words
    for typed, meant in folds.items():
        path, at = [typed], meant
        while at in folds and at not in path:
            path.append(at)
            at = folds[at]
        if at == typed and typed == min(path):
            message = f"these folds go round in a circle: {' -> '.join([*path, typed])}"
            yield Problem(place_of(meant, Mark("words.yaml")), "word-loop", message, "delete one of them")


def read_phrase(text: str, content: Content) -> str:
    """A phrase as it reads to the bot, without its clause marks, so that phrases can be told apart."""
    return " ".join(words(content.normalise(text)))


def _find_line(item: Item, has: Callable[[str], object]) -> Mark:
    """Where the first line of an item stands whose own words have something."""
    return place_of_first(item.text, lambda line: has(CODE.sub("", line)), item.where)


def items_of(knowledge: Knowledge) -> Iterator[Item]:
    """Everything that can be said as it is written: of occupations, terms and the FAQ."""
    for occupation in knowledge.occupations.values():
        yield from filter(None, [occupation.summary, *(t.lead for t in occupation.topics.values())])
        yield from (p for t in occupation.topics.values() for p in t.points)
        yield from _details_of(occupation)
    yield from (term.item for term in knowledge.terms.values())
    yield from (entry.item for entry in knowledge.faq)


def _details_of(occupation: Occupation) -> Iterator[Item]:
    return (detail for topic in occupation.topics.values() for detail in topic.details)


def _written_names(knowledge: Knowledge) -> Iterator[tuple[str, str, Mark]]:
    """Names that an author gave, not those of a publisher's table, which shares many names on purpose."""
    for occupation in knowledge.occupations.values():
        yield from ((occupation.id, n, n.where) for n in occupation.also if isinstance(n, Text))
