"""Sentences about what could not be read of a workbook, or not as it stands there."""

from collections.abc import Callable

from xlevaluate.checks.cases import Case
from xlevaluate.checks.findings import Finding
from xlevaluate.evaluation.places import MANY, PlaceNames
from xlevaluate.form.problems import Problem
from xlevaluate.submission import NOT_APPLICABLE
from xlevaluate.submission.amounts import plain
from xlevaluate.submission.texts import named_invisible


def _problem(text: str) -> Callable[[Finding, PlaceNames], str]:
    """Make a sentence about reading from a pattern."""

    def told(finding: Finding, place_names: PlaceNames) -> str:
        problem = finding.problem
        if problem is None:
            raise ValueError(f"{finding.rule} tells of no problem of reading")
        return text.format(
            where=place_names.spell(problem.place),
            sheet=problem.place.sheet,
            label=problem.place.label,
            typed=problem.typed,
            read=f"{problem.read_as}{problem.unit}",
            answer=problem.read_as,
            unit=f"（单位：{problem.unit}）" if problem.unit else "",
            cell=problem.place.cell,
            cells=_abridged(finding.note),
            failed=f"，连带{finding.note}处公式失效" if finding.note else "",
            several=_several(finding.note),
            advice=_advice(problem),
            unseen=_unseen(problem.typed),
            totals=place_names.cells(finding.others, problem.place.sheet),
        )

    return told


_READ_AS_NUMBER = _problem(
    "{where}里的“{typed}”{unseen}已按 {read} 读取。请改成数字，否则表格公式不会把它算进去。"
)
_LEFT_OUT = _problem(
    "{where}里的“{typed}”{unseen}是文字，公式没有把它算进去，{totals} 因此不对。"
    "请改成数字 {answer}，公式随即算对；本次校验已按 {read} 算进去。"
)
_READ_AS_ANSWER = _problem(
    "{where}里的“{typed}”{unseen}已按“{answer}”读取。不涉及的请填“{answer}”，没有发生的填 0，"
    "还不知道的空着：表格公式只认得这几种。"
)


def _read_as(finding: Finding, names: PlaceNames) -> str:
    if finding.others:
        return _LEFT_OUT(finding, names)
    is_answer = finding.problem and finding.problem.read_as == NOT_APPLICABLE.value
    return (_READ_AS_ANSWER if is_answer else _READ_AS_NUMBER)(finding, names)


def _advice(problem: Problem) -> str:
    """Say what to put into a cell in which no number could be read."""
    if problem.number_format:
        return (
            f"单元格的格式是“{problem.number_format}”，显示的不是所存的数："
            "请把格式改成“常规”，再核对数字。"
        )
    if problem.typed.strip() in _NOTHINGS:
        return _NOTHING_TYPED
    # What reads the labels of tables comes with them, 3 ms of every start of a check; only a number
    # that could not be read needs it.
    from xlevaluate.tables.amount_texts import amount_in  # noqa: PLC0415 - see above
    from xlevaluate.tables.money_units import UNITS, in_wan  # noqa: PLC0415 - see above

    said = amount_in(problem.typed)
    if said.number is not None and said.unit in UNITS and problem.unit == _WAN:
        meant = plain(in_wan(said.number, said.unit))
        return f"它的单位是{said.unit}，合 {meant}{_WAN}；核对后请只填 {meant}。"
    return _NUMBER_ONLY


def _unseen(typed: str) -> str:
    """Name the characters of what was typed that cannot be seen."""
    found = named_invisible(typed)
    return f"（其中有看不见的字符 {found}）" if found else ""


_WAN = "万元"
_NOTHINGS = frozenset({"无", "没有", "未发生", "零", "-", "--", "－", "–", "\\"})
"""What people write for “none”, which may be 0 or 不适用."""

_NOTHING_TYPED = "没有发生的填 0，不涉及的填“不适用”。"
_NUMBER_ONLY = "请只填数字，不写单位和说明。"


def _abridged(cells: str) -> str:
    listed = cells.split("、")
    return "、".join(listed[:MANY]) + (f" 等{len(listed)}处" if len(listed) > MANY else "")


def _several(cells: str) -> str:
    """Say the other cells of which the same is told."""
    return f"等处（{_abridged(cells)}）" if "、" in cells else ""


_MENDED = (
    "请撤消删除；不能撤消的，请运行 xlevaluate repair 文件名，"
    "读得出的内容会全部搬进一个新的工作簿。"
)
"""What helps where something of the form was deleted."""


def _sheet_deleted(finding: Finding, place_names: PlaceNames) -> str:
    """Say that a sheet is not there; one that holds no figure is only missed."""
    if finding.level == "error":
        return _problem("工作表《{sheet}》被删，表中各项都读不出{failed}。" + _MENDED)(
            finding, place_names
        )
    return _problem(
        "没有工作表《{sheet}》，被删或改了名，不影响校验和报告。"
        "需要它的，请运行 xlevaluate repair 文件名，得到一个齐全的工作簿。"
    )(finding, place_names)


READING_WORDS: dict[Case, Callable[[Finding, PlaceNames], str]] = {
    "sheet_renamed": _problem(
        "没有工作表《{sheet}》，而“{typed}”的表头和各行名称与它相同，应是改了名，名称没有跟着改，"
        "表中各项都读不出{failed}。请把“{typed}”改回原名“{sheet}”；改不了的，"
        "请运行 xlevaluate repair 文件名，这张表的内容会搬进一个新的工作簿。"
    ),
    "row_deleted": _problem("《{sheet}》第{typed}行“{label}”被删{failed}。" + _MENDED),
    "column_deleted": _problem("《{sheet}》{typed}列“{label}”被删{failed}。" + _MENDED),
    "not_calculated": _problem(
        "《{sheet}》{cells} 的公式没有保存计算结果，读不出数字。"
        "请用 Excel、WPS 或 LibreOffice 打开工作簿，保存后再校验。"
    ),
    "error_value": _problem("{where}{several}显示错误值 {typed}。请改正公式，或直接填写数字。"),
    "not_a_number": _problem("{where}应填数字{unit}，现在是“{typed}”{unseen}，读不出。{advice}"),
    "not_a_date": _problem(
        "{where}应填日期，现在是“{typed}”，读不出。请按 2024-07-23 的样子填写。"
    ),
    "not_a_year": _problem("{where}应填四位年份，现在是“{typed}”。请按 2023 的样子填写。"),
    "not_a_choice": _problem(
        "{where}现在是“{typed}”，不在可选范围内。请从单元格的下拉列表中选择。"
    ),
    "no_group": _problem(
        "{where}的隐藏列里是“{typed}”，认不出是哪一类指标，已按上一行的类别处理。请核对这一行。"
    ),
    "missing_group": _problem(
        "《{sheet}》中“{label}”的行全部被删，没有地方填写这类指标。" + _MENDED
    ),
    "picture": _problem(
        "{where}里是一张图片，读不出。请删去图片，把上面的内容填成文字或数字；"
        "图片可以放在单元格之外。"
    ),
    "manual": _problem(
        "工作簿设为手动计算，公式的结果可能是旧的。请在“公式”选项卡把“计算选项”改为“自动”，"
        "保存后再校验。"
    ),
    "incomplete_row": _problem("{where}没有填写，这一行不会写入报告。请补填，或清空整行。"),
    "text_too_long": _problem("{where}的文字超过一个单元格的容量（32767 字符），读不全。请精简。"),
    "read_as": _read_as,
    "only_blanks": _problem("{where}里只有空格，已按空白处理。请清除空格；没有发生的请填 0。"),
    "stray_value": _problem(
        "《{sheet}》{cell} 有“{typed}”，这一格不是填写项，不会读取。可能是粘贴时错了位，或者粘贴的"
        "行列比表中多。请用撤消（Ctrl+Z）退回后重新粘贴，或把它移到应填的单元格，再清除这一格。"
    ),
    "value_beside": _problem(
        "《{sheet}》{cell} 有“{typed}”，在表的外面，不会读取。可能是粘贴时错了位；是的请移到应填的"
        "单元格，是草算的请清除或写明原因。"
    ),
    "shared_cell": _problem(
        "《{sheet}》{cell} 同时是“{typed}”，一个数字不能算作两项。可能是剪切了一格粘贴到这里。"
        "请用撤消（Ctrl+Z）退回，改用复制和粘贴；退不回的，请从备份恢复，"
        "或用 xlevaluate new 重新生成后填写。"
    ),
    "moved_cell": _problem(
        "“{label}”读到的是《{sheet}》{cell}，不在它自己的行和列里。可能是剪切后粘贴到了别处。请用撤消"
        "（Ctrl+Z）退回，或把 {cell} 剪切回原来的位置；移动数字请用复制和粘贴。"
    ),
    "other_label": _problem(
        "《{sheet}》{cell} 现在是“{typed}”，而这一行读作“{label}”。可能是排序或粘贴时把行的名称"
        "也移动了。请用撤消（Ctrl+Z）退回，或把这一格改回“{label}”，并核对这一行的数字。"
    ),
    "copied_sheet": _problem(
        "工作表“{sheet}”是《{label}》的副本，其中的数字不会读取。要用的请填到《{label}》，"
        "不用的请删除这张副本；留作底稿的请写明。"
    ),
    "open_elsewhere": _problem(
        "工作簿正在其他程序中打开，这里读取的是最近一次保存的内容。如有未保存的修改，请先保存。"
    ),
    **dict.fromkeys(("missing_sheet", "sheet_deleted"), _sheet_deleted),
    **dict.fromkeys(
        ("missing_name", "cells_deleted"),
        _problem("《{sheet}》的“{label}”读不出：所在的单元格或它的名称被删{failed}。" + _MENDED),
    ),
}
