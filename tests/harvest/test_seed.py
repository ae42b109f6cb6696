"""The published self-evaluation comes in whole, and the original's own slips are told."""

import pytest

from tests.harvest.foreign import sample
from tests.harvest.seed_document import seed_document
from xlevaluate.form.figures import Figures
from xlevaluate.harvest.recognise import recognise_forms
from xlevaluate.sources.grid import Line
from xlevaluate.submission.paths import nest
from xlevaluate.tables.found import Harvest
from xlevaluate.template.template import Template
from xlevaluate.workbook.generate import evaluate_submission


@pytest.fixture(scope="module")
def harvest(template: Template) -> Harvest:
    return recognise_forms([seed_document(template)], template)


def test_every_figure_row_and_chapter_is_brought(template: Template, harvest: Harvest) -> None:
    held = Figures(template.form, sample(template, "seed.json")).by_path
    found = {item.path: item.value for item in harvest.found}
    wrong = {path for path, value in found.items() if held.get(path) != value}
    missing = {path: value for path, value in held.items() if value is not None}
    for path in found:
        missing.pop(path, None)
    assert wrong == {"unit.self_name"}  # the original says 我局 more often than 我办
    assert not harvest.questions
    # What the original leaves out, and “……”.
    assert set(missing.values()) <= {"（略）", "……"}
    # Sums that it says in words, 无政府性基金预算支出, wait for a yes.
    said = {item.path for item in harvest.found if "没有发生填 0" in item.note}
    funds = ("government_funds", "state_capital", "social_insurance")
    assert said == {f"finances.{name}.amount" for name in funds}
    assert not any(item.certain for item in harvest.found if item.path in said)


def test_the_check_finds_the_slips_of_the_sample_again(
    template: Template, harvest: Harvest
) -> None:
    values = nest({item.path: item.value for item in harvest.found})
    brought = evaluate_submission(template, template.form.model.model_validate(values))
    held = evaluate_submission(template, sample(template, "seed.json"))
    again, before = (
        {(told.finding.rule, told.finding.level, told.finding.case) for told in each.findings}
        for each in (brought, held)
    )
    assert before - again == {("C03", "error", "placeholder")}  # “……” is told by the import itself
    assert again - before == {("C09", "hint", "incomplete_texts")}  # the name that is left out


def test_nothing_of_the_report_is_lost(template: Template, harvest: Harvest) -> None:
    said = [item.origin.text for item in harvest.found]
    said += [item.origin.text for item in harvest.unplaced]
    blocks = seed_document(template).blocks
    lines = [b.text.strip() for b in blocks if isinstance(b, Line) and _is_long(b.text)]
    assert len(lines) > 30
    for line in lines:
        assert any(line in text for text in said), line


def _is_long(text: str) -> bool:
    form = ("说明", "基础数据表", "填报单位", "填表人")
    return len(text) > 30 and not any(word in text for word in form)


@pytest.mark.parametrize(
    "said",
    [
        # S17
        (
            "标题“3、 部门整体支出绩效情况”与前面的“五、社会保险基金预算支出情况”"
            "序号的写法不同，也不连续"
        ),
        "标题“8、 下一步改进措施”接在“4、 存在的问题及原因分析”之后，序号不连续",
        # S20
        "表式的提示“……”还留着，这一行没有指标",
        # S23
        "标题“（二）评价指标分析（或综合评价情况）。”里还留着表式的提示“（或综合评价情况）”",
        "标题“1.对履职效能主要指标的完成情况进行具体分析”里还留着表式的提示“对履职效能主要指标的完成情况进行具体分析”",
        # S24
        "实有人数20人，其中行政人员20人、离退休人员16人，合计36人，超过实有人数；离退休人员不在实有人数之内，请核对",
        # S27
        "“规模控制率”印作0，按表中的数是“—”（分母为0）",
        # S29
        "小数位数不一致：第4行第6列 0.1是1位，第4行第2列 5.41是2位",
    ],
)
def test_a_slip_of_the_original_is_told(harvest: Harvest, said: str) -> None:
    assert said in [item.message for item in harvest.contradictions]


def test_headings_that_go_on_are_not_told_of(harvest: Harvest) -> None:
    told = [item.message for item in harvest.contradictions if item.message.startswith("标题")]
    assert len(told) == 6
