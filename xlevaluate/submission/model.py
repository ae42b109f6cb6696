"""What every submission has, whatever its form: own scores, parameters, explanations, outline.

The fields of a form are not here: ``form.submission_model`` adds them. Every figure may be blank
(``None``) or 不适用; nothing that can be computed (rates, changes) is kept.
"""

from typing import Annotated, Any, Literal

from pydantic import (
    AfterValidator,
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Field,
    SerializerFunctionWrapHandler,
    model_serializer,
)

from xlevaluate.submission.amounts import Amount
from xlevaluate.submission.texts import Required, Text

SCHEMA_VERSION = 2
"""Version of the data that this program writes. 1 had no number; its data are read as they are."""


class Record(BaseModel):
    """A part of a submission: immutable, and closed to unknown keys."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    def __eq__(self, other: object) -> bool:
        """Tell whether both hold the same, also where the form was loaded again between them."""
        return isinstance(other, Record) and dict(self) == dict(other)

    def __hash__(self) -> int:
        return hash(tuple(dict(self).items()))


class OutlineRow(Record):
    """One row of 报告提纲: a heading of a level, or a paragraph with ``{{ … }}`` fields."""

    level: Required
    text: Required


class OwnRatioScore(Record):
    """What the unit itself gives a ratio, points, and why."""

    score: Amount = None
    note: Text = None


def _without_blank_scores(scores: dict[str, OwnRatioScore]) -> dict[str, OwnRatioScore]:
    return {name: item for name, item in scores.items() if item != OwnRatioScore()}


class Explanation(Record):
    """What the unit says of a finding (说明), under the finding's key."""

    finding: Required
    text: Required


class CarriedRow(Record):
    """Something of last year's workbook: where it stood, what it was, where it stands here.

    ``state`` is ``carried``, ``proposed`` (it has to be looked at, or said in ``kept`` that it
    stays), or ``left`` (not taken over; the note says why). Places are those of the workbooks as
    they were when this one was made; labels keep to their cells.
    """

    state: Literal["carried", "proposed", "left"]
    from_sheet: Text = None
    from_cell: Text = None
    from_label: Text = None
    content: Text = None
    to_sheet: Text = None
    to_cell: Text = None
    to_label: Text = None
    kept: Text = None
    note: Text = None


def _one_each(explanations: tuple[Explanation, ...]) -> tuple[Explanation, ...]:
    """Put explanations in the order of their keys, the last of each."""
    by_key = {explanation.finding: explanation for explanation in explanations}
    return tuple(by_key[key] for key in sorted(by_key))


def _known_version(version: Any) -> Any:
    if isinstance(version, int) and version > SCHEMA_VERSION:
        raise ValueError(f"数据由较新版本的 xlevaluate 写成（{version}），请升级后再用")
    return SCHEMA_VERSION if version == 1 else version


_BESIDE = ("ratio_scores", "parameters", "explanations", "outline")
_SELDOM = ("projects", "project_parameters", "carried")
"""What is only said where there is any; of a project nothing is said beside its form."""


class Submission(Record):
    """One unit's self-evaluation of one year: what stands beside the fields of the form."""

    schema_version: Annotated[
        int, BeforeValidator(_known_version), Field(ge=SCHEMA_VERSION, le=SCHEMA_VERSION)
    ] = SCHEMA_VERSION
    ratio_scores: Annotated[dict[str, OwnRatioScore], AfterValidator(_without_blank_scores)] = (
        Field(default_factory=dict)
    )
    """By the ratio's name."""
    parameters: dict[str, Amount] = Field(default_factory=dict)
    """Numbers of the scoring profile that the unit's finance office changed, by name."""
    explanations: Annotated[tuple[Explanation, ...], AfterValidator(_one_each)] = ()
    outline: tuple[OutlineRow, ...] | None = None
    """The report's outline where the unit changed it; ``None`` is the template's own."""
    projects: tuple[Any, ...] = Field(default=(), max_length=0)
    """Submissions of the unit's projects, in the order of their sheets; most forms have none."""
    project_parameters: dict[str, Amount] = Field(default_factory=dict)
    """The same as ``parameters`` for the profile by which projects are scored."""
    carried: tuple[CarriedRow, ...] = ()
    """What was taken over from last year's workbook, and what was not."""

    @model_serializer(mode="wrap")
    def _form_first(self, serialize: SerializerFunctionWrapHandler) -> dict[str, Any]:
        """Let what the form holds come before what stands beside it."""
        data: dict[str, Any] = serialize(self)
        beside = {key: data.pop(key) for key in _BESIDE if key in data}
        seldom = {key: data.pop(key) for key in _SELDOM if key in data}
        for project in seldom.get("projects", ()):
            for key in (*_BESIDE, "schema_version"):
                project.pop(key, None)
        return data | {key: value for key, value in seldom.items() if value} | beside
