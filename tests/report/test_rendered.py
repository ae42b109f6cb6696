"""The report on paper: LibreOffice opens it and prints it."""

import re
import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.spreadsheet import convert
from xlevaluate.report.document import make_report
from xlevaluate.submission import Submission
from xlevaluate.template import Template
from xlevaluate.workbook.generate import evaluate_submission

pytestmark = pytest.mark.libreoffice


def test_the_report_prints(
    tmp_path: Path, template: Template, sample: Callable[[str], Submission]
) -> None:
    path = tmp_path / "report.docx"
    path.write_bytes(make_report(evaluate_submission(template, sample("seed")))[0])
    (printed,) = convert([path], "pdf", tmp_path / "out", tmp_path / "profile")
    text = subprocess.run(
        ["pdftotext", "-layout", str(printed), "-"], check=True, capture_output=True, text=True
    ).stdout
    pages = text.rstrip("\f").split("\f")
    numbers = [re.findall(r"—\s*(\d+)\s*—", page) for page in pages]
    assert numbers == [[str(number)] for number in range(1, len(pages) + 1)]
    flat = "".join(text.split())
    for words in (
        "一、部门、单位基本情况",
        "九、其他需要说明的情况",
        "附件1",
        "部门整体支出绩效评价基础数据表",
        "公用经费完成206.7万元，比上年增加89.05万元，增长75.69%",
        "总分97",
    ):
        assert words in flat, words
