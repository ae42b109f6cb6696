"""Cells that belong together: in the rows and columns of a table, or touching one another."""

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping
from itertools import pairwise

from xlevaluate.form.snapshot import Address, a1

Spot = tuple[int, int]
"""A row and a column."""


def touching(places: Iterable[Spot]) -> Iterator[list[Spot]]:
    """Yield cells that touch one another together, as they were pasted."""
    left = set(places)
    while left:
        block, border = [], [min(left)]
        left.remove(border[0])
        while border:
            row, col = border.pop()
            block.append((row, col))
            for spot in ((row - 1, col), (row + 1, col), (row, col - 1), (row, col + 1)):
                if spot in left:
                    left.remove(spot)
                    border.append(spot)
        yield sorted(block)


def range_of(block: list[Spot]) -> str:
    """Return the least area that holds some cells."""
    rows, cols = [row for row, _ in block], [col for _, col in block]
    first, last = a1(min(rows), min(cols)), a1(max(rows), max(cols))
    return first if first == last else f"{first}:{last}"


def names_away(
    group: Mapping[str, Spot],
    names: Mapping[str, Address],
    sheet: str,
    labelled: Callable[[], frozenset[int]],
) -> Iterator[str]:
    """Yield the names that lie in another row or column than those they stand with.

    ``labelled`` returns the rows with a label, and is called where it matters.

    A row is where most of its cells are, or one of two cells beside a label; where there is one
    cell to a row, the order of rows says it.
    """
    if _is_laid_out(group, names, sheet):
        return
    rows, cols = ({n: place[axis] for n, place in group.items()} for axis in (0, 1))
    here = [name for name in group if names[name].sheet == sheet]
    row_at = most_of(rows, {n: names[n].row for n in here}, labelled())
    col_at = most_of(cols, {n: names[n].col for n in here})
    away = set(group) - {
        name
        for name in here
        if names[name].col == col_at[cols[name]] and names[name].row == row_at[rows[name]]
    }
    left = [name for name in group if name not in away]
    # What stands alone in its row cannot be held against others in it.
    away |= set(_out_of_order(left, rows, {name: names[name].row for name in left}))
    yield from (name for name in group if name in away)


def _is_laid_out(group: Mapping[str, Spot], names: Mapping[str, Address], sheet: str) -> bool:
    """Tell whether every name stands in a row and a column with those that it belongs to."""
    rows: dict[int, int] = {}
    cols: dict[int, int] = {}
    for name, (row, col) in group.items():
        at = names[name]
        fits = rows.setdefault(row, at.row) == at.row and cols.setdefault(col, at.col) == at.col
        if not fits or at.sheet != sheet:
            return False
    order = [rows[row] for row in sorted(rows)]
    return all(above < below for above, below in pairwise(order))


def most_of(
    keys: Mapping[str, int], at: Mapping[str, int], better: frozenset[int] = frozenset()
) -> dict[int, int]:
    """Return where most of those of a key are; of as many here as there, those at a better one."""
    found: dict[int, Counter[int]] = {}
    for name, place in at.items():
        found.setdefault(keys[name], Counter())[place] += 1
    return {
        key: max(counts, key=lambda place: (counts[place], place in better, -place))
        for key, counts in found.items()
    }


def _out_of_order(names: Iterable[str], rows: Mapping[str, int], at: Mapping[str, int]) -> set[str]:
    """Return the fewest names without which the rest stand in the order of their rows."""
    ordered = sorted(names, key=lambda name: rows[name])

    def fits(one: str, other: str) -> bool:
        above, below = (rows[one], at[one]), (rows[other], at[other])
        return above == below or (above[0] < below[0] and above[1] < below[1])

    if all(fits(one, other) for one, other in pairwise(ordered)):
        return set()
    kept: list[tuple[str, ...]] = []  # the longest row of names that ends with each
    for name in ordered:
        longest: tuple[str, ...] = ()
        for chain in kept:
            is_longer = len(chain) > len(longest)
            longest = chain if is_longer and fits(chain[-1], name) else longest
        kept.append((*longest, name))
    longest = ()
    for chain in kept:
        longest = chain if len(chain) > len(longest) else longest
    return set(ordered) - set(longest)
