"""Titles broken as official documents break theirs: words whole, a trapezoid or a rhombus."""

from random import Random

import pytest
from hypothesis import given

from tests.submissions import SEEDS
from xlevaluate.form.measure import text_width
from xlevaluate.sentences.title import LINE_WIDTH, Title, title_lines

REPORT = "部门整体支出绩效自评报告"

LINES = [
    "某局2023年部门整体支出绩效自评报告",
    "某县财政局2023年部门整体支出绩效自评报告",
    "中共邵阳市北塔区委办公室/2023年部门整体支出绩效自评报告",
    "某某县市场监督管理局/2023年部门整体支出绩效自评报告",
    "湖南省邵阳市北塔区市场监督管理局2023年/部门整体支出绩效自评报告",
    "中国人民政治协商会议邵阳市北塔区委员会/2023年部门整体支出绩效自评报告",
    "中国人民政治协商会议湖南省/邵阳市北塔区委员会办公室2023年/部门整体支出绩效自评报告",
    "湘西土家族苗族自治州自然资源和规划局/2023年部门整体支出绩效自评报告",
    "新疆维吾尔自治区乌鲁木齐市/天山区城市管理行政执法局2023年/部门整体支出绩效自评报告",
    "株洲市文化旅游广电体育局（株洲市文物局）/2023年部门整体支出绩效自评报告",
    "某某市城市管理和综合执法局直属机动大队/2023年部门整体支出绩效自评报告",
]


@pytest.mark.parametrize("lines", LINES)
def test_a_title_is_broken_where_its_words_end(lines: str) -> None:
    assert "/".join(title_lines(Title(lines.replace("/", ""), REPORT))) == lines


def test_lines_are_no_rectangle_and_have_no_waist() -> None:
    for lines in LINES:
        widths = [text_width(line) for line in lines.split("/")]
        if len(widths) > 1:
            assert max(widths) - min(widths) > 2, lines
        assert len(widths) < 3 or widths[1] >= min(widths[0], widths[2]), lines


@given(SEEDS)
def test_whatever_the_name_nothing_is_lost_and_words_stay_whole(seed: int) -> None:
    random = Random(seed)
    characters = "省市县区局委办公室会员管理（）”A9 中某"
    name = "".join(random.choice(characters) for _ in range(random.randint(1, 60)))
    title = f"{name}2023年{REPORT}"
    lines = title_lines(Title(title, REPORT))
    assert "".join(lines) == title
    assert REPORT in lines[-1]
    assert any("2023年" in line for line in lines)
    if len(lines) > 1:
        assert all(text_width(line) <= LINE_WIDTH for line in lines)
        assert not any(line[0] in "）”" for line in lines[1:])
        assert not any(line[-1] == "（" for line in lines[:-1])


def test_an_endless_title_is_left_to_the_word_processor() -> None:
    title = "某" * 30_000 + REPORT
    assert title_lines(Title(title, REPORT)) == (title,)
