"""What ``form.toml`` may say of last year's workbook: what is taken over, and how it is told."""

from typing import Literal

from pydantic import Field

from xlevaluate.files.toml_part import TomlPart
from xlevaluate.form.roles import ColumnRole

CarriedAs = Literal["same", "proposal"]
"""How a field goes into next year's workbook: it stays true, or is a proposal to be looked at."""

CarriedState = Literal["carried", "proposed", "left"]
"""What became of something of last year's: taken over, proposed, not taken over."""


class CarriedDef(TomlPart):
    """Last year's figures that this workbook repeats, and where they stood in last year's.

    ``columns`` are pairs by role, in every row that has both; ``fields`` are pairs by name.
    """

    columns: dict[ColumnRole, ColumnRole] = Field(default_factory=dict)
    fields: dict[str, str] = Field(default_factory=dict)


class CarriedListDef(TomlPart):
    """The table of what was taken over from last year's workbook, and of what was not.

    ``heads`` are of ten columns: state; sheet, cell, label and content of last year's workbook;
    sheet, cell and label of this one; the cell to say in that a proposal stays as it is, which is
    then ``kept``; a note. ``states`` are the states in words.
    """

    name: str
    heads: tuple[str, ...]
    states: dict[CarriedState, str]
    kept: str
