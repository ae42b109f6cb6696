"""``doctor``: each line of an examination is printed; the exit code says whether all is well."""

import json
import zipfile
from collections.abc import Callable
from pathlib import Path

import openpyxl
import pytest
from msgspec.structs import replace
from pyopenvba import ExcelFile

from tests.setup.test_diagnosis import HEALTHY
from xlevaluate import cli
from xlevaluate.files.zip_packages import replaced, with_part
from xlevaluate.setup.diagnosis import Facts, examine
from xlevaluate.vba.ownership import Ownership

SICK = replace(HEALTHY, macro_setting=4, excel_server=None)


@pytest.fixture
def machine(monkeypatch: pytest.MonkeyPatch) -> list[Facts]:
    """Facts that are found instead of this machine's; the last one counts."""
    found = [HEALTHY]
    monkeypatch.setattr("xlevaluate.commands.doctor.gather", lambda _: found[-1])
    return found


def test_a_healthy_machine_ends_with_0(
    machine: list[Facts], capsys: pytest.CaptureFixture[str]
) -> None:
    assert cli.main(["doctor"]) == 0
    said = capsys.readouterr()
    assert {line[0] for line in said.out.splitlines()} == {"✓"}
    assert "没有发现不对的地方" in said.err


def test_what_is_not_known_is_not_wrong(machine: list[Facts]) -> None:
    machine.append(replace(HEALTHY, macro_setting=None))
    assert cli.main(["doctor"]) == 0


def test_what_is_wrong_ends_with_1_and_says_what_to_do(
    machine: list[Facts], capsys: pytest.CaptureFixture[str]
) -> None:
    machine.append(SICK)
    assert cli.main(["doctor"]) == 1
    said = capsys.readouterr()
    assert "✗ 没有找到 Excel\n   → 请安装 Microsoft Excel" in said.out
    assert "有 2 处不对" in said.err


def test_json(machine: list[Facts], capsys: pytest.CaptureFixture[str]) -> None:
    machine.append(SICK)
    assert cli.main(["doctor", "--json"]) == 1
    told = json.loads(capsys.readouterr().out)
    assert (told["version"], told["wrong"]) == (1, 2)
    assert [line["text"] for line in told["lines"] if line["verdict"] == "wrong"] == [
        "没有找到 Excel",
        "Excel 的宏设置不允许本工作簿的宏",
    ]


def test_this_machine_and_a_workbook(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = tmp_path / "单位.xlsm"
    assert cli.main(["new", str(path)]) == 0
    assert cli.main(["doctor", str(path)]) == 0
    said = capsys.readouterr().out
    assert "“单位.xlsm”的宏与 xlwings 版本相同" in said
    assert "“单位.xlsm”里的宏就是本程序的，一字不差" in said
    other = tmp_path / "用于.xlsm"
    assert cli.main(["new", str(other), "--host", "libreoffice"]) == 0
    assert cli.main(["doctor", str(other)]) == 0
    assert "“用于.xlsm”用于 LibreOffice：请用 xlevaluate open 打开" in capsys.readouterr().out


def test_a_workbook_that_is_not_ours(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = tmp_path / "台账.xlsx"
    openpyxl.Workbook().save(path)
    assert cli.main(["doctor", str(path)]) == 1
    assert "✗ “台账.xlsx”不是 xlevaluate 的工作簿" in capsys.readouterr().out


def test_a_workbook_of_ours_says_its_template(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / "单位.xlsx"
    cli.main(["new", str(path)])
    cli.main(["doctor", str(path)])
    said = capsys.readouterr().out
    assert "✓ “单位.xlsx”是按模板“hunan_department”制作的" in said
    assert "被删" not in said


def test_a_sheet_that_is_gone_is_wrong(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = tmp_path / "单位.xlsx"
    cli.main(["new", str(path)])
    book = openpyxl.load_workbook(path)
    del book["收支情况"]
    book.save(path)
    assert cli.main(["doctor", str(path)]) == 1
    said = capsys.readouterr().out
    assert "✗ 工作表《收支情况》被删，表中各项都读不出\n   → 请撤消删除" in said
    assert "xlevaluate repair" in said


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (None, "找不到文件"),
        (b"abc", "不是 Excel 工作簿"),
        (b"PK\x03\x04" + bytes(99), "没有传完"),
    ],
)
def test_a_file_that_is_no_workbook_ends_with_2(
    content: bytes | None, said: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / "单位.xlsm"
    if content is not None:
        path.write_bytes(content)
    assert cli.main(["doctor", str(path)]) == 2
    assert said in capsys.readouterr().err


def project_changed(path: Path, name: str, change: Callable[[str], str]) -> None:
    with ExcelFile(path) as book:
        present = name in book.module_names()
        text = change(str(book.get_module(name)) if present else "")
        if present:
            book.set_module(name, text)
        else:
            book.vba_project().add_module(name, text)
        book.save()


@pytest.mark.parametrize(
    ("name", "change", "said"),
    [
        ("Mine", lambda _: "Sub Hello()\r\nEnd Sub\r\n", "模块“Mine”不是本程序的"),
        ("XleMain", lambda text: f"{text}Sub More()\r\nEnd Sub\r\n", "模块“XleMain”改过"),
        ("XleMain", lambda text: f'{text}Attribute VB_X = "1": Kill "x"\r\n', "模块“XleMain”改过"),
        ("XleMain", lambda text: f"{text}Option Compare Text: Beep\r\n", "模块“XleMain”改过"),
        ("Sheet1", lambda text: f"{text}Private Sub Worksheet_Activate()\r\nEnd Sub\r\n", "Sheet1"),
    ],
)
def test_macros_that_are_not_exactly_ours_are_named(
    name: str,
    change: Callable[[str], str],
    said: str,
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
) -> None:
    path = tmp_path / "单位.xlsm"
    assert cli.main(["new", str(path)]) == 0
    project_changed(path, name, change)
    assert cli.main(["doctor", str(path)]) == 1
    told = capsys.readouterr().out
    assert "里有不是本程序的" in told
    assert said in told
    assert "请不要点“启用内容”" in told
    assert "旧版本制作的，请用 xlevaluate upgrade 单位.xlsm" in told


def test_another_project_that_is_the_one_meant_is_named(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / "单位.xlsm"
    assert cli.main(["new", str(path)]) == 0
    with zipfile.ZipFile(path) as package:
        relations = package.read("xl/_rels/workbook.xml.rels")
        moved = relations.replace(b'"vbaProject.bin"', b'"other.bin"')
        content = replaced(package, {"xl/_rels/workbook.xml.rels": moved})
    path.write_bytes(with_part(content, "xl/other.bin", b"x"))
    assert cli.main(["doctor", str(path)]) == 1
    assert "里有不是本程序的：部件“xl/other.bin”" in capsys.readouterr().out


def test_what_excel_has_compiled_cannot_be_compared() -> None:
    (line,) = [
        line
        for line in examine(replace(HEALTHY, ownership=Ownership(False, ())))
        if line.verdict == "unknown"
    ]
    assert "文字相同，另有 Excel 保存时编译的代码" in line.text
    assert "xlevaluate upgrade 单位.xlsm" in line.advice
