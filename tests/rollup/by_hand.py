"""Roll-ups of a few forms whose every figure is typed here, and workbooks read back."""

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import pandas as pd

from xlevaluate.rollup.collection import HandedIn, RosterEntry, Unread
from xlevaluate.rollup.file_reading import ReadingOptions, key_of
from xlevaluate.rollup.form_record import (
    FileRecord,
    FindingRecord,
    FormRecord,
    encoded,
    summary_in,
)
from xlevaluate.rollup.kept_records import KeptRecords
from xlevaluate.rollup.matching import collect
from xlevaluate.rollup.rolling_up import Progress, RolledUp
from xlevaluate.rollup.roster import Roster
from xlevaluate.rollup.summary.made_tables import MadeSheet
from xlevaluate.xlsx.saved_book import SavedBook, workbook_part
from xlevaluate.xlsx.zip_parts import Package

YEAR = 2024


def unit_form(name: str, **given: Any) -> FormRecord:
    usual: dict[str, Any] = {"kind": "unit", "template": "hunan_department", "year": YEAR}
    return FormRecord(**usual | {"unit_name": name} | given)


def project_form(name: str, **given: Any) -> FormRecord:
    usual: dict[str, Any] = {"kind": "project", "template": "national_project", "year": YEAR}
    return FormRecord(**usual | {"project_name": name} | given)


def finding(key: str, **given: Any) -> FindingRecord:
    usual: dict[str, Any] = {
        "rule": key.partition("·")[0],
        "level": "error",
        "title": "某规则",
        "sheet": "收支情况",
        "cell": "B6",
        "label": "收入合计",
        "message": f"{key} 不符。",
        "statement": f"{key} 不符。",
        "key": key,
    }
    return FindingRecord(**usual | given)


def rolled(
    folder: Path,
    files: Mapping[str, tuple[Sequence[FormRecord], Sequence[FindingRecord]]],
    roster: Sequence[RosterEntry] | None = None,
    unread: Sequence[Unread] = (),
) -> RolledUp:
    """Return a roll-up of files with these forms and findings, by the names of the files."""
    records = [
        FileRecord(key=key_of(name.encode()), forms=tuple(forms), findings=tuple(findings))
        for name, (forms, findings) in files.items()
    ]
    kept = KeptRecords(folder / "已读记录", ReadingOptions())
    kept.add([encoded(record) for record in records])
    summaries = [summary_in(encoded(record)) for record in records]
    forms = [
        HandedIn(key=file.key, number=number, names=(name,), file=file, form=form)
        for name, file in zip(files, summaries, strict=True)
        for number, form in enumerate(file.forms)
    ]
    entries = None if roster is None else Roster(tuple(roster))
    collection = collect(forms, entries, year=YEAR, unread=unread)
    return RolledUp(collection=collection, kept=kept, progress=Progress(len(files)))


def frames_of(sheets: Sequence[MadeSheet]) -> dict[str, pd.DataFrame]:
    """Return the tables of a summary by their names."""
    return {table.name: table.frame() for sheet in sheets for table in sheet.tables}


def book_at(path: Path) -> SavedBook:
    package = Package(path.read_bytes(), path.name, 2**30)
    part = workbook_part(package)
    assert part is not None
    return SavedBook(package, part)


def rows_below(book: SavedBook, sheet: str, head: str) -> list[dict[str, Any]]:
    """Return the rows of the table in a sheet that has a column of this head."""
    cells = book.sheets[sheet]
    top = next(row for (row, _), cell in cells.items() if cell.value == head)
    heads = {
        col: str(cell.value).replace("\n", "") for (row, col), cell in cells.items() if row == top
    }
    found = []
    row = top + 1
    while (row, min(heads)) in cells:
        found.append(
            {
                text: cells[row, col].value if (row, col) in cells else None
                for col, text in heads.items()
            }
        )
        row += 1
    return found
