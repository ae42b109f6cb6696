"""All sentences about findings, in one voice: what is wrong, both figures, what to do.

Every case of every rule has its sentence in ``WORDS``; a case without one cannot be told.
"""

from collections.abc import Callable
from dataclasses import dataclass
from decimal import Decimal

from xlevaluate.checks.rule import Case, Finding
from xlevaluate.form.reading import Place, Reading
from xlevaluate.indicators.identity import COMPUTED
from xlevaluate.submission import entries
from xlevaluate.submission.amounts import percent, plain
from xlevaluate.template import Template

MANY = 8
"""Cells listed one by one in a sentence; the rest are counted."""


@dataclass(frozen=True)
class Speaker:
    """Knows where everything stands and what it is called."""

    template: Template
    reading: Reading

    def place(self, path: str) -> Place:
        """Return the place of a path; without a cell where it stands nowhere."""
        if path in self.reading.places:
            return self.reading.places[path]
        if path.startswith(COMPUTED):
            return Place("", "", path.removeprefix(COMPUTED))
        field = self.template.form.field_at(path)
        return Place(field.sheet, "", field.label)

    def value(self, path: str) -> object:
        """Return what the submission holds at a path, or the computed value."""
        if path.startswith(COMPUTED):
            return self.reading.shown.get(path.removeprefix(COMPUTED))
        (entry,) = entries(self.reading.submission, path)
        return entry.value

    def unit(self, path: str) -> str:
        """Return the unit of a path's figures."""
        return "分" if path.startswith(COMPUTED) else self.template.form.field_at(path).unit

    def where(self, path: str) -> str:
        """Say where, and what it is: 《基础数据表》B9 三公经费（上年决算）."""
        return spell(self.place(path))

    def cell(self, path: str, sheet: str) -> str:
        """Return a cell, with its sheet where that is another one."""
        place = self.place(path)
        return place.cell if place.sheet == sheet else f"《{place.sheet}》{place.cell}"

    def cells(self, paths: tuple[str, ...], sheet: str) -> str:
        """List cells for “请核对”."""
        listed = [self.cell(path, sheet) for path in paths]
        more = f"等{len(listed)}处" if len(listed) > MANY else ""
        return "、".join(listed[:MANY]) + more

    def sum(self, finding: Finding) -> str:
        """Spell out a sum: B10 5.41 + B13 0 + B14 5.41."""
        sheet = self.place(finding.path).sheet
        text = ""
        for path, sign in zip(finding.others, finding.signs, strict=True):
            value = self.value(path)
            amount = Decimal(f"{value:.15g}") if isinstance(value, float) else value
            shown = plain(amount) if isinstance(amount, Decimal) else str(amount)
            text += f" {'+' if sign > 0 else '-'} {self.cell(path, sheet)} {shown}"
        return text.strip().removeprefix("+ ")


def spell(place: Place) -> str:
    """Say where a place is and what stands there."""
    sheet = f"《{place.sheet}》" if place.sheet else ""
    blank = " " if place.label and (place.sheet or place.cell) else ""
    return f"{sheet}{place.cell}{blank}{place.label}"


def tell(finding: Finding, speaker: Speaker) -> str:
    """Return the sentence for a finding."""
    return WORDS[finding.case](finding, speaker)


def place_of(finding: Finding, speaker: Speaker) -> Place:
    """Return where a finding is: for rows of several groups, all of them as one range."""
    if finding.problem is not None:
        return finding.problem.place
    place = speaker.place(finding.path)
    if finding.case in _OVER_GROUPS:
        found = [speaker.place(path) for path in (finding.path, *finding.others)]
        cells = [p.cell for p in found if p.cell]
        if cells:
            first, last = cells[0].split(":")[0], cells[-1].split(":")[-1]
            return Place(
                place.sheet, first if first == last else f"{first}:{last}", _label(finding)
            )
    return place


_OVER_GROUPS = {"dimension_weight", "dimension_empty", "total_weight"}


def _label(finding: Finding) -> str:
    return "分值合计" if finding.case == "total_weight" else finding.note


def _number(value: Decimal | str | None) -> str:
    return plain(value) if isinstance(value, Decimal) else str(value or "空白")


def _measured(finding: Finding, speaker: Speaker) -> tuple[str, str, str]:
    unit = speaker.unit(finding.path)
    figures = (finding.actual, finding.expected, finding.difference)
    actual, expected, difference = (f"{_number(figure)}{unit}" for figure in figures)
    return actual, expected, difference


def _check_parts(finding: Finding, speaker: Speaker) -> str:
    """Say which cells to look at: those with a figure, and those still blank."""
    sheet = speaker.place(finding.path).sheet
    filled = tuple(path for path in finding.others if speaker.value(path) != 0)
    text = f"请核对 {speaker.cells(filled or finding.others, sheet)}"
    if finding.blanks:
        text += f"；{speaker.cells(finding.blanks, sheet)} 未填，没有发生的请填 0"
    return text + "。"


def _unequal(finding: Finding, speaker: Speaker) -> str:
    actual, expected, difference = _measured(finding, speaker)
    return (
        f"{speaker.where(finding.path)}{actual}，分项合计 {expected}（{speaker.sum(finding)}），"
        f"相差 {difference}。{_check_parts(finding, speaker)}"
    )


def _rounding(finding: Finding, speaker: Speaker) -> str:
    actual, expected, difference = _measured(finding, speaker)
    return (
        f"{speaker.where(finding.path)}{actual}，分项合计 {expected}（{speaker.sum(finding)}），"
        f"相差 {difference}，在四舍五入误差之内。如有更精确的数字，可据以调整尾数。"
    )


def _parts_exceed(finding: Finding, speaker: Speaker) -> str:
    actual, expected, difference = _measured(finding, speaker)
    return (
        f"{speaker.where(finding.path)}{actual}，其中项之和 {expected}（{speaker.sum(finding)}），"
        f"超出 {difference}。其中项是它的一部分，不应超过它；{_check_parts(finding, speaker)}"
    )


def _differ(finding: Finding, speaker: Speaker) -> str:
    actual, expected, difference = _measured(finding, speaker)
    (other,) = finding.others
    return (
        f"{speaker.where(finding.path)}{actual}，{speaker.where(other)}{expected}，"
        f"两处应相等，相差 {difference}。请核对后改成一致。"
    )


def _blank_total(finding: Finding, speaker: Speaker) -> str:
    _, expected, _ = _measured(finding, speaker)
    text = (
        f"{speaker.where(finding.path)}没有填写，而按其他数字应为 {expected}"
        f"（{speaker.sum(finding)}）"
    )
    base = speaker.value(finding.others[-1])
    if len(finding.others) == 2 and isinstance(base, Decimal) and base > 0:
        assert isinstance(finding.expected, Decimal)  # noqa: S101 - always so for this case
        rate = plain(percent(finding.expected / base))
        text += f"，占 {speaker.cell(finding.others[-1], '')} 的 {rate}%"
    return f"{text}。请补填，或核对这些数字。"


def _dimension_weight(finding: Finding, speaker: Speaker) -> str:
    actual, expected, difference = _points(finding)
    place = place_of(finding, speaker)
    verb = "多" if _more(finding) else "少"
    return (
        f"{spell(place)}的分值合计 {actual}，表头规定 {expected}，{verb} {difference}。"
        "请调整各指标的分值。"
    )


def _dimension_empty(finding: Finding, speaker: Speaker) -> str:
    _, expected, _ = _points(finding)
    place = place_of(finding, speaker)
    return f"{spell(place)}没有填写任何指标，表头规定 {expected}。请补填指标和分值。"


def _total_weight(finding: Finding, speaker: Speaker) -> str:
    actual, expected, difference = _points(finding)
    place = place_of(finding, speaker)
    verb = "多" if _more(finding) else "少"
    return (
        f"{spell(place)} {actual}（含预算执行 {finding.note}分），应为 {expected}，"
        f"{verb} {difference}。请按表头分值调整各指标的分值。"
    )


def _points(finding: Finding) -> tuple[str, str, str]:
    figures = (finding.actual, finding.expected, finding.difference)
    actual, expected, difference = (f"{_number(figure)}分" for figure in figures)
    return actual, expected, difference


def _more(finding: Finding) -> bool:
    actual, expected = finding.actual, finding.expected
    return isinstance(actual, Decimal) and isinstance(expected, Decimal) and actual > expected


def _score_over(finding: Finding, speaker: Speaker) -> str:
    actual, expected, difference = _points(finding)
    (weight,) = finding.others
    sheet = speaker.place(finding.path).sheet
    return (
        f"{speaker.where(finding.path)} {actual}，高于分值 {expected}"
        f"（{speaker.cell(weight, sheet)}），超出 {difference}。请改低得分或核对分值。"
    )


def _score_negative(finding: Finding, speaker: Speaker) -> str:
    actual, _, _ = _points(finding)
    return f"{speaker.where(finding.path)} {actual}，得分不能低于 0。请改正。"


def _full_marks_of_less(finding: Finding, speaker: Speaker) -> str:
    actual, expected, difference = _points(finding)
    return (
        f"{speaker.where(finding.path)} {actual}，已填指标全部得满分，而分值合计只有 {actual}，"
        f"距 {expected}还差 {difference}：总分不是 {expected}制下的得分。请先补齐分值再评分。"
    )


def _score_said(finding: Finding, speaker: Speaker) -> str:
    actual, expected, difference = _points(finding)
    (total,) = finding.others
    return (
        f"{speaker.where(finding.path)}写的自评得分是 {actual}，"
        f"{speaker.where(total)}是 {expected}，相差 {difference}。请改成一致。"
    )


def _grade_said(finding: Finding, speaker: Speaker) -> str:
    (total,) = finding.others
    return (
        f"{speaker.where(finding.path)}写的等次是“{finding.actual}”，{speaker.where(total)}"
        f"{finding.note}分对应的等次是“{finding.expected}”。请改成一致。"
    )


def _zero_denominator(finding: Finding, speaker: Speaker) -> str:
    sheet = speaker.place(finding.path).sheet
    tops = "，".join(
        f"{speaker.cell(path, sheet)} {speaker.place(path).label}"
        f"{_number(_decimal(speaker.value(path)))}{speaker.unit(path)}"
        for path in finding.others
    )
    return (
        f"{speaker.where(finding.path)}为 0，而 {tops}：{finding.note}。"
        "请核对这些数字；确属实情的，请说明原因。"
    )


def _decimal(value: object) -> Decimal | str | None:
    return value if isinstance(value, Decimal) else str(value)


def _shows_otherwise(finding: Finding, speaker: Speaker) -> str:
    return (
        f"{speaker.where(finding.path)}显示 {_number(finding.actual)}，按表中数字计算应为 "
        f"{_number(finding.expected)}。单元格可能被改写或没有重新计算：请在 Excel 或 WPS 中按 F9 "
        "重新计算并保存；仍不一致的，请从新生成的工作簿中复制该公式。"
    )


def _problem(text: str) -> Callable[[Finding, Speaker], str]:
    """Make a sentence about reading from a pattern."""

    def told(finding: Finding, _: Speaker) -> str:
        assert finding.problem is not None  # noqa: S101 - these cases always carry one
        problem = finding.problem
        return text.format(
            where=spell(problem.place),
            sheet=problem.place.sheet,
            label=problem.place.label,
            typed=problem.typed,
            read=f"{problem.read_as}{problem.unit}",
            unit=f"（单位：{problem.unit}）" if problem.unit else "",
            cells=_abridged(finding.note),
        )

    return told


def _abridged(cells: str) -> str:
    listed = cells.split("、")
    return "、".join(listed[:MANY]) + (f" 等{len(listed)}处" if len(listed) > MANY else "")


WORDS: dict[Case, Callable[[Finding, Speaker], str]] = {
    "unequal": _unequal,
    "rounding": _rounding,
    "parts_exceed": _parts_exceed,
    "differ": _differ,
    "blank_total": _blank_total,
    "dimension_weight": _dimension_weight,
    "dimension_empty": _dimension_empty,
    "total_weight": _total_weight,
    "score_over": _score_over,
    "score_negative": _score_negative,
    "full_marks_of_less": _full_marks_of_less,
    "score_said": _score_said,
    "grade_said": _grade_said,
    "zero_denominator": _zero_denominator,
    "shows_otherwise": _shows_otherwise,
    "missing_sheet": _problem(
        "缺少工作表《{sheet}》，表中各项都读不出。"
        "请从原工作簿恢复这张表，或用 xlevaluate new 重新生成后填写。"
    ),
    "missing_name": _problem(
        "《{sheet}》的“{label}”读不出：名称“{typed}”已被删除，或所在单元格已被删除。"
        "请撤消删除，或在“公式 - 名称管理器”里重新定义这个名称。"
    ),
    "not_calculated": _problem(
        "《{sheet}》{cells} 的公式没有保存计算结果，读不出数字。"
        "请用 Excel 或 WPS 打开工作簿，保存后再校验。"
    ),
    "error_value": _problem("{where}显示错误值 {typed}。请改正公式，或直接填写数字。"),
    "not_a_number": _problem(
        "{where}应填数字{unit}，现在是“{typed}”，读不出。请只填数字，不写单位和说明。"
    ),
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
    "incomplete_row": _problem("{where}没有填写，这一行不会写入报告。请补填，或清空整行。"),
    "text_too_long": _problem("{where}的文字超过一个单元格的容量（32767 字符），读不全。请精简。"),
    "read_as": _problem(
        "{where}里的“{typed}”已按 {read} 读取。请改成数字，否则表格公式不会把它算进去。"
    ),
    "only_blanks": _problem("{where}里只有空格，已按空白处理。请清除空格；没有发生的请填 0。"),
    "open_elsewhere": _problem(
        "工作簿正在其他程序中打开，这里读取的是最近一次保存的内容。如有未保存的修改，请先保存。"
    ),
}
