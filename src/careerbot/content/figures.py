"""Files of figures -> a table over every layer, where that of a large layer that did not change is not read again."""

from __future__ import annotations

import os
import sqlite3
from collections.abc import Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass
from itertools import groupby

import msgspec

from careerbot.content.cache import hash_files, read_blobs, write_blobs
from careerbot.content.facts import FactTable, Known, Named
from careerbot.content.files import SourceFile
from careerbot.kept import cache_folder, new_file, prune
from careerbot.model import Fact, Problem

# Below this many bytes reading a layer's files takes no time worth saving.
_LARGE = 200_000
_PREFIX = "figures-"
_REPORT = "report"


@dataclass(frozen=True, slots=True)
class Report:
    """What is wrong with a layer's files by themselves, and every id that they name."""

    problems: tuple[Problem, ...]
    named: tuple[Named, ...]


_Layer = tuple[FactTable, Report]


@dataclass(frozen=True, slots=True)
class LayeredFacts:
    """The tables of several layers, lowest first; rows of unknown occupations, areas and sources do not count."""

    tables: Sequence[FactTable]
    known: Known

    def find(self, topic: str, occupation: str, area: str) -> tuple[Fact, ...]:
        """Every figure on the topic for the occupation in just this area, by source id; the last layer holds."""
        found: dict[str, list[Fact]] = {}
        for table in self.tables:
            by_source = groupby(table.find(topic, occupation, area), lambda fact: fact.cite.source)
            found.update({source: list(facts) for source, facts in by_source if self.known.holds("source", source)})
        return tuple(fact for source in sorted(found) for fact in found[source])

    def areas(self, topic: str, occupation: str, holding: str = "") -> tuple[str, ...]:
        """Area ids with any figure on the topic for the occupation, or one with some digits in it, sorted."""
        areas = {area for table in self.tables for area in table.areas(topic, occupation, holding)}
        return tuple(sorted(area for area in areas if self.known.holds("area", area)))

    def occupations(self) -> tuple[str, ...]:
        """Occupation ids with any figure, sorted."""
        named = {id for table in self.tables for id in table.occupations()}
        return tuple(sorted(id for id in named if self.known.holds("occupation", id)))


def build_figures(files: Sequence[SourceFile], known: Known) -> tuple[LayeredFacts, list[Problem]]:
    """The figures of all files, base layer first, and what is wrong with them; it does as FactTable.build does.

    What a large layer holds is kept in the cache folder, so that a change to another layer costs nothing here.
    """
    layers = [list(some) for _, some in groupby(files, lambda file: file.layer)]
    read = [_read_layer(layer) for layer in layers]
    problems = [problem for _, report in read for problem in _report(report, known)]
    return LayeredFacts([table for table, _ in read], known), problems


def _report(report: Report, known: Known) -> Iterator[Problem]:
    yield from report.problems
    yield from (named.report() for named in report.named if not known.holds(named.kind, named.id))


def _read_layer(files: Sequence[SourceFile]) -> _Layer:
    if sum(file.path.stat().st_size for file in files if file.path.is_file()) >= _LARGE:
        with suppress(OSError, sqlite3.Error, msgspec.MsgspecError, KeyError):
            return _keep_layer(files)
    table, problems, named = FactTable.build_all(files)
    return table, Report(tuple(problems), tuple(named))


def _keep_layer(files: Sequence[SourceFile]) -> _Layer:
    """The layer out of the cache folder, where it is put if it is not there whole. Raises what a bad disk raises."""
    path = cache_folder() / f"{_PREFIX}{hash_files([files])}.sqlite"
    with suppress(OSError, sqlite3.Error, ValueError):
        report = msgspec.msgpack.decode(read_blobs(path)[_REPORT], type=Report)
        os.utime(path)
        return FactTable.open(path), report
    path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    with new_file(path) as new:
        _, problems, named = FactTable.build_all(files, path=new)
        report = Report(tuple(problems), tuple(named))
        write_blobs(new, {_REPORT: msgspec.msgpack.encode(report)})
    prune(path)
    return FactTable.open(path), report
