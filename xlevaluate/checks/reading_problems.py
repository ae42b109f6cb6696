"""读取: what stood in the way of reading a workbook, each kind a rule of its own."""

from xlevaluate.checks.findings import Level, Observation, RuleResult
from xlevaluate.checks.rule import Check, Subject, rule
from xlevaluate.form.problems import Problem, Trouble

_TITLES: tuple[tuple[Trouble, Level, str], ...] = (
    ("missing_sheet", "error", "工作表齐全"),
    ("missing_name", "error", "填写项的名称齐全"),
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
)

_TOGETHER: frozenset[Trouble] = frozenset({"not_calculated"})
"""Told once for a whole sheet: one cause, one finding."""


def _look(trouble: Trouble) -> Check:
    def look(subject: Subject) -> RuleResult:
        problems = [p for p in subject.reading.problems if p.trouble == trouble]
        if trouble not in _TOGETHER:
            return RuleResult(tuple(Observation(trouble, "", problem=p) for p in problems))
        by_sheet: dict[str, list[Problem]] = {}
        for problem in problems:
            by_sheet.setdefault(problem.place.sheet, []).append(problem)
        return RuleResult(
            tuple(
                Observation(
                    trouble,
                    "",
                    problem=of_sheet[0],
                    note="、".join(dict.fromkeys(p.place.cell for p in of_sheet)),
                )
                for of_sheet in by_sheet.values()
            )
        )

    return look


RULES = tuple(
    rule(f"R{index:02}", level, "读取", title, "本工作簿的结构")(_look(trouble))
    for index, (trouble, level, title) in enumerate(_TITLES, 1)
)
