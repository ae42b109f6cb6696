"""A mark sheet is filled in, saved by some program, and read back, whatever became of it."""

import datetime
import io
from collections.abc import Mapping
from decimal import Decimal
from typing import Any

import openpyxl
import pytest
from msgspec import structs

from tests.review.filling import SCORES, filled, marks
from tests.review.records import CLEAN, SLIPS
from tests.spreadsheet import convert
from xlevaluate.errors import CannotDoError
from xlevaluate.review.counted_marks import reviewed
from xlevaluate.review.given_marks import MarkedObject
from xlevaluate.review.mark_names import (
    MARKS_NAME,
    OBJECT_SHEET,
    advice_name,
    done_name,
    info_name,
    mark_name,
    problem_name,
    reason_name,
)
from xlevaluate.review.mark_reading import Markings, read_marks
from xlevaluate.review.mark_records import ReviewedObject
from xlevaluate.review.mark_results import verdicts_of
from xlevaluate.review.mark_workbook import make_mark_workbook
from xlevaluate.review.sheet_linter import load_marking
from xlevaluate.rollup.collection import RosterEntry
from xlevaluate.workbook.read import book_of, snapshot_of_book

MADE = datetime.datetime(2025, 4, 1, 9, 0)
PIDU, PLATFORM = load_marking("pidu"), load_marking("platform")
SHEET = make_mark_workbook(PIDU, reviewed(PIDU, *SLIPS), created=MADE)
THREE_SHEETS = make_mark_workbook(PLATFORM, reviewed(PLATFORM, *CLEAN), created=MADE)


def read(content: bytes) -> MarkedObject:
    return read_marks(content, "评分表.xlsx", Markings(None))


def with_scores(changes: Mapping[str, Any]) -> bytes:
    return filled(SHEET, marks("quality", {**SCORES, **changes}))


def test_what_was_filled_in_is_read_back() -> None:
    of = read(with_scores({}))
    assert (of.unit, of.code, of.department, of.year) == (
        *("有问题单位", "101001", "青禾县教育局", "2024"),
    )
    assert (of.score, of.grade, of.kind) == (Decimal("95.5"), "优", "单位")
    # 9.1, 4.5 and 5 were counted; 18 was typed over the 20.
    total = sum(map(Decimal, ("18", "9.1", "4.5", "4.5", "5", "8.125", "17", "16.3")))
    assert [(total_, verdict) for _, total_, verdict in verdicts_of(of)] == [(total, "良")]
    assert not of.missing
    assert not of.refused


def test_reasons_are_read_back_too() -> None:
    reasons = {reason_name("quality", "deep_judged"): "原因分析笼统"}
    of = read(filled(with_scores({}), reasons))
    (deep,) = (mark for mark in of.marks if mark.key == "deep_judged")
    assert (deep.reason, deep.label) == ("原因分析笼统", "问题深刻、剖析精准")


def test_a_new_sheet_lacks_its_judgements_and_has_no_sum() -> None:
    of = read(SHEET)
    assert [mark.key for mark in of.missing] == [
        *("fluent_judged", "accurate_judged", "deep_judged", "feasible_judged"),
    ]
    assert [(total, verdict) for _, total, verdict in verdicts_of(of)] == [(None, "")]


@pytest.mark.parametrize(
    ("value", "why"),
    [
        (20.001, "是 20.001，大于分值 20"),
        (-1, "是 -1，小于 0"),
        (8.1234, "是 8.1234，多于 3 位小数"),
        ("17", "是文字“17”，不是数字，请清空后重新输入数字"),
        ("良好", "是文字“良好”，不是数字，请清空后重新输入数字"),
        (True, "不是数字"),
        (datetime.datetime(2025, 4, 1), "不是数字"),
        ("=1/0", None),  # a formula nobody has worked out is a blank
    ],
)
def test_what_is_no_mark_is_refused_with_its_place(value: object, why: str | None) -> None:
    of = read(with_scores({"deep_judged": value}))
    if why is None:
        assert [mark.key for mark in of.missing] == ["deep_judged"]
    else:
        (mark,) = of.refused
        assert (mark.refused, mark.label) == (why, "问题深刻、剖析精准")
        assert (mark.sheet, mark.cell[0]) == ("复核表", "E")
    assert of.sheets[0].total is None


def test_rows_and_sheets_may_move() -> None:
    book = openpyxl.load_workbook(io.BytesIO(with_scores({})))
    book["复核表"].title = "复核（张三）"
    for name in list(book.defined_names):
        item = book.defined_names[name]
        item.attr_text = (item.attr_text or "").replace("复核表", "复核（张三）")
    book.move_sheet(OBJECT_SHEET, -2)
    stream = io.BytesIO()
    book.save(stream)
    assert read(stream.getvalue()).marks[0].mark == 18


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({info_name("form"): "别的评分表"}, "请用 --sheet 指出"),
        ({info_name("form"): None}, "不是 xlevaluate review 制作的"),
        ({info_name("digest"): "0"}, "另一版评分表"),
        ({MARKS_NAME: "achieved"}, "改动过"),
    ],
)
def test_a_sheet_that_is_not_as_it_was_made_is_not_read(
    changes: dict[str, object], words: str
) -> None:
    with pytest.raises(CannotDoError, match=words):
        read(filled(SHEET, changes))


def test_a_deleted_name_is_told() -> None:
    book = openpyxl.load_workbook(io.BytesIO(with_scores({})))
    del book.defined_names[mark_name("quality", "deep_judged")]
    stream = io.BytesIO()
    book.save(stream)
    (mark,) = read(stream.getvalue()).refused
    assert mark.refused == "这一格已被删去"


def test_only_cells_to_be_filled_in_are_open() -> None:
    book = openpyxl.load_workbook(io.BytesIO(THREE_SHEETS))
    named = set()
    for item in book.defined_names.values():
        ((sheet, cell),) = item.destinations
        named.add((sheet, cell.replace("$", "")))
    for sheet in book:
        assert sheet.protection.sheet
        if sheet.title in {"自评质量", "实际绩效"}:
            unlocked = {
                (sheet.title, cell.coordinate)
                for row in sheet
                for cell in row
                if not cell.protection.locked
            }
            assert unlocked == {place for place in named if place[0] == sheet.title}
    assert book[OBJECT_SHEET].sheet_state == "veryHidden"


def test_texts_stay_texts() -> None:
    snapshot = snapshot_of_book(book_of(THREE_SHEETS, "x.xlsx"))
    cells = [
        cell
        for cell in snapshot.sheets["实际绩效"].values()
        if isinstance(cell.value, str) and "HYPERLINK" in cell.value
    ]
    assert [(cell.value, cell.is_formula) for cell in cells] == [('=HYPERLINK("x")', False)]


EXACTLY_90 = {"fluent_judged": 5, "accurate_judged": 10, "deep_judged": 20, "feasible_judged": 18.4}
INDICATORS = {"indicator1": 48, "indicator2": 20.5}
QUALITY = {
    "evidence_judged": 14,
    "scored_judged": 5,
    "problems_judged": 7,
    "measures_judged": 6.5,
}


@pytest.fixture(scope="module")
def saved(tmp_path_factory: pytest.TempPathFactory) -> dict[str, tuple[MarkedObject, bytes]]:
    """Filled sheets as LibreOffice saves them, having worked all formulas out anew."""
    folder = tmp_path_factory.mktemp("saved")
    whole = {**marks("quality", QUALITY), **marks("achieved", INDICATORS)}
    whole |= {
        done_name("achieved", "indicator1"): "13次",
        problem_name(1): "台账缺页",
        advice_name(1): "补齐",
    }
    contents = {
        "filled": with_scores({}),
        "new": SHEET,
        "large": with_scores({"deep_judged": 20.5}),
        "fine": with_scores({"deep_judged": 8.1234}),
        "text": with_scores({"deep_judged": "17"}),
        "low": with_scores({**dict.fromkeys(SCORES, 0), "deep_judged": 20}),
        "limit": with_scores(EXACTLY_90),
        "platform": filled(THREE_SHEETS, whole),
    }
    files = []
    for name, content in contents.items():
        files.append(folder / f"{name}.xlsx")
        files[-1].write_bytes(content)
    made = convert(files, "xlsx", folder / "office", folder / "profile")
    return {path.stem: (read(path.read_bytes()), path.read_bytes()) for path in made}


_WRONG = {"有得分不在 0 和分值之间，或多于 3 位小数，不计合计。"}
WITHOUT_SUM = {
    "new": {"还有 4 项没有评分，不计合计。"},
    "text": {"还有 1 项没有评分，不计合计。"},
    "large": _WRONG,
    "fine": _WRONG,
}
"""Why a sheet has no sum, as it says itself."""


@pytest.mark.libreoffice
@pytest.mark.parametrize(
    "name", ["filled", "new", "large", "fine", "text", "low", "limit", "platform"]
)
def test_formulas_say_what_python_does(
    saved: dict[str, tuple[MarkedObject, bytes]], name: str
) -> None:
    of, content = saved[name]
    snapshot = snapshot_of_book(book_of(content, name))
    for sheet, total, verdict in verdicts_of(of):
        shown = {
            row[0].value: [cell.value for cell in row if cell.is_formula]
            for row in _rows(snapshot.sheets[sheet.definition.name])
        }
        (figure,), (word,) = shown[sheet.definition.result], shown[sheet.definition.verdict]
        assert (figure or None) == (None if total is None else float(total))
        assert (word or "") == verdict
    said = {
        cell.value
        for sheet in of.sheets
        for cell in snapshot.sheets[sheet.definition.name].values()
        if cell.is_formula and "不计合计" in str(cell.value)
    }
    assert said == WITHOUT_SUM.get(name, set())


def _rows(cells: Mapping[tuple[int, int], Any]) -> list[list[Any]]:
    rows: dict[int, list[Any]] = {}
    for row, col in sorted(cells):
        rows.setdefault(row, []).append(cells[row, col])
    return list(rows.values())


@pytest.mark.libreoffice
def test_a_limit_belongs_to_the_better_result(
    saved: dict[str, tuple[MarkedObject, bytes]],
) -> None:
    of, _ = saved["limit"]
    assert [(total, verdict) for _, total, verdict in verdicts_of(of)] == [(Decimal(90), "优")]


@pytest.mark.libreoffice
def test_three_sheets_come_back_from_another_program(
    saved: dict[str, tuple[MarkedObject, bytes]],
) -> None:
    of, _ = saved["platform"]
    quality, achieved = of.sheets
    assert quality.total == Decimal(10 + 15 + 25 + 9 + 5) + Decimal("32.5")
    assert achieved.total == Decimal("9.53") + 48 + Decimal("20.5")
    assert achieved.marks[1].done == "13次"
    assert [(item.words, item.advice) for item in of.problems] == [("台账缺页", "补齐")]
    assert not of.refused


def test_a_unit_of_no_known_department_is_not_called_one() -> None:
    entry = RosterEntry(kind="unit", name="甲局", code="101")
    record = CLEAN[1]
    of = ReviewedObject(entry=entry, code="101", form=record.forms[0], sheets=(), problems=())
    assert of.called == "甲局"
    below = structs.replace(entry, department="乙局")
    assert structs.replace(of, entry=below).called == "甲局（单位）"
    itself = structs.replace(entry, kind="department")
    assert structs.replace(of, entry=itself).called == "甲局（部门）"
