"""Sums of figures of accounts, as catalogue and templates write them: ``T1.收入 - T2.收入``."""

import re

from msgspec import Struct

_TERM = re.compile(r"(?P<table>[A-Z]\w*)\.(?P<item>[^@+\-=\s]+)(?:@(?P<stage>\S+))?")


class AccountTerm(Struct, frozen=True):
    """One figure of a sum: its table's key, its item, and the column where that is said."""

    table: str
    item: str
    stage: str = ""
    sign: int = 1

    def __str__(self) -> str:
        return f"{self.table}.{self.item}" + (f"@{self.stage}" if self.stage else "")


def read_terms(text: str) -> tuple[AccountTerm, ...]:
    """Return the terms of a sum; raises ``ValueError`` where it is none.

    >>> [str(term) for term in read_terms("T6.水费 + T6.电费 - B6.电费@年初预算")]
    ['T6.水费', 'T6.电费', 'B6.电费@年初预算']
    """
    first, *rest = re.split(r"\s+([+-])\s+", text.strip())
    signed = [("+", first), *zip(rest[::2], rest[1::2], strict=True)]
    return tuple(_term(piece, -1 if sign == "-" else 1) for sign, piece in signed)


def _term(text: str, sign: int) -> AccountTerm:
    found = _TERM.fullmatch(text)
    if found is None:
        raise ValueError(f"“{text}”不是“表.项目”，如 T1.收入合计")
    return AccountTerm(found["table"], found["item"], found["stage"] or "", sign)


def read_equation(text: str) -> tuple[tuple[AccountTerm, ...], tuple[AccountTerm, ...]]:
    """Return both sides of an equation; raises ``ValueError`` where it is none."""
    left, is_equation, right = text.partition(" = ")
    if not is_equation:
        raise ValueError(f"“{text}”不是等式")
    return read_terms(left), read_terms(right)
