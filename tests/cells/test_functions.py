"""Every function of cells, through the function a cell calls, on all a cell may hand over."""

import datetime
import inspect
import io
import re
from collections.abc import Callable
from decimal import Decimal
from random import Random
from typing import Any
from zipfile import ZipFile

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.conftest import workbook_of
from tests.submissions import made_up
from xlevaluate.cells.cell_functions import FAILURE, FUNCTIONS, cell_function
from xlevaluate.form.figures import Figures
from xlevaluate.live import udfs
from xlevaluate.submission import Submission
from xlevaluate.submission.amounts import in_words
from xlevaluate.template.template import Template


def call(name: str, *arguments: Any) -> Any:
    return getattr(udfs, name.lower())(*arguments)


WRONG, UNREAD = "（有误：句子", "填的内容读不出来）"
INCOME = "完成594.67万元，比上年增加9.52万元，增长1.63%"
DUTIES = "1.甲\n2.乙"
FIELDS = [
    ["名称", "含义", "现值"],
    ["年度", "《封面》年度", 2023.0],
    ["自称", "", "我办"],
    ["单位名称", "", ""],
    ["总分", "", "97"],
    ["等次", "", "优"],
    ["收入合计_本年", "", 594.67],
    ["收入合计_上年", "", "585.15万元"],
    ["基本支出_本年", "", "１，２０６．７０"],
    ["支出合计_本年", "", "很多"],
    ["项目支出_本年", "", "#DIV/0!"],
    ["政府性基金预算支出", "", "不适用"],
    ["实有人数", "", None],
    ["填报日期", "", datetime.datetime(2024, 7, 23)],
    ["联系电话", "", "0739"],
    ["职能职责", "", "2条"],
    ["我的数", "", 1.1],
    ["我的话", "", "=1+1"],
    ["我的空", "", None],
    ["我的不适用", "", "不适用"],
    [None, None, None],
]

TABLE: list[tuple[str, tuple[Any, ...], Any]] = [
    ("XLE_RATIO", ("公用经费控制率", 206.7, 111.88), 1.8475),
    ("XLE_RATIO", ("公用经费控制率", 0.0, 0.0), "—"),
    ("XLE_RATIO", ("三公经费控制率", 0.1, 0.0), "预算为0，有支出"),
    ("XLE_RATIO", ("公用经费控制率", None, 111.88), ""),
    ("XLE_RATIO", ("公用经费控制率", "", ""), ""),
    ("XLE_RATIO", ("公用经费控制率", "不适用", 3.0), "—"),
    ("XLE_RATIO", ("公用经费控制率", "206.70", "１１１．８８"), 1.8475),
    ("XLE_RATIO", ("公用经费控制率", "很多", 1.0), "作分子的数“很多”不是数字"),
    ("XLE_RATIO", ("没有的率", 1.0, 1.0), "没有名为“没有的率”的比率"),
    ("XLE_EXECUTION", (10.0, 594.67, 594.67), 10.0),
    ("XLE_EXECUTION", (10.0, 1.0, 3.0), 3.33),
    ("XLE_EXECUTION", (10.0, 1.0, 0.0), "—"),
    ("XLE_EXECUTION", (10.0, "不适用", 3.0), "—"),
    ("XLE_EXECUTION", (10.0, None, 3.0), ""),
    ("XLE_RATIO_SCORE", (None, "在职人员控制率", 1.087, 8.0), 3.65),
    ("XLE_RATIO_SCORE", (None, "在职人员控制率", 1.087, 8.0, 1.0, 0.01, 1.0), 0.0),
    ("XLE_RATIO_SCORE", (None, "在职人员控制率", 1.087, 8.0, 1.05, 0.01, 1.0), 4.3),
    ("XLE_RATIO_SCORE", (None, "预算调整率", 0.1, 8.0), 6.0),
    ("XLE_RATIO_SCORE", (None, "规模控制率", "—", 8.0), 8.0),
    ("XLE_RATIO_SCORE", ("hubei", "在职人员控制率", "—", 5.0), "—"),
    ("XLE_RATIO_SCORE", (None, "三公经费控制率", "预算为0，有支出", 8.0), 0.0),
    ("XLE_RATIO_SCORE", (None, "在职人员控制率", "编制数为0，有在职人员", 8.0), ""),
    ("XLE_RATIO_SCORE", (None, "在职人员控制率", None, 8.0), ""),
    ("XLE_RATIO_SCORE", (None, "没有的率", 1.0, 8.0), "评分办法没有给“没有的率”评分"),
    ("XLE_GRADE", (90.0, "优", 90.0, "良", 80.0, "差"), "优"),
    ("XLE_GRADE", (89.99, "优", 90.0, "良", 80.0, "差"), "良"),
    ("XLE_GRADE", (0.0, "优", 90.0, "良", 80.0, "差"), "差"),
    ("XLE_GRADE", (None, "优", 90.0, "差"), ""),
    (
        "XLE_CHECK_ROW",
        ("会议", "10次", "8次", 10.0, 8.0, "缺两次", None, False, "达成预期", 0.8, "未达成"),
        "",
    ),
    ("XLE_CHECK_ROW", (None,) * 7, ""),
    ("XLE_CHECK_ROW", ("会议", "10次", None, 10.0, 8.0, None, None), "错误：本行没有填全。"),
    (
        "XLE_CHECK_ROW",
        ("会议", "10次", "8次", 10.0, 11.0, None, None),
        "错误：得分 11 应在 0 与分值 10 之间。",
    ),
    (
        "XLE_CHECK_ROW",
        ("会议", "10次", "8次", 10.0, 8.0, None, None),
        "错误：得分低于分值，请写明偏差原因及改进措施。",
    ),
    (
        "XLE_CHECK_ROW",
        ("会议", "10次", "8次", 10.0, 10.0, None, None),
        "核实：按完成比例应得 8（实际 8 ÷ 目标 10 = 80%，10 分得 8）。",
    ),
    (
        "XLE_CHECK_ROW",
        (
            "质量",
            "优",
            "良",
            10.0,
            9.0,
            "因",
            "部分达成",
            False,
            "达成预期",
            0.8,
            "部分达成",
            0.6,
            "未达成",
        ),
        "错误：得分 9 不在“部分达成”档的 6至8（不含8）之内。",
    ),
    ("XLE_SENTENCE", ("{{ 年度 }}年，{{ 自称 }}得{{ 总分 }}分", FIELDS), "2023年，我办得97分"),
    ("XLE_SENTENCE", ("{{ 完成(收入合计_本年, 收入合计_上年) }}", FIELDS), INCOME),
    ("XLE_SENTENCE", ("{{ 收入合计_本年 + 0.1 + 0.2 }}", FIELDS), "594.97"),  # no 594.9699999
    ("XLE_SENTENCE", ("{{ 万元(基本支出_本年) }}", FIELDS), "1206.7万元"),
    ("XLE_SENTENCE", ("{{ 填报日期 }}", FIELDS), "2024年7月23日"),
    ("XLE_SENTENCE", ("{{ 联系电话 }}", FIELDS), "0739"),
    ("XLE_SENTENCE", ("评为{{ 等次 }}", FIELDS), "评为优"),
    ("XLE_SENTENCE", ("{{ 单位名称 }}", FIELDS), "（不写入：缺少单位名称）"),
    ("XLE_SENTENCE", ("{{ 实有人数 }}", FIELDS), "（不写入：缺少实有人数）"),
    ("XLE_SENTENCE", ("{{ 政府性基金预算支出 }}", FIELDS), "不适用"),
    ("XLE_SENTENCE", ("{{ 支出合计_本年 }}", FIELDS), f"{WRONG}里的“支出合计（本年）”{UNREAD}"),
    ("XLE_SENTENCE", ("{{ 项目支出_本年 }}", FIELDS), f"{WRONG}里的“项目支出（本年）”{UNREAD}"),
    ("XLE_SENTENCE", ("{{ 我的数 * 2 }}，{{ 我的话 }}", FIELDS), "2.2，=1+1"),
    ("XLE_SENTENCE", ("{{ 我的空 }}", FIELDS), "（不写入：缺少我的空）"),
    ("XLE_SENTENCE", ("{{ 我的不适用 }}", FIELDS), "不适用"),
    ("XLE_SENTENCE", ("{{ 年渡 }}", FIELDS), f"{WRONG}没有“年渡”这一项，是否想写“年度”）"),
    (
        "XLE_SENTENCE",
        ("{{ 收入合计_本 }}", [["年度", 2023.0]]),
        f"{WRONG}没有“收入合计_本”这一项）",
    ),
    ("XLE_SENTENCE", ("{{ ''.__class__ }}", FIELDS), f"{WRONG}用了不允许的写法）"),
    (
        "XLE_SENTENCE",
        ("{{ 条目(职能职责) }}", FIELDS, "职能职责", [["甲"], [None], ["乙"]]),
        DUTIES,
    ),
    ("XLE_SENTENCE", ("{{ 条目(职能职责) }}", FIELDS, "职能职责", ["甲", "乙"]), DUTIES),
    (
        "XLE_SENTENCE",
        ("{{ 条目(职能职责) }}", FIELDS, "职能职责", None),
        "（不写入：缺少职能职责）",
    ),
    (
        "XLE_SENTENCE",
        ("{{ 职能职责 }}", FIELDS),
        f"{WRONG}里的“职能职责”是逐条填写的，公式里要给出它的区域）",
    ),
    ("XLE_SENTENCE", ("{{ 年度 }}", ["年度", "《封面》年度", 2023.0]), "2023"),  # a single row
    ("XLE_SENTENCE", ("没有取数", None), "没有取数"),
    ("XLE_SENTENCE", (None, FIELDS), ""),
    ("XLE_SENTENCE", (2023.0, FIELDS), "2023"),
]


@pytest.mark.parametrize(("name", "arguments", "expected"), TABLE)
def test_table(name: str, arguments: tuple[Any, ...], expected: Any) -> None:
    assert call(name, *arguments) == expected


def test_every_function_is_in_the_table() -> None:
    assert {name for name, _, _ in TABLE} == set(FUNCTIONS)


def test_every_function_is_called_by_a_cell(
    template: Template, sample: Callable[[str], Submission]
) -> None:
    content = workbook_of(template, sample("seed"), "excel")
    with ZipFile(io.BytesIO(content)) as book:
        sheets = (book.read(n) for n in book.namelist() if n.startswith("xl/worksheets/sheet"))
        called = {name for sheet in sheets for name in re.findall(r"XLE_[A-Z_]+", sheet.decode())}
    assert called & set(FUNCTIONS) == set(FUNCTIONS)


cells = st.one_of(
    st.none(),
    st.floats(),
    st.integers(-(10**15), 10**15),
    st.text(max_size=20),
    st.booleans(),
    st.sampled_from(["#DIV/0!", "不适用", "—", "１２．５", "≥95%", -2146826281]),
    st.lists(st.lists(st.one_of(st.none(), st.floats(0, 100)), max_size=3), max_size=3),
)


@pytest.mark.parametrize("name", FUNCTIONS)
@given(data=st.data())
def test_nothing_is_raised_and_the_answer_fits_a_cell(name: str, data: st.DataObject) -> None:
    parameters = inspect.signature(FUNCTIONS[name].call).parameters
    answer = call(name, *(data.draw(cells) for _ in parameters))
    assert isinstance(answer, float | str)


def test_a_failure_of_ours_is_marked() -> None:
    @cell_function("只为测试")
    def xle_broken() -> str:
        raise RuntimeError("oops")

    del FUNCTIONS["XLE_BROKEN"]
    assert xle_broken() == f"{FAILURE}RuntimeError: oops"


def test_every_argument_has_its_help() -> None:
    for function in FUNCTIONS.values():
        assert list(function.arguments) == list(inspect.signature(function.call).parameters)
        assert all(len(text) <= 255 for text in (function.help, *function.arguments.values()))


@pytest.mark.parametrize("seed", range(60))
def test_ratios_and_scores_are_those_of_the_centre(seed: int, template: Template) -> None:
    submission = template.completed(made_up(template, Random(seed)))
    adapted = template.adapted(submission)
    figures = Figures(template.form, submission)

    def shown(name: str) -> Any:
        value = adapted.computations[name].shown(figures)
        return "" if value is None else float(value) if isinstance(value, Decimal) else value

    for name in adapted.ratios:
        parts = (shown(f"{name}_分子"), shown(f"{name}_分母"))
        assert call("XLE_RATIO", name, *parts) == shown(name), name
    for row in adapted.scored:
        scoring = row.scoring
        each = scoring.deduct if scoring.deduct is not None else scoring.share
        parameters = [
            float(p) if p is not None else None for p in (scoring.limit, scoring.step, each)
        ]
        given = (None, row.name, shown(row.name), float(scoring.weight), *parameters)
        assert call("XLE_RATIO_SCORE", *given) == shown(f"{row.name}_建议得分"), row.name
    executed, budget = (in_words(figures.amount(name)) for name in ("全年执行数", "全年预算数"))
    weight = float(adapted.profile.frame.execution)
    assert call("XLE_EXECUTION", weight, executed, budget) == shown("预算执行得分")
