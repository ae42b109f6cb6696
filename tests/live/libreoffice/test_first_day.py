"""The first day of a county office: an empty workbook is filled in by keyboard, checked, filed."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from decimal import Decimal
from itertools import count
from pathlib import Path
from random import Random
from typing import Any

import openpyxl
import pytest

from tests.changes import changed
from tests.consistent import consistent
from tests.hands.hand import Hands
from tests.live.libreoffice.conftest import Make
from tests.live.libreoffice.office import Office, Workbook
from xlevaluate.filing.verification import verify_package
from xlevaluate.form.fields import Field
from xlevaluate.form.figures import Figures
from xlevaluate.form.reader import read_snapshot
from xlevaluate.form.snapshot import Address, a1
from xlevaluate.live.book import read_book
from xlevaluate.live.libreoffice.engine import open_book
from xlevaluate.submission import NotApplicable, Submission
from xlevaluate.submission.amounts import plain
from xlevaluate.template.template import Template

pytestmark = pytest.mark.libreoffice

LEAST = 25
"""So many figures fewer are typed than with version 0.1."""

FIRST = Path(__file__).parents[2] / "files" / "v0_1" / "empty.xlsx"
SHEETS = ("封面", "基础数据表", "收支情况", "自评表", "文字材料")
KINDS = (
    *("quantity", "quality", "timeliness", "cost"),
    *("economic", "social", "ecological", "sustainable", "satisfaction"),
)
POINTS = ("10 10 5", "5 5", "5 5", "2.5 2.5", "5 5", "5 5", "5", "5", "10")
"""Of sixteen indicators, by their kinds."""


@pytest.fixture(scope="module")
def office_of_a_county(template: Template) -> Submission:
    """What it has to report: figures that agree, three projects, sixteen indicators."""
    made = next(
        found for seed in count() if is_fitting(found := consistent(template, Random(seed)))
    )
    numbers = count(1)
    indicators = {
        key: [
            {
                "name": f"工作{next(numbers)}",
                "target": "≤10万元" if key == "cost" else "≥95%",
                "actual": "8万元" if key == "cost" else "96%",
                "weight": weight,
                "score": weight,
            }
            for weight in weights.split()
        ]
        for key, weights in zip(KINDS, POINTS, strict=True)
    }
    made = changed(made, {"self_evaluation.indicators": indicators})
    execution = template.computations["预算执行得分"].shown(Figures(template.form, made))
    assert isinstance(execution, Decimal)
    return changed(made, {"self_evaluation.total_score": str(90 + execution)})


def is_fitting(submission: Any) -> bool:
    return len(submission.basic_data.spending.special_fund_items) == 3


@dataclass
class Day:
    """What is done at the keyboard, from the first cell of a sheet to the last."""

    workbook: Workbook
    template: Template
    submission: Submission
    figures: list[str] = field(default_factory=list)
    """Names of the figures that were typed."""

    def __post_init__(self) -> None:
        self.hands = Hands(self.workbook, self.workbook.document)
        self.values = {
            entry.path: (item, entry.value)
            for item, entry in Figures(self.template.form, self.submission).all_entries()
        }

    def fill_in(self) -> None:
        """Type what no formula gives, then where one gives nothing, then where it gives another."""
        self.add_rows()
        places = [(place, path) for place, path in self.places() if path in self.values]
        for left in ("blank", "nothing", "another"):
            for place, path in places:
                self.look_at(place, *self.values[path], left=left)

    def add_rows(self) -> None:
        """Insert a row where there are not enough."""
        for page in self.template.blank_pages:
            rows: dict[str, list[int]] = {}
            for cell in page.cells:
                if cell.field is not None and "*" in cell.field.path and cell.path:
                    row = cell.path.removesuffix(cell.field.path.rsplit("*", 1)[1])
                    rows.setdefault(row.rpartition(".")[0], []).append(cell.row)
            added = 0
            for group, there in rows.items():
                for _ in range(self.wanted(group) - len(set(there))):
                    self.hands.insert_row(page.sheet.name, a1(there[-1] + added, 2))
                    added += 1

    def wanted(self, group: str) -> int:
        steps = len(group.split("."))
        paths = (path for path in self.values if path.startswith(f"{group}."))
        return len({path.split(".")[steps] for path in paths})

    def places(self) -> Iterator[tuple[Address, str]]:
        """Yield the cells to be filled in with their paths, in the order of the tab key."""
        snapshot, _ = read_book(open_book(self.workbook.document))
        form = self.template.form
        found = {}
        for item in form.fields.values():
            if at := snapshot.names.get(item.name):
                found[at] = item.path
        for listing in form.listings.values():
            if listing.sheet in SHEETS:
                found |= self.rows_of(listing, snapshot)
        yield from sorted(
            ((at, path) for at, path in found.items() if at.sheet in SHEETS),
            key=lambda pair: (SHEETS.index(pair[0].sheet), *pair[0][1:]),
        )

    def rows_of(self, listing: Any, snapshot: Any) -> dict[Address, str]:
        found: dict[Address, str] = {}
        columns = {item: snapshot.names[item.name] for item in listing.fields}
        end, group_name = snapshot.names[listing.end], listing.group_column
        counts = dict.fromkeys(listing.groups, 0)
        for row in range(columns[listing.fields[0]].row + 1, end.row):
            group = ""
            if group_name:
                at = snapshot.names[group_name]
                group = snapshot.at(Address(end.sheet, row, at.col)).value
            base = f"{listing.groups[group]}.{counts[group]}"
            counts[group] += 1
            for item, at in columns.items():
                found[Address(end.sheet, row, at.col)] = base + item.path.rsplit("*", 1)[1]
        return found

    def look_at(self, at: Address, item: Field, value: object, *, left: str) -> None:
        """Type a value where something else stands, and no formula that is still to give it."""
        cell = self.workbook.document.Sheets.getByName(at.sheet).getCellByPosition(at.col, at.row)
        stands = "blank" if not cell.Formula.startswith("=") else "another"
        if stands == "another" and not cell.String:
            stands = "nothing"
        if value is None or stands != left or self.shows(cell, item, value):
            return
        self.hands.command("JumpToTable", Nr=self.number_of(at.sheet))
        self.hands.command("GoToCell", ToPoint=str(at))
        self.hands.command("EnterString", StringName=self.as_typed(value))
        if item.is_number:
            self.figures.append(item.name)

    def number_of(self, sheet: str) -> int:
        return list(self.workbook.document.Sheets.ElementNames).index(sheet) + 1

    def shows(self, cell: Any, item: Field, value: object) -> bool:
        if not isinstance(value, Decimal):
            return bool(cell.String == str(value))
        return bool(cell.String) and round(Decimal(cell.Value), 6) == value

    def as_typed(self, value: object) -> str:
        if isinstance(value, Decimal):
            return plain(value)
        return value.value if isinstance(value, NotApplicable) else str(value)


def typed_in_the_first_version(template: Template, submission: Submission) -> list[str]:
    """Return the figures that had to be typed there: all that no formula of it gave."""
    book = openpyxl.load_workbook(FIRST)
    given = set()
    for name, defined in book.defined_names.items():
        for sheet, place in defined.destinations:
            if str(book[sheet][place.partition(":")[0]].value).startswith("="):
                given |= {name} & template.form.fields.keys()
    return [
        item.name
        for item, entry in Figures(template.form, submission).all_entries()
        if item.is_number
        and entry.value is not None
        and item.name not in given
        and not item.path.startswith("parameters.")
    ]


def test_an_office_fills_in_checks_reports_and_files(
    office: Office, make: Make, template: Template, office_of_a_county: Submission
) -> None:
    path = make(template.blank())
    with office.opened(path) as workbook:
        day = Day(workbook, template, office_of_a_county)
        day.fill_in()
        snapshot, _ = read_book(open_book(workbook.document))
        reading = read_snapshot(template.form, snapshot, template.computations)
        assert reading.problems == ()
        assert template.reduced(reading.submission) == template.reduced(office_of_a_county)
        first = typed_in_the_first_version(template, office_of_a_county)
        assert len(day.figures) + LEAST <= len(first), (len(day.figures), len(first))
        assert workbook.press("校验").startswith("校验完成：错误 0 条")
        assert workbook.press("生成报告").startswith("报告已生成")
        said = workbook.press("导出上报件")
        workbook.save()
    assert said.startswith("上报件已导出")
    (package,) = path.parent.glob("*上报件.zip")
    assert verify_package(package).changes == ()
