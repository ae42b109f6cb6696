"""``print``: both official forms and the report on paper, named by unit and year."""

from collections.abc import Callable
from pathlib import Path

import pytest
from pypdf import PdfReader

from tests.changes import changed
from tests.spreadsheet import pages_of
from xlevaluate.cli import main
from xlevaluate.report import pdf
from xlevaluate.submission import Submission

Make = Callable[[Submission], Path]
STEM = "中共邵阳市北塔区委办公室2023年度"


@pytest.mark.libreoffice
def test_forms_and_report_are_printed(
    workbook: Make, sample: Callable[[str], Submission], tmp_path: Path
) -> None:
    folder = tmp_path / "纸质"
    assert main(["print", str(workbook(sample("corrected"))), "-o", str(folder)]) == 0
    (printed,) = folder.iterdir()
    assert printed.name == f"{STEM}自评材料.pdf"
    pages = pages_of(printed)
    assert [page.split("\n")[0].strip() for page in pages[:2]] == [
        "部门整体支出绩效评价基础数据表",
        "整体支出绩效自评表",
    ]
    assert "总分" in pages[1]
    assert "自评报告" in pages[2]
    read = PdfReader(printed)
    parts = [part for part in read.outline if not isinstance(part, list)]
    outline = [(part.title, read.get_destination_page_number(part)) for part in parts]
    assert outline == [("自评表式", 0), ("自评报告", 2)]


@pytest.mark.libreoffice
def test_with_errors_it_is_a_draft(
    workbook: Make, sample: Callable[[str], Submission], tmp_path: Path
) -> None:
    changes = {"basic_data.spending.three_public.final": "9"}
    changes |= {"self_evaluation.budget.final": "600.98"}
    wrong = changed(sample("corrected"), changes)
    assert main(["print", str(workbook(wrong)), "-o", str(tmp_path / "纸质")]) == 1
    (printed,) = (tmp_path / "纸质").iterdir()
    assert printed.name == f"{STEM}自评材料（草稿）.pdf"
    pages = pages_of(printed)
    assert all("草稿" in page for page in pages[:2])
    # Neither in the form nor in the report's annex is a percentage broken into two lines.
    assert sum(page.count("98.95%") for page in pages) == 2


def test_without_libreoffice_it_says_so_and_writes_nothing(
    workbook: Make,
    sample: Callable[[str], Submission],
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    monkeypatch.setattr(pdf, "look_for_soffice", lambda: None)
    folder = tmp_path / "纸质"
    assert main(["print", str(workbook(sample("corrected"))), "-o", str(folder)]) == 2
    assert "没有找到 LibreOffice" in capsys.readouterr().err
    assert not folder.exists()
