"""The rows of indicators in tables made elsewhere: by their heads, however they are merged.

一级 and 二级指标 hold on for rows below where they are merged or left blank; an unknown one never
leaves its rows to the one before it.
"""

import re
from collections.abc import Iterator, Mapping
from functools import cached_property

from msgspec import Struct, field

from xlevaluate.form.cells_definition import CategoryDef, DimensionDef, GoalDef
from xlevaluate.form.roles import IndicatorRole
from xlevaluate.form.split_values import joined
from xlevaluate.harvest.form_slots import FormWords, SheetWords, Slot, filled
from xlevaluate.harvest.grid_pieces import Piece, Pieces
from xlevaluate.harvest.labelled_values import labelled_values
from xlevaluate.harvest.wordings import of_words
from xlevaluate.scoring.quantity_parts import parts_of
from xlevaluate.tables.label_text import compared, plain_label

IndicatorColumn = IndicatorRole | str
"""A role, or a key of the form's column without one; ``dimension`` and ``category``."""

DIMENSION, CATEGORY = "dimension", "category"

_PLACEHOLDER = re.compile(r"(?:指标\d{0,2}：?)?(?:[.…·]*|x+)", re.IGNORECASE)
_LEAST = 3


class _Block(Struct, frozen=True):
    """A row of heads and the rows below it."""

    head: int
    columns: dict[IndicatorColumn, Piece]
    others: tuple[Piece, ...]
    """Heads that the form does not know."""
    rows: range


class IndicatorRow(Struct, frozen=True):
    """A row: its group as the table says it, its cells by role, what stands in other columns."""

    row: int
    goal: GoalDef | None
    dimension: Piece | None
    category: Piece | None
    path: str | None
    """Where the form keeps rows of this group; ``None`` where it has no such group."""
    cells: dict[IndicatorColumn, Piece]
    spread: frozenset[IndicatorColumn]
    """Columns whose cell is merged with that of a row above."""
    others: tuple[tuple[Piece, Piece], ...]
    """Values under unknown heads, with the head."""
    alone: bool = True
    """Whether the group's cell reaches over this row alone."""
    moved_to: str = ""
    """The 一级指标 under which the form has this group, where the table has it under another."""


class IndicatorTable(Struct, dict=True):
    """The indicator tables of a region."""

    form: FormWords
    sheet: SheetWords
    pieces: Pieces
    blocks: list[_Block] = field(default_factory=list)
    dropped: list[Piece] = field(default_factory=list)
    """Rows that were left as the form prints them: “……”."""

    def __post_init__(self) -> None:
        """Find the heads."""
        if self.sheet.indicators is None:
            return
        heads = [row for row in self.pieces.rows if self._is_head(row)]
        for number, row in enumerate(heads):
            below = heads[number + 1] if number + 1 < len(heads) else self.pieces.rows.stop
            columns, others = self._columns(row)
            rows = range(row + 1, self._end(below, columns))
            self.blocks.append(_Block(row, columns, others, rows))

    @property
    def rows_read(self) -> frozenset[int]:
        """The rows of the grid that are those of indicators and their heads."""
        return frozenset(row for block in self.blocks for row in (block.head, *block.rows))

    # ------------------------------------------------------------------ heads

    @cached_property
    def _words(self) -> dict[str, IndicatorColumn]:
        given = self.sheet.indicators
        if given is None:
            return {}
        found: dict[str, IndicatorColumn] = {}
        for column in (*given.columns, *given.beside):
            key: IndicatorColumn = column.role or column.key
            for label in (column.head, column.name):
                for own in self.sheet.wordings(plain_label(label)):
                    found.setdefault(own.words, key)
        for key, label in ((DIMENSION, given.heads[1]), (CATEGORY, given.heads[2])):
            for own in self.sheet.wordings(plain_label(label)):
                found.setdefault(own.words, key)
        for role, words in self.sheet.synonyms.indicators.items():
            for word in words:
                found.setdefault(of_words(plain_label(word), None).words, role)
        return found

    def role_of(self, piece: Piece) -> IndicatorColumn | None:
        """Return the column that a head stands above; ``None`` for what is no such head."""
        return None if piece.is_figure else self._words.get(piece.wording.words)

    def _is_head(self, row: int) -> bool:
        roles = {self.role_of(piece) for piece in self.pieces.by_row[row]} - {None}
        return "name" in roles and len(roles) >= _LEAST

    def _columns(self, row: int) -> tuple[dict[IndicatorColumn, Piece], tuple[Piece, ...]]:
        columns: dict[IndicatorColumn, Piece] = {}
        others = []
        for piece in self.pieces.by_row[row]:
            role = self.role_of(piece)
            if role is not None and role not in columns:
                columns[role] = piece
            elif columns or role is not None:
                others.append(piece)
        return columns, tuple(others)

    def _end(self, below: int, columns: dict[IndicatorColumn, Piece]) -> int:
        """Return the row that ends a block: a total, another field of the form, a note."""
        first = min(piece.col for piece in columns.values())
        name = columns["name"]
        wide = self.pieces.columns.stop - self.pieces.columns.start - 1
        for row in range(columns["name"].bottom, below):
            here = self.pieces.by_row[row]
            if here and self._is_signed(here[0]):
                return row
            for piece in here:
                if piece.is_figure or piece.col >= name.col:
                    continue
                if self.group_part(piece) or piece.right <= first:
                    continue
                if self.sheet.is_row(piece.wording) or piece.right - piece.col >= wide:
                    return row
            for piece in here:
                is_side = piece.right <= first and piece.bottom - piece.row == 1
                if is_side and not piece.is_figure and self.sheet.is_row(piece.wording):
                    return row
        return below

    def _is_signed(self, piece: Piece) -> bool:
        """Tell whether a row begins with a text behind its label: 填表人：张三."""

        def find(label: str) -> Slot | None:
            return self.form.text_slot(of_words(plain_label(label), self.pieces.year))

        return any(labelled_values(piece.cell.text, find))

    def group_part(self, piece: Piece) -> bool:
        """Tell whether a piece names a 一级 or 二级指标 of the form."""
        words = _key(piece.wording.words)
        return any(words in names for names in (*self._dimensions, *self._categories))

    # ------------------------------------------------------------------ groups

    @cached_property
    def _dimensions(self) -> dict[str, list[DimensionDef]]:
        found: dict[str, list[DimensionDef]] = {}
        for dimension in self.sheet.indicators.dimensions if self.sheet.indicators else ():
            for own in self.sheet.wordings(plain_label(dimension.name)):
                same = found.setdefault(_key(own.words), [])
                same += [dimension] if dimension not in same else []
        return found

    @cached_property
    def _categories(self) -> dict[str, list[tuple[DimensionDef, CategoryDef]]]:
        found: dict[str, list[tuple[DimensionDef, CategoryDef]]] = {}
        for dimension in self.sheet.indicators.dimensions if self.sheet.indicators else ():
            for category in dimension.categories:
                for own in self.sheet.wordings(plain_label(category.name)):
                    same = found.setdefault(_key(own.words), [])
                    same += [(dimension, category)] if (dimension, category) not in same else []
        return found

    def _group(self, dimension: Piece | None, category: Piece | None) -> CategoryDef | None:
        """Return the category that two cells name; ``None`` where the form has none such."""
        within = self._dimensions.get(_key(dimension.wording.words), []) if dimension else []
        if category is None:
            if len(within) == 1 and len(within[0].categories) == 1:
                return within[0].categories[0]
            return None
        found = self._categories.get(_key(category.wording.words), [])
        if not found:
            # 满意度指标 as a 二级指标, where the form has it as a 一级指标 of one.
            alone = self._dimensions.get(_key(category.wording.words), [])
            if len(alone) == 1:
                return self._group(category, None)
        inside = [c for d, c in found if any(d is other for other in within)]
        if inside:
            return inside[0]
        if dimension is not None and not within:
            # 成本指标 as a 一级指标, where the form has it as a 二级指标.
            outer = self._categories.get(_key(dimension.wording.words), [])
            return outer[0][1] if len(outer) == 1 else None
        return found[0][1] if len(found) == 1 else None

    def _goal_at(self, row: int, block: _Block) -> GoalDef | None:
        given = self.sheet.indicators
        if given is None or not given.goals:
            return None
        first = min(piece.col for piece in block.columns.values())
        for col in range(self.pieces.columns.start, first):
            side = self.pieces.at(row, col)
            if side is None:
                continue
            for goal in given.goals:
                if side.wording.words in {
                    own.words for own in self.sheet.wordings(self._goal_label(goal))
                }:
                    return goal
        return None

    def _goal_label(self, goal: GoalDef) -> str:
        return plain_label(filled(self.form.template, goal.head))

    def goal_points(self) -> Iterator[tuple[GoalDef, Piece]]:
        """Yield the goals with the cells that say what they are worth in brackets."""
        given = self.sheet.indicators
        for goal in given.goals if given else ():
            words = {own.words for own in self.sheet.wordings(self._goal_label(goal))}
            for piece in self.pieces.all:
                if piece.wording.words in words and piece.label.points is not None:
                    yield goal, piece
                    break

    # ------------------------------------------------------------------ rows

    def read(self) -> Iterator[IndicatorRow]:
        """Yield the rows that hold an indicator."""
        for block in self.blocks:
            dimension = category = None
            for row in block.rows:
                here = self._cell(block, DIMENSION, row)
                below = self._cell(block, CATEGORY, row)
                if here is not None and here is not dimension:
                    dimension, category = here, None
                if below is not None:
                    category = below
                if found := self._row(block, row, dimension, category):
                    yield found

    def _cell(self, block: _Block, column: IndicatorColumn, row: int) -> Piece | None:
        head = block.columns.get(column)
        if head is None:
            return None
        for col in range(head.col, head.right):
            piece = self.pieces.at(row, col)
            if piece is not None and piece.col >= head.col:
                return piece
        return None

    def _row(
        self, block: _Block, row: int, dimension: Piece | None, category: Piece | None
    ) -> IndicatorRow | None:
        cells: dict[IndicatorColumn, Piece] = {}
        spread = set()
        for column in block.columns:
            if column in {DIMENSION, CATEGORY}:
                continue
            piece = self._cell(block, column, row)
            if piece is None:
                continue
            cells[column] = piece
            if piece.row != row:
                spread.add(column)
        others = tuple(
            (value, head)
            for head in block.others
            for value in self.pieces.by_row[row]
            if head.col <= value.col < head.right and value.value.kind != "not_asked"
        )
        said = {c: p for c, p in cells.items() if not _is_placeholder(p)}
        if not (said.keys() - spread) and not others:
            self.dropped += [p for c, p in cells.items() if c not in spread and c == "name"]
            return None
        goal = self._goal_at(row, block) or self._goal_at(block.head, block)
        group = self._group(dimension, category)
        side = category or dimension
        return IndicatorRow(
            row,
            goal,
            dimension,
            category,
            None if group is None else self._path(goal, group),
            said,
            frozenset(spread),
            others,
            alone=side is not None and side.bottom - side.row == 1,
            moved_to=self._moved_to(dimension, group),
        )

    def _moved_to(self, dimension: Piece | None, group: CategoryDef | None) -> str:
        if dimension is None or group is None or self.sheet.indicators is None:
            return ""
        within = self._dimensions.get(_key(dimension.wording.words), [])
        if any(group is other for one in within for other in one.categories):
            return ""
        every = self.sheet.indicators.dimensions
        return next(one.name for one in every if any(group is c for c in one.categories))

    def _path(self, goal: GoalDef | None, category: CategoryDef) -> str:
        given = self.sheet.indicators
        if given is None:
            return ""
        goals = given.goals
        key = (goal or goals[0]).key if goals else ""
        return ".".join(step for step in (given.path, key, category.key) if step)


def _is_placeholder(piece: Piece) -> bool:
    return _PLACEHOLDER.fullmatch(compared(piece.cell.text)) is not None


def _key(words: str) -> str:
    """Return what tells a 一级 or 二级指标: offices write 社会公众满意度 and 社会公众满意度指标."""
    return words.removesuffix("指标") or words


def name_of(text: str) -> str:
    """Return an indicator's name without what the form prints before it: “指标1：”."""
    return re.sub(r"^\s*指标\s*[\d０-９]{0,2}\s*[:：]\s*", "", text)


def put_together(
    texts: Mapping[IndicatorColumn, str], wanted: set[IndicatorColumn]
) -> dict[IndicatorColumn, str]:
    """Return target and actual value as a form wants them: with sign and unit apart, or whole.

    >>> put_together({"sign": "≥", "target": "95", "unit": "%", "actual": "96"}, {"target"})
    {'target': '≥95%', 'actual': '96%'}
    >>> put_together({"target": "≥95%", "actual": "96%"}, {"sign", "unit"})["sign"]
    '≥'
    """
    made: dict[IndicatorColumn, str] = dict(texts)
    apart = {"sign", "unit"} & set(texts)
    if "sign" not in wanted and apart:
        sign, unit = made.pop("sign", None), made.pop("unit", None)
        pairs: tuple[tuple[IndicatorColumn, str | None], ...] = (("target", sign), ("actual", None))
        for column, before in pairs:
            if (whole := joined(before, texts.get(column), unit)) is not None:
                made[column] = whole
    elif "sign" in wanted and not apart and "target" in texts:
        parts = parts_of(texts.get("target"), texts.get("actual"))
        pieces: dict[IndicatorColumn, str] = {
            "sign": parts.sign,
            "target": parts.target,
            "unit": parts.unit,
        }
        made |= {key: value for key, value in pieces.items() if value}
        if parts.actual:
            made["actual"] = parts.actual
    return made
