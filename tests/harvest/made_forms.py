"""Forms as somebody might have made them: variants combined at random, and what stands where.

Every figure in a made form is there once, so that where it comes to tells whether it was taken
from its own place.
"""

import re
from dataclasses import dataclass, field
from decimal import Decimal
from itertools import pairwise
from random import Random

from tests.harvest.foreign import Cell, grid
from xlevaluate.form.cells_definition import RowDef, TableDef
from xlevaluate.form.fields import table_columns
from xlevaluate.harvest.form_slots import SheetWords, filled, form_words
from xlevaluate.sources.grid import Grid, Line, Source
from xlevaluate.submission.amounts import canonical, round_half_up
from xlevaluate.tables.label_text import plain_label
from xlevaluate.template.template import Template

YEAR = 2023
_UNKNOWN_ROWS = ("会议经费专户", "债务还本付息", "预备费安排", "对外捐赠支出", "基建拨款")
_UNKNOWN_HEADS = ("执行进度", "上级核定数", "审计数", "2020年决算数", "2019年预算数", "备注数")
_NOT_ASKED = ("", "/", "—", "——", "-")


@dataclass
class MadeForm:
    """A made file, with the value that belongs at each path, and figures that belong at none."""

    blocks: list[Grid | Line] = field(default_factory=list)
    held: dict[str, object] = field(default_factory=dict)
    written: dict[str, str] = field(default_factory=dict)
    """The text in which each stands."""
    foreign: list[Decimal] = field(default_factory=list)
    told: list[str] = field(default_factory=list)
    """What is no amount, and must be listed."""

    @property
    def file(self) -> Source:
        """The whole as a file."""
        return Source("外来.xlsx", tuple(self.blocks))


class Maker:
    """Makes forms of a template from a source of chance."""

    def __init__(self, template: Template, random: Random) -> None:
        self.template = template
        self.words = form_words(template)
        self.random = random
        self.made = MadeForm()
        self.parts: list[str | list[list[Cell]]] = []
        self._next = random.randrange(1000, 2000)

    def chance(self, share: float) -> bool:
        """Tell whether something happens that happens in a share of forms."""
        return self.random.random() < share

    def put(self, rows: list[list[Cell]]) -> None:
        """Add a table to what is to be laid out."""
        self.parts.append(rows)

    def lay_out(self) -> None:
        """Put the tables one behind another, on one sheet below each other, or side by side."""
        style = self.random.choice(("apart", "apart", "below", "beside"))
        if style == "apart":
            for part in self.parts:
                if isinstance(part, str):
                    self.made.blocks.append(Line(part))
                else:
                    self.made.blocks.append(grid(part, f"第{len(self.made.blocks)}张表"))
            return
        tables: list[list[list[Cell]]] = []
        for part in self.parts:
            if isinstance(part, str) and part.startswith(str(YEAR)):
                tables.append([[part]])
            else:
                tables[-1] += [[part]] if isinstance(part, str) else [*part, []]
        if style == "below":
            self.made.blocks.append(grid([row for table in tables for row in table]))
            return
        self.made.blocks.append(grid(_beside(tables[:2])))
        for number, table in enumerate(tables[2:], 2):
            self.made.blocks += [Line(" "), grid(table, f"第{number}张表")]

    # ------------------------------------------------------------------ words

    def label(self, sheet: SheetWords, own: str, printed: str = "") -> str:
        """Return a label in other words, dressed in numbering, blanks, signs."""
        others = sheet.synonyms.labels.get(own, ())
        text = self.random.choice([printed or own, own, *others])
        if self.chance(0.3):
            text = self.random.choice(("1、", "2．", "（一）", "其中：", "　　", "①")) + text
        if self.chance(0.2):
            place = self.random.randrange(1, len(text)) if len(text) > 1 else 0
            text = text[:place] + self.random.choice(("\n", " ", "　")) + text[place:]
        return text + self.random.choice(("", "", "：", " "))

    def head(self, sheet: SheetWords, own: str) -> str:
        """Return a head with the year in it written in one way or another."""
        others = sheet.synonyms.labels.get(own, ())
        text = self.random.choice([own, own, *others])
        if self.chance(0.5):
            text = text.replace("本年", f"{YEAR}年").replace("上年", f"{YEAR - 1}年")
        if self.chance(0.2):
            text = "\n".join((text[:2], text[2:]))
        return text

    # ------------------------------------------------------------------ figures

    def amount(self) -> Decimal:
        """Return an amount in 万元 that no other cell has."""
        self._next += self.random.randrange(1, 50)
        return Decimal(self._next * 100 + self._next % 97) / 100

    def money(self, path: str | None, unit: str) -> str:
        """Return an amount as it might be typed in a table in a unit, and note whose it is."""
        amount = self.amount()
        style = self.random.random()
        own_unit = unit or "万元"
        if self.chance(0.04):
            return self._no_amount(path)
        if style < 0.08 or not unit:
            own_unit = self.random.choice(("元", "万元"))
        number = amount * 10_000 if own_unit == "元" else amount
        if own_unit == "元" and self.chance(0.5):
            number += Decimal("33.33")
        negative = self.chance(0.05)
        text = f"{number:,.2f}" if self.chance(0.3) else f"{number:.2f}"
        if self.chance(0.1):
            text = text.translate(str.maketrans("0123456789.", "０１２３４５６７８９．"))
        if negative:
            text = self.random.choice(("-{}", "（{}）", "△{}", "－{}")).format(text)
        if own_unit != unit:
            text += own_unit
        exact = (-number if negative else number) / (10_000 if own_unit == "元" else 1)
        if path is None:
            self.made.foreign.append(canonical(round_half_up(exact, 2)))
        else:
            self.made.held[path] = canonical(round_half_up(exact, 2))
            self.made.written[path] = text
        return text

    def _no_amount(self, path: str | None) -> str:
        """Return what stands in a cell and is no amount: words, a share, two figures."""
        number = self._next = self._next + self.random.randrange(1, 50)
        text = self.random.choice(("约{}", "见附件{}", "{}%", "{}/3", "{}余", "{}人")).format(
            number
        )
        if path is not None:
            self.made.told.append(text)
        return text

    # ------------------------------------------------------------------ tables of money

    def money_table(self, sheet: SheetWords, table: TableDef) -> list[list[Cell]]:
        """Return a table of the form with some of its rows and columns, and others amid them."""
        heads = self._heads(sheet, table)
        where, said = self.random.choice(("corner", "line", "heads", "values")), ""
        unit = self.random.choice(("元", "万元"))
        corner = f"{table.corner.partition('（')[0]}（{unit}）" if where == "corner" else "项目"
        texts = [f"{h}（{unit}）" if where == "heads" and h else h for _, h in heads]
        if where == "line":
            line = self.random.choice((f"单位：{unit}", f"金额单位：{unit}"))
            self.parts.append(line)
        said = "" if where == "values" else unit
        rows: list[list[Cell]] = [[corner, *texts]]
        if self.chance(0.1):
            rows.append(["栏次", *map(str, range(1, len(heads) + 1))])
        followed = {a.name for a, b in pairwise(table.rows) if b.items}
        has_items = False
        for row in (row for row in table.rows if row.key):
            if self.chance(0.2):
                continue
            if self.chance(0.1) and not has_items:  # else it would be an item, whatever its name
                name = f"{self.random.choice(_UNKNOWN_ROWS)}{len(rows)}"
                rows.append([name, *(self.money(None, said) for _ in heads)])
            rows.append(self._row(sheet, table, row, heads, said))
            has_items = row.name in followed
            if self.chance(0.05):
                rows.append([])
            if self.chance(0.03):
                rows.append(list(rows[0]))
        self._head_in_two_rows(rows, heads)
        if self.chance(0.15):
            self._counted(rows)
        return self._shaped(rows)

    def _heads(self, sheet: SheetWords, table: TableDef) -> list[tuple[str | None, str]]:
        """Return heads with the keys of their columns; ``None`` for unknown, ``""`` for blank."""
        random = self.random
        every = table_columns(self.template.form.definition, table)
        columns = [column for column in every if column.key and column.kind == "money"]
        random.shuffle(columns)
        heads: list[tuple[str | None, str]] = [
            (column.key, self.head(sheet, plain_label(filled(self.template, column.head))))
            for column in columns[: random.randrange(1, len(columns) + 1)]
        ]
        if self.chance(0.3):
            heads.insert(random.randrange(len(heads) + 1), (None, random.choice(_UNKNOWN_HEADS)))
        if self.chance(0.15):
            heads.insert(random.randrange(len(heads) + 1), ("", ""))
        return heads

    def _row(
        self,
        sheet: SheetWords,
        table: TableDef,
        row: RowDef,
        heads: list[tuple[str | None, str]],
        unit: str,
    ) -> list[Cell]:
        own = plain_label(row.label or row.name)
        cells: list[Cell] = [self.label(sheet, own, f"{row.before}{own}{row.after}")]
        for key, _ in heads:
            if key == "":
                cells.append("")
            elif self.chance(0.1):
                cells.append(self.random.choice(_NOT_ASKED))
            else:
                path = f"{table.path}.{row.key}.{key}" if key else None
                cells.append(self.money(path, unit))
        return cells

    def _counted(self, rows: list[list[Cell]]) -> None:
        """Put a column of numbers beside the labels."""
        count = 0
        heads = {row[0] for row in rows[:1]}
        for row in rows:
            if not row:
                continue
            if row[0] in heads or row[0] in {"栏次", "^", "项目"}:
                row.insert(1, "行次" if row is rows[0] or row[0] in heads else "")
                continue
            count += 1
            row.insert(1, str(count))

    def _head_in_two_rows(
        self, rows: list[list[Cell]], heads: list[tuple[str | None, str]]
    ) -> None:
        """Take the years of the heads into a row of their own above, in some tables."""
        first = len(rows[0]) - len(heads)
        texts = [str(text) for text in rows[0][first:]]
        years = [re.match(r"(?:20\d\d|本|上)年", text) for text in texts]
        if len(texts) < 2 or not all(years) or self.chance(0.5):
            return
        above: list[Cell] = [rows[0][0], *[""] * (first - 1)]
        for number, year in enumerate(years):
            said = year[0] if year else ""
            before = years[number - 1] if number else None
            same = before is not None and before[0] == said
            above.append("<" if same and self.chance(0.8) else said)
        below = [text[len(year[0]) :] for text, year in zip(texts, years, strict=True) if year]
        if not all(text.strip() and text.strip()[0] != "（" for text in below):
            return
        old = list(rows[0])
        rows[0] = ["^", *rows[0][1:first], *below]
        for at, row in enumerate(rows):
            if at and row == old:
                rows[at] = list(rows[0])
                rows[at][0] = old[0]
        rows.insert(0, above)

    def _shaped(self, rows: list[list[Cell]]) -> list[list[Cell]]:
        """Return the table with blank columns and rows, notes, a cell of its own for 其中."""
        made = [list(row) for row in rows]
        if self.chance(0.2):
            made = [
                ["其中：", str(row[0]).partition("：")[2], *row[1:]]
                if row and str(row[0]).startswith("其中：") and len(str(row[0])) > 4
                else [*row[:1], *["<"][: len(row)], *row[1:]]
                for row in made
            ]
        if self.chance(0.2):
            made = [["", *row] if row else [] for row in made]
        if self.chance(0.2):
            at = self.random.randrange(1, len(made) + 1)
            wide = max(map(len, made))
            if wide > 2:
                note = self.random.choice(("一、经费情况", "注：按决算填列。", "本表金额按实填列"))
                made.insert(at, [note, *["<"] * (wide - 1)])
        return made

    # ------------------------------------------------------------------ indicators

    def indicator_table(self, sheet: SheetWords) -> list[list[Cell]]:
        """Return rows of indicators, merged, repeated or left blank, in columns in any order."""
        random, form = self.random, self.template.form
        given = form.indicators
        roles = ["name", "target", "actual", "weight", "score"]
        columns = {c.role: c for c in given.columns if c.role in roles}
        order = [role for role in roles if role in columns]
        random.shuffle(order)
        heads: list[tuple[str | None, str]] = []
        for role in order:
            column = columns[role]
            others = sheet.synonyms.indicators.get(column.role, ()) if column.role else ()
            heads.append((role, random.choice([column.head, *others])))
        if self.chance(0.3):
            heads.insert(random.randrange(len(heads) + 1), (None, "审核意见分"))
        style = random.choice(("repeat", "merge", "blank"))
        rows: list[list[Cell]] = [[*given.heads[1:], *(head for _, head in heads)]]
        counts: dict[str, int] = {}
        for group in form.indicator_groups:
            if self.chance(0.4):
                continue
            again = bool(rows[1:]) and self._is_same(rows, sheet, group.dimension.name)
            for index in range(random.randrange(1, 3)):
                cells = self._indicator(group.path, counts, heads)
                first = index == 0
                dimension = self._held(style, first and not again, group.dimension.name, sheet)
                category = self._held(style, first, group.category.name, sheet)
                self._last_dimension = group.dimension.name
                rows.append([dimension, category, *cells])
        if self.chance(0.3):
            cells = ["未知指标", *(self._foreign_points() for _ in heads[1:])]
            rows.append(["管理类", "制度建设类", *cells])
            if self.chance(0.5):
                cells = ["未知指标", *(self._foreign_points() for _ in heads[1:])]
                rows.append(["", "", *cells])
        if self.chance(0.5):
            self._total(rows, heads)
        return rows

    def _total(self, rows: list[list[Cell]], heads: list[tuple[str | None, str]]) -> None:
        total = self.random.choice(("总分", "合计", "总 分", "自评总分"))
        row: list[Cell] = [total, self.random.choice(("<", ""))]
        for role, _ in heads:
            if role == "score":
                self._next += 1
                path = next(
                    f.path for f in self.template.form.fields.values() if f.role == "total_score"
                )
                self.made.held[path] = Decimal(self._next)
                self.made.written[path] = str(self._next)
                row.append(str(self._next))
            else:
                row.append(self._foreign_points() if role == "weight" else "")
        rows.append(row)

    _last_dimension = ""

    def _is_same(self, rows: list[list[Cell]], sheet: SheetWords, dimension: str) -> bool:
        return self._last_dimension == dimension

    def _held(self, style: str, first: bool, name: str, sheet: SheetWords) -> str:
        if first or style == "repeat":
            others = sheet.synonyms.labels.get(plain_label(name), ())
            return self.random.choice([name, name, *others]) + self.random.choice(("", "（10分）"))
        return "^" if style == "merge" else ""

    def _indicator(
        self, path: str, counts: dict[str, int], heads: list[tuple[str | None, str]]
    ) -> list[Cell]:
        index = counts[path] = counts.get(path, -1) + 1
        cells: list[Cell] = []
        for role, _ in heads:
            number = self._next = self._next + self.random.randrange(1, 9)
            if role is None:
                cells.append(self._foreign_points())
                continue
            value: object
            if role in {"weight", "score"}:
                value, text = Decimal(number), f"{number}" + self.random.choice(("", "分", ".00"))
            else:
                text = {"name": "指标{}项", "target": "≥{}件", "actual": "{}件"}[role].format(
                    number
                )
                value = text
            at = f"{path}.{index}.{role}"
            self.made.held[at], self.made.written[at] = value, text
            cells.append(text)
        return cells

    def _foreign_points(self) -> str:
        self._next += self.random.randrange(1, 9)
        self.made.foreign.append(Decimal(self._next))
        return str(self._next)

    # ------------------------------------------------------------------ funds

    def funds(self, sheet: SheetWords) -> list[list[Cell]]:
        """Return the funds of the department's form: figures in cells, or behind labels."""
        budget = "self_evaluation.budget"
        columns = [("initial", "年初预算数"), ("final", "全年预算数"), ("executed", "全年执行数")]
        self.random.shuffle(columns)
        unit = self.random.choice(("元", "万元"))
        heads = [self.head(sheet, own) for _, own in columns]
        rows: list[list[Cell]] = [[f"年度预算申请（{unit}）", "", *heads, "分值"]]
        total = [self.money(f"{budget}.{key}", unit) for key, _ in columns]
        rows.append(["^", self.label(sheet, "年度资金总额"), *total, self._foreign_points()])
        parts = [
            *(("general_budget", "一般公共预算"), ("government_funds", "政府性基金拨款")),
            *(("other", "其他资金"), ("basic", "基本支出"), ("project", "项目支出")),
        ]
        for key, own in parts:
            if self.chance(0.3):
                continue
            label = self.label(sheet, own).rstrip("：: ")
            if self.chance(0.5):
                rows.append(
                    ["^", f"{label}：{self.money(f'{budget}.{key}', '')}", "<", "<", "<", "<"]
                )
            else:
                rows.append(["^", f"{label}：", "<", "<", self.money(f"{budget}.{key}", unit), "<"])
        return rows


def made_form(template: Template, random: Random) -> MadeForm:
    """Make a file with one to three tables of a template's official sheets."""
    maker = Maker(template, random)
    sheets = [sheet for sheet in maker.words.sheets if sheet.titles or sheet.tables]
    random.shuffle(sheets)
    for sheet in sheets:
        tables = [t for t in sheet.tables if any(row.key for row in t.rows)]
        if tables:
            table = random.choice(tables)
            title = next(iter(sheet.titles), "收支情况表一")
            maker.parts.append(f"{YEAR}年度{title}")
            rows = maker.money_table(sheet, table)
        elif sheet.indicators is not None:
            maker.parts.append(f"{YEAR}年度{next(iter(sheet.titles))}")
            rows = maker.indicator_table(sheet)
            if template.name == "hunan_department" and maker.chance(0.5):
                maker.put(maker.funds(sheet))
        else:
            continue
        maker.put(rows)
    maker.lay_out()
    return maker.made


def _beside(tables: list[list[list[Cell]]]) -> list[list[Cell]]:
    """Put tables side by side, a blank column between."""
    made: list[list[Cell]] = [[] for _ in range(max(map(len, tables)))]
    for table in tables:
        width = max(map(len, table))
        for number, row in enumerate(made):
            cells = table[number] if number < len(table) else []
            row.extend([*cells, *[""] * (width + 1 - len(cells))])
    return made
