"""The report on paper: LibreOffice opens it and prints it."""

import re
import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.changes import changed
from tests.spreadsheet import convert, pages_of
from xlevaluate.report.document import make_report
from xlevaluate.submission import Submission
from xlevaluate.template.template import Template
from xlevaluate.workbook.generate import evaluate_submission

pytestmark = pytest.mark.libreoffice


def test_the_report_prints(
    tmp_path: Path, template: Template, sample: Callable[[str], Submission]
) -> None:
    path = tmp_path / "report.docx"
    path.write_bytes(make_report(evaluate_submission(template, sample("seed")))[0])
    (printed,) = convert([path], "pdf", tmp_path / "out", tmp_path / "profile")
    pages = pages_of(printed)
    numbers = [re.findall(r"—\s*(\d+)\s*—", page) for page in pages]
    assert numbers == [[str(number)] for number in range(1, len(pages) + 1)]
    flat = "".join("".join(pages).split())
    for words in (
        "一、部门、单位基本情况",
        "九、其他需要说明的情况",
        "附件1",
        "部门整体支出绩效评价基础数据表",
        "公用经费完成206.7万元，比上年增加89.05万元，增长75.69%",
        "总分97",
    ):
        assert words in flat, words


def test_a_page_takes_22_lines_of_28_characters(
    tmp_path: Path, template: Template, sample: Callable[[str], Submission]
) -> None:
    text = "一二三四五六七八九十" * 200
    path = tmp_path / "report.docx"
    submission = changed(sample("seed"), {"texts.other": text})
    path.write_bytes(make_report(evaluate_submission(template, submission))[0])
    (printed,) = convert([path], "pdf", tmp_path / "out", tmp_path / "profile")
    lines = [
        ["".join(line.split()) for line in page.splitlines() if line.strip()]
        for page in pages_of(printed)
    ]
    full = [page[:-1] for page in lines if all(set(line) <= set(text) for line in page[:-1])]
    assert full, "at least one page holds nothing else"
    for page in full:
        assert len(page) == 22
        assert {len(line) for line in page} == {28}


@pytest.mark.parametrize(
    ("on_it", "text_ends"), [("一、部门、单位基本情况", 297 - 35), ("年度指标值", 210 - 26)]
)
def test_the_dashes_stand_7_mm_below_the_text(
    tmp_path: Path, seed_report: bytes, on_it: str, text_ends: int
) -> None:
    """On an upright page, and on one of the annex that lies on its side."""
    path = tmp_path / "report.docx"
    path.write_bytes(seed_report)
    (printed,) = convert([path], "pdf", tmp_path / "out", tmp_path / "profile")
    texts = ["".join(text.split()) for text in pages_of(printed)]
    page = next(number for number, text in enumerate(texts, 1) if on_it in text)
    subprocess.run(
        ["pdftoppm", "-gray", "-r", "300", "-singlefile", "-f", str(page), printed, tmp_path / "p"],
        check=True,
    )
    picture = (tmp_path / "p.pgm").read_bytes()
    head = re.match(rb"P5\s+(\d+)\s+(\d+)\s+255\s", picture)
    assert head is not None
    width, height, dots = int(head[1]), int(head[2]), picture[head.end() :]
    below = [
        row / 300 * 25.4 - text_ends
        for row in range(int(text_ends / 25.4 * 300) + 1, height)
        # Two runs of dark dots as long as a dash.
        if len(re.findall(rb"[\x00-\x80]{45,}", dots[row * width : (row + 1) * width])) == 2
    ]
    assert below
    assert all(abs(distance - 7) < 0.6 for distance in below)
