"""Scores that cannot be: such a score is in no mean, no ranking, no count of grades, no band."""

from collections.abc import Iterable, Iterator, Sequence
from decimal import Decimal

from xlevaluate.rollup.collection import CollectedLine
from xlevaluate.rollup.form_record import FindingRecord, FormSummary
from xlevaluate.submission.amounts import plain

_NOT_COUNTED = "得分有误，不计入平均得分、等次、排名和得分分布"

FAULT = "得分有误，不计"
"""What lists and charts call a score that is not counted."""

_RULES = frozenset({"S01", "S04", "S14"})
"""A total that is not the sum; an indicator's points, or a ratio's, below 0 or above its weight."""

_NAMED, _TOLD = 5, 2


def score_faults(
    score: Decimal | None, full: Decimal, findings: Iterable[FindingRecord]
) -> Iterator[str]:
    """Yield why a score breaks the frame of points, each without its full stop."""
    if score is not None and score > full:
        yield f"总分 {plain(score)} 分，超过满分 {plain(full)} 分"
    elif score is not None and score < 0:
        yield f"总分 {plain(score)} 分，低于 0 分"
    for item in findings:
        if item.rule in _RULES and item.level == "error":
            yield item.message.partition("。")[0]


def fault_remark(form: FormSummary) -> str:
    """Say that a form's score is not counted, and why; ``""`` where it is."""
    return f"{_NOT_COUNTED}：{_said(form.score_faults)}。" if form.score_faults else ""


def _said(faults: Sequence[str]) -> str:
    more = f"，另有 {len(faults) - _TOLD} 处" if len(faults) > _TOLD else ""
    return "；".join(faults[:_TOLD]) + more


def not_counted(lines: Iterable[CollectedLine]) -> str:
    """Name the forms whose scores are not counted, and why; ``""`` where there is none."""
    found = [
        f"{line.entry.title}（{_said(line.handed_in.form.score_faults)}）"
        for line in lines
        if line.handed_in is not None and line.handed_in.form.score_faults
    ]
    if not found:
        return ""
    more = f"等{len(found)}个" if len(found) > _NAMED else ""
    some = "、".join(found[:_NAMED]) + more
    return f"{_NOT_COUNTED}：{some}。"
