"""``doctor``: each line of an examination is printed; the exit code says whether all is well."""

import json
from dataclasses import replace
from pathlib import Path

import pytest

from tests.setup.test_diagnosis import HEALTHY
from xlevaluate import cli
from xlevaluate.setup.diagnosis import Facts

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


@pytest.mark.parametrize(
    ("content", "said"),
    [(None, "找不到文件"), (b"abc", "不是 Excel 工作簿")],
)
def test_a_file_that_is_no_workbook_ends_with_2(
    content: bytes | None, said: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / "单位.xlsm"
    if content is not None:
        path.write_bytes(content)
    assert cli.main(["doctor", str(path)]) == 2
    assert said in capsys.readouterr().err
