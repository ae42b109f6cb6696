"""Rows of the outline can name fields and call functions; everything else is refused at once."""

from collections.abc import Callable

import pytest

from tests.changes import changed
from xlevaluate.errors import CannotDoError
from xlevaluate.form.figures import Figures
from xlevaluate.form.problems import Place
from xlevaluate.sentences.outline import write_narrative
from xlevaluate.submission import OutlineRow, Submission
from xlevaluate.template.template import Template

Refusal = Callable[[str, str], str]


@pytest.fixture
def refusal(template: Template, sample: Callable[[str], Submission]) -> Refusal:
    """What is said of a row of a level."""

    def refused(level: str, text: str) -> str:
        row = OutlineRow.model_validate({"level": level, "text": text})
        figures = Figures(template.form, changed(sample("corrected"), {"texts.other": None}))
        places = {"outline.0.text": Place("报告提纲", "B4", "文字")}
        with pytest.raises(CannotDoError) as caught:
            write_narrative(figures, template.profile, (row,), places, template.title)
        return str(caught.value)

    return refused


@pytest.mark.parametrize("level", ["正文", "一级标题", "三级标题"])
@pytest.mark.parametrize(
    "payload",
    [
        "{{ ''.__class__ }}",
        "{{ ''['__class__'] }}",
        "{{ 完成.__globals__ }}",
        "{{ 完成['__globals__'] }}",
        "{{ 年度|attr('__class__') }}",
        "{{ (年度).real }}",
        "{{ self._TemplateReference__context }}",
        "{% for i in range(10**9) %}x{% endfor %}",
        "{% for a in 机构设置 %}{% for b in 机构设置 %}{% endfor %}{% endfor %}",
        "{% set x = 1 %}{{ x }}",
        "{% macro f() %}{{ f() }}{% endmacro %}{{ f() }}",
        "{% include 'outline.toml' %}",
        "{% import 'os' as os %}",
        "{% extends 'x' %}",
        "{% block x %}{% endblock %}",
        "{{ 'x' * 10**9 }}",
        "{{ 'x' * 999999999 }}",
        "{{ 条目(职能职责) * 999999999 }}",
        "{{ 9 ** 9 ** 9 }}",
        "{{ '%999999999d' % 1 }}",
        "{{ '%999999999d'|format(1) }}",
        "{{ 'x'|center(999999999) }}",
        "{{ 'x'.ljust(999999999) }}",
        "{{ '{:>999999999}'.format(1) }}",
        "{{ [1]|list }}",
        "{{ cycler }}",
        "{{ range(10) }}",
    ],
)
def test_a_payload_never_runs_and_is_told_by_its_cell(
    refusal: Refusal, level: str, payload: str
) -> None:
    said = refusal(level, payload)
    assert said.startswith("《报告提纲》B4的句子")
    assert any(why in said for why in ("用了不允许的写法", "没有“", "不是数字", "写法有误")), said


@pytest.mark.parametrize("level", ["正文", "二级标题"])
@pytest.mark.parametrize(
    ("row", "said"),
    [
        ("共{{ 单位名你 }}", "没有“单位名你”这一项，是否想写“单位名称”"),
        ("{{ 年度 }年", "写法有误"),
        ("{ 年度 }}年", "“}}”不成对"),
        ("{年度}年", "“年度”要写在双花括号里：{{ 年度 }}"),
        ("｛｛年度｝｝年", "“｛｛”不成对，或用了全角花括号"),
        ("年度 }}", "“}}”不成对"),
        ("if 年度 %}", "“%}”不成对"),
        ("{{ }}", "写法有误"),
        ("{{ 年度 年 }}", "写法有误"),
        ("{% if 年度 %}没有结尾", "写法有误"),
    ],
)
def test_a_place_left_unfilled_is_told_by_its_cell(
    refusal: Refusal, level: str, row: str, said: str
) -> None:
    told = refusal(level, row)
    assert told.startswith("《报告提纲》B4的句子")
    assert said in told


def test_a_heading_may_name_a_field(
    template: Template, sample: Callable[[str], Submission]
) -> None:
    figures = Figures(template.form, sample("corrected"))
    rows = tuple(
        OutlineRow.model_validate({"level": "一级标题", "text": text})
        for text in ("{{ 年度 }}年收支情况", "{% if 总分 < 0 %}没有{% endif %}", "其他")
    )
    narrative = write_narrative(figures, template.profile, rows, {}, template.title)
    assert [p.text for p in narrative.paragraphs] == ["一、2023年收支情况", "二、其他"]
