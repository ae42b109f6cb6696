"""整改情况反馈表: the table in which a unit answers each problem, beside the problem's code."""

from collections.abc import Sequence

from xlevaluate.letters.letter_problems import UnitProblem
from xlevaluate.report.annex import Alignment, Annex, plain_table
from xlevaluate.sentences.paragraphs import paragraphs_of

NUMBER, CODE, PROBLEM = "序号", "编号", "问题"
MEASURES, FINISHED, RESPONSIBLE = "整改措施", "完成时间", "责任人"
HEADS = (NUMBER, CODE, PROBLEM, MEASURES, FINISHED, RESPONSIBLE)

_WIDTHS = (6, 21, 54, 40, 13, 11)
_SIDES: tuple[Alignment, ...] = ("center", "center", "left", "left", "center", "center")

OF_UNIT, OF_YEAR = "单位：", "年度："
_HINT = "请逐行填写后发回；“编号”用来对应问题，请不要改动、删除。"


def reply_form(title: str, unit: str, year: str, problems: Sequence[UnitProblem]) -> Annex:
    """Make the form of a unit; the last three columns are for it to fill in."""
    rows = [
        (str(problem.number), problem.code, problem.sentence, "", "", "") for problem in problems
    ]
    return Annex(
        title=title,
        landscape=True,
        above=(f"{OF_UNIT}{''.join(paragraphs_of(unit))}　　{OF_YEAR}{year}",),
        tables=(plain_table((HEADS, *rows), _WIDTHS, _SIDES),),
        below=(_HINT,),
    )
