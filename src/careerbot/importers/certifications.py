"""RoleMath's list of certifications -> words explained: what an exam costs, how long it holds, what it asks for."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

from careerbot.importers.base import Output, Progress, RefusedFile, Report, Tally, no_progress, write_outputs
from careerbot.importers.files import File, list_files, read_lines

COLUMNS = ("id", "name", "also", "intents", "say", "from")
SOURCE, DIVIDER = "rolemath_2026", "|"
# What a question may ask of a certification that it names, besides what the word means.
INTENTS = ("certifications", "education_cost", "licensing", "experience", "training")
STORE = re.compile(r"[;, ]*United States storefront")
YEARS = re.compile(r"(?P<years>\d+(?:-\d+)?) years?\b")
VENDORS = re.compile(r"^(?:CompTIA|Microsoft Certified:|Microsoft|AWS Certified|Red Hat) ")
SHORT = re.compile(r"\(([A-Z]{3,})\)|^([A-Z]{4,}) - ")
CODE = re.compile(r"[A-Z]{2,}\d?-[A-Z]?\d+")
# Beside a plus these words are part of many a sum.
PLAIN = frozenset({"tech", "data", "cloud", "project", "a"})
# What people call some of them that the list does not.
CALLED = {
    "CompTIA A+": ("a+", "a plus certification", "a plus exam", "comptia a plus"),
    "CompTIA Security+": ("sec+", "sec plus"),
    "CompTIA Network+": ("net+", "net plus"),
    "Cisco Certified Network Associate": ("ccna", "cisco ccna"),
    "CC - Certified in Cybersecurity": ("isc2 cc", "certified in cybersecurity"),
    "CISSP - Certified Information Systems Security Professional": ("cissp exam", "cissp certification", "cissp test"),
    "AWS Certified Cloud Practitioner": ("aws cloud practitioner",),
    "AWS Certified Solutions Architect Associate": ("aws solutions architect",),
    "Linux Foundation Certified System Administrator": ("lfcs",),
    "OffSec Certified Professional (OSCP) and OSCP+": ("oscp+",),
    "Microsoft Azure Administrator Associate": ("azure administrator", "azure admin"),
}


def import_certifications(paths: Sequence[Path], out: Path, progress: Progress = no_progress) -> Report:
    """Writes terms/it_certifications.csv below `out`: a word explained for each certification whose fee is known.

    `paths` hold RoleMath's list as JSON lines (.jsonl, also .xz), each an object with `credential`, `currentness`,
    `eligibility` and `cost`. Raises `RefusedFile`.
    """
    tally, rows = Tally(), []
    for file in list_files(paths):
        for row in _read_rows(file, progress):
            tally.read += 1
            if row:
                rows.append(row)
            else:
                tally.skipped["a certification without a fee"] += 1
    written, tally.written = write_outputs(out, [Output("terms/it_certifications.csv", COLUMNS, rows)], progress)
    return tally.reported(written)


def _read_rows(file: File, progress: Progress) -> Iterator[tuple[str, ...]]:
    for number, line in enumerate(read_lines(file, progress), 1):
        try:
            yield _make_row(json.loads(line))
        except (ValueError, LookupError, TypeError, AttributeError) as error:
            raise RefusedFile(f"{file}: line {number} is no certification of RoleMath's list ({error})") from error


def _make_row(entry: Mapping[str, Any]) -> tuple[str, ...]:
    """The cells of a certification; none where its fee is not known."""
    known, cost = entry["credential"], entry["cost"] or {}
    name, fees = known["name"], [fee for fee in cost.get("exam_fees", ()) if fee["currency"] == "USD"]
    if not fees:
        return ()
    renewal = cost.get("renewal") or {}
    told = (_fees(name, fees), _validity(renewal), _condition(entry["eligibility"] or {}), _doubt(entry["currentness"]))
    also = dict.fromkeys(one for one in _names(name, known["exam_codes"]) if one != name)
    # What is said is as old as the oldest of it.
    checked = min(one["checked_date"] for one in (*fees, renewal) if one.get("checked_date"))
    id = "cert-" + known["certification_id"].removeprefix("cert_").replace("_", "-")
    say = " ".join(filter(None, told))
    return id, name, DIVIDER.join(also), DIVIDER.join(INTENTS), say, f"{SOURCE}@{checked}"


def _fees(name: str, fees: Sequence[Mapping[str, Any]]) -> str:
    """What each exam costs; the price is that in the United States."""
    sums = [(f"**${fee['amount']:,.0f}**", STORE.sub("", fee["scope"] or "")) for fee in fees]
    if len(sums) == 1:
        return f"**{name}**: the exam costs {sums[0][0]} in the United States."
    listed = ", ".join(f"{scope} {amount}" if scope else amount for amount, scope in sums)
    return f"**{name}**, exam fees in the United States: {listed}."


def _validity(renewal: Mapping[str, Any]) -> str:
    """How long it holds and what keeping it costs; nothing where that is not known."""
    years, fee = renewal.get("validity_years"), renewal.get("fee")
    ends = renewal.get("lifecycle_state") != "no_expiration"
    if not (years and ends):
        return "" if ends or years else "It does not expire."
    kept = {"per_year": "keeping it costs **${:,.0f}** a year", "per_cycle": "renewing it costs **${:,.0f}**"}
    way = kept.get(renewal.get("fee_unit") or "") if fee else None
    return f"It holds for {_count(f'{years:g}')}{f', and {way.format(fee)}' if way else ''}."


def _condition(eligibility: Mapping[str, Any]) -> str:
    """How many years of work it asks for, where the list begins with that."""
    found = YEARS.match(eligibility.get("hard_prerequisite") or "")
    return f"It asks for {_count(found['years'])} of experience." if found else ""


def _count(years: str) -> str:
    return f"{years} {'year' if years == '1' else 'years'}"


def _doubt(currentness: Mapping[str, Any]) -> str:
    """That it is not settled which version is given now."""
    settled = currentness["state"] == "current"
    return "" if settled else "Which version is given now was not settled on that day: ask the publisher."


def _names(name: str, codes: Sequence[str]) -> Iterator[str]:
    """Other names: without its publisher, in short, with the plus spelled out, by the codes of its exams."""
    plain = VENDORS.sub("", name).lower()
    word = plain.removesuffix("+")
    if plain != name.lower() and (" " in plain or (word != plain and word not in PLAIN)):
        yield plain
    if word != plain and " " not in word and word not in PLAIN:
        yield f"{word} plus"
    yield from (short.lower() for found in SHORT.findall(name) for short in found if short)
    yield from (code.lower() for code in CODE.findall(" ".join(codes)))
    yield from CALLED.get(name, ())
