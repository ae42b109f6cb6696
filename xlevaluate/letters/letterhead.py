"""Who writes, when, under which number: given by the bureau, or left blank to be filled in."""

import datetime
from pathlib import Path
from typing import Any

from pydantic import BaseModel, ConfigDict, Field

from xlevaluate.files.toml import load_toml

LEFT_BLANK = "（　　）"
"""Stands where something was not given, to be seen and filled in by hand."""

_PLACE = "{序号}"


class Letterhead(BaseModel):
    """What a letterhead says; ``None`` is not given.

    ``number`` is a 发文字号 in which ``{序号}`` stands for the letter's number, from ``first`` on.
    """

    model_config = ConfigDict(frozen=True, extra="forbid", populate_by_name=True)

    bureau: str | None = Field(None, alias="发文机关", min_length=1)
    number: str | None = Field(None, alias="文号", min_length=1)
    first: int = Field(1, alias="起始序号", ge=0)
    date: datetime.date | None = Field(None, alias="日期")
    contact: str | None = Field(None, alias="联系方式", min_length=1)
    due: datetime.date | None = Field(None, alias="整改期限")
    deadline: datetime.date | None = Field(None, alias="报送期限")

    def number_of(self, letter: int) -> str:
        """Return the 发文字号 of a letter, counted from 0."""
        if self.number is None:
            return f"文号{LEFT_BLANK}"
        return self.number.replace(_PLACE, str(self.first + letter))

    @property
    def signed_by(self) -> str:
        """The bureau, or a blank."""
        return self.bureau or LEFT_BLANK

    @property
    def dated(self) -> str:
        """The date in words, or a blank."""
        return date_words(self.date)


def read_letterhead(path: Path | None, given: dict[str, Any]) -> Letterhead:
    """Return what a file says, and over it what is given; raises ``SlipsError`` for its slips."""
    read = Letterhead() if path is None else load_toml(path, Letterhead.model_validate)
    return read.model_copy(
        update={name: value for name, value in given.items() if value is not None}
    )


def date_words(date: datetime.date | None) -> str:
    """Say a date: 2025年4月30日; a blank where there is none."""
    return LEFT_BLANK if date is None else f"{date.year}年{date.month}月{date.day}日"
