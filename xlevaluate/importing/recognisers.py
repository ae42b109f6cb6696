"""What understands files made elsewhere; each says what it found, and none looks at the others."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field

from xlevaluate.sources.grid import Source
from xlevaluate.tables.found import Harvest
from xlevaluate.template.template import Template


@dataclass(frozen=True)
class Asked:
    """What a recogniser is asked: files, a template, and what the user has said.

    ``year`` is that of the workbook, ``None`` where it has none yet; ``answers`` are those to
    questions of an earlier harvest, by key.
    """

    sources: Sequence[Source]
    template: Template
    year: int | None = None
    answers: Mapping[str, str] = field(default_factory=dict)


Recogniser = Callable[[Asked], Harvest]

RECOGNISERS: tuple[Recogniser, ...] = ()
"""Every one there is; a line each."""


def harvests_of(
    asked: Asked, recognisers: Sequence[Recogniser] = RECOGNISERS
) -> tuple[Harvest, ...]:
    """Return what each recogniser found."""
    return tuple(recogniser(asked) for recogniser in recognisers)
