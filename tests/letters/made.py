"""Roll-ups made of records, without a file being written and read for them."""

from collections.abc import Mapping
from decimal import Decimal
from pathlib import Path
from typing import Any

from xlevaluate.letters.letter_outline import LetterKind, load_outline
from xlevaluate.letters.letterhead import Letterhead
from xlevaluate.letters.unit_letter import SAYABLE, Correspondence
from xlevaluate.letters.whole_letter import SAYABLE as OF_THE_WHOLE
from xlevaluate.rollup.collection import HandedIn
from xlevaluate.rollup.file_reading import ReadingOptions, key_of
from xlevaluate.rollup.form_record import (
    Counts,
    FileRecord,
    FindingRecord,
    FormRecord,
    encoded,
    summary_in,
)
from xlevaluate.rollup.kept_records import KeptRecords
from xlevaluate.rollup.matching import collect
from xlevaluate.rollup.rolling_up import Progress, RolledUp
from xlevaluate.rollup.roster import read_roster
from xlevaluate.template.lookup import DEFAULT_FAMILY, named_folder

BASE = named_folder(DEFAULT_FAMILY) / "report.docx"


def correspondence(
    kind: LetterKind, year: int | None = 2023, outline: Path | None = None, **head: Any
) -> Correspondence:
    sayable = SAYABLE if kind in {"feedback", "notice", "reminder"} else OF_THE_WHOLE
    made = load_outline(kind, sayable, outline)
    return Correspondence(made, Letterhead(**head), year, BASE)


def rolled(
    folder: Path, records: Mapping[str, FileRecord], roster: str = "", year: int | None = 2023
) -> RolledUp:
    """Put records to a roster (lines of CSV), as a run over files of those names would."""
    kept = KeptRecords(folder / "kept", ReadingOptions())
    kept.add([encoded(record) for record in records.values()])
    entries = None
    if roster:
        (folder / "roster.csv").write_text(roster, encoding="utf-8-sig")
        entries = read_roster(folder / "roster.csv")
    forms = [
        HandedIn(key=file.key, number=number, names=(name,), file=file, form=form)
        for name, record in records.items()
        for file in [summary_in(encoded(record))]
        for number, form in enumerate(file.forms)
    ]
    collection = collect(forms, entries, year=year)
    return RolledUp(collection=collection, kept=kept, progress=Progress(len(records)))


def a_file(name: str, code: str = "", *findings: FindingRecord, **form: Any) -> FileRecord:
    """A unit's file with a form and some findings."""
    counts = Counts(
        error=sum(item.level == "error" for item in findings),
        query=sum(item.level == "query" and not item.is_explained for item in findings),
        explained=sum(item.is_explained for item in findings),
    )
    said: dict[str, Any] = {
        "kind": "unit",
        "template": "hunan_department",
        "unit_name": name,
        "unit_code": code,
        "year": 2023,
        "final_budget": Decimal(100),
        "executed": Decimal(90),
        "score": Decimal(95),
        "grade": "优",
        "counts": counts,
    } | form
    if said["final_budget"] and said["executed"] is not None:
        said.setdefault("execution_rate", said["executed"] / said["final_budget"])
    whole = FormRecord(**said)
    return FileRecord(
        key=key_of(f"{name}{code}{findings}{form}".encode()), forms=(whole,), findings=findings
    )


def a_finding(number: int, level: str = "error", **said: Any) -> FindingRecord:
    """A finding whose statement and key hold a number."""
    statement = said.pop(
        "statement", f"第{number}项{number}00.5万元，应为{number}01万元，相差0.5万元。"
    )
    return FindingRecord(
        **(
            {
                "rule": f"F{number:02}",
                "level": level,
                "title": f"要求{number}",
                "sheet": "收支情况",
                "cell": f"B{number}",
                "label": f"第{number}项",
                "message": f"《收支情况》B{number} {statement}",
                "statement": statement,
                "key": f"F{number:02}·第{number}项#{number:08x}",
            }
            | said
        )
    )
