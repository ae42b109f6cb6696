"""``report`` at the command line: what it writes, and what it says."""

import io
import zipfile
from collections.abc import Callable
from pathlib import Path

import docx
import pytest

from tests.changes import changed
from tests.spreadsheet import pages_of
from xlevaluate import cli
from xlevaluate.submission import Submission

NAME, TELEPHONE = "某甲乙", "0000-1234567"


@pytest.fixture
def book(
    tmp_path: Path,
    workbook: Callable[[Submission], Path],
    sample: Callable[[str], Submission],
    monkeypatch: pytest.MonkeyPatch,
) -> Path:
    """The corrected sample, with a name and a telephone, in the folder where one stands."""
    filed = {"basic_data.filing.preparer": NAME, "basic_data.filing.telephone": TELEPHONE}
    path = workbook(changed(sample("corrected"), filed)).rename(tmp_path / "表.xlsx")
    monkeypatch.chdir(tmp_path)
    return path


def text_of(path: Path) -> str:
    with zipfile.ZipFile(path) as package:
        parts = [package.read(name).decode("utf-8", "replace") for name in package.namelist()]
    return "\n".join(parts)


@pytest.mark.libreoffice
def test_document_page_and_pdf_at_once(book: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert cli.main(["report", str(book), "--pdf", "--html", "报告.html"]) == 0
    made = capsys.readouterr().out.split()
    assert [Path(name).name for name in made] == [
        "表-自评报告.docx",
        "报告.html",
        "表-自评报告.pdf",
    ]
    assert Path(made[2]).read_bytes().startswith(b"%PDF-")
    assert NAME in Path(made[1]).read_text(encoding="utf-8")


def test_nothing_is_written_over(book: Path) -> None:
    for _ in range(2):
        assert cli.main(["report", str(book), "--html", "报告.html"]) == 0
    assert {path.name for path in book.parent.iterdir()} == {
        "表.xlsx",
        "表-自评报告.docx",
        "表-自评报告(2).docx",
        "报告.html",
        "报告(2).html",
    }


def test_without_a_program_for_pdf_the_document_is_kept(
    book: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PATH", "")
    monkeypatch.setattr("xlevaluate.files.soffice_program.ELSEWHERE", ())
    assert cli.main(["report", str(book), "--pdf"]) == 2
    said = capsys.readouterr()
    assert "没有生成 PDF：没有找到能转换 PDF 的程序" in said.err
    assert "Word 文档已生成：" in said.err
    assert docx.Document(said.out.strip()).paragraphs


def test_the_public_version_names_nobody(book: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert cli.main(["report", str(book), "--public", "--html", "公开.html"]) == 0
    said = capsys.readouterr()
    report, page = (Path(name) for name in said.out.split())
    assert report.name == "表-自评报告公开.docx"
    for text in (text_of(report), page.read_text(encoding="utf-8")):
        assert NAME not in text
        assert TELEPHONE not in text
        assert "填表人：（略）    填报日期：2024年7月23日    联系电话：（略）" in text
    assert "没有删去" not in said.err
    assert cli.main(["report", str(book)]) == 0
    assert NAME in text_of(book.with_name("表-自评报告.docx"))


@pytest.mark.libreoffice
def test_the_public_pdf_names_nobody(book: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert cli.main(["report", str(book), "--public", "--pdf"]) == 0
    printed = Path(capsys.readouterr().out.split()[1])
    text = "\n".join(pages_of(printed))
    assert TELEPHONE not in text
    assert NAME not in text
    assert text.count("（略）") == 2


def test_a_name_in_running_text_is_told(
    workbook: Callable[[Submission], Path],
    sample: Callable[[str], Submission],
    capsys: pytest.CaptureFixture[str],
) -> None:
    typed = {"basic_data.filing.preparer": NAME, "texts.other": f"联系人为{NAME}。"}
    path = workbook(changed(sample("corrected"), typed))
    assert cli.main(["report", str(path), "--public"]) == 0
    said = capsys.readouterr()
    assert "“其他说明”的文字里还有表中略去的姓名或电话，没有删去。公开前请改写。" in said.err


def test_a_payload_in_the_workbook_is_printed(
    tmp_path: Path, workbook: Callable[[Submission], Path], sample: Callable[[str], Submission]
) -> None:
    payload = "{{ ''.__class__ }}{% for i in range(10**9) %}x{% endfor %}<w:p/>&amp;"
    path = workbook(changed(sample("corrected"), {"texts.other": payload, "unit.name": payload}))
    assert cli.main(["report", str(path), "-o", str(tmp_path / "r.docx")]) == 0
    document = docx.Document(io.BytesIO((tmp_path / "r.docx").read_bytes()))
    texts = [paragraph.text for paragraph in document.paragraphs]
    assert payload in texts
    assert document.core_properties.author == payload
    assert texts[0].replace("\n", "").startswith(payload)
