"""得分构成: for budget execution and each dimension, points in the form, points filled in, score.

“97 of 97 filled in, of 100” is said so, and never looks like 97 of 100.
"""

from decimal import Decimal

from msgspec import Struct

from xlevaluate.computed.computation import Shown, Style
from xlevaluate.computed.terms import EXACT
from xlevaluate.form.figures import Figures
from xlevaluate.form.form import Form
from xlevaluate.form.labels import quoted
from xlevaluate.form.names_definition import CompositionNames, CompositionPart
from xlevaluate.scoring.dimension_points import Earned, dimension_cells, dimension_sum, weights_of
from xlevaluate.scoring.execution import ExecutionScore
from xlevaluate.scoring.frame import (
    DimensionGroup,
    Frame,
    equal_division_formula,
    is_divided,
    is_equal_division,
)
from xlevaluate.scoring.parameter_names import ParameterNames
from xlevaluate.scoring.waived import applicable_frame, frame_formula
from xlevaluate.submission.amounts import canonical, number_or_none, plain

ROUNDED = "等分取整，"
"""Begins the words on points that differ from the frame by the rounding of an equal division."""


_WAIVED = "不适用，分值分给其他一级指标"
_GAINED = "含不适用的一级指标分来的 {} 分"


def group_weights(figures: Figures, group: DimensionGroup) -> list[Decimal]:
    """Return the weights of a group's indicators that are numbers."""
    return [weight for key in group.dimensions for weight in weights_of(figures, key)]


def fills_frame(figures: Figures, frame: Frame) -> bool:
    """Tell whether all points are filled in, as they are or but for equal divisions' rounding."""
    filled = counted = frame.execution
    for group in applicable_frame(figures, frame).groups:
        weights = group_weights(figures, group)
        points = sum(weights, Decimal(0))
        filled += points
        counted += group.weight if is_divided(weights, group.weight) else points
    return frame.total in {filled, counted}


def is_rounded_formula(words: str) -> str:
    """Tell, as a native expression, whether a row's points are divided and rounded.

    ``words`` is the cell in which that is said.
    """
    return f"LEFT({words},{len(ROUNDED)})={quoted(ROUNDED)}"


class Portion(Struct, frozen=True):
    """A row of 得分构成: budget execution (no ``keys``), a dimension, or several by their keys.

    ``points`` are ``None`` of a dimension that shares its weight with others: that is said in
    the row of all of them, which alone counts in the total. ``parameter`` is the cell of the
    points that may be changed. The row of a ``goal`` has what the goal has of all dimensions; its
    points stand in the field of the name ``parameter``, if the form has one.
    """

    form: Form
    label: str
    keys: tuple[str, ...]
    points: Decimal | None
    parameter: str = ""
    goal: str = ""
    """The key of a goal."""
    whole: Frame | None = None
    """What the points of a dimension are part of."""

    def due(self, figures: Figures) -> Decimal | None:
        """Return the points that there are, given what does not apply.

        ``None`` where they are said elsewhere or nowhere.
        """
        if self.goal and self.parameter:
            return number_or_none(figures.value(self.parameter))
        if self.points is None or self.whole is None:
            return self.points
        return applicable_frame(figures, self.whole).group_of(self.keys[0]).weight

    def due_formula(self) -> str:
        """Return ``due`` as a native expression."""
        if self.goal:
            return f'IF(ISNUMBER({self.parameter}),{self.parameter},"")'
        if self.whole is None:
            return self.parameter
        return frame_formula(self.form, self.whole, self.whole.group_of(self.keys[0]))

    def cell(self, part: CompositionPart) -> str:
        """Return the defined name of a cell of the row."""
        return self.form.names.composition.cell(self.label, part)

    def filled(self, figures: Figures) -> Decimal:
        """Return the points of the indicators that are filled in."""
        if not self.keys:
            return self.points or Decimal(0)
        return self._sum(figures, "weight")

    def weights(self, figures: Figures) -> list[Decimal]:
        """Return the weights that make up the points."""
        return [w for key in self.keys for w in weights_of(figures, key, self.goal)]

    def _sum(self, figures: Figures, what: Earned) -> Decimal:
        sums = (dimension_sum(figures, key, what, self.goal) for key in self.keys)
        return sum(sums, Decimal(0))

    def score(self, figures: Figures, execution: Shown) -> Decimal:
        """Return the points earned; ``execution`` is the score of budget execution."""
        if self.keys:
            return self._sum(figures, "score")
        return execution if isinstance(execution, Decimal) else Decimal(0)

    def column(self, what: Earned) -> str:
        """Return the cells of the dimensions in a column of the indicator table."""
        name = self.form.indicator_columns[what].name
        return ",".join(
            cells for key in self.keys for cells in dimension_cells(self.form, key, name, self.goal)
        )

    def formula(self, what: Earned) -> str:
        """Return the native expression of the points filled in, or earned."""
        execution = self.form.execution
        if self.keys or execution is None:
            return f"SUM({self.column(what)})"
        return execution.weight if what == "weight" else f"N({execution.score})"


def portions_of(form: Form, frame: Frame) -> tuple[Portion, ...]:
    """Return the rows of 得分构成: budget execution, then the dimensions as the form has them.

    Those that share a weight stand below a row of their own. A form without that table, without
    cells of budget execution, or without columns of weights and scores, lacks what belongs there.
    """
    block, parameters = form.composition, ParameterNames.of(form)
    if block is None:
        return ()
    rows = []
    if form.execution is not None:
        cell = parameters.execution.cell
        rows.append(Portion(form, block.execution, (), frame.execution, cell))
    if not {"weight", "score"} <= set(form.indicator_columns):
        return tuple(rows)
    names = {dimension.key: dimension.name for dimension in form.indicators.dimensions}
    for key, name in names.items():
        group = frame.group_of(key)
        cell = parameters.weight(group).cell
        if len(group.dimensions) == 1:
            rows.append(Portion(form, name, (key,), group.weight, cell, whole=frame))
            continue
        if key == min(group.dimensions, key=list(names).index):
            label = group.name(names)
            rows.append(Portion(form, label, group.dimensions, group.weight, cell, whole=frame))
        rows.append(Portion(form, name, (key,), None))
    return tuple(rows)


def goals_in(form: Form) -> tuple[Portion, ...]:
    """Return the rows of 得分构成 below its total: what each goal has of all dimensions."""
    if form.composition is None or not {"weight", "score"} <= set(form.indicator_columns):
        return ()
    keys = tuple(dimension.key for dimension in form.indicators.dimensions)
    return tuple(
        Portion(form, goal.name, keys, None, goal.points or "", goal.key)
        for goal in form.indicators.goals
    )


class CompositionCell(Struct, frozen=True):
    """One computed cell of 得分构成; without a ``portion`` it is the total's."""

    names: CompositionNames
    portions: tuple[Portion, ...]
    portion: Portion | None
    part: CompositionPart
    execution: ExecutionScore | None

    @property
    def name(self) -> str:
        """``产出指标_已填分值``, ``评分合计_得分`` and so on."""
        return self._cell(self.part)

    def _cell(self, part: CompositionPart) -> str:
        """Return the name of a cell of the same row."""
        return self.names.cell(self.portion.label if self.portion else self.names.total, part)

    @property
    def style(self) -> Style:
        """Words, points or a score."""
        styles: dict[str, Style] = {"words": "words", "score": "score"}
        return styles.get(self.part, "points")

    def _sum(self, part: CompositionPart, figures: Figures) -> Decimal:
        """Add up a column of the portions that count."""
        portions = (self.portion,) if self.portion else self._counting
        match part:
            case "frame":
                points = (p.due(figures) or Decimal(0) for p in portions)
            case "filled":
                points = (p.filled(figures) for p in portions)
            case _:
                shown = self.execution.shown(figures) if self.execution else None
                points = (p.score(figures, shown) for p in portions)
        return sum(points, Decimal(0))

    def shown(self, figures: Figures) -> Shown:
        """Return what the cell shows."""
        no_frame = self.portion is not None and self.portion.due(figures) is None
        if no_frame and self.part in {"frame", "words"}:
            return None
        if self.part != "words":
            return self._sum(self.part, figures)
        points, filled = self._sum("frame", figures), self._sum("filled", figures)
        if not self.portion:
            score = self._sum("score", figures)
            return f"已填 {plain(filled)} 分中得 {plain(score)} 分，表头共 {plain(points)} 分"
        apart, said = canonical(filled - points), []
        if apart != 0:
            is_rounded = is_equal_division(self.portion.weights(figures), points)
            rounded = ROUNDED if is_rounded else ""
            said.append(f"{rounded}比表头{'多' if apart > 0 else '少'}填 {plain(abs(apart))} 分")
        moved = canonical(points - (self.portion.points or 0)) if self.portion.whole else Decimal(0)
        if moved != 0:
            said.append(_GAINED.format(plain(moved)) if moved > 0 else _WAIVED)
        return "；".join(said) or None

    @property
    def _is_shared(self) -> bool:
        """Tell whether the row's points are said in another row, or nowhere."""
        row = self.portion
        return row is not None and row.points is None and not (row.goal and row.parameter)

    @property
    def _counting(self) -> tuple[Portion, ...]:
        return tuple(portion for portion in self.portions if portion.points is not None)

    def formula(self) -> str:
        """Return the native formula."""
        if self.portion is None:
            return self._total()
        if self._is_shared and self.part in {"frame", "words"}:
            return '=""'
        match self.part:
            case "frame":
                return f"={self.portion.due_formula()}"
            case "filled":
                inner = self.portion.formula("weight")
            case "score":
                inner = self.portion.formula("score")
            case _:
                return f"={self._words(self.portion)}"
        return f"=ROUND({inner},{EXACT})"

    def _words(self, portion: Portion) -> str:
        """Return the native expression of what is said of a row."""
        frame = self._cell("frame")
        apart = f"ROUND({self._cell('filled')}-{frame},{EXACT})"
        side = f'IF({apart}>0,"多","少")'
        words = f'"比表头"&{side}&"填 "&ABS({apart})&" 分"'
        if portion.keys:
            division = equal_division_formula(portion.column("weight"), frame)
            words = f'IF({division},{quoted(ROUNDED)},"")&{words}'
        said = f'IF({apart}=0,"",{words})'
        if portion.goal:
            return f'IF({frame}="","",{said})'
        if portion.whole is None or not portion.whole.spreads:
            return said
        moved = f"ROUND({frame}-{portion.parameter},{EXACT})"
        before, after = (quoted(text) for text in _GAINED.split("{}"))
        words = f"IF({moved}<0,{quoted(_WAIVED)},{before}&{moved}&{after})"
        return f'{said}&IF({moved}=0,"",IF({apart}=0,"","；")&{words})'

    def _total(self) -> str:
        if self.part == "words":
            filled, score, frame = self._cell("filled"), self._cell("score"), self._cell("frame")
            return f'="已填 "&{filled}&" 分中得 "&{score}&" 分，表头共 "&{frame}&" 分"'
        cells = ",".join(portion.cell(self.part) for portion in self._counting)
        return f"=ROUND(SUM({cells}),{EXACT})"


class TotalWeight(Struct, frozen=True):
    """A cell of the form that repeats the points filled in, from the ``total`` of 得分构成."""

    name: str
    total: CompositionCell
    style: Style = "points"

    def shown(self, figures: Figures) -> Shown:
        """Return the points."""
        return self.total.shown(figures)

    def formula(self) -> str:
        """Return the native formula."""
        return f"={self.total.name}"
