"""Knowledge layers -> knowledge and indexes ready to use, kept in a file that is keyed by what the layers hold."""

from __future__ import annotations

import os
import sqlite3
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import closing, suppress
from dataclasses import dataclass, fields
from functools import lru_cache, partial
from hashlib import blake2b
from mmap import ACCESS_READ, mmap
from pathlib import Path
from stat import S_ISREG
from typing import TYPE_CHECKING, Any, TypeVar
from zlib import crc32

import msgspec

import careerbot
from careerbot.content.facts import FactTable
from careerbot.content.files import PICTURES, TABLE_LIMIT, SourceFile, list_files
from careerbot.content.vectors import KeptVectors
from careerbot.encoder import find_encoder
from careerbot.kept import cache_folder, new_file, prune
from careerbot.model import (
    Facts,
    Faq,
    Intent,
    Knowledge,
    Occupation,
    Place,
    Problem,
    Settings,
    Source,
    Template,
    Term,
)
from careerbot.reading.index import Resources

if TYPE_CHECKING:
    from careerbot.content.draft import Content

# Goes up with every change to what is stored or how.
FORMAT = 7
# Marks our files among SQLite's, so that another program's file is never taken for one.
_APPLICATION = b"crbt"
# Where an SQLite file's header leaves four bytes each to the application: a number of its own, and who it is.
_SEAL, _OWNER = slice(60, 64), slice(68, 72)
# The parts of the program that what is stored depends on.
COMPILERS = ("model/*.py", "reading/*.py", "content/*.py", "talking/sandbox.py")
_PREFIX = "compiled-"
_LOCK = "compiling.lock"

# What is stored apart, since there is much of it.
_MANY = ("occupations", "places")
_AT_HAND = 128

Kind = TypeVar("Kind")
Compile = Callable[[Knowledge, Resources], Mapping[str, bytes]]
Progress = Callable[[str, float], None]


@dataclass(frozen=True, slots=True)
class Compiled:
    """Knowledge with its figures at hand, what is wrong with its files, and the compiled indexes by name."""

    knowledge: Knowledge
    problems: tuple[Problem, ...]
    indexes: Mapping[str, bytes]


class Stored(Mapping[str, Kind]):
    """Things by id, each decoded when it is asked for: there are many and a conversation needs few."""

    def __init__(self, data: bytes, kind: type[Kind]) -> None:
        raw = msgspec.msgpack.decode(data, type=dict[str, msgspec.Raw])
        decoder = msgspec.msgpack.Decoder(kind)
        self._raw = raw
        self._find = lru_cache(_AT_HAND)(lambda id: decoder.decode(raw[id]))

    def __getitem__(self, id: str) -> Kind:
        return self._find(id)

    def __contains__(self, id: object) -> bool:
        return id in self._raw

    def __iter__(self) -> Iterator[str]:
        return iter(self._raw)

    def __len__(self) -> int:
        return len(self._raw)


@dataclass(frozen=True, slots=True)
class _Stored:
    """All but occupations, places and figures, as one value."""

    problems: tuple[Problem, ...]
    sources: dict[str, Source]
    terms: dict[str, Term]
    intents: dict[str, Intent]
    faq: tuple[Faq, ...]
    templates: dict[str, Template]
    words: dict[str, str]
    settings: Settings


def load_compiled(layers: Sequence[Path], compile_indexes: Compile, progress: Progress | None = None) -> Compiled:
    """The layers ready to use; read and compiled anew only when a file, the program or the format has changed.

    Of the indexes only those are then made anew whose own part of the knowledge has changed. `progress` hears the stage
    and its share of the whole (0..1) while that goes on. What is stored goes to the user's cache folder, or
    CAREERBOT_CACHE; where nothing can be written all of it stays in memory.
    """
    path = cache_folder() / f"{_PREFIX}{make_key(layers)}.sqlite"
    found = _read_cache(path)
    if found:
        with suppress(OSError):
            os.utime(path)
        return found
    from filelock import FileLock

    tell = progress or (lambda stage, share: None)
    try:
        path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        # Of processes that start at once the first compiles, which takes memory and minutes, and the others read.
        with FileLock(path.parent / _LOCK):
            return _read_cache(path) or _build_cache(layers, compile_indexes, path, tell)
    except (OSError, sqlite3.Error):
        return _build_in_memory(layers, compile_indexes, tell)


def make_key(layers: Sequence[Path]) -> str:
    """A key that changes with any file of the layers, their order, the program, the sentence model and the format."""
    return hash_files([list_files(layer) for layer in layers], _model())


def hash_files(layers: Sequence[Sequence[SourceFile]], also: str = "") -> str:
    """The same for some files of each layer, without the sentence model; `also` is what else the key depends on."""
    digest = blake2b(f"{_maker()}\0{also}".encode(), digest_size=16)
    for number, files in enumerate(layers):
        for file in files:
            content = _hash_file(file)
            # What is stored names pictures by their whole path.
            name = file.path if file.name.startswith(PICTURES) else file.name
            digest.update(f"{number}\0{file.shown}\0".encode() + os.fsencode(name) + b"\0" + content)
    return digest.hexdigest()


def _model() -> str:
    encoder = find_encoder()
    return encoder.identity if encoder else ""


def _maker() -> str:
    """What all that is stored depends on besides the knowledge: format and program."""
    return f"{FORMAT} {careerbot.__version__}\0{_code_state()}"


def _code_state() -> str:
    """Sizes and dates of the files that read and compile, so that a changed checkout does not keep an old index."""
    package = Path(careerbot.__file__).parent
    states = (path.stat() for part in COMPILERS for path in sorted(package.glob(part)))
    return " ".join(f"{state.st_size}.{state.st_mtime_ns}" for state in states)


def _hash_file(file: SourceFile) -> bytes:
    """The digest of a file's bytes; empty for what cannot be read or is no plain file."""
    with suppress(OSError):
        state = file.path.stat()
        if not S_ISREG(state.st_mode):
            return b""
        if state.st_size > TABLE_LIMIT:
            # It is refused for its size whatever it holds.
            return str(state.st_size).encode()
        return blake2b(file.path.read_bytes(), digest_size=16).digest()
    return b""


def _read_cache(path: Path) -> Compiled | None:
    """What is stored there; None for a file that is missing, damaged or not ours."""
    if not path.is_file():
        return None
    try:
        blobs = read_blobs(path)
        return _decode(blobs, FactTable.open(path), StoredIndexes(path))
    except (OSError, sqlite3.Error, msgspec.MsgspecError, KeyError, ValueError):
        return None


def read_blobs(path: Path) -> dict[str, bytes]:
    """The stored blobs by name; ValueError when the file is not ours or not as it was written."""
    if not _is_sound(path):
        raise ValueError("damaged or not ours")
    with closing(_open(path)) as base:
        return dict(base.execute("SELECT name, data FROM blobs WHERE name NOT LIKE 'index.%'"))


def _is_sound(path: Path) -> bool:
    """Whether a file is ours and as it was written."""
    with suppress(OSError):
        with path.open("rb") as file:
            header = file.read(100)
        return header[_OWNER] == _APPLICATION and header[_SEAL] == _sum_up(path)
    return False


def _open(path: Path) -> sqlite3.Connection:
    return sqlite3.connect(f"{path.absolute().as_uri()}?mode=ro&immutable=1", uri=True)


class _Parts:
    """Finds indexes that were made of the same things before; `made_of` is a key for each that was asked for."""

    def __init__(self, folder: Path) -> None:
        self._files = [path for path in folder.glob(f"{_PREFIX}*.sqlite") if _is_sound(path)]
        self._maker = f"{_maker()}\0{_model()}".encode()
        self._encoder = msgspec.msgpack.Encoder(enc_hook=str)
        self.made_of: dict[str, str] = {}

    def recall(self, name: str, made_of: object, make: Callable[[], bytes]) -> bytes:
        """The stored index of that name if it was made of the same, else a new one."""
        material = self._encoder.encode(made_of)
        key = blake2b(self._maker + b"\0" + material, digest_size=16).hexdigest()
        self.made_of[name] = key
        return next((found for path in self._files if (found := _find_part(path, name, key))), None) or make()


def _find_part(path: Path, name: str, key: str) -> bytes | None:
    with suppress(sqlite3.Error), closing(_open(path)) as base:
        query = "SELECT data FROM blobs WHERE name = ? AND made_of = ?"
        row = base.execute(query, (f"index.{name}", key)).fetchone()
        return bytes(row[0]) if row else None
    return None


class StoredIndexes(Mapping[str, bytes]):
    """Compiled indexes by name, each read when it is asked for, so that they are never all in memory at once."""

    def __init__(self, path: Path) -> None:
        self._path = path

    def __getitem__(self, name: str) -> bytes:
        rows = self._read("SELECT data FROM blobs WHERE name = ?", f"index.{name}")
        if not rows:
            raise KeyError(name)
        return bytes(rows[0][0])

    def __iter__(self) -> Iterator[str]:
        return (
            str(name).removeprefix("index.")
            for (name,) in self._read("SELECT name FROM blobs WHERE name LIKE ?", "index.%")
        )

    def __len__(self) -> int:
        return sum(1 for _ in self)

    def _read(self, query: str, value: str) -> list[tuple[Any, ...]]:
        with closing(_open(self._path)) as base:
            return base.execute(query, (value,)).fetchall()


def _sum_up(path: Path) -> bytes:
    """Four bytes that change with any byte of the file but the seal: a damaged figure must never be told."""
    with path.open("rb") as file, mmap(file.fileno(), 0, access=ACCESS_READ) as whole, memoryview(whole) as view:
        return crc32(view[_SEAL.stop :], crc32(view[: _SEAL.start])).to_bytes(4, "big")


def _decode(blobs: Mapping[str, bytes], facts: Facts, indexes: Mapping[str, bytes]) -> Compiled:
    stored = msgspec.msgpack.decode(blobs["knowledge"], type=_Stored)
    entries = {field.name: getattr(stored, field.name) for field in fields(stored) if field.name != "problems"}
    occupations, places = Stored(blobs["occupations"], Occupation), Stored(blobs["places"], Place)
    knowledge = Knowledge(occupations=occupations, places=places, facts=facts, **entries)
    return Compiled(knowledge, stored.problems, indexes)


def _encode(content: Content, indexes: Mapping[str, bytes]) -> dict[str, bytes]:
    # Texts that remember where they were written become plain ones here.
    encode = msgspec.msgpack.Encoder(enc_hook=str).encode
    names = (field.name for field in fields(_Stored) if field.name != "problems")
    entries = {name: getattr(content.knowledge, name) for name in names}
    stored = _Stored(problems=content.problems, **entries)
    named = {f"index.{name}": data for name, data in indexes.items()}
    many = {name: encode(getattr(content.knowledge, name)) for name in _MANY}
    return {"knowledge": encode(stored), **many, **named}


def _build_cache(layers: Sequence[Path], compile_indexes: Compile, path: Path, tell: Progress) -> Compiled:
    encoder = find_encoder()
    with new_file(path) as new:
        parts = _Parts(path.parent)
        encode = KeptVectors(encoder, path.parent).encode if encoder else None
        resources = Resources(parts.recall, encode, lambda stage, share: tell(stage, 0.3 + 0.6 * share))
        blobs = _compile(layers, lambda knowledge: compile_indexes(knowledge, resources), new, tell)
        write_blobs(new, blobs, parts.made_of)
    prune(path)
    return _decode(blobs, FactTable.open(path), StoredIndexes(path))


def _build_in_memory(layers: Sequence[Path], compile_indexes: Compile, tell: Progress) -> Compiled:
    from careerbot.content.knowledge import load_content

    content = load_content(layers)
    encoder = find_encoder()
    resources = Resources(lambda name, made_of, make: make(), encoder.encode if encoder else None, tell)
    indexes = compile_indexes(content.knowledge, resources)
    return _decode(_encode(content, {}), content.knowledge.facts, indexes)


def _compile(
    layers: Sequence[Path], compile_indexes: Callable[[Knowledge], Mapping[str, bytes]], new: Path, tell: Progress
) -> dict[str, bytes]:
    from careerbot.content.knowledge import load_content

    tell("reading the knowledge files", 0.0)
    content = load_content(layers, partial(FactTable.build, path=new))
    indexes = compile_indexes(content.knowledge)
    tell("keeping the result", 0.9)
    return _encode(content, indexes)


def write_blobs(path: Path, blobs: Mapping[str, bytes], made_of: Mapping[str, str] | None = None) -> None:
    """Puts named blobs into an SQLite file beside what it holds, and seals it; `made_of` are the keys of indexes."""
    keys = made_of or {}
    rows = [(name, keys.get(name.removeprefix("index."), ""), data) for name, data in blobs.items()]
    with closing(sqlite3.connect(path)) as base, base:
        base.execute(f"PRAGMA application_id = {int.from_bytes(_APPLICATION, 'big')}")
        base.execute("CREATE TABLE blobs (name TEXT PRIMARY KEY, made_of TEXT NOT NULL, data BLOB NOT NULL)")
        base.executemany("INSERT INTO blobs VALUES (?, ?, ?)", rows)
    with path.open("r+b") as file:
        file.seek(_SEAL.start)
        file.write(_sum_up(path))
