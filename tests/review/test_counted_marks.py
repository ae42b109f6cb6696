"""What can be counted is filled in, as a person would count it; the rest is left blank."""

from decimal import Decimal
from pathlib import Path

import pytest

from tests.review.records import CLEAN, DRAFT, SLIPS, object_of
from tests.rollup.small_county import rolled_up
from xlevaluate.review.counted_marks import reviewed
from xlevaluate.review.mark_records import ReviewedObject
from xlevaluate.review.mark_totals import MarkTotal, verdict_of
from xlevaluate.review.sheet_linter import load_marking
from xlevaluate.rollup.collection import CollectedLine
from xlevaluate.rollup.form_record import FileRecord

Handed = tuple[CollectedLine, FileRecord]


def marks_of(handed: Handed, sheet: str = "pidu") -> ReviewedObject:
    return reviewed(load_marking(sheet), *handed)


@pytest.mark.parametrize(
    ("handed", "handed_in", "complete", "fluent", "accurate"),
    [
        (CLEAN, "20", "10", "5", "10"),
        (SLIPS, "20", "9.1", "4.5", "5"),
        (DRAFT, "0", "8", "5", "0"),
    ],
    ids=["clean", "slips", "draft"],
)
def test_counted_points_are_those_counted_by_hand(
    handed: Handed, handed_in: str, complete: str, fluent: str, accurate: str
) -> None:
    of = marks_of(handed)
    found = {mark.key: mark.proposed for sheet in of.sheets for mark in sheet.marks}
    assert found == {
        "handed_in_counted": Decimal(handed_in),
        "complete_counted": Decimal(complete),
        "fluent_counted": Decimal(fluent),
        "fluent_judged": None,
        "accurate_counted": Decimal(accurate),
        "accurate_judged": None,
        "deep_judged": None,
        "feasible_judged": None,
    }


def test_what_was_taken_off_is_said_with_its_findings() -> None:
    (sheet,) = marks_of(SLIPS).sheets
    accurate = next(mark for mark in sheet.marks if mark.key == "accurate_counted")
    assert accurate.reason == "错误 2 处，每处 2 分，扣 4 分；核实 1 处，每处 1 分，扣 1 分"
    assert accurate.notes == (
        "F01 说的问题。",
        "X05 说的问题。",
        "V01 说的问题。",
        "V02 说的问题。（已说明：批复追加）",
        "T10 说的问题。",
    )


def test_what_no_item_speaks_of_is_told_all_the_same() -> None:
    assert marks_of(SLIPS).unmatched == ("Q99 说的问题。",)
    assert marks_of(CLEAN).unmatched == ()


def test_no_more_than_the_most_is_taken_off_and_said() -> None:
    (sheet,) = marks_of(DRAFT).sheets
    assert sheet.marks[0].reason == (
        "报送的是草稿 1 处，每处 10 分，扣 10 分；"
        "上报件导出后改动过 3 处，每处 5 分，最多扣 10 分；错误 7 处，每处 2 分，最多扣 10 分"
    )
    assert "报送了 2 份。" in sheet.marks[0].notes


def test_indicators_are_taken_apart_and_left_to_be_marked() -> None:
    of = marks_of(CLEAN, "platform")
    achieved = next(sheet for sheet in of.sheets if sheet.key == "achieved")
    execution, number, quality = achieved.marks
    assert (execution.points, execution.proposed) == (Decimal(10), Decimal("9.53"))
    assert (number.proposed, quality.proposed) == (None, None)
    assert [getattr(number, key) for key in ("sign", "target", "unit")] == ["≥", "12", "次"]
    assert [getattr(quality, key) for key in ("sign", "target", "unit")] == ["定性", "长期", ""]


def test_problems_begin_with_open_errors_and_queries() -> None:
    words = [item.words for item in marks_of(SLIPS, "platform").problems]
    rules = ("F01", "X05", "V01", "C01", "C07", "Q99")
    assert words == [f"{rule} 说的问题。" for rule in rules]


def test_an_object_without_a_form_cannot_be_marked() -> None:
    line, record = object_of("未报单位")
    missing = CollectedLine(entry=line.entry, state="missing")
    with pytest.raises(ValueError, match="未报单位"):
        reviewed(load_marking("pidu"), missing, record)


def test_every_finding_of_a_county_has_its_item(tmp_path: Path) -> None:
    result = rolled_up(tmp_path, 2024)
    records = {record.key: record for record in result.records()}
    for sheet in ("pidu", "platform"):
        marking = load_marking(sheet)
        objects = [
            reviewed(marking, line, records[line.handed_in.key])
            for line in result.collection.counting()
            if line.handed_in
        ]
        assert objects
        assert not [of.unmatched for of in objects if of.unmatched]
        assert any(mark.reason for of in objects for one in of.sheets for mark in one.marks)


@pytest.mark.parametrize(
    ("marks", "total"),
    [
        (("8", "1.5"), "9.5"),
        (("10", "0"), "10"),
        (("8.125", "1.875"), "10"),
        (("8", None), None),
        ((None, None), None),
        (("8.1255", "1"), None),  # too fine
        (("10.001", "1"), None),  # above its points
        (("-0.001", "1"), None),
        (("8",), None),
        ((), None),
    ],
)
def test_there_is_no_sum_while_a_mark_is_missing(
    marks: tuple[str | None, ...], total: str | None
) -> None:
    given = [None if mark is None else Decimal(mark) for mark in marks]
    found = MarkTotal((Decimal(10), Decimal(2))).total(given)
    assert found == (None if total is None else Decimal(total))


@pytest.mark.parametrize(
    ("total", "verdict"),
    [("100", "优"), ("90", "优"), ("89.999", "良"), ("60", "中"), ("0", "差"), (None, "")],
)
def test_a_sum_has_its_word(total: str | None, verdict: str) -> None:
    bands = load_marking("pidu").definition.sheet[0].band
    assert verdict_of(bands, None if total is None else Decimal(total)) == verdict
