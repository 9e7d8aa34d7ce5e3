"""Templates -> the sandbox in which they are filled in; and what they compile to, as bytes for the cache."""

from __future__ import annotations

from collections.abc import Mapping
from contextlib import suppress

import jinja2
import msgspec
from jinja2.bccache import Bucket, BytecodeCache

from careerbot.model import Template
from careerbot.talking.sandbox import Sandbox


class _Compiled(BytecodeCache):
    """What templates compile to, by the keys that jinja2 gives them; it finds out itself whether a source is new."""

    def __init__(self, known: Mapping[str, bytes]) -> None:
        self.known = dict(known)

    def load_bytecode(self, bucket: Bucket) -> None:
        if bucket.key in self.known:
            bucket.bytecode_from_string(self.known[bucket.key])

    def dump_bytecode(self, bucket: Bucket) -> None:
        self.known[bucket.key] = bucket.bytecode_to_string()


def make_environment(templates: Mapping[str, Template], compiled: bytes = b"") -> Sandbox:
    """A sandbox over the templates; an undefined name is an error.

    `compiled` is what `compile_templates` gave for them, or for others: templates that it knows need no reading.
    """
    version, known = msgspec.msgpack.decode(compiled, type=tuple[str, dict[str, bytes]]) if compiled else ("", {})
    return _over(templates, _Compiled(known if version == jinja2.__version__ else {}))


def compile_templates(templates: Mapping[str, Template]) -> bytes:
    """What the templates compile to; those that are broken are left out."""
    cache = _Compiled({})
    environment = _over(templates, cache)
    for template in templates.values():
        with suppress(jinja2.TemplateError):
            environment.get_template(template.name)
    return msgspec.msgpack.encode((jinja2.__version__, cache.known))


def _over(templates: Mapping[str, Template], cache: BytecodeCache) -> Sandbox:
    loader = jinja2.DictLoader({t.name: t.text for t in templates.values()})
    options = {"trim_blocks": True, "lstrip_blocks": True, "keep_trailing_newline": False}
    return Sandbox(loader=loader, bytecode_cache=cache, **options)
