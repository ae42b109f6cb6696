"""One TOML file laid over another: what it says counts, the rest is as in the other.

Tables are laid over key by key. In a list of tables that are called something (``id``, ``name``,
``title`` or ``said``), a table is laid over the one called the same, or comes last where there is
none. All else is replaced: a figure, a text, another list.
"""

from collections.abc import Mapping
from typing import Any

from msgspec.structs import replace

from xlevaluate.files.toml import TomlFile
from xlevaluate.files.toml_lines import KeyPath

_CALLED = ("id", "name", "title", "said")


def laid_over(below: TomlFile, above: TomlFile) -> TomlFile:
    """Return the file ``above``, with what only ``below`` says; its lines are those of ``above``.

    What keeps one of them from being read is a slip of the file that is returned.
    """
    slips = [*below.slips, *above.slips]
    if below.data is None or above.data is None:
        return replace(above, data=None, slips=slips, below=below)
    origins: dict[KeyPath, KeyPath] = {}
    data = _table(below.data, above.data, (), (), origins)
    return replace(above, data=data, slips=slips, below=below, origins=origins)


def _table(
    below: Mapping[str, Any],
    above: Mapping[str, Any],
    place: KeyPath,
    own: KeyPath,
    origins: dict[KeyPath, KeyPath],
) -> dict[str, Any]:
    made = dict(below)
    for key, value in above.items():
        made[key] = _value(below.get(key), value, (*place, key), (*own, key), origins)
    return made


def _value(
    below: Any, above: Any, place: KeyPath, own: KeyPath, origins: dict[KeyPath, KeyPath]
) -> Any:
    if isinstance(below, dict) and isinstance(above, dict):
        return _table(below, above, place, own, origins)
    if isinstance(below, list) and isinstance(above, list) and _all_called(below, above):
        return _list(below, above, place, own, origins)
    return above


def _list(
    below: list[Any],
    above: list[Any],
    place: KeyPath,
    own: KeyPath,
    origins: dict[KeyPath, KeyPath],
) -> list[Any]:
    made = list(below)
    for number in range(len(made)):
        origins[(*place, number)] = own  # until something of the file above is laid over it
    numbers = {_called(table): number for number, table in enumerate(below)}
    for at, table in enumerate(above):
        number = numbers.get(_called(table), len(made))
        origins[(*place, number)] = (*own, at)
        if number == len(made):
            made.append(table)
        else:
            made[number] = _table(made[number], table, (*place, number), (*own, at), origins)
    return made


def _all_called(*lists: list[Any]) -> bool:
    return all(isinstance(item, dict) and _called(item) for each in lists for item in each)


def _called(table: Mapping[str, Any]) -> str:
    """Return what a table is called; ``""`` where it is called nothing."""
    return next((f"{key} {table[key]}" for key in _CALLED if isinstance(table.get(key), str)), "")
