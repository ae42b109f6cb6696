"""Folders of templates made by tests: read as data, changed, written, loaded."""

import json
import shutil
import tomllib
from collections.abc import Mapping
from decimal import Decimal
from pathlib import Path
from typing import Any

Data = dict[str, Any]
"""What the TOML files of a folder hold, by their names without the suffix."""


def read_folder(folder: Path) -> Data:
    """Read the TOML files of a template."""
    return {
        path.stem: tomllib.loads(path.read_text(encoding="utf-8"), parse_float=Decimal)
        for path in folder.glob("*.toml")
    }


def write_folder(data: Data, folder: Path, report: Path) -> Path:
    """Write the TOML files of a template, and put a report's base beside them."""
    folder.mkdir(parents=True)
    for name, content in data.items():
        lines = [f"{as_toml(key)} = {as_toml(value)}" for key, value in content.items()]
        (folder / f"{name}.toml").write_text("\n".join(lines) + "\n", encoding="utf-8")
    shutil.copy(report, folder / "report.docx")
    return folder


def as_toml(value: object) -> str:
    r"""Write a value as TOML writes it, on one line.

    >>> as_toml({"名": [1, True, "a\n"]})
    '{"名" = [1, true, "a\\n"]}'
    """
    match value:
        case Mapping():
            pairs = (f"{as_toml(key)} = {as_toml(item)}" for key, item in value.items())
            return f"{{{', '.join(pairs)}}}"
        case list() | tuple():
            return f"[{', '.join(map(as_toml, value))}]"
        case bool():
            return str(value).lower()
        case str():
            return json.dumps(value, ensure_ascii=False)
        case _:
            return str(value)
