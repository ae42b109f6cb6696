"""Findings as lines of the sheet 校验结果, and how many there are, in words."""

from decimal import Decimal

from xlevaluate.checks.findings import LEVELS
from xlevaluate.evaluation.evaluation import Evaluation, Told
from xlevaluate.form.page import FindingLine
from xlevaluate.submission.amounts import plain

EXPLAINED, SOLVED = "已说明", "已解决"
"""What stands in the column of levels for a closed query, and for a finding that is no more."""

UNCHECKED = "未能检查"


def counts_of(evaluation: Evaluation) -> str:
    """Say how many findings there are of each kind."""
    counts = [f"{name} {evaluation.count(level)}" for level, name in LEVELS.items()]
    if evaluation.explained:
        counts.append(f"{EXPLAINED} {len(evaluation.explained)}")
    return "，".join([*counts, f"{UNCHECKED} {len(evaluation.not_checked)} 项"])


def finding_lines(evaluation: Evaluation, room: int | None = None) -> tuple[FindingLine, ...]:
    """Return a line for each finding, then for each explanation whose finding is no more.

    There is always a line: without findings it says so. More than there is ``room`` for (by
    default, in a new workbook) are summed up in the last one.
    """
    given = evaluation.subject.template.form.findings
    lines = [_line(told) for told in evaluation.findings]
    lines += [
        FindingLine(_texts(SOLVED, message=given.solved), key, text)
        for key, text in evaluation.solved.items()
    ]
    room = (room or given.capacity) - 1
    if len(lines) > room:
        rest = len(lines) - room + 1
        more = f"还有 {rest} 条没有列出，请运行 xlevaluate check 查看。"
        lines = [*lines[: room - 1], FindingLine(_texts("", message=more), "")]
    return tuple(lines) or (FindingLine(_texts("", message=given.none), ""),)


def _line(told: Told) -> FindingLine:
    finding, place = told.finding, told.place
    texts = (
        EXPLAINED if told.is_explained else LEVELS[finding.level],
        place.sheet,
        place.cell,
        place.label,
        told.message,
        *(
            plain(figure) if isinstance(figure, Decimal) else figure or ""
            for figure in (finding.actual, finding.expected, finding.difference)
        ),
    )
    target = (place.sheet, place.cell) if place.sheet and place.cell else None
    return FindingLine(texts, told.key, told.explanation, target)


def _texts(level: str, *, message: str) -> tuple[str, ...]:
    return (level, "", "", "", message, "", "", "")
