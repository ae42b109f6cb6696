"""Rows of lists: how wide a field is, and which group a row belongs to that names none."""

from collections.abc import Callable, Mapping
from pathlib import Path

import pytest

from tests.form.test_reader import Read, funds, put, row_of, shifted, with_cells
from tests.hunan import filled_in
from xlevaluate.form.reader import read_snapshot
from xlevaluate.form.snapshot import Snapshot, Value
from xlevaluate.submission import Submission
from xlevaluate.template.template import Template
from xlevaluate.workbook.generate import snapshot_of_submission
from xlevaluate.workbook.read import read_workbook

OLD = Path(__file__).parents[1] / "files" / "v0_1" / "seed.xlsx"
FORM, SCORES, TEXTS = "基础数据表", "自评表", "文字材料"
NAME, WEIGHT, GROUP = 2, 5, 9
"""Columns of the table of indicators."""


@pytest.fixture
def seed(template: Template, sample: Callable[[str], Submission]) -> Snapshot:
    return snapshot_of_submission(template, sample("seed"))


@pytest.fixture
def read(template: Template) -> Read:
    return lambda snapshot: read_snapshot(template.form, snapshot, template.computations)


class TestWidth:
    """In version 0.1 fields were joined cells, those of inserted rows were not."""

    @pytest.fixture
    def seed(self) -> Snapshot:
        return read_workbook(OLD)[0]

    @pytest.mark.parametrize(
        ("typed", "amounts"),
        [
            ({1: 1, 3: 2, 5: 3}, ("1", "2", "3")),
            ({2: 1, 4: 2, 6: 3}, ("1", "2", "3")),
            ({1: 1, 2: 9, 3: 2, 4: 9, 5: 3, 6: 9}, ("1", "2", "3")),  # the leftmost counts
            ({4: 2}, ("None", "2", "None")),
            ({6: 3, 7: 9}, ("None", "None", "3")),
            ({5: 3, 8: 9}, ("None", "None", "3")),
        ],
    )
    def test_each_figure_is_read_in_its_own_columns(
        self,
        seed: Snapshot,
        read: Read,
        typed: Mapping[int, Value],
        amounts: tuple[str, str, str],
    ) -> None:
        row = row_of(seed, "专项资金_名称") + 1
        reading = read(put(seed, FORM, row, {0: "道路", **typed}))
        (item,) = filled_in(reading.submission).basic_data.spending.special_fund_items
        assert tuple(map(str, (item.prior_final, item.budget, item.final))) == amounts

    @pytest.mark.parametrize("column", [7, 8])
    def test_what_stands_beside_the_last_is_no_figure(
        self, seed: Snapshot, read: Read, column: int
    ) -> None:
        row = row_of(seed, "专项资金_名称") + 1
        assert funds(read(put(seed, FORM, row, {column: 9}))) == []

    def test_the_first_is_one_column_wide(self, seed: Snapshot, read: Read) -> None:
        row = row_of(seed, "专项资金_名称") + 1
        reading = read(put(seed, FORM, row, {1: "道路"}))
        assert [problem.trouble for problem in reading.problems] == ["not_a_number"]

    def test_the_only_field_of_a_list_is_one_column_wide(self, seed: Snapshot, read: Read) -> None:
        row = row_of(seed, "职能职责_止") - 1
        before = filled_in(read(seed).submission).texts.functions
        assert filled_in(read(put(seed, TEXTS, row, {1: "新职责"})).submission).texts.functions == (
            *before,
            "新职责",
        )
        beside = read(put(seed, TEXTS, row, {2: "旁注"})).submission
        assert filled_in(beside).texts.functions == before


def indicators(read: Read, snapshot: Snapshot) -> dict[str, list[str | None]]:
    found = filled_in(read(snapshot).submission).self_evaluation.indicators
    return {group: [item.name for item in items] for group, items in found if items}


class TestFirstRows:
    """A row above all that name their group belongs to the first of them."""

    def test_a_row_above_the_first_belongs_to_it(self, seed: Snapshot, read: Read) -> None:
        first = row_of(seed, "绩效指标_三级指标") + 1
        grown = put(shifted(seed, SCORES, first, 1), SCORES, first, {NAME: "新指标", WEIGHT: 3})
        assert indicators(read, grown)["quantity"] == ["新指标", "重要会议活动和法规办文工作"]
        assert read(grown).problems == ()

    def test_where_the_first_group_is_gone_it_belongs_to_the_next(
        self, seed: Snapshot, read: Read
    ) -> None:
        first = row_of(seed, "绩效指标_三级指标") + 1
        left = shifted(seed, SCORES, first, -2)  # both rows of the first
        grown = put(shifted(left, SCORES, first, 1), SCORES, first, {NAME: "新指标", WEIGHT: 3})
        found = indicators(read, grown)
        assert "quantity" not in found
        assert found["quality"] == ["新指标", "加强政治建设"]

    def test_where_no_row_names_one_all_belong_to_the_first(
        self, seed: Snapshot, read: Read
    ) -> None:
        first, end = row_of(seed, "绩效指标_三级指标") + 1, row_of(seed, "绩效指标_止")
        blank = seed
        for row in range(first, end):
            blank = put(blank, SCORES, row, {GROUP: None})
        every = [name for names in indicators(read, seed).values() for name in names]
        assert indicators(read, blank) == {"quantity": every}

    def test_a_first_row_of_an_unknown_group_is_told_and_kept(
        self, seed: Snapshot, read: Read
    ) -> None:
        first = row_of(seed, "绩效指标_三级指标") + 1
        odd = put(seed, SCORES, first, {GROUP: "速度指标"})
        assert [problem.trouble for problem in read(odd).problems] == ["no_group"]
        assert indicators(read, odd) == indicators(read, seed)


@pytest.mark.parametrize(
    ("typed", "year"), [(1989, None), (1990, 1990), (2100, 2100), (2101, None), ("2100年", 2100)]
)
def test_years_reach_from_1990_to_2100(
    seed: Snapshot, read: Read, typed: Value, year: int | None
) -> None:
    reading = read(with_cells(seed, {"年度": typed}))
    assert filled_in(reading.submission).year == year
    troubles = [problem.trouble for problem in reading.problems]
    assert troubles == (["not_a_year"] if year is None else [])
