"""A report of 10,000-character texts, 200 indicators and 60 special funds is right and complete."""

import re
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.changes import changed
from tests.report.conftest import Report
from tests.report.large import FUNCTIONS, FUNDS, INDICATORS, LENGTH, large
from tests.report.test_document import rows_of
from tests.spreadsheet import convert, pages_of
from xlevaluate.form.figures import Figures
from xlevaluate.report.document import make_report
from xlevaluate.sentences.paragraphs import in_a_sentence, paragraphs_of
from xlevaluate.submission import Submission
from xlevaluate.template.template import Template
from xlevaluate.workbook.generate import evaluate_submission


@pytest.fixture(scope="module")
def given(template: Template, sample: Callable[[str], Submission]) -> Submission:
    return large(template, sample("corrected"))


def test_every_text_is_in_it(template: Template, given: Submission, report: Report) -> None:
    document = report(given)
    paragraphs = {paragraph.text for paragraph in document.paragraphs}
    running = "\n".join(paragraphs)
    tables = {p.text for table in document.tables for c in table._cells for p in c.paragraphs}
    figures = Figures(template.form, given)
    texts = {
        name: str(figures.value(name))
        for name, field in template.form.fields.items()
        if field.kind == "paragraph" and figures.value(name) is not None
    }
    reasons = {name for name in texts if "原因" in name and name not in {"偏差原因", "存在的问题"}}
    printed = {name for name in texts if name not in reasons or name in _SAID}
    assert len(printed) > 20
    for name in printed:
        assert len(texts[name]) == LENGTH, name
        if name in reasons:
            assert in_a_sentence(texts[name]) in running, name
        else:
            assert set(paragraphs_of(texts[name])) <= paragraphs | tables, name
    for number in range(FUNCTIONS):
        assert f"{number + 1}.第{number}项职责" in running


def test_a_name_longer_than_a_property_can_hold(
    report: Report, sample: Callable[[str], Submission]
) -> None:
    name = "某" * 1000
    document = report(changed(sample("seed"), {"unit.name": name}))
    assert document.core_properties.author == name[:255]
    assert document.paragraphs[0].text.startswith(name)


_SAID = {"收入合计_变动原因", "支出合计_变动原因", "基本支出_变动原因", "人员经费_变动原因"}
"""Reasons that the outline says of every submission."""


def test_every_row_is_in_it(given: Submission, report: Report) -> None:
    rows = rows_of(report(given).tables)
    funds = [row for row in rows if row[0].startswith("专项")]
    assert funds == [[f"专项{n}号", f"{n}.10", f"{n}.20", f"{n}.30"] for n in range(FUNDS)]
    indicators = {row[3]: row[4:] for row in rows if len(row) == 9 and row[3].startswith("指标")}
    assert indicators == {
        f"指标{n}号": [
            f"≥{n}次" + "，按要求完成" * 8,
            f"{n}次" + "，已经完成" * 8,
            "0.45",
            "0.4",
            f"偏差{n}号原因",
        ]
        for n in range(INDICATORS)
    }


_CATEGORIES = "数量指|质量指|时效指|成本指|经济效|社会效|生态效|可持续|服务对"


@pytest.mark.libreoffice
def test_it_prints_with_heads_on_every_page_and_nothing_cut_off(
    tmp_path: Path, template: Template, given: Submission
) -> None:
    path = tmp_path / "report.docx"
    path.write_bytes(make_report(evaluate_submission(template, given))[0])
    (printed,) = convert([path], "pdf", tmp_path / "out", tmp_path / "profile")
    pages = ["".join(page.split()) for page in pages_of(printed)]
    scored = [page for page in pages if re.search(r"指标\d+号", page)]
    assert len(scored) > 10
    assert all("三级指标" in page and "实际完成值" in page for page in scored)
    # So are the names of a dimension and a category that run over many pages.
    assert [page for page in scored if not re.search("产出指|效益指|满意度", page)] == []
    assert [page for page in scored if not re.search(_CATEGORIES, page)] == []
    funds = [page for page in pages if re.search(r"专项\d+号", page)]
    assert len(funds) > 1
    assert all("2023年决算数" in page for page in funds)
    # A head alone at the foot of a page says nothing.
    heads = [page for page in pages if "三级指标" in page and not re.search(r"指标\d+号", page)]
    assert heads == []
    # A cell that is taller than a page runs over to the next.
    flat = "".join(pages)
    for name in ("预期目标", "实际完成情况", "厉行节约保障措施"):
        assert flat.count(f"始·{name}") == flat.count(f"{name}·终") == 1, name
