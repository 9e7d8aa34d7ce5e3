"""The keys of written files -> JSON Schemas, by which an editor completes and checks while one types."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from careerbot.content.keys import (
    FAQ_FILE_KEYS,
    INTENT_KEYS,
    ITEM_KEYS,
    OCCUPATION_KEYS,
    SETTING_KEYS,
    SOURCE_KEYS,
    TERM_KEYS,
    Key,
    Keys,
    Shape,
)
from careerbot.content.numerals import DAY_SIGNS, PERIOD_SIGNS
from careerbot.content.schema import ID_SIGNS

Schema = dict[str, Any]

_DRAFT = "http://json-schema.org/draft-07/schema#"
# The bot reads every value as text; to an editor `1.10`, `yes` and `2025` are numbers and truth values.
_TEXT: Schema = {"type": ["string", "number", "boolean"]}
_TEXTS: Schema = {"type": "array", "items": _TEXT}


def make_schemas() -> dict[str, tuple[str, Schema]]:
    """For each kind of YAML file its name, the paths inside a knowledge folder, and the schema."""
    whole: Mapping[str, tuple[str, Keys]] = {
        "settings": ("settings.yaml", SETTING_KEYS),
        "occupation": ("occupations/**/*.yaml", OCCUPATION_KEYS),
        "intent": ("intents/*.yaml", INTENT_KEYS),
        "faq": ("faq/*.yaml", FAQ_FILE_KEYS),
    }
    schemas = {name: (paths, _table(keys)) for name, (paths, keys) in whole.items()}
    schemas["source"] = ("sources.yaml", _by_id(_table(SOURCE_KEYS)))
    schemas["term"] = ("terms.yaml", _by_id(_table(TERM_KEYS)))
    schemas["words"] = ("words.yaml", {"type": "object", "additionalProperties": _or_nothing(_TEXT)})
    return {name: (paths, {"$schema": _DRAFT, **schema}) for name, (paths, schema) in schemas.items()}


def _table(keys: Keys) -> Schema:
    return {
        "type": "object",
        "properties": {name: _describe(key) for name, key in keys.items()},
        "required": [name for name, key in keys.items() if key.required],
        "dependencies": {name: [key.beside] for name, key in keys.items() if key.beside},
        "additionalProperties": False,
    }


def _by_id(entry: Schema) -> Schema:
    return {"type": "object", "propertyNames": _pattern(ID_SIGNS.pattern), "additionalProperties": entry}


def _describe(key: Key) -> Schema:
    schema = _SHAPES[key.shape](key)
    return {"description": key.about, **(schema if key.required else _or_nothing(schema))}


def _or_nothing(schema: Schema) -> Schema:
    """An empty value is as good as none."""
    return {"anyOf": [schema, {"type": "null"}, {"const": ""}]}


def _pattern(signs: str) -> Schema:
    return {"type": "string", "pattern": f"^({signs})$"}


def _write_text(key: Key) -> Schema:
    if key.choices:
        return {"enum": list(key.choices)}
    return _TEXT | ({"minLength": 1} if key.required else {}) | ({"maxLength": key.most} if key.most else {})


def _write_texts(key: Key) -> Schema:
    return {"type": "array", "items": {"enum": list(key.choices)}} if key.choices else _TEXTS


def _write_table(key: Key) -> Schema:
    names = {"propertyNames": {"enum": list(key.choices)}} if key.choices else {}
    return {"type": "object", **names, "additionalProperties": _table(key.parts) if key.parts else _TEXT}


def _write_item(_: Key) -> Schema:
    return {"anyOf": [_TEXT, _table(ITEM_KEYS)]}


def _write_items(key: Key) -> Schema:
    return {"type": "array", "items": _write_item(key)}


_SHAPES: Mapping[Shape, Callable[[Key], Schema]] = {
    "text": _write_text,
    "id": lambda key: {"anyOf": [_pattern(ID_SIGNS.pattern), {"type": ["number", "boolean"]}]},
    "texts": _write_texts,
    "lines": lambda key: {"type": "string"},
    "yes": lambda key: {"enum": ["yes", "no", "true", "false", True, False]},
    "number": lambda key: {"anyOf": [{"type": "integer", "minimum": 0}, _pattern(r"\d+")]},
    "period": lambda key: {
        "anyOf": [_pattern(PERIOD_SIGNS.pattern), {"type": "integer", "minimum": 1000, "maximum": 9999}]
    },
    "day": lambda key: _pattern(DAY_SIGNS.pattern),
    "cites": lambda key: {"anyOf": [_TEXT, _TEXTS]},
    "item": _write_item,
    "items": _write_items,
    "entries": lambda key: {"type": "array", "items": _table(key.parts)},
    "table": _write_table,
}
