"""Findings as lines of the sheet 校验结果, and how many there are, in words."""

import datetime
from collections import Counter
from collections.abc import Sequence
from decimal import Decimal
from typing import NamedTuple

from msgspec.structs import replace

from xlevaluate.checks.findings import LEVELS
from xlevaluate.evaluation.evaluation import Evaluation, ReportedFinding
from xlevaluate.form.printed import FindingLine
from xlevaluate.submission.amounts import plain

EXPLAINED, SOLVED = "已说明", "已解决"
"""What stands in the column of levels for a closed query, and for a finding that is no more."""

UNCHECKED = "未能检查"

NOT_YET = "尚未校验"
"""What the cover says until results are written."""


def moment_words(moment: datetime.datetime) -> str:
    """Say when results were written: 2024年7月23日 9:05."""
    day = f"{moment.year}年{moment.month}月{moment.day}日"
    return f"{day} {moment.hour}:{moment.minute:02}"


_MESSAGE = 4
"""Which of a line's texts is the sentence."""


def year_words(year: int | None) -> str:
    """Say a year: 2023年度; nothing for a blank."""
    return "" if year is None else f"{year}年度"


def counts_of(evaluation: Evaluation) -> str:
    """Say how many findings there are of each kind."""
    counts = [f"{name} {evaluation.count(level)}" for level, name in LEVELS.items()]
    if evaluation.explained:
        counts.append(f"{EXPLAINED} {len(evaluation.explained)}")
    return "，".join([*counts, f"{UNCHECKED} {len(evaluation.not_checked)} 项"])


class UncheckedLine(NamedTuple):
    """Rules that could not look, all for the same reasons: their ids, titles, and why."""

    rules: str
    titles: str
    reasons: str


def unchecked_lines(evaluation: Evaluation) -> tuple[UncheckedLine, ...]:
    """Say what could not be checked: once each reason, and last, once, what only awaits blanks.

    Blanks that must be filled in are told of by findings; rules that lack nothing else are counted.
    """
    awaiting = evaluation.awaiting
    because: dict[tuple[str, ...], list[str]] = {}
    for rule, reasons in evaluation.not_checked.items():
        if rule not in awaiting:
            because.setdefault(reasons, []).append(rule)
    lines = [
        UncheckedLine(
            "、".join(rules),
            "；".join(evaluation.rules[rule].title for rule in rules),
            "；".join(reasons),
        )
        for reasons, rules in because.items()
    ]
    if awaiting:
        some = "、".join(awaiting[:_NAMED]) + ("等" if len(awaiting) > _NAMED else "")
        lines.append(UncheckedLine(some, f"其余 {len(awaiting)} 项规则", _AWAITING))
    return tuple(lines)


_NAMED = 3
"""Rules that await what is blank are named by their ids as long as they are no more."""

_AWAITING = "所需的内容没有填写，上面已经指出，补填后再检查"


def finding_lines(
    evaluation: Evaluation, room: int | None = None, strays: Sequence[FindingLine] = ()
) -> tuple[FindingLine, ...]:
    """Return a line for each finding, for each explanation whose finding is no more, and strays.

    Without findings a line says so. Of more than there is ``room`` for (``None``
    where the table can still be made longer), those without an explanation are left out from the
    last one up, and counted at the end: nothing that the unit has written is lost.
    """
    given = evaluation.subject.template.form.findings
    lines = [_line(told) for told in evaluation.findings]
    lines += [
        FindingLine(_texts(SOLVED, message=given.solved), key, text)
        for key, text in evaluation.solved.items()
    ]
    lines = [*(lines or [FindingLine(_texts("", message=given.none), "")]), *strays]
    return tuple(lines if room is None or len(lines) <= room else _within(lines, room))


def _within(lines: list[FindingLine], room: int) -> list[FindingLine]:
    """Leave lines without an explanation out, and say in the last one how many these are."""
    free = room - 1 - sum(line.explanation is not None for line in lines)
    silent = [index for index, line in enumerate(lines) if line.explanation is None]
    hidden = set(silent[max(free, 0) :])
    levels = Counter(lines[index].texts[0] for index in hidden)
    counts = "，".join(f"{name} {levels[name]}" for name in LEVELS.values() if levels[name])
    more = f"还有 {len(hidden)} 条没有列出（{counts}），请运行 xlevaluate check 查看。"
    shown = [line for index, line in enumerate(lines) if index not in hidden]
    if not counts:  # there are no findings, which is not said where there is no room for it
        return shown
    if len(shown) < room:
        return [*shown, FindingLine(_texts("", message=more), "")]
    # Every line holds an explanation, so that the sentence has to stand in one of them.
    *others, last = shown
    texts = list(last.texts)
    texts[_MESSAGE] = f"{texts[_MESSAGE]}\n{more}"
    return [*others, replace(last, texts=tuple(texts))]


def _line(told: ReportedFinding) -> FindingLine:
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
