"""What ``ratios.toml``, ``identities.toml`` and ``outline.toml`` may say."""

import hashlib
from collections.abc import Iterable
from typing import Any, Literal

from pydantic import Field, create_model

from xlevaluate.files.toml_part import TomlPart
from xlevaluate.form.roles import RatioRole
from xlevaluate.submission import OutlineRow


class _ZeroDef(TomlPart):
    text: str
    level: Literal["error", "query", "none"]


class _BasisDef(TomlPart):
    numerator: str
    denominator: str
    label: str = ""


class RatioDef(TomlPart):
    """A ratio of ``ratios.toml``."""

    name: str
    standard: str
    zero: _ZeroDef
    basis: tuple[_BasisDef, ...]
    whole_percent: bool = False
    role: RatioRole | None = None


class RatiosDef(TomlPart):
    """The whole of ``ratios.toml``."""

    source: str
    ratio: tuple[RatioDef, ...]


class IdentityDef(TomlPart):
    """One identity of ``identities.toml``, in all its columns."""

    id: str
    title: str
    total: str
    parts: tuple[str, ...]
    columns: tuple[str, ...] = ()
    relation: Literal["equal", "at_most"] = "equal"
    total_blank: Literal["unknown", "zero"] = "unknown"
    fills: bool = False
    brings: bool = False
    """The total is brought from other sheets by a formula, and may be written over."""
    level: Literal["error", "query"] = "error"
    """A ``query`` where figures may differ and be right; a blank total is an error all the same."""
    may_be_blank: tuple[str, ...] = ()
    """Parts that count for nothing while they are blank."""
    unless: tuple[str, ...] = ()
    """Items that make it untrue where there is anything but 0 in one of them."""
    while_blank: tuple[str, ...] = ()
    """Items that another identity looks at where they are filled in."""
    told_by: str = ""
    """An identity above it, which tells of an amount that stands in the wrong one of two rows."""


class BringDef(TomlPart):
    """A figure that stands in other cells already, and comes from there by a formula."""

    total: str
    parts: tuple[str, ...] = Field(min_length=1)


class EachDef(TomlPart):
    """An identity between columns of a list, in each of its rows."""

    id: str
    title: str
    list: str
    total: str
    parts: tuple[str, ...] = Field(min_length=1)
    relation: Literal["equal", "at_most"] = "equal"
    level: Literal["error", "query"] = "error"


class IdentitiesDef(TomlPart):
    """The whole of ``identities.toml``."""

    source: str
    identity: tuple[IdentityDef, ...]
    each: tuple[EachDef, ...] = ()
    bring: tuple[BringDef, ...] = ()


class OutlineRowDef(OutlineRow):
    """A row of the outline.

    ``graded``: it is for profiles with grades, or for those without; left out, for both.
    """

    graded: bool | None = None


class OutlineDef(TomlPart):
    """The whole of ``outline.toml``."""

    title: str
    """The report's title, with ``{名称}`` where a field is put in."""
    row: tuple[OutlineRowDef, ...] = Field(min_length=1)
    empty: str = ""
    """What stands in a chapter that has no content; ``""`` leaves such chapters out."""
    unasked: tuple[str, ...] = ()
    """Fields that may well be blank: that their chapter has no content is not told."""
    former: tuple[str, ...] = ()
    """Digests of what the rows were in earlier versions (see ``outline_digest``)."""
    examples: dict[str, str] = Field(default_factory=dict)
    """A sentence for each function, to show it by."""

    def rows(self, row_of: type[OutlineRow], *, graded: bool) -> tuple[OutlineRow, ...]:
        """Return the outline for a profile that has grades, or none, as the form has its rows."""
        return tuple(
            row_of(level=row.level, text=row.text)
            for row in self.row
            if row.graded in {None, graded}
        )


def outline_digest(rows: Iterable[OutlineRow]) -> str:
    """Return a word that tells an outline from others."""
    text = "\n".join(f"{row.level}\t{row.text}" for row in rows)
    return hashlib.sha256(text.encode()).hexdigest()[:16]


def outline_model(levels: tuple[str, ...]) -> type[OutlineDef]:
    """Return the model of ``outline.toml`` for a form with these levels."""
    level: Any = Literal[levels] if levels else str
    row: Any = create_model("OutlineRowDef", __base__=OutlineRowDef, level=(level, ...))
    rows: Any = tuple[row, ...]
    return create_model("OutlineDef", __base__=OutlineDef, row=(rows, Field(min_length=1)))
