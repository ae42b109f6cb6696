"""What ``[names]`` of ``form.toml`` may say: the names of cells that no picture declares.

A cell that is generated is named after what it belongs to, and a word of the form's own for what
it is: ``产出指标_已填分值``. The methods make such names; nothing else does.
"""

import re
from typing import Literal, get_args

from pydantic import model_validator

from xlevaluate.files.toml_part import TomlPart

RatioPartKind = Literal["numerator", "denominator", "basis"]
RatioScorePart = Literal["weight", "words", "proposed", "adopted"]
RatioTotalPart = Literal["weight", "words", "score", "hundred"]
CompositionPart = Literal["frame", "filled", "score", "words"]

RATIO_SCORE_PARTS: tuple[RatioScorePart, ...] = get_args(RatioScorePart)
RATIO_TOTAL_PARTS: tuple[RatioTotalPart, ...] = get_args(RatioTotalPart)
COMPOSITION_PARTS: tuple[CompositionPart, ...] = get_args(CompositionPart)
"""In the order of the columns."""


class RatioScoreNames(TomlPart):
    """The computed cells of a scored ratio."""

    weight: str
    words: str
    """How the proposed score came about."""
    proposed: str
    adopted: str
    """The unit's own score, or the proposed one."""

    def cell(self, ratio: str, part: RatioScorePart) -> str:
        """Return the name of a cell of a ratio's row."""
        return f"{ratio}_{getattr(self, part)}"


class RatioTotalNames(TomlPart):
    """The cells of the total of scored ratios."""

    row: str
    weight: str
    words: str
    score: str
    hundred: str
    """The score of 100 points."""

    def cell(self, part: RatioTotalPart) -> str:
        """Return the name of a cell of the total."""
        return f"{self.row}_{getattr(self, part)}"


class CompositionNames(TomlPart):
    """The cells that say how the total score is made up; ``total`` is the row of all together."""

    total: str
    frame: str
    """Points in the form's heads."""
    filled: str
    """Points of what is filled in."""
    score: str
    words: str

    def cell(self, row: str, part: CompositionPart) -> str:
        """Return the name of a cell of a row."""
        return f"{row}_{getattr(self, part)}"


class ParameterDef(TomlPart):
    """A parameter: its name, and what it means, as printed beside it."""

    name: str
    words: str

    def filled(self, **given: str) -> tuple[str, str]:
        """Return name and meaning with what stands for ``{…}``."""
        name, words = (
            _PLACE.sub(lambda match: given.get(match[1], ""), text)
            for text in (self.name, self.words)
        )
        return name, words


_PLACE = re.compile(r"\{(\w*)\}")


class ParameterNamesDef(TomlPart):
    """The numbers of a profile that may be changed in the workbook, each with its meaning.

    ``{…}`` in a name tells parameters of a kind apart, and has to stand in it.
    """

    execution: ParameterDef
    weight: ParameterDef
    joint_weight: ParameterDef
    grade: ParameterDef
    ceiling_rate: ParameterDef
    ceiling_total: ParameterDef
    band: ParameterDef
    exact_band: ParameterDef
    explained_from: ParameterDef
    pass_line: ParameterDef
    over: ParameterDef
    over_deduct: ParameterDef
    under: ParameterDef
    under_deduct: ParameterDef
    ahead: ParameterDef
    unexecuted: ParameterDef
    ratio_weight: ParameterDef
    ratio_limit: ParameterDef
    ratio_step: ParameterDef
    ratio_deduct: ParameterDef
    ratio_share: ParameterDef

    @model_validator(mode="after")
    def _places(self) -> "ParameterNamesDef":
        for key, given in self:
            wanted, more = _PLACES.get(key, ((), ()))
            if set(_PLACE.findall(given.name)) != set(wanted):
                told = "、".join(f"{{{place}}}" for place in wanted) or "没有花括号"
                raise ValueError(f"{key} 的 name 里要有的是：{told}")
            unknown = set(_PLACE.findall(given.words)) - {*wanted, *more}
            if unknown:
                told = "、".join(f"{{{place}}}" for place in sorted(unknown))
                raise ValueError(f"{key} 的 words 里不能用 {told}")
        return self


_BESIDE = (("ratio",), ())
_PLACES: dict[str, tuple[tuple[str, ...], tuple[str, ...]]] = {
    "weight": (("dimension",), ()),
    "joint_weight": (("dimension",), ()),
    "grade": (("grade",), ()),
    "ceiling_rate": (("number",), ("total",)),
    "ceiling_total": (("number",), ("rate",)),
    "band": (("band",), ("text",)),
    "exact_band": (("band",), ("text",)),
    "over": ((), ("consequence",)),
    "under": ((), ("consequence",)),
    **dict.fromkeys((f"ratio_{what}" for what in ("weight", "limit", "step")), _BESIDE),
    **dict.fromkeys(("ratio_deduct", "ratio_share"), _BESIDE),
}
"""What stands in braces in a name, and what more may in its meaning."""


class NamesDef(TomlPart):
    """How names are made that no cell of a grid declares; they are defined names of cells.

    ``{上年度}`` in a printed text is ``prior_year``; while the year is blank, “{年度}年” reads
    ``this_year`` and “{上年度}年” ``last_year``.
    """

    prior_year: str
    this_year: str
    last_year: str
    parameter: str
    """Begins the name of a parameter's cell."""
    end: str
    """Ends the name of the row after a table's last, and so on:"""
    group: str
    start: str
    level: str
    example: str
    preview: str
    attempt: str
    numerator: str
    denominator: str
    basis: str
    ratio_score: RatioScoreNames
    ratio_total: RatioTotalNames
    composition: CompositionNames
    parameters: ParameterNamesDef

    def ratio_part(self, ratio: str, part: RatioPartKind) -> str:
        """Return the name of a cell beside a ratio."""
        return f"{ratio}_{getattr(self, part)}"

    def start_cell(self, dimension: str, goal: str = "") -> str:
        """Return the name of the cell beside the rows of a dimension, or of what a goal has of it.

        That of a goal itself stands beside all of its rows and their heads.
        """
        return "_".join(part for part in (goal, dimension, self.start) if part)

    def parameter_cell(self, parameter: str) -> str:
        """Return the name of a parameter's field and cell."""
        return f"{self.parameter}_{parameter}"
