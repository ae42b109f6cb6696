"""Slips in what ``form.toml`` says of next year's workbook: names, columns, proposals, a table."""

from collections.abc import Iterator, Mapping
from typing import get_args

from xlevaluate.files.toml import TomlFile
from xlevaluate.files.toml_lines import KeyPath
from xlevaluate.form.carried_definition import CarriedListDef, CarriedState
from xlevaluate.form.cells_definition import ColumnDef, TableDef
from xlevaluate.form.definition import BlockDef, FormDef
from xlevaluate.form.fields import NUMBERS, table_columns
from xlevaluate.template.name_linter import NameLinter


def lint_carried(file: TomlFile, form: FormDef, names: NameLinter) -> None:
    """Note names that are no figures, columns that no row has, proposals that are no targets."""
    _fields(file, form, _kinds(names))
    for mine, role in form.carried.columns.items():
        if not any({mine, role} <= roles for roles in _roles(form)):
            file.add(f"没有一张表同时有 {mine} 和 {role} 的数字列", "carried", "columns", mine)
    for place, block in names.parts:
        for at in _wrong_proposals(place, block):
            file.add("proposal 只用于 role 为 target 的列，其他的写 same", *at, "carried")
        if block.carried is not None:
            _table(file, block.carried, (*place, "carried"))


def _fields(file: TomlFile, form: FormDef, kinds: Mapping[str, str]) -> None:
    """Look at what goes from field to field; ``kinds`` are those of the fields by name."""
    for ours, theirs in form.carried.fields.items():
        place = ("carried", "fields", ours)
        unknown = [name for name in dict.fromkeys((ours, theirs)) if name not in kinds]
        for name in unknown:
            file.add(f"没有名为“{name}”的填写项", *place)
        if ours == theirs:
            words = f'“{ours}”取自它自己；各年一样的，在填写项里写 carried = "same"'
            file.add(words, *place)
        elif not unknown and kinds[ours] != kinds[theirs]:
            file.add(f"“{ours}”与“{theirs}”的 kind 不同，不能带入", *place)


def _table(file: TomlFile, given: CarriedListDef, place: KeyPath) -> None:
    said = list(given.states.values())
    missing = set(get_args(CarriedState)) - set(given.states)
    if missing or len(set(said)) < len(said) or not all(said):
        file.add("carried、proposed、left 各要有一个词，互不相同", *place, "states")
    if not given.kept.strip():
        file.add("不能为空", *place, "kept")


def _kinds(names: NameLinter) -> dict[str, str]:
    """Return the kinds of the fields that stand once, by name."""
    found: dict[str, str] = {
        name: f.kind for _, block in names.parts for name, f in block.fields.items()
    }
    for table, columns in _tables(names.form):
        for row in table.rows:
            if row.items is None:
                found |= {f"{row.name}_{c.name}": c.kind for c in columns if c.key}
    return found


def _roles(form: FormDef) -> Iterator[set[str | None]]:
    """Yield the roles of the columns of numbers of each table."""
    for _, columns in _tables(form):
        yield {column.role for column in columns if column.key and column.kind in NUMBERS}


def _tables(form: FormDef) -> Iterator[tuple[TableDef, tuple[ColumnDef, ...]]]:
    """Yield each table whose columns there are, with them."""
    for table in form.tables:
        if not isinstance(table.columns, str) or table.columns in form.columns:
            yield table, table_columns(form, table)


def _wrong_proposals(place: KeyPath, block: BlockDef) -> Iterator[KeyPath]:
    """Yield where something is proposed that is no target of an indicator."""
    for name, field in block.fields.items():
        if field.carried == "proposal":
            yield (*place, "fields", name)
    for number, row in enumerate(block.table.rows if block.table else ()):
        if row.carried == "proposal":
            yield (*place, "table", "rows", number)
    for kind in ("table", "list", "indicators"):
        columns = getattr(getattr(block, kind), "columns", ())
        for number, column in enumerate(() if isinstance(columns, str) else columns):
            is_target = kind == "indicators" and column.role == "target"
            if column.carried == "proposal" and not is_target:
                yield (*place, kind, "columns", number)
