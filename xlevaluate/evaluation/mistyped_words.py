"""What is said of a finding whose figure looks mistyped: for tables and texts alike."""

from decimal import Decimal

from xlevaluate.checks.cases import Case
from xlevaluate.checks.findings import Finding
from xlevaluate.evaluation.places import PlaceNames
from xlevaluate.submission.amounts import plain
from xlevaluate.submission.mistyped import Mistyping, mistyping

_SUMS: frozenset[Case] = frozenset({"unequal", "differs_from_others", "parts_exceed"})
"""A figure held against several others, any of which may be the one that was mistyped."""

_PAIRS: frozenset[Case] = frozenset(
    {
        "differ",
        "carried_over",
        "said_otherwise",
        "sum_said_otherwise",
        "saving_said_otherwise",
        "change_said_otherwise",
        "growth_said_otherwise",
        "rate_said_otherwise",
        "part_said_otherwise",
        "score_said",
        "points_said",
        "rate_beside_otherwise",
        "points_beside_otherwise",
        "amount_beside_otherwise",
        "yuan_beside_otherwise",
        "over_executed",
        "on_duty",
        "staff",
    }
)
"""A figure held against what one other, or all others together, say."""

_CHANGES: frozenset[Case] = frozenset({"change_said_otherwise", "growth_said_otherwise"})
_TO_YUAN = 4

_LIKELY = 2
"""Parts of a sum of which any may be the one that was mistyped."""


def mistyped_words(finding: Finding, place_names: PlaceNames) -> str:
    """Say how a figure of a finding may have come about; an empty text where it does not show."""
    actual, expected = finding.actual, finding.expected
    if finding.case not in _SUMS | _PAIRS:
        return ""
    if not isinstance(actual, Decimal) or not isinstance(expected, Decimal):
        return ""
    if finding.case in _CHANGES:
        actual, expected = abs(actual), abs(expected)  # the way is said in words
    if found := mistyping(actual, expected):
        return _words(found, actual, expected)
    if finding.case not in _SUMS or not finding.signs:
        return ""
    sheet = place_names.place(finding.path).sheet
    said = [
        f"{place_names.cell(path, sheet)} " + _words(part, value, value + apart)
        for path, sign in zip(finding.others, finding.signs, strict=True)
        if isinstance(value := place_names.value(path), Decimal)
        for apart in (sign * (actual - expected),)
        if (part := mistyping(value, value + apart))
    ]
    # Where many would explain the difference, none of them is likely.
    return "也可能是 ".join(said) if len(said) <= _LIKELY else ""


def _words(found: Mistyping, typed: Decimal, meant: Decimal) -> str:
    if found.power:
        small, large = sorted((typed, meant), key=abs)
        why = "可能是元、万元用错" if abs(found.power) == _TO_YUAN else "可能是小数点错位"
        times = 10 ** abs(found.power)
        return f"{plain(large)} 正好是 {plain(small)} 的 {times} 倍，{why}。"
    was, is_ = found.swapped
    return (
        f"{plain(typed)} 与 {plain(meant)} 只有相邻两位数字次序不同（{is_}、{was}），"
        "可能是录入时颠倒了。"
    )
