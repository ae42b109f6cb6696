"""比率: zero denominators, and computed cells that do not show what they should."""

from dataclasses import replace
from decimal import Decimal

from xlevaluate.checks.rule import Finding, Outcome, Rule, Subject
from xlevaluate.computed.ratio import Ratio
from xlevaluate.computed.sums import COMPUTED
from xlevaluate.form.problems import Trouble
from xlevaluate.template.template import Template

_NEARLY = Decimal("1e-9")
_DIGITS_LOST = Decimal("1e-12")
"""Part of a large figure that binary numbers cannot tell."""
_TYPED_AS_TEXT: frozenset[Trouble] = frozenset({"not_a_number", "read_as"})


def ratio_rules(template: Template) -> list[Rule]:
    """Return the rule on what computed cells show, and that on zero denominators."""
    reads = dict.fromkeys(
        name for ratio in template.ratios.values() for basis in ratio.bases for name in basis.names
    )
    return [
        Rule(
            "P00",
            "error",
            "表内",
            "自动计算的单元格与重新计算的结果一致",
            "本工作簿的公式",
            ("自动计算的单元格",),
            _shown,
        ),
        Rule(
            "P01",
            "error",
            "表内",
            "各项比率的分母不为0，能够计算",
            template.ratio_source,
            tuple(reads),
            _zero_denominators,
        ),
    ]


def _zero_denominators(subject: Subject) -> Outcome:
    outcomes = [_zero_denominator(subject, ratio) for ratio in subject.template.ratios.values()]
    # Several ratios over one cell have one cause.
    by_cell: dict[str, Finding] = {}
    for finding in (finding for outcome in outcomes for finding in outcome.findings):
        first = by_cell.setdefault(finding.path, finding)
        if first is not finding:
            by_cell[finding.path] = replace(first, note=f"{first.note}，{finding.note}")
    return Outcome(
        findings=tuple(by_cell.values()),
        not_checked=tuple(reason for outcome in outcomes for reason in outcome.not_checked),
        applicable=any(outcome.applicable for outcome in outcomes),
    )


def _zero_denominator(subject: Subject, ratio: Ratio) -> Outcome:
    names = tuple(dict.fromkeys(name for basis in ratio.bases for name in basis.names))
    if unread := subject.unread(*names):
        return Outcome(not_checked=(f"{ratio.name}（未能读出{'、'.join(unread)}）",))
    result = ratio.evaluate(subject.figures)
    if result.state == "blank":
        blank = [
            subject.template.form.fields[name].label
            for name in result.basis.names
            if subject.figures.amount(name) is None
        ]
        return Outcome(not_checked=(f"{ratio.name}（{'、'.join(blank)}未填）",))
    if result.state == "not_applicable":
        return Outcome(applicable=False)
    if result.state == "value" or ratio.zero.level == "none":
        return Outcome()
    bottom = subject.figures[result.basis.denominator.names[0]][0].path
    tops = (subject.figures[name][0].path for name in result.basis.numerator.names)
    finding = Finding(
        rule="P01",
        level=ratio.zero.level,
        case="zero_denominator",
        path=bottom,
        others=tuple(path for path in tops if path != bottom),
        actual=Decimal(0),
        note=f"{ratio.name}无法计算（{ratio.zero.text}）",
    )
    return Outcome(findings=(finding,))


def _shown(subject: Subject) -> Outcome:
    if any(problem.trouble in _TYPED_AS_TEXT for problem in subject.reading.problems):
        return Outcome(not_checked=("有数字以文字形式存放，表格公式不把它们算作数字",))
    template, given = subject.template, subject.submission.parameters
    unusable = [*template.unfit(subject.submission)]
    unusable += [
        item.name for item in template.parameters if given and given.get(item.name) is None
    ]
    # Formulas go on with a parameter that the check leaves out: nothing can be said of them.
    kept_from = template.depending if unusable else frozenset()
    reasons = (f"评分参数不能用：{'、'.join(unusable)}",) if unusable else ()
    findings = []
    for name, shown in subject.reading.shown.items():
        if name in kept_from:
            continue
        expected = subject.template.computations[name].shown(subject.figures)
        if not _same(shown, expected):
            findings.append(
                Finding(
                    rule="P00",
                    level="error",
                    case="shows_otherwise",
                    path=COMPUTED + name,
                    actual=_as_figure(shown),
                    expected=expected,
                )
            )
    return Outcome(findings=tuple(findings), not_checked=reasons)


def _as_figure(shown: object) -> Decimal | str | None:
    if isinstance(shown, int | float) and not isinstance(shown, bool):
        return Decimal(f"{shown:.15g}")
    return None if shown is None else str(shown)


def _same(shown: object, expected: Decimal | str | None) -> bool:
    figure = _as_figure(shown)
    if isinstance(figure, Decimal) and isinstance(expected, Decimal):
        return abs(figure - expected) < max(_NEARLY, abs(expected) * _DIGITS_LOST)
    return (figure or "") == ("" if expected is None else expected)
