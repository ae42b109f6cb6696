"""Sentences about findings that are put together from several figures and places."""

from decimal import Decimal

from xlevaluate.checks.findings import Finding
from xlevaluate.evaluation.places import PlaceNames, place_of
from xlevaluate.form.cells_definition import UNITS
from xlevaluate.submission.amounts import percent, plain, round_half_up


def number(value: Decimal | str | None) -> str:
    """Return a figure as messages print it."""
    return plain(value) if isinstance(value, Decimal) else str(value or "空白")


def measured(finding: Finding, place_names: PlaceNames) -> tuple[str, str, str]:
    """Return actual, expected and difference with the unit of the finding's place."""
    unit = place_names.unit(finding.path)
    figures = (finding.actual, finding.expected, finding.difference)
    actual, expected, difference = (f"{number(figure)}{unit}" for figure in figures)
    return actual, expected, difference


def _check_parts(finding: Finding, place_names: PlaceNames) -> str:
    """Say which cells to look at: those with a figure, and those still blank."""
    sheet = place_names.place(finding.path).sheet
    filled = tuple(path for path in finding.others if place_names.value(path) != 0)
    text = f"请核对 {place_names.cells(filled or finding.others, sheet)}"
    if finding.blanks:
        text += f"；{place_names.cells(finding.blanks, sheet)} 未填，没有发生的请填 0"
    return text + "。"


def _beside_sum(finding: Finding, place_names: PlaceNames, what: str) -> str:
    """Say a figure and the sum that it is held against."""
    actual, expected, _ = measured(finding, place_names)
    place = place_names.where(finding.path)
    return f"{place}{actual}，{what} {expected}（{place_names.sum(finding)}）"


def unequal(finding: Finding, place_names: PlaceNames) -> str:
    """Say that a total differs from its parts."""
    *_, difference = measured(finding, place_names)
    sums = _beside_sum(finding, place_names, "分项合计")
    return f"{sums}，相差 {difference}。{_check_parts(finding, place_names)}"


def rounding(finding: Finding, place_names: PlaceNames) -> str:
    """Say that rounding explains a difference."""
    *_, difference = measured(finding, place_names)
    sums = _beside_sum(finding, place_names, "分项合计")
    return f"{sums}，相差 {difference}，在四舍五入误差之内。如有更精确的数字，可据以调整尾数。"


def parts_exceed(finding: Finding, place_names: PlaceNames) -> str:
    """Say that parts are more than what they are parts of."""
    *_, difference = measured(finding, place_names)
    sums, look = _beside_sum(finding, place_names, "其中项之和"), _check_parts(finding, place_names)
    return f"{sums}，超出 {difference}。其中项是它的一部分，不应超过它；{look}"


def differ(finding: Finding, place_names: PlaceNames) -> str:
    """Say that two places differ which should agree."""
    actual, expected, difference = measured(finding, place_names)
    (other,) = finding.others
    return (
        f"{place_names.where(finding.path)}{actual}，{place_names.where(other)}{expected}，"
        f"两处应相等，相差 {difference}。请核对后改成一致。"
    )


def blank_total(finding: Finding, place_names: PlaceNames) -> str:
    """Say what a blank total should be."""
    _, expected, _ = measured(finding, place_names)
    text = (
        f"{place_names.where(finding.path)}没有填写，而按其他数字应为 {expected}"
        f"（{place_names.sum(finding)}）"
    )
    base = place_names.value(finding.others[-1])
    if len(finding.others) == 2:
        text += _share_of(finding.expected, base, place_names.cell(finding.others[-1], ""))
    return f"{text}。请补填，或核对这些数字。"


def differs_from_others(finding: Finding, place_names: PlaceNames) -> str:
    """Say that a figure differs from what others make, which may be right."""
    *_, difference = measured(finding, place_names)
    sums = _beside_sum(finding, place_names, "按其他数字是")
    return f"{sums}，相差 {difference}。两者的口径可能不同，请核对；属实的请说明原因。"


def falls_short(finding: Finding, place_names: PlaceNames) -> str:
    """Say that a figure is less than what others make, which may be right."""
    actual, expected, difference = measured(finding, place_names)
    place = place_names.where(finding.path)
    return (
        f"{place}{actual}，少于 {expected}（{place_names.sum(finding)}），相差 {difference}。"
        "请核对；属实的请说明资金来源。"
    )


def _share_of(part: object, whole: object, cell: str) -> str:
    """Say which share of a cell's figure a figure is, where that says something."""
    if not isinstance(part, Decimal) or not isinstance(whole, Decimal) or whole <= 0:
        return ""
    return f"，占 {cell} 的 {plain(percent(part / whole))}%"


def dimension_weight(finding: Finding, place_names: PlaceNames) -> str:
    """Say that the weights of a dimension are not those of its head."""
    actual, expected, difference = _points(finding)
    place = place_of(finding, place_names)
    verb = "多" if _more(finding) else "少"
    return (
        f"{place_names.spell(place)}的分值合计 {actual}，表头规定 {expected}，{verb} {difference}。"
        "请调整各指标的分值。"
    )


def dimension_weight_alone(finding: Finding, place_names: PlaceNames) -> str:
    """Say the same of the only such dimension, and what all points are therefore."""
    actual, expected, difference = _points(finding)
    place = place_of(finding, place_names)
    verb = "多" if _more(finding) else "少"
    whole = place_names.template.profile.frame.total
    total = whole + _number(finding.actual) - _number(finding.expected)
    return (
        f"{place_names.spell(place)}的分值合计 {actual}，表头规定 {expected}，{verb} {difference}；"
        f"全部分值因此是 {plain(total)}分，应为 {plain(whole)}分。请调整各指标的分值。"
    )


def _number(figure: object) -> Decimal:
    return figure if isinstance(figure, Decimal) else Decimal(0)


def dimension_empty(finding: Finding, place_names: PlaceNames) -> str:
    """Say that a dimension has no indicators."""
    _, expected, _ = _points(finding)
    place = place_of(finding, place_names)
    return f"{place_names.spell(place)}没有填写任何指标，表头规定 {expected}。请补填指标和分值。"


def incomplete(finding: Finding, place_names: PlaceNames) -> str:
    """Say that figures are blank, and where the unit can say once that it has none."""
    form = place_names.template.form
    sheet = place_names.place(finding.path).sheet
    blank = {finding.path, *finding.others}
    where = {
        form.fields[given.said].sheet
        for given in form.definition.absent
        if any(form.fields[name].path in blank for name in given.names)
    }
    whole = "".join(f"；整项没有的，可在《{name}》里选“无”" for name in sorted(where))
    cells = place_names.cells((finding.path, *finding.others), sheet)
    return (
        f"《{sheet}》的{finding.note}没有填写（{cells}）。"
        f"没有发生的填 0，不涉及的填“不适用”{whole}。"
    )


def dimension_waived(finding: Finding, place_names: PlaceNames) -> str:
    """Say that nothing of a dimension applies, and that its points may not go elsewhere."""
    _, expected, _ = _points(finding)
    place = place_of(finding, place_names)
    return (
        f"{place_names.spell(place)}全部填了“不适用”，表头规定 {expected}，而评分办法不把这些分值"
        "分给其他一级指标。请至少填写一类指标。"
    )


def total_weight(finding: Finding, place_names: PlaceNames) -> str:
    """Say that all weights together are not the full marks."""
    actual, expected, difference = _points(finding)
    place = place_of(finding, place_names)
    verb = "多" if _more(finding) else "少"
    return (
        f"{place_names.spell(place)} {actual}（含预算执行 {finding.note}分），应为 {expected}，"
        f"{verb} {difference}。请按表头分值调整各指标的分值。"
    )


def goal_weight(finding: Finding, place_names: PlaceNames) -> str:
    """Say that the weights of a goal's indicators are not the points of the goal."""
    actual, expected, difference = _points(finding)
    return (
        f"{place_names.where(finding.path)}是 {actual}，这个目标的各项指标"
        f"{place_names.rows(*finding.others)}分值合计 {expected}，"
        f"相差 {difference}。请改成一致。"
    )


def goal_empty(finding: Finding, place_names: PlaceNames) -> str:
    """Say that a goal has points and no indicators."""
    actual, *_ = _points(finding)
    rows = place_names.rows(*finding.others)
    return (
        f"{place_names.where(finding.path)}是 {actual}，这个目标没有填写任何指标{rows}。"
        "请补填指标和分值；没有这个目标的，请把它的分值清空。"
    )


def _points(finding: Finding) -> tuple[str, str, str]:
    figures = (finding.actual, finding.expected, finding.difference)
    actual, expected, difference = (f"{number(figure)}{UNITS['points']}" for figure in figures)
    return actual, expected, difference


def _more(finding: Finding) -> bool:
    actual, expected = finding.actual, finding.expected
    return isinstance(actual, Decimal) and isinstance(expected, Decimal) and actual > expected


def deviation(finding: Finding, place_names: PlaceNames) -> str:
    """Say that fewer points are given without a reason, and where all are due."""
    actual, expected, difference = _points(finding)
    lacking = (
        f"{place_names.where(finding.path)}没有填写，而得分 {actual}低于分值 {expected}，"
        f"差 {difference}。"
    )
    if finding.note:
        due = f"按完成比例应得 {expected}（{finding.note}）"
        return f"{lacking}{due}，请核对得分；确需扣分的，请填写原因。"
    return f"{lacking}请填写原因和改进措施。"


def score_over(finding: Finding, place_names: PlaceNames) -> str:
    """Say that a score is above its weight."""
    actual, expected, difference = _points(finding)
    (weight,) = finding.others
    sheet = place_names.place(finding.path).sheet
    return (
        f"{place_names.where(finding.path)} {actual}，高于分值 {expected}"
        f"（{place_names.cell(weight, sheet)}），超出 {difference}。请改低得分或核对分值。"
    )


def score_negative(finding: Finding, place_names: PlaceNames) -> str:
    """Say that a score is below 0."""
    actual, _, _ = _points(finding)
    return f"{place_names.where(finding.path)} {actual}，得分不能低于 0。请改正。"


def full_marks_of_less(finding: Finding, place_names: PlaceNames) -> str:
    """Say that full marks were given of less than all points."""
    actual, expected, difference = _points(finding)
    return (
        f"{place_names.where(finding.path)} {actual}，已填指标全部得满分，而分值合计只有 {actual}，"
        f"距 {expected}还差 {difference}：总分不是 {expected}制下的得分。请先补齐分值再评分。"
    )


def score_said(finding: Finding, place_names: PlaceNames) -> str:
    """Say that a text names another score than the form."""
    actual, expected, difference = _points(finding)
    (total,) = finding.others
    return (
        f"{place_names.where(finding.path)}写的自评得分是 {actual}，"
        f"{place_names.where(total)}是 {expected}，相差 {difference}。请改成一致。"
    )


def said_otherwise(finding: Finding, place_names: PlaceNames) -> str:
    """Say that a text tells another figure than a cell; an amount in 元 or 亿元 in 万元 too."""
    (where, other), unit = (finding.path, finding.others[0]), place_names.unit(finding.others[0])
    is_other_unit = unit == "万元" and finding.note.endswith("元") and unit not in finding.note
    return (
        f"{place_names.where(where)}写“{finding.note}”"
        + (f"，即 {number(finding.actual)}万元" if is_other_unit else "")
        + f"，{place_names.where(other)}是 {number(finding.expected)}{unit}，"
        f"相差 {number(finding.difference)}{unit}。请改成一致。"
    )


def change_said(finding: Finding, place_names: PlaceNames) -> str:
    """Say that a text tells another change, or the other way, than two figures make."""
    return _change_said(finding, place_names, ("增加", "减少"), "万元", "万元")


def growth_said(finding: Finding, place_names: PlaceNames) -> str:
    """Say the same of a percentage."""
    return _change_said(finding, place_names, ("增长", "下降"), "%", " 个百分点")


def _change_said(
    finding: Finding, place_names: PlaceNames, ways: tuple[str, str], unit: str, unit_apart: str
) -> str:
    actual, expected = finding.actual, finding.expected
    sheet = place_names.place(finding.path).sheet
    text = f"{place_names.where(finding.path)}写“{finding.note}”，按 "
    text += f"{place_names.cells(finding.others, sheet)} 计算"
    if not isinstance(expected, Decimal) or not isinstance(actual, Decimal) or expected == 0:
        return f"{text}没有增减。请改成一致。"
    size = abs(expected)
    text += f"是{ways[expected < 0]} {number(size)}{unit}，"
    if actual * expected < 0:
        is_same = round_half_up(size, max(0, -int(actual.as_tuple().exponent))) == abs(actual)
        return f"{text}{'方向写反了' if is_same else '方向和数都不一致'}。请改成一致。"
    return f"{text}相差 {number(abs(size - abs(actual)))}{unit_apart}。请改成一致。"


def grade_said(finding: Finding, place_names: PlaceNames) -> str:
    """Say that a text names another grade than goes with the score."""
    (total,) = finding.others
    return (
        f"{place_names.where(finding.path)}写的等次是“{finding.actual}”，{place_names.where(total)}"
        f"{finding.note}分对应的等次是“{finding.expected}”。请改成一致。"
    )


def zero_denominator(finding: Finding, place_names: PlaceNames) -> str:
    """Say that a ratio has something over nothing."""
    sheet = place_names.place(finding.path).sheet
    tops = "，".join(
        f"{place_names.cell(path, sheet)} {place_names.place(path).label}"
        f"{number(_decimal(place_names.value(path)))}{place_names.unit(path)}"
        for path in finding.others
    )
    return (
        f"{place_names.where(finding.path)}为 0，而 {tops}：{finding.note}。"
        "请核对这些数字；确属实情的，请说明原因。"
    )


def _decimal(value: object) -> Decimal | str | None:
    return value if isinstance(value, Decimal) else str(value)


def shows_otherwise(finding: Finding, place_names: PlaceNames) -> str:
    """Say that a computed cell shows something else."""
    if finding.note:
        return (
            f"{place_names.where(finding.path)}等 {finding.note} 处公式的结果是旧的。"
            "工作簿设为手动计算：请按 F9 重新计算并保存，再校验。"
        )
    return (
        f"{place_names.where(finding.path)}显示 {number(finding.actual)}，按表中数字计算应为 "
        f"{number(finding.expected)}。单元格可能被改写或没有重新计算：请在 Excel 或 WPS 中按 F9 "
        "重新计算并保存；仍不一致的，请从新生成的工作簿中复制该公式。"
    )


def staff(finding: Finding, place_names: PlaceNames) -> str:
    """Say that staff of all kinds are not as many as all staff."""
    actual, expected, difference = measured(finding, place_names)
    parts = " + ".join(
        f"{place_names.place(path).label} {number(_decimal(place_names.value(path)))}"
        for path in finding.others
    )
    return (
        f"{place_names.where(finding.path)} {actual}，各类在职人员之和 {expected}（{parts}），"
        f"相差 {difference}。离退休人员另计，不在实有人数之内；请核对或说明统计口径。"
    )


def sentence(finding: Finding, place_names: PlaceNames) -> str:
    """Say what is wrong in a row of the outline."""
    sheet = place_names.template.form.sheet_with("usable")
    how = f"；写法见《{sheet}》" if sheet else ""
    return f"{place_names.where(finding.path)}的句子{finding.note}。请改正，否则不能生成报告{how}。"


def chapter_empty(finding: Finding, place_names: PlaceNames) -> str:
    """Say what becomes of chapters of the report for which nothing is filled in."""
    said = f"写作“{finding.actual}”" if finding.actual else "不写入报告"
    sheet = place_names.place(finding.path).sheet
    cells = place_names.cells((finding.path, *finding.others), sheet)
    return (
        f"报告的{finding.note}没有内容，{said}（《{sheet}》{cells}）。"
        "有内容的请补填；确实没有的不必管。"
    )
