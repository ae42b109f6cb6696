"""评分: what the unit itself gives its ratios, and the parameters of scoring."""

from decimal import Decimal

from xlevaluate.checks.cases import Case
from xlevaluate.checks.computed_reads import (
    OWN_RATIO_POINTS,
    OWN_RATIO_SCORES,
    SCORED_BASES,
    own_score_cells,
    parameter_path,
    parameters,
    ratio_sources,
)
from xlevaluate.checks.findings import Observation, RuleResult
from xlevaluate.checks.reads import NOTHING
from xlevaluate.checks.rule import Subject, rule
from xlevaluate.form.printing import printed_number
from xlevaluate.submission import NOT_APPLICABLE
from xlevaluate.submission.amounts import canonical, plain
from xlevaluate.template.made_parameters import outdated

_METHOD = "评分办法"
_RATIOS = parameters("ratios").optional


@rule(
    "S13",
    "query",
    "评分",
    "比率的自评得分与建议得分一致",
    _METHOD,
    OWN_RATIO_SCORES | SCORED_BASES | _RATIOS,
    needs=_RATIOS,
)
def ratio_as_proposed(subject: Subject) -> RuleResult:
    """Find own scores of ratios that differ from the proposed ones, with no word on why."""
    found, own_cells = [], own_score_cells(subject.template)
    for scored in subject.template.scored:
        if scored.name not in own_cells:
            continue
        cells = own_cells[scored.name]
        (own,), note = subject.figures[cells.score.name], cells.note.name
        proposed = scored.proposed(subject.figures)
        if not isinstance(own.value, Decimal) or not isinstance(proposed, Decimal):
            continue
        if own.value == proposed or subject.figures.value(note) is not None:
            continue
        if subject.is_unread(note, *ratio_sources(scored.ratio)):
            continue
        found.append(
            Observation(
                "ratio_not_as_proposed",
                own.path,
                actual=own.value,
                expected=canonical(proposed),
                difference=abs(own.value - proposed),
                note=scored.words(subject.figures) or "",
            )
        )
    return RuleResult(tuple(found))


@rule(
    "S14",
    "error",
    "评分",
    "比率的自评得分在0与分值之间",
    _METHOD,
    OWN_RATIO_POINTS | _RATIOS,
    needs=_RATIOS,
)
def ratio_within_weight(subject: Subject) -> RuleResult:
    """Find own scores of ratios outside their weight."""
    found, own_cells = [], own_score_cells(subject.template)
    for scored in subject.template.scored:
        if scored.name not in own_cells:
            continue
        cells = own_cells[scored.name]
        (own,), weight = subject.figures[cells.score.name], scored.scoring.weight
        if own.value is NOT_APPLICABLE:
            found.append(
                Observation(
                    "ratio_score_no_number",
                    own.path,
                    actual=NOT_APPLICABLE.value,
                    expected=f"0至{plain(weight)}",
                )
            )
        if isinstance(own.value, Decimal) and not 0 <= own.value <= weight:
            found.append(
                Observation(
                    "ratio_score_outside",
                    own.path,
                    actual=own.value,
                    expected=f"0至{plain(weight)}",
                    difference=max(-own.value, own.value - weight),
                )
            )
    return RuleResult(tuple(found))


@rule("S15", "query", "评分", "评分参数与评分办法的文件一致", _METHOD, parameters(), needs=NOTHING)
def parameters_changed(subject: Subject) -> RuleResult:
    """Find parameters that were changed in the workbook, told once.

    Those that were the method's own when the workbook was made are told by themselves: nobody
    changed them.
    """
    own = {item.name: item for item in subject.template.parts.parameters}
    changed = subject.template.reduced(subject.submission).parameters
    given = {name: v for name, v in changed.items() if name in own and isinstance(v, Decimal)}
    later = outdated(subject.template, subject.reading.snapshot, given)

    def told(case: Case, names: list[str]) -> Observation:
        note = "、".join(
            f"{name} {printed_number(own[name].value, own[name].kind)} "
            f"改为 {printed_number(given[name], own[name].kind)}"
            if case == "parameters_changed"
            else f"{name} {printed_number(given[name], own[name].kind)}"
            f"（现在 {printed_number(own[name].value, own[name].kind)}）"
            for name in names
        )
        first, *others = map(parameter_path, names)
        return Observation(case, first, tuple(others), note=note)

    every: tuple[tuple[Case, list[str]], ...] = (
        ("parameters_changed", [name for name in given if name not in later]),
        ("parameters_outdated", list(later)),
    )
    return RuleResult(tuple(told(case, names) for case, names in every if names))


@rule(
    "S16",
    "error",
    "评分",
    "评分参数都能用，各项分值合计不变",
    _METHOD,
    parameters(),
    needs=parameters("frame").optional,
)
def parameters_fit(subject: Subject) -> RuleResult:
    """Find parameters that cannot be used, and a frame that adds up to something else."""
    parts = subject.template.parts
    findings = [
        Observation(
            "parameter_unfit",
            parameter_path(name),
            note=reason,
        )
        for name, reason in subject.template.unfit(subject.submission).items()
    ]
    total, own = subject.template.profile.frame.total, parts.profile.frame.total
    if total != own:
        items = [item for item in parts.parameters if item.place[0] == "frame"]
        first, *others = (parameter_path(item.name) for item in items)
        findings.append(
            Observation(
                "frame_total",
                first,
                tuple(others),
                actual=canonical(total),
                expected=canonical(own),
                difference=canonical(abs(total - own)),
            )
        )
    return RuleResult(tuple(findings))


RULES = (ratio_as_proposed, ratio_within_weight, parameters_changed, parameters_fit)
