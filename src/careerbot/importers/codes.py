"""Codes of the Standard Occupational Classification 2018 -> codes under which official figures are published."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from careerbot.content.files import builtin_knowledge
from careerbot.importers.tables import Kind, Table, open_table

CODES = Kind("the table of joined codes", ("soc_2018_code", "oews_2025_code", "ep_2024_34_code"))
TITLES = "occupations/titles.csv"
# Codes that BLS makes for occupations it publishes only together -> those occupations.
PUBLISHED_TOGETHER = {
    "13-1020": "13-1021 13-1022 13-1023",
    "13-2020": "13-2022 13-2023",
    "21-1018": "21-1011 21-1014",
    "25-2052": "25-2055 25-2056",
    "25-9045": "25-9042 25-9043 25-9049",
    "29-2010": "29-2011 29-2012",
    "31-1120": "31-1121 31-1122",
    "39-7010": "39-7011 39-7012",
    "47-4090": "47-4091 47-4099",
    "51-2028": "51-2022 51-2023",
    "51-2090": "51-2092 51-2099",
    "53-1047": "53-1042 53-1043 53-1044 53-1049",
}


@dataclass(frozen=True, slots=True)
class Codes:
    """The code of figures by SOC code, for those that have one."""

    by_soc: Mapping[str, str]

    def find(self, code: str) -> str:
        """The code of figures for a SOC or O*NET code ("31-1121", "31-1121.00"); empty when there are none."""
        return self.by_soc.get(code[:7], "")


def read_codes(table: Table | None) -> Codes:
    """The codes in a table of joined codes; without one those of the built-in occupations. Raises `RefusedFile`."""
    if table:
        return Codes({row["soc_2018_code"]: row["oews_2025_code"] or row["ep_2024_34_code"] for row in table.rows()})
    published = {row["id"]: row["id"] for row in open_table(builtin_knowledge() / TITLES).rows()}
    together = {soc: code for code, joined in PUBLISHED_TOGETHER.items() for soc in joined.split()}
    return Codes(published | {soc: code for soc, code in together.items() if code in published})
