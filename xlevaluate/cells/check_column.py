"""What native formulas say beside the forms while the user types, with no Python at hand.

They come from the records from which the rules come: identities, required fields, groups of
overruns, the points of the frame. They are no stricter than the rules: figures typed more finely
than two decimals are held to the tolerance of two, and an empty list is not complained of.
"""

from collections.abc import Callable, Mapping
from decimal import Decimal

from msgspec.structs import replace

from xlevaluate.cells.in_cell import Called, Find, InCell, row_value
from xlevaluate.cells.proposed_targets import proposed_target
from xlevaluate.cells.row_slips import ROW_SLIPS, RowSlip
from xlevaluate.checks.overruns import overrun, overrun_formula
from xlevaluate.computed.computation import Computation
from xlevaluate.computed.sums import Identity, Part
from xlevaluate.computed.terms import EXACT
from xlevaluate.form.carried_table import Proposals
from xlevaluate.form.fields import Field
from xlevaluate.form.figures import Figures
from xlevaluate.form.page import RowCell
from xlevaluate.form.roles import IndicatorRole
from xlevaluate.scoring.composition import (
    fills_frame,
    goals_in,
    group_weights,
    is_rounded_formula,
    portions_of,
)
from xlevaluate.scoring.frame import is_divided
from xlevaluate.scoring.verdict import CeilingCell
from xlevaluate.scoring.waived import applicable_frame
from xlevaluate.submission.amounts import canonical
from xlevaluate.template.template import Template

_UNIT = Decimal("0.005")
"""Half a unit of the second decimal."""

_INSERTED = (
    "下面插入的行还没有这一列的公式和建议得分；点“校验”补上，没有按钮的，得分请自行填写，"
    "或运行 xlevaluate repair 补全"
)

RowCall = Callable[[Mapping[IndicatorRole, RowCell]], str]
"""Writes the call that checks a row of indicators; an empty text where there are enough."""


class InCellChecks:
    """All that formulas say beside the forms of a template."""

    def __init__(
        self,
        template: Template,
        row_call: RowCall | None = None,
        proposals: Proposals | None = None,
    ) -> None:
        self._template = template
        self._row_call = row_call
        self._proposals = proposals
        self._named: dict[str, list[InCell]] = {}
        self._names = {d.key: d.name for d in template.form.indicators.dimensions}
        self._portions = portions_of(template.form, template.profile.frame)
        for identity in (column for rule in template.identities for column in rule.columns):
            label = template.form.fields[identity.total].label
            for told, of_blank in _levelled(identity):
                check = _identity(told, label, self._label_of, of_blank=of_blank)
                self._add(identity.total, check)
        self._add_overruns()
        self._add_totals()

    def _add_overruns(self) -> None:
        """Hold what was spent against what was allowed."""
        form = self._template.form
        for group in self._template.texts.overrun:
            for row in group.of(form):
                final = row.cells["final"]
                self._add(final.name, _overrun(final, row.cells["budget"], "预算"))
        executed, budget = form.with_role("executed"), form.with_role("final_budget")
        if executed and budget:
            self._add(executed.name, _overrun(executed, budget, budget.label))

    def _add_totals(self) -> None:
        """Look at the total score: the points of all, and its ceiling."""
        total = self._template.form.with_role("total_score")
        if total is None:
            return
        if self._portions and self._has_weights:
            self._add(total.name, self._total_weight())
        for cell in self._template.computations.values():
            if isinstance(cell, CeilingCell):
                self._add(total.name, _over_ceiling(total.name, total.label, cell))

    @property
    def _has_weights(self) -> bool:
        return "weight" in self._template.form.indicator_columns

    def _add(self, name: str, check: InCell) -> None:
        self._named.setdefault(name, []).append(check)

    def _label_of(self, part: Part) -> str:
        field = self._template.form.all_fields.get(part.name)
        return field.label if field else part.name

    def named(self, name: str) -> tuple[InCell, ...]:
        """Return what is said in the row of a field that stands once."""
        return tuple(self._named.get(name, ()))

    def indicator(self, row: Mapping[IndicatorRole, RowCell]) -> tuple[InCell | Called, ...]:
        """Return what is said in a row of indicators, given its cells by role."""
        native = tuple(_slip(slip, row) for slip in ROW_SLIPS if set(slip.needs) <= set(row))
        call = self._row_call(row) if self._row_call else ""
        own = (Called(call, native),) if call else native
        return (*own, *proposed_target(self._proposals, self._template.form, row))

    def above(self, group: str) -> tuple[InCell, ...]:
        """Return what is said of rows inserted below; ``group`` is the hidden cell of a row.

        A program that inserts a row leaves that cell blank, and the row without formulas.
        """
        listing = self._template.form.listings[self._template.form.indicators.name]
        when = f'AND(OFFSET({group},1,0)="",ROW({group})+1<ROW({listing.end}))'
        return (InCell("hint", _INSERTED, when, (), lambda _: None),)

    def dimension(self, key: str) -> tuple[InCell, ...]:
        """Return what is said in the first row of a dimension of the indicator table.

        Dimensions that share a weight are spoken of in the first row of the first.
        """
        if not self._has_weights:
            return ()
        frame = self._template.profile.frame
        group = frame.group_of(key)
        portion = next((p for p in self._portions if p.keys == group.dimensions), None)
        names = list(self._names)
        if portion is None or key != min(group.dimensions, key=names.index):
            return ()
        label = portion.label

        def find(figures: Figures) -> tuple[Decimal, ...] | None:
            weights = group_weights(figures, group)
            due = applicable_frame(figures, frame).group_of(key).weight
            actual = canonical(sum(weights, Decimal(0)))
            return None if is_divided(weights, due) else (actual, due)

        return (
            self._weights(
                f"{label}的分值合计 {{0}}，应为 {{1}}",
                (portion.cell("filled"), portion.cell("frame")),
                f"NOT({is_rounded_formula(portion.cell('words'))})",
                find,
            ),
        )

    def goal(self, key: str) -> tuple[InCell, ...]:
        """Return what is said in the first row of a goal of the indicator table."""
        goal = next((goal for goal in goals_in(self._template.form) if goal.goal == key), None)
        if goal is None or not goal.parameter:
            return ()

        def find(figures: Figures) -> tuple[Decimal, ...] | None:
            points, weights = goal.due(figures), goal.weights(figures)
            if points is None or is_divided(weights, points):
                return None
            return canonical(sum(weights, Decimal(0))), points

        cells = (goal.cell("filled"), goal.cell("frame"))
        is_rounded = is_rounded_formula(goal.cell("words"))
        differ = f"NOT({is_rounded}),ISNUMBER({goal.parameter})"
        words = f"{goal.label}的分值合计 {{0}}，应为 {{1}}"
        return (self._weights(words, cells, differ, find),)

    def _total_weight(self) -> InCell:
        frame = self._template.profile.frame

        def find(figures: Figures) -> tuple[Decimal, ...] | None:
            if fills_frame(figures, frame):
                return None
            weights = [w for group in frame.groups for w in group_weights(figures, group)]
            return canonical(frame.execution + sum(weights, Decimal(0))), frame.total

        apart = "+".join(
            f"IF({is_rounded_formula(row.cell('words'))},0,{row.cell('filled')}-{row.cell('frame')})"
            for row in self._portions
            if row.keys and row.points is not None
        )
        names = self._template.form.names.composition
        return self._weights(
            "预算执行与各指标的分值合计 {0}，应为 {1}",
            (names.cell(names.total, "filled"), names.cell(names.total, "frame")),
            f"ROUND({apart},{EXACT})<>0",
            find,
        )

    def _weights(
        self,
        words: str,
        cells: tuple[str, str],
        differ: str,
        find: Find,
    ) -> InCell:
        """Hold a sum of weights against the frame, once any weight is filled in."""
        listing = self._template.form.listings[self._template.form.indicators.name]
        weight = self._template.form.indicator_columns["weight"]
        every = Part(weight.name, listing=listing).operand(f"COLUMN({weight.name})")
        actual_cell, expected_cell = cells

        def once_filled(figures: Figures) -> tuple[Decimal, ...] | None:
            is_filled = any(isinstance(entry.value, Decimal) for entry in figures[weight.name])
            return find(figures) if is_filled else None

        when = f"AND(COUNT({every})>0,{actual_cell}<>{expected_cell},{differ})"
        return InCell("error", words, when, cells, once_filled, are_points=True)


def _levelled(identity: Identity) -> tuple[tuple[Identity, bool], ...]:
    """Return an identity as often as formulas tell of it, each at one level, and of what total.

    ``True`` goes with an identity that is held against a blank total alone.

    Of figures that may differ a formula asks, of a blank that should not be 0 it complains. One
    that depends on what else is blank is left to the rule.
    """
    leaves_out = any(part.may_be_blank for part in identity.parts)
    takes_away = any(part.sign < 0 for part in identity.parts)
    if identity.twin or identity.unless or identity.while_blank or (leaves_out and takes_away):
        return ()
    if identity.level == "query" and identity.blank_total == "zero":
        asked = replace(identity, blank_total="unknown")
        return ((asked, False), (replace(identity, level="error"), True))
    return ((identity, False),)


def _identity(
    identity: Identity, label: str, label_of: Callable[[Part], str], *, of_blank: bool
) -> InCell:
    total, parts = identity.total, identity.parts
    at_most = identity.relation == "at_most"
    cells = [(part.sign, part.operand(f"COLUMN({total})")) for part in parts]
    added = ",".join(cell for sign, cell in cells if sign > 0)
    taken = ",".join(cell for sign, cell in cells if sign < 0)
    sum_ = f"ROUND(SUM({added}){f'-SUM({taken})' if taken else ''},{EXACT})"
    signed = f"{sum_}-N({total})"
    difference = f"ROUND({signed if at_most else f'ABS({signed})'},{EXACT})"
    not_zero = "+".join(f'COUNTIF({cell},"{sign}0")' for _, cell in cells for sign in "<>")
    is_difference = any(part.sign < 0 for part in parts)
    least = len(parts) if is_difference else 1
    # Where some parts may be blank, the others may not.
    needed = [part for part in parts if not part.may_be_blank]
    needed = needed if len(needed) < len(parts) else []
    all_needed = "".join(f",COUNT({part.operand(f'COLUMN({total})')})>0" for part in needed)
    filled = f"ISNUMBER({total})"
    if of_blank:
        filled = f'{total}=""'
    elif identity.blank_total == "zero":
        filled = f'OR({filled},{total}="")'
    if identity.ceiling is not None:
        filled += f",N({total})<>MIN({sum_},{identity.ceiling.name})"
    when = (
        f"AND({filled},COUNT({','.join(cell for _, cell in cells)})>={least}{all_needed},"
        f"{difference}>=ROUND({_UNIT}*(1+{not_zero}),{EXACT}))"
    )

    def find(figures: Figures) -> tuple[Decimal, ...] | None:
        amount = figures.amount(total)
        if of_blank and amount is not None:
            return None
        items = [
            part.sign * entry.value
            for part in parts
            for entry in part.entries(figures)
            if isinstance(entry.value, Decimal)
        ]
        if amount is None and identity.blank_total == "zero":
            amount = Decimal(0)
        if not isinstance(amount, Decimal) or len(items) < least:
            return None
        if any(not _has_number(part, figures) for part in needed):
            return None
        expected = sum(items, Decimal(0))
        if amount == identity.limited(expected, figures):
            return None
        apart = expected - amount if at_most else abs(expected - amount)
        allowed = _UNIT * (1 + sum(item != 0 for item in items))
        return (expected, apart) if apart >= allowed else None

    return InCell(identity.level, _words(identity, label, label_of), when, (sum_, difference), find)


def _has_number(part: Part, figures: Figures) -> bool:
    return any(isinstance(entry.value, Decimal) for entry in part.entries(figures))


def _words(identity: Identity, label: str, label_of: Callable[[Part], str]) -> str:
    if identity.relation == "at_most":
        return f"{label}的其中项合计 {{0}}，超出 {{1}}"
    if any(part.sign < 0 for part in identity.parts):
        return f"{label}按其他数字应为 {{0}}，相差 {{1}}"
    first, *others = identity.parts
    if not others and first.listing is None:
        return f"{label}与{label_of(first)} {{0}}不一致，相差 {{1}}"
    return f"{label}的分项合计 {{0}}，相差 {{1}}"


def _overrun(final: Field, budget: Field, limit: str) -> InCell:
    def find(figures: Figures) -> tuple[Decimal, ...] | None:
        beyond = overrun(figures.value(final.name), figures.value(budget.name))
        return None if beyond is None else (beyond,)

    is_one, by_how_much = overrun_formula(final.name, budget.name)
    words = f"{final.label}超过{limit} {{0}}，属实的请说明原因"
    return InCell("query", words, is_one, (by_how_much,), find)


def _over_ceiling(total: str, label: str, ceiling: Computation) -> InCell:
    def find(figures: Figures) -> tuple[Decimal, ...] | None:
        amount, most = figures.amount(total), ceiling.shown(figures)
        if not isinstance(amount, Decimal) or not isinstance(most, Decimal):
            return None
        return (amount, most) if amount > most else None

    return InCell(
        "error",
        f"{label} {{0}} 超过按预算执行率规定的上限 {{1}}",
        f"AND(COUNT({total},{ceiling.name})=2,N({total})>N({ceiling.name}))",
        (total, ceiling.name),
        find,
        are_points=True,
    )


def _slip(slip: RowSlip, row: Mapping[IndicatorRole, RowCell]) -> InCell:
    def find(figures: Figures) -> tuple[Decimal, ...] | None:
        values = {role: row_value(figures, cell) for role, cell in row.items()}
        if not slip.holds(values):
            return None
        numbers = (values[role] for role in slip.numbers)
        return tuple(number for number in numbers if isinstance(number, Decimal))

    cells = {role: cell.cell for role, cell in row.items()}
    numbers = tuple(cells[role] for role in slip.numbers)
    return InCell(slip.level, slip.sentence, slip.when(cells), numbers, find, are_points=True)
