"""What a template takes over from one that comes with the program: ``like`` in ``form.toml``.

``like`` at the head names it. Taken over are ``[names]`` and the words of texts where the template
says none, and every sheet that it names without a ``block``. What such a sheet says besides is its
own; a ``like`` in it names another template.
"""

from collections.abc import Mapping
from typing import Any

from xlevaluate.errors import CannotDoError
from xlevaluate.files.toml import TomlFile, open_toml
from xlevaluate.template.lookup import FORM, is_name, templates_folder

Data = Mapping[str, Any]

TEXTS = "texts.toml"


class Likeness:
    """The templates that a form takes parts from, read once each."""

    def __init__(self, form: Data) -> None:
        self._whole = str(form.get("like", ""))
        self._read: dict[str, TomlFile] = {}

    @property
    def files(self) -> tuple[TomlFile, ...]:
        """The files that were read."""
        return tuple(self._read.values())

    def form(self, data: Data) -> dict[str, Any]:
        """Return what ``form.toml`` says with what it takes over.

        Raises ``ValueError`` for a template or a sheet that there is not.
        """
        made = {key: value for key, value in data.items() if key not in {"family", "like"}}
        if self._whole:
            made = {"names": self._of(self._whole, FORM)["names"], **made}
        if isinstance(sheets := data.get("sheet"), list):
            made["sheet"] = [self._sheet(sheet) for sheet in sheets]
        return made

    def texts(self, data: Data) -> dict[str, Any]:
        """Return what ``texts.toml`` says with the words that it takes over."""
        taken = {"words": self._of(self._whole, TEXTS)["words"]} if self._whole else {}
        return {**taken, **data}

    def _sheet(self, given: Any) -> Any:
        if not isinstance(given, Mapping) or "block" in given:
            return given
        family = str(given.get("like", self._whole))
        if not family:
            return given
        found = [s for s in self._of(family, FORM)["sheet"] if s["name"] == given.get("name")]
        if not found:
            raise ValueError(f"模板“{family}”没有名为“{given.get('name')}”的工作表，不能照用")
        return {**found[0], **{key: value for key, value in given.items() if key != "like"}}

    def _of(self, family: str, name: str) -> Data:
        path = templates_folder() / family / name
        if not is_name(family) or not path.is_file():
            raise ValueError(f"没有随程序来的模板“{family}”，不能照用（like）")
        key = f"{family}/{name}"
        file = self._read.setdefault(key, open_toml(path))
        if file.data is None:
            raise CannotDoError(f"模板“{family}”的 {name} 读不出")
        return file.data
