"""读取: what stood in the way of reading a workbook, each kind a rule of its own."""

from collections.abc import Callable, Iterator

from msgspec.structs import replace

from xlevaluate.checks.deletions import DeletionKind, failed_formulas
from xlevaluate.checks.findings import Level, Observation, RuleResult
from xlevaluate.checks.rule import Check, Subject, rule
from xlevaluate.form.problems import Place, Problem, Trouble
from xlevaluate.form.snapshot import Address, place_of
from xlevaluate.submission.texts import listed

_TITLES: tuple[tuple[Trouble, Level, str], ...] = (
    ("missing_sheet", "error", "工作表齐全，没有被删"),
    ("missing_name", "error", "没有删去本表的行、列和单元格"),
    ("not_calculated", "error", "公式都有计算结果"),
    ("error_value", "error", "填写项不是错误值"),
    ("not_a_number", "error", "数字项填的是数字"),
    ("not_a_date", "error", "日期项填的是日期"),
    ("not_a_year", "error", "评价年度是四位年份"),
    ("not_a_choice", "error", "选择项在可选范围内"),
    ("no_group", "error", "指标行的类别可以识别"),
    ("incomplete_row", "error", "报告提纲的行填写完整"),
    ("text_too_long", "error", "文字不超过单元格的容量"),
    ("read_as", "hint", "数字以数字形式存放"),
    ("only_blanks", "hint", "空白单元格里没有空格"),
    ("open_elsewhere", "hint", "读取的是最新保存的内容"),
    ("missing_group", "error", "每类指标都有可以填写的行"),
    ("picture", "error", "填写项里不是图片"),
    ("manual", "hint", "工作簿自动重新计算"),
)


def _look(trouble: Trouble) -> Check:
    def look(subject: Subject) -> RuleResult:
        problems = [p for p in subject.reading.problems if p.trouble == trouble]
        return RuleResult(tuple(_TOLD.get(trouble, _each)(subject, problems)))

    return look


def _each(_: Subject, problems: list[Problem]) -> Iterator[Observation]:
    for problem in problems:
        yield Observation(problem.trouble, "", problem=problem)


def _once_a_sheet(_: Subject, problems: list[Problem]) -> Iterator[Observation]:
    """Tell what has one cause for a whole sheet once."""
    yield from _together(problems, key=lambda problem: problem.place.sheet)


def _groups(_: Subject, problems: list[Problem]) -> Iterator[Observation]:
    """Tell all groups without a row at once."""
    if problems:
        first, labels = problems[0], listed(problem.place.label for problem in problems)
        place = replace(first.place, label=labels)
        yield Observation(first.trouble, "", problem=replace(first, place=place))


def _together(problems: list[Problem], key: Callable[[Problem], object]) -> Iterator[Observation]:
    groups: dict[object, list[Problem]] = {}
    for problem in problems:
        groups.setdefault(key(problem), []).append(problem)
    for first, *others in groups.values():
        cells = "、".join(dict.fromkeys(p.place.cell for p in (first, *others)))
        yield Observation(first.trouble, "", problem=first, note=cells)


def _errors(subject: Subject, problems: list[Problem]) -> Iterator[Observation]:
    """Tell error values once a sheet and kind; those that come of a deletion are told with it."""
    if any(deletion.is_needed for deletion in subject.deletions):
        problems = [problem for problem in problems if not _is_formula(subject, problem.place)]
    yield from _together(problems, key=lambda problem: (problem.place.sheet, problem.typed))


def _texts(subject: Subject, problems: list[Problem]) -> Iterator[Observation]:
    """Tell of numbers that stand as texts; what is wrong in totals for it is said with each."""
    for problem in problems:
        totals = subject.totals_of_texts.get(problem.place, ())
        level: Level | None = "error" if totals else None
        yield Observation(problem.trouble, "", totals, problem=problem, level=level)


def _is_formula(subject: Subject, place: Place) -> bool:
    return subject.reading.snapshot.at(Address(place.sheet, *place_of(place.cell))).is_formula


def _sheets(subject: Subject, _: list[Problem]) -> Iterator[Observation]:
    yield from _deleted(subject, "sheet_deleted", "sheet_renamed")


def _lines(subject: Subject, _: list[Problem]) -> Iterator[Observation]:
    yield from _deleted(subject, "row_deleted", "column_deleted", "cells_deleted")


def _deleted(subject: Subject, *kinds: DeletionKind) -> Iterator[Observation]:
    """Tell what was deleted; how many formulas failed for it is said with the first."""
    for deletion in subject.deletions:
        if deletion.kind in kinds:
            is_first = deletion is subject.deletions[0]
            failed = failed_formulas(subject.reading.snapshot) if is_first else 0
            yield Observation(
                deletion.kind,
                "",
                problem=Problem("missing_name", deletion.place, deletion.number),
                note=str(failed or ""),
                level="error" if deletion.is_needed else "hint",
            )


_TOLD: dict[Trouble, Callable[[Subject, list[Problem]], Iterator[Observation]]] = {
    "missing_sheet": _sheets,
    "missing_name": _lines,
    "not_calculated": _once_a_sheet,
    "error_value": _errors,
    "read_as": _texts,
    "missing_group": _groups,
}
"""How troubles are told that are not told one by one."""

RULES = tuple(
    rule(f"R{index:02}", level, "读取", title, "本工作簿的结构")(_look(trouble))
    for index, (trouble, level, title) in enumerate(_TITLES, 1)
)
