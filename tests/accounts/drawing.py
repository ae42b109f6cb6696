"""Tables of an office drawn in a style, as rows of texts with merges.

“<” joins a cell to the left, “^” upwards, as in pictures of forms. Everything that differs between
offices is in ``Style``; the figures are an office's.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from random import Random

from tests.accounts.office import NOTHING, Office, rounded

Rows = list[list[str]]


@dataclass
class Style:
    """How tables look."""

    unit: str = "万元"
    unit_in: str = "line"
    """line, title, head, before (a line of the file above the table), or nowhere."""
    counted: bool = True
    """Columns are counted in a row (栏次)."""
    numbered: bool = True
    """Rows are counted in a column (行次)."""
    merged: bool = True
    """Merges are kept; else they are blanks."""
    codes: str = "one"
    """one cell, or three columns."""
    thousands: bool = True
    zero: str = "0.00"
    spaced: bool = False
    """Blanks and line feeds within labels."""
    quotes: str = "“三公”"
    tails: tuple[str, str] = ("", "")
    """What stands before and behind titles: 公开01表, （续）."""
    office_line: str = "编制单位：{office}"
    spacer: bool = False
    """A blank first column."""
    gaps: bool = False
    """A blank row above each row; merges reach over it."""
    total_last: bool = False
    shuffle: Random | None = None
    title_above: bool = False
    """The title stands in a line of the file, not in the table."""
    words: dict[str, str] = field(default_factory=dict)
    """Other words for labels."""
    last_year: bool = False
    """A column of last year's figures stands beside this year's."""
    year_in: str = "title"
    """title, behind (the title), head or line."""
    grouped: bool = False
    """Heads stand under one that names the group: 人员经费, 三公经费预算数."""


@dataclass
class Drawn:
    """A table, and the lines of the file above and below it."""

    title: str
    rows: Rows
    lines: list[str] = field(default_factory=list)
    after: list[str] = field(default_factory=list)
    sheet: str = ""


class Drawer:
    """Draws tables of an office in a style: cells, heads, lists by function."""

    def __init__(self, office: Office, style: Style) -> None:
        self.office = office
        self.style = style

    # ------------------------------------------------------------------ cells

    def amount(self, yuan: Decimal) -> str:
        """Return an amount as the style writes it."""
        if not yuan:
            return self.style.zero
        number = rounded(yuan) if self.style.unit == "万元" else yuan
        return f"{number:,.2f}" if self.style.thousands else f"{number:.2f}"

    def label(self, text: str) -> str:
        """Return a label as the style writes it."""
        text = self.style.words.get(text, text)
        if not self.style.spaced or len(text) > 4:
            return text
        blank = "\u3000" if len(text) % 2 else " "
        return blank.join(text) if len(text) < 4 else f"{text[:2]}\n{text[2:]}"

    def head(self, text: str) -> str:
        """Return the head of a column of money, with unit or year where the style has them."""
        year = (
            f"{self.office.year}年" if self.style.year_in == "head" and text.endswith("数") else ""
        )
        unit = f"（{self.style.unit}）" if self.style.unit_in == "head" else ""
        return f"{year}{self.label(text)}{unit}"

    # ------------------------------------------------------------------ tables

    def draw(self, title: str, heads: Rows, body: Rows, *, of: str = "决算") -> Drawn:
        """Put title, unit and head above a body."""
        style, office = self.style, self.office
        width = max(map(len, heads))
        year = f"{office.year}年度" if style.year_in == "title" else ""
        unit = f"（单位：{style.unit}）" if style.unit_in == "title" else ""
        late = f"（{office.year}年度）" if style.year_in == "behind" else ""
        whole = f"{year}{title}{late}{unit}"
        lines: list[str] = []
        if style.year_in == "line":
            lines.append(f"{office.name}{office.year}年度部门{of}")
        top: Rows = []
        before, behind = style.tails
        if before:
            top.append([*[""] * (width - 1), before])
        if style.title_above:
            lines.append(whole)
        else:
            top.append([whole + behind, *["<"] * (width - 1)])
        said = [""] * width
        said[0] = style.office_line.format(office=office.name)
        if style.unit_in == "line":
            said[-1] = f"金额单位：{style.unit}"
        if style.unit_in == "before":
            lines.append(f"单位：{style.unit}")
        if any(said):
            top.append(said)
        rows = [*top, *heads, *self._counts(heads), *body]
        rows = [row + [""] * (width - len(row)) for row in rows]
        return Drawn(whole, self._finished(rows), lines)

    def _counts(self, heads: Rows) -> Rows:
        if not self.style.counted:
            return []
        words = {"项目", "科目名称", "科目编码", "行次", "类", "款", "项", "名称", ""}
        last = [self._plain(text, column, heads) for column, text in enumerate(heads[-1])]
        row, count = [], 0
        for column, text in enumerate(last):
            if text in words:
                row.append("栏次" if column == 0 else "")
            else:
                count += 1
                row.append(str(count))
        return [row]

    @staticmethod
    def _plain(text: str, column: int, heads: Rows) -> str:
        at = len(heads) - 1
        while text in {"^", "<"} and at >= 0:
            if text == "^":
                at -= 1
            else:
                column -= 1
            text = heads[at][column]
        return "".join(text.split())

    def _finished(self, rows: Rows) -> Rows:
        if not self.style.merged:
            rows = [["" if cell in {"<", "^"} else cell for cell in row] for row in rows]
        if self.style.gaps:
            pairs = (([c if c == "^" else "" for c in row], row) for row in rows)
            rows = [row for pair in pairs for row in pair]
        if self.style.spacer:
            rows = [["", *row] for row in rows]
        return rows

    def shuffled(self, items: Sequence[str]) -> list[str]:
        found = list(items)
        if self.style.shuffle is not None:
            self.style.shuffle.shuffle(found)
        return found

    def by_function(self, title: str, columns: dict[str, str], *, funds: bool = True) -> Drawn:
        """Draw a list by function: ``columns`` are heads with the names of their figures."""
        by = self.office.by["决算"]
        wide = 3 if self.style.codes == "three" else 1
        labels = [self.label("科目编码"), *["<"] * (wide - 1), self.label("科目名称")]
        heads: Rows = [labels + [self.head(head) for head in columns]]
        if wide == 3:
            heads.append(["类", "款", "项", "^", *["^"] * len(columns)])
        amounts = {head: by[name] for head, name in columns.items()}
        total = [self.label("合计"), *["<"] * wide, *map(self.amount, amounts.values())]
        rows: Rows = []
        for code, name, share in functions():
            split = self._split(code) if wide == 3 else [code]
            parts = [self.amount(share_of(amount, share)) for amount in amounts.values()]
            rows.append([*split, name, *parts])
        body = [*rows, total] if self.style.total_last else [total, *rows]
        return self.draw(title, heads, body)

    def _split(self, code: str) -> list[str]:
        parts = [code[:3], code[3:5], code[5:]]
        last = max(n for n, part in enumerate(parts) if part)
        shallow = self.style.zero == ""
        return [part if n == last or not shallow else "" for n, part in enumerate(parts)]


def functions() -> Iterable[tuple[str, str, tuple[int, int]]]:
    """Return codes by function, with the share of each as a place in three parts."""
    return (
        ("201", "一般公共服务支出", (0, 2)),
        ("20103", "政府办公厅（室）及相关机构事务", (0, 2)),
        ("2010301", "行政运行", (0, 1)),
        ("2010302", "一般行政管理事务", (1, 2)),
        ("213", "农林水支出", (2, 3)),
        ("21303", "水利", (2, 3)),
        ("2130301", "行政运行", (2, 3)),
    )


def share_of(amount: Decimal, share: tuple[int, int]) -> Decimal:
    """Return some of three parts of an amount, which add up to it."""
    first, second = amount // 2, amount // 3
    parts = (first, second, amount - first - second)
    return sum(parts[share[0] : share[1]], NOTHING)
