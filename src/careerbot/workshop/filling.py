"""A kind of starter and its values -> files, filled in and valid as they are, that never take another file's place.

The starters lie in starters/<kind>; `NAME` in a path and `<< >>` in a text are filled in.
"""

from __future__ import annotations

import json
import re
import unicodedata
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from jinja2 import Environment, StrictUndefined

from careerbot.model import Knowledge
from careerbot.talking.wording import capital

_STARTERS = Path(__file__).parent / "starters"
# What stands above an entry that nobody has asked for yet.
REMARK = "People ask in many ways; write them as they do."
# The button that leads to a counselor, where the knowledge has one.
_PERSON = "human_handoff"


class CannotMakeError(ValueError):
    """A starter that cannot be made; the message says why and what to do."""


def make_id(name: str, joint: str = "-") -> str:
    """A name as an id of plain letters and digits: "Open House!" -> "open-house". Raises CannotMakeError."""
    plain = unicodedata.normalize("NFKD", name).encode("ascii", "ignore").decode().lower()
    id = joint.join(re.findall("[a-z0-9]+", plain))
    if not id:
        raise CannotMakeError(f"no id can be made of {name!r}; name it with letters or digits")
    return id


def fill_faq(id: str, asks: Sequence[str], intent: str, remark: str, knowledge: Knowledge) -> dict[str, str]:
    """A FAQ entry that sends people to a counselor until its answer is written, then the conversation that proves it.

    Path inside the layer -> text. `intent` is the one it is nearest to, of the knowledge; where that has it not, any
    topic. `remark` stands above the entry.
    """
    topics = [known.id for known in knowledge.intents.values() if known.kind == "topic"]
    values = {
        "id": id,
        "asks": asks,
        "intent": next((id for id in (intent, *topics, *knowledge.intents) if id in knowledge.intents), intent),
        "remark": remark,
        "contact": " ".join(knowledge.settings.contact.split()),
        "next": _PERSON if _PERSON in knowledge.intents else "",
    }
    return dict(sorted(fill("faq", id, values).items(), reverse=True))


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
    """Writes all files or, where one is there already, none; in order. Raises CannotMakeError, OSError."""
    there = [folder / name for name in files if (folder / name).exists()]
    if there:
        raise CannotMakeError(f"{there[0]} is there already, and nothing is written over")
    return [write_file(folder / name, text, "x") for name, text in files.items()]


def write_file(path: Path, text: str, mode: str) -> Path:
    """Writes a file, below folders that are made for it; `mode` is that of `open`. Raises OSError."""
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open(mode, encoding="utf-8") as file:
        file.write(text)
    return path
