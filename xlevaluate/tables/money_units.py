"""The unit of money of a table: said in a head, a label, a line above it, or nowhere.

“编制单位：” names an office, though it ends like “单位：”. What is said nowhere is asked for.
"""

import re
from decimal import Decimal

from xlevaluate.tables.label_text import compared

UNITS_ASKED = ("元", "万元")
"""Answers to the question in which unit a file is, where it does not say."""

UNITS = {
    "元": Decimal(1),
    "百元": Decimal(100),
    "千元": Decimal(1000),
    "万元": Decimal(10_000),
    "亿元": Decimal(100_000_000),
}
"""Units of money, with what one of them is in 元."""

_WORD = r"(?:人民币)?(?P<unit>[百千万亿]?元)"
_END = r"(?=$|[、，,；;（）/。]|人民币)"
_LINE = re.compile(
    rf"(?<![制报算管施位])单位(?:：|为)?{_WORD}{_END}|金额：{_WORD.replace('unit', 'of')}{_END}"
)
_BRACKET = re.compile(rf"（(?:(?:金额)?单位：?|金额：?)?{_WORD}(?:、[^（）]*)?）")
_ALONE = re.compile(_WORD)


def unit_of_line(text: str) -> str:
    """Return the unit of money that a line above a table or a title says, blank for none.

    >>> unit_of_line("编制单位：元宝区财政局　　金额单位：万元")
    '万元'
    >>> unit_of_line("编制单位：元宝区财政局"), unit_of_line("收入决算表（万元）")
    ('', '万元')
    """
    plain = compared(text)
    if found := _LINE.search(plain):
        return found["unit"] or found["of"]
    return unit_of_label(text) or (plain if is_unit(text) else "")


def is_unit_line(plain: str) -> bool:
    """Tell whether a compared text says the unit of what stands below, and is no label with one.

    >>> is_unit_line("2023年度单位：万元"), is_unit_line("（元）"), is_unit_line("决算数（元）")
    (True, True, False)
    """
    found = _LINE.search(plain)
    if found is not None:
        return plain[: found.start()].rpartition("（")[2] != "" or found.start() < 2
    return bool(_BRACKET.fullmatch(plain) or _ALONE.fullmatch(plain))


def is_unit(text: str) -> bool:
    """Tell whether a text is a unit of money and nothing else.

    >>> is_unit(" 万 元"), is_unit("单位：万元")
    (True, False)
    """
    return bool(_ALONE.fullmatch(compared(text)))


def unit_of_label(text: str) -> str:
    r"""Return the unit of money in brackets in a head or a label, blank for none.

    >>> unit_of_label("项目资金\n(万元)"), unit_of_label("编制数（人）")
    ('万元', '')
    """
    found = _BRACKET.search(compared(text))
    return found["unit"] if found else ""


def in_wan(amount: Decimal, unit: str) -> Decimal:
    """Return an amount of a unit in 万元, exact.

    >>> in_wan(Decimal("11122315.04"), "元")
    Decimal('1112.231504')
    """
    return amount * UNITS[unit] / UNITS["万元"]
