"""Every slip in a file of a mark sheet is told, with its line."""

from pathlib import Path
from typing import get_args

import pytest

from xlevaluate.checks.findings import Family
from xlevaluate.errors import CannotDoError
from xlevaluate.files.slips import SlipsError
from xlevaluate.review.sheet_linter import SHEETS, load_marking, own_sheets

GOOD = (SHEETS / "pidu.toml").read_text(encoding="utf-8")


@pytest.mark.parametrize("name", own_sheets())
def test_own_sheets_speak_of_every_family_once(name: str) -> None:
    definition = load_marking(name).definition
    told = [
        family
        for sheet in definition.sheet
        for item in sheet.item
        for deduct in item.deduct
        for family in deduct.families
        for _ in deduct.levels
    ]
    assert sorted(told) == sorted(3 * get_args(Family))


def test_who_made_up_what_is_printed() -> None:
    assert load_marking("pidu").definition.notices == (
        "评分项目和分值是程序拟定的，没有核对原文，请按本地办法修改：六个项目和分值据对郫财函〔2026〕11号的转述",
        "扣分办法是程序拟定的，没有核对原文，请按本地办法修改：原表没有写每处扣多少分",
        "结果的分数线是程序拟定的，没有核对原文，请按本地办法修改：比照自评等次：90、80、60分",
    )


COMMENT, BODY = GOOD.split("\n\n", 1)


@pytest.mark.parametrize(
    ("old", "new", "words", "line"),
    [
        (
            "points = 20\ncounted = 1",
            "points = 21\ncounted = 1",
            "合计 101，应为 100",
            "[[sheet.item]]",
        ),
        ('key = "complete"', 'key = "handed_in"', "“handed_in”写了两次", "new"),
        ('key = "complete"', 'key = "Complete"', "不是这里能写的内容", "new"),
        ("points = 0.2\nmost = 2\n", "points = 0.2005\nmost = 2\n", "最多 3 位小数", "new"),
        ("points = 2\nmost = 10", "points = 2\nmost = 1", "最多扣的比一处扣的还少", "most = 1"),
        (
            'facts = ["draft"]\npoints = 10',
            'facts = ["draft"]\npoints = 25',
            "分值 20",
            "points = 25",
        ),
        ('facts = ["draft"]', 'facts = ["drafts"]', "只能是", "new"),
        ('families = ["读取"]\n', "", "没有写为什么扣分", "[[sheet.item.deduct]]"),
        ('levels = ["query", "hint"]', 'levels = ["error"]', "“读取”的错误已经写在", "families"),
        ('"W03", "W04"', '"W03", "W99"', "没有编号为“W99”的规则", "W99"),
        ('families = ["规范性"]', 'families = ["规范"]', "只能是", "new"),
        ("counted = 0.5", "counted = 1.5", "不能大于 1", "new"),
        ("counted = 0.5", "count = 0.5", "没有这一项", "new"),
        ('name = "良"\nfrom = 80', 'name = "良"\nfrom = 95', "由高到低", "from = 95"),
        ('name = "优"\nfrom = 90', 'name = "优"\nfrom = 101', "分数线高于满分 100", "from = 101"),
        ('name = "差"\nfrom = 0', 'name = "差"\nfrom = 10', "最后一档要从 0 分起", "from = 10"),
        ('name = "良"', 'name = "优"', "“优”写了两次", "new"),
        ('verdict = "自评质量结果"\n', "", "verdict 和 band", "[[sheet]]"),
        ('result = "自评质量得分"\n', "", "合计叫什么", "[[sheet]]"),
        ('name = "复核表"', 'name = "复核/表"', "不能有“/”", "new"),
        ('kind = "items"', 'kind = "problems"', "没有合计", "[[sheet]]"),
        ('kind = "items"', 'kind = "indicators"', "只有 kind", "[[sheet.item]]"),
        ("checked = false", 'checked = "是的"', "true 或 false", "new"),
        ('name = "复核表"', 'name = "对象"', "程序自己要用", "new"),
        ('key = "quality"', 'key = "my__key"', "不是这里能写的内容", "new"),
        ("[source]", "[[source]]", "应为表", "new"),
        ("[source]", "[source", "表名后面缺少", ""),
    ],
)
def test_a_slip_is_told_with_its_line(
    tmp_path: Path, old: str, new: str, words: str, line: str
) -> None:
    assert old in BODY
    text = f"{COMMENT}\n\n{BODY.replace(old, new, 1)}"
    path = tmp_path / "本局.toml"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(SlipsError) as error:
        load_marking(str(path))
    slip = next(slip for slip in error.value.slips if words in str(slip))
    if line:
        stands = text.splitlines()[slip.line - 1]
        assert (new.splitlines()[0] if line == "new" else line) in stands


def test_all_slips_are_told_at_once(tmp_path: Path) -> None:
    path = tmp_path / "本局.toml"
    text = GOOD.replace('"W03"', '"W99"').replace("from = 80", "from = 95").replace("= 0.5", "= 7")
    path.write_text(text.replace("counted = 7", "counted = 0.5"), encoding="utf-8")
    with pytest.raises(SlipsError) as error:
        load_marking(str(path))
    lines = [slip.line for slip in error.value.slips]
    assert len(lines) >= 3
    assert lines == sorted(lines)


@pytest.mark.parametrize("asked", ["pidus", "../pidu", "没有.toml"])
def test_a_sheet_that_is_not_there(asked: str) -> None:
    with pytest.raises(CannotDoError):
        load_marking(asked)
