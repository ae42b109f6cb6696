"""Small roll-ups made by hand, and a store's whole contents to hold against another's."""

from collections.abc import Sequence
from decimal import Decimal
from pathlib import Path
from typing import Any

from sqlalchemy import select

from xlevaluate.history.store import Store
from xlevaluate.history.store_tables import metadata, submissions
from xlevaluate.rollup.collection import HandedIn, RosterEntry
from xlevaluate.rollup.file_reading import ReadingOptions, key_of
from xlevaluate.rollup.form_record import (
    Counts,
    FileRecord,
    FindingRecord,
    FormRecord,
    IndicatorRecord,
    encoded,
    summary_in,
)
from xlevaluate.rollup.kept_records import KeptRecords
from xlevaluate.rollup.matching import collect
from xlevaluate.rollup.rolling_up import Progress, RolledUp
from xlevaluate.rollup.roster import Roster


def form(
    number: int, year: int | None = 2024, filed: str = "2025-03-01", **other: Any
) -> FormRecord:
    """A unit's form, every figure of which depends on its number."""
    made: dict[str, Any] = {
        "kind": "unit",
        "template": "hunan_department",
        "unit_code": f"{number:03}001",
        "unit_name": f"第{number}局",
        "year": year,
        "filing_date": filed,
        "initial_budget": Decimal(number),
        "final_budget": Decimal(f"{number}.123456"),
        "executed": Decimal("0.000001"),
        "execution_rate": Decimal(1) / 3,
        "score": Decimal("98.5"),
        "grade": "优",
        "counts": Counts(error=1, query=1),
        "figures": {
            "basic_data.spending.operating.final": f"{number}.5",
            "basic_data.spending.operating.prior_final": f"{number}.25",
            "basic_data.spending.office.final": "不适用",
        },
        "indicators": (
            IndicatorRecord("产出指标", "数量指标", f"次数{number}", "≥95%", "96", Decimal("12.5")),
            IndicatorRecord("效益指标", "社会效益", score=Decimal(0)),
        ),
    }
    return FormRecord(**made | other)


def finding(number: int, said: str = "不一致。", **other: Any) -> FindingRecord:
    made = {
        "rule": f"X{number:02}", "level": "error", "title": "规则", "sheet": "基础数据表",
        "cell": f"B{number}", "label": "公用经费", "message": f"{said}{number}", "statement": said,
        "key": f"X{number:02}:{said}", "actual": "1.50", "difference": "0.1",
    }  # fmt: skip
    return FindingRecord(**made | other)


def file_of(*forms: FormRecord, version: str = "", **other: Any) -> FileRecord:
    """A file; another version of the same forms is another file."""
    said = "".join(f"{item.kind}{item.unit_code}{item.name}{item.year}" for item in forms)
    made = {
        "key": key_of(f"{said}{version}".encode()),
        "forms": forms,
        "findings": (
            finding(1, version or "不一致。"),
            finding(2, is_explained=True, level="query"),
        ),
    }
    return FileRecord(**made | other)


_AS_USUAL = ReadingOptions()


def rolled(
    folder: Path,
    files: Sequence[FileRecord],
    *,
    entries: Sequence[RosterEntry] = (),
    year: int | None = None,
    options: ReadingOptions = _AS_USUAL,
) -> RolledUp:
    """Roll up files; with entries of a roster where there are any."""
    kept = KeptRecords(folder, options)
    kept.add([encoded(file) for file in files if file.key not in kept])
    forms = [
        HandedIn(key=file.key, number=number, names=(f"{place}.xlsx",), file=summary, form=item)
        for place, file in enumerate(files)
        for summary in [summary_in(encoded(file))]
        for number, item in enumerate(summary.forms)
    ]
    roster = Roster(tuple(entries)) if entries else None
    collection = collect(forms, roster, year=year)
    return RolledUp(collection=collection, kept=kept, progress=Progress(len(files)))


def contents(store: Store) -> dict[str, list[tuple[str, ...]]]:
    """All that a store holds, however its rows are numbered."""
    found: dict[str, list[tuple[str, ...]]] = {}
    with store.read() as connection:
        c = submissions.c
        places = {
            row.id: f"{row.object_id} {row.year} {row.file_key} {row.form_number}"
            for row in connection.execute(
                select(c.id, c.object_id, c.year, c.file_key, c.form_number)
            )
        }
        for table in metadata.sorted_tables:
            own = {"id"} if table is submissions else set()
            found[table.name] = sorted(
                tuple(
                    places[value] if column.name == "submission_id" else repr(value)
                    for column, value in zip(table.columns, row, strict=True)
                    if column.name not in own
                )
                for row in connection.execute(select(table))
            )
    return found
