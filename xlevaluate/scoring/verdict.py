"""What stands below the total: its grade, the ceiling by budget execution, warnings.

A profile that has none of them has no such cells. Source: the profile's.
"""

from decimal import Decimal

from msgspec import Struct

from xlevaluate.computed.computation import Shown, Style
from xlevaluate.computed.terms import EXACT
from xlevaluate.form.figures import Figures
from xlevaluate.form.form import Form
from xlevaluate.form.labels import quoted
from xlevaluate.scoring.composition import Portion
from xlevaluate.scoring.execution import ExecutionScore
from xlevaluate.scoring.parameter_names import ParameterNames
from xlevaluate.scoring.profile import FINE, Profile
from xlevaluate.scoring.total_rules import Ceiling, Grade, ceiling_of
from xlevaluate.submission.amounts import percent, plain

_RED = "红色预警：指标得分率超前于预算执行得分率"


def verdict_cells(
    profile: Profile, form: Form, execution: ExecutionScore | None, portions: tuple[Portion, ...]
) -> tuple["GradeCell | CeilingCell | WarningCell", ...]:
    """Return the cells that a profile has, as far as the form has what they are made of."""
    block, total = form.composition, form.with_role("total_score")
    if block is None:
        return ()
    names = ParameterNames.of(form)
    cells: list[GradeCell | CeilingCell | WarningCell] = []
    if profile.grade and total is not None:
        cells.append(GradeCell(block.grade, profile.grade, total.name, names))
    if profile.ceiling and execution is not None:
        cells.append(CeilingCell(block.ceiling, profile.ceiling, execution, names))
    warning = profile.warning
    has_warning = warning.indicator_ahead is not None or warning.unexecuted is not None
    if has_warning and execution is not None:
        cells.append(WarningCell(block.warning, profile, execution, portions, names))
    return tuple(cells)


class GradeCell(Struct, frozen=True):
    """The grade that goes with the total score."""

    name: str
    grades: tuple[Grade, ...]
    total: str
    names: ParameterNames
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
            bound = self.names.grade(grade).cell
            text = f"IF({self.total}>={bound},{quoted(grade.name)},{text})"
        return f'=IF(ISNUMBER({self.total}),{text},"")'


class CeilingCell(Struct, frozen=True):
    """The highest total that the rate of budget execution allows; blank where there is none."""

    name: str
    ceilings: tuple[Ceiling, ...]
    execution: ExecutionScore
    names: ParameterNames
    style: Style = "points"

    def shown(self, figures: Figures) -> Shown:
        """Return the points, or ``None``."""
        executed, budget = (
            figures.amount(name) for name in (self.execution.executed, self.execution.budget)
        )
        if not isinstance(executed, Decimal) or not isinstance(budget, Decimal):
            return None
        rate = self.execution.rules.rate(executed, budget)
        return None if rate is None else ceiling_of(self.ceilings, rate)

    def formula(self) -> str:
        """Return the native formula."""
        done, all_ = self.execution.executed, self.execution.budget
        zero = {
            "not_applicable": '""',
            "zero": self._ceiling("0"),
            "one": self._ceiling(f"ROUND({done},{FINE})"),
        }
        rate = self._ceiling(f"ROUND({done}/{all_},{FINE})")
        return (
            f'=IF(COUNT({done},{all_})<2,"",IF({all_}=0,{zero[self.execution.rules.zero]},{rate}))'
        )

    def _ceiling(self, rate: str) -> str:
        text = '""'
        for index, _ in enumerate(self.ceilings):
            below, total = self.names.ceiling_rate(index), self.names.ceiling_total(index)
            text = f"IF({rate}<{below.cell},{total.cell},{text})"
        return text


class WarningCell(Struct, frozen=True):
    """The warnings in words; blank where there is nothing to warn of."""

    name: str
    profile: Profile
    execution: ExecutionScore
    portions: tuple[Portion, ...]
    names: ParameterNames
    style: Style = "words"

    def shown(self, figures: Figures) -> Shown:
        """Return the warnings, or ``None``."""
        said = [_RED] if self.is_ahead(figures) else []
        if self.is_unexecuted(figures):
            share = self.profile.warning.unexecuted or Decimal(0)
            said.append(f"黄色预警：未执行的预算超过 {plain(percent(share))}%")
        return "；".join(said) or None

    def rates(self, figures: Figures) -> tuple[Decimal, Decimal] | None:
        """Return the shares of points that indicators and execution earn, if there are both."""
        score = self.execution.shown(figures)
        frame = self.profile.frame
        points = frame.total - frame.execution
        if not isinstance(score, Decimal) or points <= 0 or frame.execution <= 0:
            return None
        earned = sum(
            (p.score(figures, None) for p in self.portions if p.keys and p.points is not None),
            Decimal(0),
        )
        return earned / points, score / frame.execution

    def is_ahead(self, figures: Figures) -> bool:
        """Tell whether the indicators score further than the money was spent (red)."""
        rates = self.rates(figures)
        return rates is not None and self.profile.warning.is_ahead(*rates)

    def is_unexecuted(self, figures: Figures) -> bool:
        """Tell whether too much of the budget was left (yellow)."""
        executed, budget = (
            figures.amount(name) for name in (self.execution.executed, self.execution.budget)
        )
        if not isinstance(executed, Decimal) or not isinstance(budget, Decimal):
            return False
        return self.profile.warning.is_unexecuted(executed, budget)

    def formula(self) -> str:
        """Return the native formula."""
        warning = self.profile.warning
        red = yellow = '""'
        if warning.indicator_ahead is not None:
            red = f'IF({self._ahead()},{quoted(_RED)},"")'
        if warning.unexecuted is not None:
            share = f"ROUND({self.names.unexecuted.cell}*100,2)"
            yellow = f'IF({self._unexecuted()},"黄色预警：未执行的预算超过 "&{share}&"%","")'
        both = f'IF(AND({red}<>"",{yellow}<>""),"；","")'
        return f"={red}&{both}&{yellow}"

    def _ahead(self) -> str:
        rows = [row for row in self.portions if row.keys and row.points is not None]
        if not rows:
            return "FALSE"
        earned, points = (
            f"SUM({','.join(cells)})"
            for cells in ([row.cell("score") for row in rows], [row.cell("frame") for row in rows])
        )
        score, weight = self.execution.name, self.execution.weight_cell
        indicators = f"{earned}/MAX({points},0.01)"
        execution = f"N({score})/MAX({weight},0.01)"
        apart = f"ROUND({indicators}-{execution}-{self.names.ahead.cell}*{indicators},{EXACT})"
        return f"AND(ISNUMBER({score}),{points}>0,{weight}>0,{earned}>0,{apart}>0)"

    def _unexecuted(self) -> str:
        done, all_ = self.execution.executed, self.execution.budget
        left = f"ROUND(N({all_})-N({done})-{self.names.unexecuted.cell}*N({all_}),{EXACT})"
        return f"AND(COUNT({done},{all_})=2,OR(N({all_})=0,{left}>0))"
