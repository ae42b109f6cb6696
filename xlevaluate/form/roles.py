"""What the code must know of a form, whatever the form calls it: roles.

A field, a row, a column, a computed cell or a ratio of a template may declare one
(``role = "total_score"``). Rules, sentences and scoring functions ask for roles and are not
applicable where a form has none; no code knows a name, a label or a path. A cell of a table has
the role of its row and the role of its column.
"""

from typing import Literal, get_args

FieldRole = Literal[
    "unit_name",  # full name of the unit, as on its seal
    "project_name",  # full name of the project that a form is of
    "supervising_department",  # 主管部门 of the unit that carries a project out
    "unit_code",  # its code in the budget system
    "self_name",  # what the report calls it
    "year",  # the year that is evaluated
    "filing_date",  # when the form was filled in
    "approved_posts",  # 编制数
    "staff_on_duty",  # 实际在职人数
    "staff_on_roll",  # 实有人数 in the texts, and of these:
    "staff_administrative",
    "staff_public_institution",
    "staff_retired",
    "approved_area",  # 批复规模 of buildings, and what was built:
    "actual_area",
    "budgeted_investment",  # 预算投资 of buildings, and what was spent:
    "actual_investment",
    "initial_budget",  # 年初预算数 of all money
    "final_budget",  # 全年预算数
    "executed",  # 全年执行数
    "expected_goal",  # 预期目标 of the year
    "actual_results",  # 实际完成情况
    "objectives",  # what the report says of the goals
    "conclusion",  # the report's conclusion: score and grade are said there
    "total_score",  # 总分
]
"""Roles of fields that stand once."""

OF_THE_UNIT: tuple[FieldRole, ...] = ("unit_name", "unit_code", "self_name", "year")
"""What the form of a project has from the sheets of the unit, where it stands with them."""

RowRole = Literal[
    "personnel",  # 人员经费
    "project",  # 项目支出
]
"""Roles of rows of tables of money."""

ColumnRole = Literal[
    "current",  # this year's figure
    "prior",  # last year's
    "prior_final",  # last year's final accounts
    "budget",  # this year's budget
    "final",  # this year's final accounts
    "reason",  # why the figure changed
    "change",  # computed: by how much
    "growth",  # computed: by what rate
]
"""Roles of columns of tables of money."""

IndicatorRole = Literal[
    "name",  # 三级指标
    "target",  # 年度指标值, in people's words
    "actual",  # 实际完成值
    "weight",  # 分值
    "score",  # 得分
    "deviation",  # 偏差原因分析及改进措施
    "band",  # how far a qualitative indicator was reached
    "sign",  # ≥ ≤ ＝ 定性, where target and actual value are bare numbers; and their
    "unit",
]
"""Roles of columns of the indicator table."""

ComputedRole = Literal[
    "execution_weight",  # points of budget execution
    "execution_score",  # points earned by it
    "total_weight",  # points of all that is filled in, beside 总分
]
"""Roles of computed cells that a grid shows and no other file declares."""

RatioRole = Literal["execution_rate"]
"""Roles of ratios: 预算执行率."""

SPLIT: frozenset[IndicatorRole] = frozenset({"sign", "unit"})
"""Columns that a target and an actual value are put together with."""

INDICATOR_ROLES: tuple[IndicatorRole, ...] = get_args(IndicatorRole)

OF_A_PROJECT: dict[str, FieldRole] = {"budget": "final_budget", "final": "executed"}
"""Columns of a row of money that is called as a project, and what of the project stands there."""

THIS_YEAR_AND_LAST: tuple[tuple[ColumnRole, ColumnRole], ...] = (
    ("current", "prior"),
    ("final", "prior_final"),
)
"""Pairs of columns that hold the same figure of this year and of last year."""
