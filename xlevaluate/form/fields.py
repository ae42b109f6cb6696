"""The fields of a form: one record for each thing that a user can fill in."""

from collections.abc import Iterator
from typing import Protocol

from msgspec import Struct, field

from xlevaluate.form.carried_definition import CarriedAs
from xlevaluate.form.cells_definition import (
    UNITS,
    CellsDef,
    ColumnDef,
    IndicatorsDef,
    ListDef,
    OutlineTableDef,
    TableDef,
)
from xlevaluate.form.definition import (
    BlockDef,
    FindingsDef,
    FormDef,
    ParametersDef,
    RatioScoresDef,
    SheetDef,
)
from xlevaluate.form.indicator_groups import groups_of, steps_to_rows
from xlevaluate.form.names_definition import NamesDef
from xlevaluate.form.roles import ColumnRole, FieldRole, IndicatorRole

OUTLINE = "outline"
"""The path of the rows of the report's outline."""

NUMBERS = frozenset({"money", "area", "count", "points", "share"})


class Field(Struct, frozen=True):
    """A field: its unique name, how it is called, where it is kept, what may stand in it.

    ``path`` holds a ``*`` where the field stands in every row of a list.
    """

    name: str
    label: str
    path: str
    kind: str
    sheet: str
    unit: str = ""
    required: bool = False
    choices: tuple[str, ...] = ()
    personal: bool = False
    ticked: bool = False
    """On paper its choices are printed with boxes."""
    longest: int | None = None
    """The most characters of a text, where the form says it."""
    role: FieldRole | ColumnRole | IndicatorRole | None = None
    column: str = ""
    """Name of the column in which it stands, in a table or a list."""
    since: int = 1
    """The version of the form in which it came: workbooks made before lack it."""
    negative: bool = False
    """A figure below 0 is nothing unusual in it: a change."""
    carried: CarriedAs | None = None
    """How next year's workbook takes it over."""
    has_default: bool = False
    """It has a value of its own, so that a workbook may lack it: a number of the profile."""

    @property
    def is_number(self) -> bool:
        """Tell whether the field holds an amount."""
        return self.kind in NUMBERS


class Listing(Struct, frozen=True):
    """Rows that vary: the fields of a row, and the key of the group a row belongs to.

    ``groups`` maps what a row's group is called in the sheet to the paths of its rows; a plain
    list has the one group ``""``.
    """

    name: str
    sheet: str
    fields: tuple[Field, ...]
    end: str
    """Name of the cell in the row after the last one."""
    groups: dict[str, str] = field(default_factory=dict)
    group_column: str | None = None
    """Name of the head of the column that says which group a row belongs to."""
    needs: str = ""
    """Name of the field without which a row counts as blank."""
    since: int = 1
    """The version of the form in which it came."""

    @property
    def is_outline(self) -> bool:
        """Tell whether its rows are those of the report's outline."""
        return OUTLINE in self.groups.values()

    def cells(self, column: Field) -> str:
        """Return the cells of a column, as formulas write it."""
        head = column.name
        return f"OFFSET({head},1,0,ROW({self.end})-ROW({head})-1,1)"


def table_columns(form: FormDef, table: TableDef) -> tuple[ColumnDef, ...]:
    """Return a table's columns, looked up where it names shared ones."""
    return form.columns[table.columns] if isinstance(table.columns, str) else table.columns


class ParameterField(Protocol):
    """What a form needs to know of a parameter."""

    @property
    def name(self) -> str:
        """Its name, and the last step of its path."""

    @property
    def kind(self) -> str:
        """``points`` or ``share``."""

    @property
    def words(self) -> str:
        """What it means."""


class Scored(Struct, frozen=True):
    """What scoring adds to a form: the ratios it scores, its bands, and its parameters."""

    ratios: tuple[str, ...] = ()
    bands: tuple[str, ...] = ()
    parameters: tuple[ParameterField, ...] = ()


def collect_fields(form: FormDef, scored: Scored) -> Iterator[Field | Listing]:
    """Yield the fields and listings of a form in the order of the sheets."""
    names = form.names
    for sheet in form.sheet:
        for block in sheet.block:
            yield from _single(sheet, block)
            if block.table:
                yield from _table(form, sheet, block.table)
            if block.indicators:
                yield _indicators(names, sheet, block.indicators, scored)
            listing = block.list or block.outline
            if listing:
                yield _list(names, sheet, listing)
            if block.findings:
                yield _findings(names, sheet, block.findings)
            if block.ratio_scores:
                yield from _ratio_scores(sheet, block.ratio_scores, scored.ratios)
            if block.parameters:
                yield from _parameters(names, sheet, block.parameters, scored.parameters)


def _single(sheet: SheetDef, block: BlockDef) -> Iterator[Field]:
    for name, given in block.fields.items():
        yield Field(
            name=name,
            label=given.label or name,
            path=given.path,
            kind=given.kind,
            sheet=sheet.name,
            unit=given.unit or UNITS.get(given.kind, ""),
            required=given.required,
            choices=given.choices,
            personal=given.personal,
            ticked=given.ticked,
            longest=given.longest,
            role=given.role,
            since=given.since,
            carried=given.carried,
        )


def _end(names: NamesDef, table: str) -> str:
    return f"{table}_{names.end}"


def _parameters(
    names: NamesDef,
    sheet: SheetDef,
    given: ParametersDef,
    parameters: tuple[ParameterField, ...],
) -> Iterator[Field]:
    for item in parameters:
        name, path = names.parameter_cell(item.name), f"{given.path}.{item.name}"
        yield Field(
            *(name, item.name, path, item.kind, sheet.name), required=True, has_default=True
        )


def _cell_field(
    sheet: SheetDef,
    column: CellsDef,
    name: str,
    label: str,
    path: str,
    role: ColumnRole | IndicatorRole | None = None,
    since: int = 1,
    *,
    negative: bool = False,
) -> Field:
    return Field(
        name=name,
        label=label,
        path=path,
        kind=column.kind,
        sheet=sheet.name,
        unit=UNITS.get(column.kind, ""),
        required=column.required,
        choices=column.choices,
        role=role,
        column=column.name,
        since=since,
        negative=negative,
        carried=column.carried,
    )


def _table(form: FormDef, sheet: SheetDef, table: TableDef) -> Iterator[Field | Listing]:
    columns = [column for column in table_columns(form, table) if column.key]
    for row in table.rows:
        label = row.label or row.name
        base = f"{table.path}.{row.items or row.key}"
        cells = tuple(
            _cell_field(
                sheet,
                column,
                f"{row.name}_{column.name}",
                f"{label}（{column.name}）",
                f"{base}.*.{column.key}" if row.items else f"{base}.{column.key}",
                column.role,
                row.since,
                negative=row.negative,
            )
            for column in columns
            if column.name not in row.not_asked
        )
        if row.items:
            name = Field(
                name=f"{row.name}_{row.label_name}",
                label=f"{label}（{row.label_name}）",
                path=f"{base}.*.{row.label_key}",
                kind="text",
                sheet=sheet.name,
                column=row.label_name,
                since=row.since,
                carried=row.carried,
            )
            end = _end(form.names, row.name)
            yield Listing(row.name, sheet.name, (name, *cells), end, {"": base}, since=row.since)
        else:
            yield from cells


def _list(names: NamesDef, sheet: SheetDef, listing: ListDef | OutlineTableDef) -> Listing:
    fields = tuple(
        _cell_field(
            sheet,
            column,
            f"{listing.name}_{column.name}",
            f"{listing.name}（{column.name}）",
            f"{listing.path}.*" + (f".{column.key}" if column.key else ""),
        )
        for column in listing.columns
    )
    return Listing(listing.name, sheet.name, fields, _end(names, listing.name), {"": listing.path})


def _indicators(
    names: NamesDef, sheet: SheetDef, indicators: IndicatorsDef, scored: Scored
) -> Listing:
    beside = (
        column.model_copy(update={"choices": scored.bands}) if column.kind == "choice" else column
        for column in indicators.beside
    )
    to_row = ".".join("*" * (steps_to_rows(indicators) + 1))
    fields = tuple(
        _cell_field(
            sheet,
            column,
            f"{indicators.name}_{column.name}",
            column.name,
            f"{indicators.path}.{to_row}.{column.key}",
            column.role,
        )
        for column in (*indicators.columns, *beside)
    )
    groups = {group.name: group.path for group in groups_of(indicators)}
    return Listing(
        indicators.name,
        sheet.name,
        fields,
        _end(names, indicators.name),
        groups,
        group_column=f"{indicators.name}_{names.group}",
    )


def _ratio_scores(
    sheet: SheetDef, given: RatioScoresDef, ratios: tuple[str, ...]
) -> Iterator[Field]:
    for ratio in ratios:
        for column in (given.own, given.note):
            name, label = f"{ratio}_{column.name}", f"{ratio}（{column.name}）"
            path = f"{given.path}.{ratio}.{column.key}"
            yield _cell_field(sheet, column, name, label, path)


def _findings(names: NamesDef, sheet: SheetDef, findings: FindingsDef) -> Listing:
    key, explanation = (
        _cell_field(
            sheet,
            column,
            f"{findings.name}_{column.name}",
            column.name,
            f"{findings.path}.*.{column.key}",
        )
        for column in (findings.key, findings.explanation)
    )
    return Listing(
        findings.name,
        sheet.name,
        (key, explanation),
        _end(names, findings.name),
        {"": findings.path},
        needs=explanation.name,
    )
