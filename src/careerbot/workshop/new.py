"""A kind and a name -> starter files in a counselor's own layer, filled in, valid as they are, and never written over.

The starters lie in starters/<kind>; `NAME` in a path and `<< >>` in a text are filled in.
"""

from __future__ import annotations

import json
import re
import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any

from jinja2 import Environment, StrictUndefined

from careerbot.content.draft import Content
from careerbot.content.files import builtin_knowledge
from careerbot.content.knowledge import load_content
from careerbot.content.schemas import make_schemas
from careerbot.model import Knowledge
from careerbot.talking.wording import capital

LABEL = 30
# Topics on local matters that a new file may fill, best first.
_TOPICS = ("employers", "resources", "job_listings")
_STARTERS = Path(__file__).parent / "starters"
_OWN = "careerbot"


class CannotMakeError(ValueError):
    """A starter that cannot be made; the message says why and what to do."""


def make_starter(kind: str, name: str, layers: Sequence[Path], into: Path | None, today: str) -> list[Path]:
    """Makes what a kind and a name ask for: a layer ("school"), what editors check it by ("schemas"), or an entry.

    An entry goes `into` a layer, the last one when that is None; `today` is a day such as "2026-03-01". Returns the
    files written, in order. Raises CannotMakeError, OSError.
    """
    if kind == "school":
        return make_school((into or Path()) / name, today)
    if kind == "schemas":
        return write_schemas(Path(name))
    if into is None and is_same(layers[-1], builtin_knowledge()):
        raise CannotMakeError("name the folder of your own that it belongs in: --into our-school")
    return make_entry(kind, name, layers, into or layers[-1], today)


def make_school(folder: Path, today: str) -> list[Path]:
    """A layer in a new or empty folder; the files written, in order. Raises CannotMakeError, OSError."""
    if folder.exists() and (not folder.is_dir() or any(folder.iterdir())):
        raise CannotMakeError(f"{folder} is there already; name a new folder")
    id = make_id(folder.absolute().name, "_")
    title = " ".join(map(capital, id.split("_")))
    review = f"{int(today[:4]) + 1}-08-01"
    values = {"id": id, "title": title, "year": today[:4], "today": today, "review": review}
    return [*write_new(fill("school", id, values), folder), *write_schemas(folder)]


def make_entry(kind: str, name: str, layers: Sequence[Path], into: Path, today: str) -> list[Path]:
    """An entry's starter in a layer over the others; the files written, in order. Raises CannotMakeError, OSError."""
    name = " ".join(name.split())
    content = load_content([*(layer for layer in layers if not is_same(layer, into)), into])
    values = _FINDERS[kind](name, content) | {"name": name, "today": today}
    return write_new(fill(kind, values["id"], values), into)


def write_schemas(folder: Path) -> list[Path]:
    """What editors complete and check by; older ones are replaced, since nobody edits them. Raises OSError."""
    schemas = make_schemas()
    files = {f".schemas/{name}.json": schema for name, (_, schema) in schemas.items()}
    paths = {f".schemas/{name}.json": paths for name, (paths, _) in schemas.items()}
    files[".vscode/settings.json"] = {"yaml.schemas": paths, "files.associations": {"*.md.j2": "jinja"}}
    return [_write(folder / name, json.dumps(data, indent=1) + "\n", "w") for name, data in files.items()]


def make_id(name: str, joint: str = "-") -> str:
    """A name as an id of plain letters and digits: "Open House!" -> "open-house". Raises CannotMakeError."""
    plain = unicodedata.normalize("NFKD", name).encode("ascii", "ignore").decode().lower()
    id = joint.join(re.findall("[a-z0-9]+", plain))
    if not id:
        raise CannotMakeError(f"no id can be made of {name!r}; name it with letters or digits")
    return id


def is_same(one: Path, other: Path) -> bool:
    """Whether two paths lead to the same folder."""
    return one.resolve() == other.resolve()


def fill(kind: str, name: str, values: Mapping[str, Any]) -> dict[str, str]:
    """The starter's files: path inside the layer -> text."""
    environment = Environment(
        block_start_string="<%",
        block_end_string="%>",
        variable_start_string="<<",
        variable_end_string=">>",
        comment_start_string="<#",
        comment_end_string="#>",
        trim_blocks=True,
        keep_trailing_newline=True,
        undefined=StrictUndefined,
        autoescape=False,
    )
    environment.filters |= {"yaml": quote, "capital": capital}
    root = _STARTERS / kind
    paths = sorted(path for path in root.rglob("*") if path.is_file())
    return {
        path.relative_to(root).as_posix().replace("NAME", name): environment.from_string(
            path.read_text("utf-8")
        ).render(values)
        for path in paths
    }


def quote(text: str) -> str:
    """A text as YAML reads it on one line: as it is where nothing in it has a meaning, else in quotes."""
    plain = re.fullmatch(r"[A-Za-z][A-Za-z0-9 ]*", text) and text.lower() not in ("yes", "no", "true", "false", "null")
    return text if plain else json.dumps(text, ensure_ascii=False)


def write_new(files: Mapping[str, str], folder: Path) -> list[Path]:
    """Writes all files or, where one is there already, none. Raises CannotMakeError, OSError."""
    there = [folder / name for name in files if (folder / name).exists()]
    if there:
        raise CannotMakeError(f"{there[0]} is there already, and nothing is written over")
    return [_write(folder / name, text, "x") for name, text in files.items()]


def _write(path: Path, text: str, mode: str) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open(mode, encoding="utf-8") as file:
        file.write(text)
    return path


def _find_faq(name: str, content: Content) -> dict[str, Any]:
    id = make_id(name)
    _refuse_known(id, (known for kind, known in content.written if kind == "FAQ entry"), "a FAQ entry")
    return {"id": id, "phrase": name}


def _find_intent(name: str, content: Content) -> dict[str, Any]:
    id = make_id(name, "_")
    intents = content.knowledge.intents
    _refuse_known(id, intents, "an intent")
    _refuse_known(capital(name).casefold(), (i.label.casefold() for i in intents.values()), "an intent labelled")
    if len(name) > LABEL:
        raise CannotMakeError(f"the name stands on buttons, so it may have {LABEL} characters, not {len(name)}")
    return {"id": id, "phrase": id.replace("_", " ")}


def _find_occupation(name: str, content: Content) -> dict[str, Any]:
    """What the starter takes: the code and the singular of an occupation that goes by the name, else a new one."""
    knowledge = content.knowledge
    known = _find_known(name, knowledge)
    topics = knowledge.occupations[known].topics if known else {}
    free = [topic for topic in _TOPICS if topic in knowledge.intents and topic not in topics]
    topic = next((t for t in [*free, *topics, *knowledge.intents] if knowledge.intents[t].kind == "topic"), "")
    if not topic:
        raise CannotMakeError("there are no intents to say anything on; lay the folder over the built-in one")
    return {"id": known or make_id(name), "known": bool(known), "topic": topic, "source": _find_source(content)}


def _find_known(name: str, knowledge: Knowledge) -> str:
    """The one occupation whose code, title, singular or other name this is; "" for none. Raises CannotMakeError."""
    wanted = name.casefold()
    if wanted in knowledge.occupations:
        return wanted
    jobs = knowledge.occupations.values()
    first = [o.id for o in jobs if wanted in (o.title.casefold(), o.singular.casefold())]
    found = first or [o.id for o in jobs if wanted in map(str.casefold, o.also)]
    if len(found) > 1:
        titles = "; ".join(f"{id} {knowledge.occupations[id].title}" for id in found[:5])
        raise CannotMakeError(f"several occupations go by {name!r}; name one by its code: {titles}")
    return found[0] if found else ""


def _find_source(content: Content) -> str:
    """The source that a sentence of the last layer cites: its own, else the bot's, else any."""
    top = max((max(marks) for (kind, _), marks in content.written.items() if kind == "source"), default=0)
    own = [id for (kind, id), marks in content.written.items() if kind == "source" and top in marks and top > 0]
    known = [*own, *(id for id in content.knowledge.sources if id == _OWN), *content.knowledge.sources]
    if not known:
        raise CannotMakeError("there are no sources to cite; lay the folder over the built-in one")
    return known[0]


def _refuse_known(name: str, known: Iterable[str], what: str) -> None:
    if name in known:
        raise CannotMakeError(f"there is {what} {name!r} already; give the new one another name")


_FINDERS = {"faq": _find_faq, "occupation": _find_occupation, "intent": _find_intent}
