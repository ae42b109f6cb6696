"""A monkey at the keyboard: random sequences of what hands do, made from a seed.

Every figure that it types or pastes is another one, so that each can be followed.
"""

from collections.abc import Callable, Iterator
from itertools import count
from pathlib import Path
from random import Random

from tests.hands.hand import ODS, XLS, XLSX, Desk, Hands
from xlevaluate.form.snapshot import a1

SHEETS = ("基础数据表", "收支情况", "自评表", "文字材料")
ROWS = {"基础数据表": 32, "收支情况": 48, "自评表": 38, "文字材料": 34}
COLUMNS = {"基础数据表": 6, "收支情况": 7, "自评表": 10, "文字材料": 3}


class Monkey:
    """Does something to an open workbook; ``done`` says what, for whoever wants to repeat it."""

    def __init__(self, hands: Hands, source: Hands, seed: int, folder: Path) -> None:
        self.hands, self.source, self.folder = hands, source, folder
        self.random = Random(seed)
        self.figures: Iterator[int] = count(10_000 + 7)
        self.done: list[str] = []
        self.kind = XLSX

    def play(self) -> None:
        """Do some things, one after another."""
        for sheet in SHEETS:
            if self.random.random() < 0.7:
                self.hands.unprotect(sheet)
                self.done.append(f"unprotect {sheet}")
        sheet = self.random.choice(SHEETS)
        for _ in range(self.random.randint(1, 5)):
            if self.random.random() < 0.3:
                sheet = self.random.choice(SHEETS)
            name = self.random.choices([n for n, _ in DEEDS], [w for _, w in DEEDS])[0]
            deed: Callable[[str], str] = getattr(self, name)
            self.done.append(f"{name} {sheet} …")
            self.done[-1] = f"{name} {sheet} {deed(sheet)}"

    def _number(self) -> str:
        return f"{next(self.figures)}.25"

    def _place(self, sheet: str) -> tuple[int, int]:
        row = self.random.randrange(2, ROWS[sheet])
        return row, self.random.randrange(COLUMNS[sheet])

    def _area(self, sheet: str, most: int = 6) -> tuple[str, str]:
        """Return an area, and its first cell."""
        row, col = self._place(sheet)
        down, right = self.random.randrange(most), self.random.randrange(4)
        return f"{a1(row, col)}:{a1(row + down, col + right)}", a1(row, col)

    def type(self, sheet: str) -> str:
        """Type a figure or a word."""
        place = a1(*self._place(sheet))
        text = self.random.choice([self._number(), self._number(), "不适用", "约三成"])
        self.hands.type(sheet, place, text)
        return f"{place} {text}"

    def _copy_from_source(self) -> str:
        rows, cols = self.random.randint(1, 8), self.random.randint(1, 4)
        area = f"A1:{a1(rows - 1, cols - 1)}"
        block = tuple(tuple(float(self._number()) for _ in range(cols)) for _ in range(rows))
        cells = self.source.cell(self.source.document.Sheets.getByIndex(0).Name, area)
        cells.setDataArray(block)
        self.source.copy(self.source.document.Sheets.getByIndex(0).Name, area)
        return area

    def paste_block(self, sheet: str) -> str:
        """Paste a block of another document, with its formats."""
        area, place = self._copy_from_source(), a1(*self._place(sheet))
        self.hands.paste(sheet, place)
        return f"{area} {place}"

    def paste_values(self, sheet: str) -> str:
        """Paste a block's values, as it is or transposed."""
        area, place = self._copy_from_source(), a1(*self._place(sheet))
        transposed = self.random.random() < 0.4
        self.hands.paste_values(sheet, place, transposed=transposed)
        return f"{area} {place} {transposed}"

    def copy_block(self, sheet: str) -> str:
        """Copy a block of our own, to the same sheet or another."""
        area, _ = self._area(sheet)
        other = self.random.choice([sheet, self.random.choice(SHEETS)])
        place = a1(*self._place(other))
        self.hands.copy(sheet, area)
        self.hands.paste(other, place)
        return f"{area} {other} {place}"

    def cut_block(self, sheet: str) -> str:
        """Cut a cell or a block, and paste it somewhere: that is also what dragging does."""
        area, first = self._area(sheet, 2)
        area = self.random.choice([first, area])
        other = self.random.choice([sheet, sheet, self.random.choice(SHEETS)])
        place = a1(*self._place(other))
        self.hands.cut(sheet, area)
        self.hands.paste(other, place)
        return f"{area} {other} {place}"

    def insert_row(self, sheet: str) -> str:
        """Insert a row, and type into it."""
        row, col = self._place(sheet)
        self.hands.insert_row(sheet, a1(row, max(col, 1)))
        typed = a1(row, self.random.randrange(1, COLUMNS[sheet]))
        self.hands.type(sheet, typed, self._number())
        return f"{row + 1} {typed}"

    def delete_row(self, sheet: str) -> str:
        """Delete a row."""
        place = a1(*self._place(sheet))
        self.hands.delete_row(sheet, place)
        return place

    def sort(self, sheet: str) -> str:
        """Sort a block by its first column."""
        area, _ = self._area(sheet, 8)
        self.hands.select(sheet, area)
        order = self.random.choice(["SortAscending", "SortDescending"])
        self.hands.command(order)
        return f"{area} {order}"

    def fill_down(self, sheet: str) -> str:
        """Fill a block down from its first row."""
        area, _ = self._area(sheet)
        self.hands.select(sheet, area)
        self.hands.command("FillDown")
        return area

    def clear(self, sheet: str) -> str:
        """Clear a block."""
        area, _ = self._area(sheet)
        self.hands.select(sheet, area)
        self.hands.command("ClearContents")
        return area

    def undo(self, _: str) -> str:
        """Undo the last step."""
        self.hands.command("Undo")
        return ""

    def hide(self, sheet: str) -> str:
        """Hide a row."""
        place = a1(*self._place(sheet))
        self.hands.select(sheet, place)
        self.hands.command("HideRow")
        return place

    def rename_sheet(self, sheet: str) -> str:
        """Rename a sheet, and back at the end: names follow it."""
        self.hands.sheet(sheet).setName(f"{sheet}新")
        self.hands.sheet(f"{sheet}新").setName(sheet)
        return ""

    def copy_sheet(self, sheet: str) -> str:
        """Copy a sheet, and type into the copy."""
        sheets = self.hands.document.Sheets
        name = f"{sheet}_{sheets.Count}"
        sheets.copyByName(sheet, name, sheets.Count)
        self.hands.unprotect(name)
        self.hands.type(name, "C8", self._number())
        return name

    def save_as(self, _: str) -> str:
        """Save at the end as another kind of file, and that as an .xlsx."""
        self.kind = self.random.choice([XLS, ODS])
        return self.kind

    def saved(self, desk: Desk) -> Path:
        """Save a copy, through another kind of file where that was chosen."""
        target = self.folder / "saved.xlsx"
        if self.kind == XLSX:
            return self.hands.save(target)
        other = self.folder / ("other.xls" if self.kind == XLS else "other.ods")
        between = desk.open(self.hands.save(other, self.kind))
        try:
            return between.save(target)
        finally:
            between.close()


DEEDS = (
    *(("type", 6), ("paste_block", 8), ("paste_values", 5), ("copy_block", 5), ("cut_block", 6)),
    *(("insert_row", 6), ("delete_row", 2), ("sort", 4), ("fill_down", 2), ("clear", 2)),
    *(("undo", 2), ("hide", 1), ("rename_sheet", 1), ("copy_sheet", 1), ("save_as", 1)),
)
"""What it does, and how often."""
