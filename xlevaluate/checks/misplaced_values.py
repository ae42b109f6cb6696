"""读取: what was pasted, cut, inserted or sorted so that it is not read where it is seen."""

from xlevaluate.checks.findings import Level, Observation, RuleResult
from xlevaluate.checks.rule import Check, Subject, rule
from xlevaluate.form.problems import Trouble

_TITLES: tuple[tuple[str, Trouble, Level, str], ...] = (
    ("R21", "stray_value", "error", "表内没有填写项的单元格里没有数字和文字"),
    ("R22", "value_beside", "query", "表的旁边和下面没有数字和文字"),
    ("R23", "shared_cell", "error", "两项不共用一个单元格"),
    ("R24", "moved_cell", "error", "各项都在自己的行和列"),
    ("R25", "other_label", "error", "各行的名称与填写项相符"),
    ("R26", "copied_sheet", "query", "没有工作表的副本"),
)


def _look(trouble: Trouble) -> Check:
    def look(subject: Subject) -> RuleResult:
        problems = (p for p in subject.reading.problems if p.trouble == trouble)
        return RuleResult(tuple(Observation(trouble, "", problem=p) for p in problems))

    return look


RULES = tuple(
    rule(id_, level, "读取", title, "本工作簿的结构")(_look(trouble))
    for id_, trouble, level, title in _TITLES
)
