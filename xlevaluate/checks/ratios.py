"""比率: zero denominators, and computed cells that do not show what they should."""

from decimal import Decimal

from msgspec.structs import replace

from xlevaluate.checks.computed_reads import (
    COMPUTED_SOURCES,
    RATIO_BASES,
    ratio_sources,
    sources_of,
)
from xlevaluate.checks.findings import (
    NOT_APPLICABLE_HERE,
    Observation,
    Reason,
    RuleResult,
    unchecked,
)
from xlevaluate.checks.reads import NOTHING
from xlevaluate.checks.rule import RuleDef, Subject, rule
from xlevaluate.computed.ratio import Ratio
from xlevaluate.computed.sums import COMPUTED
from xlevaluate.form.problems import Trouble
from xlevaluate.submission.amounts import is_within_limit
from xlevaluate.template.template import Template

_NEARLY = Decimal("1e-9")
_DIGITS_LOST = Decimal("1e-12")
"""Part of a large figure that binary numbers cannot tell."""
_TYPED_AS_TEXT: frozenset[Trouble] = frozenset({"not_a_number", "read_as"})


def ratio_rules(template: Template) -> list[RuleDef]:
    """Return the rule on what computed cells show, and that on zero denominators."""
    zero = rule(
        "P01",
        "error",
        "表内",
        "各项比率的分母不为0，能够计算",
        template.ratio_source,
        RATIO_BASES,
        needs=NOTHING,
    )
    return [shown_as_computed, zero(_zero_denominators)]


def _zero_denominators(subject: Subject) -> RuleResult:
    results = [_zero_denominator(subject, ratio) for ratio in subject.template.ratios.values()]
    # Several ratios over one cell have one cause.
    by_cell: dict[str, Observation] = {}
    for found in (found for result in results for found in result.found):
        first = by_cell.setdefault(found.path, found)
        if first is not found:
            by_cell[found.path] = replace(first, note=f"{first.note}，{found.note}")
    return RuleResult(
        found=tuple(by_cell.values()),
        not_checked=tuple(reason for result in results for reason in result.not_checked),
        applicable=any(result.applicable for result in results),
    )


def _zero_denominator(subject: Subject, ratio: Ratio) -> RuleResult:
    if unread := subject.unread(*ratio_sources(ratio)):
        return unchecked(Reason("unread", unread, of=ratio.name))
    result = ratio.evaluate(subject.figures)
    if result.state == "blank":
        blank = [name for name in result.basis.names if subject.figures.amount(name) is None]
        labels = tuple(subject.template.form.fields[name].label for name in blank)
        return subject.blank(Reason("blank", labels, of=ratio.name), *blank)
    if result.state == "not_applicable":
        return NOT_APPLICABLE_HERE
    level = ratio.zero.level
    if result.state == "value" or level == "none":
        return RuleResult()
    bottom = subject.figures[result.basis.denominator.names[0]][0].path
    tops = (subject.figures[name][0].path for name in result.basis.numerator.names)
    return RuleResult(
        (
            Observation(
                case="zero_denominator",
                path=bottom,
                others=tuple(path for path in tops if path != bottom),
                actual=Decimal(0),
                note=f"{ratio.name}无法计算（{ratio.zero.text}）",
                level=level,
            ),
        )
    )


@rule(
    "P00",
    "error",
    "表内",
    "自动计算的单元格与重新计算的结果一致",
    "本工作簿的公式",
    COMPUTED_SOURCES,
    needs=NOTHING,
)
def shown_as_computed(subject: Subject) -> RuleResult:
    """Find computed cells that show something else than what comes of the figures."""
    if any(problem.trouble in _TYPED_AS_TEXT for problem in subject.reading.problems):
        return unchecked(Reason("typed_as_text"))
    if any(deletion.is_needed for deletion in subject.deletions):
        return unchecked(Reason("deleted"))
    template, given = subject.template, subject.submission.parameters
    unusable = [*template.unfit(subject.submission)]
    unusable += [
        item.name for item in template.parameters if given and given.get(item.name) is None
    ]
    # Formulas go on with a parameter that the check leaves out: nothing can be said of them.
    kept_from = template.depending if unusable else frozenset()
    reasons = (Reason("parameters_unfit", tuple(unusable)),) if unusable else ()
    found, unread = [], bool(subject.reading.unread)
    for name, shown in subject.reading.shown.items():
        if name in kept_from or (unread and subject.is_unread(*_sources(subject, name))):
            continue
        expected = template.computations[name].shown(subject.figures)
        if not _same(shown, expected):
            found.append(
                Observation(
                    case="shows_otherwise",
                    path=COMPUTED + name,
                    actual=_as_figure(shown),
                    expected=expected,
                )
            )
    if subject.reading.snapshot.is_manual and len(found) > 1:  # all for one reason
        found = [replace(found[0], note=str(len(found)))]
    return RuleResult(tuple(found), reasons)


def _sources(subject: Subject, name: str) -> tuple[str, ...]:
    """Return the fields of a computed cell, where it matters because some could not be read."""
    return sources_of(subject.template, name) if subject.reading.unread else ()


def _as_figure(shown: object) -> Decimal | str | None:
    if isinstance(shown, int | float) and not isinstance(shown, bool):
        figure = Decimal(f"{shown:.15g}")
        # What no calculation here yields is told as the spreadsheet shows it: 1E+308.
        return figure if is_within_limit(figure) else f"{shown:G}"
    return None if shown is None else str(shown)


def _same(shown: object, expected: Decimal | str | None) -> bool:
    figure = _as_figure(shown)
    if isinstance(figure, Decimal) and isinstance(expected, Decimal):
        return abs(figure - expected) < max(_NEARLY, abs(expected) * _DIGITS_LOST)
    return (figure or "") == ("" if expected is None else expected)
