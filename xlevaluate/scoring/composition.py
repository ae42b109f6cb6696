"""得分构成: for budget execution and each dimension, points in the form, points filled in, score.

“97 of 97 filled in, of 100” is said so, and never looks like 97 of 100.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from decimal import Decimal

from xlevaluate.computed.computation import Shown, Style
from xlevaluate.computed.terms import EXACT
from xlevaluate.form.form import Figures, Form
from xlevaluate.form.labels import quoted
from xlevaluate.scoring.frame import (
    DimensionGroup,
    Frame,
    equal_division_formula,
    is_divided,
    is_equal_division,
)
from xlevaluate.scoring.parameters import cell_of
from xlevaluate.submission import Entry, entries
from xlevaluate.submission.amounts import canonical, plain

EXECUTION, EXECUTION_SCORE = "预算执行分值", "预算执行得分"
"""The two cells of budget execution in the form."""

ROUNDED = "等分取整，"
"""Begins the words on points that differ from the frame by the rounding of an equal division."""

PARTS = ("表头分值", "已填分值", "得分", "说明")


def start_of(dimension: str) -> str:
    """Return the defined name of a dimension's cell, which spans its rows."""
    return f"{dimension}_起"


def dimension_cells(form: Form, key: str, column: str) -> str:
    """Return the cells of a column of the indicator table that belong to a dimension.

    They reach down to the row before the next dimension, so that rows inserted at either end
    and rows deleted are taken account of.
    """
    given = form.indicators
    names = [dimension.name for dimension in given.dimensions]
    keys = [dimension.key for dimension in given.dimensions]
    index = keys.index(key)
    first = f"INDEX({start_of(names[index])},1,1)"
    last_end = form.listings[given.name].end
    after = f"INDEX({start_of(names[index + 1])},1,1)" if index + 1 < len(names) else last_end
    return f"OFFSET({first},0,COLUMN({column})-COLUMN({first}),ROW({after})-ROW({first}),1)"


def dimension_entries(figures: Figures, key: str, what: str) -> tuple[Entry, ...]:
    """Return the weights or scores (``weight``, ``score``) of a dimension's indicators."""
    given = figures.form.indicators
    (dimension,) = (d for d in given.dimensions if d.key == key)
    return tuple(
        entry
        for category in dimension.categories
        for entry in entries(figures.submission, f"{given.path}.{category.key}.*.{what}")
    )


def sum_of(cells: Iterable[Entry]) -> Decimal:
    """Add up the entries that are numbers."""
    values = (cell.value for cell in cells)
    return canonical(sum((v for v in values if isinstance(v, Decimal)), Decimal(0)))


def dimension_sum(figures: Figures, key: str, what: str) -> Decimal:
    """Add up the weights or scores of a dimension."""
    return sum_of(dimension_entries(figures, key, what))


def group_weights(figures: Figures, group: DimensionGroup) -> list[Decimal]:
    """Return the weights of a group's indicators that are numbers."""
    return [weight for key in group.dimensions for weight in weights_of(figures, key)]


def fills_frame(figures: Figures, frame: Frame) -> bool:
    """Tell whether all points are filled in, as they are or but for equal divisions' rounding."""
    filled = counted = frame.execution
    for group in frame.groups:
        weights = group_weights(figures, group)
        points = sum(weights, Decimal(0))
        filled += points
        counted += group.weight if is_divided(weights, group.weight) else points
    return frame.total in {filled, counted}


def weights_of(figures: Figures, key: str) -> list[Decimal]:
    """Return the weights of a dimension's indicators that are numbers."""
    cells = dimension_entries(figures, key, "weight")
    return [cell.value for cell in cells if isinstance(cell.value, Decimal)]


def is_rounded_formula(label: str) -> str:
    """Tell, as a native expression, whether a row's points are divided and rounded."""
    return f"LEFT({label}_说明,{len(ROUNDED)})={quoted(ROUNDED)}"


@dataclass(frozen=True)
class Portion:
    """A row of 得分构成: budget execution (no ``keys``), a dimension, or several by their keys.

    ``points`` are ``None`` of a dimension that shares its weight with others: that is said in
    the row of all of them, which alone counts in the total.
    """

    form: Form
    label: str
    keys: tuple[str, ...]
    points: Decimal | None

    def filled(self, figures: Figures) -> Decimal:
        """Return the points of the indicators that are filled in."""
        if not self.keys:
            return self.points or Decimal(0)
        return sum((dimension_sum(figures, key, "weight") for key in self.keys), Decimal(0))

    def score(self, figures: Figures, execution: Shown) -> Decimal:
        """Return the points earned; ``execution`` is the score of budget execution."""
        if self.keys:
            return sum((dimension_sum(figures, key, "score") for key in self.keys), Decimal(0))
        return execution if isinstance(execution, Decimal) else Decimal(0)

    def column(self, what: str) -> str:
        """Return the cells of the dimensions in a column of the indicator table."""
        listing = self.form.listings[self.form.indicators.name]
        (name,) = (f.name for f in listing.fields if f.path.endswith(f".{what}"))
        return ",".join(dimension_cells(self.form, key, name) for key in self.keys)


def portions_of(form: Form, frame: Frame) -> tuple[Portion, ...]:
    """Return the rows of 得分构成: budget execution, then the dimensions as the form has them.

    Those that share a weight stand below a row of their own.
    """
    names = {dimension.key: dimension.name for dimension in form.indicators.dimensions}
    rows = [Portion(form, EXECUTION.removesuffix("分值"), (), frame.execution)]
    for key, name in names.items():
        group = frame.group_of(key)
        if len(group.dimensions) == 1:
            rows.append(Portion(form, name, (key,), group.weight))
            continue
        if key == min(group.dimensions, key=list(names).index):
            rows.append(Portion(form, group.name(names), group.dimensions, group.weight))
        rows.append(Portion(form, name, (key,), None))
    return tuple(rows)


@dataclass(frozen=True)
class CompositionCell:
    """One computed cell of 得分构成; without a ``portion`` it is the total's."""

    portions: tuple[Portion, ...]
    portion: Portion | None
    part: str
    execution: Callable[[Figures], Shown]

    @property
    def name(self) -> str:
        """``产出指标_已填分值``, ``评分合计_得分`` and so on."""
        return f"{self.portion.label if self.portion else '评分合计'}_{self.part}"

    @property
    def style(self) -> Style:
        """Words, points or a score."""
        styles: dict[str, Style] = {"说明": "words", "得分": "score"}
        return styles.get(self.part, "points")

    def _sums(self, figures: Figures) -> tuple[Decimal, Decimal, Decimal]:
        portions = (self.portion,) if self.portion else self._counting
        shown = self.execution(figures)
        return (
            sum((p.points or Decimal(0) for p in portions), Decimal(0)),
            sum((p.filled(figures) for p in portions), Decimal(0)),
            sum((p.score(figures, shown) for p in portions), Decimal(0)),
        )

    def shown(self, figures: Figures) -> Shown:
        """Return what the cell shows."""
        if self._is_shared and self.part in {"表头分值", "说明"}:
            return None
        points, filled, score = self._sums(figures)
        if self.part != "说明":
            return {"表头分值": points, "已填分值": filled, "得分": score}[self.part]
        if not self.portion:
            return f"已填 {plain(filled)} 分中得 {plain(score)} 分，表头共 {plain(points)} 分"
        apart = canonical(filled - points)
        if apart == 0:
            return None
        weights = [w for key in self.portion.keys for w in weights_of(figures, key)]
        rounded = ROUNDED if is_equal_division(weights, points) else ""
        return f"{rounded}比表头{'多' if apart > 0 else '少'}填 {plain(abs(apart))} 分"

    @property
    def _is_shared(self) -> bool:
        """Tell whether the row's points are said in another row."""
        return self.portion is not None and self.portion.points is None

    @property
    def _counting(self) -> tuple[Portion, ...]:
        return tuple(portion for portion in self.portions if portion.points is not None)

    def formula(self) -> str:
        """Return the native formula."""
        if self.portion is None:
            return self._total()
        if self._is_shared and self.part in {"表头分值", "说明"}:
            return '=""'
        mine = f"{self.portion.label}_"
        match self.part:
            case "表头分值":
                return f"={cell_of(f'{self.portion.label}分值')}"
            case "已填分值":
                inner = f"SUM({self.portion.column('weight')})" if self.portion.keys else EXECUTION
            case "得分":
                inner = (
                    f"SUM({self.portion.column('score')})"
                    if self.portion.keys
                    else f"N({EXECUTION_SCORE})"
                )
            case _:
                apart = f"ROUND({mine}已填分值-{mine}表头分值,{EXACT})"
                side = f'IF({apart}>0,"多","少")'
                words = f'"比表头"&{side}&"填 "&ABS({apart})&" 分"'
                if self.portion.keys:
                    division = equal_division_formula(
                        self.portion.column("weight"), f"{mine}表头分值"
                    )
                    words = f'IF({division},{quoted(ROUNDED)},"")&{words}'
                return f'=IF({apart}=0,"",{words})'
        return f"=ROUND({inner},{EXACT})"

    def _total(self) -> str:
        if self.part == "说明":
            filled, score, points = (
                f"评分合计_{part}" for part in ("已填分值", "得分", "表头分值")
            )
            return f'="已填 "&{filled}&" 分中得 "&{score}&" 分，表头共 "&{points}&" 分"'
        cells = ",".join(f"{portion.label}_{self.part}" for portion in self._counting)
        return f"=ROUND(SUM({cells}),{EXACT})"
