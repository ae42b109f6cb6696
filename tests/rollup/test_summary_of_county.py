"""The small county's tables, against what its submissions say themselves."""

from collections import Counter
from collections.abc import Iterator
from decimal import Decimal
from functools import cache
from pathlib import Path
from statistics import mean, median
from typing import Any

import pandas as pd
import pytest

from tests.conftest import CREATED, workbook_of
from tests.projects import sample_of
from tests.rollup.by_hand import book_at, frames_of, rows_below
from tests.rollup.small_county import SMALL, records, rolled_up
from xlevaluate.cli import main
from xlevaluate.rollup.form_labels import figure_labels
from xlevaluate.rollup.summary.summary_file import write_summary
from xlevaluate.rollup.summary.summary_tables import summary_of
from xlevaluate.submission import Submission
from xlevaluate.submission.amounts import round_half_up
from xlevaluate.template.template_loading import load_template

YEAR = 2024

Written = tuple[dict[str, pd.DataFrame], Path]


@pytest.fixture(scope="module")
def written(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Written]:
    folder = tmp_path_factory.mktemp("county")
    with summary_of(rolled_up(folder, YEAR)) as summary:
        path = write_summary(folder / "汇总.xlsx", summary.sheets, "汇总", CREATED)
        yield frames_of(summary.sheets), path


@cache
def submissions() -> dict[str, Submission]:
    """Return what counts of each unit: the later of two."""
    found = {}
    for file in sorted(SMALL.files(YEAR), key=lambda file: "重报" in file.name):
        found[file.name.removesuffix("（重报）")] = file.submission
    return found


def at(submission: Submission, path: str) -> Any:
    node: Any = submission
    for step in path.split("."):
        node = getattr(node, step)
    return node


def test_sums_are_those_of_the_submissions(written: Written) -> None:
    tables, _ = written
    labels = figure_labels("hunan_department")
    expected = {}
    for label in labels.values():
        if label.kind in {"money", "area", "count"}:
            values = [at(submission, label.path) for submission in submissions().values()]
            numbers = [value for value in values if isinstance(value, Decimal)]
            expected[label.sheet, label.label] = (sum(numbers) if numbers else None, len(numbers))
    table = tables["合计表-hunan_department"]
    shown = zip(table["工作表"], table["栏目"], table["合计"], table["有数的"], strict=True)
    found = {(sheet, label): (total, count) for sheet, label, total, count in shown}
    blank = tables["合计表-hunan_department-没有填写"]
    for place in zip(blank["工作表"], blank["栏目"], strict=True):
        assert place not in found
        found[place] = (None, 0)
    assert found == expected
    assert len(expected) > 100


def test_sums_of_projects_are_those_of_their_forms(written: Written) -> None:
    tables, _ = written
    funds = [
        Decimal(at(project, "funds.total.budget"))
        for submission in submissions().values()
        for project in submission.projects
    ]
    table = tables["合计表-national_project"].set_index("栏目")
    assert table.loc["年度资金总额（全年预算数）", "合计"] == sum(funds)
    departments = tables["分项目合计-national_project"]
    sums = departments[departments["范围"] == "合计"]["年度资金总额（全年预算数）（万元）"]
    assert sums.iloc[0] == sum(sums.iloc[1:]) == sum(funds)


def test_grades_are_those_of_the_records(written: Written) -> None:
    tables, _ = written
    unit_forms = [record.forms[0] for name, record in records(YEAR).items() if "重报" not in name]
    grades = Counter(form.grade for form in unit_forms)
    table = tables["评分等次"]
    totals = table[(table["主管部门"] == "合计") & (table["类型"] != "项目")]
    for grade, count in grades.items():
        assert sum(totals[grade]) == count
    departments = [form for form in unit_forms if form.unit_code.endswith("001")]
    scores = [form.score for form in departments if form.score is not None]
    line = totals[totals["类型"] == "部门"].iloc[0]
    assert line["平均分"] == round_half_up(mean(scores), 2)
    assert line["中位数"] == round_half_up(median(scores), 2)


def test_every_finding_is_listed_once(written: Written) -> None:
    tables, path = written
    counting = [record for name, record in records(YEAR).items() if "重报" not in name]
    found = Counter(finding.key for record in counting for finding in record.findings)
    assert Counter(tables["问题清单"]["问题标识（勿改）"]) == found
    rows = rows_below(book_at(path), "问题清单", "问题")
    assert len(rows) == found.total()


def test_the_workbook_says_what_the_tables_say(written: Written) -> None:
    tables, path = written
    book = book_at(path)
    for sheet, head in (("汇总", "项目编码"), ("预警", "预警内容"), ("报送情况", "填报日期")):
        rows = [list(row.values()) for row in rows_below(book, sheet, head)]
        expected = [
            [
                None if value in {None, ""} else float(value) if is_number(value) else value
                for value in row
            ]
            for row in tables[sheet].values
        ]
        assert rows == expected


def is_number(value: object) -> bool:
    return isinstance(value, int | Decimal)


def test_a_project_form_alone_and_a_broken_file(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    template = load_template("national_project")
    submission = template.form.model.model_validate(sample_of(template, "corrected"))
    incoming = tmp_path / "报送"
    incoming.mkdir()
    (incoming / "项目.xlsx").write_bytes(workbook_of(template, submission))
    (incoming / "坏.xlsx").write_bytes(b"PK\x03\x04")
    target = incoming / "汇总.xlsx"
    asked = ["rollup", str(incoming), "-o", str(target), "--jobs", "1"]
    assert main([*asked, "--tables", str(tmp_path / "表")]) == 1
    said = capsys.readouterr().err
    assert "未能读取 1 个文件" in said
    assert "对1个项目开展绩效自评" in said
    book = book_at(target)
    (line,) = rows_below(book, "汇总", "项目编码")
    assert line["项目名称"] == at(submission, "project.name")
    (unread,) = rows_below(book, "未能读取", "原因和办法")
    assert unread["文件"] == "坏.xlsx"
    assert "分项目合计" in book.sheets
    assert (tmp_path / "表" / "汇总.parquet").exists()
    # The next one asks for the statuses of this, which is not taken for a submission.
    (incoming / "坏.xlsx").unlink()
    assert main([*asked, "--statuses", str(target)]) == 0
    said = capsys.readouterr().err
    assert "上次的状态带入 0 条" in said
    assert (incoming / "汇总(2).xlsx").exists()
