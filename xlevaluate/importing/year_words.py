"""What is said of a workbook that was made from last year's."""

from xlevaluate.importing.next_year import LastYear, NextYear
from xlevaluate.template.template import Template


def words_of(last: LastYear, template: Template, made: NextYear) -> list[str]:
    """Say what was taken over from where, what is only proposed, and what was not."""
    carried, proposed, left = map(made.count, ("carried", "proposed", "left"))
    sheet = template.form.sheet_with("carried")
    listed = f"，列在《{sheet}》" if sheet else ""
    numbers = f"其中数字 {made.figures} 项（表中共 {made.all_figures} 项数字）"
    whole = f"由“{last.name}”（{made.last}年度）带入 {carried + proposed} 项，{numbers}{listed}。"
    lines = [whole]
    if proposed:
        advice = f"，在《{sheet}》选“沿用”" if sheet else "可以不改"
        lines.append(f"有 {proposed} 项指标值是上年的，请改成本年的；与上年相同的{advice}。")
    if left and sheet:
        lines.append(f"没有带入的 {left} 处和原因也列在《{sheet}》。")
    elif left:
        lines += (
            f"没有带入：《{row.from_sheet}》{row.from_label}（{row.content}），{row.note}。"
            for row in made.record
            if row.state == "left"
        )
    return lines
