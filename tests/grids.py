"""Grids drawn as pictures, as the forms of templates are: “<” joined to the left, “^” upwards."""

from xlevaluate.sources.grid import Grid, Line, Source, SourceCell
from xlevaluate.tables.understanding import tables_in

Rows = list[list[str]]


def grid_of(picture: str | Rows, *, sheet: str = "", place: str = "第1张表") -> Grid:
    """Return a grid; cells stand between bars, “↵” is a line feed, full-width blanks are kept."""
    rows = rows_of(picture) if isinstance(picture, str) else picture
    width = max(map(len, rows))
    cells: list[list[SourceCell]] = []
    for r, row in enumerate(rows):
        made: list[SourceCell] = []
        for c, text in enumerate([*row, *[""] * (width - len(row))]):
            joined = {"<": made[-1:], "^": cells[-1][c : c + 1] if cells else []}.get(text)
            if joined:
                at = joined[0].spread_from or ((r, c - 1) if text == "<" else (r - 1, c))
                made.append(SourceCell(joined[0].text, joined[0].kind, spread_from=at))
            else:
                made.append(SourceCell(text, "text" if text else "blank"))
        cells.append(made)
    made_rows = tuple(map(tuple, cells))
    if sheet:
        return Grid(f"工作表“{sheet}”", made_rows, sheet=sheet, addresses="spreadsheet")
    return Grid(place, made_rows)


def rows_of(picture: str) -> Rows:
    """Return the texts of a picture, row by row."""
    lines = [line for line in picture.strip("\n").splitlines() if line.strip(" ")]
    return [
        [cell.strip(" ").replace("↵", "\n") for cell in line.strip(" ").split("|")]
        for line in lines
    ]


def source_of(*blocks: Grid | str, name: str = "决算.docx") -> Source:
    """Return a file of grids and of lines between them."""
    return Source(name, tuple(Line(b) if isinstance(b, str) else b for b in blocks))


def figures_of(*blocks: Grid | str) -> list[str]:
    """Return every figure found as “title: row / column = text unit”."""
    return [
        f"{table.title}: {' / '.join(filter(None, (entry.code, *entry.row)))}"
        f" | {' / '.join(entry.column)} = {entry.text} {entry.unit}".rstrip()
        for table in tables_in(source_of(*blocks))
        for entry in table.entries
    ]
