"""A small county as it looks after a roll-up, without a file being written and read for it."""

from collections.abc import Mapping
from functools import cache
from pathlib import Path

from tests.rollup.county import County
from xlevaluate.rollup.collection import HandedIn
from xlevaluate.rollup.file_reading import ReadingOptions, key_of
from xlevaluate.rollup.form_record import FileRecord, encoded, summary_in
from xlevaluate.rollup.kept_records import KeptRecords
from xlevaluate.rollup.matching import collect
from xlevaluate.rollup.recording import record_of
from xlevaluate.rollup.rolling_up import Progress, RolledUp
from xlevaluate.rollup.roster import read_roster
from xlevaluate.template.template_loading import load_template
from xlevaluate.workbook.generate import evaluate_submission

SMALL = County(departments=4, units=6, projects=15)


@cache
def records(year: int) -> Mapping[str, FileRecord]:
    """Return the records of a year's files by the names of the files."""
    template = load_template()
    return {
        f"{file.folder}/{file.name}.xlsx": record_of(
            evaluate_submission(template, file.submission),
            key_of(f"{year} {file.name}".encode()),
            origin="package" if file.is_package else "workbook",
        )
        for file in SMALL.files(year)
    }


def rolled_up(folder: Path, year: int) -> RolledUp:
    """Return a year of the small county, with its roster, its records kept in a folder."""
    kept = KeptRecords(folder / f"{year}-已读记录", ReadingOptions())
    kept.add([encoded(record) for record in records(year).values()])
    roster = folder / "名单.csv"
    roster.write_bytes(SMALL.roster_file())
    forms = [
        HandedIn(key=file.key, number=number, names=(name,), file=file, form=form)
        for name, record in records(year).items()
        for file in [summary_in(encoded(record))]
        for number, form in enumerate(file.forms)
    ]
    collection = collect(forms, read_roster(roster), year=year)
    return RolledUp(collection=collection, kept=kept, progress=Progress(len(records(year))))
