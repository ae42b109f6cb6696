"""What a sentence may hold, how a mistake in it is told, and that nothing else can be reached."""

import datetime
import sys
import tracemalloc
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from decimal import Decimal
from types import FrameType

import pytest

from xlevaluate.sentences.rendering import Renderer
from xlevaluate.sentences.values import Blank, BlankFieldError, SentenceError, Unreadable
from xlevaluate.submission import NOT_APPLICABLE

CONTEXT = {
    "年度": 2023,
    "自称": "我办",
    "总分": Decimal(97),
    "收入_本年": Decimal("594.67"),
    "收入_上年": Decimal("585.15"),
    "收入_变动原因": Blank("收入（变动原因）"),
    "填报日期": datetime.date(2024, 7, 23),
    "出国经费": NOT_APPLICABLE,
    "机构设置": "设三个组。\n各有分工。",
    "职责": ["甲", "乙"],
    "问题": Blank("存在的问题"),
    "编制数": Unreadable("编制数"),
}


@pytest.fixture
def renderer() -> Renderer:
    return Renderer(CONTEXT)


@pytest.mark.parametrize(
    ("sentence", "paragraphs"),
    [
        ("{{ 年度 }}年，{{自称}}得{{ 总分 }}分。", ("2023年，我办得97分。",)),
        (
            "收入{{ 完成(收入_本年, 收入_上年) }}。",
            ("收入完成594.67万元，比上年增加9.52万元，增长1.63%。",),
        ),
        ("{{ 填报日期 }}，{{ 出国经费 }}", ("2024年7月23日，不适用",)),
        ("{{ 机构设置 }}", ("设三个组。", "各有分工。")),
        ("{{ 职责 }}", ("甲", "乙")),
        ("{{ 条目(职责) }}", ("1.甲", "2.乙")),
        ("{{ 条目(机构设置) }}", ("1.设三个组。", "2.各有分工。")),
        ("上年是{{ 年度 - 1 }}年", ("上年是2022年",)),
        ("{{ 收入_本年 + 0.1 }}", ("594.77",)),
        ("{{ 收入_本年 / 3 }}", ("198.22",)),
        ("{{ 万元(收入_本年 / 3 * 2) }}", ("396.45万元",)),
        ("{{ -总分 }}", ("-97",)),
        ("{% if 总分 >= 90 %}优{% elif 总分 >= 80 %}良{% else %}差{% endif %}", ("优",)),
        ("{% if 问题 %}有问题{% endif %}", ()),
        ("{{ '好' if '三' in 机构设置 else '不好' }}", ("好",)),
        ("　　第一段\n\n　　第二段", ("第一段", "第二段")),
        ('{{ "{{" }} 年度 {{ "}}" }}', ("{{ 年度 }}",)),
        ("{# 不是注释 #}、{1}、50%", ("{# 不是注释 #}、{1}、50%",)),
        ("{{ '甲\\x07\\ud800\\r\\n乙' }}", ("甲", "乙")),
        ("{{ 原因('因为', 收入_变动原因) }}完", ("完",)),
        ("", ()),
    ],
)
def test_what_comes_out(renderer: Renderer, sentence: str, paragraphs: tuple[str, ...]) -> None:
    assert renderer.render(sentence) == paragraphs


@pytest.mark.parametrize(
    ("sentence", "lacking"),
    [
        ("{{ 问题 }}", "存在的问题"),
        ("{{ 条目(问题) }}", "存在的问题"),
        ("{{ 增减(收入_本年, 问题) }}", "存在的问题"),
        ("{{ 问题 + 1 }}", "存在的问题"),
        ("{{ -问题 }}", "存在的问题"),
        ("{% if 问题 > 1 %}多{% endif %}", "存在的问题"),
        ("{% if 1 < 问题 %}多{% endif %}", "存在的问题"),
        ("{{ '坏' in 问题 }}", "存在的问题"),
        ("{{ 万元(出国经费) }}", "数字（有一项填了“不适用”）"),
    ],
)
def test_a_blank_that_is_needed(renderer: Renderer, sentence: str, lacking: str) -> None:
    with pytest.raises(BlankFieldError) as caught:
        renderer.render(sentence)
    assert str(caught.value) == lacking
    assert renderer.preview(sentence) == f"（不写入：缺少{lacking}）"


@pytest.mark.parametrize(
    ("sentence", "said"),
    [
        ("{{ 年渡 }}", "没有“年渡”这一项，是否想写“年度”"),
        ("{{ 收人_本年 }}", "没有“收人_本年”这一项，是否想写“收入_本年”"),
        ("{{ 完城(收入_本年, 收入_上年) }}", "没有“完城”这个函数，是否想写“完成”"),
        ("{% if 年渡 %}有{% endif %}", "没有“年渡”这一项，是否想写“年度”"),
        ("{{ 完全没有的东西 }}", "没有“完全没有的东西”这一项"),
        ("{{ 分项('收') }}", "没有“收_本年”这一项"),
        ("{{ 完成(收入_本年) }}", "里的“完成”括号内给了 1 项，项数不对"),
        ("{{ 完成 }}", "里的“完成”是函数，后面要有括号"),
        ("{{ 年度() }}", "里的“年度”是数据项，后面不能有括号"),
        ("{{ 万元(自称) }}", "里的“我办”不是数字，这里需要数字"),
        ("{{ 自称 * 3 }}", "里的“我办”不是数字，这里需要数字"),
        ("{{ 其中('人', '甲', 自称) }}", "里的“我办”不是数字，这里需要数字"),
        ("{{ 其中('人', '甲') }}", "里的“其中”，单位之后名称和数字要成对"),
        ("{{ 编制数 }}", "里的“编制数”填的内容读不出来"),
        ("{% if 编制数 %}有{% endif %}", "里的“编制数”填的内容读不出来"),
        ("{{ 其中('人', '编制', 编制数) }}", "里的“编制数”填的内容读不出来"),
        ("{{ 总分 > 90 }}", "里的比较（如“>”“in”）只能写在{% if %}里"),
        ("{% if 总分 > '九十' %}优{% endif %}", "算不出来：数字和文字不能放在一起比较或计算"),
        ("{{ 总分 / 0 }}", "算不出来：除数是0，或数太大"),
        ("{{ 1e999 }}", "里的数太大，算不出来"),
        ("{{ 完成（收入_本年，收入_上年） }}", "双花括号内有不能用的字符“（”，标点要用半角"),
        ("{{ 年度", "双花括号内的写法有误"),
        ("{{ 年度 }", "双花括号内的写法有误"),
        ("{{ }}", "双花括号内的写法有误"),
        ("{% if 总分 %}优", "双花括号内的写法有误"),
        ("{ 年度 }}", "的“}}”不成对，或用了全角花括号"),
        ("｛｛ 年度 ｝｝", "的“｛｛”不成对，或用了全角花括号"),
        ("{年度}年", "的“年度”要写在双花括号里：{{ 年度 }}"),
        ("｛ 年度 ｝年", "的“年度”要写在双花括号里：{{ 年度 }}"),
    ],
)
def test_how_a_mistake_is_told(renderer: Renderer, sentence: str, said: str) -> None:
    with pytest.raises(SentenceError) as caught:
        renderer.render(sentence)
    assert str(caught.value).startswith(said)
    assert renderer.preview(sentence).startswith(f"（有误：句子{said}")


NOT_ALLOWED = [
    "{{ ''.__class__.__mro__ }}",
    "{{ 年度.denominator.real.__class__ }}",
    "{{ 机构设置['__class__'] }}",
    "{{ 机构设置[0] }}",
    "{{ cycler.__init__.__globals__ }}",
    "{{ 完成.__globals__ }}",
    "{{ self.__init__ }}",
    "{{ '{0.__class__}'.format(年度) }}",
    "{{ '%1000000000d' % 1 }}",
    "{{ 9 ** 9 ** 9 }}",
    "{{ 总分|center(10**9) }}",
    "{{ 自称|attr('__class__') }}",
    "{{ 自称 ~ 自称 }}",
    "{{ [1, 2] }}",
    "{{ {'a': 1} }}",
    "{{ 总分 is defined }}",
    "{{ 分项(*职责) }}",
    "{{ 条目(items=职责) }}",
    "{{ 完成(1, 2)(3) }}",
    "{% for i in range(10**9) %}甲{% endfor %}",
    "{% for i in 机构设置 %}{% for j in 机构设置 %}甲{% endfor %}{% endfor %}",
    "{% set 甲 = 1 %}",
    "{% with 甲 = 1 %}{% endwith %}",
    "{% include 'x' %}",
    "{% import 'x' as x %}",
    "{% from 'x' import y %}",
    "{% extends 'x' %}",
    "{% block x %}{% endblock %}",
    "{% filter upper %}x{% endfilter %}",
    "{% call 完成() %}{% endcall %}",
    "{% macro f() %}{{ f() }}{% endmacro %}{{ f() }}",
    "{% do 年度 %}",
    "{% debug %}",
    "{% autoescape true %}x{% endautoescape %}",
]
ENDLESS = [
    "{{ 'a' * 10**9 }}",
    "{{ 'a' * 1000000000 }}",
    "{{ cycler }}",
    "{{ range(10) }}",
    "{{ lipsum(9999) }}",
    "{{ " + "(" * 9000 + "1" + ")" * 9000 + " }}",
    "{{ " + "1+" * 9000 + "1 }}",
    "{{ " + "not " * 9000 + "1 }}",
    "{{ " + "9" * 9000 + " }}",
    "{{ " + "99999999*" * 3000 + "1 }}",
    "{% if 1 %}" * 1000 + "甲" + "{% endif %}" * 1000,
    "{{ 条目(" * 300 + "职责" + ") }}" * 300,
    "{{ 长 }}" * 3000,
    "{% raw %}{{ 年度 }}{% endraw %}",
]


MOST_CALLS = 3_000_000


@contextmanager
def counted_calls() -> Iterator[Counter[str]]:
    """Count the calls of functions, which, unlike seconds, are the same on every machine."""
    counted: Counter[str] = Counter()

    def note(_: FrameType, event: str, __: object) -> None:
        counted["calls"] += event in {"call", "c_call"}

    sys.setprofile(note)
    try:
        yield counted
    finally:
        sys.setprofile(None)


@pytest.mark.parametrize("payload", [*NOT_ALLOWED, *ENDLESS])
def test_a_payload_is_refused_quickly_and_takes_no_memory(payload: str) -> None:
    renderer = Renderer({**CONTEXT, "长": "长" * 30000})
    tracemalloc.start()
    with counted_calls() as counted, pytest.raises(SentenceError) as caught:
        renderer.render(payload)
    _, most = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    if payload in NOT_ALLOWED:
        assert str(caught.value) == "用了不允许的写法"
    assert counted["calls"] < MOST_CALLS
    assert most < 60 * 1024 * 1024


MOST = 1000
"""Pieces of syntax: the sentence, its output, and each text, name or figure in it."""


def test_a_sentence_may_hold_a_thousand_pieces(renderer: Renderer) -> None:
    assert renderer.render("{{ 总分 }}" * (MOST - 2)) == ("97" * (MOST - 2),)
    with pytest.raises(SentenceError, match="写得太复杂，请拆成几句"):
        renderer.render("{{ 总分 }}" * (MOST - 1))


def test_plain_text_is_one_piece_however_long(renderer: Renderer) -> None:
    text = "甲。" * 10 * MOST
    assert renderer.render("{{ 总分 }}" + text) == ("97" + text,)


def test_a_sentence_may_make_a_million_characters() -> None:
    renderer = Renderer({"长": "长" * 500_000})
    (made,) = renderer.render("{{ 长 }}{{ 长 }}")
    assert len(made) == 1_000_000
    with pytest.raises(SentenceError, match="写出来超过1000000个字，请拆成几句"):
        renderer.render("{{ 长 }}{{ 长 }}。")


@pytest.mark.parametrize(
    "typed", ["{{ 1+1 }}", "{% for x in range(9) %}", "{{ 年渡", "{年度}", "}}"]
)
def test_what_stands_in_a_field_is_never_looked_into(typed: str) -> None:
    assert Renderer({**CONTEXT, "机构设置": typed}).render("{{ 机构设置 }}") == (typed,)
