"""The fields of a form: one record for each thing that a user can fill in."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Protocol

from xlevaluate.form.definition import (
    UNITS,
    BlockDef,
    ColumnDef,
    FindingsDef,
    FormDef,
    IndicatorsDef,
    ListDef,
    ParametersDef,
    RatioScoresDef,
    SheetDef,
    TableDef,
)

PARAMETER = "参数_"
"""Begins the name of a parameter's field and cell."""

NUMBERS = frozenset({"money", "area", "count", "points", "share"})


@dataclass(frozen=True)
class Field:
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

    @property
    def is_number(self) -> bool:
        """Tell whether the field holds an amount."""
        return self.kind in NUMBERS


@dataclass(frozen=True)
class Listing:
    """Rows that vary: the fields of a row, and the key of the group a row belongs to.

    ``groups`` maps what a row's group is called in the sheet to the paths of its rows; a plain
    list has the one group ``""``.
    """

    name: str
    sheet: str
    fields: tuple[Field, ...]
    groups: dict[str, str] = field(default_factory=dict)
    needs: str = ""
    """Name of the field without which a row counts as blank."""

    @property
    def end(self) -> str:
        """Name of the cell in the row after the last one."""
        return f"{self.name}_止"

    def cells(self, column: Field) -> str:
        """Return the cells of a column, as formulas write it."""
        head = column.name
        return f"OFFSET({head},1,0,ROW({self.end})-ROW({head})-1,1)"

    @property
    def group_column(self) -> str | None:
        """Name of the head of the column that says which group a row belongs to."""
        return f"{self.name}_类别" if "" not in self.groups else None


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


@dataclass(frozen=True)
class Scored:
    """What scoring adds to a form: the ratios it scores, its bands, and its parameters."""

    ratios: tuple[str, ...] = ()
    bands: tuple[str, ...] = ()
    parameters: tuple[ParameterField, ...] = ()


def collect_fields(form: FormDef, scored: Scored) -> Iterator[Field | Listing]:
    """Yield the fields and listings of a form in the order of the sheets."""
    for sheet in form.sheet:
        for block in sheet.block:
            yield from _single(sheet, block)
            if block.table:
                yield from _table(form, sheet, block.table)
            if block.indicators:
                yield _indicators(sheet, block.indicators, scored)
            listing = block.list or block.outline
            if listing:
                yield _list(sheet, listing)
            if block.findings:
                yield _findings(sheet, block.findings)
            if block.ratio_scores:
                yield from _ratio_scores(sheet, block.ratio_scores, scored.ratios)
            if block.parameters:
                yield from _parameters(sheet, block.parameters, scored.parameters)


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
            personal=given.personal,
        )


def _parameters(
    sheet: SheetDef, given: ParametersDef, parameters: tuple[ParameterField, ...]
) -> Iterator[Field]:
    for item in parameters:
        path = f"{given.path}.{item.name}"
        yield Field(PARAMETER + item.name, item.name, path, item.kind, sheet.name, required=True)


def _cell_field(sheet: SheetDef, column: ColumnDef, name: str, label: str, path: str) -> Field:
    return Field(
        name=name,
        label=label,
        path=path,
        kind=column.kind,
        sheet=sheet.name,
        unit=UNITS.get(column.kind, ""),
        required=column.required,
        choices=column.choices,
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
            )
            for column in columns
        )
        if row.items:
            name = Field(
                name=f"{row.name}_{row.label_name}",
                label=f"{label}（{row.label_name}）",
                path=f"{base}.*.{row.label_key}",
                kind="text",
                sheet=sheet.name,
            )
            yield Listing(row.name, sheet.name, (name, *cells), {"": base})
        else:
            yield from cells


def _list(sheet: SheetDef, listing: ListDef) -> Listing:
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
    return Listing(listing.name, sheet.name, fields, {"": listing.path})


def _indicators(sheet: SheetDef, indicators: IndicatorsDef, scored: Scored) -> Listing:
    beside = (
        column.model_copy(update={"choices": scored.bands}) if column.kind == "choice" else column
        for column in indicators.beside
    )
    fields = tuple(
        _cell_field(
            sheet,
            column,
            f"{indicators.name}_{column.name}",
            column.name,
            f"{indicators.path}.*.*.{column.key}",
        )
        for column in (*indicators.columns, *beside)
    )
    groups = {
        category.name: f"{indicators.path}.{category.key}"
        for dimension in indicators.dimensions
        for category in dimension.categories
    }
    return Listing(indicators.name, sheet.name, fields, groups)


def _ratio_scores(
    sheet: SheetDef, given: RatioScoresDef, ratios: tuple[str, ...]
) -> Iterator[Field]:
    for ratio in ratios:
        for column in (given.own, given.note):
            name, label = f"{ratio}_{column.name}", f"{ratio}（{column.name}）"
            path = f"{given.path}.{ratio}.{column.key}"
            yield _cell_field(sheet, column, name, label, path)


def _findings(sheet: SheetDef, findings: FindingsDef) -> Listing:
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
        findings.name, sheet.name, (key, explanation), {"": findings.path}, needs=explanation.name
    )
