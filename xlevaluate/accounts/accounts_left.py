"""What of accounts goes into no field of a form: a line for each table, so that nothing is lost."""

from collections.abc import Iterable, Iterator, Set

from xlevaluate.accounts.recognition import Recognised
from xlevaluate.tables.found import Found, Origin, Unplaced

CellKey = tuple[str, str, str]
"""File, place and address of a figure."""


def cell_of(origin: Origin) -> CellKey:
    """Return where a figure stood."""
    return origin.file, origin.place, origin.address


def left_in(
    tables: Iterable[Recognised], used: Set[CellKey], found: Iterable[Found]
) -> Iterator[Unplaced]:
    """Yield a line for each table with figures that are none of a form's, or that others gave.

    ``used`` are the cells of figures that the form asks for, whether or not they were chosen.
    """
    chosen = {(file, place) for item in found for file, place in _tables_of(item.origin)}
    for recognised in tables:
        table = recognised.table
        numbers = [table.origin(entry) for entry in table.entries if entry.amount.number]
        left = [origin for origin in numbers if cell_of(origin) not in used]
        at = Origin(table.file, f"{table.place} {table.title}".strip())
        if left:
            first = left[0]
            under = "，".join(filter(None, (first.row, first.column)))
            like = f"如 {first.address}“{under}” {first.text}"
            yield Unplaced(at, f"有 {len(left)} 个数（{like}）在这份表式里没有对应的项目")
        elif numbers and (at.file, at.place) not in chosen:
            yield Unplaced(at, f"是{recognised.definition.name}，各项已从别的表取得，与它相同")


def _tables_of(origin: Origin) -> Iterator[tuple[str, str]]:
    """Yield file and place of every table of which a figure is made."""
    for file in origin.file.split("、"):
        yield file, origin.place
        yield from ((file, place) for place in origin.place.split("、"))
