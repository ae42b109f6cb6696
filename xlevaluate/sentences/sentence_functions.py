"""What outline sentences can call: functions under Chinese names, figures in, words out.

Numbers in running text drop trailing zeros (206.7万元, 0万元).
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from xlevaluate.computed.change import growth
from xlevaluate.sentences.paragraphs import in_a_sentence
from xlevaluate.sentences.values import (
    Blank,
    BlankFieldError,
    SentenceError,
    Value,
    in_sentence,
    number_of,
    number_text,
)
from xlevaluate.submission import NotApplicable
from xlevaluate.submission.amounts import percent, plain


def in_money(value: Value) -> str:
    """万元: ``206.7万元``."""
    return f"{number_text(number_of(value))}万元"


def change(current: Value, prior: Value) -> str:
    """增减: 比上年增加9.52万元，增长1.63% / 与上年持平.

    An amount that falls to 0 gives no percentage, nor does one that was 0 or less last year.
    """
    now, then = number_of(current), number_of(prior)
    if now == then:
        return "与上年持平"
    rises = now > then
    text = f"比上年{'增加' if rises else '减少'}{number_text(abs(now - then))}万元"
    rate = growth(now, then) if then > 0 else None
    if then == 0:
        return f"{text}（上年为0，不计算增幅）"
    if now == 0 or rate is None:
        return text
    return f"{text}，{'增长' if rises else '下降'}{plain(abs(percent(rate)))}%"


def amount_and_change(current: Value, prior: Value) -> str:
    """金额: 0万元，比上年减少148.58万元.

    The amount stands alone where last year is blank, or where both years are 0.
    """
    now = number_of(current)
    if isinstance(prior, Blank | NotApplicable) or now == prior == 0:
        return in_money(now)
    return f"{in_money(now)}，{change(now, prior)}"


def completed(current: Value, prior: Value) -> str:
    """完成: 完成594.67万元，比上年增加9.52万元，增长1.63%."""
    return f"完成{amount_and_change(current, prior)}"


def reason(lead: str, text: Value, end: str = "") -> str:
    """原因: the lead and the reason, without the punctuation it was typed with; or nothing."""
    if isinstance(text, Blank):
        return ""
    return f"{lead}{in_a_sentence(in_sentence(text))}{end}"


def of_which(unit: str, *pairs: Value) -> str:
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
    """条目: each item a paragraph, numbered 1. 2. 3.; of a text each of its lines."""
    if isinstance(items, Blank):
        items.needed()
    if not isinstance(items, list):
        items = [line for line in in_sentence(items).split("\n") if line.strip()]
    return "\n".join(f"{number}.{item}" for number, item in enumerate(items, 1))


Look = Callable[[str], Value]
"""Gives the value of a field by its name."""


def _by_item(value: Look) -> Callable[..., str]:
    def by_item(*rows: str) -> str:
        """分项: each row that is filled in, with its change and reason, joined by ；."""
        sentences = [
            f"{row}{completed(value(f'{row}_本年'), value(f'{row}_上年'))}"
            f"{reason('，变化的主要原因：', value(f'{row}_变动原因'))}"
            for row in rows
            if not isinstance(value(f"{row}_本年"), Blank | NotApplicable)
        ]
        if not sentences:
            raise BlankFieldError("、".join(rows))
        return "；".join(sentences)

    return by_item


def _separate_budget(value: Look) -> Callable[..., str]:
    def separate_budget(text: Value, name: str, amount: Value) -> str:
        """支出情况: the text as typed, else a sentence from the amount."""
        if not isinstance(text, Blank):
            return in_sentence(text)
        lead = f"{in_sentence(value('年度'))}年，{in_sentence(value('自称'))}"
        if isinstance(amount, NotApplicable) or number_of(amount) == 0:
            return f"{lead}无{name}。"
        return f"{lead}{name}{in_money(amount)}。"

    return separate_budget


@dataclass(frozen=True)
class SentenceFunction:
    """A function with the help that stands in the workbook.

    ``made`` returns what is called, given how to look up a field by its name.
    """

    name: str
    arguments: str
    help: str
    made: Callable[[Look], Callable[..., str]]

    @property
    def written(self) -> str:
        """How it is written: ``增减(本年, 上年)``."""
        return f"{self.name}({self.arguments})"


def _plainly(call: Callable[..., str]) -> Callable[[Look], Callable[..., str]]:
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


def functions_of(context: Mapping[str, Value]) -> dict[str, Callable[..., str]]:
    """Return the functions by name; some look fields up in the ``context`` themselves."""

    def value(name: str) -> Value:
        if not isinstance(name, str) or name not in context:
            raise SentenceError(f"没有“{name}”这一项")
        return context[name]

    return {name: function.made(value) for name, function in FUNCTIONS.items()}
