"""比率: zero denominators, and computed cells that do not show what they should."""

from decimal import Decimal

from xlevaluate.checks.rule import Finding, Outcome, Rule, Subject
from xlevaluate.form.reading import Trouble
from xlevaluate.indicators.identity import COMPUTED
from xlevaluate.indicators.ratio import Ratio
from xlevaluate.template import Template

_NEARLY = Decimal("1e-9")
_DIGITS_LOST = Decimal("1e-12")
"""Part of a large figure that binary numbers cannot tell."""
_TYPED_AS_TEXT: frozenset[Trouble] = frozenset({"not_a_number", "read_as"})


def ratio_rules(template: Template) -> list[Rule]:
    """Return a rule for every ratio with a grave x/0, and one for what the cells show."""
    rules = [
        _zero_rule(index, ratio, template.ratio_source)
        for index, ratio in enumerate(template.ratios.values(), 1)
    ]
    shown = Rule(
        "P00",
        "error",
        "表内",
        "自动计算的单元格与重新计算的结果一致",
        "本工作簿的公式",
        tuple(template.computations),
        _shown,
    )
    return [shown, *rules]


def _zero_rule(index: int, ratio: Ratio, source: str) -> Rule:
    rule_id = f"P{index:02}"
    level = "query" if ratio.zero.level == "query" else "error"
    reads = tuple(dict.fromkeys(name for basis in ratio.bases for name in basis.names))

    def look(subject: Subject) -> Outcome:
        if unread := subject.unread(*reads):
            return Outcome(not_checked=(f"未能读出{'、'.join(unread)}",))
        result = ratio.evaluate(subject.figures)
        if result.state == "blank":
            blank = [
                subject.template.form.fields[name].label
                for name in result.basis.names
                if subject.figures.amount(name) is None
            ]
            return Outcome(not_checked=(f"{'、'.join(blank)}未填",))
        if result.state == "not_applicable":
            return Outcome(applicable=False)
        if result.state == "value" or ratio.zero.level == "none":
            return Outcome()
        cells = [subject.figures[name][0] for name in result.basis.denominator.names]
        tops = [subject.figures[name][0] for name in result.basis.numerator.names]
        finding = Finding(
            rule=rule_id,
            level=level,  # type: ignore[arg-type]  # narrowed above
            case="zero_denominator",
            path=cells[0].path,
            others=tuple(entry.path for entry in tops if entry.path != cells[0].path),
            actual=Decimal(0),
            note=f"{ratio.name}无法计算（{ratio.zero.text}）",
        )
        return Outcome(findings=(finding,))

    return Rule(rule_id, level, "表内", f"{ratio.name}能够计算", source, reads, look)  # type: ignore[arg-type]


def _shown(subject: Subject) -> Outcome:
    if any(problem.trouble in _TYPED_AS_TEXT for problem in subject.reading.problems):
        return Outcome(not_checked=("有数字以文字形式存放，表格公式不把它们算作数字",))
    findings = []
    for name, shown in subject.reading.shown.items():
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
    return Outcome(findings=tuple(findings))


def _as_figure(shown: object) -> Decimal | str | None:
    if isinstance(shown, int | float) and not isinstance(shown, bool):
        return Decimal(f"{shown:.15g}")
    return None if shown is None else str(shown)


def _same(shown: object, expected: Decimal | str | None) -> bool:
    figure = _as_figure(shown)
    if isinstance(figure, Decimal) and isinstance(expected, Decimal):
        return abs(figure - expected) < max(_NEARLY, abs(expected) * _DIGITS_LOST)
    return (figure or "") == ("" if expected is None else expected)
