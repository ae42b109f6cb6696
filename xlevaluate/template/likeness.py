"""What a template takes over from one that comes with the program: ``like`` in ``form.toml``.

``like`` at the head names it. Taken over are files that the folder does not have, ``[names]`` and
the words of texts where the template says none, and every sheet that it names without a ``block``.
What such a sheet says besides is its own, and the blocks under ``more`` stand below the others; a
``like`` in it names another template. A template that is taken from may take from others itself.

A variant (``variant_of``) has all that its base has: its files say only what differs, and are laid
over those of the base.
"""

import os
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from msgspec.structs import replace

from xlevaluate.errors import CannotDoError
from xlevaluate.files.toml import TomlFile, open_toml
from xlevaluate.files.toml_overlay import laid_over
from xlevaluate.template.lookup import FORM, base_of, is_name, templates_folder

Data = Mapping[str, Any]

TEXTS = "texts.toml"

_OF_TEMPLATES = frozenset({"family", "like", "variant_of"})
"""What ``form.toml`` says of other templates, and not of the form."""

_DEEPEST = 4
"""Templates that may take from one another in a row."""


class Likeness:
    """The templates that a form takes parts from, read once each."""

    def __init__(self, form: Data, depth: int = 0) -> None:
        self._whole = str(form.get("like", ""))
        self._depth = depth
        self.read: dict[str, TomlFile] = {}
        """The files that were read, by template and name."""
        self._said: dict[tuple[str, str], Data] = {}
        """What they say with what they take over; every sheet asks for it."""

    def path(self, folder: Path, name: str) -> Path:
        """Return where a file is: in the folder, or in that of the template it is like."""
        own = folder / name
        if is_there(own) or not is_name(self._whole) or self._depth > _DEEPEST:
            return own
        other = templates_folder() / self._whole
        if not (other / FORM).is_file():
            return own
        return self._beyond(open_toml(other / FORM)).path(other, name)

    def form(self, data: Data) -> dict[str, Any]:
        """Return what ``form.toml`` says with what it takes over.

        Raises ``ValueError`` for a template or a sheet that there is not.
        """
        made = {key: value for key, value in data.items() if key not in _OF_TEMPLATES}
        if self._whole:
            made = {"names": self._of(self._whole, FORM)["names"], **made}
        if isinstance(sheets := data.get("sheet"), list):
            made["sheet"] = [self._sheet(sheet) for sheet in sheets]
        return made

    def texts(self, data: Data) -> dict[str, Any]:
        """Return what ``texts.toml`` says with the words that it takes over."""
        if "words" in data or not self._whole:
            return dict(data)
        return {"words": self._of(self._whole, TEXTS)["words"], **data}

    def _sheet(self, given: Any) -> Any:
        lists = (
            (given.get("block", []), given.get("more", [])) if isinstance(given, Mapping) else ()
        )
        if not lists or not all(isinstance(blocks, list) for blocks in lists):
            return given  # what is wrong is told where the form is read
        if "block" in given:
            own = {key: value for key, value in given.items() if key != "more"}
            return {**own, "block": [*given["block"], *given.get("more", ())]}
        family = str(given.get("like", self._whole))
        if not family:
            return given
        found = [s for s in self._of(family, FORM)["sheet"] if s["name"] == given.get("name")]
        if not found:
            raise ValueError(f"模板“{family}”没有名为“{given.get('name')}”的工作表，不能照用")
        own = {key: value for key, value in given.items() if key not in {"like", "more"}}
        return {**found[0], "block": [*found[0]["block"], *given.get("more", ())], **own}

    def _of(self, family: str, name: str) -> Data:
        """Return what a file of another template says, with what that one takes over."""
        if (family, name) not in self._said:
            self._said[family, name] = self._look_up(family, name)
        return self._said[family, name]

    def _look_up(self, family: str, name: str) -> Data:
        folder = templates_folder() / family
        if not is_name(family) or not (folder / FORM).is_file() or self._depth > _DEEPEST:
            raise ValueError(f"没有随程序来的模板“{family}”，不能照用（like）")
        form = self._opened(family, FORM, folder / FORM)
        beyond = self._beyond(form)
        file = self._opened(family, name, beyond.path(folder, name))
        if file.data is None:
            raise CannotDoError(f"模板“{family}”的 {name} 读不出")
        made = beyond.form(file.data) if name == FORM else beyond.texts(file.data)
        self.read |= {f"{family}/{key}": other for key, other in beyond.read.items()}
        return made

    def _opened(self, family: str, name: str, path: Path) -> TomlFile:
        key = f"{family}/{name}"
        if key not in self.read:
            self.read[key] = open_toml(path)
        return self.read[key]

    def _beyond(self, form: TomlFile) -> "Likeness":
        return Likeness(form.data or {}, self._depth + 1)


def open_part(folder: Path, name: str) -> TomlFile:
    """Read a file of a template as it holds: its own, one that it takes over, or both together."""
    own, base = folder / name, base_of(folder)
    if is_there(own):
        return open_toml(own) if base is None else laid_over(open_part(base, name), open_toml(own))
    if base is not None:
        return replace(open_part(base, name), taken_from=base.name)
    path = Likeness(open_toml(folder / FORM).data or {}).path(folder, name)
    return replace(open_toml(path), taken_from="" if path == own else path.parent.name)


def is_there(path: Path) -> bool:
    """Tell whether something lies there, even what is no file or a link that leads nowhere."""
    return os.path.lexists(path)
