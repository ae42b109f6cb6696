"""Which table is which, whatever its number, place and title; and what is asked."""

from decimal import Decimal
from typing import Any

import pytest
from msgspec.structs import replace

from tests.accounts.drawing import Drawn, Style
from tests.accounts.layouts import Artist
from tests.accounts.office import INCOME, make_office
from tests.accounts.random_files import source_of_drawn
from tests.grids import grid_of, source_of
from xlevaluate.accounts.account_tables import year_of_file
from xlevaluate.accounts.accounts_harvest import read_accounts, recognise_accounts
from xlevaluate.accounts.catalogue import the_catalogue
from xlevaluate.accounts.recognition import Recognised, office_of, recognise, without_year, year_in
from xlevaluate.importing.recognisers import Asked, _accounts, harvests_of
from xlevaluate.sources.grid import Grid, Source, SourceCell
from xlevaluate.tables.found import Found, Harvest
from xlevaluate.tables.understanding import tables_in
from xlevaluate.template.template import Template

OFFICE = make_office(2023, 3)


def artist(**style: Any) -> Artist:
    return Artist(OFFICE, Style(**style))


def key_of(*blocks: Grid | str) -> str:
    (table,) = tables_in(source_of(*blocks))
    found = recognise(table, the_catalogue())
    return found.definition.key if isinstance(found, Recognised) else ""


def harvest_of(
    template: Template, *tables: Drawn, answers: dict[str, str] | None = None
) -> Harvest:
    source = source_of_drawn(list(tables), "决算.docx")
    return recognise_accounts([source], template, 2023, answers)


def by_path(harvest: Harvest) -> dict[str, Found]:
    return {found.path: found for found in harvest.found}


@pytest.mark.parametrize(
    ("title", "key"),
    [
        ("收入决算表", "T2"),
        ("附件3 某某基金管理中心2023年度收入决算表", "T2"),
        ("公开02表 收入决算明细表", "T2"),
        ("收入决算表（2023年度）", "T2"),
        ("收入决算表 2023年度", "T2"),
        ("收入决算表2023年", "T2"),
        ("财政专户管理资金收入支出总表", ""),
        ("", "T2"),
    ],
)
def test_the_title_and_the_labels_decide(title: str, key: str) -> None:
    head = "科目编码 | 科目名称 | 本年收入合计 | 财政拨款收入 | 上级补助收入 | 事业收入 | 经营收入"
    head += " | 附属单位上缴收入 | 其他收入"
    body = "合计 | < | 1.00 | 2.00 | 3.00 | 4.00 | 5.00 | 6.00 | 7.00"
    lines = [title] if title else []
    assert key_of(*lines, grid_of(f"{head}\n{body}")) == key


@pytest.mark.parametrize(
    ("title", "key"),
    [
        ("一般公共预算财政拨款支出决算表", "T5"),
        ("国有资本经营预算财政拨款支出决算表", "T9"),
        ("2023年度国有资本经营预算支出决算表", "T9"),
        ("支出预算总表", "B3"),
        ("部门支出总表", "B3"),
        ("财政专户管理资金支出决算表", ""),
        ("", ""),
    ],
)
def test_where_labels_are_alike_the_title_decides(title: str, key: str) -> None:
    lines = [title] if title else []
    grid = grid_of(
        "科目编码 | 科目名称 | 合计 | 基本支出 | 项目支出\n合计 | < | 3.00 | 1.00 | 2.00"
    )
    assert key_of(*lines, grid) == key


@pytest.mark.parametrize(
    "title",
    [
        "财政拨款“三公”经费支出决算表",
        "一般公共预算财政拨款＂三公＂经费支出决算表",
        "三公经费支出决算明细表",
        '2023年"三公"经费决算表（公开07表）',
    ],
)
def test_three_public_expenses_by_any_title(title: str) -> None:
    head = "合计 | 因公出国（境）费 | 公务用车购置及运行费 | < | < | 公务接待费"
    below = "^ | ^ | 小计 | 购置费 | 运行费 | ^"
    assert (
        key_of(title, grid_of(f"{head}\n{below}\n6.00 | 1.00 | 4.00 | 3.00 | 1.00 | 1.00")) == "T7"
    )


def test_a_title_over_other_labels_is_told(template: Template) -> None:
    grid = grid_of("支出决算表 | <\n项目 | 决算数\n办公费 | 5.00")
    harvest = recognise_accounts([source_of("2023年度决算", grid)], template, 2023)
    (unplaced,) = harvest.unplaced
    assert "行和列的名称却对不上" in unplaced.reason
    assert not harvest.found


@pytest.mark.parametrize(
    ("line", "office"),
    [
        ("编制单位：青山县水利局　　　金额单位：万元", "青山县水利局"),
        ("部门：219001-青山县水利局", "青山县水利局"),
        ("预算单位名称：[906017]青山县水利局", "青山县水利局"),
        ("单位：元", ""),
        ("单位：元宝区财政局", "元宝区财政局"),
        ("（单位：万元）（续）", ""),
    ],
)
def test_the_office_of_a_table(line: str, office: str) -> None:
    (table,) = tables_in(source_of(line, grid_of("项目 | 决算数\n合计 | 5.00")))
    assert office_of(table) == office


def test_years_of_labels() -> None:
    assert without_year("2023年度决算数") == "决算数"
    assert year_in("部门：219001-青山县") is None
    assert year_in("截至2024年") == 2024


# ------------------------------------------------------------------------------- what is asked


def test_a_unit_that_nothing_says_is_asked_and_never_guessed(template: Template) -> None:
    drawn = artist(unit="元", unit_in="nowhere").expenditure()
    harvest = harvest_of(template, drawn)
    (question,) = harvest.questions
    assert question.answers == ("元", "万元")
    assert not harvest.found
    answered = harvest_of(template, drawn, answers={question.key: "元"})
    total = by_path(answered)["finances.expenditure.total.current"]
    assert total.exact == OFFICE.by["决算"]["支出合计"] / 10_000
    whole_file = harvest_of(template, drawn, answers={"unit.决算.docx": "元"})
    assert whole_file.found == answered.found


def test_tables_of_several_units_are_each_in_their_own(template: Template) -> None:
    harvest = harvest_of(
        template, artist(unit="元").expenditure(), artist(unit="万元").three_public()
    )
    found = by_path(harvest)
    assert found["finances.expenditure.total.current"].value == OFFICE.wan("决算", "支出合计")
    assert found["basic_data.spending.three_public.final"].origin.unit == "万元"


def test_a_year_that_nothing_says_is_asked(template: Template) -> None:
    drawn = artist(year_in="nowhere").expenditure()
    harvest = harvest_of(template, drawn)
    (question,) = harvest.questions
    assert question.answers == ("2023", "2022")
    assert not harvest.found
    last = harvest_of(template, drawn, answers={question.key: "2022"})
    assert {path.rsplit(".", 1)[1] for path in by_path(last)} == {"prior", "prior_final"}


@pytest.mark.parametrize(
    ("name", "year"),
    [
        ("报送.zip/2023年度决算/公开.xls", 2023),
        ("2023年度决算.zip/公开.xls", 2023),
        ("2024年公开2023年度部门决算.zip/公开.xls", 2023),
        ("2024年报送/公开.xls", 0),  # when it was sent
        ("2023年度决算.zip/2022年公开.xls", 2022),  # the nearer name counts
        ("决算2024-03-01.xls", 0),
        ("决算20240301.xls", 0),
        ("公开2022年改2023年.xls", 0),
    ],
)
def test_a_year_in_the_name_of_a_file_its_folder_or_archive(name: str, year: int) -> None:
    assert year_of_file(Source(name, ())) == year


def test_income_of_fiscal_money_stands_in_its_own_table_too(template: Template) -> None:
    found = by_path(harvest_of(template, artist().fiscal()))
    income, (general, funds) = "finances.income", ("general_budget", "government_funds")
    by = OFFICE.by["决算"]
    for key, name in ((general, INCOME[0]), (funds, INCOME[1])):
        assert abs(found[f"{income}.{key}.current"].exact * 10_000 - by[name]) <= 50
        assert found[f"{income}.{key}.current"].certain
    assert f"{income}.total.current" not in found


def test_a_table_of_another_year_is_told(template: Template) -> None:
    harvest = recognise_accounts(
        [source_of_drawn([artist().expenditure()], "决算.docx")], template, 2025
    )
    assert not harvest.found
    assert harvest.unplaced[0].reason == "是 2023年的表，不是 2025年或上年的"


def test_several_offices_are_asked_for_and_never_added(template: Template) -> None:
    other = make_office(2023, 4)
    other.name = "青山县民政局"
    tables = (artist().expenditure(), Artist(other, Style()).expenditure())
    harvest = harvest_of(template, *tables)
    (question,) = harvest.questions
    assert question.answers == ("青山县水利局", "青山县民政局")
    assert not harvest.found
    chosen = harvest_of(template, *tables, answers={"office": "青山县民政局"})
    total = by_path(chosen)["finances.expenditure.total.current"]
    assert total.value == other.wan("决算", "支出合计")


def test_which_budget_is_asked_once(template: Template) -> None:
    tables = (artist().three_public(), artist().budget_three_public(), artist().overall(full=True))
    harvest = harvest_of(template, *tables)
    (question,) = harvest.questions
    assert question.answers == ("年初预算", "全年预算")
    for answer in question.answers:
        found = by_path(harvest_of(template, *tables, answers={"budget": answer}))
        amount = found["basic_data.spending.official_reception.budget"]
        right = OFFICE.three[answer]["公务接待"] / 10_000
        assert abs(amount.exact - right) < Decimal("0.005")
        assert amount.certain


# --------------------------------------------------------------------------- kinds of nothing


def test_an_empty_table_with_a_sentence_is_nil(template: Template) -> None:
    empty = Artist(make_office(2023, 3, funds=False), Style()).funds()
    found = by_path(harvest_of(template, empty))["finances.government_funds.amount"]
    assert found.value == 0
    assert "故本表无数据" in found.origin.text


def test_an_empty_table_without_a_sentence_says_nothing(template: Template) -> None:
    empty = Artist(make_office(2023, 3, funds=False), Style()).funds()
    empty.after.clear()
    assert not harvest_of(template, empty).found


def test_a_sentence_about_another_table_says_nothing_here(template: Template) -> None:
    empty = Artist(make_office(2023, 3, funds=False), Style()).funds()
    empty.after[:] = ["本单位没有国有资本经营预算财政拨款支出，故国有资本经营预算表无数据。"]
    assert not harvest_of(template, empty).found


@pytest.mark.parametrize("text", ["", "—", "/"])
def test_what_is_blank_or_not_asked_stays_open(text: str, template: Template) -> None:
    drawn = artist().three_public("rows")
    drawn.rows[-1][-1] = text
    found = by_path(harvest_of(template, drawn))
    assert "basic_data.spending.official_reception.final" not in found
    assert "basic_data.spending.overseas_travel.final" in found


def test_a_formula_without_a_result_is_told(template: Template) -> None:
    source = source_of_drawn([artist().three_public("rows")], "决算.docx")
    (grid,) = source.grids()
    last = grid.rows[-1]

    rows = (*grid.rows[:-1], (*last[:-1], SourceCell("", "uncomputed")))
    harvest = recognise_accounts([Source("决算.docx", (Grid(grid.place, rows),))], template, 2023)
    assert "有公式没有结果" in harvest.unplaced[0].reason
    assert "basic_data.spending.official_reception.final" not in by_path(harvest)


# ------------------------------------------------------------------------------ contradictions


def test_a_contradiction_is_imported_and_told(template: Template) -> None:
    drawn = artist(unit="元", thousands=False).expenditure()
    row = next(row for row in drawn.rows if row[0] == "合计")
    row[2] = f"{Decimal(row[2]) + 1000:.2f}"
    harvest = harvest_of(template, drawn)
    assert by_path(harvest)["finances.expenditure.total.current"].exact == Decimal(row[2]) / 10_000
    messages = [item.message for item in harvest.contradictions]
    assert any("支出合计等于各项支出之和" in text for text in messages)
    assert any("下级科目合计" in text for text in messages)
    assert all(item.is_used for item in harvest.contradictions)


def test_rounded_parts_are_no_contradiction(template: Template) -> None:
    tables = Artist(OFFICE, Style()).published()
    assert not harvest_of(template, *tables).contradictions


def test_tables_that_differ_from_one_another_are_told(template: Template) -> None:
    other = make_office(2023, 9)
    harvest = harvest_of(template, artist().overall(), Artist(other, Style()).expenditure())
    assert any("总表的支出合计等于支出决算表的合计" in c.message for c in harvest.contradictions)


def test_two_files_of_one_table_must_say_the_same(template: Template) -> None:
    first = source_of_drawn([artist(unit="元").expenditure()], "一.xls")
    same = source_of_drawn([artist(unit="万元").expenditure()], "二.docx")
    other = source_of_drawn([Artist(make_office(2023, 9), Style()).expenditure()], "三.docx")
    agreed = by_path(recognise_accounts([same, first], template, 2023))
    assert agreed["finances.expenditure.total.current"].origin.file == "一.xls"  # the finer one
    differing = recognise_accounts([first, other], template, 2023)
    assert "finances.expenditure.total.current" not in by_path(differing)
    assert any("有两个数" in item.message for item in differing.contradictions)


def test_what_is_only_of_fiscal_money_wants_a_yes(template: Template) -> None:
    path = "finances.expenditure.operating.current"
    alone = by_path(harvest_of(template, artist().economic()))[path]
    beside = by_path(harvest_of(template, artist().economic(), artist().expenditure()))[path]
    assert (alone.certain, beside.certain) == (False, True)
    assert "一般公共预算" in alone.note


# ------------------------------------------------------------------------------ what is left


def test_figures_without_a_field_are_counted_for_each_table(template: Template) -> None:
    harvest = harvest_of(template, artist().overall())
    (left,) = harvest.unplaced
    assert "个数" in left.reason
    assert "没有对应的项目" in left.reason
    assert left.origin.place.endswith("收入支出决算总表")


def test_a_hidden_sheet_is_told_and_not_used(template: Template) -> None:
    source = source_of_drawn([artist().expenditure()], "决算.xlsx", sheets=True)
    hidden = tuple(replace(block, hidden=True) for block in source.grids())
    harvest = recognise_accounts([Source("决算.xlsx", hidden)], template, 2023)
    assert not harvest.found
    assert "隐藏" in harvest.unplaced[0].reason


# ------------------------------------------------------------------------------ other layouts


def test_classes_and_codes_in_two_columns(template: Template) -> None:
    head = "类 | 款 | 名称 | 决算数 | 类 | 款 | 名称 | 决算数"
    rows = ["301 | | 工资福利支出 | 5.00 | 302 | | 商品和服务支出 | 12.00"]
    rows += ["301 | 01 | 基本工资 | 5.00 | 302 | 01 | 办公费 | 6.00"]
    rows += ["303 | | 对个人和家庭的补助 | 1.00 | 302 | 05 | 水费 | 1.00"]
    rows += ["303 | 02 | 退休费 | 1.00 | 302 | 06 | 电费 | 2.00"]
    rows += ["| | | | 302 | 11 | 差旅费 | 3.00"]
    rows += ["人员经费合计 | < | < | 6.00 | 公用经费合计 | < | < | 12.00"]
    grid = grid_of("\n".join([head, *rows]))
    lines = ("2023年度一般公共预算财政拨款基本支出决算表", "单位：万元")
    found = by_path(recognise_accounts([source_of(*lines, grid)], template, 2023))
    assert found["basic_data.spending.utilities_and_travel.final"].value == 6
    assert found["finances.expenditure.operating.current"].value == 12
    assert found["finances.expenditure.personnel.current"].value == 6


def test_a_table_over_two_pages(template: Template) -> None:
    drawn = artist().expenditure()
    at = next(n for n, row in enumerate(drawn.rows) if row[0] == "合计")
    head = next(n for n, row in enumerate(drawn.rows) if row[0] == "科目编码")
    first = drawn.rows[: at + 2]
    second = [*drawn.rows[head:at], *drawn.rows[at + 2 :]]
    source = source_of(grid_of(first), grid_of(second, place="第2张表"))
    harvest = recognise_accounts([source], template, 2023)
    assert by_path(harvest)["finances.expenditure.total.current"].value == OFFICE.wan(
        "决算", "支出合计"
    )
    assert not harvest.contradictions  # the parts of the second page are counted


def test_total_with_meetings_is_not_the_three_public_expenses(template: Template) -> None:
    found = by_path(harvest_of(template, artist().three_public("meetings")))
    three = found["basic_data.spending.three_public.final"]
    assert abs(three.exact * 10_000 - OFFICE.three["决算"]["三公经费"]) <= 50


def test_a_workbook_without_a_year_is_asked_for_it(template: Template) -> None:
    source = source_of_drawn([artist().expenditure()], "决算.docx")
    (harvest,) = harvests_of(Asked([source], template), [_accounts])
    (question,) = harvest.questions
    assert question.answers == ("2023",)
    (answered,) = harvests_of(Asked([source], template, answers={"year": "2023"}), [_accounts])
    assert answered.found
    assert harvests_of(Asked([source], template, 2023), [_accounts]) == (answered,)


def test_what_two_files_both_have_is_not_said_to_lack_a_field(template: Template) -> None:
    tables = (artist(unit="元").three_public("rows"), artist(unit="元").operation())
    harvest = harvest_of(template, *tables, answers={"budget": "全年预算"})
    reasons = [item.reason for item in harvest.unplaced]
    assert any("各项已从别的表取得" in reason for reason in reasons)
    again = source_of_drawn([artist(unit="元").three_public("rows")], "再.docx")
    both = recognise_accounts(
        [source_of_drawn([tables[0]], "决算.docx"), again], template, 2023, {"budget": "全年预算"}
    )
    assert [item.origin.file for item in both.unplaced] == ["再.docx"]


def test_against_one_basis_alone_a_budget_is_a_hint(template: Template) -> None:
    path = "basic_data.spending.official_reception.budget"
    final = source_of_drawn([artist().three_public()], "决算.docx")
    budget = source_of_drawn([artist().budget_three_public()], "预算.docx")
    one = read_accounts([final], template, 2023, whatever=True).ways[path]
    both = read_accounts([final, budget], template, 2023, whatever=True).ways[path]
    said = read_accounts([final], template, 2023, {"budget": "全年预算"}, whatever=True).ways[path]
    assert [way.found.certain for way in one] == [False, False]
    assert both[0].found.certain
    assert said[0].found.certain


def test_two_columns_of_one_head_are_neither(template: Template) -> None:
    drawn = artist().three_public()
    drawn.rows = [row for row in drawn.rows if "预算数" not in row]
    drawn.rows[-1][6] = ""
    harvest = harvest_of(template, drawn)
    assert not harvest.found
    assert all("有两列的表头相同或不全" in item.reason for item in harvest.unplaced[:5])


def test_a_part_that_is_not_listed_is_none_only_where_the_sum_shows_it(template: Template) -> None:
    path = "basic_data.spending.utilities_and_travel.final"
    drawn = artist(unit="元").economic()
    at = next(row for row in drawn.rows if row[3] == "30206")
    whole = next(row for row in drawn.rows if row[3] == "302")
    at[3:6] = ["30240", "税金及附加费用", at[5]]
    proven = by_path(harvest_of(template, drawn, artist(unit="元").expenditure()))[path]
    assert proven.certain
    assert "电费在表中空白" in proven.note
    whole[5] = "1.00"
    doubtful = by_path(harvest_of(template, drawn, artist(unit="元").expenditure()))[path]
    assert not doubtful.certain


def test_what_accounts_know_by_its_title_is_not_read_as_a_form_too(template: Template) -> None:
    source = source_of_drawn([artist().operation()], "决算.docx")
    forms, *_, accounts = harvests_of(Asked([source], template, 2023, {"budget": "年初预算"}))
    assert len(accounts.known) == 1
    assert not forms.found
    assert not forms.unplaced
