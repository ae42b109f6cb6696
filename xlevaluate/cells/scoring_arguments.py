"""The scoring rules of a profile as arguments of functions in cells, written and read.

Only rules that are not the usual ones are written, each as its name and its value; then the
bands, each as its name and its lower edge, the last without one. Numbers that may be changed in
the workbook are written as their cells. A workbook made before a rule existed has no argument
for it, and is scored as usual.
"""

from collections.abc import Iterator
from decimal import Decimal

from pydantic import ValidationError

from xlevaluate.cells.arguments import Argument, UserError, amount_of, flat, is_blank
from xlevaluate.form.labels import quoted
from xlevaluate.scoring.indicator_rules import SIDES, Band, IndicatorScoring
from xlevaluate.scoring.parameter_names import ParameterNames
from xlevaluate.scoring.profile import ExecutionScoring, Profile
from xlevaluate.submission.amounts import plain
from xlevaluate.submission.mistakes import describe_error

_EXACT = "exact"
"""Says that every band is worth one share alone, and has that for its lower edge."""


def rule_arguments(profile: Profile, names: ParameterNames) -> list[str]:
    """Write what functions need to know of how indicators are scored."""
    return [text for name, value in _written(profile, names) for text in (quoted(name), value)]


def _written(profile: Profile, names: ParameterNames) -> Iterator[tuple[str, str]]:
    rules, usual = profile.indicators, IndicatorScoring()
    if rules.reverse != usual.reverse:
        yield "reverse", quoted(rules.reverse)
    if rules.equal_over != usual.equal_over:
        yield "equal_over", quoted(rules.equal_over)
    if rules.pass_line is not None:
        yield "pass_line", names.pass_line.cell
    for side in SIDES:
        action = rules.action(side)
        # What is asked about has no bearing on the score.
        if rules.limit(side) is None or action.kind in {"none", "query"}:
            continue
        yield side, names.limit(side).cell
        if action.kind == "deduct":
            yield f"{side}_action", names.deduct(side).cell
        else:
            yield f"{side}_action", quoted(action.kind)
    if rules.over_of_zero is not None and rules.over_action.kind not in {"none", "query"}:
        yield "over_of_zero", plain(rules.over_of_zero)
    if rules.inclusive:
        yield "inclusive", "TRUE"
    if rules.decimals != usual.decimals:
        yield "decimals", str(rules.decimals)


def band_arguments(bands: tuple[Band, ...], names: ParameterNames) -> list[str]:
    """Write the bands: names and lower edges, the last (which begins at 0) without."""
    if all(band.is_exact for band in bands):
        return [quoted(_EXACT), "TRUE", *_edges(bands, names)]
    return [*_edges(bands[:-1], names), quoted(bands[-1].name)]


def _edges(bands: tuple[Band, ...], names: ParameterNames) -> list[str]:
    return [text for band in bands for text in (quoted(band.name), names.band(band).cell)]


def rules_and_bands(arguments: tuple[Argument, ...]) -> tuple[IndicatorScoring, dict[str, Band]]:
    """Read what ``rule_arguments`` and ``band_arguments`` wrote; raises ``UserError``."""
    cells, given, edges, is_exact = flat(arguments), {}, [], False
    for index in range(0, len(cells), 2):
        name = str(cells[index])
        value = cells[index + 1] if index + 1 < len(cells) else None
        if name in IndicatorScoring.model_fields:
            given[name] = _value(name, value)
        elif name == _EXACT:
            is_exact = True
        else:
            edges.append((name, amount_of(value, "下限") or Decimal(0)))
    try:
        return IndicatorScoring.model_validate(given), dict(_bands(edges, is_exact=is_exact))
    except ValidationError as error:
        raise UserError(f"计分规则有误：{describe_error(error.errors()[0])}") from error


def _value(name: str, value: Argument) -> object:
    if isinstance(value, str):
        return value
    if name == "inclusive":
        return bool(value)
    number = amount_of(value, name)
    if name == "decimals":
        return int(number or 0)
    return {"deduct": number} if name.endswith("_action") else number


def _bands(edges: list[tuple[str, Decimal]], *, is_exact: bool) -> Iterator[tuple[str, Band]]:
    upper = Decimal(1)
    for name, low in edges:
        yield name, Band(**{"name": name, "from": low, "to": low if is_exact else upper})
        upper = low


def execution_arguments(rules: ExecutionScoring) -> list[str]:
    """Write how budget execution is scored, where that is not as usual."""
    if rules.model_copy(update={"explained_from": None}) == ExecutionScoring():
        return []
    return [str(rules.cap).upper(), quoted(rules.zero), str(rules.decimals)]


def execution_rules(cap: Argument, zero: Argument, decimals: Argument) -> ExecutionScoring:
    """Read what ``execution_arguments`` wrote; raises ``UserError``."""
    given: dict[str, object] = {}
    if not is_blank(cap):
        given["cap"] = str(cap).upper() not in {"FALSE", "0", "0.0"}
    if not is_blank(zero):
        given["zero"] = str(zero)
    if not is_blank(decimals):
        given["decimals"] = int(amount_of(decimals, "小数位数") or 0)
    try:
        return ExecutionScoring.model_validate(given)
    except ValidationError as error:
        raise UserError(f"预算执行的计分规则有误：{describe_error(error.errors()[0])}") from error
