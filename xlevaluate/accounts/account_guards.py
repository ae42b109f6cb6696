"""What must hold in accounts before they are used: the identities of the catalogue.

What does not hold is used all the same, and told. Rounding is no contradiction: a sum may be off
by less than the halves of the last places of its figures together.
"""

from collections.abc import Iterator

from xlevaluate.accounts.account_books import AccountSum, Books
from xlevaluate.accounts.account_terms import AccountTerm
from xlevaluate.accounts.catalogue import AccountSumDef
from xlevaluate.submission.amounts import fixed
from xlevaluate.tables.found import Contradiction


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


def _broken(
    books: Books, identity: AccountSumDef, stage: str, year: int
) -> Iterator[Contradiction]:
    left, right = (books.sum(side, stage, year) for side in identity.sides)
    if left is None or right is None or _agree(left, right):
        return
    first = left.figures[0]
    unit = "" if first.table.counts else "万元"
    apart = abs(left.amount - right.amount)
    yield Contradiction(
        first.origin,
        f"{year}年{identity.words}（{stage}）不成立：{_listed(left)}，{_listed(right)}，"
        f"相差 {fixed(apart)}{unit}。",
    )


def _agree(left: AccountSum, right: AccountSum) -> bool:
    apart = abs(left.amount - right.amount)
    return apart == 0 or apart < left.slack + right.slack


def _listed(total: AccountSum) -> str:
    """Say the figures of a sum, with the sum where there are several."""
    figures = [figure for figure in total.figures if figure.amount] or [total.figures[0]]
    first = figures[0]
    unit = "" if first.table.counts else "万元"
    where = f"《{first.table.name.partition('（')[0]}》"
    if len(figures) == 1:
        return f"{where}{first.item} {fixed(first.amount)}{unit}"
    parts = " + ".join(f"{figure.item} {fixed(figure.amount)}" for figure in figures)
    return f"{where}各项合计 {fixed(total.amount)}{unit}（{parts}）"
