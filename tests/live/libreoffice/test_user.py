"""What a user does in an open workbook, and what comes of it: typing, rows, every button."""

from collections.abc import Callable
from pathlib import Path

import docx
import pytest

from tests.changes import changed
from tests.live.libreoffice.conftest import Make
from tests.live.libreoffice.office import Office, Workbook
from tests.output.test_outputs import WHY
from xlevaluate.evaluation.evaluation import Evaluation
from xlevaluate.form.reader import read_snapshot
from xlevaluate.live.book import read_book
from xlevaluate.live.libreoffice.engine import open_book
from xlevaluate.live.libreoffice.uno_bridge import property_value
from xlevaluate.report.content import DRAFT
from xlevaluate.submission import Submission
from xlevaluate.template.template import Template
from xlevaluate.vba.button_layout import BUTTONS, SHEET_BUTTONS

pytestmark = pytest.mark.libreoffice

Sample = Callable[[str], Submission]


def column_beside(workbook: Workbook, name: str) -> str:
    """Return what the column 校验 says in the row of a named cell."""
    cell = workbook.named(name)
    used = cell.Spreadsheet.createCursor()
    used.gotoEndOfUsedArea(False)
    last = used.RangeAddress.EndColumn
    row = cell.CellAddress.Row
    texts = (cell.Spreadsheet.getCellByPosition(col, row).String for col in range(last + 1))
    return next((text for text in texts if text.startswith(("错误：", "核实："))), "")


def test_ratio_and_score_follow_a_figure_as_it_is_typed(
    office: Office, make: Make, sample: Sample
) -> None:
    with office.opened(make(sample("corrected"))) as workbook:
        workbook.type("三公经费_本年预算", "10")
        workbook.type("三公经费_本年决算", "9.5")
        assert workbook.named("三公经费控制率").String == "95.00%"
        workbook.type("三公经费_本年决算", "12")
        assert workbook.named("三公经费控制率").String == "120.00%"
        assert workbook.named("三公经费控制率_建议得分").Value < 5
        workbook.type("三公经费_本年预算", "0")
        assert workbook.named("三公经费控制率").String == "预算为0，有支出"
        workbook.type("三公经费_本年预算", "")
        assert workbook.named("三公经费控制率").String == ""


def test_one_cell_says_that_there_is_none(
    office: Office,
    make: Make,
    sample: Sample,
    tmp_path: Path,
    check_file: Callable[[Path], Evaluation],
) -> None:
    """“无” on the cover is 0 in every cell it stands for, open and saved; a typed figure counts."""
    blank = {
        f"basic_data.spending.{row}.{column}": None
        for row in (
            *("three_public", "vehicles", "vehicle_purchase", "vehicle_operation"),
            *("overseas_travel", "official_reception", "procurement"),
        )
        for column in ("prior_final", "budget", "final")
    }
    saved = tmp_path / "saved.xlsx"
    with office.opened(make(changed(sample("corrected"), blank))) as workbook:
        # The format of amounts keeps a text from the border, and an empty one with it.
        assert workbook.named("三公经费_本年决算").String.strip() == ""
        workbook.type("没有三公经费", "无")
        workbook.type("没有政府采购", "无")
        for name in ("三公经费_上年决算", "三公经费_本年预算", "政府采购金额_本年决算"):
            assert workbook.named(name).Value == 0
            assert workbook.named(name).String.strip() != ""
        assert workbook.named("三公经费控制率").String == "—"
        workbook.type("三公经费_上年决算", "5.41")
        assert workbook.named("三公经费_上年决算").Value == 5.41
        kind = property_value("FilterName", "Calc MS Excel 2007 XML")
        workbook.document.storeToURL(saved.resolve().as_uri(), (kind,))
        snapshot, _ = read_book(open_book(workbook.document))
    template = check_file(saved).subject.template
    live = read_snapshot(template.form, snapshot, template.computations).submission
    evaluation = check_file(saved)
    assert evaluation.subject.submission == live
    asked = [told.finding for told in evaluation.findings if told.finding.rule == "C09"]
    # Last year had some, so that its kinds want to be told; of this year nothing is asked.
    paths = [path for finding in asked for path in (finding.path, *finding.others)]
    assert len(paths) == 5
    assert all(path.endswith(".prior_final") for path in paths)


def test_an_error_is_said_beside_the_form_and_goes_when_it_is_corrected(
    office: Office, make: Make, sample: Sample
) -> None:
    with office.opened(make(sample("corrected"))) as workbook:
        right = workbook.named("项目支出_本年决算").Formula
        assert column_beside(workbook, "项目支出_本年决算") == ""
        workbook.type("项目支出_本年决算", "9999")
        assert "分项合计" in column_beside(workbook, "项目支出_本年决算")
        workbook.type("项目支出_本年决算", right)
        assert column_beside(workbook, "项目支出_本年决算") == ""


def test_a_row_of_indicators_is_checked_by_python(
    office: Office, make: Make, sample: Sample
) -> None:
    with office.opened(make(sample("corrected"))) as workbook:
        row = workbook.named("绩效指标_三级指标").CellAddress.Row + 2
        sheet = workbook.named("绩效指标_三级指标").Spreadsheet
        cells = {
            "绩效指标_年度指标值": "100次",
            "绩效指标_实际完成值": "50次",
            "绩效指标_分值": "10",
            "绩效指标_得分": "9",
            "绩效指标_偏差原因": "进度慢",
        }
        for name, text in cells.items():
            sheet.getCellByPosition(workbook.named(name).CellAddress.Column, row).Formula = text
        check = " ".join(sheet.getCellByPosition(col, row).String for col in range(9, 14))
        assert "核实：按完成比例应得 5" in check


def test_a_row_inserted_among_the_special_funds_is_read_and_checked(
    office: Office, make: Make, sample: Sample
) -> None:
    with office.opened(make(sample("corrected"))) as workbook:
        before = workbook.press("校验")
        row = workbook.insert_row("专项资金_名称")
        sheet = workbook.named("专项资金_名称").Spreadsheet
        for name, text in (
            ("专项资金_名称", "新增专项"),
            ("专项资金_上年决算", "0"),
            ("专项资金_本年预算", "777"),
            ("专项资金_本年决算", "777"),
        ):
            sheet.getCellByPosition(workbook.named(name).CellAddress.Column, row).Formula = text
        after = workbook.press("校验")
        assert after != before
        assert any("777" in line[4] for line in workbook.results())
        sheet.Rows.removeByIndex(row, 1)
        assert workbook.press("校验") == before
        assert not any("777" in line[4] for line in workbook.results())


def test_check_says_what_the_command_line_says(
    office: Office, make: Make, sample: Sample, check_file: Callable[[Path], Evaluation]
) -> None:
    path = make(sample("seed"))
    expected = check_file(path)
    with office.opened(path) as workbook:
        said = workbook.press("校验")
        assert f"错误 {expected.count('error')} 条" in said
        assert [line[4] for line in workbook.results()] == [
            told.message for told in expected.findings
        ]
        first = workbook.results()[0]
        link = workbook.named("校验_级别").Spreadsheet.getCellByPosition(
            2, workbook.named("校验_级别").CellAddress.Row + 1
        )
        url = link.TextFields.getByIndex(0).URL
        assert url == f"#{first[1]}.{first[2]}"


def test_what_is_solved_goes_and_an_explanation_stays(
    office: Office, make: Make, sample: Sample
) -> None:
    with office.opened(make(sample("corrected"))) as workbook:
        workbook.press("校验")
        queries = [line for line in workbook.results() if line[0] == "核实"]
        head = workbook.named("校验_级别")
        explained = workbook.results().index(queries[0]) + head.CellAddress.Row + 1
        column = workbook.named("校验_说明").CellAddress.Column
        head.Spreadsheet.getCellByPosition(column, explained).String = WHY
        workbook.type("项目支出_本年决算", "9999")
        said = workbook.press("校验")
        assert "已说明 1 条" in said
        assert any("9999" in line[4] for line in workbook.results())


def test_next_finding_goes_from_one_to_the_next_and_round(
    office: Office, make: Make, sample: Sample, check_file: Callable[[Path], Evaluation]
) -> None:
    path = make(sample("corrected"))
    places = [
        (told.place.sheet, told.place.cell)
        for told in check_file(path).open_findings
        if told.place.sheet and told.place.cell
    ]
    with office.opened(path) as workbook:
        visited = []
        for _ in range(len(places) + 1):
            workbook.press("下一处问题")
            visited.append(workbook.selected())
        assert visited[0] == places[0]
        assert set(visited) <= set(places)
        assert len(set(visited)) > 1


def test_the_report_is_written_beside_the_workbook(
    office: Office, make: Make, sample: Sample
) -> None:
    path = make(sample("corrected"))
    with office.opened(path) as workbook:
        workbook.type("自称", "本办")
        said = workbook.press("生成报告")
    target = path.with_name(f"{path.stem}-自评报告.docx")
    assert str(target) in said
    text = "\n".join(paragraph.text for paragraph in docx.Document(str(target)).paragraphs)
    assert "本办实有人数" in text
    assert DRAFT not in text


@pytest.mark.parametrize("answer", ["no", "yes"])
def test_with_errors_the_report_is_a_draft_or_none(
    answer: str, office: Office, make: Make, sample: Sample
) -> None:
    path = make(sample("seed"))
    target = path.with_name(f"{path.stem}-自评报告{DRAFT}.docx")
    with office.opened(path) as workbook:
        workbook.answering(answer)
        assert "12 处错误" in workbook.press("生成报告") or answer == "yes"
    assert target.exists() == (answer == "yes")
    if answer == "yes":
        assert docx.Document(str(target)).paragraphs[0].text == DRAFT


def test_saved_closed_and_opened_again_everything_is_there(
    office: Office,
    make: Make,
    sample: Sample,
    template: Template,
    check_file: Callable[[Path], Evaluation],
) -> None:
    path = make(sample("corrected"))
    with office.opened(path) as workbook:
        workbook.type("三公经费_本年预算", "10")
        workbook.type("三公经费_本年决算", "9.5")
        said = workbook.press("校验")
        results = workbook.results()
        workbook.save()
    told = check_file(path)
    assert [line[4] for line in results] == [item.message for item in told.findings]
    with office.opened(path) as workbook:
        assert workbook.named("三公经费控制率").String == "95.00%"
        assert workbook.results() == results
        assert workbook.buttons() == {
            button.caption: button.command for button in (*BUTTONS, *SHEET_BUTTONS)
        }
        assert workbook.press("校验") == said
        workbook.type("三公经费_本年决算", "9")
        assert workbook.named("三公经费控制率").String == "90.00%"


def test_a_sentence_is_tried_in_a_cell_and_previews_follow(
    office: Office, make: Make, sample: Sample
) -> None:
    with office.opened(make(sample("corrected"))) as workbook:
        attempt = workbook.named("字段_试写")
        column, row = attempt.CellAddress.Column, attempt.CellAddress.Row
        below = attempt.Spreadsheet.getCellByPosition(column, row + 1)
        assert below.String == ""
        attempt.String = "今年{{ 万元(三公经费_本年决算) }}。"
        workbook.type("三公经费_本年决算", "9.5")
        assert below.String == "今年9.5万元。"
        workbook.type("填报日期", "2024-07-23")
        attempt.String = "{{ 填报日期 }}"
        assert below.String == "2024年7月23日"
        attempt.String = "{{ 三公经费_本年结算 }}"
        assert "是否想写“三公经费_本年" in below.String
        first = workbook.named("提纲_预览")
        sheet, place = first.Spreadsheet, first.CellAddress
        text = sheet.getCellByPosition(
            workbook.named("提纲_文字").CellAddress.Column, place.Row + 1
        )
        text.String = "{{ 年度 }}年度概况"
        workbook.press("重新计算")
        preview = sheet.getCellByPosition(place.Column, place.Row + 1)
        assert preview.String == "一、2023年度概况"


def test_recalculation_is_said(office: Office, make: Make, sample: Sample) -> None:
    with office.opened(make(sample("seed"))) as workbook:
        assert workbook.press("重新计算").startswith("已重新计算全部公式")
