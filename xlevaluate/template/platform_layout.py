"""The import templates of the budget system: ``platform_名称.toml`` beside ``form.toml``.

The platform reads an .xls by fixed row and column. A file says, from top to bottom, what stands
where, in names of the form; the comment at the head of one explains the notation.
"""

from collections.abc import Iterator
from pathlib import Path
from typing import Literal

from pydantic import Field, model_validator

from xlevaluate.errors import CannotDoError
from xlevaluate.files.slips import Slip
from xlevaluate.files.toml import TomlFile, load_toml, open_toml
from xlevaluate.files.toml_part import TomlPart
from xlevaluate.form.labels import places_of
from xlevaluate.template.lookup import families, named_folder
from xlevaluate.template.template import Template

_PREFIX = "platform_"

IndicatorCell = Literal[
    "dimension",
    "category",
    "name",
    "sign",
    "target",
    "unit",
    "actual",
    "weight",
    "score",
    "deviation",
    "",
]
"""What a column of the indicators holds; ``""`` stays blank."""


class PartDef(TomlPart):
    """Some rows: ``cells`` as they stand, the rows of a ``list``, or the ``indicators``.

    They begin in row ``at`` (the first is 1), or below what stands above. ``most`` is how many
    rows of a list there is room for.
    """

    at: int | None = Field(default=None, ge=1)
    cells: tuple[tuple[str, ...], ...] = ()
    list: str = ""
    columns: tuple[str, ...] = ()
    most: int | None = Field(default=None, ge=1)
    indicators: tuple[IndicatorCell, ...] = ()

    @model_validator(mode="after")
    def _one_kind(self) -> "PartDef":
        if sum(map(bool, (self.cells, self.list, self.indicators))) != 1:
            raise ValueError("每个 part 写 cells、list、indicators 中的一种")
        if bool(self.list) != bool(self.columns):
            raise ValueError("list 和 columns 一起写")
        return self


class PlatformDef(TomlPart):
    """An import template. ``checked`` is whether it was held against the platform's own file."""

    title: str
    source: str
    checked: bool
    note: str = ""
    part: tuple[PartDef, ...] = Field(min_length=1)


def platforms_in(folder: Path) -> list[str]:
    """Return the names of the platforms that a template's folder has import templates for."""
    paths = folder.glob(f"{_PREFIX}*.toml")
    return sorted(path.stem.removeprefix(_PREFIX) for path in paths)


def platform_layout(template: Template, name: str) -> PlatformDef:
    """Return an import template by its name; raises ``CannotDoError`` where there is none."""
    known = platforms_in(template.folder)
    if name not in known:
        which = f"现有：{'、'.join(known)}。" if known else _elsewhere()
        raise CannotDoError(f"模板“{template.name}”没有名为“{name}”的导入模板；{which}")
    return load_toml(template.folder / f"{_PREFIX}{name}.toml", PlatformDef.model_validate)


def _elsewhere() -> str:
    """Say which of our templates have import templates, where the one at hand has none."""
    having = [name for name in families() if platforms_in(named_folder(name))]
    return f"这个模板一个也没有，有的是：{'、'.join(having)}。"


def platform_slips(template: Template) -> Iterator[Slip]:
    """Yield what is wrong in the import templates of a template's folder."""
    for name in platforms_in(template.folder):
        file = open_toml(template.folder / f"{_PREFIX}{name}.toml")
        given = file.read(PlatformDef.model_validate)
        if given is not None:
            lint_layout(file, given, template)
        yield from file.slips


def lint_layout(file: TomlFile, given: PlatformDef, template: Template) -> None:
    """Note names in an import template that the form does not have."""
    form = template.form
    for number, part in enumerate(given.part):
        place = ("part", number)
        for r, row in enumerate(part.cells):
            for c, text in enumerate(row):
                for name in names_in(text):
                    if name not in form.fields and name not in template.computations:
                        file.add(f"没有名为“{name}”的项目", *place, "cells", r, c)
        if not part.list:
            continue
        listing = form.listings.get(part.list)
        if listing is None:
            file.add(f"没有名为“{part.list}”的可增减的行", *place, "list")
            continue
        names = {item.name for item in listing.fields}
        for c, name in enumerate(part.columns):
            if name and name not in names:
                file.add(f"“{part.list}”没有名为“{name}”的列", *place, "columns", c)


def names_in(text: str) -> tuple[str, ...]:
    """Return the names that a cell puts in: ``[名称]``, ``=名称``, or ``{名称}`` in a text."""
    if text.startswith("[") and text.endswith("]"):
        return (text[1:-1],)
    return (text[1:],) if text.startswith("=") else places_of(text)
