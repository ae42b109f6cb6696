"""Sentences written from a submission: true ones raise nothing, false ones are told.

Each structure says figures of the tables in another way. The false sentence is the true one with
one figure changed.
"""

from collections.abc import Callable, Iterator
from decimal import Decimal
from random import Random

import pytest

from tests.changes import changed
from tests.consistent import consistent
from xlevaluate.evaluation.evaluation import evaluate
from xlevaluate.form.figures import Figures
from xlevaluate.submission import Submission
from xlevaluate.submission.amounts import plain, round_half_up
from xlevaluate.template.template import Template
from xlevaluate.workbook.generate import read_submission

PATH = "texts.analysis.management_efficiency"
HELD = {"T01", "T02", "T03", "T04", "T12", "T13", "T14", "T15"}


class Said:
    """The figures of a submission as texts write them; one of them may be made false."""

    def __init__(self, figures: Figures, *, false: bool) -> None:
        self._figures, self.false = figures, false

    def of(self, name: str) -> Decimal:
        value = self._figures.amount(name)
        assert isinstance(value, Decimal)
        return value

    def told(self, value: Decimal) -> str:
        """Write the figure that a sentence is about, or another one where it lies."""
        lied = round_half_up(value * Decimal("1.37") + Decimal("7.11"), 2)
        return plain(lied if self.false else value)

    def rate(self, now: str, then: str) -> Decimal:
        return round_half_up(abs(self.of(now) - self.of(then)) / self.of(then) * 100, 2)

    def way(self, now: str, then: str, up: str, down: str) -> str:
        return up if self.of(now) > self.of(then) else down

    def done(self, row: str) -> str:
        spent, budget = self.of(f"{row}_本年决算"), self.of(f"{row}_本年预算")
        return self.told(round_half_up(spent / budget * 100, 2))

    def apart(self, now: str, then: str) -> Decimal:
        return abs(self.of(now) - self.of(then))


Structure = Callable[[Said], str]


def _amounts(label: str, name: str) -> Iterator[Structure]:
    """Write one amount in many forms."""
    yield lambda s: f"全年{label}{s.told(s.of(name))}万元。"
    yield lambda s: f"本年度{label}为{Decimal(s.told(s.of(name))):,.2f}万元。"
    yield lambda s: f"{label}共计{plain(Decimal(s.told(s.of(name))) * 10000)}元。"
    yield lambda s: f"从支出结构看，{label}{s.told(s.of(name))}万元。"
    yield lambda s: f"{label}实际支出{s.told(s.of(name))}万元，全部用于保障单位运转。"


def _changes(label: str, now: str, then: str) -> Iterator[Structure]:
    """Write a change in many wordings."""

    def lead(s: Said) -> str:
        return f"{label}{plain(s.of(now))}万元"

    yield (
        lambda s: (
            f"{lead(s)}，比上年{s.way(now, then, '增加', '减少')}{s.told(s.apart(now, then))}万元。"
        )
    )
    yield (
        lambda s: f"{lead(s)}，同比{s.way(now, then, '增长', '下降')}{s.told(s.rate(now, then))}%。"
    )
    yield (
        lambda s: (
            f"{lead(s)}，与上年相比{s.way(now, then, '增加', '减少')}"
            f"{plain(s.apart(now, then))}万元，"
            f"{s.way(now, then, '增幅', '降幅')}{s.told(s.rate(now, then))}%。"
        )
    )
    yield lambda s: f"{label}较上年{s.way(now, then, '增长', '下降')}{s.told(s.rate(now, then))}%。"
    yield lambda s: f"{label}上年为{s.told(s.of(then))}万元，今年为{plain(s.of(now))}万元。"
    yield (
        lambda s: (
            f"{label}由上年的{s.told(s.of(then))}万元"
            f"{s.way(now, then, '增加', '减少')}到{plain(s.of(now))}万元。"
        )
    )


STRUCTURES: list[Structure] = [
    *_amounts("人员经费", "人员经费_本年"),
    *_amounts("公用经费", "公用经费_本年"),
    *_amounts("基本支出", "基本支出_本年"),
    *_amounts("公务接待费", "公务接待_本年决算"),
    *_changes("人员经费", "人员经费_本年", "人员经费_上年"),
    *_changes("基本支出", "基本支出_本年", "基本支出_上年"),
    *_changes("公务接待费", "公务接待_本年决算", "公务接待_上年决算"),
    lambda s: (
        f"人员经费、公用经费分别为{s.told(s.of('人员经费_本年'))}万元、"
        f"{plain(s.of('公用经费_本年'))}万元。"
    ),
    lambda s: (
        f"公务接待费预算{s.told(s.of('公务接待_本年预算'))}万元，"
        f"支出{plain(s.of('公务接待_本年决算'))}万元。"
    ),
    lambda s: (
        f"公用经费{plain(s.of('公用经费_本年'))}万元，上年为{plain(s.of('公用经费_上年'))}万元，"
        f"{s.way('公用经费_本年', '公用经费_上年', '增加', '减少')}"
        f"{s.told(s.apart('公用经费_本年', '公用经费_上年'))}万元。"
    ),
    lambda s: f"“三公”经费财政拨款支出决算数为{s.told(s.of('三公经费_本年决算'))}万元。",
    lambda s: f"公务用车保有量3辆，运行维护费{s.told(s.of('公车运行维护_本年决算'))}万元。",
    lambda s: f"公务接待68批次512人次，开支{s.told(s.of('公务接待_本年决算'))}万元。",
    lambda s: f"人员经费主要用于发放工资、津贴补贴，全年支出{s.told(s.of('人员经费_本年'))}万元。",
    lambda s: f"项目预算{s.told(s.of('项目支出_本年预算'))}万元。",
    lambda s: (
        f"单位：万元\n序号\t项目\t本年数\n1\t人员经费\t{s.told(s.of('人员经费_本年'))}"
        f"\n2\t公用经费\t{plain(s.of('公用经费_本年'))}"
    ),
    lambda s: f"河道治理支出{s.told(Decimal('85.5'))}万元，由甲40.3万元、乙45.2万元构成。",
    lambda s: f"甲40.3万元、乙45.2万元，合计{s.told(Decimal('85.5'))}万元。",
    lambda s: f"清淤85.5万元，其中甲40.3万元、乙{s.told(Decimal('45.2'))}万元。",
    lambda s: f"护河员28人，其中上游12人、下游{Decimal(s.told(Decimal(16))) // 1}人。",
    lambda s: f"内设{5 if s.false else 4}个科室：综合科、业务科、法规科、财务科。",
    lambda s: f"下设甲站、乙站、丙站{5 if s.false else 3}个站所。",
    lambda s: f"做了{'四' if s.false else '三'}项工作：一是学习；二是整改；三是巩固。",
    lambda s: f"核定编制{Decimal(s.told(s.of('编制数'))) // 1}名。",
    lambda s: f"年初预算{s.told(s.of('年初预算数'))}万元。",
    # numbering, budgets that were changed, days of the year
    lambda s: f"㈢公务接待费{s.told(s.of('公务接待_本年决算'))}万元。",
    lambda s: f"收支情况：A.基本支出{s.told(s.of('基本支出_本年'))}万元。",
    lambda s: (
        f"全年预算由年初的{plain(s.of('年初预算数'))}万元调整为{s.told(s.of('全年预算数'))}万元。"
    ),
    lambda s: (
        f"2023年3月批复年初预算{s.told(s.of('年初预算数'))}万元，"
        f"9月调整为{plain(s.of('全年预算数'))}万元。"
    ),
    lambda s: (
        f"年初预算{plain(s.of('年初预算数'))}万元，因抢险救灾调整为"
        f"{plain(s.of('全年预算数'))}万元，实际执行{s.told(s.of('全年执行数'))}万元。"
    ),
    lambda s: (
        f"公务接待费{plain(s.of('公务接待_本年决算'))}万元，"
        f"为预算{plain(s.of('公务接待_本年预算'))}万元的{s.done('公务接待')}%，比上年"
        f"{s.way('公务接待_本年决算', '公务接待_上年决算', '增加', '减少')}"
        f"{plain(s.apart('公务接待_本年决算', '公务接待_上年决算'))}万元。"
    ),
    lambda s: f"收支总额均为{s.told(s.of('支出合计_本年'))}万元。",
    lambda s: f"档案库房运维预算18万元，实支17.9万元，完成{s.told(Decimal('99.44'))}%。",
    # the word on the figure before the thing, and a bound that is the budget
    lambda s: f"年初预算安排公务接待费{s.told(s.of('公务接待_本年预算'))}万元。",
    lambda s: (
        f"公务接待费{plain(s.of('公务接待_本年决算'))}万元，"
        f"控制在预算{s.told(s.of('公务接待_本年预算'))}万元以内。"
    ),
    lambda s: (
        f"公务接待费{plain(s.of('公务接待_本年决算'))}万元，"
        f"控制在{s.told(s.of('公务接待_本年预算'))}万元预算以内。"
    ),
    lambda s: (
        f"公务接待费支出{plain(s.of('公务接待_本年决算'))}万元，"
        f"为预算{plain(s.of('公务接待_本年预算'))}万元的{s.done('公务接待')}%。"
    ),
    # less than last year is no saving against the budget
    lambda s: (
        f"人员经费同比{s.way('人员经费_本年', '人员经费_上年', '多', '少')}支出"
        f"{s.told(s.apart('人员经费_本年', '人员经费_上年'))}万元。"
    ),
    lambda s: (
        f"人员经费同比{s.way('人员经费_本年', '人员经费_上年', '增', '降')}"
        f"{s.told(s.rate('人员经费_本年', '人员经费_上年'))}%。"
    ),
    lambda s: (
        f"与上年相比，人员经费{s.way('人员经费_本年', '人员经费_上年', '增加', '减少')}"
        f"{s.told(s.apart('人员经费_本年', '人员经费_上年'))}万元。"
    ),
    lambda s: (
        f"人员经费上年支出{plain(s.of('人员经费_上年'))}万元，今年{plain(s.of('人员经费_本年'))}万元，"
        f"同比{s.way('人员经费_本年', '人员经费_上年', '增加', '减少')}"
        f"{s.told(s.apart('人员经费_本年', '人员经费_上年'))}万元。"
    ),
    lambda s: (
        f"全年收入、支出分别为{plain(s.of('收入合计_本年'))}万元、{s.told(s.of('支出合计_本年'))}万元。"
    ),
    lambda s: f"收入总计、支出总计均为{s.told(s.of('支出合计_本年'))}万元。",
    lambda s: f"公车运维开支{s.told(s.of('公车运行维护_本年决算'))}万元。",
    lambda s: f"日常办公费用{s.told(s.of('办公经费_本年决算'))}万元。",
    lambda s: f"行政编制12名、事业编制{25 if s.false else 18}名，合计30名。",
    lambda s: (
        f"全年预算{s.told(s.of('全年预算数'))}万元，全年执行{plain(s.of('全年执行数'))}万元。"
    ),
]


SILENT: list[str] = [
    "工作经费支出5万元，管理费用支出6万元。",
    "本级财政总收入5600万元，增长8.2%。",
    "财政收入完成1250万元，同比增长6.5%。",
    "共支付60万元，拨付资金25万元。",
    "采购电脑12台，金额5.6万元。",
    "公务用车3辆45万元。",
    "节约办公费0.8万元，压减会议费0.3万元。",
    "人员经费比公用经费多339.17万元。",
    "与2021年相比，公务接待费减少3.5万元，下降23.9%。",
    "2024年预算安排公务接待费3.5万元，比2023年预算减少0.5万元。",
    "2022年度公用经费控制率为95.5%。",
    "人均办公费0.62万元，较上年下降33.3%。",
    "项目资金到位60万元，支出59万元。",
    "预算编制150万元，用于人员的经费支出48万元。",
    "借调人员2人，在岗人员3人。",
]
"""What is said of another thing than a figure of the form, or of which is not clear."""


def told_of(template: Template, submission: Submission) -> list[str]:
    """Return what rules on texts and tables say of the text."""
    evaluation = evaluate(template, read_submission(template, submission), only="文表")
    return [
        f"{finding.finding.level} {finding.finding.rule}: {finding.message}"
        for finding in evaluation.findings
        if finding.finding.rule in HELD and finding.finding.path == PATH
    ]


@pytest.fixture(scope="module", params=[3, 11])
def submission(request: pytest.FixtureRequest, template: Template) -> Submission:
    return consistent(template, Random(request.param))


def test_there_are_forty_structures() -> None:
    assert len(STRUCTURES) >= 40


def test_true_sentences_are_silent_and_false_ones_told(
    submission: Submission, template: Template
) -> None:
    figures = Figures(template.form, submission)
    accused: list[str] = []
    missed: list[str] = []
    for structure in STRUCTURES:
        for false in (False, True):
            sentence = structure(Said(figures, false=false))
            told = told_of(template, changed(submission, {PATH: sentence}))
            if told and not false:
                accused.append(f"{sentence} {told}")
            if false and not told:
                missed.append(sentence)
    assert not accused
    assert len(missed) <= len(STRUCTURES) // 20, missed


@pytest.mark.parametrize("sentence", SILENT)
def test_what_is_said_of_another_thing_is_not_held(
    submission: Submission, template: Template, sentence: str
) -> None:
    assert told_of(template, changed(submission, {PATH: sentence})) == []
