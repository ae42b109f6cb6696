"""Values as sentences see them: what is blank, what can be calculated with, how it is printed.

A blank field raises ``BlankFieldError`` wherever its value is needed, so no sentence is printed
with a hole in it; in ``{% if %}`` it counts as false.
"""

from abc import ABC, abstractmethod
from decimal import Decimal
from typing import Any

from xlevaluate.form.printing import printed
from xlevaluate.submission import NotApplicable
from xlevaluate.submission.amounts import DECIMALS, plain, round_half_up

_SHOWN = 12
"""Characters of a text that is told of."""


class BlankFieldError(Exception):
    """A sentence needs a field that is blank; the text is the field's label."""


class SentenceError(ValueError):
    """A sentence is wrong; the text says in what."""


class _Absent(ABC):
    """Something without a value, which says so wherever the value is needed."""

    def __init__(self, label: str) -> None:
        self.label = label

    @abstractmethod
    def needed(self, *_: object) -> Any:
        """Say that the value was needed."""

    def _need(self, *_: object) -> Any:
        return self.needed()

    __str__ = __contains__ = __iter__ = __neg__ = __pos__ = _need
    __lt__ = __le__ = __gt__ = __ge__ = _need


class Blank(_Absent):
    """A field that is not filled in."""

    def needed(self, *_: object) -> Any:
        """Say that the value was needed."""
        raise BlankFieldError(self.label)

    def __bool__(self) -> bool:
        return False


class Unreadable(_Absent):
    """A field in which something stands that cannot be read, or that was not handed over."""

    def __init__(self, label: str, why: str = "填的内容读不出来") -> None:
        super().__init__(label)
        self.why = why

    def needed(self, *_: object) -> Any:
        """Say that the value was needed."""
        raise SentenceError(f"里的“{self.label}”{self.why}")

    __bool__ = needed


SentenceValue = Any
"""A field's value as sentences see it: Decimal, text, list, 不适用, or ``Blank``."""


def in_sentence(value: SentenceValue) -> str:
    """Print a value as running text; the items of a list each in a line of its own."""
    if isinstance(value, bool):
        raise SentenceError("里的比较（如“>”“in”）只能写在{% if %}里")
    if isinstance(value, Decimal | int | float):
        return number_text(as_number(value))
    if isinstance(value, list):
        return "\n".join(value)
    return printed(value, "text")


def as_number(value: int | float | Decimal) -> Decimal:
    """Return a number typed in a sentence as it was typed."""
    number = Decimal(str(value))
    if not number.is_finite():
        raise SentenceError("里的数太大，算不出来")
    return number


def number_text(number: Decimal) -> str:
    """Print a number; what was divided, and is finer than any amount, with two decimals."""
    fine = -int(number.as_tuple().exponent) > DECIMALS
    return plain(round_half_up(number, 2) if fine else number)


def number_of(value: SentenceValue) -> Decimal:
    """Return a value as a number; raises where it is blank, 不适用 or something else."""
    if isinstance(value, Blank):
        value.needed()
    if isinstance(value, NotApplicable):
        raise BlankFieldError("数字（有一项填了“不适用”）")
    if isinstance(value, bool) or not isinstance(value, Decimal | int | float):
        raise SentenceError(f"里的“{_shortened(value)}”不是数字，这里需要数字")
    return as_number(value)


def _shortened(value: SentenceValue) -> str:
    text = in_sentence(value)
    return text if len(text) <= _SHOWN else f"{text[:_SHOWN]}……"


def calculated(operator: str, left: SentenceValue, right: SentenceValue) -> Decimal:
    """Add, subtract, multiply or divide numbers, and nothing else."""
    first, second = number_of(left), number_of(right)
    match operator:
        case "+":
            return first + second
        case "-":
            return first - second
        case "*":
            return first * second
        case _:
            return first / second
