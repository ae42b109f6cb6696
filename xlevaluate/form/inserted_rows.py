"""Rows that somebody inserted into a list: what they lack beside what is to be filled in.

A program that inserts a row gives it the look of its neighbour, and no labels and formulas. The
reader takes such a row as it takes any other; what is found here is for those who fill it up.
"""

from collections.abc import Iterator, Mapping
from functools import cached_property

from msgspec import Struct, field

from xlevaluate.form.fields import Listing
from xlevaluate.form.form import Form
from xlevaluate.form.misplaced import LAYOUT_NAME
from xlevaluate.form.snapshot import Address, Snapshot


class InsertedRow(Struct, frozen=True):
    """A row that was inserted; rows and columns count from 0."""

    sheet: str
    row: int
    like: int
    """The row that it looks like."""
    formulas: Mapping[int, int]
    """Columns that lack a formula, each with the row that has it."""
    texts: Mapping[int, str]
    """Columns that lack a label, each with its text."""
    blanks: tuple[int, ...] = field(default=())
    """Columns to be filled in that are blank, of a row that looks like the heads above it."""


def inserted_rows(form: Form, snapshot: Snapshot) -> Iterator[InsertedRow]:
    """Yield the rows of our lists that lack a formula or a label that their neighbours have.

    None of a workbook of another layout, whose labels are merged cells.
    """
    if LAYOUT_NAME not in snapshot.names:
        return
    for listing in form.listings.values():
        heads = [snapshot.names.get(item.name) for item in listing.fields]
        end = snapshot.names.get(listing.end)
        first = heads[0]
        if listing.name == form.findings.name or end is None or first is None:
            continue
        if all(at is not None and at.sheet == end.sheet for at in heads):
            columns = frozenset(at.col for at in heads if at is not None)
            yield from _Rows(form, snapshot, listing, first.row, end, columns).inserted()


class _Rows(Struct, frozen=True, dict=True):
    form: Form
    snapshot: Snapshot
    listing: Listing
    head: int
    end: Address
    columns: frozenset[int]
    """Those that are filled in."""

    def inserted(self) -> Iterator[InsertedRow]:
        """Yield the rows that lack something."""
        group = self._group_column
        for row in range(self.head + 1, self.end.row):
            if row in self._whole or row in self._heads:
                continue
            like = self._like(row)
            if like is None:
                continue
            formulas = {
                col: source
                for col in sorted(self._formula_columns)
                if not self._stands(row, col)
                and (source := self._source(like, col, row)) is not None
            }
            texts = self._labels(like) if group is not None else {}
            is_headed = row - 1 in self._heads
            if formulas or texts:
                blank = (col for col in sorted(self.columns) if not self._stands(row, col))
                blanks = tuple(blank) if is_headed else ()
                yield InsertedRow(self.end.sheet, row, like, formulas, texts, blanks)

    @cached_property
    def _group_column(self) -> int | None:
        at = self.snapshot.names.get(self.listing.group_column or "")
        return at.col if at is not None and at.sheet == self.end.sheet else None

    def _stands(self, row: int, col: int) -> bool:
        cell = self.snapshot.at(Address(self.end.sheet, row, col))
        return cell.is_formula or cell.value is not None

    def _text(self, row: int, col: int) -> str:
        return str(self.snapshot.at(Address(self.end.sheet, row, col)).value or "")

    @cached_property
    def _formula_columns(self) -> frozenset[int]:
        """Return the columns in which rows of the list have formulas of ours."""
        cells = self.snapshot.sheets[self.end.sheet]
        proposed = (item.name for item in self.listing.fields if item.role == "score")
        scores = {at.col for name in proposed if (at := self.snapshot.names.get(name))}
        typed = self.columns - scores
        return frozenset(
            col
            for (row, col), cell in cells.items()
            if cell.is_formula and self.head < row < self.end.row and col not in typed
        )

    @cached_property
    def _heads(self) -> frozenset[int]:
        """Return the rows of heads, of a list by goals those of each goal."""
        group, word = self._group_column, self.form.names.group
        rows = range(self.head + 1, self.end.row) if group is not None else ()
        again = {row for row in rows if group is not None and self._text(row, group) == word}
        return frozenset({self.head, *again})

    @cached_property
    def _whole(self) -> frozenset[int]:
        """Return the rows that were there from the beginning.

        Of a list with groups the hidden column says so, of another any formula beside the fields.
        """
        group = self._group_column
        rows = range(self.head + 1, self.end.row)
        if group is not None:
            return frozenset(row for row in rows if self._text(row, group) in self.listing.groups)
        beside = self._formula_columns - self.columns
        return frozenset(row for row in rows if any(self._stands(row, col) for col in beside))

    def _like(self, row: int) -> int | None:
        """Return the row that a row goes with: the next one above, below heads the one beneath."""
        above = (at for at in range(row - 1, self.head, -1) if at in self._whole | self._heads)
        found = next(above, None)
        if found is not None and found in self._whole:
            return found
        return next((at for at in range(row + 1, self.end.row) if at in self._whole), None)

    def _source(self, like: int, col: int, row: int) -> int | None:
        """Return the nearest row with a formula in a column that would do for a row too.

        A column to be filled in has the formulas of its group. The first row of a dimension says
        more beside the forms than others, and is taken where there is no other.
        """
        rows = [
            at
            for at in self._whole
            if self.snapshot.at(Address(self.end.sheet, at, col)).is_formula
            and (col not in self.columns or self._group(at) == self._group(like))
        ]
        return min(rows, key=lambda at: (at in self._firsts, abs(at - row)), default=None)

    def _group(self, row: int) -> str:
        return "" if self._group_column is None else self._text(row, self._group_column)

    @cached_property
    def _firsts(self) -> frozenset[int]:
        names = self.form.names
        starts = (
            names.start_cell(group.dimension.name, group.goal.name if group.goal else "")
            for group in self.form.indicator_groups
        )
        found = (self.snapshot.names.get(name) for name in starts)
        return frozenset(at.row for at in found if at is not None)

    def _labels(self, like: int) -> dict[int, str]:
        """Return the labels of a row of indicators, and the hidden word for its group."""
        group = next(g for g in self.form.indicator_groups if g.name == self._group(like))
        labels = (group.dimension.name, group.name)[: min(self.columns)]
        return dict(enumerate(labels)) | {self._group_column or 0: group.name}
