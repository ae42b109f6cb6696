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
from xlevaluate.scoring.parameters import cell_of
from xlevaluate.scoring.profile import Grade
from xlevaluate.submission import Entry, entries
from xlevaluate.submission.amounts import canonical, plain

EXECUTION, EXECUTION_SCORE = "预算执行分值", "预算执行得分"
"""The two cells of budget execution in the form."""

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


@dataclass(frozen=True)
class Portion:
    """A row of 得分构成: a dimension by its key, budget execution (``""``)."""

    form: Form
    label: str
    key: str
    points: Decimal

    def filled(self, figures: Figures) -> Decimal:
        """Return the points of the indicators that are filled in."""
        return dimension_sum(figures, self.key, "weight") if self.key else self.points

    def score(self, figures: Figures, execution: Shown) -> Decimal:
        """Return the points earned; ``execution`` is the score of budget execution."""
        if self.key:
            return dimension_sum(figures, self.key, "score")
        return execution if isinstance(execution, Decimal) else Decimal(0)

    def column(self, what: str) -> str:
        """Return the cells of the dimension in a column of the indicator table."""
        listing = self.form.listings[self.form.indicators.name]
        (name,) = (f.name for f in listing.fields if f.path.endswith(f".{what}"))
        return dimension_cells(self.form, self.key, name)


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
        portions = (self.portion,) if self.portion else self.portions
        shown = self.execution(figures)
        return (
            sum((p.points for p in portions), Decimal(0)),
            sum((p.filled(figures) for p in portions), Decimal(0)),
            sum((p.score(figures, shown) for p in portions), Decimal(0)),
        )

    def shown(self, figures: Figures) -> Shown:
        """Return what the cell shows."""
        points, filled, score = self._sums(figures)
        if self.part != "说明":
            return {"表头分值": points, "已填分值": filled, "得分": score}[self.part]
        if not self.portion:
            return f"已填 {plain(filled)} 分中得 {plain(score)} 分，表头共 {plain(points)} 分"
        apart = canonical(filled - points)
        if apart == 0:
            return None
        return f"比表头{'多' if apart > 0 else '少'}填 {plain(abs(apart))} 分"

    def formula(self) -> str:
        """Return the native formula."""
        if self.portion is None:
            return self._total()
        mine = f"{self.portion.label}_"
        match self.part:
            case "表头分值":
                return f"={cell_of(f'{self.portion.label}分值')}"
            case "已填分值":
                inner = f"SUM({self.portion.column('weight')})" if self.portion.key else EXECUTION
            case "得分":
                inner = (
                    f"SUM({self.portion.column('score')})"
                    if self.portion.key
                    else f"N({EXECUTION_SCORE})"
                )
            case _:
                apart = f"ROUND({mine}已填分值-{mine}表头分值,{EXACT})"
                side = f'IF({apart}>0,"多","少")'
                return f'=IF({apart}=0,"","比表头"&{side}&"填 "&ABS({apart})&" 分")'
        return f"=ROUND({inner},{EXACT})"

    def _total(self) -> str:
        if self.part == "说明":
            filled, score, points = (
                f"评分合计_{part}" for part in ("已填分值", "得分", "表头分值")
            )
            return f'="已填 "&{filled}&" 分中得 "&{score}&" 分，表头共 "&{points}&" 分"'
        cells = ",".join(f"{portion.label}_{self.part}" for portion in self.portions)
        return f"=ROUND(SUM({cells}),{EXACT})"


@dataclass(frozen=True)
class GradeCell:
    """The grade that goes with the total score."""

    grades: tuple[Grade, ...]
    total: str
    name: str = "等次"
    style: Style = "words"

    def shown(self, figures: Figures) -> Shown:
        """Return the grade's name, or ``None`` while there is no total."""
        total = figures.amount(self.total)
        if not isinstance(total, Decimal):
            return None
        return next(g.name for g in self.grades if total >= g.from_ or g is self.grades[-1])

    def formula(self) -> str:
        """Return the native formula."""
        text = quoted(self.grades[-1].name)
        for grade in reversed(self.grades[:-1]):
            text = f"IF({self.total}>={cell_of(f'{grade.name}分数线')},{quoted(grade.name)},{text})"
        return f'=IF(ISNUMBER({self.total}),{text},"")'
