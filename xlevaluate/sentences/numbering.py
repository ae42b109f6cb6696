"""Ordinals of official documents: 一、 （一） 1. (GB/T 9704-2012, 7.3.3)."""

from msgspec import Struct, field

_DIGITS = "零一二三四五六七八九"


def chinese_numeral(number: int) -> str:
    """Write 1 to 99 as official documents count: 一, 十, 十一, 二十.

    >>> [chinese_numeral(number) for number in (1, 10, 12, 20, 35)]
    ['一', '十', '十二', '二十', '三十五']
    """
    if not 1 <= number <= 99:
        raise ValueError(f"{number} is not in 1..99")
    tens, ones = divmod(number, 10)
    text = "" if tens == 0 else "十" if tens == 1 else _DIGITS[tens] + "十"
    return text + (_DIGITS[ones] if ones else "")


class Numbering(Struct):
    """Counts headings as they come; a heading starts the levels below it anew."""

    _counts: list[int] = field(default_factory=lambda: [0, 0, 0])

    def next(self, level: int) -> str:
        """Return the ordinal of the next heading of level 1, 2 or 3.

        A hundredth beside ninety-nine raises ``ValueError``.
        """
        self._counts[level - 1] += 1
        self._counts[level:] = [0] * (3 - level)
        number = self._counts[level - 1]
        match level:
            case 1:
                return f"{chinese_numeral(number)}、"
            case 2:
                return f"（{chinese_numeral(number)}）"
            case _:
                return f"{number}."
