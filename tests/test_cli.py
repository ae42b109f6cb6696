"""The command line: what it prints, what it leaves alone, how it ends."""

import json
import shutil
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

from xlevaluate import cli
from xlevaluate.template.template import Template

SEED, CORRECTED = "示例.xlsx", "示例-更正后.xlsx"


@pytest.fixture(scope="module")
def demo(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("demo") / "示范"
    assert cli.main(["demo", str(folder)]) == 0
    return folder


@pytest.fixture
def here(tmp_path: Path, demo: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder of its own with the demo's files, and in it."""
    shutil.copytree(demo, tmp_path, dirs_exist_ok=True)
    monkeypatch.chdir(tmp_path)
    return tmp_path


def test_demo_says_what_it_made_and_what_to_open(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert cli.main(["demo", str(tmp_path / "示范")]) == 0
    said = capsys.readouterr().out
    made = sorted(path.name for path in (tmp_path / "示范").iterdir())
    draft, final = "示例-自评报告（草稿）.docx", "示例-更正后-自评报告.docx"
    assert made == sorted([SEED, CORRECTED, draft, final])
    assert f"{draft}  由这个工作簿生成的报告；表中还有错误，所以标明“草稿”\n" in said
    assert f"{final}  由这个工作簿生成的报告\n" in said
    assert all(name in said for name in made)
    assert "校验：错误 12，核实 6，提示 13" in said
    assert "校验：错误 0，核实 4，提示 0" in said
    assert "请打开：" in said


def test_the_demo_s_reports_are_those_that_report_makes(here: Path) -> None:
    assert cli.main(["report", SEED, "-o", "a.docx"]) == 1
    assert cli.main(["report", CORRECTED, "-o", "b.docx"]) == 0
    made = ("示例-自评报告（草稿）.docx", "示例-更正后-自评报告.docx")
    assert Path("a.docx").read_bytes() == Path(made[0]).read_bytes()
    assert Path("b.docx").read_bytes() == Path(made[1]).read_bytes()
    with zipfile.ZipFile(made[0]) as draft, zipfile.ZipFile(made[1]) as final:
        texts = [p.read("word/document.xml").decode() for p in (draft, final)]
    assert ["（草稿）" in text for text in texts] == [True, False]


def test_demo_twice_overwrites_nothing(here: Path) -> None:
    before = {path.name: path.read_bytes() for path in here.iterdir()}
    assert cli.main(["demo", str(here)]) == 0
    assert {name: (here / name).read_bytes() for name in before} == before
    assert (here / "示例(2).xlsx").exists()


class TestCheck:
    def test_errors_end_with_1(self, here: Path, capsys: pytest.CaptureFixture[str]) -> None:
        assert cli.main(["check", SEED]) == 1
        said = capsys.readouterr().out
        assert said.startswith(
            "示例.xlsx：中共邵阳市北塔区委办公室 2023年度\n错误 12，核实 6，提示 13"
        )
        assert "【错误】\n1. [F01] 《基础数据表》B6" in said
        assert "【未能检查】" in said

    def test_no_errors_end_with_0(self, here: Path) -> None:
        assert cli.main(["check", CORRECTED]) == 0

    def test_json(self, here: Path, capsys: pytest.CaptureFixture[str]) -> None:
        assert cli.main(["check", "--json", SEED, CORRECTED]) == 1
        first, second = map(json.loads, capsys.readouterr().out.splitlines())
        assert second["summary"] == {
            "error": 0,
            "query": 4,
            "hint": 0,
            "explained": 0,
            "not_checked": 2,
        }
        assert (first["version"], first["file"]) == (1, SEED)
        assert (first["score"], first["grade"]) == ("97", "优")
        assert first["ratios"]["预算执行率"] == {"value": "1", "text": "100%"}
        assert first["ratios"]["公用经费控制率"] == {"value": "1.8475", "text": "184.75%"}
        assert first["ratios"]["规模控制率"] == {"value": None, "text": "—"}
        assert first["findings"][0] == {
            "rule": "F01",
            "level": "error",
            "status": "failed",
            "sheet": "基础数据表",
            "cell": "B6",
            "label": "三公经费（上年决算）",
            "actual": "5.41",
            "expected": "10.82",
            "difference": "5.41",
            "message": first["findings"][0]["message"],
            "explanation": None,
        }
        counts = {
            level: sum(finding["level"] == level for finding in first["findings"])
            for level in ("error", "query", "hint")
        }
        assert counts.items() <= first["summary"].items()
        assert len(first["not_checked"]) == first["summary"]["not_checked"]

    def test_one_bad_file_does_not_hide_the_others(
        self, here: Path, capsys: pytest.CaptureFixture[str]
    ) -> None:
        assert cli.main(["check", "无.xlsx", SEED]) == 2
        said = capsys.readouterr()
        assert "找不到文件“无.xlsx”" in said.err
        assert "【错误】" in said.out


class TestScore:
    def test_every_point_is_accounted_for(
        self, here: Path, capsys: pytest.CaptureFixture[str]
    ) -> None:
        assert cli.main(["score", SEED]) == 1
        said = capsys.readouterr()
        assert "评分合计\t100\t97\t97\t已填 97 分中得 97 分，表头共 100 分" in said.out
        assert "公用经费控制率\t184.75%\t8\t0\t\t0\t超 84.75 个百分点" in said.out
        assert "评分办法：湖南省" in said.err
        assert cli.main(["check", "--json", SEED]) == 1
        scores = json.loads(capsys.readouterr().out)["scores"]
        assert scores["composition"][1] == {
            "项目": "产出指标",
            "表头分值": "50",
            "已填分值": "47",
            "得分": "47",
            "说明": "比表头少填 3 分",
        }

    def test_another_profile(self, here: Path, capsys: pytest.CaptureFixture[str]) -> None:
        assert cli.main(["new", "湖北.xlsx", "--profile", "hubei"]) == 0
        assert cli.main(["score", "湖北.xlsx"]) == 1
        assert "预算执行\t20\t20\t0" in capsys.readouterr().out

    def test_a_profile_of_one_s_own(
        self, here: Path, template: Template, capsys: pytest.CaptureFixture[str]
    ) -> None:
        text = (template.folder / "profile.toml").read_text(encoding="utf-8")
        own = text.replace("output = 50, benefit = 30", "output = 40, benefit = 40")
        (here / "本县.toml").write_text(own, encoding="utf-8")
        assert cli.main(["new", "本县.xlsx", "--profile", "本县.toml"]) == 0
        assert cli.main(["score", "本县.xlsx"]) == 2
        assert "请用 --profile 文件名.toml 指出" in capsys.readouterr().err
        assert cli.main(["score", "本县.xlsx", "--profile", "本县.toml"]) == 1
        assert "产出指标\t40" in capsys.readouterr().out
        (here / "错.toml").write_text(own.replace("execution = 10", "execution = -1"))
        assert cli.main(["new", "错.xlsx", "--profile", "错.toml"]) == 2
        assert "错.toml 第 16 行的 frame.execution 有误" in capsys.readouterr().err


class TestReport:
    def test_it_stands_beside_the_workbook(
        self, here: Path, capsys: pytest.CaptureFixture[str]
    ) -> None:
        assert cli.main(["report", CORRECTED, "-o", "报告.docx"]) == 0
        assert cli.main(["report", CORRECTED]) == 0
        said = capsys.readouterr()
        assert said.out.split() == ["报告.docx", "示例-更正后-自评报告(2).docx"]
        assert "已经存在，没有覆盖" in said.err
        assert (here / "示例-更正后-自评报告(2).docx").exists()

    def test_charts_come_where_they_are_asked_for(self, here: Path) -> None:
        for options, count in (((), 0), (("--charts",), 4)):
            out = f"{count}.docx"
            assert cli.main(["report", CORRECTED, "-o", out, *options]) == 0
            with zipfile.ZipFile(out) as package:
                names = [name for name in package.namelist() if name.startswith("word/charts/c")]
            assert len(names) == count

    def test_errors_in_the_workbook_are_told(
        self, here: Path, capsys: pytest.CaptureFixture[str]
    ) -> None:
        assert cli.main(["report", SEED]) == 1
        assert "表中还有 12 处错误" in capsys.readouterr().err

    def test_what_was_not_read_makes_no_report(
        self, here: Path, capsys: pytest.CaptureFixture[str]
    ) -> None:
        import openpyxl

        book = openpyxl.load_workbook(SEED)
        del book["收支情况"]
        book.save("缺表.xlsx")
        assert cli.main(["report", "缺表.xlsx"]) == 2
        assert "工作表《收支情况》被删" in capsys.readouterr().err
        assert not Path("缺表-自评报告.docx").exists()

    def test_a_blank_field_is_told(self, here: Path, capsys: pytest.CaptureFixture[str]) -> None:
        assert cli.main(["new", "空.xlsx", "--unit", "某局", "--year", "2023"]) == 0
        assert cli.main(["report", "空.xlsx"]) == 1
        assert "“（一）机构设置情况”有一句没有写入：机构设置 没有填写" in capsys.readouterr().err


class TestNewAndDump:
    @pytest.mark.parametrize("name", ["seed", "corrected"])
    def test_dump_of_new_is_the_data(
        self, name: str, here: Path, template: Template, capsys: pytest.CaptureFixture[str]
    ) -> None:
        data = template.folder / "samples" / f"{name}.json"
        assert cli.main(["new", "新.xlsx", "--data", str(data)]) == 0
        assert capsys.readouterr().out == "新.xlsx\n"
        assert cli.main(["dump", "新.xlsx"]) == 0
        assert capsys.readouterr().out == data.read_text(encoding="utf-8")

    def test_unit_and_year_are_filled_in(
        self, here: Path, capsys: pytest.CaptureFixture[str]
    ) -> None:
        assert cli.main(["new", "新.xlsx", "--unit", "某局", "--year", "2024"]) == 0
        capsys.readouterr()
        assert cli.main(["dump", "新.xlsx"]) == 0
        data = json.loads(capsys.readouterr().out)
        assert (data["unit"]["name"], data["year"]) == ("某局", 2024)

    @pytest.mark.parametrize("year", ["1990", "2100"])
    def test_the_first_and_the_last_year(
        self, year: str, here: Path, capsys: pytest.CaptureFixture[str]
    ) -> None:
        assert cli.main(["new", "新.xlsx", "--year", year]) == 0
        capsys.readouterr()
        assert cli.main(["dump", "新.xlsx"]) == 0
        assert json.loads(capsys.readouterr().out)["year"] == int(year)

    def test_nothing_is_overwritten(self, here: Path) -> None:
        before = Path(SEED).read_bytes()
        assert cli.main(["new", SEED]) == 0
        assert Path(SEED).read_bytes() == before
        assert Path("示例(2).xlsx").exists()

    @pytest.mark.parametrize(
        ("arguments", "said"),
        [
            (["new", "新.xls"], "请把文件名写成 .xlsx（不带宏）"),
            (["new", "无此文件夹/新.xlsx"], "文件夹“无此文件夹”不存在"),
            (["new", "新.xlsx", "--template", "mars"], "没有名为“mars”的模板"),
            (["new", "新.xlsx", "--data", "无.json"], "找不到文件“无.json”"),
            (["new", "新.xlsx", "--data", SEED], "不是 UTF-8 编码"),
            (["new", "新.xlsx", "--year", "23"], "--year 应为四位年份，如 2023，现在是 23"),
            (["new", "新.xlsx", "--year", "1989"], "--year 应为四位年份，如 2023，现在是 1989"),
            (["new", "新.xlsx", "--year", "2101"], "--year 应为四位年份，如 2023，现在是 2101"),
            (["report", SEED, "-o", "报告.pdf"], "请把文件名写成 .docx 结尾"),
            (["report", SEED, "-o", "无此文件夹/报告.docx"], "文件夹“无此文件夹”不存在"),
            (["dump", "无.xlsx"], "找不到文件"),
            (["new", "新.xlsx", "--host", "libreoffice"], "请把文件名写成 .xlsm 结尾"),
            (["check", SEED, "--profile", "hubei"], "按模板自带的评分办法制作的"),
            (["check", "."], "“.”是文件夹"),
        ],
    )
    def test_what_cannot_be_done_ends_with_2(
        self,
        arguments: list[str],
        said: str,
        here: Path,
        capsys: pytest.CaptureFixture[str],
    ) -> None:
        assert cli.main(arguments) == 2
        assert said in capsys.readouterr().err

    def test_what_was_not_read_is_told_by_dump(
        self, here: Path, capsys: pytest.CaptureFixture[str]
    ) -> None:
        import openpyxl

        openpyxl.load_workbook(SEED).save("无结果.xlsx")
        assert cli.main(["dump", "无结果.xlsx"]) == 1
        assert "没有保存计算结果" in capsys.readouterr().err


def test_schema_names_every_path(capsys: pytest.CaptureFixture[str]) -> None:
    assert cli.main(["schema"]) == 0
    schema = json.loads(capsys.readouterr().out)
    assert schema["title"] == "Submission"
    assert schema["x-labels"]["basic_data.approved_posts"] == "《基础数据表》编制数（人）"


class TestUsage:
    @pytest.mark.parametrize(
        ("arguments", "said"),
        [
            ([], "缺少：命令"),
            (["fly"], "命令 没有“fly”，可用："),
            (["check"], "缺少：工作簿"),
            (["new", "新.xlsx", "--year", "今年"], "--year 应为整数，现在是“今年”"),
            (["new", "新.xlsx", "--unit"], "--unit 后面缺少内容"),
            (["check", "a.xlsx", "--fast"], "不认识：--fast"),
        ],
    )
    def test_it_complains_in_chinese(
        self, arguments: list[str], said: str, capsys: pytest.CaptureFixture[str]
    ) -> None:
        with pytest.raises(SystemExit) as ended:
            cli.main(arguments)
        assert ended.value.code == 2
        assert said in capsys.readouterr().err

    def test_help_is_in_chinese(self, capsys: pytest.CaptureFixture[str]) -> None:
        with pytest.raises(SystemExit) as ended:
            cli.main(["--help"])
        assert ended.value.code == 0
        said = capsys.readouterr().out
        assert "用法：xlevaluate" in said
        assert "退出码" in said

    def test_our_own_bug_ends_with_70_and_no_traceback(
        self, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
    ) -> None:
        def fail(_: object) -> int:
            raise ZeroDivisionError("oops")

        monkeypatch.setattr("xlevaluate.commands.schema.run", fail)
        assert cli.main(["schema"]) == 70
        said = capsys.readouterr().err
        assert "程序内部出错（ZeroDivisionError: oops）" in said
        assert "Traceback" not in said
        with pytest.raises(ZeroDivisionError):
            cli.main(["--debug", "schema"])


def test_output_into_a_pipe_is_utf8(here: Path) -> None:
    run = subprocess.run(
        [sys.executable, "-m", "xlevaluate", "check", SEED],
        capture_output=True,
        check=False,
        env={"PYTHONIOENCODING": "ascii", "PATH": ""},
    )
    assert run.returncode == 1
    assert "【错误】" in run.stdout.decode("utf-8")
