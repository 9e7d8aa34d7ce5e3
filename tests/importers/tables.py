"""Small made tables in the publishers' shapes, for the tests of the importers."""

from __future__ import annotations

import csv
import lzma
from collections.abc import Sequence
from pathlib import Path

AREAS = [
    "area_code,area_type,state_code,state_name,area_name",
    "0000000,national,00,,National",
    "5300000,state,53,Washington,Washington",
    '0044060,metro,53,Washington,"Spokane-Spokane Valley, WA"',
    "5300007,nonmetro,53,Washington,Eastern Washington nonmetropolitan area",
]
OCCUPATIONS = [
    "occ_code,occ_title,level",
    "00-0000,All Occupations,total",
    "11-0000,Management Occupations,major",
    "11-3051,Industrial Production Managers,detailed",
    "29-1215,Family Medicine Physicians,detailed",
    "27-2031,Dancers,detailed",
]
FOOTNOTES = [
    "footnote_code,footnote_text",
    "1,Estimates leave somebody out.",
    "4,Some are reported either as hourly wages or annual salaries depending on how they are paid.",
    '5,"This wage is equal to or greater than $115.00 per hour or $239,200 per year."',
    "8,Estimate not released.",
]
WAGES = tuple(f"{unit}_{name}" for unit in "ha" for name in ("mean", "p10", "p25", "median", "p75", "p90"))
PAY_HEADER = ("area_code", "occ_code", "employment", *WAGES, "notes")


def pay_row(area: str, occupation: str, hour: str = "", year: str = "", note: str = "", jobs: str = "10") -> str:
    """A line of the pay table with one hourly and one yearly wage throughout and a footnote for the empty ones."""
    cells = [hour] * 6 + [year] * 6
    notes = [f"{name}={note}" for name, cell in zip(WAGES, cells, strict=True) if not cell and note]
    return ",".join([area, occupation, jobs, *cells, " ".join(notes)])


PAY = [
    ",".join(PAY_HEADER),
    *(pay_row(line.split(",")[0], "00-0000", "24.50", "50960") for line in AREAS[1:]),
    pay_row("5300000", "11-0000", "60.00", "124800"),
    pay_row("5300000", "29-1215", note="5"),
    pay_row("5300007", "29-1215", note="8"),
    pay_row("5300000", "27-2031", hour="21.10", note="4"),
    pay_row("5300000", "11-3051", "69.81", "145210"),
    pay_row("0000000", "11-3051", "60.61", "126060", jobs="246250"),
]
COUNTIES = [
    "county_fips,county_name,state_code,state_name,state_abbr,oews_area_code",
    "53063,Spokane County,53,Washington,WA,0044060",
    "53043,Lincoln County,53,Washington,WA,5300007",
    "53051,Pend Oreille County,53,Washington,WA,",
]
TOWNS = [
    "place_name,state_abbr,state_code,county_fips,county_name,oews_area_code,population,basis",
    "Spokane,WA,53,53063,Spokane County,0044060,229447,principal-city",
    "Newport,WA,53,53051,Pend Oreille County,,2100,unknown",
    "Deer Park,WA,53,53063,Spokane County,0044060,4000,county-by-name",
    "Deer Park,WA,53,53043,Lincoln County,5300007,120,county-of-nearest-place",
    "Deer Park,WA,53,,,,90,unknown",
    "Nowhere,WA,53,,,,15,unknown",
]
PROJECTIONS_HEADER = (
    "2024 National Employment Matrix title",
    "2024 National Employment Matrix code",
    "Occupation type",
    "Employment, 2024",
    "Employment, 2034",
    "Employment change, numeric, 2024–34",
    "Employment change, percent, 2024–34",
    "Occupational openings, 2024–34 annual average",
    "Typical education needed for entry",
    "Work experience in a related occupation",
    "Typical on-the-job training needed to attain competency in the occupation",
)
PROJECTIONS = [
    PROJECTIONS_HEADER,
    ("Total, all occupations", "00-0000", "Summary", "275.1", "280", "4.9", "1.8", "30", "", "", ""),
    ("Management occupations", "11-0000", "Summary", "241.9", "246.5", "4.6", "1.9", "17.1", "", "", ""),
    ("Industrial production managers", "11-3051", "Line item", "241.9", "246.5", "4.6", "1.9", "17.1",
     "Bachelor's degree", "5 years or more", "None"),
    ("Home health and personal care aides", "31-1120", "Line item", "33.2", "33.1", "-0.1", "-0.4", "5.5",
     "High school diploma or equivalent", "None", "Short-term on-the-job training"),
]
DIRECT_MATCHES = [
    ("2018 SOC Code", "2018 SOC Title", "2018 SOC Direct Match Title", "Illustrative Example"),
    ("11-3051", "Industrial Production Managers", "Industrial Production Manager", ""),
    ("11-3051", "Industrial Production Managers", "Plant Superintendent", "x"),
    ("31-1121", "Home Health Aides", "Home Hospice Aide (HHA)", ""),
    ("31-1122", "Personal Care Aides", "Elderly Companion", ""),
    ("55-1011", "Air Crew Officers", "Naval Flight Officer", ""),
]
JOINED_CODES = [
    ("soc_2018_code", "oews_2025_code", "ep_2024_34_code"),
    ("11-3051", "11-3051", "11-3051"),
    ("31-1121", "31-1120", "31-1120"),
    ("31-1122", "31-1120", "31-1120"),
    ("55-1011", "", ""),
]


def write_lines(path: Path, lines: Sequence[str]) -> Path:
    """Writes lines, compressed when the name ends in .xz."""
    data = "".join(f"{line}\n" for line in lines).encode()
    path.write_bytes(lzma.compress(data) if path.suffix == ".xz" else data)
    return path


def write_cells(path: Path, rows: Sequence[Sequence[str]]) -> Path:
    """Writes rows of cells as CSV."""
    with path.open("w", encoding="utf-8", newline="") as file:
        csv.writer(file, lineterminator="\n").writerows(rows)
    return path


def read_table(path: Path) -> list[dict[str, str]]:
    """Rows of a written file."""
    data = path.read_bytes()
    text = (lzma.decompress(data) if path.suffix == ".xz" else data).decode()
    return list(csv.DictReader(text.splitlines()))


def oews_files(folder: Path, pay: Sequence[str] = PAY) -> list[Path]:
    """The four tables of pay."""
    return [
        write_lines(folder / "oews-2025.csv.xz", pay),
        write_lines(folder / "areas.csv", AREAS),
        write_lines(folder / "occupations.csv", OCCUPATIONS),
        write_lines(folder / "footnotes.csv", FOOTNOTES),
    ]


def place_files(folder: Path) -> list[Path]:
    """The three tables of places."""
    return [
        write_lines(folder / "areas.csv", AREAS),
        write_lines(folder / "counties.csv", COUNTIES),
        write_lines(folder / "towns.csv.xz", TOWNS),
    ]


def title_files(folder: Path) -> list[Path]:
    """The three tables of titles."""
    return [
        write_cells(folder / "table-1.2.csv", PROJECTIONS),
        write_cells(folder / "direct-match.csv", DIRECT_MATCHES),
        write_cells(folder / "joined.csv", JOINED_CODES),
    ]
