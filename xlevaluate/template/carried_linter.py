"""Slips in what ``form.toml`` says of next year's workbook: names, columns, proposals, a table."""

from collections.abc import Iterator
from typing import get_args

from xlevaluate.files.toml import TomlFile
from xlevaluate.files.toml_lines import KeyPath
from xlevaluate.form.carried_definition import CarriedListDef, CarriedState
from xlevaluate.form.definition import BlockDef, FormDef
from xlevaluate.form.fields import NUMBERS, table_columns
from xlevaluate.template.name_linter import NameLinter


def lint_carried(file: TomlFile, form: FormDef, names: NameLinter) -> None:
    """Note names that are no figures, columns that no row has, proposals that are no targets."""
    single = {named.name for named in names.every if named.path and ".*" not in named.path}
    for ours, theirs in form.carried.fields.items():
        for name in (ours, theirs):
            if name not in single:
                file.add(f"没有名为“{name}”的填写项", "carried", "fields", ours)
    for mine, role in form.carried.columns.items():
        if not any({mine, role} <= roles for roles in _roles(form)):
            file.add(f"没有一张表同时有 {mine} 和 {role} 的数字列", "carried", "columns", mine)
    for place, block in names.parts:
        for at in _wrong_proposals(place, block):
            file.add("proposal 只用于 role 为 target 的列，其他的写 same", *at, "carried")
        if block.carried is not None:
            _table(file, block.carried, (*place, "carried"))


def _table(file: TomlFile, given: CarriedListDef, place: KeyPath) -> None:
    said = list(given.states.values())
    missing = set(get_args(CarriedState)) - set(given.states)
    if missing or len(set(said)) < len(said) or not all(said):
        file.add("carried、proposed、left 各要有一个词，互不相同", *place, "states")
    if not given.kept.strip():
        file.add("不能为空", *place, "kept")


def _roles(form: FormDef) -> Iterator[set[str | None]]:
    """Yield the roles of the columns of numbers of each table."""
    for table in form.tables:
        if not isinstance(table.columns, str) or table.columns in form.columns:
            columns = table_columns(form, table)
            yield {column.role for column in columns if column.key and column.kind in NUMBERS}


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
