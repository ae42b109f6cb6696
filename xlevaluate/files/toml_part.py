"""A table of a TOML file that somebody writes by hand."""

from pydantic import BaseModel, ConfigDict


class TomlPart(BaseModel):
    """A table of the file: closed to unknown keys, so that a slip is told."""

    model_config = ConfigDict(frozen=True, extra="forbid")
