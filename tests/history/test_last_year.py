"""上年核对: what units say of last year, held against their own forms of last year."""

from collections.abc import Iterator, Sequence
from decimal import Decimal
from pathlib import Path
from typing import Any, NamedTuple

import pytest
from msgspec.structs import replace

from tests.history.conftest import NewStore
from tests.history.made_years import file_of, form, rolled
from tests.rollup import small_county
from xlevaluate.evaluation.evaluation import evaluate
from xlevaluate.form.figures import Figures
from xlevaluate.history.keeping import keep
from xlevaluate.history.last_year_agreement import LastYearHeld, held_last_year
from xlevaluate.history.last_year_table import LAST_YEAR_HEADS, last_year_table
from xlevaluate.history.store import Store, open_store
from xlevaluate.rollup.collection import RosterEntry
from xlevaluate.rollup.form_record import FormRecord
from xlevaluate.template.template import Template
from xlevaluate.template.template_loading import load_template
from xlevaluate.workbook.generate import read_submission

OPERATING = "basic_data.spending.operating"


@pytest.fixture
def store(new_store: NewStore) -> Iterator[Store]:
    with open_store(new_store()) as opened:
        yield opened


def held(store: Store, folder: Path, *years: FormRecord) -> LastYearHeld:
    """Keep forms of one unit, and hold the last against the others."""
    for item in years:
        keep(store, rolled(folder / "kept", [file_of(item)], year=item.year))
    ((_, found),) = held_last_year(store, years[-1].year or 0)
    return found


def this(prior: str, **other: Any) -> FormRecord:
    return form(1, 2024, figures={f"{OPERATING}.prior_final": prior}, **other)


def last(final: str, **other: Any) -> FormRecord:
    return form(1, 2023, figures={f"{OPERATING}.final": final}, **other)


class Said(NamedTuple):
    """What the check says of a unit, given last year's workbook: figures in both, differences."""

    figures: int
    differences: Sequence[tuple[str, object, object]]


@pytest.fixture(scope="module")
def by_check(template: Template) -> dict[str, Said]:
    before = dict(small_county.SMALL.submissions(2023))
    found = {}
    for office, submission in small_county.SMALL.submissions(2024):
        reading = read_submission(template, submission)
        told = evaluate(template, reading, before[office], only="上下年").findings
        now, then = Figures(template.form, submission), Figures(template.form, before[office])
        in_both = (
            isinstance(now.value(ours.name), Decimal) and isinstance(then.value(o.name), Decimal)
            for ours, o in template.form.carried_pairs
        )
        differences = [
            (item.place.label, item.finding.actual, item.finding.expected)
            for item in told
            if item.finding.rule == "Y01"
        ]
        found[office.name] = Said(sum(in_both), differences)
    return found


def test_a_whole_year_says_what_the_check_says_of_each_unit(
    store: Store, tmp_path: Path, by_check: dict[str, Said]
) -> None:
    for year in (2023, 2024):
        keep(store, small_county.rolled_up(tmp_path, year))
    found = list(held_last_year(store, 2024))
    assert len(found) > 5
    for entry, item in found:
        said = [(one.label, one.actual, one.expected) for one in item.differences]
        assert (item.compared, said) == by_check[entry.name]
    table = last_year_table(found)
    assert table.differing == len({row[1] for row in table.rows}) > 0
    assert table.differences == len(table.rows)
    assert f"：{len(found)} 个单位核对了 {table.figures} 个数，{table.differing} 个单位有" in (
        table.sentence(2024)
    )
    assert {len(row) for row in table.rows} == {len(LAST_YEAR_HEADS)}


def test_a_difference_gives_both_figures_in_the_sentence_of_the_check(
    store: Store, tmp_path: Path
) -> None:
    (found,) = held(store, tmp_path, last("117.56"), this("117.65")).differences
    assert (found.actual, found.expected, found.difference) == (
        Decimal("117.65"),
        Decimal("117.56"),
        Decimal("0.09"),
    )
    assert found.message == (
        "公用经费（上年决算）117.65万元，上年工作簿的公用经费（本年决算）是 117.56万元，"
        "相差 0.09万元。请核对后改成一致。"
        "117.65 与 117.56 只有相邻两位数字次序不同（65、56），可能是录入时颠倒了。"
    )


@pytest.mark.parametrize(
    ("then", "now", "differences"),
    [
        ("117.6549", "117.65", 0),
        ("117.655", "117.66", 0),
        ("117.65", "117.66", 1),
        ("117.6549", "117.66", 1),
        ("0", "0.01", 1),
    ],
)
def test_only_rounding_is_let_pass(
    store: Store, tmp_path: Path, then: str, now: str, differences: int
) -> None:
    found = held(store, tmp_path, last(then), this(now))
    assert (found.compared, len(found.differences)) == (1, differences)


def test_what_last_year_left_blank_is_told_and_not_called_right(
    store: Store, tmp_path: Path
) -> None:
    found = held(store, tmp_path, form(1, 2023, figures={}), this("117.65"))
    assert found == LastYearHeld(blank=("公用经费（本年决算）",))


@pytest.mark.parametrize("value", ["不适用", ""])
def test_what_is_no_number_is_not_compared(store: Store, tmp_path: Path, value: str) -> None:
    now = this(value) if value else form(1, 2024, figures={})
    assert held(store, tmp_path, last("117.65"), now) == LastYearHeld()


def test_a_unit_that_is_a_department_now_is_still_the_same(store: Store, tmp_path: Path) -> None:
    keep(store, rolled(tmp_path / "kept", [file_of(last("1"))]))
    entry = RosterEntry(kind="department", code="1001", name="第1局", row=2)
    keep(store, rolled(tmp_path / "kept", [file_of(this("2"))], entries=[entry]))
    ((found, item),) = held_last_year(store, 2024)
    assert (found.id, len(item.differences)) == ("department:1001", 1)


def test_a_unit_without_a_code_is_known_by_its_name(store: Store, tmp_path: Path) -> None:
    assert held(store, tmp_path, last("1", unit_code=""), this("2")).compared == 1


def test_units_that_cannot_be_told_apart_are_not_compared(store: Store, tmp_path: Path) -> None:
    for code in ("1", "2"):
        item = last("1", unit_code=code, unit_name="中心")
        keep(store, rolled(tmp_path / "kept", [file_of(item)]))
    found = held(store, tmp_path, this("2", unit_code="", unit_name="中心"))
    assert found.reason == "库中上年有几个同名的，分不清是哪一个"


def test_another_form_of_last_year_is_compared_by_the_names_of_its_fields(
    store: Store, tmp_path: Path
) -> None:
    older = load_template("hunan_department_older").form
    name = next(
        theirs.name
        for ours, theirs in load_template().form.carried_pairs
        if ours.path == f"{OPERATING}.prior_final"
    )
    before = form(
        1, 2023, template="hunan_department_older", figures={older.fields[name].path: "117.56"}
    )
    assert len(held(store, tmp_path, before, this("117.65")).differences) == 1


def test_a_template_that_is_not_here_is_a_reason(store: Store, tmp_path: Path) -> None:
    found = held(store, tmp_path, last("1"), this("2", template="my_own"))
    assert found.reason.startswith("没有名为“my_own”的模板")


def test_projects_repeat_no_figures_of_last_year(store: Store, tmp_path: Path) -> None:
    item = form(1, kind="project", template="national_project", project_name="修路", figures={})
    keep(store, rolled(tmp_path / "kept", [file_of(item)]))
    assert list(held_last_year(store, 2024)) == []


def test_the_table_lists_units_that_were_not_compared_unless_none_was() -> None:
    entry = RosterEntry(kind="unit", code="1", name="=1+1", department="局")
    missing = (entry, LastYearHeld(reason="库中没有上年的表"))
    alone = last_year_table([missing])
    assert alone.rows == ()
    assert alone.sentence(2024) == (
        "2024 年度的上年数没有核对：1 个单位没有核对：库中没有上年的表。"
    )
    among = last_year_table([missing, (replace(entry, name="乙"), LastYearHeld(compared=3))])
    (row,) = among.rows
    assert row == ("1", "=1+1", "局", "", "", None, None, None, "", "没有核对：库中没有上年的表。")
    assert among.sentence(2024) == (
        "2024 年度的上年数：1 个单位核对了 3 个数，都一致；1 个单位没有核对：库中没有上年的表。"
    )
