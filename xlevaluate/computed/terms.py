"""Fields joined by plus and minus: ``年初预算数 + 年中追加预算_本年``."""

import re
from collections.abc import Callable
from decimal import Decimal

from msgspec import Struct

from xlevaluate.form.figures import Figures

EXACT = 6
"""Decimals to which native sums are rounded: binary noise goes, no amount is finer."""


class Terms(Struct, frozen=True):
    """Signed names of fields that stand once."""

    signed: tuple[tuple[int, str], ...]

    @classmethod
    def parse(cls, text: str) -> "Terms":
        """Read ``a - b + c``. Signs stand between blanks; anything else is ``ValueError``."""
        pieces = re.split(r"\s+([+-])\s+", f" + {text.strip()}")
        signed = tuple(
            (1 if sign == "+" else -1, name)
            for sign, name in zip(pieces[1::2], pieces[2::2], strict=True)
        )
        if not all(name and not re.search(r"[\s+-]", name) for _, name in signed):
            raise ValueError(f"“{text}”不是由“ + ”“ - ”连接的名称")
        return cls(signed)

    @property
    def names(self) -> tuple[str, ...]:
        """The fields, in order."""
        return tuple(name for _, name in self.signed)

    def total(self, figures: Figures) -> Decimal:
        """Add up. Every field must hold a number."""
        total = Decimal(0)
        for sign, name in self.signed:
            amount = figures.amount(name)
            if not isinstance(amount, Decimal):
                raise TypeError(f"{name} is not a number")
            total += sign * amount
        return total

    def formula(self) -> str:
        """Return the native expression."""
        text = "".join(("+" if sign > 0 else "-") + name for sign, name in self.signed)
        text = text.removeprefix("+")
        return f"ROUND({text},{EXACT})" if len(self.signed) > 1 else text

    def words(self, label_of: Callable[[str], str]) -> str:
        """Return the expression as it is printed in 指标计算."""
        text = "".join(
            (" ＋ " if sign > 0 else " － ") + label_of(name) for sign, name in self.signed
        )
        text = text.removeprefix(" ＋ ").strip()
        return f"（{text}）" if len(self.signed) > 1 else text
