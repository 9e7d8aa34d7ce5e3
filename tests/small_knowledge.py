"""A few hand-made values -> a knowledge small enough to read, for tests of talking."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from careerbot.model import (
    Cite,
    Fact,
    Intent,
    Item,
    Knowledge,
    Mark,
    Occupation,
    Place,
    Settings,
    Source,
    Template,
    Term,
    Topic,
)

HERE = Mark("test.yaml", 1, 1)
BLS = Cite("bls", "2025-05")
OLD = Cite("old", "undated")


@dataclass(frozen=True)
class ListedFacts:
    """Figures in a list."""

    rows: tuple[Fact, ...]

    def find(self, topic: str, occupation: str, area: str) -> Sequence[Fact]:
        """The figures of one topic, occupation and area."""
        return [f for f in self.rows if (f.topic, f.occupation, f.area) == (topic, occupation, area)]

    def areas(self, topic: str, occupation: str, holding: str = "") -> Sequence[str]:
        """The areas with a figure."""
        found = (f for f in self.rows if (f.topic, f.occupation) == (topic, occupation) and holding in f"{f.value}")
        return list(dict.fromkeys(f.area for f in found))

    def occupations(self) -> Sequence[str]:
        """The occupations with a figure."""
        return list(dict.fromkeys(f.occupation for f in self.rows))


def pay(area: str, measure: str, unit: str, value: float | None, cite: Cite = BLS, status: str = "published") -> Fact:
    """A pay figure of the welder."""
    return Fact("pay", "51-4121", area, measure, unit, value, cite, status)  # type: ignore[arg-type]


def item(name: str, text: str, cite: Cite = BLS) -> Item:
    """An item of the welder's duties."""
    return Item(f"51-4121.duties.{name}", text, (cite,), HERE)


def make_knowledge(*facts: Fact) -> Knowledge:
    """Welders and nurses, Ohio with one town, four intents."""
    duties = Topic(
        "duties", HERE, item("lead", "They join metal."), tuple(item(str(n), f"Point {n}.") for n in range(6))
    )
    intents = [
        Intent(
            "pay",
            "What it pays",
            HERE,
            needs=("occupation",),
            uses=("place", "percentile", "period", "amount"),
            facts=("pay",),
            becomes=(("percentile", "pay_percentile"), ("place", "pay_area")),
            next=("duties",),
            answer="pay.j2",
        ),
        Intent(
            "pay_area",
            "Pay in a place",
            HERE,
            needs=("occupation", "place"),
            uses=("percentile", "period", "amount"),
            facts=("pay",),
            becomes=(("percentile", "pay_percentile"), ("nation", "pay")),
            answer="pay.j2",
        ),
        Intent(
            "pay_percentile",
            "Low and high pay",
            HERE,
            needs=("occupation",),
            uses=("place", "percentile", "period"),
            facts=("pay",),
            answer="pay.j2",
        ),
        Intent("duties", "What the job is", HERE, needs=("occupation",), answer="topic.j2", next=("pay",)),
        Intent("compare", "Side by side", HERE, uses=("occupation", "place"), facts=("pay",), answer="pay.j2"),
        Intent("definition_term", "A word explained", HERE, needs=("term",), answer="term.j2"),
        Intent("greeting", "Hello", HERE, kind="talk", answer="hello.j2"),
        Intent("crisis", "Crisis", HERE, kind="crisis", answer="hello.j2"),
        Intent("follow_up", "The same", HERE, kind="meta"),
        Intent("more", "More", HERE, kind="meta"),
        Intent("shorter", "Shorter", HERE, kind="meta"),
        Intent("start_over", "Start over", HERE, kind="meta", answer="hello.j2"),
    ]
    places = [
        Place("0000000", "United States", "nation", ("0000000",), HERE),
        Place("3900000", "Ohio", "state", ("3900000", "0000000"), HERE),
        Place("0010420", "Akron, OH", "metro", ("0010420", "3900000", "0000000"), HERE),
        Place("t-oh-kent", "Kent, OH", "town", ("t-oh-kent", "0010420", "3900000", "0000000"), HERE),
        Place("x-canada", "Canada", "abroad", ("x-canada",), HERE),
    ]
    templates = {
        "pay.j2": "{% for r in subjects[0].rows %}{{ amounts(r, measure, step.unit) }}\n{% endfor %}",
        "topic.j2": "{{ say(focus or topic.lead) if not step.page }}\n{% for i in items %}- {{ say(i) }}\n{% endfor %}",
        "term.j2": "{{ say(focus) }}",
        "hello.j2": "Hello.",
        "ask.md.j2": "Ask {{ reason }}?",
        "choose.md.j2": "Which?",
        "decline.md.j2": "No: {{ reason }}.",
        "assumed.md.j2": "_Assumed._",
    }
    return Knowledge(
        sources={
            "bls": Source("bls", "U.S. Bureau", "Survey", "2025-05", HERE, "BLS", 1),
            "old": Source("old", "Old Page", "Page", "undated", HERE, "Old Page", 5),
        },
        occupations={
            "51-4121": Occupation("51-4121", "Welders", "welder", HERE, topics={"duties": duties}),
            "29-1141": Occupation("29-1141", "Registered nurses", "registered nurse", HERE),
        },
        places={p.id: p for p in places},
        terms={"tig": Term("tig", "TIG", Item("terms.tig", "A way to weld.", (OLD,), HERE))},
        intents={i.id: i for i in intents},
        faq=(),
        templates={name: Template(name, text, HERE) for name, text in templates.items()},
        words={},
        settings=Settings(),
        facts=ListedFacts(facts),
    )
