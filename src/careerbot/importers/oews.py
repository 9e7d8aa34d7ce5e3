"""Occupational Employment and Wage Statistics -> pay and employment by occupation and area."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from careerbot.importers.base import Kind, Output, RefusedFile, Report, Row, Tally, read_rows, tell_apart, write_outputs

# Our wage columns -> those of the joined table and those of the publisher's "all data" table.
WAGES = {
    "hour_mean": ("h_mean", "H_MEAN"),
    "hour_p10": ("h_p10", "H_PCT10"),
    "hour_p25": ("h_p25", "H_PCT25"),
    "hour_p50": ("h_median", "H_MEDIAN"),
    "hour_p75": ("h_p75", "H_PCT75"),
    "hour_p90": ("h_p90", "H_PCT90"),
    "year_mean": ("a_mean", "A_MEAN"),
    "year_p10": ("a_p10", "A_PCT10"),
    "year_p25": ("a_p25", "A_PCT25"),
    "year_p50": ("a_median", "A_MEDIAN"),
    "year_p75": ("a_p75", "A_PCT75"),
    "year_p90": ("a_p90", "A_PCT90"),
}
COLUMNS = ("occupation", "area", "source", "period", "employment", *WAGES, "note")
JOINED = Kind("the joined pay table", ("area_code", "occ_code", "employment", "h_median", "a_median", "notes"))
AREAS = Kind("the wage areas", ("area_code", "area_type", "area_name"))
OCCUPATIONS = Kind("the occupations with their level", ("occ_code", "occ_title", "level"))
FOOTNOTES = Kind("the footnotes", ("footnote_code", "footnote_text"))
# The surveys are dated May of their year.
MONTH = "05"
LEVELS = frozenset({"total", "detailed"})
WITHHELD, OTHER_UNIT = "x", "u"
