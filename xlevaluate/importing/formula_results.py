"""What the formulas of a workbook come to after figures were put in, without a spreadsheet.

The workbook is laid out anew from the same figures, where every formula's result is known, and each
of its cells is found in the real one by the names and fields of its row and its column: rows may
have been inserted there, and sheets renamed. What cannot be found is left to the spreadsheet, which
is told to calculate when it opens the file.
"""

from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from xlevaluate.form.problems import Place, Reading
from xlevaluate.form.snapshot import Address, Snapshot, Value, place_of


def formula_results(made: Reading, real: Reading) -> dict[Address, Value]:
    """Return the results of formulas in a real workbook that differ from what is stored there.

    ``made`` is read from the layout of the same figures.
    """
    lines = _Lines.of(made, real)
    results: dict[Address, Value] = {}
    for sheet, cells in made.snapshot.sheets.items():
        for (row, col), cell in cells.items():
            at = lines.now(Address(sheet, row, col)) if cell.is_formula else None
            if at is None or at.sheet not in real.snapshot.sheets:
                continue
            stored = real.snapshot.at(at)
            if stored.is_formula and stored.value != cell.value:
                results[at] = cell.value
    return results


@dataclass
class _Lines:
    """Rows and columns of the layout, and where they are in the workbook."""

    sheets: dict[str, Counter[str]] = field(default_factory=lambda: defaultdict(Counter))
    rows: dict[str, dict[int, set[int]]] = field(default_factory=dict)
    columns: dict[str, dict[int, set[int]]] = field(default_factory=dict)

    @classmethod
    def of(cls, made: Reading, real: Reading) -> "_Lines":
        """Hold both against one another."""
        lines = cls()
        pairs = list(_pairs(made, real))
        for laid, now in pairs:
            lines.sheets[laid.sheet][now.sheet] += 1
        for laid, now in pairs:
            if lines.sheet(laid.sheet) == now.sheet:
                rows = lines.rows.setdefault(laid.sheet, {})
                rows.setdefault(laid.row, set()).add(now.row)
                columns = lines.columns.setdefault(laid.sheet, {})
                columns.setdefault(laid.col, set()).add(now.col)
        return lines

    def sheet(self, laid: str) -> str | None:
        """Return what a sheet is called in the workbook."""
        return self.sheets[laid].most_common(1)[0][0] if self.sheets[laid] else None

    def now(self, laid: Address) -> Address | None:
        """Return where a cell of the layout is; ``None`` where there is doubt."""
        sheet = self.sheet(laid.sheet)
        row = _now(self.rows.get(laid.sheet, {}), laid.row)
        col = _now(self.columns.get(laid.sheet, {}), laid.col)
        return None if sheet is None or row is None or col is None else Address(sheet, row, col)


def _now(known: Mapping[int, set[int]], wanted: int) -> int | None:
    """Return where a line is: known, or between two that have moved equally far."""
    if wanted in known:
        return next(iter(known[wanted])) if len(known[wanted]) == 1 else None
    moved = set()
    for side in (
        max((line for line in known if line < wanted), default=None),
        min((line for line in known if line > wanted), default=None),
    ):
        if side is not None:
            moved |= {now - side for now in known[side]}
    return wanted + moved.pop() if len(moved) == 1 else None


def _pairs(made: Reading, real: Reading) -> Iterator[tuple[Address, Address]]:
    """Yield cells that are known on both sides: by path, by name, by the name on one sheet."""
    for path, place in made.places.items():
        if path in real.places:
            laid, now = _address(place), _address(real.places[path])
            if laid is not None and now is not None:
                yield laid, now
    yield from _named(made.snapshot.names, real.snapshot.names)
    for one, other in zip(_projects(made), _projects(real), strict=False):
        yield from _named(one.names, other.names)


def _projects(reading: Reading) -> Iterator[Snapshot]:
    for project in reading.projects.values():
        yield project.snapshot


def _named(
    made: Mapping[str, Address | None], real: Mapping[str, Address | None]
) -> Iterator[tuple[Address, Address]]:
    for name, laid in made.items():
        now = real.get(name)
        if laid is not None and now is not None:
            yield laid, now


def _address(place: Place) -> Address | None:
    if not place.cell or ":" in place.cell:
        return None
    return Address(place.sheet, *place_of(place.cell))
