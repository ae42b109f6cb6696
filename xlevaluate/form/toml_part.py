"""A table of a template's TOML files."""

from pydantic import BaseModel, ConfigDict


class Part(BaseModel):
    """A table of the TOML file: closed to unknown keys, so that a slip is told."""

    model_config = ConfigDict(frozen=True, extra="forbid")
