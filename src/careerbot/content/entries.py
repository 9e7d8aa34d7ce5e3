"""Written tables -> sources, occupations, terms, intents, FAQ and settings; a broken entry is reported, not made."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace

from careerbot.content.keys import (
    CIRCUMSTANCES,
    FAQ_KEYS,
    INTENT_KEYS,
    INTENT_KINDS,
    ITEM_KEYS,
    MENTIONS,
    OCCUPATION_KEYS,
    SETTING_KEYS,
    SOURCE_KEYS,
    TERM_KEYS,
    TOPIC_KEYS,
)
from careerbot.content.numerals import is_period
from careerbot.content.schema import Fields
from careerbot.content.sources import Table, Text, Value, make_text, strip_text
from careerbot.model import (
    Cite,
    Faq,
    Intent,
    Item,
    Mark,
    Occupation,
    Picture,
    Problem,
    Settings,
    Source,
    Term,
    Topic,
)
from careerbot.problems import suggest

MOST_PATTERNS = 500
_SOURCE = "{publisher: who says so, title: where, published: 2026}"


@dataclass(slots=True)
class Author:
    """What reading an entry needs: the sources that may be cited, those left out, and where to put what is wrong.

    `cites` hold for every item that names no source of its own.
    """

    sources: Mapping[str, Source]
    left_out: Collection[str]
    problems: list[Problem]
    cites: tuple[Cite, ...] = ()

    def citing(self, fields: Fields) -> Author:
        """The same, with the sources that a file or a topic names for all its items."""
        return replace(self, cites=make_cites(fields, self, required=False) or self.cites)


def make_source(id: str, table: Table, problems: list[Problem]) -> Source | None:
    """A source; None when publisher, title or date cannot be used."""
    fields = Fields(table, SOURCE_KEYS, problems)
    needed = {name: fields.text(name, required=True) for name in ("publisher", "title", "published")}
    if needed["published"] and not is_period(needed["published"]):
        _report_date(fields, fields.where("published"), needed["published"])
        return None
    if not all(needed.values()):
        return None
    extra = {name: fields.text(name) for name in ("label", "licence", "note", "url")}
    return Source(id=id, where=table.where, rank=fields.whole_number("rank", 9), **needed, **extra)


def make_occupation(table: Table, author: Author) -> Occupation | None:
    """An occupation; None without an id. Title and singular may come from an earlier layer, so they may be empty."""
    fields = Fields(table, OCCUPATION_KEYS, author.problems)
    # A plain text, since other files may be the ones that say where the occupation stands.
    id = str(fields.id("id"))
    if not id:
        return None
    author = author.citing(fields)
    return Occupation(
        id=id,
        title=fields.text("title"),
        singular=fields.text("singular"),
        where=fields.where("id"),
        also=fields.texts("names", "welder, tig welder"),
        summary=make_item(f"{id}.summary", fields.value("summary"), author),
        topics={topic.intent: topic for topic in _make_topics(id, fields, author)},
        note=fields.text("note"),
    )


def _make_topics(occupation: str, fields: Fields, author: Author) -> Iterator[Topic]:
    topics = fields.table("topics", "duties: …")
    for name in topics or ():
        assert topics is not None
        table = Fields(topics, tuple(topics), author.problems).table(name, "lead: … / points: … / details: …")
        if table is not None:
            yield _make_topic(f"{occupation}.{name}", name, topics.key_marks[name], table, author)


def _make_topic(path: str, intent: str, where: Mark, table: Table, author: Author) -> Topic:
    fields = Fields(table, TOPIC_KEYS, author.problems)
    author = author.citing(fields)
    return Topic(
        intent=intent,
        where=where,
        lead=make_item(f"{path}.lead", fields.value("lead"), author),
        points=_make_items(f"{path}.p", fields.entries("points", "say: …"), author),
        details=_make_items(f"{path}.d", fields.entries("details", "asks: [do they weld]"), author),
        lacking=fields.text("lacking"),
    )


def _make_items(path: str, values: Iterable[Value], author: Author) -> tuple[Item, ...]:
    made = (make_item(f"{path}{n}", value, author) for n, value in enumerate(values, 1))
    return tuple(item for item in made if item)


def make_item(id: str, value: Value | None, author: Author) -> Item | None:
    """An item, written as plain text or as a table.

    None for nothing, and when anything about it is wrong, so that nothing half-said is ever told.
    """
    if isinstance(value, Table):
        return _make_item(id, Fields(value, ITEM_KEYS, author.problems), author, cited=True)
    if not isinstance(value, Text):
        if value is not None:
            _report_shape(value, author)
        return None
    text = strip_text(value)
    if text and not author.cites:
        hint = "name the source at the top of the file: `from: wois`"
        author.problems.append(Problem(value.where, "missing-field", "`from` is missing", hint))
    return Item(id=id, text=text, cites=author.cites, where=value.where) if text and author.cites else None


def _report_shape(value: Value, author: Author) -> None:
    hint = "write the sentence itself, or `say: …` and `from: …`"
    author.problems.append(Problem(value.where, "wrong-shape", "here stands no sentence", hint))


def _make_item(id: str, fields: Fields, author: Author, cited: bool) -> Item | None:
    text = fields.prose("say", required=True)
    cites = make_cites(fields, author, cited and not author.cites) or author.cites
    asks = fields.texts("asks", "do they weld, who checks the work")
    example = fields.yes("example")
    said = fields.value("say")
    if fields.broken or not isinstance(said, Text):
        return None
    return Item(id=id, text=text, cites=cites, where=said.where, asks=asks, example=example)


def make_cites(fields: Fields, author: Author, required: bool) -> tuple[Cite, ...]:
    """The citations under `from`, one or a list; a source that is not known is reported."""
    value = fields.value("from")
    alone = isinstance(value, Text) and bool(value.strip())
    written = (value,) if isinstance(value, Text) and alone else fields.texts("from", "wois, startright@2024-05")
    if required and not written and not fields.broken:
        fields.report(fields.where("from"), "missing-field", "`from` is missing", "name the source: `from: wois`")
    return tuple(cite for cite in (_make_cite(text, fields, author) for text in written) if cite)


def _make_cite(text: Text, fields: Fields, author: Author) -> Cite | None:
    id, _, period = text.strip().partition("@")
    source = author.sources.get(id)
    if source is None and id in author.left_out:
        fields.broken = True
    elif source is None:
        hint = suggest(id, author.sources) or f"add it to sources.yaml: `{id}: {_SOURCE}`"
        fields.report(text.where, "unknown-source", f"there is no source `{id}`", hint)
    elif period and not is_period(period):
        _report_date(fields, text.where, period)
    else:
        return Cite(id, period or source.published)
    return None


def _report_date(fields: Fields, where: Mark, date: str) -> None:
    hint = "write 2025, 2025-05, 2025-05-31, 2024-34 or undated"
    fields.report(where, "bad-date", f"`{date}` is no date", hint)


def make_term(id: str, table: Table, author: Author) -> Term | None:
    """A term; None when its name or meaning cannot be used."""
    fields = Fields(table, TERM_KEYS, author.problems)
    name = fields.text("name", required=True)
    also = fields.texts("also", "OEE, line efficiency")
    intents = fields.texts("intents", "certifications, education_cost")
    item = _make_item(f"terms.{id}", fields, author, cited=True)
    return Term(id=id, name=name, item=item, also=also, intents=intents) if item else None


def make_intent(id: str, table: Table, problems: list[Problem]) -> Intent | None:
    """An intent; None without a label."""
    fields = Fields(table, INTENT_KEYS, problems)
    label = fields.text("label", required=True)
    if not label or not fields.is_id(id, table.where):
        return None
    return Intent(
        id=id,
        label=label,
        where=fields.where("label"),
        kind=fields.one_of("kind", INTENT_KINDS, "topic"),  # type: ignore[arg-type]  # one of the kinds by now
        needs=_mentions("needs", fields),
        uses=_mentions("uses", fields),
        ask=fields.text("ask"),
        patterns=_patterns(fields),
        examples=fields.lines("examples"),
        never=fields.lines("never"),
        answer=fields.text("answer"),
        next=fields.texts("next", "education, outlook"),
        facts=fields.texts("facts", "pay.p50, outlook"),
        becomes=_becomes(fields),
        instead=fields.texts("instead", "hours, work_conditions"),
        lacking=fields.text("lacking"),
    )


def _patterns(fields: Fields) -> tuple[tuple[str, Mark], ...]:
    """The first MOST_PATTERNS, so that no intent can make every message slow."""
    lines = fields.lines("patterns")
    if len(lines) > MOST_PATTERNS:
        message = f"{len(lines):,} patterns are too many; the first {MOST_PATTERNS} count"
        fields.report(fields.where("patterns"), "too-many-patterns", message, "make examples of the others")
    return lines[:MOST_PATTERNS]


def _mentions(name: str, fields: Fields) -> tuple[str, ...]:
    kinds = fields.texts(name, "occupation, place")
    for kind in kinds:
        _check_mention(kind, kind.where, fields, MENTIONS)
    return tuple(kind for kind in kinds if kind in MENTIONS)


def _check_mention(kind: str, where: Mark, fields: Fields, known: tuple[str, ...]) -> bool:
    if kind not in known:
        hint = suggest(kind, known) or f"one of: {', '.join(known)}"
        fields.report(where, "unknown-mention", f"`{kind}` is nothing that a message can name", hint)
    return kind in known


def _becomes(fields: Fields) -> tuple[tuple[str, str], ...]:
    table = fields.table("becomes", "place: pay_area")
    marks = table.key_marks if table is not None else {}
    known = [kind for kind in table or () if _check_mention(kind, marks[kind], fields, CIRCUMSTANCES)]
    narrower = Fields(table, tuple(table), []) if table is not None else None
    return tuple((kind, narrower.id(kind)) for kind in known if narrower)


def make_faq(table: Table, author: Author) -> Faq | None:
    """A FAQ entry; None when its id, questions or answer cannot be used. It may go without a source."""
    fields = Fields(table, FAQ_KEYS, author.problems)
    id, intent = fields.id("id"), fields.text("intent", required=True)
    if fields.lacks("asks"):
        fields.report(table.where, "missing-field", "`asks` is missing", "add `asks: [how people ask it, …]`")
    item = _make_item(f"faq.{id}", fields, author, cited=False)
    if not item:
        return None
    return Faq(
        id=id,
        intent=intent,
        asks=item.asks,
        item=item,
        occupation=fields.text("occupation"),
        then=fields.text("then"),
        next=fields.texts("next", "education, outlook"),
        author=fields.text("author"),
        date=fields.day("date"),
        review=fields.day("review"),
        place=fields.text("where"),
        audience=fields.texts("for", "veterans, their families"),
        picture=_make_picture(fields),
    )


def _make_picture(fields: Fields) -> Picture | None:
    """The picture by its name in the layer; None where there is none, or one of the two is missing or too long."""
    wanted = bool(fields.value("picture") or fields.value("alt"))
    name, alt = (fields.text(key, required=wanted) for key in ("picture", "alt"))
    most = FAQ_KEYS["alt"].most
    if len(alt) > most:
        message = f"`alt` has {len(alt)} characters; {most} are enough to say what a picture shows"
        fields.report(fields.where("alt"), "long-alt", message, "move the rest to `say`")
        return None
    return Picture(name, alt) if name and alt else None


def make_settings(table: Table, before: Settings, problems: list[Problem]) -> Settings:
    """The settings before with those of the table over them; an empty one clears what was set."""
    fields = Fields(table, SETTING_KEYS, problems)
    fillers = tuple(map(str, fields.texts("fillers", "[please, can you tell me]"))) or before.fillers
    fields.whole_number("reading_level", 0)
    texts = [name for name, key in SETTING_KEYS.items() if key.shape == "text" and name in fields]
    return replace(before, fillers=fillers, **{name: fields.prose(name) for name in texts})


def make_words(table: Table, problems: list[Problem]) -> dict[str, str]:
    """The folds of a words file: what is typed -> what it stands for (empty drops it), both in lower case."""
    fields = Fields(table, tuple(table), problems)
    return {name.strip().casefold(): make_text(fields.text(name).casefold(), fields.where(name)) for name in table}
