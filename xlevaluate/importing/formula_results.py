"""What the formulas of a workbook come to after figures were put in, without a spreadsheet.

The workbook is laid out anew from the same figures, where every formula's result is known, and each
of its cells is found in the real one by the names and fields of its row and its column: rows may
have been inserted there, and sheets renamed. What cannot be found is left to the spreadsheet, which
is told to calculate when it opens the file.
"""

from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping

from msgspec import Struct, field

from xlevaluate.form.problems import Place, Reading
from xlevaluate.form.snapshot import Address, CellValue, Snapshot, Value, place_of


def formula_results(before: Reading, after: Reading, real: Reading) -> dict[Address, Value]:
    """Return the results that formulas of a real workbook have now, where they have changed.

    ``before`` and ``after`` are read from the layouts of the figures without what was put in, and
    with it: what a formula says that does not depend on it is left as it is.
    """
    was, now = _located(before, real), _located(after, real)
    return {
        at: value
        for at, value in now.items()
        if value != was.get(at)
        and real.snapshot.at(at).is_formula
        and real.snapshot.at(at).value != value
    }


def _located(made: Reading, real: Reading) -> dict[Address, Value]:
    """Return the results of a layout's formulas by where they are in the real workbook."""
    lines = _Lines.of(made, real)
    results: dict[Address, Value] = {}
    for sheet, cells in made.snapshot.sheets.items():
        formulas = {place: cell.value for place, cell in cells.items() if cell.is_formula}
        if lines.sheet(sheet) is None and _has_same(formulas, real.snapshot.sheets.get(sheet)):
            results |= {Address(sheet, *place): value for place, value in formulas.items()}
            continue
        for place, value in formulas.items():
            at = lines.now(Address(sheet, *place))
            if at is not None and at.sheet in real.snapshot.sheets:
                results[at] = value
    return results


def _has_same(
    formulas: Mapping[tuple[int, int], Value], cells: Mapping[tuple[int, int], CellValue] | None
) -> bool:
    """Tell whether a sheet in which nothing has a name has its formulas where they were laid."""
    there = {place for place, cell in (cells or {}).items() if cell.is_formula}
    return there == formulas.keys()


class _Lines(Struct):
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
