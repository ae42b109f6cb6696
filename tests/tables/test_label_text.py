"""Labels as they are compared, and what is kept of what was cut off them."""

from collections.abc import Callable
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from xlevaluate.tables.label_text import LabelText, compared, plain_label, read_label
from xlevaluate.template.lookup import families
from xlevaluate.template.template_loading import load_template


@pytest.mark.parametrize(
    ("written", "plain"),
    [
        ("数量\n指标", "数量指标"),
        ("项 目", "项目"),
        ("合\u3000\xa0计", "合计"),
        ("＂三公＂经费", "三公经费"),
        ("“三公”经费", "三公经费"),
        ("其中：公车购置", "公车购置"),
        ("其中一般公共预算", "一般公共预算"),
        ("其中：１．购置费", "购置费"),
        ("（一）支出合计", "支出合计"),
        ("⑴购置费", "购置费"),
        ("①购置费", "购置费"),
        ("十一、其他收入", "其他收入"),
        ("第五部分 附件", "附件"),
        ("30201 办公费", "办公费"),
        ("2023年决算数", "2023年决算数"),
        ("项目支出：", "项目支出"),
        ("指标1：", ""),
        ("指标2：发放率", "发放率"),
        ("3、本级专项资金（一个专项一行）", "本级专项资金"),
        ("（二）评价指标分析（或综合评价情况）。", "评价指标分析"),
        ("执行率（B/A）", "执行率"),
        ("实施单位(盖章)", "实施单位"),
        ("因公出国（境）费", "因公出国境费"),
        ("部门【单位】名称", "部门单位名称"),
        ("收入合计（含上年结转）", "收入合计含上年结转"),
        ("收入合计（不含上年结转）", "收入合计不含上年结转"),
        ("决算数（上年）", "决算数上年"),
        ("⻋辆⽀出", "车辆支出"),
        ("*项目名称", "项目名称"),
        ("三公经费", "三公经费"),
        ("594.67万元", "594.67万元"),
        ("", ""),
    ],
)
def test_a_label_is_compared_without_what_differs(written: str, plain: str) -> None:
    assert plain_label(written) == plain


@pytest.mark.parametrize(
    ("written", "label"),
    [
        ("产出指标\n（50分)", LabelText("产出指标", points=Decimal(50))),
        ("质量指标（22.5分）", LabelText("质量指标", points=Decimal("22.5"))),
        ("批复规模\n（m²）", LabelText("批复规模", unit="㎡")),
        ("预算数（单位：万元）", LabelText("预算数", unit="万元")),
        ("预算金额（万元）：总额", LabelText("预算金额：总额", unit="万元")),
        ("　　其中：1、购置费", LabelText("购置费", number="1、", among=True, indent=4)),
        ("其中：", LabelText("", among=True)),
        ("30201办公费", LabelText("办公费", code="30201")),
        ("得分（20分*执行率）", LabelText("得分", prompts=("20分*执行率",))),
    ],
)
def test_what_is_cut_off_is_kept(written: str, label: LabelText) -> None:
    assert read_label(written) == label


SIGNS = "其中：:、.．（）()【】“”一二十12１万元分㎡三公经费决算数指标 　\n\xa0*①⑴⻋…%/"


@given(st.text(SIGNS, max_size=12) | st.text(max_size=8))
def test_a_plain_label_stays_as_it_is(written: str) -> None:
    plain = plain_label(written)
    assert plain_label(plain) == plain
    assert plain == compared(plain)


LABELS = sorted(
    {
        text
        for family in families()
        for field in load_template(family).form.all_fields.values()
        if (text := plain_label(field.label))
    }
)
Dress = Callable[[str], str]
DRESSES: tuple[Dress, ...] = (
    lambda label: f"1、{label}",
    lambda label: f"（一）{label}",
    lambda label: f"其中：{label}",
    lambda label: f"\u3000\u3000{label}：",
    lambda label: "\n".join((label[:2], label[2:])),
    " ".join,
    lambda label: f"{label}（万元）",
    lambda label: f"{label}(20分)",
    lambda label: f"{label}（一个专项一行）",
    lambda label: f"“{label}”",
)


@given(st.sampled_from(LABELS), st.lists(st.sampled_from(DRESSES), max_size=3))
def test_every_label_of_ours_is_known_however_it_is_dressed(
    label: str, dresses: list[Dress]
) -> None:
    written = label
    for dress in dresses:
        written = dress(written)
    assert plain_label(written) == label
