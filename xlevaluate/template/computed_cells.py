"""The computed cells of a template: its ratios, and all that comes of form and profile.

Every name in a ratio is a number of the form, or the slip is told with the file.
"""

from collections.abc import Iterator

from xlevaluate.computed.change import Change, Growth
from xlevaluate.computed.computation import Computation
from xlevaluate.computed.ratio import Basis, Ratio, RatioInOneCell, ZeroCase
from xlevaluate.computed.terms import Terms
from xlevaluate.errors import CannotDoError
from xlevaluate.form.fields import table_columns
from xlevaluate.form.form import Form
from xlevaluate.form.names_definition import COMPOSITION_PARTS, RATIO_TOTAL_PARTS
from xlevaluate.scoring.composition import (
    CompositionCell,
    Portion,
    TotalWeight,
    goals_in,
    portions_of,
)
from xlevaluate.scoring.execution import ExecutionScore, FramePoints
from xlevaluate.scoring.parameter_names import ParameterNames
from xlevaluate.scoring.profile import Profile
from xlevaluate.scoring.ratio_score import RatioTotal, ScoredRatio
from xlevaluate.scoring.verdict import verdict_cells
from xlevaluate.template.project_table import project_totals
from xlevaluate.template.record_definitions import RatioDef


def ratio_of(given: RatioDef, form: Form) -> Ratio:
    """Resolve a ratio; raises ``CannotDoError`` for a name that is no numeric field."""
    try:
        bases = tuple(
            Basis(Terms.parse(basis.numerator), Terms.parse(basis.denominator), basis.label)
            for basis in given.basis
        )
    except ValueError as error:
        raise CannotDoError(f"模板文件 ratios.toml 的“{given.name}”有误：{error}") from error
    for name in (name for basis in bases for name in basis.names):
        if name not in form.fields or not form.fields[name].is_number:
            raise CannotDoError(
                f"模板文件 ratios.toml 的“{given.name}”用了 form.toml 中没有的数字项“{name}”"
            )

    def label_of(name: str) -> str:
        return form.fields[name].label

    counts = all(form.fields[name].kind == "count" for basis in bases for name in basis.names)
    return Ratio(
        name=given.name,
        role=given.role,
        names=form.names,
        bases=bases,
        zero=ZeroCase(given.zero.text, given.zero.level),
        standard=given.standard,
        whole_percent=given.whole_percent,
        words="；否则 ".join(
            f"{basis.numerator.words(label_of)} ÷ {basis.denominator.words(label_of)} × 100%"
            for basis in bases
        ),
        parts_style="points" if counts else "money",
    )


def computations_of(
    form: Form, ratios: dict[str, Ratio], profile: Profile, scored: tuple[ScoredRatio, ...]
) -> dict[str, Computation]:
    """Return every computed cell by name: ratios, points, scores, changes."""
    names, portions = form.names, portions_of(form, profile.frame)
    execution = _execution_score(form, profile)
    found: list[Computation] = [
        *_of_ratios(form, ratios),
        *_of_execution(form, execution),
        *(cell for row in scored for cell in row.cells()),
        *(RatioTotal(names.ratio_total, scored, part) for part in RATIO_TOTAL_PARTS if scored),
        *(
            CompositionCell(names.composition, portions, portion, part, execution)
            for portion in ((*portions, *goals_in(form), None) if portions else ())
            for part in COMPOSITION_PARTS
        ),
        *_total_weight(form, portions),
        *verdict_cells(profile, form, execution, portions),
        *project_totals(form),
    ]
    for table in form.definition.tables:
        for column in table_columns(form.definition, table):
            pair = column.growth or column.change
            for row in table.rows if pair else ():
                current, prior = (f"{row.name}_{name}" for name in pair or ())
                record = Growth if column.growth else Change
                found.append(record(f"{row.name}_{column.name}", current, prior))
    return {computation.name: computation for computation in found}


def _of_ratios(form: Form, ratios: dict[str, Ratio]) -> Iterator[Computation]:
    """Yield the cells of ratios; without a sheet for them each has one cell, where it is shown."""
    for ratio in ratios.values():
        if form.sheet_with("ratios"):
            yield ratio
            yield from ratio.parts()
        else:
            yield RatioInOneCell(ratio)


def _execution_score(form: Form, profile: Profile) -> ExecutionScore | None:
    """Return the cell of budget execution's score; ``None`` where the form has none."""
    cells = form.execution
    if cells is None:
        return None
    weight = ParameterNames.of(form).execution.cell
    return ExecutionScore(
        cells.score,
        profile.frame.execution,
        cells.executed,
        cells.budget,
        weight,
        profile.execution,
    )


def _total_weight(form: Form, portions: tuple[Portion, ...]) -> Iterator[TotalWeight]:
    """Yield the cell of all points filled in, where the form prints them."""
    name = form.computed_roles.get("total_weight")
    if name is not None and portions:
        total = CompositionCell(form.names.composition, portions, None, "filled", None)
        yield TotalWeight(name, total)


def _of_execution(form: Form, score: ExecutionScore | None) -> Iterator[Computation]:
    if form.execution is not None and score is not None:
        yield FramePoints(form.execution.weight, score.weight, score.weight_cell)
        yield score
