"""Functions for cells: scalars and ranges in, a number or a short Chinese text out.

They are the centre's own functions behind a door that takes what a spreadsheet hands over
(floats, texts that look like numbers, blanks, error values) and never raises: what a user can
put right is said in words, what is our own bug comes back behind ``FAILURE`` and becomes an Excel
error value, so that ``IFERROR`` falls back to the native formula.
"""

import inspect
from collections.abc import Callable
from decimal import Decimal
from functools import wraps
from typing import ParamSpec

from msgspec import Struct
from msgspec.structs import replace

from xlevaluate.cells.arguments import (
    Argument,
    CellResult,
    UserError,
    amount_of,
    flat,
    for_cell,
    is_blank,
    is_not_applicable,
    rows_of,
    text_of,
)
from xlevaluate.cells.row_slips import ROW_SLIPS, IndicatorValues
from xlevaluate.cells.scoring_arguments import execution_rules, rules_and_bands
from xlevaluate.cells.sentence_call import sentence_of_cells
from xlevaluate.computed.computation import NOT_APPLICABLE_MARK
from xlevaluate.form.numbers import read_number
from xlevaluate.scoring.execution import execution_score
from xlevaluate.scoring.indicator_rules import band_span, within_band
from xlevaluate.scoring.indicator_score import propose
from xlevaluate.submission import NOT_APPLICABLE, NotApplicable
from xlevaluate.submission.amounts import plain
from xlevaluate.template.lookup import DEFAULT_FAMILY
from xlevaluate.template.template import Template
from xlevaluate.template.template_loading import load_template

FAILURE = "#XLE:"
"""Begins what a function returns for a failure of ours; ASCII, for the macro looks for it."""

_TEMPLATE = "模板的名称，空白为程序自带的第一个"
_NUMERATOR, _DENOMINATOR, _WEIGHT, _SCORE = "作分子的数", "作分母的数", "满分", "所得的分"
_EXECUTED, _BUDGET, _TOTAL = "执行数", "预算数", "总得分"
"""What arguments are called, in the words of no template: all of them share these functions."""

P = ParamSpec("P")


class CellFunction(Struct, frozen=True):
    """A function of cells with the help Excel shows for it."""

    name: str
    call: Callable[..., CellResult]
    help: str
    arguments: dict[str, str]

    @property
    def has_rest(self) -> bool:
        """Tell whether the last argument may be given any number of times."""
        last = list(inspect.signature(self.call).parameters.values())[-1]
        return last.kind is inspect.Parameter.VAR_POSITIONAL

    @property
    def optional(self) -> int:
        """Return how many arguments may be left out.

        None before an argument that may be repeated: VBA compiles no module that has both.
        """
        if self.has_rest:
            return 0
        parameters = inspect.signature(self.call).parameters.values()
        return sum(parameter.default is not parameter.empty for parameter in parameters)


FUNCTIONS: dict[str, CellFunction] = {}
"""Every function by its name in cells (``XLE_RATIO``)."""


def cell_function(
    what: str, **arguments: str
) -> Callable[[Callable[P, CellResult]], Callable[P, CellResult]]:
    """Register a function for cells, with Chinese help for it and each argument."""

    def register(call: Callable[P, CellResult]) -> Callable[P, CellResult]:
        @wraps(call)
        def guarded(*args: P.args, **kwargs: P.kwargs) -> CellResult:
            try:
                return call(*args, **kwargs)
            except UserError as error:
                return str(error)
            except Exception as error:  # noqa: BLE001 - above is only a cell; FAILURE takes it to 诊断
                return f"{FAILURE}{type(error).__name__}: {error}"

        name = guarded.__name__.upper()
        FUNCTIONS[name] = CellFunction(name, guarded, what, arguments)
        return guarded

    return register


def _template(name: Argument, profile: Argument = None) -> Template:
    """Return a template by its name; a formula of version 0.1 gives none, and means the first.

    One that is not to be had is a failure of ours: the cell falls back to its native formula.
    """
    return load_template(text_of(name) or DEFAULT_FAMILY, text_of(profile) or "")


@cell_function(
    "比率：分子÷分母，四舍五入到万分之一。0÷0为“—”",
    name="比率的名称，如“三公经费控制率”",
    numerator=_NUMERATOR,
    denominator=_DENOMINATOR,
    template=_TEMPLATE,
)
def xle_ratio(
    name: Argument, numerator: Argument, denominator: Argument, template: Argument = None
) -> CellResult:
    """Return a ratio of ``ratios.toml``, “—” for 不适用, the words for x/0, or a blank."""
    ratio = _template(template).ratios.get(str(name))
    if ratio is None:
        raise UserError(f"没有名为“{name}”的比率")
    if is_blank(numerator) or is_blank(denominator):
        return ""
    if is_not_applicable(numerator, denominator):
        return NOT_APPLICABLE_MARK
    top, bottom = amount_of(numerator, _NUMERATOR), amount_of(denominator, _DENOMINATOR)
    if top is None or bottom is None:
        return ""
    return for_cell(ratio.shown_of(ratio.divided(top, bottom)))


@cell_function(
    "预算执行得分：分值×执行数÷预算数，一般不超过分值",
    weight=_WEIGHT,
    executed=_EXECUTED,
    budget=_BUDGET,
    cap="填 FALSE：可以超过分值",
    zero="全年预算数为0时：not_applicable 不适用，zero 得0分，one 按1计算",
    decimals="得分的小数位数",
)
def xle_execution(
    weight: Argument,
    executed: Argument,
    budget: Argument,
    cap: Argument = None,
    zero: Argument = None,
    decimals: Argument = None,
) -> CellResult:
    """Return the score of budget execution, “—” or a blank."""
    if is_blank(executed) or is_blank(budget):
        return ""
    if is_not_applicable(executed, budget):
        return NOT_APPLICABLE_MARK
    points = amount_of(weight, _WEIGHT)
    done, whole = amount_of(executed, _EXECUTED), amount_of(budget, _BUDGET)
    if points is None or done is None or whole is None:
        return ""
    score = execution_score(points, done, whole, execution_rules(cap, zero, decimals))
    return NOT_APPLICABLE_MARK if score is None else float(score)


@cell_function(
    "按评分办法给比率评分",
    profile="评分办法的名称，空白为模板自带的",
    name="比率的名称",
    ratio="比率",
    weight=_WEIGHT,
    limit="标准",
    step="每档幅度",
    each="每档扣分或扣分比例",
    template=_TEMPLATE,
)
def xle_ratio_score(
    profile: Argument,
    name: Argument,
    ratio: Argument,
    weight: Argument,
    limit: Argument = None,
    step: Argument = None,
    each: Argument = None,
    template: Argument = None,
) -> CellResult:
    """Return the points of a ratio, with the parameters that stand in the workbook."""
    scored = _template(template, profile).scored
    row = next((row for row in scored if row.name == str(name)), None)
    if row is None:
        raise UserError(f"评分办法没有给“{name}”评分")
    if is_blank(ratio):
        return ""
    own = {
        "weight": amount_of(weight, _WEIGHT),
        "limit": amount_of(limit, "标准"),
        "step": amount_of(step, "每档幅度"),
        "deduct" if row.scoring.deduct is not None else "share": amount_of(each, "每档扣分"),
    }
    scoring = row.scoring.model_copy(
        update={key: value for key, value in own.items() if value is not None}
    )
    shown = amount_of(ratio, "比率") if read_number(ratio) else str(ratio).strip()
    return for_cell(replace(row, scoring=scoring).proposed_for(shown))


@cell_function("总分的等次", total=_TOTAL, bounds="依次为等次名称、分数线，最后一个等次不写分数线")
def xle_grade(total: Argument, *bounds: Argument) -> CellResult:
    """Return the first grade whose bound the total reaches, else the last; 不适用 has none."""
    points = None if is_not_applicable(total) else amount_of(total, _TOTAL)
    if points is None:
        return ""
    cells = flat(bounds)
    for name, bound in zip(cells[::2], cells[1::2], strict=False):
        least = amount_of(bound, "分数线")
        if least is not None and points >= least:
            return str(name)
    return str(cells[-1]) if len(cells) % 2 else ""


@cell_function(
    "核对一行指标：没有问题返回空白",
    name="指标的名称",
    target="指标值",
    actual="完成值",
    weight=_WEIGHT,
    score=_SCORE,
    deviation="偏差的原因",
    band="所选的档次",
    limits="成本指标填 TRUE：指标值须写明不超过多少",
    rest="评分办法的档次：依次为名称、下限，最后一档不写下限；档次之前可写计分规则的名称、值",
)
def xle_check_row(
    name: Argument,
    target: Argument,
    actual: Argument,
    weight: Argument,
    score: Argument,
    deviation: Argument,
    band: Argument,
    limits: Argument = None,
    *rest: Argument,
) -> CellResult:
    """Say what is wrong in a row of indicators, the gravest first; a blank where nothing is."""
    points, given = _points(weight, _WEIGHT), _points(score, _SCORE)
    row: IndicatorValues = {
        "name": text_of(name),
        "target": text_of(target),
        "actual": text_of(actual),
        "weight": points,
        "score": given,
        "deviation": text_of(deviation),
        "band": text_of(band),
    }
    for slip in ROW_SLIPS:
        if said := slip.said(row):
            return said
    if not isinstance(points, Decimal) or not isinstance(given, Decimal):
        return ""
    is_limit = str(limits).upper() in {"TRUE", "1", "1.0"}
    scoring, bands = rules_and_bands(rest)
    proposal = propose(text_of(target), text_of(actual), points, scoring, is_limit=is_limit)
    if proposal.wants_reason and is_blank(deviation):
        return f"错误：{proposal.words}；完成率过高或过低，请写明原因。"
    if proposal.score is not None:
        if proposal.score == given:
            return ""
        return f"核实：按完成比例应得 {plain(proposal.score)}（{proposal.words}）。"
    chosen = bands.get(text_of(band) or "")
    if chosen is None or within_band(chosen, given, points):
        return ""
    return f"错误：得分 {plain(given)} 不在“{chosen.name}”档的 {band_span(chosen, points)}之内。"


def _points(cell: Argument, what: str) -> Decimal | NotApplicable | None:
    return NOT_APPLICABLE if is_not_applicable(cell) else amount_of(cell, what)


@cell_function(
    "预览报告的句子：写出来是什么；缺数或有误时说明原因",
    text="句子，双花括号内取数，写法见工作簿中的说明",
    fields="项目表：第一列是名称，最后一列是值",
    lists="逐条填写的项目：依次为名称、所在区域；最后可以再写模板的名称",
)
def xle_sentence(text: Argument, fields: Argument, *lists: Argument) -> CellResult:
    """Return a sentence as the report would print it, or why it would not; or a blank."""
    written = text_of(text)
    if written is None:
        return ""
    paired = len(lists) // 2 * 2
    pairs = dict(zip(map(str, lists[:paired:2]), lists[1:paired:2], strict=True))
    template = lists[-1] if len(lists) > paired else None
    return sentence_of_cells(
        _template(template).form,
        written,
        [(text_of(row[0]) or "", row[-1]) for row in rows_of(fields)],
        {name: flat((cells,)) for name, cells in pairs.items()},
    )


def call_of(name: str, *arguments: str) -> str:
    """Write a call as it stands in a formula; texts are to be given ``quoted``."""
    return f"{name}({','.join(arguments)})"
