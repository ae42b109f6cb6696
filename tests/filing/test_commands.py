"""``export`` and ``verify`` at the command line."""

import json
from collections.abc import Callable
from pathlib import Path

import openpyxl
import pytest

from tests.changes import changed
from tests.conftest import CREATED, workbook_of
from tests.filing.conftest import unzipped
from tests.filing.test_package import FILED, NAME, holding
from xlevaluate import cli
from xlevaluate.commands.opening import open_workbook
from xlevaluate.files.zip_packages import zipped
from xlevaluate.submission import Submission
from xlevaluate.submission.model import Explanation
from xlevaluate.template.template import Template

SEED, CORRECTED = "示例.xlsx", "示例-更正后.xlsx"
PACKAGE = "示例-更正后-上报件.zip"


@pytest.fixture(autouse=True)
def here(
    tmp_path: Path,
    template: Template,
    sample: Callable[[str], Submission],
    monkeypatch: pytest.MonkeyPatch,
) -> Path:
    """A folder with both samples as workbooks, and in it."""
    for name, file in (("seed", SEED), ("corrected", CORRECTED)):
        given = changed(sample(name), FILED)
        (tmp_path / file).write_bytes(workbook_of(template, given))
    monkeypatch.chdir(tmp_path)
    return tmp_path


@pytest.fixture
def code(capsys: pytest.CaptureFixture[str]) -> str:
    """Export the corrected sample and return the code that was told."""
    assert cli.main(["export", CORRECTED]) == 0
    said = capsys.readouterr()
    assert said.out == f"{PACKAGE}\n"
    return said.err.rsplit("校验码：", 1)[1].split("（")[0]


class TestExport:
    def test_the_code_is_told_as_it_stands_in_the_package(self, code: str) -> None:
        text = unzipped(Path(PACKAGE).read_bytes())["校验码.txt"].decode("utf-8-sig")
        assert text.startswith(f"校验码：{code}\r\n")

    def test_nothing_is_overwritten(self, code: str) -> None:
        before = Path(PACKAGE).read_bytes()
        assert cli.main(["export", CORRECTED]) == 0
        assert Path(PACKAGE).read_bytes() == before
        assert Path("示例-更正后-上报件(2).zip").exists()

    def test_errors_are_refused_unless_a_draft_is_wanted(
        self, here: Path, capsys: pytest.CaptureFixture[str]
    ) -> None:
        assert cli.main(["export", SEED]) == 1
        assert "表中还有 12 处错误，没有导出" in capsys.readouterr().err
        assert list(here.glob("*.zip")) == []
        assert cli.main(["export", SEED, "--draft"]) == 1
        assert capsys.readouterr().out == "示例-上报件（草稿）.zip\n"

    def test_a_profile_may_make_explanations_obligatory(
        self, here: Path, template: Template, capsys: pytest.CaptureFixture[str]
    ) -> None:
        """Then a query without its reason keeps the package back, and with it lets it go."""
        text = (template.folder / "profile.toml").read_text(encoding="utf-8")
        Path("逐项.toml").write_text(f'explanations = "required"\n{text}', encoding="utf-8")
        asked = ["export", CORRECTED, "--profile", "逐项.toml"]
        assert cli.main(asked) == 1
        said = capsys.readouterr().err
        assert "还有 4 项核实没有写明原因，按评分办法须逐项说明，没有导出" in said
        assert list(here.glob("*.zip")) == []
        assert cli.main([*asked, "--draft"]) == 1
        assert capsys.readouterr().out == "示例-更正后-上报件（草稿）.zip\n"
        evaluation = open_workbook(Path(CORRECTED)).evaluation
        explained = evaluation.subject.submission.model_copy(
            update={
                "explanations": tuple(
                    Explanation(finding=told.key, text="属实，年中追加。")
                    for told in evaluation.findings
                )
            }
        )
        Path(CORRECTED).write_bytes(workbook_of(template, explained))
        assert cli.main(asked) == 0

    def test_unexplained_queries_are_counted(self, capsys: pytest.CaptureFixture[str]) -> None:
        assert cli.main(["export", CORRECTED]) == 0
        assert "另有 4 项核实没有写明原因" in capsys.readouterr().err

    def test_a_public_one_names_nobody(self) -> None:
        assert cli.main(["export", CORRECTED, "--public", "-o", "公开.zip"]) == 0
        assert holding(Path("公开.zip").read_bytes(), NAME) == []

    def test_what_was_not_read_makes_no_package(
        self, here: Path, capsys: pytest.CaptureFixture[str]
    ) -> None:
        book = openpyxl.load_workbook(SEED)
        del book["收支情况"]
        book.save("缺表.xlsx")
        assert cli.main(["export", "缺表.xlsx", "--draft"]) == 2
        assert "工作表《收支情况》被删" in capsys.readouterr().err
        assert list(here.glob("*.zip")) == []

    @pytest.mark.parametrize(
        ("arguments", "said"),
        [
            (["无.xlsx"], "找不到文件"),
            ([CORRECTED, "-o", "上报.rar"], "请把文件名写成 .zip 结尾"),
            ([CORRECTED, "-o", "无此文件夹/上报.zip"], "文件夹“无此文件夹”不存在"),
        ],
    )
    def test_what_cannot_be_done_ends_with_2(
        self, arguments: list[str], said: str, capsys: pytest.CaptureFixture[str]
    ) -> None:
        assert cli.main(["export", *arguments]) == 2
        assert said in capsys.readouterr().err

    def test_a_year_is_needed(self, capsys: pytest.CaptureFixture[str]) -> None:
        assert cli.main(["new", "空.xlsx", "--unit", "某局"]) == 0
        assert cli.main(["export", "空.xlsx", "--draft"]) == 2
        assert "年度" in capsys.readouterr().err


def spoil(path: str, name: str, part: bytes) -> None:
    files = unzipped(Path(path).read_bytes())
    Path(path).write_bytes(zipped(files | {name: part}, CREATED))


class TestVerify:
    def test_unchanged_ends_with_0(self, code: str, capsys: pytest.CaptureFixture[str]) -> None:
        assert cli.main(["verify", PACKAGE]) == 0
        first, about, last = capsys.readouterr().out.splitlines()
        assert first == f"{PACKAGE}：没有改动。"
        assert about.startswith("中共邵阳市北塔区委办公室 2023年度（正式，")
        assert about.endswith("总分 100，等次 优；错误 0，核实 4，提示 0，已说明 0。")
        assert last == f"校验码 {code}，请与单位另行告知的核对。"

    def test_the_code_is_compared(self, code: str, capsys: pytest.CaptureFixture[str]) -> None:
        assert cli.main(["verify", PACKAGE, "--code", code.lower()]) == 0
        assert "与告知的相符" in capsys.readouterr().out
        assert cli.main(["verify", PACKAGE, "--code", "0"]) == 1
        assert "校验码不符" in capsys.readouterr().out

    def test_changed_ends_with_1(self, code: str, capsys: pytest.CaptureFixture[str]) -> None:
        spoil(PACKAGE, "自评报告.docx", b"")
        assert cli.main(["verify", PACKAGE]) == 1
        said = capsys.readouterr().out.splitlines()
        assert said[0] == f"{PACKAGE}：有改动，1 处："
        assert said[1].startswith("1. “自评报告.docx”改过：清单中的 SHA-256 是 ")

    def test_several_take_a_line_each_and_the_worst_counts(
        self, code: str, capsys: pytest.CaptureFixture[str]
    ) -> None:
        Path("改过.zip").write_bytes(Path(PACKAGE).read_bytes())
        spoil("改过.zip", "多出的\n文件.txt", b"")
        assert cli.main(["verify", PACKAGE, "改过.zip"]) == 1
        assert cli.main(["verify", PACKAGE, "改过.zip", SEED, "无.zip"]) == 2
        lines = capsys.readouterr().out.splitlines()[2:]
        assert [line.split("：")[0] for line in lines] == [PACKAGE, "改过.zip", SEED, "无.zip"]
        assert "没有改动。" in lines[0]
        assert "有改动，1 处： 1. “多出的�文件.txt”" in lines[1]
        assert "不是 xlevaluate 导出的上报件" in lines[2]

    def test_json(self, code: str, capsys: pytest.CaptureFixture[str]) -> None:
        Path("改过.zip").write_bytes(Path(PACKAGE).read_bytes())
        spoil("改过.zip", "自评报告.docx", b"")
        assert cli.main(["verify", "--json", PACKAGE, "改过.zip", "无.zip"]) == 2
        same, other, none = map(json.loads, capsys.readouterr().out.splitlines())
        assert (same["version"], same["file"], same["state"]) == (1, PACKAGE, "unchanged")
        assert (same["code"], same["changes"], same["not_checked"]) == (code, [], [])
        assert same["package"]["unit"] == "中共邵阳市北塔区委办公室"
        assert same["package"]["findings"]["query"] == 4
        assert other["state"] == "changed"
        (change,) = other["changes"]
        assert (change["kind"], change["file"]) == ("changed", "自评报告.docx")
        assert len(change["expected"]) == len(change["actual"]) == 64
        assert none["state"] == "not_a_package"
        assert "找不到文件" in none["message"]

    def test_a_code_is_that_of_one_package(
        self, code: str, capsys: pytest.CaptureFixture[str]
    ) -> None:
        assert cli.main(["verify", PACKAGE, PACKAGE, "--code", code]) == 2
        assert "--code 一次只能用于一个上报件" in capsys.readouterr().err
