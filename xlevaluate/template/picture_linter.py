"""Slips in the pictures of cells of ``form.toml``: their shape, and the fields put into them."""

from collections.abc import Iterable

from xlevaluate.files.toml import TomlFile
from xlevaluate.files.toml_lines import KeyPath
from xlevaluate.form.cells_definition import Picture
from xlevaluate.form.definition import BlockDef
from xlevaluate.form.pictures import LABEL, full_rows, placed_cells, printed_text
from xlevaluate.template.string_linter import lint_choices

_LONGEST_UNIT = 20
"""Characters of a unit, which stands in the message shown beside a cell."""

_JOINED = {"<": "左边", "^": "上面"}


def lint_picture(
    file: TomlFile, picture: Picture, width: int, place: KeyPath, *, is_paper: bool = False
) -> None:
    """Note rows that are not as wide as the sheet, and cells that join to no rectangle.

    On the screen a field has one cell to itself.
    """
    if not picture:
        file.add("至少要有一行", *place)
    grid = full_rows(picture, width)
    wrong = [r for r, row in enumerate(grid) if len(row) != width]
    for r in wrong:
        file.add(f"这一行有 {len(grid[r])} 格，工作表有 {width} 列（widths）", *place, r)
    if wrong:
        return
    covered = _covered(grid)
    for r, row in enumerate(grid):
        for c, text in enumerate(row):
            if covered.get((r, c), 0) == 1:
                continue
            words = "这一格被别的格合并进去了，合并的格应是矩形，用“<”“^”填满"
            if text in _JOINED:
                where = _JOINED[text]
                words = f"“{text}”的{where}没有可以合并的格，或合并的格不是矩形"
            # What fills up a row of one cell stands nowhere in the file.
            file.add(words, *place, r, *((c,) if c < len(picture[r]) else ()))
    for cell in () if is_paper else placed_cells(picture, width):
        if cell.text.startswith("[") and (cell.rows, cell.cols) != (1, 1):
            words = (
                f"{cell.text} 占了 {cell.rows * cell.cols} 格：填写项要独占一格，粘贴才不会错位；"
                "官方表式要合并的，画在 paper 里"
            )
            file.add(words, *place, cell.row, cell.col)


def _covered(grid: Picture) -> dict[tuple[int, int], int]:
    """Return how many printed cells cover each square of the picture."""
    covered: dict[tuple[int, int], int] = {}
    for r, row in enumerate(grid):
        for c, text in enumerate(row):
            if text in _JOINED:
                continue
            cols = _run([row[i] for i in range(c + 1, len(row))], "<")
            rows = _run([grid[i][c] for i in range(r + 1, len(grid))], "^")
            for place in ((r + i, c + j) for i in range(rows) for j in range(cols)):
                covered[place] = covered.get(place, 0) + 1
    return covered


def _run(texts: list[str], mark: str) -> int:
    """Return how many squares a cell takes, given those that follow it."""
    count = 1
    for text in texts:
        if text != mark:
            break
        count += 1
    return count


def lint_placed(file: TomlFile, parts: Iterable[tuple[KeyPath, BlockDef]]) -> None:
    """Hold the fields of each picture against those that are declared below it."""
    for place, block in parts:
        placed = _placed(file, block.grid or (), (*place, "grid"), block)
        if block.paper is not None:
            printed = _placed(file, block.paper, (*place, "paper"), block)
            for name in sorted(placed - printed):
                file.add(f"paper 里没有“[{name}]”", *place, "paper")
        _labels(file, place, block)
        shown = {text for row in block.grid or () for text in row}
        for name in block.computed:
            if f"={name}" not in shown:
                file.add(f"grid 里没有“={name}”", *place, "computed", name)
        for name, field in block.fields.items():
            if name not in placed:
                file.add(f"grid 里没有“[{name}]”", *place, "fields", name)
            if len(field.unit or "") > _LONGEST_UNIT:
                words = f"不能超过 {_LONGEST_UNIT} 个字"
                file.add(words, *place, "fields", name, "unit")
            lint_choices(file, field.kind, field.choices, (*place, "fields", name))


def _labels(file: TomlFile, place: KeyPath, block: BlockDef) -> None:
    """Note printed texts that stand for no label, and labels for which none stands."""
    used: set[str] = set()
    for kind in ("grid", "paper"):
        for r, row in enumerate(getattr(block, kind) or ()):
            for c, text in enumerate(row):
                _, words = printed_text(text, {})
                if not words.startswith(LABEL):
                    continue
                used.add(words[1:])
                if words[1:] not in block.labels and words[1:] not in block.fields:
                    said = f"没有名为“{words[1:]}”的填写项，labels 里也没有"
                    file.add(said, *place, kind, r, c)
    for name in block.labels:
        if name not in used:
            file.add(f"grid 和 paper 里都没有“@{name}”", *place, "labels", name)


def _placed(file: TomlFile, picture: Picture, place: KeyPath, block: BlockDef) -> set[str]:
    found: set[str] = set()
    for r, row in enumerate(picture):
        for c, text in enumerate(row):
            if not text.startswith("["):
                continue
            name, at = text[1:-1], (*place, r, c)
            if not text.endswith("]"):
                file.add(f"“{text}”少了右边的方括号", *at)
            elif name not in block.fields:
                file.add(f"填写项“{name}”没有写在这个 block 的 fields 里", *at)
            elif name in found:
                file.add(f"填写项“{name}”在 {place[-1]} 里放了两次", *at)
            found.add(name)
    return found
