"""What a layout prints that is no field: ratios, scores, parameters, rules, checks, formulas."""

from collections.abc import Callable, Mapping
from typing import NamedTuple, Protocol

from msgspec import Struct, field

from xlevaluate.form.fields import Field, ParameterField
from xlevaluate.form.page import CellCheck, ChartCells, FillCell, RowCell, ShownCell
from xlevaluate.form.roles import IndicatorRole


class CellChecks(Protocol):
    """Everything that formulas say beside the forms."""

    def named(self, name: str) -> tuple[CellCheck, ...]:
        """Return what is said in the row of a field that stands once."""

    def indicator(self, row: Mapping[IndicatorRole, RowCell]) -> tuple[CellCheck, ...]:
        """Return what is said in a row of indicators, given its cells by role."""

    def above(self, group: str) -> tuple[CellCheck, ...]:
        """Return what is said of rows inserted below a row of the indicator table, or its heads.

        ``group`` is the cell that says what the row belongs to.
        """

    def dimension(self, key: str) -> tuple[CellCheck, ...]:
        """Return what is said in the first row of a dimension of the indicator table."""

    def goal(self, key: str) -> tuple[CellCheck, ...]:
        """Return what is said in the first row of a goal of the indicator table."""


RowFill = Callable[[Mapping[IndicatorRole, RowCell], bool], FillCell | None]
"""Returns what the score of a row of indicators is until it is written over; the flag tells that
targets of its kind are limits."""

ItemFill = Callable[[Field, RowCell], FillCell | None]
"""Returns what fills in a cell of a row of money that varies, given the cell that names the row."""


class FindingLine(Struct, frozen=True):
    """A line of 校验结果: what is printed, the cell it leads to, its key and what is said of it."""

    texts: tuple[str, ...]
    key: str
    explanation: str | None = None
    target: tuple[str, str] | None = None


class RatioLine(Protocol):
    """What 指标计算 prints of a ratio."""

    @property
    def name(self) -> str:
        """The ratio's name, and the name of its cell."""

    @property
    def words(self) -> str:
        """The formula in words."""

    @property
    def has_basis(self) -> bool:
        """Whether a word on the basis stands beside the result."""

    @property
    def standard(self) -> str:
        """What is usually asked of it."""


class ScoredLine(Protocol):
    """What 指标评分 prints of a ratio."""

    @property
    def name(self) -> str:
        """The ratio's name."""

    @property
    def standard(self) -> str:
        """How it is scored, in words."""


class FunctionLine(NamedTuple):
    """What 字段表 prints of a function of sentences; ``gives`` is what the example gives now."""

    written: str
    help: str
    example: str
    gives: str


class ProjectLine(NamedTuple):
    """What the table of projects prints of one: the name of its sheet, and what it shows."""

    sheet: str
    cells: Callable[[str], tuple[ShownCell, ...]]
    """Returns its cells, given the address of that which names the sheet."""


class Printed(Struct, frozen=True):
    """What a layout prints that is no field: ratios, the way they are scored, parameters, rules.

    Without ``checks`` the forms are as they are printed. ``checked`` says when 校验结果 was made.
    ``previews`` are of the outline's rows;
    ``attempt`` is what stands beside a cell to try a sentence in, where there is one.
    ``portions`` are the rows of 得分构成, each with whether it is part of one above, ``goals`` the
    rows below its total; ``points`` stand below the names of dimensions, by key; ``verdicts`` are
    computed cells below the total; ``notices`` stand above blocks, by kind. ``projects`` are the
    lines of the table of projects; without any its sheet is left out, and ``item_fill`` fills in
    rows that are called as one of them.
    """

    ratios: tuple[RatioLine, ...]
    scored: tuple[ScoredLine, ...] = ()
    parameters: tuple[ParameterField, ...] = ()
    rules: tuple[tuple[str, ...], ...] = ()
    checks: CellChecks | None = None
    scores: RowFill | None = None
    blanks: ShownCell | None = None
    checked: str = ""
    previews: tuple[str, ...] = ()
    functions: tuple[FunctionLine, ...] = ()
    attempt: CellCheck | None = None
    charts: tuple[ChartCells, ...] = ()
    portions: tuple[tuple[str, bool], ...] = ()
    goals: tuple[str, ...] = ()
    points: Mapping[str, str] = field(default_factory=dict)
    verdicts: tuple[str, ...] = ()
    notices: Mapping[str, str] = field(default_factory=dict)
    projects: tuple[ProjectLine, ...] = ()
    item_fill: ItemFill | None = None
