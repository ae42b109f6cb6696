"""Cells are found by name; whatever cannot be read is told with its place."""

import datetime
from collections.abc import Callable, Mapping

import pytest
from msgspec.structs import replace

from tests.hunan import MODEL, filled_in
from xlevaluate.errors import CannotDoError
from xlevaluate.form.problems import Reading
from xlevaluate.form.reader import read_snapshot
from xlevaluate.form.snapshot import Address, CellValue, ErrorValue, Snapshot, Value
from xlevaluate.submission import NOT_APPLICABLE, Submission
from xlevaluate.template.template import Template
from xlevaluate.workbook.generate import snapshot_of_submission

Read = Callable[[Snapshot], Reading]


@pytest.fixture
def seed(template: Template, sample: Callable[[str], Submission]) -> Snapshot:
    return snapshot_of_submission(template, sample("seed"))


@pytest.fixture
def read(template: Template) -> Read:
    return lambda snapshot: read_snapshot(template.form, snapshot, template.computations)


def with_cells(snapshot: Snapshot, cells: Mapping[str, Value | CellValue]) -> Snapshot:
    """Put something into the cells that names point to."""
    sheets = {name: dict(grid) for name, grid in snapshot.sheets.items()}
    for name, value in cells.items():
        address = snapshot.names[name]
        assert address is not None
        cell = value if isinstance(value, CellValue) else CellValue(value)
        sheets[address.sheet][address.row, address.col] = cell
    return replace(snapshot, sheets=sheets)


def shifted(snapshot: Snapshot, sheet: str, row: int, by: int, cols: int = 0) -> Snapshot:
    """Insert (or with a negative ``by`` delete) rows before ``row``, as a spreadsheet does."""

    def moved(at: tuple[int, int]) -> tuple[int, int] | None:
        if by < 0 and row <= at[0] < row - by:
            return None
        return (at[0] + by if at[0] >= row else at[0], at[1] + cols)

    cells = {
        new: cell for at, cell in snapshot.sheets[sheet].items() if (new := moved(at)) is not None
    }
    names: dict[str, Address | None] = dict(snapshot.names)
    for name, address in snapshot.names.items():
        if address is not None and address.sheet == sheet:
            new = moved((address.row, address.col))
            names[name] = None if new is None else Address(sheet, *new)
    return Snapshot({**snapshot.sheets, sheet: cells}, names)


def put(snapshot: Snapshot, sheet: str, row: int, values: Mapping[int, Value]) -> Snapshot:
    """Type values into a row."""
    cells = {**snapshot.sheets[sheet]}
    for col, value in values.items():
        cells[row, col] = CellValue(value)
    return replace(snapshot, sheets={**snapshot.sheets, sheet: cells})


def row_of(snapshot: Snapshot, name: str) -> int:
    address = snapshot.names[name]
    assert address is not None
    return address.row


def funds(reading: Reading) -> list[tuple[str | None, str]]:
    items = filled_in(reading.submission).basic_data.spending.special_fund_items
    return [(item.name, str(item.final)) for item in items]


class TestRowsThatVary:
    def test_a_row_inserted_above_the_next_line_is_read(self, seed: Snapshot, read: Read) -> None:
        end = row_of(seed, "专项资金_止")
        grown = put(shifted(seed, "基础数据表", end, 1), "基础数据表", end, {0: "道路", 3: 3.5})
        reading = read(grown)
        assert funds(reading) == [("道路", "3.5")]
        assert reading.places["basic_data.spending.operating.final"].cell == "D19"

    def test_a_row_inserted_below_the_heading_is_read(self, seed: Snapshot, read: Read) -> None:
        top = row_of(seed, "专项资金_名称") + 1
        grown = put(shifted(seed, "基础数据表", top, 1), "基础数据表", top, {0: "道路", 3: 3.5})
        assert funds(read(grown)) == [("道路", "3.5")]

    def test_all_spare_rows_may_be_deleted(self, seed: Snapshot, read: Read) -> None:
        top = row_of(seed, "专项资金_名称") + 1
        reading = read(shifted(seed, "基础数据表", top, -2))
        assert reading.problems == ()
        assert str(filled_in(reading.submission).basic_data.spending.operating.final) == "206.7"

    def test_an_indicator_belongs_to_the_category_of_the_row_above(
        self, seed: Snapshot, read: Read
    ) -> None:
        second = row_of(seed, "绩效指标_三级指标") + 2
        grown = put(shifted(seed, "自评表", second, 1), "自评表", second, {2: "新指标", 5: 3})
        quantity = filled_in(read(grown).submission).self_evaluation.indicators.quantity
        assert [item.name for item in quantity] == ["重要会议活动和法规办文工作", "新指标"]

    def test_deleting_the_first_row_of_a_category_leaves_the_rest(
        self, seed: Snapshot, read: Read
    ) -> None:
        first = row_of(seed, "绩效指标_三级指标") + 1
        reading = read(shifted(seed, "自评表", first, -1))
        assert not filled_in(reading.submission).self_evaluation.indicators.quantity
        assert (
            filled_in(reading.submission).self_evaluation.indicators.quality[0].name
            == "加强政治建设"
        )
        assert reading.problems == ()

    def test_a_percentage_in_a_text_cell_is_what_the_cell_shows(
        self, seed: Snapshot, read: Read
    ) -> None:
        first = row_of(seed, "绩效指标_三级指标") + 1
        grid = dict(seed.sheets["自评表"])
        grid[first, 4] = CellValue(0.95, is_percent=True)
        snapshot = Snapshot({**seed.sheets, "自评表": grid}, seed.names)
        quantity = filled_in(read(snapshot).submission).self_evaluation.indicators.quantity
        assert quantity[0].actual == "95%"

    def test_a_category_nobody_knows_is_told(self, seed: Snapshot, read: Read) -> None:
        first = row_of(seed, "绩效指标_三级指标") + 1
        (problem,) = read(put(seed, "自评表", first, {9: "速度指标"})).problems
        assert (problem.trouble, problem.place.cell, problem.typed) == (
            "no_group",
            "J16",
            "速度指标",
        )

    @pytest.mark.parametrize("sheet", ["基础数据表", "收支情况", "自评表", "文字材料"])
    def test_a_whole_form_may_be_moved(
        self,
        seed: Snapshot,
        read: Read,
        sheet: str,
        sample: Callable[[str], Submission],
        template: Template,
    ) -> None:
        reading = read(shifted(seed, sheet, 0, 2, cols=1))
        assert reading.problems == ()
        assert template.reduced(reading.submission) == sample("seed")

    @pytest.mark.parametrize("name", ["校验结果", "报告提纲", "自评表"])
    def test_no_renamed_sheet_is_missed(self, name: str, seed: Snapshot, read: Read) -> None:
        sheets = {"新名" if sheet == name else sheet: cells for sheet, cells in seed.sheets.items()}
        names = {
            key: at._replace(sheet="新名") if at and at.sheet == name else at
            for key, at in seed.names.items()
        }
        reading = read(replace(seed, sheets=sheets, names=names))
        assert reading.problems == ()
        assert reading.submission == read(seed).submission

    def test_a_renamed_sheet_is_read(self, seed: Snapshot, read: Read) -> None:
        sheets = {("表一" if name == "基础数据表" else name): s for name, s in seed.sheets.items()}
        names = {
            name: address._replace(sheet="表一")
            if address is not None and address.sheet == "基础数据表"
            else address
            for name, address in seed.names.items()
        }
        reading = read(Snapshot(sheets, names))
        assert reading.problems == ()
        assert reading.places["basic_data.approved_posts"].sheet == "表一"


class TestTrouble:
    """What is typed, what is said of it, and what is read."""

    @pytest.mark.parametrize(
        ("name", "typed", "trouble", "value"),
        [
            ("编制数", "12万元", "not_a_number", None),
            ("编制数", "约20", "not_a_number", None),
            ("编制数", True, "not_a_number", None),
            ("编制数", "２０", "read_as", "20"),
            ("编制数", "20人", "read_as", "20"),
            ("编制数", "  ", "only_blanks", None),
            ("编制数", ErrorValue("#REF!"), "error_value", None),
            ("编制数", CellValue(None, is_formula=True), "not_calculated", None),
            ("公用经费_本年决算", "12.5万元", "read_as", "12.5"),
            ("公用经费_本年决算", "1,234.50", "read_as", "1234.5"),
            ("公用经费_本年决算", "12万元", "read_as", "12"),
            ("公用经费_本年决算", 1 / 3, "read_as", "0.333333"),
            ("公用经费_本年决算", "——", "read_as", "不适用"),
            ("公用经费_本年决算", " ／", "read_as", "不适用"),
            ("公用经费_本年决算", "-", "not_a_number", None),
            ("公用经费_本年决算", "无", "not_a_number", None),
        ],
    )
    def test_a_figure(
        self, seed: Snapshot, read: Read, name: str, typed: Value, trouble: str, value: str | None
    ) -> None:
        reading = read(with_cells(seed, {name: typed}))
        (problem,) = reading.problems
        assert problem.trouble == trouble
        assert problem.place.cell in {"B4", "D18"}
        figures = {"编制数": "approved_posts", "公用经费_本年决算": "spending.operating.final"}
        node: object = filled_in(reading.submission).basic_data
        for step in figures[name].split("."):
            node = getattr(node, step)
        assert (None if node is None else str(node)) == value
        assert (name in reading.unread) == (value is None and trouble != "only_blanks")

    @pytest.mark.parametrize(
        ("name", "typed", "trouble"),
        [
            ("年度", "二〇二三", "not_a_year"),
            ("年度", 23, "not_a_year"),
            ("年度", 2023.5, "not_a_year"),
            ("填报日期", "去年", "not_a_date"),
            ("填报日期", "2024-02-30", "not_a_date"),
            ("填报日期", 45496, "not_a_date"),
        ],
    )
    def test_years_and_dates(
        self, seed: Snapshot, read: Read, name: str, typed: Value, trouble: str
    ) -> None:
        (problem,) = read(with_cells(seed, {name: typed})).problems
        assert problem.trouble == trouble

    @pytest.mark.parametrize("typed", ["2024年7月23日", "2024-7-23", "2024/07/23", "2024.7.23"])
    def test_a_date_may_be_typed_as_text(self, seed: Snapshot, read: Read, typed: str) -> None:
        filing = filled_in(read(with_cells(seed, {"填报日期": typed})).submission).basic_data.filing
        assert filing.date == datetime.date(2024, 7, 23)

    def test_not_applicable_is_read(self, seed: Snapshot, read: Read) -> None:
        reading = read(with_cells(seed, {"批复规模": "不适用"}))
        assert filled_in(reading.submission).basic_data.buildings.approved_area is NOT_APPLICABLE

    def test_a_number_in_a_text_cell_is_a_text(self, seed: Snapshot, read: Read) -> None:
        reading = read(with_cells(seed, {"联系电话": 5551234, "自称": 12.50}))
        assert filled_in(reading.submission).basic_data.filing.telephone == "5551234"
        assert filled_in(reading.submission).unit.self_name == "12.5"

    def test_a_deleted_name(self, seed: Snapshot, read: Read) -> None:
        names = {name: at for name, at in seed.names.items() if name != "编制数"}
        reading = read(replace(seed, names={**names, "实际在职人数": None}))
        told = [(p.trouble, p.place.sheet, p.place.label) for p in reading.problems]
        assert told == [
            ("missing_name", "基础数据表", "编制数"),
            ("missing_name", "基础数据表", "实际在职人数"),
        ]
        assert reading.unread == {"编制数", "实际在职人数"}

    def test_a_deleted_end_of_a_list(self, seed: Snapshot, read: Read) -> None:
        reading = read(replace(seed, names={**seed.names, "专项资金_止": None}))
        assert [p.typed for p in reading.problems] == ["专项资金_止"]
        assert "专项资金_本年决算" in reading.unread

    def test_a_missing_sheet_is_told_once(self, seed: Snapshot, read: Read) -> None:
        sheets = {name: grid for name, grid in seed.sheets.items() if name != "收支情况"}
        names = {
            name: None if at is not None and at.sheet == "收支情况" else at
            for name, at in seed.names.items()
        }
        reading = read(Snapshot(sheets, names))
        assert [(p.trouble, p.place.sheet) for p in reading.problems] == [
            ("missing_sheet", "收支情况")
        ]
        assert filled_in(reading.submission).finances == MODEL().finances
        assert str(filled_in(reading.submission).basic_data.approved_posts) == "20"

    def test_an_outline_row_without_text_is_left_out_and_told(
        self, seed: Snapshot, read: Read
    ) -> None:
        first = row_of(seed, "提纲_文字") + 1
        reading = read(put(seed, "报告提纲", first, {1: None}))
        (problem,) = reading.problems
        assert (problem.trouble, problem.place.cell) == ("incomplete_row", "B4")
        assert reading.submission.outline is not None
        assert reading.submission.outline[0].text == "机构设置情况"

    def test_an_unknown_level_is_told(self, seed: Snapshot, read: Read) -> None:
        first = row_of(seed, "提纲_级别") + 1
        (problem,) = read(put(seed, "报告提纲", first, {0: "章"})).problems
        assert (problem.trouble, problem.typed) == ("not_a_choice", "章")

    def test_another_workbook_is_refused(self, read: Read) -> None:
        with pytest.raises(CannotDoError, match="这不是 xlevaluate 的工作簿"):
            read(Snapshot({"Sheet1": {}}, {"别的名称": Address("Sheet1", 0, 0)}))
