"""However many findings there are, nothing that the unit has explained is cut off."""

import re
import zipfile
from collections.abc import Callable
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from msgspec.structs import replace
from pydantic import ValidationError

from tests.changes import changed
from tests.conftest import CREATED, workbook_of
from tests.live.open_book import OpenBook
from xlevaluate.checks.findings import LEVELS, Level
from xlevaluate.evaluation.evaluation import STALE, Evaluation, evaluate
from xlevaluate.files.zip_packages import replaced
from xlevaluate.form.printed import FindingLine
from xlevaluate.form.reader import read_snapshot
from xlevaluate.form.snapshot import Snapshot
from xlevaluate.live import buttons
from xlevaluate.output.finding_lines import finding_lines
from xlevaluate.submission import Submission
from xlevaluate.template.template import Template
from xlevaluate.workbook.generate import evaluate_submission, make_workbook
from xlevaluate.workbook.patch import with_results
from xlevaluate.workbook.read import read_workbook, saved_book
from xlevaluate.workbook.sheet_part import SheetPart

ROWS = 200
"""What the template gives the table at least."""

Opened = tuple[Path, Snapshot, Evaluation]
Check = Callable[[Path, Template], list[tuple[Any, ...]]]


def with_slips(submission: Submission, count: int) -> Submission:
    """Give it so many indicators that were done far beyond their targets: a query each and more."""
    row = {"target": "≥10次", "actual": "80次", "weight": "0.01", "score": "0.01"}
    rows = [{"name": f"第{n}项", **row} for n in range(count)]
    return changed(submission, {"self_evaluation.indicators.quantity": rows})


def with_explanations(template: Template, submission: Submission) -> Submission:
    queries = [
        finding
        for finding in evaluate_submission(template, submission).findings
        if finding.finding.level == "query"
    ]
    said = [{"finding": item.key, "text": f"说明{n}"} for n, item in enumerate(queries)]
    return changed(submission, {"explanations": said})


def saved(template: Template, submission: Submission, path: Path) -> Opened:
    path.write_bytes(workbook_of(template, submission))
    return opened(template, path)


def opened(template: Template, path: Path) -> Opened:
    snapshot, _ = read_workbook(path)
    reading = read_snapshot(template.form, snapshot, template.computations)
    return path, snapshot, evaluate(template, reading)


def lines_of(path: Path) -> list[tuple[Any, ...]]:
    with closing(openpyxl.load_workbook(path, read_only=True)) as book:
        rows = book["校验结果"].iter_rows(min_row=4, max_col=10, values_only=True)
        return [row for row in rows if any(row)]


def said_in(path: Path) -> set[object]:
    return {row[8] for row in lines_of(path)} - {None}


@pytest.fixture(scope="module")
def many(template: Template, sample: Callable[[str], Submission]) -> Submission:
    return with_explanations(template, with_slips(sample("corrected"), 260))


def test_a_new_workbook_has_room_for_all(
    template: Template, many: Submission, tmp_path: Path
) -> None:
    path, _, evaluation = saved(template, many, tmp_path / "表.xlsx")
    assert len(many.explanations) > ROWS
    assert evaluation.subject.submission.explanations == many.explanations
    assert len(evaluation.explained) == len(many.explanations)
    assert len(lines_of(path)) == len(evaluation.findings)
    assert said_in(path) == {item.text for item in many.explanations}
    levels = openpyxl.load_workbook(path)["校验结果"].conditional_formatting
    assert {str(item.sqref) for item in levels} == {f"A4:A{3 + len(evaluation.findings) + 1}"}


def test_each_stands_beside_its_own_finding(
    template: Template, many: Submission, tmp_path: Path
) -> None:
    path, _, evaluation = saved(template, many, tmp_path / "表.xlsx")
    said = {item.finding: item.text for item in many.explanations}
    assert {row[9]: row[8] for row in lines_of(path) if row[8]} == said
    assert {item.key: item.explanation for item in evaluation.explained} == said


def test_one_of_other_figures_comes_marked_into_a_new_workbook(
    template: Template, unsaid: Submission, tmp_path: Path
) -> None:
    query = evaluate_submission(template, unsaid).findings[-1]
    key = query.key.partition("#")[0]
    said = changed(unsaid, {"explanations": [{"finding": f"{key}#00000000", "text": "当时的说明"}]})
    path, _, evaluation = saved(template, said, tmp_path / "表.xlsx")
    assert said_in(path) == {STALE + "当时的说明"}
    assert evaluation.explained == ()


def test_writing_into_it_keeps_them(template: Template, many: Submission, tmp_path: Path) -> None:
    path, snapshot, evaluation = saved(template, many, tmp_path / "表.xlsx")
    path.write_bytes(with_results(saved_book(path), snapshot, evaluation, CREATED))
    assert said_in(path) == {item.text for item in many.explanations}
    assert opened(template, path)[2].subject.submission.explanations == many.explanations


@pytest.fixture(scope="module")
def unsaid(template: Template, sample: Callable[[str], Submission]) -> Submission:
    return with_slips(sample("corrected"), 260)


@dataclass(frozen=True)
class Large:
    """A workbook with far more findings than 200, as a file, and the findings' keys by level."""

    content: bytes
    keys: dict[Level, list[str]]


@pytest.fixture(scope="module")
def large(template: Template, unsaid: Submission) -> Large:
    content, evaluation = make_workbook(template, unsaid, created=CREATED)
    keys = {
        level: [item.key for item in evaluation.findings if item.finding.level == level]
        for level in LEVELS
    }
    return Large(content, keys)


def with_short_table(path: Path, large: Large, written: dict[int, tuple[str, str]]) -> Path:
    """Give its table 200 rows; ``written`` are keys and texts by row."""
    path.write_bytes(large.content)
    with zipfile.ZipFile(path) as package:
        book = package.read("xl/workbook.xml").decode()
        name = str(saved_book(path).part_of("校验结果"))
        sheet = SheetPart(package.read(name), "校验结果")
        for row in list(sheet.rows)[3:]:
            for col in range(10):
                sheet.remove(row, col)
        sheet.links.clear()
        for row, (key, text) in written.items():
            sheet.put(row, {8: text, 9: key}, {})
        end = r'(name="校验_止">[^<]*\$)\d+<'
        book, count = re.subn(end, rf"\g<1>{ROWS + 4}<", book)
        assert count == 1
        content = replaced(package, {name: sheet.to_bytes(), "xl/workbook.xml": book.encode()})
    path.write_bytes(content)
    return path


def crowded(path: Path, large: Large) -> Path:
    """The last query, an error and a finding that is no more are explained.

    One explanation stands beside nothing, one beside a copy of a line.
    """
    query, error = large.keys["query"][-1], large.keys["error"][-1]
    written = {
        5: (query, "复制出来的说明"),
        10: (query, "最后一处核实的说明"),
        20: (error, "错误也写了说明"),
        30: ("V01·没有的项目#00000000", "已不存在的说明"),
        40: ("", "写错地方的说明"),
    }
    return with_short_table(path, large, written)


KEPT = {
    "复制出来的说明",
    "最后一处核实的说明",
    "错误也写了说明",
    "已不存在的说明",
    "写错地方的说明",
}


def checked_by_command(path: Path, template: Template) -> list[tuple[Any, ...]]:
    _, snapshot, evaluation = opened(template, path)
    path.write_bytes(with_results(saved_book(path), snapshot, evaluation, CREATED))
    return lines_of(path)


def checked_live(path: Path, _: Template) -> list[tuple[Any, ...]]:
    book = OpenBook(path.read_bytes(), path)
    assert buttons.perform("check", book).startswith("校验完成")
    values = book.sheets["校验结果"].values
    assert not any(row > ROWS + 3 for row, _ in values)
    lines = [tuple(values.get((row, c)) for c in range(1, 11)) for row in range(4, ROWS + 4)]
    return [line for line in lines if any(line)]


@pytest.mark.parametrize("check", [checked_by_command, checked_live])
class TestAShortTable:
    def test_every_explanation_stays_and_what_is_not_shown_is_counted(
        self, check: Check, template: Template, large: Large, tmp_path: Path
    ) -> None:
        path = crowded(tmp_path / "表.xlsx", large)
        findings = opened(template, path)[2].findings
        assert len(findings) > ROWS
        lines = check(path, template)
        assert len(lines) == ROWS
        assert {line[8] for line in lines} - {None} == KEPT
        (note,) = (line[4] for line in lines if str(line[4]).startswith("还有"))
        shown = [line[0] for line in lines]
        hidden = {
            name: sum(item.finding.level == level for item in findings) - shown.count(name)
            for level, name in LEVELS.items()
        }
        hidden["核实"] -= shown.count("已说明")
        told = "，".join(f"{name} {count}" for name, count in hidden.items() if count)
        count = sum(hidden.values())
        assert note == f"还有 {count} 条没有列出（{told}），请运行 xlevaluate check 查看。"
        # The gravest are shown.
        assert hidden["错误"] == 0

    def test_a_table_full_of_explanations_stays_full_of_them(
        self, check: Check, template: Template, large: Large, tmp_path: Path
    ) -> None:
        queries = large.keys["query"]
        written = {3 + n: (key, f"说明{n}") for n, key in enumerate(queries[:ROWS])}
        assert len(written) == ROWS
        lines = check(with_short_table(tmp_path / "表.xlsx", large, written), template)
        assert {line[8] for line in lines} == {text for _, text in written.values()}
        assert "\n还有 " in str(lines[-1][4])

    def test_remarks_beside_nothing_may_fill_it(
        self, check: Check, template: Template, large: Large, tmp_path: Path
    ) -> None:
        written = {3 + n: ("", f"备注{n}") for n in range(ROWS)}
        lines = check(with_short_table(tmp_path / "表.xlsx", large, written), template)
        assert [line[8] for line in lines] == [text for _, text in written.values()]
        assert "还有 " in str(lines[-1][4])


def test_that_nothing_was_found_is_said_where_there_is_room(
    template: Template, sample: Callable[[str], Submission]
) -> None:
    silent = replace(evaluate_submission(template, sample("seed")), outcomes={})
    remarks = [FindingLine(("",) * 8, "", f"备注{n}") for n in range(3)]
    nothing, *others = finding_lines(silent, 4, remarks)
    assert (nothing.texts[4], others) == ("没有发现问题", remarks)
    assert finding_lines(silent, 3, remarks) == tuple(remarks)


def test_a_blank_explanation_explains_nothing(
    template: Template, large: Large, tmp_path: Path
) -> None:
    query = large.keys["query"][0]
    written = {10: (query, " \n\u3000"), 11: (query, "")}
    _, _, evaluation = opened(template, with_short_table(tmp_path / "表.xlsx", large, written))
    assert evaluation.explained == ()
    assert evaluation.subject.submission.explanations == ()
    assert query in {item.key for item in evaluation.open_findings}


def test_a_mark_alone_is_no_explanation(
    template: Template, unsaid: Submission, large: Large
) -> None:
    """Who deletes the words and leaves the mark has explained nothing."""
    said = changed(unsaid, {"explanations": [{"finding": large.keys["query"][0], "text": STALE}]})
    assert evaluate_submission(template, said).explained == ()


@pytest.mark.parametrize("text", ["", "  ", "\n", "\u3000"])
def test_data_hold_no_blank_explanation(unsaid: Submission, text: str) -> None:
    with pytest.raises(ValidationError):
        changed(unsaid, {"explanations": [{"finding": "V01·项目", "text": text}]})


def test_an_explained_error_stays_open(
    template: Template, unsaid: Submission, large: Large
) -> None:
    key = large.keys["error"][0]
    said = changed(unsaid, {"explanations": [{"finding": key, "text": "情况属实"}]})
    evaluation = evaluate_submission(template, said)
    assert evaluation.count("error") == len(large.keys["error"])
    assert evaluation.explained == ()
    (found,) = (item for item in evaluation.open_findings if item.key == key)
    assert found.explanation == "情况属实"
    assert evaluation.status(found.finding.rule) == "failed"
    (line,) = (line for line in finding_lines(evaluation) if line.key == key)
    assert (line.texts[0], line.explanation) == ("错误", "情况属实")


def test_no_list_of_links_is_left_empty(
    template: Template, sample: Callable[[str], Submission], tmp_path: Path
) -> None:
    """Excel calls a file damaged that holds one."""
    path, snapshot, evaluation = saved(template, sample("seed"), tmp_path / "表.xlsx")
    assert any(b"<hyperlinks" in part for part in sheets_of(path))
    silent = replace(evaluation, outcomes={})
    assert silent.findings == ()
    path.write_bytes(with_results(saved_book(path), snapshot, silent, CREATED))
    with zipfile.ZipFile(path) as package:
        part = package.read(str(saved_book(path).part_of("校验结果")))
    assert "没有发现问题".encode() in part
    assert b"hyperlinks" not in part


def sheets_of(path: Path) -> list[bytes]:
    with zipfile.ZipFile(path) as package:
        return [package.read(name) for name in package.namelist() if "/worksheets/sheet" in name]
