"""What fuzzing has found, each kind by itself: it stays mended."""

import io
import json
import re
import struct
import zipfile
from pathlib import Path

import pytest

from tests.fuzz.bases import Base, base_of, families_in
from tests.fuzz.importing import workbook
from tests.fuzz.judge import Answer, faults, run
from tests.fuzz.mutations import packed, unpacked
from tests.sources.made import Rows, xls
from tests.workbook.other_programs import CHANGES, changed_by
from xlevaluate.workbook.harmless import harmless_copy

FAMILY = "project_four"


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("found")


@pytest.fixture(scope="module")
def base(folder: Path) -> Base:
    return base_of(FAMILY, folder)


@pytest.fixture(scope="module")
def small(folder: Path) -> Base:
    return base_of("project_goals", folder)


@pytest.fixture(autouse=True)
def _families(folder: Path, base: Base, small: Base, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("XLEVALUATE_TEMPLATES", str(folder))


def own_template(base: Base, folder: Path, name: str, before: str, after: str) -> Path:
    """Change a word in a file of a template."""
    folder.mkdir()
    for path in base.template.folder.iterdir():
        if path.is_file():
            (folder / path.name).write_bytes(path.read_bytes())
    text = (folder / name).read_text(encoding="utf-8")
    assert before in text
    (folder / name).write_text(text.replace(before, after), encoding="utf-8")
    return folder


def test_a_cell_full_of_one_word_is_told_in_time(small: Base, tmp_path: Path) -> None:
    """Looking for words said twice took the square of the longest: seven seconds."""
    parts = unpacked(small.content)
    part, cell = next(place for place, path in small.paths.items() if path == ".table.total")
    begin = parts[part].index(f'<c r="{cell}"'.encode())
    end = parts[part].index(b"</c>", begin) + 4
    long = f'<c r="{cell}" t="inlineStr"><is><t>{"x" * 32_767}</t></is></c>'.encode()
    parts[part] = parts[part][:begin] + long + parts[part][end:]
    file = tmp_path / "表.xlsx"
    file.write_bytes(packed(parts))
    answer = run("dump", str(file))
    assert (answer.code, list(faults(answer))) == (1, [])
    assert cell in answer.talk
    assert answer.seconds < 2


def test_what_a_chart_s_axis_prints_has_to_be_there(base: Base, tmp_path: Path) -> None:
    own = own_template(base, tmp_path / "模板", "charts.toml", "图中文字（不打印）", "{没有}")
    answer = run("new", str(tmp_path / "新.xlsx"), "--template", str(own))
    assert answer.code == 2
    assert "charts.toml 第 " in answer.talk
    assert "没有名为“没有”的填写项" in answer.talk


def test_a_slip_is_one_line_whatever_it_repeats(base: Base, tmp_path: Path) -> None:
    own = own_template(base, tmp_path / "模板", "ratios.toml", 'name = "', 'name = "\\n\\u001b[2J')
    answer = run("template", "check", str(own))
    assert answer.code == 1
    assert list(faults(answer)) == []
    assert all(line.startswith("模板文件 ") for line in answer.out.splitlines())


def test_a_way_of_packing_that_nobody_knows_is_damage(base: Base, tmp_path: Path) -> None:
    content = bytearray(base.with_macros)
    at = content.rindex(b"xl/vbaProject.bin") - 46
    struct.pack_into("<H", content, at + 10, 12_345)
    file = tmp_path / "表.xlsm"
    file.write_bytes(bytes(content))
    for words in (["upgrade"], ["doctor"]):
        answer = run(*words, str(file))
        assert (answer.code, list(faults(answer))) == (2, []), words


def test_comments_of_another_program_stay_out_of_the_way(base: Base, tmp_path: Path) -> None:
    file = tmp_path / "表.xlsx"
    file.write_bytes(changed_by(CHANGES["comments in the XML"], base.content))
    answer = run("check", str(file), "--write")
    assert answer.code in {0, 1}, answer
    with zipfile.ZipFile(io.BytesIO((tmp_path / "表-校验结果.xlsx").read_bytes())) as package:
        assert package.testzip() is None


@pytest.mark.parametrize("name", ["“”", "  ", "（）", "《》", "\u200b", "。", "'"])
def test_a_name_of_which_nothing_is_left_to_read(name: str, tmp_path: Path) -> None:
    file = tmp_path / "表.xlsx"
    assert run("new", str(file), "--unit", name, "--year", "2023").code == 0
    answer = run("check", str(file))
    assert (answer.code, list(faults(answer))) == (1, [])


AMOUNTS = (
    *("1e400", "1e999999999", "1e-999999999", "9" * 310, "9" * 5_000, "NaN", "Infinity", "\ud800"),
    *("20240723", "１２", "1_0", "0." + "1" * 300),
)


@pytest.mark.parametrize("amount", AMOUNTS, ids=range(len(AMOUNTS)))
def test_an_amount_is_held_as_it_is_or_told(amount: str, small: Base, tmp_path: Path) -> None:
    # As a text, and as a number, as which some are no JSON.
    for written in (json.dumps(amount), amount.replace("\ud800", "1")):
        data = json.loads(small.data)
        data["table"]["total"] = "@"
        given, file = tmp_path / "数据.json", tmp_path / "新.xlsx"
        given.write_text(json.dumps(data).replace('"@"', written), encoding="utf-8")
        answer = run("new", str(file), "--data", str(given), "--template", "project_goals")
        assert list(faults(answer)) == []
        if answer.code == 2:
            assert "table.total" in answer.talk or "不是正确的 JSON" in answer.talk
            continue
        read = json.loads(run("dump", str(file)).out)["table"]["total"]
        assert read is None or float(read) == float(json.loads(written))
        file.unlink()


def test_families_are_found_only_while_they_are_looked_for(folder: Path) -> None:
    with families_in(folder / "nowhere"):
        assert run("new", "x.xlsx", "--template", FAMILY).code == 2


def test_a_copy_to_open_reads_parts_by_any_spelling_of_their_names(small: Base) -> None:
    """Of a part whose name began with “/” or was in capitals nothing was seen; sheets went."""
    parts = unpacked(small.content)
    for spelt in ("/xl/_rels/workbook.xml.rels", "XL/_RELS/WORKBOOK.XML.RELS"):
        changed = {spelt if n == "xl/_rels/workbook.xml.rels" else n: p for n, p in parts.items()}
        copy = harmless_copy(packed(changed), "表.xlsx", functions=())
        sheets = [name for name in unpacked(copy.content) if "worksheets/sheet" in name]
        assert len(sheets) == sum("worksheets/sheet" in name for name in parts)


def test_of_a_name_that_is_defined_twice_the_last_counts_in_a_copy_too(small: Base) -> None:
    """The reader takes the last; the copy kept the first where the last leads elsewhere."""
    parts = unpacked(small.content)
    sheet = re.findall(r'<sheet name="(.*?)"', parts["xl/workbook.xml"].decode())[0]
    good, foreign = (
        f'<definedName name="两次">{where}!$A$1</definedName>' for where in (sheet, "[1]Sheet1")
    )
    for names, there in ((good, True), (good + foreign, False), (foreign + good, True)):
        book = parts["xl/workbook.xml"].decode()
        begun = book.replace("<definedNames>", f"<definedNames>{names}")
        copy = harmless_copy(
            packed({**parts, "xl/workbook.xml": begun.encode()}), "表.xlsx", functions=()
        )
        assert ("两次" in copy.names) == there


# ------------------------------------------------------------------ import


@pytest.fixture(scope="module")
def into(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("into") / "单位.xlsx"
    path.write_bytes(workbook("hunan_department"))
    return path


def given(rows: Rows, into: Path, folder: Path, name: str = "外来.xls") -> Answer:
    (folder / name).write_bytes(xls(rows))
    return run("import", str(folder / name), "--into", str(into), "-o", str(folder / "出.xlsx"))


FORM = "部门整体支出绩效评价基础数据表"
HEAD: Rows = [[FORM], ["项目（万元）", "本年决算数", "本年预算数"]]


@pytest.mark.parametrize("number", ["9" * 310, "0." + "1" * 300], ids=["nines", "decimals"])
def test_a_number_of_any_length_is_told(number: str, into: Path, tmp_path: Path) -> None:
    """Numbers of more than a hundred digits could not be rounded."""
    rows: Rows = [*HEAD, ["三公经费", number, "6"], ["公务接待", "1", "2"]]
    answer = given(rows, into, tmp_path)
    assert (answer.code, list(faults(answer))) == (0, [])
    assert "已放置 3 项" in answer.talk or "已放置 4 项" in answer.talk


def test_a_number_of_accounts_that_is_too_large_is_told(into: Path, tmp_path: Path) -> None:
    heads = ["项目", "本年支出合计", "基本支出", "项目支出", "上缴上级支出", "经营支出"]
    rows: Rows = [["2023年度支出决算表（元）"], heads, ["合计", 1e13, 2e4, 1e4, None, None]]
    answer = given(rows, into, tmp_path)
    assert list(faults(answer)) == []
    assert "“支出合计”的数太大，没有导入" in answer.talk


def test_a_damaged_workbook_is_called_by_its_name(into: Path, tmp_path: Path) -> None:
    """What was read after figures were put in was told of under a name of the program's own."""
    parts = unpacked(into.read_bytes())
    for part in [name for name in parts if "worksheets/sheet" in name]:
        broken = tmp_path / "坏.xlsx"
        broken.write_bytes(packed(parts | {part: parts[part][:-40]}))
        answer = given([*HEAD, ["三公经费", "1", "2"]], broken, tmp_path)
        assert list(faults(answer)) == []
        assert answer.code < 2 or "“坏.xlsx”" in answer.talk
        if answer.code == 2 and part != "xl/worksheets/sheet1.xml":
            return
    pytest.fail("no part was missed")


def test_what_stands_in_cells_is_clean_in_json(into: Path, tmp_path: Path) -> None:
    (tmp_path / "外来.html").write_text(f"<table><tr><td>{FORM}<tr><td>a\x7fb<td>1</table>")
    answer = run("import", str(tmp_path / "外来.html"), "--into", str(into), "--json")
    assert list(faults(answer)) == []


def test_a_table_of_accounts_that_lost_its_title_waits_for_a_yes(
    into: Path, tmp_path: Path
) -> None:
    """It was read as a part of the form, and 预算数 placed without the question which it is."""
    heads: list[object] = ["项目", "预算数", "决算数"]
    rows: list[list[object]] = [
        ["合计", 5, 4],
        ["1．因公出国（境）费", 0, 0],
        ["2．公务用车购置及运行维护费", 3, 2],
        ["（1）公务用车购置费", 0, 0],
        ["（2）公务用车运行维护费", 3, 2],
        ["3．公务接待费", 2, 2],
    ]
    answer = given([["单位：万元"], heads, *rows], into, tmp_path)
    assert answer.code == 1
    assert "已放置 0 项" in answer.talk
    assert "这张表没有标题，也可能是决算或预算的表" in answer.talk
    own = ["经费控制情况", "本年预算数", "本年决算数"]
    answer = given([[FORM], ["单位：万元"], own, *rows], into, tmp_path, "表.xls")
    assert "已放置 10 项" in answer.talk
