"""The submission: both official forms, 收支情况 and the texts, as the unit filled them in.

Money is 万元, floor area ㎡, staff persons. Every figure may be blank (``None``) or 不适用;
nothing that can be computed (rates, changes) is kept here. Rows that vary are lists, and a
row with nothing in it is no row. The labels of the fields are not here: they differ between
provinces and stand in the template's ``form.toml``.
"""

import datetime
from typing import Annotated, Any, Literal, TypeVar

from pydantic import AfterValidator, BaseModel, BeforeValidator, ConfigDict, Field

from xlevaluate.submission.amounts import Amount
from xlevaluate.submission.texts import Required, Text, clean_text


class Record(BaseModel):
    """A part of a submission: immutable, and closed to unknown keys."""

    model_config = ConfigDict(frozen=True, extra="forbid")


RecordT = TypeVar("RecordT", bound=Record)


def _without_blank_rows(rows: tuple[RecordT, ...]) -> tuple[RecordT, ...]:
    return tuple(row for row in rows if any(value is not None for _, value in row))


class Unit(Record):
    """Who submits: full name, and the one name by which the report calls the unit."""

    name: Text = None
    self_name: Text = None


class Filing(Record):
    """The foot of the basic data form."""

    preparer: Text = None
    date: datetime.date | None = None
    telephone: Text = None


class Spending(Record):
    """One line of 经费控制情况, 万元: last year's final accounts, this year's budget and final."""

    prior_final: Amount = None
    budget: Amount = None
    final: Amount = None


class SpecialFund(Spending):
    """One special fund (本级专项资金, 一个专项一行)."""

    name: Text = None


class SpendingControl(Record):
    """经费控制情况, in the order of the printed form."""

    three_public: Spending = Spending()
    vehicles: Spending = Spending()
    vehicle_purchase: Spending = Spending()
    vehicle_operation: Spending = Spending()
    overseas_travel: Spending = Spending()
    official_reception: Spending = Spending()
    project: Spending = Spending()
    programme: Spending = Spending()
    maintenance: Spending = Spending()
    special_funds: Spending = Spending()
    special_fund_items: Annotated[tuple[SpecialFund, ...], AfterValidator(_without_blank_rows)] = ()
    operating: Spending = Spending()
    office: Spending = Spending()
    utilities_and_travel: Spending = Spending()
    meetings_and_training: Spending = Spending()
    procurement: Spending = Spending()
    basic_budget_adjustment: Spending = Spending()


class OfficeBuildings(Record):
    """楼堂馆所 finished this year: floor area ㎡, investment 万元."""

    approved_area: Amount = None
    actual_area: Amount = None
    budgeted_investment: Amount = None
    actual_investment: Amount = None


class BasicData(Record):
    """部门整体支出绩效评价基础数据表."""

    approved_posts: Amount = None
    staff_on_duty: Amount = None
    spending: SpendingControl = SpendingControl()
    buildings: OfficeBuildings = OfficeBuildings()
    thrift_measures: Text = None
    filing: Filing = Filing()


class TwoYears(Record):
    """One line of 收支情况, 万元, with the reason for its change."""

    current: Amount = None
    prior: Amount = None
    reason: Text = None


class Income(Record):
    """Income of the year by source."""

    total: TwoYears = TwoYears()
    general_budget: TwoYears = TwoYears()
    government_funds: TwoYears = TwoYears()
    superior_subsidy: TwoYears = TwoYears()
    public_institution: TwoYears = TwoYears()
    business: TwoYears = TwoYears()
    affiliated_units: TwoYears = TwoYears()


class Expenditure(Record):
    """Expenditure of the year: basic (personnel and operating) and project."""

    total: TwoYears = TwoYears()
    basic: TwoYears = TwoYears()
    personnel: TwoYears = TwoYears()
    operating: TwoYears = TwoYears()
    project: TwoYears = TwoYears()


class Balances(Record):
    """What moved the budget: carried over, added in the year, left at its end; 万元."""

    opening: TwoYears = TwoYears()
    supplement: TwoYears = TwoYears()
    closing: TwoYears = TwoYears()


class FundExpenditure(Record):
    """Expenditure of a separate budget (政府性基金 …), 万元, and what is said of it."""

    amount: Amount = None
    text: Text = None


class RateBases(Record):
    """The figures of rates that no form holds; blank where the unit does not use the rate.

    Assets and payments are 万元, tasks are counted.
    """

    fixed_assets_in_use: Amount = None
    fixed_assets: Amount = None
    payments_made: Amount = None
    payments_due: Amount = None
    tasks_planned: Amount = None
    tasks_completed: Amount = None
    tasks_in_time: Amount = None
    tasks_up_to_standard: Amount = None
    key_tasks_assigned: Amount = None
    key_tasks_done: Amount = None


class Finances(Record):
    """收支情况: what the report needs beyond the two forms."""

    income: Income = Income()
    expenditure: Expenditure = Expenditure()
    balances: Balances = Balances()
    three_public_prior_budget: Amount = None
    key_projects: Amount = None
    government_funds: FundExpenditure = FundExpenditure()
    state_capital: FundExpenditure = FundExpenditure()
    social_insurance: FundExpenditure = FundExpenditure()
    rate_bases: RateBases = RateBases()


class AnnualBudget(Record):
    """年度资金总额 and its two breakdowns, 万元."""

    initial: Amount = None
    final: Amount = None
    executed: Amount = None
    general_budget: Amount = None
    government_funds: Amount = None
    special_account: Amount = None
    other: Amount = None
    basic: Amount = None
    project: Amount = None


class Indicator(Record):
    """One 三级指标. Targets and actuals are people's words; weight and score are points."""

    name: Text = None
    target: Text = None
    actual: Text = None
    weight: Amount = None
    score: Amount = None
    deviation: Text = None
    band: Text = None
    """完成档次 of a qualitative indicator."""


def _without_empty_categories(
    categories: dict[str, tuple[Indicator, ...]],
) -> dict[str, tuple[Indicator, ...]]:
    kept = {key: _without_blank_rows(rows) for key, rows in categories.items()}
    return {key: rows for key, rows in kept.items() if rows}


class SelfEvaluation(Record):
    """整体支出绩效自评表. Indicators stand under the key of their category."""

    budget: AnnualBudget = AnnualBudget()
    expected_goal: Text = None
    actual_results: Text = None
    indicators: Annotated[
        dict[str, tuple[Indicator, ...]], AfterValidator(_without_empty_categories)
    ] = Field(default_factory=dict)
    total_score: Amount = None


class Staffing(Record):
    """人员编制情况, persons."""

    on_roll: Amount = None
    administrative: Amount = None
    public_institution: Amount = None
    retired: Amount = None


class Analysis(Record):
    """评价指标分析: the three views of performance."""

    performance_of_duties: Text = None
    management_efficiency: Text = None
    benefits: Text = None


def _without_blank_texts(texts: Any) -> Any:
    if not isinstance(texts, list | tuple):
        return texts
    return tuple(
        text
        for text in texts
        if text is not None and not (isinstance(text, str) and clean_text(text) is None)
    )


class Texts(Record):
    """文字材料: the free texts of the report."""

    institutions: Text = None
    staffing: Staffing = Staffing()
    functions: Annotated[tuple[Required, ...], BeforeValidator(_without_blank_texts)] = ()
    objectives: Text = None
    basic_expenditure: Text = None
    project_expenditure: Text = None
    conclusion: Text = None
    analysis: Analysis = Analysis()
    problems: Text = None
    measures: Text = None
    other: Text = None


class OutlineRow(Record):
    """One row of 报告提纲: a heading of a level, or a paragraph with ``{{ … }}`` fields."""

    level: Literal["一级标题", "二级标题", "三级标题", "正文"]
    text: Required


class RatioScoreGiven(Record):
    """What the unit itself gives a ratio in 指标评分, points, and why."""

    score: Amount = None
    note: Text = None


def _without_blank_scores(given: dict[str, RatioScoreGiven]) -> dict[str, RatioScoreGiven]:
    return {name: item for name, item in given.items() if item != RatioScoreGiven()}


class Explanation(Record):
    """What the unit says of a finding (说明), under the finding's key."""

    finding: Required
    text: Required


def _one_each(explanations: tuple[Explanation, ...]) -> tuple[Explanation, ...]:
    """Put explanations in the order of their keys, the last of each."""
    by_key = {explanation.finding: explanation for explanation in explanations}
    return tuple(by_key[key] for key in sorted(by_key))


class Submission(Record):
    """One unit's self-evaluation of one year."""

    unit: Unit = Unit()
    year: Annotated[int, Field(ge=1990, le=2100)] | None = None
    basic_data: BasicData = BasicData()
    finances: Finances = Finances()
    self_evaluation: SelfEvaluation = SelfEvaluation()
    texts: Texts = Texts()
    ratio_scores: Annotated[dict[str, RatioScoreGiven], AfterValidator(_without_blank_scores)] = (
        Field(default_factory=dict)
    )
    """By the ratio's name."""
    parameters: dict[str, Amount] = Field(default_factory=dict)
    """Numbers of the scoring profile that the unit's finance office changed, by name."""
    explanations: Annotated[tuple[Explanation, ...], AfterValidator(_one_each)] = ()
    outline: tuple[OutlineRow, ...] | None = None
    """The report's outline where the unit changed it; ``None`` is the template's own."""
