"""What the buttons do to the open workbook, shown on a stand-in for it (see ``open_book``)."""

import datetime
from collections.abc import Callable
from decimal import Decimal
from pathlib import Path
from typing import Any

import docx
import pytest

from tests.changes import changed
from tests.conftest import workbook_of
from tests.hunan import filled_in
from tests.live.open_book import OpenBook
from tests.output.test_outputs import WHY, explained
from tests.projects import department
from tests.sources.made import word
from xlevaluate.evaluation.evaluation import Evaluation
from xlevaluate.filing.verification import verify_package
from xlevaluate.form.reader import read_snapshot
from xlevaluate.live import buttons
from xlevaluate.live.book import evaluate_book
from xlevaluate.live.visits import FOLLOWED
from xlevaluate.submission import Submission
from xlevaluate.submission.paths import with_values
from xlevaluate.template.template import Template
from xlevaluate.template.template_loading import load_template
from xlevaluate.workbook.generate import evaluate_submission
from xlevaluate.workbook.read import read_workbook

Open = Callable[..., OpenBook]


@pytest.fixture
def open_book(template: Template, tmp_path: Path) -> Open:
    def opened(submission: Submission, answer: str = "", of: Template = template) -> OpenBook:
        return OpenBook(workbook_of(of, submission, "excel"), tmp_path / "单位.xlsm", answer)

    return opened


def lines_of(book: OpenBook) -> list[list[Any]]:
    rows = book.sheets["校验结果"].range((4, 1), (200, 9)).value
    return [row for row in rows if any(row)]


@pytest.mark.parametrize("name", ["seed", "corrected"])
def test_an_open_workbook_is_read_as_a_saved_one(
    name: str, open_book: Open, template: Template, sample: Callable[[str], Submission]
) -> None:
    submission = explained(template, sample("seed")) if name == "seed" else sample(name)
    _, live = evaluate_book(open_book(submission))
    saved = evaluate_submission(template, submission)
    assert template.reduced(live.subject.submission) == submission
    assert [t.message for t in live.findings] == [t.message for t in saved.findings]


def test_the_profile_is_read_too(open_book: Open, sample: Callable[[str], Submission]) -> None:
    book = open_book(sample("seed"), of=load_template(profile="hubei"))
    _, evaluation = evaluate_book(book)
    assert evaluation.subject.template.profile.frame.execution == 20


def test_the_profile_of_projects_is_read_too(open_book: Open) -> None:
    book = open_book(department({}), of=load_template(project_profile="platform"))
    _, evaluation = evaluate_book(book)
    project = evaluation.subject.template.project
    assert project is not None
    assert not project.profile.execution.cap


def test_check_writes_what_was_found_and_clears_what_is_solved(
    open_book: Open, sample: Callable[[str], Submission]
) -> None:
    book = open_book(sample("seed"))
    message = buttons.perform("check", book)
    assert message.startswith("校验完成：错误 12 条，核实 6 条，提示 13 条")
    lines = lines_of(book)
    assert len(lines) == 31
    assert lines[0][:4] == ["错误", "基础数据表", "B6", "三公经费（上年决算）"]
    assert book.sheets["校验结果"].links[4, 3] == "#'基础数据表'!B6"
    assert book.status[-1] is False
    # The slip is mended: its line goes, and so do lines beyond the last.
    book.sheets["基础数据表"].values[7, 2] = 0
    book.sheets["基础数据表"].values[6, 2] = 5.41
    buttons.perform("check", book)
    after = lines_of(book)
    assert not any(line[2] == "B7" for line in after)
    assert len(after) < len(lines)


def test_check_says_when_it_was_done(
    open_book: Open, template: Template, sample: Callable[[str], Submission]
) -> None:
    before = datetime.datetime.now().replace(second=0, microsecond=0)
    book = open_book(template.blank())
    cells = book.sheets["校验结果"].values
    assert not any("年" in str(value) for (row, _), value in cells.items() if row == 3)
    buttons.perform("check", book)
    (said,) = (str(value) for (row, _), value in cells.items() if row == 3 and "年" in str(value))
    then = datetime.datetime.strptime(said, "%Y年%m月%d日 %H:%M")
    assert before <= then <= datetime.datetime.now()


def test_print_writes_one_pdf_beside_the_workbook(
    open_book: Open, sample: Callable[[str], Submission], monkeypatch: pytest.MonkeyPatch
) -> None:
    printed: list[tuple[str, str, str]] = []

    def joined(title: str, sheets: tuple[str, bytes], document: tuple[str, bytes]) -> bytes:
        printed.append((title, sheets[0], document[0]))
        return b"%PDF"

    monkeypatch.setattr("xlevaluate.filing.on_paper.joined_as_pdf", joined)
    book = open_book(sample("corrected"))
    name = "中共邵阳市北塔区委办公室2023年度自评材料"
    assert buttons.perform("print_package", book).endswith(f"{name}.pdf")
    assert (Path(book.fullname).parent / f"{name}.pdf").read_bytes() == b"%PDF"
    asked = open_book(sample("seed"), "no")
    assert buttons.perform("print_package", asked) == ""
    assert "标明“草稿”" in asked.asked[0]
    buttons.perform("print_package", open_book(sample("seed"), "yes"))
    assert [title for title, _, _ in printed] == [name, f"{name}（草稿）"]
    assert printed[1][1:] == ("自评表式（草稿）", "自评报告（草稿）")


def test_an_explanation_typed_beside_a_query_closes_it(
    open_book: Open, sample: Callable[[str], Submission]
) -> None:
    book = open_book(sample("seed"))
    buttons.perform("check", book)
    sheet = book.sheets["校验结果"]
    row = next(r for r in range(4, 60) if sheet.values.get((r, 1)) == "核实")
    sheet.values[row, 9] = WHY
    assert "核实 5 条，提示 13 条，已说明 1 条" in buttons.perform("check", book)
    (line,) = (line for line in lines_of(book) if line[8])
    assert (line[0], line[8]) == ("已说明", WHY)


def test_a_text_that_looks_like_a_formula_stays_a_text(
    open_book: Open, template: Template, sample: Callable[[str], Submission]
) -> None:
    given = explained(template, sample("seed"))
    said = given.explanations[0].model_copy(update={"text": "=1+1"})
    book = open_book(given.model_copy(update={"explanations": (said,)}))
    buttons.perform("check", book)
    sheet = book.sheets["校验结果"]
    assert [text for (_, col), text in sheet.formulas.items() if col == 9] == []
    assert "=1+1" in [line[8] for line in lines_of(book)]


def test_next_finding_goes_round(open_book: Open, sample: Callable[[str], Submission]) -> None:
    book = open_book(sample("seed"))
    first = buttons.perform("next_finding", book)
    assert first.startswith("第 1 处，共 ")
    assert (book.sheets.active.name, book.selection and book.selection.address) == (
        "基础数据表",
        "$B$6",
    )
    assert buttons.perform("next_finding", book).startswith("第 2 处，共 ")
    assert book.selection is not None
    assert book.selection.address == "$B$7"


def test_the_finding_gone_to_last_is_remembered(
    open_book: Open, sample: Callable[[str], Submission]
) -> None:
    book = open_book(sample("seed"))
    said = []
    for name in ("next_finding", "next_finding", "previous_finding", "previous_finding"):
        book.sheets.active = book.sheets[0]
        book.selection = book.sheets[0].range((1, 1))
        said.append(buttons.perform(name, book))
    assert [text.partition("，")[0] for text in said[:3]] == ["第 1 处", "第 2 处", "第 1 处"]
    number, _, total = said[3].partition("，共 ")
    assert number.removeprefix("第 ").removesuffix(" 处") == total.partition(" ")[0]
    assert said[0] == said[2]
    assert "可点“照建议改”，改为 0。" in said[1]


def test_where_a_line_of_the_results_was_followed_the_selection_tells(
    open_book: Open, sample: Callable[[str], Submission]
) -> None:
    book = open_book(sample("seed"))
    buttons.perform("next_finding", book)
    book.visited = FOLLOWED
    book.sheets.active = book.sheets["基础数据表"]
    book.selection = book.sheets["基础数据表"].range((7, 2))
    assert buttons.perform("next_finding", book).startswith("第 3 处，")


def test_a_suggestion_is_put_into_the_selected_cell_as_a_number(
    open_book: Open, sample: Callable[[str], Submission]
) -> None:
    book = open_book(sample("seed"))
    sheet = book.sheets.active = book.sheets["基础数据表"]
    book.selection = sheet.range((11, 2))
    sheet.values[11, 2], sheet.formats[11, 2] = "５．４１万元", "@"
    said = buttons.perform("apply_suggestion", book)
    assert said.endswith("公务接待（上年决算）：原为“５．４１万元”，已改为 5.41。")
    assert sheet.values[11, 2] == 5.41
    assert sheet.formats[11, 2] == "General"
    assert "选中的单元格没有问题" in buttons.perform("apply_suggestion", book)
    book.selection = sheet.range((6, 2))
    assert "要由您判断" in buttons.perform("apply_suggestion", book)


def test_a_report_without_errors_is_written_beside_the_workbook(
    open_book: Open, sample: Callable[[str], Submission], tmp_path: Path
) -> None:
    message = buttons.perform("report", open_book(sample("corrected")))
    path = tmp_path / "单位-自评报告.docx"
    assert str(path) in message
    assert "草稿" not in docx.Document(str(path)).paragraphs[0].text


def test_a_report_with_errors_is_written_only_when_wanted_and_as_a_draft(
    open_book: Open, sample: Callable[[str], Submission], tmp_path: Path
) -> None:
    refused = open_book(sample("seed"), "no")
    assert buttons.perform("report", refused) == ""
    assert "表中还有 12 处错误" in refused.asked[0]
    assert list(tmp_path.glob("*.docx")) == []
    assert "报告已生成" in buttons.perform("report", open_book(sample("seed"), "yes"))
    made = docx.Document(str(tmp_path / "单位-自评报告（草稿）.docx"))
    assert made.paragraphs[0].text == "（草稿）"


def test_a_workbook_that_was_never_saved_makes_no_report(
    open_book: Open, sample: Callable[[str], Submission]
) -> None:
    book = open_book(sample("corrected"))
    book.fullname = "工作簿1"
    assert "请先保存" in buttons.perform("report", book)


def test_a_package_is_written_beside_the_workbook_and_its_code_told(
    open_book: Open, sample: Callable[[str], Submission], tmp_path: Path
) -> None:
    book = open_book(sample("corrected"))
    message = buttons.perform("export", book)
    path = tmp_path / "单位-上报件.zip"
    verdict = verify_package(path)
    assert verdict.changes == ()
    assert verdict.manifest is not None
    assert (verdict.manifest.score, verdict.manifest.draft) == ("100", False)
    assert str(path) in message
    assert f"校验码：{verdict.code}" in message
    assert book.asked == []
    buttons.perform("export", book)
    assert (tmp_path / "单位-上报件(2).zip").exists(), "nothing is overwritten"


def test_a_package_with_errors_is_written_only_when_wanted_and_as_a_draft(
    open_book: Open, sample: Callable[[str], Submission], tmp_path: Path
) -> None:
    refused = open_book(sample("seed"), "no")
    assert buttons.perform("export", refused) == ""
    assert "表中还有 12 处错误" in refused.asked[0]
    assert list(tmp_path.glob("*.zip")) == []
    buttons.perform("export", open_book(sample("seed"), "yes"))
    verdict = verify_package(tmp_path / "单位-上报件（草稿）.zip")
    assert verdict.manifest is not None
    assert verdict.manifest.draft


def test_a_package_with_queries_unexplained_is_asked_about_where_reasons_are_obligatory(
    open_book: Open,
    sample: Callable[[str], Submission],
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(Evaluation, "unexplained", 4)
    refused = open_book(sample("corrected"), "no")
    assert buttons.perform("export", refused) == ""
    assert "还有 4 项核实没有写明原因，按评分办法须逐项说明" in refused.asked[0]
    assert list(tmp_path.glob("*.zip")) == []
    buttons.perform("export", open_book(sample("corrected"), "yes"))
    verdict = verify_package(tmp_path / "单位-上报件（草稿）.zip")
    assert verdict.manifest is not None
    assert verdict.manifest.draft


def test_what_cannot_be_read_makes_no_report(
    open_book: Open, sample: Callable[[str], Submission], tmp_path: Path
) -> None:
    book = open_book(sample("corrected"), "yes")
    book.sheets["基础数据表"].values[6, 4] = "约一千元"
    assert "没有读全，不能生成报告" in buttons.perform("report", book)
    assert list(tmp_path.glob("*.docx")) == []


def test_what_cannot_be_read_makes_no_package(
    open_book: Open, sample: Callable[[str], Submission], tmp_path: Path
) -> None:
    book = open_book(sample("corrected"), "yes")
    book.sheets["基础数据表"].values[6, 4] = "约一千元"
    assert "没有读全，不能导出上报件" in buttons.perform("export", book)
    assert list(tmp_path.glob("*.zip")) == []
    book.fullname = "工作簿1"
    assert "请先保存到一个文件夹，再导出" in buttons.perform("export", book)


def test_the_others_say_what_they_did(open_book: Open, sample: Callable[[str], Submission]) -> None:
    book = open_book(sample("seed"))
    assert buttons.perform("recalculate", book) == (
        "已重新计算全部公式，并刷新了《报告提纲》的预览。"
    )
    assert "calculated" in book.status
    assert "XleLastFailure said" in buttons.perform("diagnose", book)


def test_a_folder_that_cannot_be_written_to_is_no_failure_of_ours(
    open_book: Open, sample: Callable[[str], Submission], monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(path: Path, _: bytes) -> Path:
        raise PermissionError(13, "Permission denied", str(path))

    monkeypatch.setattr(buttons, "write_new", refuse)
    said = buttons.perform("report", open_book(sample("corrected")))
    assert said.startswith("文件操作失败：")
    assert said.endswith("单位-自评报告.docx”没有权限，或正被其他程序占用。")


def test_a_failure_of_ours_is_a_sentence(
    open_book: Open, sample: Callable[[str], Submission], monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(_: object) -> str:
        raise ZeroDivisionError("oops")

    monkeypatch.setitem(buttons.COMMANDS, "check", fail)
    book = open_book(changed(sample("seed"), {"self_evaluation.total_score": Decimal(97)}))
    assert "程序内部出错（ZeroDivisionError: oops）" in buttons.perform("check", book)
    assert book.status[-1] is False


def test_repair_puts_what_can_be_read_beside_the_workbook(
    open_book: Open, sample: Callable[[str], Submission], template: Template, tmp_path: Path
) -> None:
    book = open_book(sample("corrected"))
    (name,) = (name for name in book.names if name.name == "编制数")
    name.refers_to = "=基础数据表!#REF!"
    message = buttons.perform("repair", book)
    assert message.startswith(
        f"新的工作簿：{tmp_path / '单位-修复.xlsm'}（这一个没有改动）\n搬过去 "
    )
    assert "《基础数据表》 编制数：单元格已被删" in message
    assert message.endswith("全部列在：单位-修复-清单.txt")
    read, _ = read_workbook(tmp_path / "单位-修复.xlsm")
    submission = read_snapshot(template.form, read, template.computations).submission
    expected = with_values(sample("corrected"), {"basic_data.approved_posts": None})
    assert template.reduced(submission) == expected


def test_next_year_s_workbook_lies_beside_the_open_one(
    tmp_path: Path, template: Template, sample: Callable[[str], Submission]
) -> None:
    last = tmp_path / "别处" / "上年.xlsx"
    last.parent.mkdir()
    last.write_bytes(workbook_of(template, sample("corrected")))
    blank = workbook_of(template, template.blank())
    book = OpenBook(blank, tmp_path / "今年.xlsx")
    assert buttons.perform("from_last_year", book) == ""  # nothing was chosen
    book.picked = str(last)
    said = buttons.perform("from_last_year", book)
    made = tmp_path / "上年-2024年度.xlsx"
    assert said.startswith(
        f"新的工作簿：{made}（打开的这一个没有改动）\n由“上年.xlsx”（2023年度）带入"
    )
    reading = read_snapshot(template.form, read_workbook(made)[0], template.computations)
    assert len(reading.submission.carried) > 90
    book.picked = str(tmp_path / "没有.xlsx")
    assert "不在这台电脑上" in buttons.perform("from_last_year", book)


def test_import_fills_the_blanks_of_a_copy_beside_the_open_one(
    tmp_path: Path, template: Template
) -> None:
    path = tmp_path / "今年.xlsm"
    content = workbook_of(template, with_values(template.blank(), {"year": 2023}), "excel")
    path.write_bytes(content)
    accounts = tmp_path / "决算.docx"
    head = ["功能分类科目编码", "科目名称", "本年支出合计", "基本支出", "项目支出", "上缴上级支出"]
    head += ["经营支出", "对附属单位补助支出"]
    figures = ["", "合计", "600.00", "400.00", "200.00", "", "", ""]
    accounts.write_bytes(word("2023年度支出决算表", "金额单位：万元", [head, figures]))
    book = OpenBook(content, path)
    assert buttons.perform("import_files", book) == ""  # nothing was chosen
    book.picked = str(accounts)
    said = buttons.perform("import_files", book)
    made = tmp_path / "今年-导入.xlsm"
    assert said.startswith(f"新的工作簿：{made}（打开的这一个没有改动）。请打开它继续填写。\n")
    assert path.read_bytes() == content
    reading = read_snapshot(template.form, read_workbook(made)[0], template.computations)
    assert filled_in(reading.submission).finances.expenditure.basic.current == Decimal(400)
    book.sheets["收支情况"].range("B6").value = [[1]]
    assert "还没有保存" in buttons.perform("import_files", book)
