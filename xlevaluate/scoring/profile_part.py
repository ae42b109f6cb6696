"""What every part of a profile is made of: numbers as written, nothing unknown, a source.

Shares and rates are fractions of 1 (0.8 is 80%), weights and deductions are points.
"""

from decimal import Decimal
from typing import Annotated, Any

from pydantic import BeforeValidator, Field

from xlevaluate.files.toml_part import TomlPart


def _exact(value: Any) -> Any:
    """Take the digits as written: 0.1 is a tenth."""
    is_number = isinstance(value, int | float) and not isinstance(value, bool)
    return Decimal(str(value)) if is_number else value


Points = Annotated[Decimal, BeforeValidator(_exact), Field(ge=0, le=10**4)]
Share = Annotated[Decimal, BeforeValidator(_exact), Field(ge=0, le=1)]
Number = Annotated[Decimal, BeforeValidator(_exact)]
Decimals = Annotated[int, Field(ge=0, le=4)]


class RuleSource(TomlPart):
    """Where a rule comes from.

    ``checked`` tells that somebody held the profile against the document itself. Where nobody
    did, the workbook says so.
    """

    document: str
    issuer: str
    year: int
    checked: bool = False
    note: str = ""

    def __str__(self) -> str:
        note = f"；{self.note}" if self.note else ""
        return f"{self.issuer}《{self.document}》（{self.year}年）{note}"

    @property
    def notice(self) -> str:
        """Return what is printed beside the scores, an empty text for what was checked."""
        if self.checked:
            return ""
        return f"评分办法未核对原文：{self.note}" if self.note else "评分办法未核对原文"
