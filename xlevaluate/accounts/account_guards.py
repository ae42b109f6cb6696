"""What must hold in accounts before they are used: identities, and codes against their parts.

What does not hold is used all the same, and told. Rounding is no contradiction: a sum may be off
by less than the halves of the last places of its figures together.
"""

from collections.abc import Iterator
from decimal import Decimal

from xlevaluate.accounts.account_books import AccountSum, Books
from xlevaluate.accounts.account_terms import AccountTerm
from xlevaluate.accounts.catalogue import IdentityDef
from xlevaluate.accounts.recognition import Recognised
from xlevaluate.submission.amounts import fixed
from xlevaluate.submission.tolerance import agreement
from xlevaluate.tables.found import Contradiction, Origin
from xlevaluate.tables.table import TableEntry

_LENGTHS = (3, 5, 7)
"""Digits of the code of a 类, a 款, a 项."""


def broken_identities(books: Books, years: tuple[int, ...]) -> Iterator[Contradiction]:
    """Yield the identities of the catalogue that do not hold in the figures."""
    for identity in books.catalogue.identity:
        for year in years:
            for stage in identity.stages:
                yield from _broken(books, identity, stage, year)


def holds(books: Books, sides: tuple[tuple[AccountTerm, ...], ...], stage: str, year: int) -> bool:
    """Tell whether both sides of an equation are there and agree."""
    left, right = (books.sum(side, stage, year) for side in sides)
    return left is not None and right is not None and _agree(left, right)


def _broken(books: Books, identity: IdentityDef, stage: str, year: int) -> Iterator[Contradiction]:
    left, right = (books.sum(side, stage, year) for side in identity.sides)
    if left is None or right is None or _agree(left, right):
        return
    first = left.figures[0]
    unit = "" if first.table.counts else "万元"
    apart = abs(left.amount - right.amount)
    yield Contradiction(
        first.origin,
        f"{year}年{identity.words}（{stage}）不成立：{_listed(left)}，{_listed(right)}，"
        f"相差 {fixed(apart)}{unit}。数字照样导入，请核对原表。",
    )


def _agree(left: AccountSum, right: AccountSum) -> bool:
    apart = abs(left.amount - right.amount)
    return apart == 0 or apart < left.slack + right.slack


def _listed(total: AccountSum) -> str:
    """Say the figures of a sum, with the sum where there are several."""
    figures = [figure for figure in total.figures if figure.amount] or [total.figures[0]]
    first = figures[0]
    if len(figures) == 1:
        return f"{first.table.key} {first.item} {fixed(first.amount)}"
    parts = " + ".join(f"{figure.item} {fixed(figure.amount)}" for figure in figures)
    return f"{first.table.key} 各项合计 {fixed(total.amount)}（{parts}）"


# ---------------------------------------------------------------------- codes


def broken_codes(recognised: Recognised) -> Iterator[Contradiction]:
    """Yield the figures of a table that differ from the sum of those of the codes below them."""
    table = recognised.table
    columns: dict[tuple[int, tuple[str, ...]], list[TableEntry]] = {}
    for entry in table.entries:
        if entry.amount.number is not None and not entry.is_merged:
            columns.setdefault((entry.half, entry.column), []).append(entry)
    for entries in columns.values():
        coded = {entry.code: entry for entry in entries if len(entry.code) in _LENGTHS}
        if len(coded) == sum(len(entry.code) in _LENGTHS for entry in entries):
            yield from _broken_sums(recognised, entries, coded)


def _broken_sums(
    recognised: Recognised, entries: list[TableEntry], coded: dict[str, TableEntry]
) -> Iterator[Contradiction]:
    parts: dict[str, list[TableEntry]] = {}
    for code, entry in coded.items():
        above = code[: len(code) - 2] if len(code) > _LENGTHS[0] else ""
        parts.setdefault(above, []).append(entry)
    totals = [e for e in entries if not e.code and e.row[-1:] == ("合计",)]
    wholes = {code: coded[code] for code in parts if code in coded}
    if len(totals) == 1:
        wholes[""] = totals[0]
    for code, whole in wholes.items():
        yield from _unequal(recognised, whole, parts.get(code, []))


def _unequal(
    recognised: Recognised, whole: TableEntry, parts: list[TableEntry]
) -> Iterator[Contradiction]:
    total = whole.amount.number or Decimal(0)
    numbers = [part.amount.number or Decimal(0) for part in parts]
    if not parts or agreement(total, numbers) != "different":
        return
    origin: Origin = recognised.table.origin(whole)
    summed = sum(numbers, Decimal(0))
    yield Contradiction(
        origin,
        f"{recognised.definition.name}“{origin.row}”{fixed(total)}，下级科目合计 {fixed(summed)}，"
        f"相差 {fixed(abs(total - summed))}{origin.unit}。数字照样导入，请核对原表。",
    )
