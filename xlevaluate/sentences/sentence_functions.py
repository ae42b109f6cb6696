"""What outline sentences can call: functions under Chinese names, figures in, words out.

Numbers in running text drop trailing zeros (206.7万元, 0万元).
"""

import re
from collections.abc import Callable, Mapping, Sequence

from msgspec import Struct

from xlevaluate.computed.change import growth
from xlevaluate.form.cells_definition import UNITS
from xlevaluate.form.fields import Field
from xlevaluate.form.form import Form
from xlevaluate.form.roles import ColumnRole
from xlevaluate.sentences.paragraphs import in_a_sentence
from xlevaluate.sentences.values import (
    Blank,
    BlankFieldError,
    SentenceError,
    SentenceValue,
    in_sentence,
    number_of,
    number_text,
)
from xlevaluate.submission import NotApplicable
from xlevaluate.submission.amounts import percent, plain


def in_money(value: SentenceValue) -> str:
    """万元: ``206.7万元``."""
    return f"{number_text(number_of(value))}{UNITS['money']}"


def change(current: SentenceValue, prior: SentenceValue) -> str:
    """增减: 比上年增加9.52万元，增长1.63% / 与上年持平.

    An amount that falls to 0 gives no percentage, nor does one that was 0 or less last year.
    """
    now, then = number_of(current), number_of(prior)
    if now == then:
        return "与上年持平"
    rises = now > then
    text = f"比上年{'增加' if rises else '减少'}{in_money(abs(now - then))}"
    rate = growth(now, then) if then > 0 else None
    if then == 0:
        return f"{text}（上年为0，不计算增幅）"
    if now == 0 or rate is None:
        return text
    return f"{text}，{'增长' if rises else '下降'}{plain(abs(percent(rate)))}%"


def amount_and_change(current: SentenceValue, prior: SentenceValue) -> str:
    """金额: 0万元，比上年减少148.58万元.

    The amount stands alone where last year is blank, or where both years are 0.
    """
    now = number_of(current)
    if isinstance(prior, Blank | NotApplicable) or now == prior == 0:
        return in_money(now)
    return f"{in_money(now)}，{change(now, prior)}"


def completed(current: SentenceValue, prior: SentenceValue) -> str:
    """完成: 完成594.67万元，比上年增加9.52万元，增长1.63%."""
    return f"完成{amount_and_change(current, prior)}"


def reason(lead: str, text: SentenceValue, end: str = "") -> str:
    """原因: the lead and the reason, without the punctuation it was typed with; or nothing."""
    if isinstance(text, Blank):
        return ""
    return f"{lead}{in_a_sentence(in_sentence(text))}{end}"


def of_which(unit: str, *pairs: SentenceValue) -> str:
    """其中: ，其中行政人员20人，离退休人员16人; names and numbers by turns, blank ones left out."""
    if len(pairs) % 2:
        raise SentenceError("里的“其中”，单位之后名称和数字要成对")
    parts = [
        f"{in_sentence(name)}{number_text(number_of(number))}{unit}"
        for name, number in zip(pairs[::2], pairs[1::2], strict=True)
        if not isinstance(number, Blank | NotApplicable)
    ]
    return f"，其中{'，'.join(parts)}" if parts else ""


def numbered(items: Sequence[str] | Blank) -> str:
    """条目: each item a paragraph, numbered 1. 2. 3.; of a text each of its lines.

    A number that was typed before an item gives way to ours.
    """
    if isinstance(items, Blank):
        items.needed()
    if not isinstance(items, list):
        items = [line for line in in_sentence(items).split("\n") if line.strip()]
    own = (_ORDINAL.sub("", item, count=1) or item for item in items)
    return "\n".join(f"{number}.{item}" for number, item in enumerate(own, 1))


_ORDINAL = re.compile(
    r"^\s*(?:[（(](?:\d{1,2}|[一二三四五六七八九十]{1,3})[）)]|\d{1,2}(?:[、．)）]|\.(?!\d))"
    r"|[一二三四五六七八九十]{1,3}、|[①-⑳])\s*"
)
"""1、 1. （1） （一） 一、 ① before an item; “3.5万人” begins with a figure."""


class Lookup(Struct, frozen=True):
    """Where functions find fields: values by name, in a form that knows roles, if there is one."""

    values: Mapping[str, SentenceValue]
    form: Form | None

    def value(self, field: Field) -> SentenceValue:
        """Return the value of a field."""
        if field.name not in self.values:
            raise SentenceError(f"没有“{field.name}”这一项")
        return self.values[field.name]


def _by_item(look: Lookup) -> Callable[..., str] | None:
    form = look.form
    if form is None:
        return None

    def by_item(*names: str) -> str:
        """分项: each row that is filled in, with its change and reason, joined by ；."""
        sentences = [said for name in names if (said := _item(look, form, name))]
        if not sentences:
            raise BlankFieldError("、".join(names))
        return "；".join(sentences)

    has_rows = any("current" in row.cells for row in form.rows)
    return by_item if has_rows else None


def _item(look: Lookup, form: Form, name: SentenceValue) -> str:
    """Return the sentence of a row; an empty one where nothing is filled in."""
    row = form.row_with(name, "current") if isinstance(name, str) else None
    if row is None:
        raise SentenceError(f"里的“分项”要写表中一行的名称，没有名为“{name}”的行")
    current = look.value(row.cells["current"])
    if isinstance(current, Blank | NotApplicable):
        return ""
    prior, why = (
        look.value(row.cells[role]) if role in row.cells else Blank(row.label)
        for role in _BESIDE_CURRENT
    )
    return f"{name}{completed(current, prior)}{reason('，变化的主要原因：', why)}"


_BESIDE_CURRENT: tuple[ColumnRole, ColumnRole] = ("prior", "reason")


def _separate_budget(look: Lookup) -> Callable[..., str] | None:
    if look.form is None:
        return None
    year, self_name = look.form.with_role("year"), look.form.with_role("self_name")
    if year is None or self_name is None:
        return None

    def separate_budget(text: SentenceValue, name: str, amount: SentenceValue) -> str:
        """支出情况: the text as typed, else a sentence from the amount."""
        if not isinstance(text, Blank):
            return in_sentence(text)
        lead = f"{in_sentence(look.value(year))}年，{in_sentence(look.value(self_name))}"
        if isinstance(amount, NotApplicable) or number_of(amount) == 0:
            return f"{lead}无{name}。"
        return f"{lead}{name}{in_money(amount)}。"

    return separate_budget


class SentenceFunction(Struct, frozen=True):
    """A function with the help that stands in the workbook.

    ``made`` returns what is called, given where to find fields; ``None`` where the form has
    none of those that it needs.
    """

    name: str
    arguments: str
    help: str
    made: Callable[[Lookup], Callable[..., str] | None]

    @property
    def written(self) -> str:
        """How it is written: ``增减(本年, 上年)``."""
        return f"{self.name}({self.arguments})"


def _plainly(call: Callable[..., str]) -> Callable[[Lookup], Callable[..., str]]:
    return lambda _: call


FUNCTIONS: dict[str, SentenceFunction] = {
    function.name: function
    for function in (
        SentenceFunction("万元", "数", "金额，末尾的零不写", _plainly(in_money)),
        SentenceFunction(
            "增减",
            "本年, 上年",
            "比上年增加或减少多少万元、百分之几；相等时为“与上年持平”，上年为0时不算增幅",
            _plainly(change),
        ),
        SentenceFunction(
            "金额",
            "本年, 上年",
            "本年的金额，后接增减；没有上年数或两年都是0时只写金额",
            _plainly(amount_and_change),
        ),
        SentenceFunction("完成", "本年, 上年", "同“金额”，前面加“完成”二字", _plainly(completed)),
        SentenceFunction(
            "原因",
            '"引导语", 文字, "结尾"',
            "引导语加所填的原因（去掉原因末尾的标点）；没有填原因时整段不写。结尾可以不给",
            _plainly(reason),
        ),
        SentenceFunction(
            "其中",
            '"单位", "名称", 数, "名称", 数, ……',
            "以“，其中”开头逐项列出，没有填的项不列",
            _plainly(of_which),
        ),
        SentenceFunction("条目", "文字", "逐条编号，一条一段", _plainly(numbered)),
        SentenceFunction(
            "分项",
            '"项目", "项目", ……',
            "逐项写出完成数、增减和变动原因，没有填的项不写。项目是表中一行的名称",
            _by_item,
        ),
        SentenceFunction(
            "支出情况",
            '文字, "名称", 金额',
            "填了文字的照写，没有填的按金额成句",
            _separate_budget,
        ),
    )
}
"""Every function by the name that sentences use."""


def functions_of(
    values: Mapping[str, SentenceValue], form: Form | None
) -> dict[str, Callable[..., str]]:
    """Return the functions that a form can have by name; some look fields up in ``values``.

    Without a form there are those that need none.
    """
    look = Lookup(values, form)
    made = {name: function.made(look) for name, function in FUNCTIONS.items()}
    return {name: call for name, call in made.items() if call is not None}
