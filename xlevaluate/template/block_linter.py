"""Slips in the shape of the blocks of ``form.toml``: columns, spans, heads, widths."""

from collections import Counter
from collections.abc import Iterable
from functools import cached_property

from xlevaluate.files.toml import TomlFile
from xlevaluate.files.toml_lines import KeyPath
from xlevaluate.form.cells_definition import (
    ColumnDef,
    IndicatorsDef,
    InputDef,
    ListDef,
    Picture,
    RowDef,
    TableDef,
)
from xlevaluate.form.definition import BlockDef, FormDef, SheetDef
from xlevaluate.form.fields import NUMBERS
from xlevaluate.form.labels import has_places
from xlevaluate.template.picture_linter import lint_picture
from xlevaluate.template.role_linter import lint_columns
from xlevaluate.template.string_linter import lint_choices

HEADS = {
    "ratios": 8,
    "rules": 6,
    "ratio_scores": 10,
    "composition": 5,
    "parameters": 3,
    "carried": 10,
}
"""Heads of the tables that the program fills in; their columns are fixed."""

_FINDING_HEADS = 8

_TEXTS = frozenset({"text", "paragraph"})
_FIXED = {
    ("findings", "key"): ("finding", _TEXTS),
    ("findings", "explanation"): ("text", _TEXTS),
    ("ratio_scores", "own"): ("score", NUMBERS),
    ("ratio_scores", "note"): ("note", _TEXTS),
}
"""Keys and kinds of columns whose place in the data is laid down."""


class BlockLinter:
    """Looks at one block after another; what is wrong is noted in the file."""

    def __init__(self, file: TomlFile, form: FormDef) -> None:
        self.file = file
        self.form = form

    def sheets(self) -> None:
        """Look at every block of every sheet."""
        for s, sheet in enumerate(self.form.sheet):
            for b, block in enumerate(sheet.block):
                self._block(sheet, block, ("sheet", s, "block", b))
        for name, columns in self.form.columns.items():
            self._columns(columns, ("columns", name), computed=True)

    def _block(self, sheet: SheetDef, block: BlockDef, place: KeyPath) -> None:
        width = len(sheet.widths)
        if block.grid is not None:
            lint_picture(self.file, block.grid, width, (*place, "grid"))
            wide = len(sheet.paper_widths)
            if block.paper is not None:
                lint_picture(self.file, block.paper, wide, (*place, "paper"), is_paper=True)
            elif wide != width and not block.off_paper:
                self._as_wide_on_paper(block.grid, wide, (*place, "grid"))
        elif block.fields or block.computed or block.paper or block.labels:
            words = "fields、computed、paper 和 labels 只用于有 grid 的 block"
            self.file.add(words, *place)
        if block.table:
            self._table(block.table, sheet, (*place, "table"))
        if block.list:
            self._list(block.list, width, (*place, "list"))
        if block.outline:
            self._list(block.outline, width, (*place, "outline"))
            self._outline(block.outline, (*place, "outline"))
        if block.indicators:
            self._indicators(block.indicators, sheet, (*place, "indicators"))
        self._fixed(block, width, place)

    def _as_wide_on_paper(self, grid: Picture, wide: int, place: KeyPath) -> None:
        """Look at rows that are printed as they are drawn, on paper of more or fewer columns."""
        for number, row in enumerate(grid):
            if len(row) > 1:
                words = (
                    f"纸上有 {wide} 列，这一行照印是 {len(row)} 格，会错开：这个 block 要有 paper"
                )
                self.file.add(words, *place, number)
                return

    def _fixed(self, block: BlockDef, width: int, place: KeyPath) -> None:
        """Look at the tables whose columns the program has laid down."""
        for kind, count in HEADS.items():
            given = getattr(block, kind)
            if given is not None:
                self._heads(given.heads, count, width, (*place, kind, "heads"))
        if block.findings:
            heads = (*place, "findings", "heads")
            self._heads(block.findings.heads, _FINDING_HEADS, width - 1, heads)
            if block.findings.capacity < 1:
                self.file.add("至少为 1", *place, "findings", "capacity")
        for kind, least in (("usable", 3), ("functions", 4), ("contents", 3), ("colours", 2)):
            if getattr(block, kind) is not None and width < least:
                self.file.add(f"所在的工作表至少要有 {least} 列（widths）", *place, kind)
        self._fixed_columns(block, place)

    def _fixed_columns(self, block: BlockDef, place: KeyPath) -> None:
        for (kind, name), (key, kinds) in _FIXED.items():
            if getattr(block, kind) is None:
                continue
            column = getattr(getattr(block, kind), name)
            if column.key != key:
                self.file.add(f"应为“{key}”", *place, kind, name, "key")
            if column.kind not in kinds:
                words = f"应为 {'、'.join(sorted(kinds))} 中的一种"
                self.file.add(words, *place, kind, name, "kind")

    # ------------------------------------------------------------------ tables and lists

    def _columns(self, columns: Iterable[ColumnDef], place: KeyPath, *, computed: bool) -> None:
        columns = tuple(columns)
        self._each_once((c.name for c in columns), "名称", place, "name")
        self._each_once((c.key for c in columns if c.key), "key", place, "key")
        self._each_once((c.role for c in columns if c.role), "role", place, "role")
        lint_columns(self.file, columns, place)
        filled_in = {column.name for column in columns if column.key is not None}
        for number, column in enumerate(columns):
            at = (*place, number)
            ways = (column.key is not None, bool(column.change), bool(column.growth))
            if not computed and ways != (True, False, False):
                self.file.add("这里的列都由单位填写：要有 key，不能有 change、growth", *at)
            elif sum(ways) != 1:
                self.file.add("key、change、growth 须有且只有一个", *at)
            for name in ("change", "growth"):
                pair = getattr(column, name) or ()
                for other in pair:
                    if other not in filled_in:
                        self.file.add(f"没有名为“{other}”的填写列", *at, name)
                if len(set(pair)) < len(pair):
                    self.file.add("应是两列，现在是同一列", *at, name)
            lint_choices(self.file, column.kind, column.choices, at)

    def _each_once(self, names: Iterable[str], what: str, place: KeyPath, key: str) -> None:
        for name, count in Counter(names).items():
            if count > 1:
                places = [p for p in self.file.places_of(name) if p[: len(place)] == place]
                same = [p for p in places if not key or p[-1] == key]
                self.file.add(f"{what}“{name}”用了 {count} 次", *(same[-1] if same else place))

    def _table(self, table: TableDef, sheet: SheetDef, place: KeyPath) -> None:
        if isinstance(table.columns, str):
            if table.columns not in self.form.columns:
                self.file.add(f"[columns] 中没有“{table.columns}”", *place, "columns")
                return
            columns = self.form.columns[table.columns]
        else:
            columns = table.columns
            self._columns(columns, (*place, "columns"), computed=True)
        self._spans(table, len(columns) + 1, sheet, place)
        if not table.rows:
            self.file.add("至少要有一行", *place, "rows")
        self._each_once((row.name for row in table.rows), "名称", (*place, "rows"), "name")
        keys = [row.key or row.items or "" for row in table.rows if row.key or row.items]
        self._each_once(keys, "key", (*place, "rows"), "")
        roles = (row.role for row in table.rows if row.role)
        self._each_once(roles, "role", (*place, "rows"), "role")
        are_filled_in = all(column.key is not None for column in columns)
        keyed = {column.name for column in columns if column.key is not None}
        for number, row in enumerate(table.rows):
            self._row(row, (*place, "rows", number), are_filled_in=are_filled_in)
            self._not_asked(row, keyed, (*place, "rows", number), are_filled_in=are_filled_in)

    def _spans(self, table: TableDef, count: int, sheet: SheetDef, place: KeyPath) -> None:
        """Look at how wide the columns are: one of the sheet's each, on paper what is said."""
        width = len(sheet.widths)
        if count > width:
            self.file.add(
                f"连同左栏共 {count} 列，工作表有 {width} 列（widths）", *place, "columns"
            )
        if sheet.paper is None:
            if table.spans:
                words = "spans 只用于打印出来列数不同的工作表（有 paper 的）"
                self.file.add(words, *place, "spans")
            return
        width = len(sheet.paper.widths)
        if len(table.spans) != count or min(table.spans, default=0) < 1:
            self.file.add(f"应有 {count} 个不小于 1 的数：左栏一个，每列一个", *place, "spans")
        elif sum(table.spans) != width:
            words = f"合计 {sum(table.spans)} 列，纸上有 {width} 列（paper 的 widths）"
            self.file.add(words, *place, "spans")

    def _row(self, row: RowDef, place: KeyPath, *, are_filled_in: bool) -> None:
        if (row.key is None) == (row.items is None):
            self.file.add("key（固定的一行）和 items（可增减的行）须填且只填一个", *place)
        if not 0 <= row.indent <= 15:
            self.file.add("应在 0 至 15 之间", *place, "indent")
        if row.items is None:
            for key in ("label_key", "label_name", "spare"):
                if getattr(row, key):
                    self.file.add("只用于 items 的行", *place, key)
            return
        if not (row.label_key and row.label_name):
            self.file.add("items 的行要有 label_key 和 label_name（左栏填什么）", *place)
        if not are_filled_in:
            self.file.add("有自动计算的列的表不能有 items 的行", *place, "items")
        self._spare(row.spare, place)

    def _not_asked(
        self, row: RowDef, columns: set[str], place: KeyPath, *, are_filled_in: bool
    ) -> None:
        """Look at cells in which a row prints a text: it stands once, and has fields besides."""
        if not row.not_asked:
            return
        at = (*place, "not_asked")
        if row.items or not are_filled_in:
            self.file.add("只用于固定的行，所在的表没有自动计算的列", *at)
        for name in row.not_asked.keys() - columns:
            self.file.add(f"没有名为“{name}”的填写列", *at, name)
        if columns <= row.not_asked.keys():
            self.file.add("至少要有一列由单位填写", *at)

    def _spare(self, spare: int, place: KeyPath) -> None:
        if not 0 <= spare <= 1000:
            self.file.add("应在 0 至 1000 之间", *place, "spare")

    def _list(self, given: ListDef, width: int, place: KeyPath) -> None:
        self._columns(given.columns, (*place, "columns"), computed=False)
        taken = len(given.columns) + (given.number is not None) + (given.preview is not None)
        if not given.columns:
            self.file.add("至少要有一列", *place, "columns")
        elif taken != width:
            words = f"连同序号和预览共 {taken} 列，工作表有 {width} 列（widths）"
            self.file.add(words, *place, "columns")
        for number, column in enumerate(given.columns):
            if column.key == "" and len(given.columns) > 1:
                self.file.add("不止一列时 key 不能为空", *place, "columns", number, "key")
        self._spare(given.spare, place)

    def _outline(self, given: ListDef, place: KeyPath) -> None:
        if [column.key for column in given.columns] != ["level", "text"]:
            self.file.add("应为两列，key 依次为 level、text", *place, "columns")
        elif not 2 <= len(given.columns[0].choices) <= 4:
            words = "级别应有 2 至 4 个：一至三级标题，最后一个是正文"
            self.file.add(words, *place, "columns", 0, "choices")
        elif given.columns[1].kind not in _TEXTS:
            self.file.add("应为 paragraph 或 text", *place, "columns", 1, "kind")

    def _indicators(self, given: IndicatorsDef, sheet: SheetDef, place: KeyPath) -> None:
        taken, width = len(given.heads) + len(given.columns), len(sheet.widths)
        if taken - 1 != width:  # what stands at the side of all rows is printed only
            words = f"连同 heads 的后两个共 {taken - 1} 列，工作表有 {width} 列（widths）"
            self.file.add(words, *place, "columns")
        if sheet.paper is None or taken != len(sheet.paper.widths):
            words = f"纸上连同 heads 共 {taken} 列，工作表要有这么多列的 paper"
            self.file.add(words, *place, "columns")
        every = (*given.columns, *given.beside)
        for what in ("name", "key", "role"):
            found = (getattr(column, what) for column in every)
            self._each_once((value for value in found if value), what, place, what)
        if not any(column.role == "name" for column in every):
            self.file.add("要有 role 为 name 的列", *place, "columns")
        lint_columns(self.file, given.columns, (*place, "columns"))
        lint_columns(self.file, given.beside, (*place, "beside"))
        for number, column in enumerate(given.columns):
            lint_choices(self.file, column.kind, column.choices, (*place, "columns", number))
        if not 0 < given.beside_width <= 255:
            self.file.add("应在 1 至 255 之间", *place, "beside_width")
        if given.spare < 1:
            self.file.add("至少为 1", *place, "spare")
        if not given.dimensions:
            self.file.add("至少要有一个一级指标", *place, "dimensions")
        self._dimensions(given, (*place, "dimensions"))
        self._goals(given, place)

    def _dimensions(self, given: IndicatorsDef, at: KeyPath) -> None:
        self._each_once((d.key for d in given.dimensions), "一级指标的 key", at, "key")
        self._each_once((d.name for d in given.dimensions), "一级指标", at, "name")
        categories = [c for d in given.dimensions for c in d.categories]
        self._each_once((c.name for c in categories), "二级指标", at, "name")
        self._each_once((c.key for c in categories), "二级指标的 key", at, "key")
        optional = {dimension.key for dimension in given.dimensions if dimension.optional}
        for number, dimension in enumerate(given.dimensions):
            if all(category.unless for category in dimension.categories):
                self.file.add("至少要有一个二级指标", *at, number, "categories")
            for c, category in enumerate(dimension.categories):
                if category.unless and category.unless not in optional:
                    words = f"没有 optional 的一级指标“{category.unless}”"
                    self.file.add(words, *at, number, "categories", c, "unless")

    def _goals(self, given: IndicatorsDef, place: KeyPath) -> None:
        at = (*place, "goals")
        if given.goals and given.heads[0]:
            words = "有 goals 的，左边印的是各个目标，这里的第一个应为空"
            self.file.add(words, *place, "heads", 0)
        self._each_once((goal.key for goal in given.goals), "目标的 key", at, "key")
        self._each_once((goal.name for goal in given.goals), "目标", at, "name")
        named = {goal.points: n for n, goal in enumerate(given.goals) if goal.points}
        for number, goal in enumerate(given.goals):
            field = self._points_fields.get(goal.points or "")
            if goal.points and field is None:
                words = f"“{goal.points}”应为一个填写项的名称，kind 为 points"
                self.file.add(words, *at, number, "points")
            elif goal.points and named[goal.points] != number:
                self.file.add(f"“{goal.points}”又是另一个目标的", *at, number, "points")

    @cached_property
    def _points_fields(self) -> dict[str, InputDef]:
        return {
            name: field
            for block in self.form.blocks
            for name, field in block.fields.items()
            if field.kind == "points"
        }

    def _heads(self, heads: tuple[str, ...], count: int, width: int, place: KeyPath) -> None:
        if len(heads) != count:
            self.file.add(f"应有 {count} 个表头，现在是 {len(heads)} 个", *place)
        elif width < count:
            self.file.add(f"表头有 {count} 个，工作表的列（widths）不够", *place)
        for number, head in enumerate(heads):
            if has_places(head):
                self.file.add("这里的表头不能用 {名称}", *place, number)
