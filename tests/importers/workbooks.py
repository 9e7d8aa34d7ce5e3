"""Small Excel workbooks and O*NET downloads in the publishers' layouts, for the tests of the importers."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from zipfile import ZipFile

from openpyxl import Workbook
from tests.importers.tables import PROJECTIONS

Cell = str | float | bool | None
Rows = Sequence[Sequence[Cell]]

# ------------------------------------------------------------------ pay survey
OEWS_COLUMNS = (
    "AREA AREA_TITLE AREA_TYPE PRIM_STATE NAICS NAICS_TITLE I_GROUP OWN_CODE OCC_CODE OCC_TITLE O_GROUP TOT_EMP "
    "EMP_PRSE JOBS_1000 LOC_QUOTIENT PCT_TOTAL PCT_RPT H_MEAN A_MEAN MEAN_PRSE H_PCT10 H_PCT25 H_MEDIAN H_PCT75 "
    "H_PCT90 A_PCT10 A_PCT25 A_MEDIAN A_PCT75 A_PCT90 ANNUAL HOURLY"
).split()
DESCRIPTIONS: Rows = [
    ["OEWS Estimates: field descriptions"],
    ["Field", "Field Description"],
    ["area", "U.S. (99), state FIPS code, metropolitan or nonmetropolitan area code"],
    ["Notes:"],
    ["*  = indicates that a wage estimate is not available"],
    ["#  = indicates a wage equal to or greater than $115.00 per hour or $239,200 per year "],
]


def oews_row(
    area: str, kind: str, occupation: str, hour: Cell = 24.5, year: Cell = 50960, group: str = "detailed", **cells: Cell
) -> list[Cell]:
    """A row with one hourly and one yearly wage throughout; `cells` stand in its other columns."""
    row: dict[str, Cell] = dict.fromkeys(OEWS_COLUMNS)
    row |= {"AREA": area, "AREA_TYPE": kind, "OCC_CODE": occupation, "O_GROUP": group, "TOT_EMP": 10.0}
    row |= {"NAICS": "000000", "I_GROUP": "cross-industry", "OWN_CODE": "1235"}
    row |= {name: hour for name in OEWS_COLUMNS if name.startswith("H_")}
    row |= {name: year for name in OEWS_COLUMNS if name.startswith("A_")}
    return list((row | cells).values())


def total(area: str, kind: str) -> list[Cell]:
    """The row of all occupations in an area."""
    return oews_row(area, kind, "00-0000", group="total")


NATIONAL: Rows = [
    OEWS_COLUMNS,
    total("99", "1"),
    oews_row("99", "1", "11-0000", group="major"),
    oews_row("99", "1", "11-3051", 60.61, 126060.0, TOT_EMP=246250.0),
    oews_row("99", "1", "11-3051", 1, 2, NAICS="31-33", I_GROUP="sector"),
    oews_row("99", "1", "11-3051", 1, 2, OWN_CODE="5"),
]
STATE: Rows = [
    OEWS_COLUMNS,
    total("53", "2"),
    oews_row("53", "2", "29-1215", "#", "#"),
    oews_row("53", "2", "27-2031", 21.1, "*", HOURLY=True),
    oews_row("53", "2", "25-1011", "*", 90000, ANNUAL=True, TOT_EMP="**"),
    total("66", "3"),
]
METRO: Rows = [OEWS_COLUMNS, total("44060", "4"), oews_row("44060", "4", "11-3051", "*", "*")]
NONMETRO: Rows = [OEWS_COLUMNS, total("5300007", "6")]


def write_workbook(path: Path, sheets: Mapping[str, Rows]) -> Path:
    """Writes the sheets in their order."""
    book = Workbook()
    book.remove(book["Sheet"])
    for name, rows in sheets.items():
        sheet = book.create_sheet(name)
        for row in rows:
            sheet.append(list(row))
    path.parent.mkdir(parents=True, exist_ok=True)
    book.save(path)
    return path


def oews_workbooks(folder: Path) -> list[Path]:
    """The four workbooks of a release, and the field descriptions."""
    return [
        write_workbook(folder / "national_M2025_dl.xlsx", {"national_M2025_dl": NATIONAL}),
        write_workbook(folder / "state_M2025_dl.xlsx", {"state_M2025_dl": STATE}),
        write_workbook(folder / "MSA_M2025_dl.xlsx", {"MSA_M2025_dl": METRO}),
        write_workbook(folder / "BOS_M2025_dl.xlsx", {"BOS_M2025_dl": NONMETRO}),
        write_workbook(folder / "field_descriptions.xlsx", {"Field Descriptions": DESCRIPTIONS}),
    ]


# ------------------------------------------------------------------ projections
def projections_workbook(path: Path) -> Path:
    """The workbook of all projection tables, with the one that counts between others."""
    header, *rows = PROJECTIONS
    table: list[Sequence[Cell]] = [
        ["Table 1.2 Occupational projections, 2024–34, and worker characteristics, 2024 (Employment in thousands)"],
        [name.replace("Employment, ", "Employment,\n") for name in header],
        *([*row[:3], *(float(cell) for cell in row[3:8]), *row[8:]] for row in rows),
        ["[1] Data are from another survey."],
        ["Source: Employment Projections program, U.S. Bureau of Labor Statistics"],
    ]
    first: Rows = [["Table 1.1"], ["2024 National Employment Matrix title", "Employment, 2024"], ["Total", 1.5]]
    return write_workbook(path, {"Index": [["Contents"]], "Table 1.1": first, "Table 1.2": table})


# ------------------------------------------------------------------ Census lists
LIST_1: Rows = [
    ["List 1. CORE BASED STATISTICAL AREAS (CBSAs), JULY 2023"],
    [],
    ["CBSA Code", "CBSA Title", "Metropolitan/Micropolitan Statistical Area", "County/County Equivalent",
     "State Name", "FIPS State Code", "FIPS County Code", "Central/Outlying County"],
    ["44060", "Spokane-Spokane Valley, WA", "Metropolitan Statistical Area", "Spokane County", "Washington", "53",
     "063", "Central"],
    ["44060", "Spokane-Spokane Valley, WA", "Metropolitan Statistical Area", "Pend Oreille County", "Washington",
     53, 51, "Outlying"],
    ["Source: U.S. Census Bureau."],
]
LIST_2: Rows = [
    ["List 2. PRINCIPAL CITIES, JULY 2023"],
    ["CBSA Code", "CBSA Title", "Metropolitan/Micropolitan Statistical Area", "Principal City Name",
     "FIPS State Code", "FIPS Place Code"],
    ["44060", "Spokane-Spokane Valley, WA", "Metropolitan Statistical Area", "Spokane", "53", "67000"],
    ["10140", "Aberdeen, WA", "Micropolitan Statistical Area", "Aberdeen city (balance)", "53", "00100"],
    ["Note: balances are rests of merged cities.", None],
]
# ------------------------------------------------------------------ studies
STUDIES: Rows = [
    ["CIP2020Code", "CIP2020Title", "SOC2018Code", "SOC2018Title"],
    ["14.3501", "Industrial Engineering.", "11-3051", "Industrial Production Managers"],
    ["52.0205", "Operations Management and Supervision.", "11-3051", "Industrial Production Managers"],
    ["51.2602", "Home Health Aide/Home Attendant.", "31-1121", "Home Health Aides"],
    ["01.0508", "Taxidermy/Taxidermist.", "99-9999", "NO MATCH"],
    ["99.9999", "NO MATCH", "31-1122", "Personal Care Aides"],
    ["28.0101", "Air Force JROTC/ROTC.", "55-1011", "Air Crew Officers"],
]

# ------------------------------------------------------------------ O*NET
RATING = ["O*NET-SOC Code", "Element ID", "Element Name", "Scale ID", "Data Value"]
NO_SUPPRESSION = ["N", "n/a", "08/2023", "Incumbent"]
RIASEC = ("Realistic", "Investigative", "Artistic", "Social", "Enterprising", "Conventional")
MANAGERS, QUALITY, AIDES, COMPANIONS, PILOTS = "11-3051.00", "11-3051.01", "31-1121.00", "31-1122.00", "55-1011.00"


def interests_of(code: str, *scores: str) -> Rows:
    """The rows of the six scores, and one on another scale."""
    rows = [[code, f"1.B.1.{n}", name, "OI", score, "11/2023", "Machine Learning"]
            for n, name, score in zip("abcdef", RIASEC, scores, strict=True)]
    return [*rows, [code, "1.B.1.g", "First Interest High-Point", "IH", "5.00", "11/2023", "Machine Learning"]]


def schooling_of(code: str, percents: Mapping[int, str], suppressed: Iterable[int] = ()) -> Rows:
    """The rows of the twelve levels; those not named have none of the answers."""
    return [
        [code, "2.D.1", "Required Level of Education", "RL", str(level), percents.get(level, "0.00"), "28",
         "Y" if level in suppressed else "N", "08/2024", "Incumbent"]
        for level in range(1, 13)
    ]


def ratings_of(code: str, importance: Mapping[str, str], suppressed: Iterable[str] = ()) -> Rows:
    """Rows of importance and level for each element."""
    return [
        [code, "2.A.1.a", name, scale, value, "Y" if name in suppressed and scale == "IM" else "N", "n/a", "08/2023",
         "Analyst"]
        for name, value in importance.items()
        for scale in ("IM", "LV")
    ]


SKILLS = {"Speaking": "3.50", "Monitoring": "4.12", "Science": "2.99", "Writing": "4.12"}
ONET: Mapping[str, Rows] = {
    "Occupation Data": [
        ["O*NET-SOC Code", "Title", "Description"],
        [MANAGERS, "Industrial Production Managers", "Plan work."],
        [AIDES, "Home Health Aides", "Help at home."],
        [COMPANIONS, "Personal Care Aides", "Keep company."],
    ],
    "Interests": [
        [*RATING, "Date", "Domain Source"],
        *interests_of(MANAGERS, "4.23", "2.94", "1.33", "1.83", "5.92", "5.29"),
        *interests_of(QUALITY, "1.00", "1.00", "1.00", "1.00", "1.00", "1.00"),
        *interests_of(AIDES, "4.21", "3.18", "1.49", "6.33", "1.76", "3.52"),
        *interests_of(COMPANIONS, "2.00", "2.00", "2.00", "2.00", "2.00", "2.00"),
        *interests_of(PILOTS, "3.00", "3.00", "3.00", "3.00", "3.00", "3.00"),
    ],
    "Job Zones": [
        ["O*NET-SOC Code", "Job Zone", "Date", "Domain Source"],
        [QUALITY, "5", "08/2023", "Analyst"],
        [MANAGERS, "4", "08/2021", "Analyst"],
        [COMPANIONS, "2", "07/2014", "Analyst"],
    ],
    "Education, Training, and Experience": [
        [*RATING[:4], "Category", "Data Value", "N", "Recommend Suppress", "Date", "Domain Source"],
        *schooling_of(MANAGERS, {2: "29.42", 6: "25.80", 8: "44.78"}, suppressed=[8]),
        *schooling_of(AIDES, {2: "100"}, suppressed=range(1, 13)),
        [MANAGERS, "3.A.1", "Related Work Experience", "RW", "1", "100", "28", "N", "08/2024", "Incumbent"],
    ],
    "Related Occupations": [
        ["O*NET-SOC Code", "Related O*NET-SOC Code", "Relatedness Tier", "Index"],
        [MANAGERS, "17-2112.00", "Primary-Short", "2"],
        [MANAGERS, "11-1021.00", "Primary-Short", "1"],
        [MANAGERS, QUALITY, "Primary-Long", "3"],
        [MANAGERS, PILOTS, "Primary-Long", "4"],
        [MANAGERS, COMPANIONS, "Supplemental", "11"],
        [MANAGERS, AIDES, "Supplemental", "12"],
    ],
    "Skills": [
        [*RATING, "Recommend Suppress", "Not Relevant", "Date", "Domain Source"],
        *ratings_of(MANAGERS, SKILLS, suppressed=["Speaking"]),
        *ratings_of(AIDES, SKILLS),
    ],
    "Knowledge": [
        [*RATING, "Recommend Suppress", "Not Relevant", "Date", "Domain Source"],
        *([*row[:7], "08/2021", "Incumbent"] for row in ratings_of(MANAGERS, {"Mathematics": "3.10"})),
    ],
    "Technology Skills": [
        ["O*NET-SOC Code", "Example", "Commodity Code", "Commodity Title", "Hot Technology", "In Demand"],
        [MANAGERS, "Abacus", "1", "Counting", "N", "N"],
        [MANAGERS, "Hot only", "1", "Counting", "Y", "N"],
        [MANAGERS, "Wanted", "1", "Counting", "N", "Y"],
        [MANAGERS, "Hot and wanted", "1", "Counting", "Y", "Y"],
        [MANAGERS, "Abacus", "2", "Arithmetic", "N", "N"],
    ],
    "Task Statements": [
        ["O*NET-SOC Code", "Task ID", "Task", "Task Type", "Incumbents Responding", "Date", "Domain Source"],
        [MANAGERS, "1", "Water the plants.", "Supplemental", "9", "08/2023", "Incumbent"],
        [MANAGERS, "2", "Plan the work.", "Core", "95", "08/2021", "Incumbent"],
    ],
    "Alternate Titles": [
        ["O*NET-SOC Code", "Alternate Title", "Short Title", "Source(s)"],
        [MANAGERS, "Plant Chief", "n/a", "08"],
        [MANAGERS, "Chief of Works", "COW", "08"],
        [MANAGERS, "Helper", "n/a", "08"],
        [AIDES, "helper", "n/a", "08"],
        [AIDES, "Sitter", "n/a", "08"],
        [PILOTS, "Ace", "n/a", "08"],
    ],
    "Work Context": [["O*NET-SOC Code", "Element ID"], [MANAGERS, "4.C"]],
}
READ_ME = "O*NET 30.2 Database\nFebruary 2026 Release\n"


def tabbed(rows: Rows) -> str:
    """Rows as O*NET's text files have them."""
    return "".join("\t".join(map(str, row)) + "\r\n" for row in rows)


def onet_folder(folder: Path, tables: Mapping[str, Rows] = ONET) -> Path:
    """A download as a folder of text files, db_30_2_text, below `folder`."""
    path = folder / "db_30_2_text"
    path.mkdir(parents=True, exist_ok=True)
    for name, rows in tables.items():
        (path / f"{name}.txt").write_bytes(tabbed(rows).encode())
    return path


def onet_zip(folder: Path, tables: Mapping[str, Rows] = ONET) -> Path:
    """The same as the zip archive that is downloaded."""
    path = folder / "db_30_2_text.zip"
    with ZipFile(path, "w") as archive:
        for name, rows in tables.items():
            archive.writestr(f"db_30_2_text/{name}.txt", tabbed(rows))
        archive.writestr("db_30_2_text/Read Me.txt", READ_ME)
    return path


def onet_workbooks(folder: Path) -> Path:
    """The Excel edition as a folder: with titles beside the codes, numbers as numbers, and empty for n/a."""
    path = folder / "db_30_2_excel"
    for name, rows in ONET.items():
        (code, *header), *others = rows
        table = ([row[0], f"Title of {row[0]}", *map(_as_excel, row[1:])] for row in others)
        write_workbook(path / f"{name}.xlsx", {name[:30]: [[code, "Title", *header], *table]})
    return path


def _as_excel(cell: Cell) -> Cell:
    text = str(cell)
    return None if text == "n/a" else float(text) if text.replace(".", "", 1).isdecimal() else text


