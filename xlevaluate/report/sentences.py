"""What outline sentences can call: functions under Chinese names, figures in, words out.

Numbers in running text drop trailing zeros (206.7万元, 0万元). A blank field raises
``BlankFieldError`` wherever its value is needed, so no sentence is printed with a hole in it; in
``{% if %}`` it counts as false.
"""

from collections.abc import Callable, Sequence
from decimal import Decimal
from typing import Any

from xlevaluate.form.form import Figures
from xlevaluate.form.printing import printed
from xlevaluate.indicators.change import growth
from xlevaluate.report.paragraphs import in_a_sentence
from xlevaluate.submission import NotApplicable
from xlevaluate.submission.amounts import percent, plain


class BlankFieldError(Exception):
    """A sentence needs a field that is blank; the text is the field's label."""


class Blank:
    """A field that is not filled in."""

    def __init__(self, label: str) -> None:
        self.label = label

    def needed(self, *_: object) -> Any:
        """Say that the value was needed."""
        raise BlankFieldError(self.label)

    def __bool__(self) -> bool:
        return False

    __str__ = __contains__ = __iter__ = needed


Value = Any
"""A field's value as sentences see it: Decimal, text, list, 不适用, or ``Blank``."""


def in_sentence(value: Value) -> str:
    """Print a value as running text."""
    if isinstance(value, Decimal):
        return plain(value)
    return printed(value, "text")


def _amount(value: Value, name: str = "") -> Decimal:
    if isinstance(value, Blank):
        value.needed()
    if isinstance(value, NotApplicable):
        raise BlankFieldError(f"{name or '某项'}（填了不适用）")
    if not isinstance(value, Decimal):
        raise TypeError("这里需要数字")
    return value


def in_money(value: Value) -> str:
    """万元: ``206.7万元``."""
    return f"{plain(_amount(value))}万元"


def change(current: Value, prior: Value) -> str:
    """增减: 比上年增加9.52万元，增长1.63% / 与上年持平.

    An amount that falls to 0 gives no percentage, nor does one that was 0 or less last year.
    """
    now, then = _amount(current), _amount(prior)
    if now == then:
        return "与上年持平"
    rises = now > then
    text = f"比上年{'增加' if rises else '减少'}{plain(abs(now - then))}万元"
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
    now = _amount(current)
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
    return f"{lead}{in_a_sentence(str(text))}{end}"


def of_which(unit: str, *pairs: Value) -> str:
    """其中: ，其中行政人员20人，离退休人员16人; names and numbers by turns, blank ones left out."""
    parts = [
        f"{name}{plain(number)}{unit}"
        for name, number in zip(pairs[::2], pairs[1::2], strict=True)
        if isinstance(number, Decimal)
    ]
    return f"，其中{'，'.join(parts)}" if parts else ""


def numbered(items: Sequence[str] | Blank) -> str:
    """条目: each item a paragraph, numbered 1. 2. 3."""
    if isinstance(items, Blank):
        items.needed()
    if isinstance(items, str):
        raise TypeError("这里需要一行一条的项目")
    return "\n".join(f"{number}.{item}" for number, item in enumerate(items, 1))


def functions_of(figures: Figures) -> dict[str, Callable[..., str]]:
    """Return the functions by the names that sentences use."""

    def value(name: str) -> Value:
        if name not in figures.form.fields:
            raise ValueError(f"没有“{name}”这一项")
        found = figures.value(name)
        return Blank(figures.form.fields[name].label) if found is None else found

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

    def separate_budget(text: Value, name: str, amount: Value) -> str:
        """支出情况: the text as typed, else a sentence from the amount."""
        if not isinstance(text, Blank):
            return str(text)
        lead = f"{in_sentence(value('年度'))}年，{in_sentence(value('自称'))}"
        if isinstance(amount, NotApplicable) or _amount(amount) == 0:
            return f"{lead}无{name}。"
        return f"{lead}{name}{in_money(amount)}。"

    return {
        "万元": in_money,
        "增减": change,
        "金额": amount_and_change,
        "完成": completed,
        "原因": reason,
        "其中": of_which,
        "条目": numbered,
        "分项": by_item,
        "支出情况": separate_budget,
    }
