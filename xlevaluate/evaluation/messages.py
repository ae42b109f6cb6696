"""All sentences about findings, in one voice: what is wrong, both figures, what to do.

Most are patterns, which stand here, and in ``reading_messages`` those about reading; those that
say more are put together in ``composed_messages``. Every case has its sentence in ``WORDS``.
"""

from collections.abc import Callable

from xlevaluate.checks.cases import Case
from xlevaluate.checks.findings import Finding
from xlevaluate.evaluation import composed_messages
from xlevaluate.evaluation.mistyped_words import mistyped_words
from xlevaluate.evaluation.places import PlaceNames
from xlevaluate.evaluation.reading_messages import READING_WORDS


def message_of(finding: Finding, place_names: PlaceNames) -> str:
    """Return the sentence for a finding, and how its figure may have been mistyped."""
    return WORDS[finding.case](finding, place_names) + mistyped_words(finding, place_names)


def _pattern(text: str) -> Callable[[Finding, PlaceNames], str]:
    """Make a sentence from a pattern.

    ``{where}`` is the place, ``{label}`` its label, ``{others}`` the other places, ``{second}``
    the first of them spelled out; ``{actual}`` … are figures with their unit, ``{figure}`` and
    ``{should}`` the same without; ``{note}`` is the finding's own word;
    ``{such}`` says that the place is one of several.
    """

    def told(finding: Finding, place_names: PlaceNames) -> str:
        actual, expected, difference = composed_messages.measured(finding, place_names)
        sheet = place_names.place(finding.path).sheet
        return text.format(
            where=place_names.where(finding.path),
            label=place_names.place(finding.path).label,
            others=place_names.cells(finding.others, sheet),
            second=place_names.where(finding.others[0]) if finding.others else "",
            all=place_names.cells((finding.path, *finding.others), sheet),
            sheet=sheet,
            actual=actual,
            expected=expected,
            difference=difference,
            figure=composed_messages.number(finding.actual),
            should=composed_messages.number(finding.expected),
            differing=composed_messages.number(finding.difference),
            note=finding.note,
            such="如 " if finding.others else "",
        )

    return told


WORDS: dict[Case, Callable[[Finding, PlaceNames], str]] = READING_WORDS | {
    "sentence": composed_messages.sentence,
    "outline_empty": _pattern(
        "《{sheet}》里没有标题和句子，写不出报告。请撤消清除；已经保存关闭的，"
        "请运行 xlevaluate repair 文件名，新的工作簿里有模板原来的提纲。"
    ),
    "chapter_empty": composed_messages.chapter_empty,
    "unequal": composed_messages.unequal,
    "rounding": composed_messages.rounding,
    "parts_exceed": composed_messages.parts_exceed,
    "differ": composed_messages.differ,
    "blank_total": composed_messages.blank_total,
    "differs_from_others": composed_messages.differs_from_others,
    "falls_short": composed_messages.falls_short,
    "dimension_weight": composed_messages.dimension_weight,
    "dimension_weight_alone": composed_messages.dimension_weight_alone,
    "dimension_empty": composed_messages.dimension_empty,
    "dimension_waived": composed_messages.dimension_waived,
    "total_weight": composed_messages.total_weight,
    "goal_weight": composed_messages.goal_weight,
    "goal_empty": composed_messages.goal_empty,
    "score_over": composed_messages.score_over,
    "score_negative": composed_messages.score_negative,
    "full_marks_of_less": composed_messages.full_marks_of_less,
    "score_said": composed_messages.score_said,
    "grade_said": composed_messages.grade_said,
    "points_said": _pattern(
        "{where}写“{note}”，按 {others} 是 {should}分，相差 {differing}分。请改成一致。"
    ),
    "zero_denominator": composed_messages.zero_denominator,
    "shows_otherwise": composed_messages.shows_otherwise,
    "said_otherwise": composed_messages.said_otherwise,
    "rate_said_otherwise": _pattern(
        "{where}写“{note}”，{second}是 {should}%，相差 {differing} 个百分点。请改成一致。"
    ),
    "rate_beside_otherwise": _pattern(
        "{where}写“{note}”，按这句话里的其他数计算是 {should}%，相差 {differing} 个百分点。"
        "请核对这几个数。"
    ),
    "points_beside_otherwise": _pattern(
        "{where}写“{note}”，按这句话里的其他数计算是 {should} 个百分点，相差 {differing} 个百分点。"
        "请核对这几个数。"
    ),
    "amount_beside_otherwise": _pattern(
        "{where}写“{note}”，按这句话里的其他数计算是 {should}万元，相差 {differing}万元。"
        "请核对这几个数。"
    ),
    "yuan_beside_otherwise": _pattern(
        "{where}写“{note}”，按这句话里的其他数计算是 {should}元，相差 {differing}元。"
        "请核对这几个数。"
    ),
    "change_said_otherwise": composed_messages.change_said,
    "growth_said_otherwise": composed_messages.growth_said,
    "sum_said_otherwise": _pattern(
        "{where}写“{note}”，{others} 合计 {should}万元，相差 {differing}万元。请改成一致。"
    ),
    "saving_said_otherwise": _pattern(
        "{where}写“{note}”，{others} 相差 {should}万元，与所写相差 {differing}万元。请改成一致。"
    ),
    "part_said_otherwise": _pattern(
        "{where}写“{note}”，按 {others} 计算是 {should}%，相差 {differing} 个百分点。请改成一致。"
    ),
    "flat_said_otherwise": _pattern("{where}写“{note}”，按 {others} 计算增减 {should}%。请核对。"),
    "indicator_said_otherwise": _pattern(
        "{where}写“{note}”，{second}填的是 {should}。请改成一致。"
    ),
    "parts_said_otherwise": _pattern(
        "{where}写“{note}”，各部分合计 {figure}万元，总数写的是 {should}万元，"
        "相差 {differing}万元。请核对各部分和总数。"
    ),
    "counted_parts_said_otherwise": _pattern(
        "{where}写“{note}”，各部分合计 {figure}，总数写的是 {should}，相差 {differing}。"
        "请核对各部分和总数。"
    ),
    "listed_otherwise": _pattern("{where}写“{note}”，写明 {should}个，列出 {figure}个。请核对。"),
    "points_for_percent": _pattern(
        "{where}写“{note}”。金额的增减用“%”，两个百分比之差才用“个百分点”。请改正。"
    ),
    "other_year": _pattern(
        "{where}提到了 {note}年，评价年度是 {should}年。请核对是否沿用了往年的文字。"
    ),
    "other_unit": _pattern(
        "{where}提到的单位是“{figure}”，封面的单位名称是“{should}”。请核对是否沿用了他单位的文字。"
    ),
    "counted_otherwise": _pattern(
        "{where}里“{note}”是 {figure}，{second}里是 {should}，前后不一。如是同一件事，请统一。"
    ),
    "overrun_denied": _pattern(
        "{where}写“{note}”，而 {others} 的决算数超过预算数。请核对这一说法。"
    ),
    "project_spoken_of": _pattern(
        "{where}谈到项目支出或专项资金，而本年项目支出为 0（有关单元格：{others}）。"
        "请核对是否沿用了往年的文字。"
    ),
    "not_mentioned": _pattern("{where}有 {actual}，报告文字没有提到。建议在文字材料中交代。"),
    "zero_for_none": _pattern(
        "{where}写“{note}”，而该比率的分母为 0，不适用。请写“不适用”或删去。"
    ),
    "projects_total": _pattern(
        "{where} {actual}，各项目表的执行数合计 {expected}（{others}），{note} {difference}。"
        "请核对项目表是否填全；属实的请说明原因。"
    ),
    "project_row": _pattern(
        "{where} {actual}，同名项目的{second}是 {expected}，相差 {difference}。"
        "请核对；口径不同的请说明原因。"
    ),
    "project_indicator": _pattern(
        "{where}填的是“{figure}”，{second}填的是“{should}”。同一指标应一致，请核对。"
    ),
    "project_said_otherwise": _pattern(
        "{where}写“{note}”，{second}是 {should}，相差 {differing}。请核对。"
    ),
    "project_blank": _pattern("{note}还没有填写。请填写；没有这个项目的，请删去它的表。"),
    "project_twice": _pattern("{where}与 {second}是同一个项目“{note}”。请核对是否重复填报。"),
    "project_unlisted": _pattern(
        "《{sheet}》没有列入《{note}》。请点“校验”按钮列入；没有按钮的，运行 "
        "xlevaluate repair 文件名，得到列全了的工作簿。"
    ),
    "self_names": _pattern("{where}等处的自称不统一：{note}（见 {all}）。请统一用封面上的自称。"),
    "repeated": _pattern("{where}有重复的词语：“{note}”。请核对。"),
    "ordinals": _pattern("{where}的次序是“{note}”，不连续或重复。请核对。"),
    "headings": _pattern("{where}自带的序号是“{note}”，不连续。报告的序号自动生成，请删去或改正。"),
    "prompt": _pattern("{where}留有表格的提示语“{note}”。请删去。"),
    "hole": _pattern("{where}有空着没有填的地方：{note}。请补填或删去。"),
    "longer_than_allowed": _pattern(
        "{where}有 {figure} 个字，表式规定不超过 {should} 个字。请精简。"
    ),
    "mixed_units": _pattern(
        "{where}的金额有的用元、有的用万元（{note}）。请统一用万元，以免看错。"
    ),
    "grade_word": _pattern("{where}把等次写作“{figure}”，规定的等次是“{should}”。建议统一。"),
    "mixed_decimals": _pattern("{where}等处的金额有的补足两位小数、有的没有（{note}）。请统一。"),
    "half_width": _pattern("{where}有 {figure} 处半角标点（如“{note}”）。中文请用全角标点。"),
    "brackets": _pattern("{where}的发文字号“{note}”，年份应加六角括号〔〕。请改正。"),
    "goal_repeated": _pattern(
        "{where}与 {second}的文字几乎相同。这里应写全年完成的结果，请改写或说明。"
    ),
    "target_repeated": _pattern("{where}与 {second}的文字相同。这里应写完成的结果，请改写或说明。"),
    "target_without_number": _pattern(
        "《{sheet}》{all} 的年度指标值没有可衡量的数，而实际完成值有数且得满分。"
        "建议写成“≥12次”这样的目标。"
    ),
    "required": _pattern("《{sheet}》{all} 是必填项，没有填写。请补填。"),
    "incomplete": composed_messages.incomplete,
    "incomplete_texts": _pattern("《{sheet}》的{note}没有填写（{all}）。请补填。"),
    "category_empty": _pattern(
        "{note}没有填写指标（《{sheet}》{all}）。请补填指标和分值；"
        "不涉及的，在{label}处填“不适用”。"
    ),
    "category_waived": _pattern(
        "{where}填了“不适用”，而{note}还有指标或分值（{others}）。请删去“不适用”，或清空这些指标。"
    ),
    "placeholder": _pattern(
        "《{sheet}》{all} 只有“……”“无”一类的占位，没有指标。请填写或清空；"
        "这一类不涉及的，填“不适用”。"
    ),
    "rows_incomplete": _pattern(
        "《{sheet}》{all} 所在的各项指标都缺少{note}。请补填，或清空整行。"
    ),
    "row_incomplete": _pattern("{where}所在的指标缺少{note}（{all}）。请补填，或清空整行。"),
    "not_absent": _pattern(
        "{where}选了“{note}”，而表中有数字（{others}）。请清空这一格，或把这些数字改为 0。"
    ),
    "nameless": _pattern("《{sheet}》{all} 的{note}没有填写，而这一行有金额。请补填名称。"),
    "filed_when": _pattern("{where}是 {figure}，评价年度是 {should}年。请核对年份。"),
    "deviation": composed_messages.deviation,
    "not_as_proposed": _pattern(
        "{where} {figure}分，按完成比例应得 {should}分（{note}），相差 {differing}分。"
        "请核对；有理由的请说明。"
    ),
    "far_from_target": _pattern(
        "{where}是指标值（{others}）的 {figure}%，{note} {should}%。请核对指标值是否定得合适；"
        "属实的请说明原因。"
    ),
    "far_without_reason": _pattern(
        "{where}没有填写，而实际完成值是指标值的 {figure}%，{note} {should}%（{others}）。"
        "请写明原因。"
    ),
    "far_from_target_of_zero": _pattern(
        "{where}不低于 {should}，而指标值是 0（{others}）。请核对指标值是否定得合适；"
        "属实的请说明原因。"
    ),
    "far_without_reason_of_zero": _pattern(
        "{where}没有填写，而指标值是 0，实际完成值不低于 {should}（{others}）。请写明原因。"
    ),
    "at_upper_edge": _pattern(
        "{where} {figure}分，正好是“{note}”档的上限，应归上一档；本档为 {should}分。"
        "请改得分，或改选档次（{others}）。"
    ),
    "over_ceiling": _pattern(
        "{where} {figure}分，按预算执行率（{others}）总分不能超过 {should}分，超出 {differing}分。"
        "请改为不超过 {should}分。"
    ),
    "indicators_ahead": _pattern(
        "指标得分占其分值的 {figure}%，{where}占其分值的 {should}%，指标得分超前 {note}% 以上。"
        "请核对指标得分与资金支出是否相称；属实的请说明原因。"
    ),
    "no_budget": _pattern("{where}是 0，没有预算可以执行（{others}）。请核对。"),
    "no_money": _pattern(
        "{where}和执行数（{others}）都是 0，没有用钱的项目却有指标得分。"
        "请核对；项目已取消或不需要资金的，请说明原因。"
    ),
    "unexecuted": _pattern(
        "{where}之外，未执行的占全年预算数（{others}）的 {figure}%，超过 {should}%。"
        "请核对支出进度。"
    ),
    "out_of_band": _pattern(
        "{where} {figure}分，不在“{note}”档的 {should}分之内，差 {differing}分。"
        "请改得分，或改选档次（{others}）。"
    ),
    "no_band": _pattern(
        "《{sheet}》{all} 没有选完成档次，而指标值或完成值不是单一的数，按定性指标评分。"
        "请选择档次，得分应在该档之内。"
    ),
    "not_comparable": _pattern("{where}不能与指标值（{others}）比较：{note}。"),
    "ratio_not_as_proposed": _pattern(
        "{where} {figure}分，按评分办法应得 {should}分（{note}），相差 {differing}分。"
        "请核对；有理由的请在右边说明。"
    ),
    "ratio_score_outside": _pattern(
        "{where} {figure}分，应在 {should}分之间，差 {differing}分。请改正。"
    ),
    "parameters_changed": _pattern(
        "《{sheet}》{all} 的评分参数与评分办法不同：{note}。财政部门统一调整的请说明依据；"
        "单位不要自行修改。"
    ),
    "parameters_outdated": _pattern(
        "《{sheet}》{all} 的评分参数还是工作簿制作时的数：{note}。模板后来改了，不是单位改的。"
        "请运行 xlevaluate upgrade 文件名，新的工作簿按现在的数评分。"
    ),
    "parameter_unfit": _pattern("{where}不能用：{note}。校验暂按评分办法原来的数进行，请改正。"),
    "ratio_score_no_number": _pattern(
        "{where}填了“{figure}”，应为 {should}分之间的数。不自己评定的请留空，按建议得分计算。"
    ),
    "frame_total": _pattern(
        "《{sheet}》{all} 的分值合计 {figure}分，应为 {should}分，相差 {differing}分。请调整。"
    ),
    "low_execution": _pattern(
        "{where}占全年预算数的 {figure}%，低于 {should}%。请核对；属实的请说明原因。"
    ),
    "reason": _pattern("《{sheet}》{all} 没有填写变动原因，而本年与上年不同。请补填，或说明。"),
    "overrun": _pattern(
        "《{sheet}》{all} 的决算数超过预算数，占预算的：{note}。请核对；属实的请说明原因。"
    ),
    "over_executed": _pattern(
        "{where} {actual}，超过 {second} {expected}，超出 {difference}。请核对；属实的请说明原因。"
    ),
    "over_approved": _pattern(
        "{where} {actual}，超过 {second} {expected}，是它的 {note}%，超出 {difference}。"
        "请核对；属实的请说明原因。"
    ),
    "without_budget": _pattern(
        "《{sheet}》{all} 的预算数为 0，却有决算数：{note}。请核对；属实的请说明原因。"
    ),
    "staff": composed_messages.staff,
    "on_duty": _pattern(
        "{where} {actual}，多于 {second} {expected}，相差 {difference}。请核对或说明统计口径。"
    ),
    "not_whole": _pattern("{where} {actual}，应为不小于 0 的整数。请改正。"),
    "negative": _pattern(
        "《{sheet}》{all} 是负数（{such}{label} {actual}）。请核对；属实的请说明原因。"
    ),
    "too_fine": _pattern(
        "《{sheet}》{all} 超过两位小数（{such}{label} {actual}）。表中保留两位小数。"
    ),
    "magnitude": _pattern(
        "{where} {actual}，{second} {expected}，相差千倍以上。请核对是否把元当作了万元。"
    ),
    "no_personnel": _pattern("{where}为 0，而 {second} {should}人。请核对；属实的请说明原因。"),
    "carried_over": _pattern(
        "{where}{actual}，上年工作簿的{note}是 {expected}，相差 {difference}。请核对后改成一致。"
    ),
    "still_proposed": _pattern(
        "《{sheet}》{all} 的指标值是由上年带入的，还没有改动。请改成本年的；"
        "与上年相同的，在《{note}》选“沿用”。"
    ),
    "accounts_differ": _pattern(
        "{where} {actual}，{note}是 {expected}，相差 {difference}。请核对；口径不同的请说明原因。"
    ),
    "accounts_of_other": _pattern(
        "所给的决算、预算表是“{figure}”的，封面的单位名称是“{should}”。请核对是不是本单位的表。"
    ),
    "accounts_unbalanced": _pattern("所给的表自身不相符。{note}"),
    "declared_missing": _pattern(
        "申报的指标“{note}”没有列入自评。请补上；确已批准调整的，请说明批准的文件。"
    ),
    "not_declared": _pattern(
        "{where}的指标“{note}”没有申报过。请核对名称；确已批准增加的，请说明批准的文件。"
    ),
    "sign_changed": _pattern(
        "{where}是“{figure}”，申报的是“{should}”，方向不同。"
        "请改回；确已批准调整的，请说明批准的文件。"
    ),
    "target_changed": _pattern(
        "{where}是“{figure}”，申报的是“{should}”。请改回；确已批准调整的，请说明批准的文件。"
    ),
    "weight_changed": _pattern(
        "{where} {actual}，申报的权重是 {expected}，相差 {difference}。"
        "请核对；确已批准调整的，请说明批准的文件。"
    ),
    "budget_changed": _pattern(
        "{where} {actual}，申报的金额合计是 {expected}，相差 {difference}。"
        "请核对；预算批复与申报不同的，请说明。"
    ),
    "other_unit_declared": _pattern(
        "作为申报表提供的工作簿是“{figure}”的，本工作簿是“{should}”的。请核对是否拿错了文件。"
    ),
    "other_year_declared": _pattern(
        "作为申报表提供的工作簿是 {figure} 年度的，本工作簿是 {should} 年度的。"
        "请核对是否拿错了文件。"
    ),
    "other_unit_before": _pattern(
        "作为上年提供的工作簿是“{figure}”的，本工作簿是“{should}”的。请核对是否拿错了文件。"
    ),
    "other_year_before": _pattern(
        "作为上年提供的工作簿是 {figure}年度的，应为 {should}年度。请核对是否拿错了文件。"
    ),
}
