"""Marks of many objects in tables: sums, deviations, what is missing, what could not be read."""

import csv
import datetime
import io
from decimal import Decimal
from pathlib import Path

import pytest

from tests.review.filling import SCORES, filled, marks
from tests.review.records import CLEAN, SLIPS, object_of
from xlevaluate.files.zip_packages import zipped
from xlevaluate.form.snapshot import CellValue
from xlevaluate.review.counted_marks import reviewed
from xlevaluate.review.given_marks import MarkedObject, MarkedSheet
from xlevaluate.review.making_sheets import made_sheets
from xlevaluate.review.mark_reading import Markings, read_marks
from xlevaluate.review.mark_results import by_department, deviations_of
from xlevaluate.review.mark_workbook import make_mark_workbook
from xlevaluate.review.marked_files import MarkedFiles, read_marked_files
from xlevaluate.review.results_tables import CSV_TABLES, result_sheets
from xlevaluate.review.sheet_linter import load_marking
from xlevaluate.rollup.collection import Collection
from xlevaluate.rollup.file_reading import ReadingOptions
from xlevaluate.rollup.form_record import encoded
from xlevaluate.rollup.kept_records import KeptRecords
from xlevaluate.rollup.rolling_up import Progress, RolledUp
from xlevaluate.rollup.summary.made_tables import MadeSheet
from xlevaluate.rollup.summary.summary_file import write_summary
from xlevaluate.rollup.summary.table_files import csv_of
from xlevaluate.workbook.read import book_of, snapshot_of_book

MADE = datetime.datetime(2025, 4, 1)
PIDU = load_marking("pidu")
HOSTILE = object_of(
    '=HYPERLINK("http://x","点我")', score="60", department="<script>局", code="101003"
)


@pytest.fixture(scope="module")
def files(tmp_path_factory: pytest.TempPathFactory) -> MarkedFiles:
    """What lies in a folder: filled, half filled, wrong, doubled, and foreign files."""
    folder = tmp_path_factory.mktemp("marked")
    clean, slips, hostile = (
        make_mark_workbook(PIDU, reviewed(PIDU, *handed), created=MADE)
        for handed in (CLEAN, SLIPS, HOSTILE)
    )
    whole = marks("quality", SCORES)
    (folder / "甲.xlsx").write_bytes(filled(clean, whole))
    (folder / "甲（副本）.xlsx").write_bytes(filled(clean, whole))
    inner = zipped({"里面.xlsx": filled(hostile, whole)}, MADE)
    wrong = filled(
        slips, {**whole, **marks("quality", {"deep_judged": 25, "feasible_judged": None})}
    )
    packed = {"乙.xlsx": wrong, "再一层.zip": inner, "说明.txt": b"x"}
    (folder / "二科.zip").write_bytes(zipped(packed, MADE))
    (folder / "坏.xlsx").write_bytes(b"PK\x03\x04")
    write_summary(folder / "别的.xlsx", (), "别的", MADE)
    return read_marked_files([folder], Markings(None))


def test_every_file_counts_or_says_why(files: MarkedFiles) -> None:
    assert {of.name for of in files.objects} == {
        *("二科.zip/再一层.zip/里面.xlsx", "甲.xlsx", "二科.zip/乙.xlsx"),
    }
    assert [item.name for item in files.unread] == ["二科.zip/说明.txt", "别的.xlsx", "坏.xlsx"]
    assert files.remarks == ("“无问题单位”的评分表有 2 份相同的：“甲.xlsx”、“甲（副本）.xlsx”。",)


def test_marked_twice_otherwise_counts_for_nobody(tmp_path: Path) -> None:
    clean = make_mark_workbook(PIDU, reviewed(PIDU, *CLEAN), created=MADE)
    (tmp_path / "1.xlsx").write_bytes(clean)
    (tmp_path / "2.xlsx").write_bytes(filled(clean, marks("quality", SCORES)))
    found = read_marked_files([tmp_path], Markings(None))
    assert not found.objects
    assert [item.name for item in found.unread] == ["1.xlsx", "2.xlsx"]
    assert "有 2 份评分不同的表" in found.unread[0].reason


def test_no_two_sheets_have_one_name(tmp_path: Path) -> None:
    """Windows does not tell case apart; what no file may be called is left out."""
    objects = [
        object_of("A:中心/站", code="1"),
        object_of("a中心站", code="1"),
        object_of("乙" * 200, code=""),
    ]
    kept = KeptRecords(tmp_path / "已读记录", ReadingOptions())
    kept.add([encoded(record) for _, record in objects])
    collection = Collection(year=2024, lines=tuple(line for line, _ in objects))
    result = RolledUp(collection=collection, kept=kept, progress=Progress(3))
    names = {name for name, _ in made_sheets(PIDU, result, MADE)}
    assert names == {
        "1&A中心站&20250401.xlsx",
        "1&a中心站&20250401(2).xlsx",
        f"&{'乙' * 60}&20250401.xlsx",
    }


def test_settled_problems_take_nothing_off(tmp_path: Path) -> None:
    line, record = SLIPS
    kept = KeptRecords(tmp_path / "已读记录", ReadingOptions())
    kept.add([encoded(record)])
    collection = Collection(year=2024, lines=(line,))
    result = RolledUp(collection=collection, kept=kept, progress=Progress(1))
    counted = {}
    for settled in (frozenset(), frozenset((line.entry.id, item.key) for item in record.findings)):
        ((_, content),) = made_sheets(PIDU, result, MADE, settled=settled)
        found = read_marks(content, "评分表.xlsx", Markings(None)).marks
        counted[bool(settled)] = {mark.key for mark in found if mark.reason}
    assert "accurate_counted" in counted[False]
    assert not counted[True]


def rows_of(sheet: MadeSheet) -> list[tuple[object, ...]]:
    return [tuple(row) for row in sheet.tables[0].rows()]


def test_tables_tell_what_is_missing_and_what_may_not_be(files: MarkedFiles) -> None:
    tables = result_sheets(files)
    (missing,), (refused,) = rows_of(tables["没有评分"]), rows_of(tables["不能用的得分"])
    assert missing[1:6] == ("有问题单位", "", "复核表", "建议可行、具体明确", Decimal(20))
    assert refused[1:5] == ("有问题单位", "", "复核表", "问题深刻、剖析精准")
    assert refused[7] == "是 25，大于分值 20"


def test_results_and_deviations(files: MarkedFiles) -> None:
    tables = result_sheets(files)
    rows = {row[1]: row for row in rows_of(tables["复核结果"])}
    total = Decimal(18) + 10 + 5 + Decimal("4.5") + 10 + Decimal("8.125") + 17 + Decimal("16.3")
    assert rows["无问题单位"][8:14] == (Decimal("95.5"), "优", total, "良", 0, 0)
    assert rows["有问题单位"][8:14] == (Decimal("95.5"), "优", None, "", 1, 1)
    deviations = [row[8:11] for row in rows_of(tables["偏差"])]
    assert deviations == [
        (Decimal("95.5"), total, Decimal("95.5") - total),
        (Decimal(60), total, Decimal(60) - total),
    ]
    assert "复核得分评的是自评工作的质量" in tables["偏差"].notes[1]
    assert "另有 1 个没有自评得分，或者没有评完，不计算偏差。" in tables["偏差"].notes


def test_deviations_of_departments() -> None:
    def of(name: str, department: str, score: str | None, reviewed_: str) -> MarkedObject:
        sheet = PIDU.definition.sheet[0]
        return MarkedObject(
            name=name,
            form="",
            object=name,
            kind="单位",
            code=name,
            unit=name,
            project="",
            department=department,
            office="",
            year="2024",
            score=None if score is None else Decimal(score),
            grade="",
            sheets=(_Total(sheet, (), Decimal(reviewed_)),),
            problems=(),
        )

    found = deviations_of(
        [
            of("1", "甲局", "90", "95"),
            of("2", "甲局", "90", "80"),
            of("3", "甲局", "90", "89.5"),
            of("4", "", "80", "78.125"),
            of("5", "", None, "60"),
            of("6", "乙局", "80", "87"),
            of("7", "乙局", "80", "79"),
        ]
    )
    assert [item.of.name for item in found] == ["2", "4", "7", "3", "1", "6"]
    assert [
        (item.department, item.count, item.mean, item.largest.of.name)
        for item in by_department(found)
    ] == [
        ("（未注明主管部门）", 1, Decimal("1.875"), "4"),
        ("甲局", 3, Decimal("1.833"), "2"),  # 5.5 / 3
        ("乙局", 2, Decimal("-3.000"), "6"),  # 7 below is further than 1 above
    ]


class _Total(MarkedSheet, frozen=True):
    """A sheet whose sum is known."""

    known: Decimal

    @property
    def total(self) -> Decimal | None:
        return self.known


def test_texts_stay_texts_in_workbook_and_csv(files: MarkedFiles, tmp_path: Path) -> None:
    tables = result_sheets(files)
    content = write_summary(tmp_path / "汇总.xlsx", tables.values(), "汇总", MADE).read_bytes()
    snapshot = snapshot_of_book(book_of(content, "汇总.xlsx"))
    cells: list[CellValue] = [
        cell
        for sheet in snapshot.sheets.values()
        for cell in sheet.values()
        if "HYPERLINK" in str(cell.value)
    ]
    assert cells
    assert not any(cell.is_formula for cell in cells)
    for name in CSV_TABLES:
        text = csv_of(tables[name].tables[0]).decode("utf-8-sig")
        fields = [field for row in csv.reader(io.StringIO(text)) for field in row]
        begun = [field for field in fields if field.startswith(("=", "+", "-", "@"))]
        assert all(_is_number(field) for field in begun)
        assert '\'=HYPERLINK("http://x","点我")' in fields


def _is_number(text: str) -> bool:
    return text.lstrip("-").replace(".", "", 1).isdecimal()
