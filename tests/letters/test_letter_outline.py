"""Outlines of letters: slips are told with file and line before anything is written."""

from importlib import resources
from pathlib import Path

import pytest

from tests.letters.made import a_file, a_finding, correspondence, rolled
from tests.letters.read_letters import paragraphs
from xlevaluate.errors import CannotDoError
from xlevaluate.files.slips import SlipsError
from xlevaluate.letters.addressees import addressees_of, findings_by_unit
from xlevaluate.letters.letter_outline import KINDS, LetterKind
from xlevaluate.letters.letterhead import read_letterhead
from xlevaluate.letters.unit_letter import unit_letter
from xlevaluate.letters.whole_letter import whole_letter


def own_outline(folder: Path, kind: LetterKind, *changes: tuple[str, str]) -> Path:
    """Write a copy of an outline with some texts changed."""
    text = (resources.files("xlevaluate.letters") / f"{kind}.toml").read_text(encoding="utf-8")
    for before, after in changes:
        assert before in text
        text = text.replace(before, after, 1)
    path = folder / f"自己的{kind}.toml"
    path.write_text(text, encoding="utf-8")
    return path


@pytest.mark.parametrize("kind", KINDS)
def test_a_letter_can_be_written_of_nothing(tmp_path: Path, kind: LetterKind) -> None:
    """A form in which everything is blank; sentences are left out, and none has a hole."""
    blank = a_file("某局", "", final_budget=None, executed=None, score=None, grade="", year=None)
    result = rolled(tmp_path, {"a.xlsx": blank}, year=None)
    of = correspondence(kind, year=None)
    if kind in {"feedback", "notice", "reminder"}:
        (unit,) = findings_by_unit(result, addressees_of(result.collection.lines))
        said = paragraphs(unit_letter(unit, of, 0))
    else:
        said = paragraphs(whole_letter(result, of))
    assert len(said) > 3
    assert not [line for line in said if "None" in line or "万元万元" in line or "“”" in line]


@pytest.mark.parametrize(
    ("kind", "before", "after", "words"),
    [
        ("feedback", "{{ 单位编码 }}{{", "{{ 单位代号 }}{{", "没有“单位代号”这一项，是否想写“单位"),
        ("feedback", "审核结果", "{% for x in y %}{% endfor %}", "用了不允许的写法"),
        ("notice", "{{ P1问题 }}", "{{ P9问题 }}", "没有“P9问题”这一项"),
        ("notice", 'problems = ["P0", "P1"]', 'problems = ["P0", "P8"]', "没有“P8”这一等次"),
        ("circular", "{{ 单位五项数字 }}", "{{ 单位五项数字 + 1 }}", "不是数字"),
        ("circular", "{{ 要求 }}", "{{ 说明 }}", "没有“说明”这一项"),
        ("summary", 'level = "二级标题"', 'level = "四级标题"', "只能是 '一级标题'"),
        ("summary", "typical =", "problem =", "没有“problem”这样的逐项句子，可用：typical"),
    ],
)
def test_slips_are_told_with_file_and_line(
    tmp_path: Path, kind: LetterKind, before: str, after: str, words: str
) -> None:
    path = own_outline(tmp_path, kind, (before, after))
    place = path.read_text(encoding="utf-8").split(after)[0].count("\n") + 1
    with pytest.raises(SlipsError) as told:
        correspondence(kind, outline=path)
    message = str(told.value)
    assert words in message
    assert f"{path.name} 第 " in message
    number = int(message.partition(" 第 ")[2].partition(" 行")[0])
    assert abs(number - place) <= 1


def test_all_slips_are_told_at_once(tmp_path: Path) -> None:
    changes = (("{{ 单位编码 }}", "{{ 甲 }}"), ("{{ P0问题 }}", "{{ 乙 }}"))
    with pytest.raises(SlipsError) as told:
        correspondence("feedback", outline=own_outline(tmp_path, "feedback", *changes))
    assert len(told.value.slips) == 2


def test_an_outline_of_another_kind_is_refused(tmp_path: Path) -> None:
    path = own_outline(tmp_path, "circular")
    with pytest.raises(CannotDoError, match="是通报的提纲，不能用来写汇总分析报告"):
        correspondence("summary", outline=path)


def test_a_changed_outline_changes_the_letter(tmp_path: Path) -> None:
    path = own_outline(
        tmp_path,
        "feedback",
        ("审核结果", "审核情况"),
        ('problems = ["P0", "P1"]', 'problems = ["P1"]'),
    )
    result = rolled(tmp_path, {"a.xlsx": a_file("某局", "1", a_finding(1), a_finding(2, "query"))})
    (unit,) = findings_by_unit(result, addressees_of(result.collection.lines))
    said = paragraphs(unit_letter(unit, correspondence("feedback", outline=path), 0))
    assert "一、审核情况" in said
    assert "二、需要核实的问题" in said  # the chapter of errors has nothing in it
    assert any(line.startswith("1.第2项") for line in said)


def test_a_letterhead_is_a_small_file_of_the_bureaus(tmp_path: Path) -> None:
    path = tmp_path / "落款.toml"
    path.write_text(
        '"发文机关" = "青禾县财政局"\n"文号" = "文〔{序号}〕"\n"日期" = 2024-04-01\n',
        encoding="utf-8",
    )
    read = read_letterhead(path, {"bureau": None, "number": "另〔{序号}〕"})
    assert (read.signed_by, read.dated, read.number_of(4)) == (
        "青禾县财政局",
        "2024年4月1日",
        "另〔5〕",
    )
    path.write_text(
        '"发文机关" = "青禾县财政局"\n"日期" = "四月一日"\n"印章" = "有"\n', encoding="utf-8"
    )
    with pytest.raises(SlipsError) as told:
        read_letterhead(path, {})
    assert {slip.line for slip in told.value.slips} == {2, 3}
