"""Numbers in Chinese numerals: 三, 十二, 二十, 一百零五, 三千二百, 九十九点六二, 二〇二三."""

from decimal import Decimal

_DIGITS = {char: value for value, char in enumerate("零一二三四五六七八九")} | {"〇": 0, "两": 2}
_STEPS = {"十": 10, "百": 100, "千": 1000}
_GROUPS = {"万": 10**4, "亿": 10**8}
NUMERALS = "".join((*_DIGITS, *_STEPS))
"""The signs of numbers below ten thousand."""

LONGEST = 24
"""Signs beyond which nobody writes a number."""


def number_of(text: str) -> Decimal | None:
    """Return the number that numerals stand for; ``None`` where they stand for none."""
    if not text or len(text) > LONGEST:
        return None
    whole, point, fraction = text.partition("点")
    value = _whole(whole)
    if value is None or not point:
        return value
    digits = [_DIGITS.get(char) for char in fraction]
    if not digits or None in digits:
        return None
    return value + Decimal("".join(map(str, digits))).scaleb(-len(digits))


def _whole(text: str) -> Decimal | None:
    if not text:
        return None
    if len(text) > 1 and all(char in _DIGITS for char in text):
        return Decimal("".join(str(_DIGITS[char]) for char in text)) if "两" not in text else None
    total, group, digit = 0, 0, -1
    for char in text:
        if char in _DIGITS:
            if digit > 0:
                return None
            digit = _DIGITS[char]
        elif char in _STEPS:
            group += (1 if digit < 0 else digit) * _STEPS[char]
            digit = -1
        elif char in _GROUPS:
            total = (total + group + max(digit, 0)) * _GROUPS[char]
            group, digit = 0, -1
        else:
            return None
    return Decimal(total + group + max(digit, 0))
