"""All figures of some files under their names, and sums of them.

One that stands in several files must be the same in each, within the rounding of how it is
written; the finer one counts.
"""

from collections.abc import Iterable
from decimal import Decimal

from msgspec import Struct, field

from xlevaluate.accounts.account_figures import AccountFigure
from xlevaluate.accounts.account_terms import AccountTerm
from xlevaluate.accounts.catalogue import FINAL_ACCOUNTS, Catalogue
from xlevaluate.accounts.inner_sums import shows_all
from xlevaluate.accounts.recognition import Recognised
from xlevaluate.tables.found import Contradiction, Origin


class AccountSum(Struct, frozen=True):
    """A sum: exact, in 万元 where it is money, with the figures that it is made of.

    ``blank`` are its terms for which nothing stands; ``is_proven`` is false where nobody knows that
    there was nothing: the table's own sums do not show it.
    """

    amount: Decimal
    figures: tuple[AccountFigure, ...]
    blank: tuple[AccountTerm, ...] = ()
    is_proven: bool = True

    @property
    def slack(self) -> Decimal:
        """By how much rounding may have moved it."""
        return sum((figure.half_unit for figure in self.figures if figure.amount), Decimal(0))


class Books(Struct):
    """Figures by table, item, column and year."""

    catalogue: Catalogue
    figures: dict[tuple[str, str, str, int], AccountFigure] = field(default_factory=dict)
    contradictions: list[Contradiction] = field(default_factory=list)
    _tables: dict[tuple[str, int], list[Recognised]] = field(default_factory=dict)
    _refused: set[tuple[str, str, str, int]] = field(default_factory=set)
    _origins: dict[tuple[str, str, str, int], list[Origin]] = field(default_factory=dict)
    _withheld: set[tuple[str, str, str, int]] = field(default_factory=set)

    def add_table(self, recognised: Recognised, year: int) -> None:
        """Note that a table is there, whatever stands in it."""
        self._tables.setdefault((recognised.definition.key, year), []).append(recognised)

    def tables(self, key: str, year: int) -> list[Recognised]:
        """Return the tables of a kind and a year."""
        return self._tables.get((key, year), [])

    def withhold(self, key: str, year: int, items: Iterable[tuple[str, str]]) -> None:
        """Note what stands in a table and could not be read: it is no blank."""
        self._withheld.update((key, item, stage, year) for item, stage in items)

    def add(self, figures: Iterable[AccountFigure]) -> None:
        """Take figures in; two of one name that differ are both refused, and told."""
        for figure in figures:
            self._origins.setdefault(figure.key, []).append(figure.origin)
            other = self.figures.get(figure.key)
            if other is None or figure.key in self._refused:
                self.figures.setdefault(figure.key, figure)
                continue
            apart = abs(figure.amount - other.amount)
            if apart and apart >= figure.half_unit + other.half_unit:
                self._refused.add(figure.key)
                self.contradictions.append(
                    Contradiction(figure.origin, _two(figure, other), is_used=False)
                )
            elif figure.half_unit < other.half_unit:
                self.figures[figure.key] = figure

    def origins(self, figure: AccountFigure) -> tuple[Origin, ...]:
        """Return every place at which a figure stands, in all files."""
        return tuple(self._origins[figure.key])

    def figure(self, term: AccountTerm, stage: str, year: int) -> AccountFigure | None:
        """Return the figure of a term; ``stage`` is the column where the term says none."""
        key = (term.table, term.item, term.stage or stage or FINAL_ACCOUNTS, year)
        return None if key in self._refused else self.figures.get(key)

    def sum(self, terms: tuple[AccountTerm, ...], stage: str, year: int) -> AccountSum | None:
        """Return a sum; ``None`` where a figure of it is not known.

        Nothing counts for none in a sum of parts, where other figures of the same column are
        there, and in no difference.
        """
        amount, figures = Decimal(0), []
        blank: list[AccountTerm] = []
        for term in terms:
            figure = self.figure(term, stage, year)
            if figure is not None:
                amount += term.sign * figure.amount
                figures.append(figure)
            elif self._may_be_nothing(term, stage, year):
                blank.append(term)
            else:
                return None
        if not figures or (blank and any(term.sign < 0 for term in terms)):
            return None
        is_proven = all(
            shows_all(table, term.item) for term in blank for table in self.tables(term.table, year)
        )
        return AccountSum(amount, tuple(figures), tuple(blank), is_proven)

    def _may_be_nothing(self, term: AccountTerm, stage: str, year: int) -> bool:
        """Tell whether a figure is not there because there is none: others of its column are."""
        stage = term.stage or stage
        key = (term.table, term.item, stage, year)
        if key in self._refused or {key, (term.table, term.item, "", year)} & self._withheld:
            return False
        return any(
            (table, column, of) == (term.table, stage, year)
            for table, _, column, of in self.figures
        )


def _two(figure: AccountFigure, other: AccountFigure) -> str:
    return (
        f"“{figure.item}”（{figure.stage}）有两个数：{_said(other)}，{_said(figure)}。"
        "两个都没有导入，请核对是不是同一单位、同一年度的表。"
    )


def _said(figure: AccountFigure) -> str:
    origin = figure.origin
    return f"{origin.file} {origin.place} {origin.address} 是 {origin.text}{origin.unit}"
