"""Slips in the names and paths of ``form.toml``: what none can be, and what stands twice."""

from collections.abc import Iterator

from msgspec import Struct

from xlevaluate.files.toml import TomlFile
from xlevaluate.files.toml_lines import KeyPath
from xlevaluate.form.cells_definition import CellsDef, ColumnDef, IndicatorsDef, TableDef
from xlevaluate.form.definition import BlockDef, FormDef, ProjectListDef
from xlevaluate.form.indicator_groups import goals_of
from xlevaluate.form.names_definition import ParameterNamesDef
from xlevaluate.form.project_layout import below, head_names
from xlevaluate.submission.model import Record, Submission
from xlevaluate.template.name_rules import wrong_name, wrong_part, wrong_path

_TAKEN = frozenset(dir(Record))
_OWN = frozenset(Submission.model_fields)

_TABLES = ("list", "outline", "indicators", "findings", "usable", "functions", "carried")
"""Blocks whose name begins those of their cells."""

_FIXED = {"findings": ("key", "explanation"), "ratio_scores": ("own", "note")}
"""Blocks with columns that have keys of their own."""

_LONGEST_LABEL = 60
"""Characters of a label."""


class Named(Struct, frozen=True):
    """A name that a cell of the workbook will have, where it is declared, and its path."""

    name: str
    place: KeyPath
    path: str = ""

    @property
    def plain_path(self) -> str:
        """The path without what stands for rows."""
        return self.path.replace(".*", "")


class NameLinter:
    """Looks at the names and paths of a form; what is wrong is noted in the file."""

    def __init__(self, file: TomlFile, form: FormDef) -> None:
        self.file = file
        self.form = form
        self.parts: list[tuple[KeyPath, BlockDef]] = [
            (("sheet", s, "block", b), block)
            for s, sheet in enumerate(form.sheet)
            for b, block in enumerate(sheet.block)
        ]
        self.every = tuple(named for place, block in self.parts for named in self._of(place, block))

    # ------------------------------------------------------------------ what can be a name

    def names(self) -> None:
        """Look at what names are made of."""
        self._made_of()
        for group, columns in self.form.columns.items():
            self._columns(columns, ("columns", group))
        for place, block in self.parts:
            for name, field in block.fields.items():
                self._add(_wrong_label(field.label), (*place, "fields", name, "label"))
            for name in (*block.fields, *block.computed):
                table = "fields" if name in block.fields else "computed"
                self._add(wrong_name(name), (*place, table, name))
            self._tables(place, block)
            if block.indicators:
                self._indicators(block.indicators, (*place, "indicators"))
            if block.projects:
                self._projects(block.projects, (*place, "projects"))
            if block.composition:
                for key in ("execution", "grade"):
                    wrong = wrong_name(getattr(block.composition, key))
                    self._add(wrong, (*place, "composition", key))

    def _made_of(self) -> None:
        for key, given in self.form.names:
            if isinstance(given, str):
                self._add(wrong_part(given), ("names", key))
            elif not isinstance(given, ParameterNamesDef):  # whose names have places to fill
                for part, text in given:
                    self._add(wrong_part(text), ("names", key, part))

    def _tables(self, place: KeyPath, block: BlockDef) -> None:
        if block.table:
            if not isinstance(block.table.columns, str):
                self._columns(block.table.columns, (*place, "table", "columns"))
            for number, row in enumerate(block.table.rows):
                at = (*place, "table", "rows", number)
                self._add(wrong_name(row.name), (*at, "name"))
                self._add(_wrong_label(row.label), (*at, "label"))
                self._add(row.label_name and wrong_part(row.label_name), (*at, "label_name"))
        for kind in _TABLES:
            given = getattr(block, kind)
            if given is not None:
                self._add(wrong_name(given.name), (*place, kind, "name"))
                self._columns(getattr(given, "columns", ()), (*place, kind, "columns"))
        for kind, columns in _FIXED.items():
            for name in columns if getattr(block, kind) is not None else ():
                wrong = wrong_part(getattr(getattr(block, kind), name).name)
                self._add(wrong, (*place, kind, name, "name"))
        if block.usable:
            for number in (0, 2):
                wrong = wrong_part(block.usable.heads[number])
                self._add(wrong, (*place, "usable", "heads", number))

    def _indicators(self, given: IndicatorsDef, place: KeyPath) -> None:
        self._columns(given.beside, (*place, "beside"))
        for number, dimension in enumerate(given.dimensions):
            at = (*place, "dimensions", number)
            self._add(wrong_name(dimension.name), (*at, "name"))
            for c, category in enumerate(dimension.categories):
                wrong = wrong_path(category.key, _TAKEN)
                self._add(wrong, (*at, "categories", c, "key"))

        dimensions = {dimension.name for dimension in given.dimensions}
        for number, goal in enumerate(given.goals):
            at = (*place, "goals", number)
            self._add(wrong_name(goal.name), (*at, "name"))
            self._add(wrong_path(goal.key, _TAKEN), (*at, "key"))
            if goal.name in dimensions:
                self._add(f"“{goal.name}”又是一级指标的名称", (*at, "name"))

    def _projects(self, given: ProjectListDef, place: KeyPath) -> None:
        self._add(wrong_name(given.name), (*place, "name"))
        self._add(wrong_part(given.sheet), (*place, "sheet"))
        seen: set[str] = set()
        for number, column in enumerate(given.columns):
            self._add(wrong_part(column.head), (*place, "columns", number, "head"))
            if column.shows in seen:
                self._add("写了两次", (*place, "columns", number, "shows"))
            seen.add(column.shows)
        for what, name in given.totals.items():
            self._add(wrong_name(name), (*place, "totals", what))
            if below(what) not in seen:
                self._add(f"没有一列是 {below(what)}，没有地方放", (*place, "totals", what))

    def _columns(self, columns: tuple[CellsDef, ...], place: KeyPath) -> None:
        for number, column in enumerate(columns):
            self._add(wrong_part(column.name), (*place, number, "name"))
            if "." in (column.key or ""):
                self._add("key 是一段，里面没有点", (*place, number, "key"))

    def _add(self, wrong: str | None, place: KeyPath) -> None:
        if wrong:
            self.file.add(wrong, *place)

    # ------------------------------------------------------------------ what stands twice

    def unique(self) -> None:
        """Look for names and paths that stand for two things, and paths that are none."""
        names: set[str] = set()
        paths: dict[str, Named] = {}
        for named in self.every:
            if named.name.casefold() in names:
                self.file.add(f"名称“{named.name}”用了两次", *named.place)
            names.add(named.name.casefold())
            if named.path and not self._is_wrong_path(named):
                if named.path in paths:
                    other = paths[named.path].name
                    words = f"path“{named.plain_path}”与“{other}”的相同，同一处不能填两项"
                    self.file.add(words, *named.place)
                paths.setdefault(named.path, named)
        above: dict[str, str] = {}
        for named in paths.values():
            steps = named.plain_path.split(".")
            for end in range(1, len(steps)):
                above.setdefault(".".join(steps[:end]), named.plain_path)
        for named in paths.values():
            if named.plain_path in above:
                words = f"path“{named.plain_path}”又是“{above[named.plain_path]}”的上一级"
                self.file.add(words, *named.place)

    def _is_wrong_path(self, named: Named) -> bool:
        plain = named.plain_path
        wrong = wrong_path(plain, _TAKEN)
        if wrong is None and plain.partition(".")[0] in _OWN:
            wrong = f"路径“{plain}”的第一段程序另有用处，请换一个词"
        self._add(wrong, named.place)
        return wrong is not None

    # ------------------------------------------------------------------ what there is

    def _of(self, place: KeyPath, block: BlockDef) -> Iterator[Named]:
        """Yield what cells of a block will be called, as far as ``form.toml`` alone says it."""
        names = self.form.names
        for name, field in block.fields.items():
            yield Named(name, (*place, "fields", name), field.path)
        if block.table:
            yield from self.cells(block.table, (*place, "table"))
        for kind in _TABLES:
            given = getattr(block, kind)
            if given is not None:
                yield Named(given.name, (*place, kind, "name"))
                yield Named(f"{given.name}_{names.end}", (*place, kind, "name"))
        if block.list:
            yield from _listed(block.list.name, block.list.columns, f"{block.list.path}.*", place)
        if block.indicators:
            yield from self._of_indicators(block.indicators, (*place, "indicators"))
        if block.projects:
            for name in (*head_names(block.projects).values(), *block.projects.totals.values()):
                yield Named(name, (*place, "projects"))
            yield Named(f"{block.projects.name}_{names.end}", (*place, "projects", "name"))
        if block.composition:
            yield Named(block.composition.grade, (*place, "composition", "grade"))

    def _of_indicators(self, given: IndicatorsDef, place: KeyPath) -> Iterator[Named]:
        yield Named(f"{given.name}_{self.form.names.group}", (*place, "name"))
        for kind in ("columns", "beside"):
            for number, column in enumerate(getattr(given, kind)):
                path = f"{given.path}.{column.key}"
                yield Named(f"{given.name}_{column.name}", (*place, kind, number), path)
        for n, goal in enumerate(goals_of(given)):
            if goal:
                yield Named(self.form.names.start_cell(goal.name), (*place, "goals", n, "name"))
            for number, dimension in enumerate(given.dimensions):
                name = self.form.names.start_cell(dimension.name, goal.name if goal else "")
                yield Named(name, (*place, "dimensions", number, "name"))

    def cells(self, table: TableDef, place: KeyPath) -> Iterator[Named]:
        """Yield the cells of a table; a computed one has no path."""
        columns = table.columns
        if isinstance(columns, str):
            columns = self.form.columns.get(columns, ())
        for number, row in enumerate(table.rows):
            at = (*place, "rows", number)
            base = f"{table.path}.{row.items or row.key}" + (".*" if row.items else "")
            if row.items:
                yield Named(f"{row.name}_{self.form.names.end}", at)
                path = f"{base}.{row.label_key}"
                yield Named(f"{row.name}_{row.label_name}", at, path)
            for column in columns:
                path = f"{base}.{column.key}" if column.key else ""
                if column.name not in row.not_asked:
                    yield Named(f"{row.name}_{column.name}", at, path)


def _wrong_label(label: str | None) -> str | None:
    """Say why a text can be no label: it stands in messages, in formulas, and beside figures."""
    if label is None or (0 < len(label) <= _LONGEST_LABEL and not set(label) & set('{}"\n')):
        return None
    return f"不能为空，不能超过 {_LONGEST_LABEL} 个字，不能有花括号、双引号和换行"


def _listed(
    name: str, columns: tuple[ColumnDef, ...], base: str, place: KeyPath
) -> Iterator[Named]:
    for number, column in enumerate(columns):
        path = base + (f".{column.key}" if column.key else "")
        yield Named(f"{name}_{column.name}", (*place, "list", "columns", number), path)
