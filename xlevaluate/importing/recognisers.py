"""What understands files made elsewhere; each says what it found, and none looks at the others."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field

from xlevaluate.accounts.accounts_harvest import recognise_accounts
from xlevaluate.harvest.form_years import year_of
from xlevaluate.harvest.recognise import recognise_forms
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

def _accounts(asked: Asked) -> Harvest:
    """Ask for accounts of the workbook's year; without one, of the latest that the files say."""
    said = (year_of(source) for source in asked.sources)
    year = asked.year or max((year for year in said if year is not None), default=None)
    if year is None:
        return Harvest()
    return recognise_accounts(asked.sources, asked.template, year, asked.answers)


def _forms(asked: Asked) -> Harvest:
    return recognise_forms(asked.sources, asked.template, asked.answers, asked.year)


RECOGNISERS: tuple[Recogniser, ...] = (_accounts, _forms)
"""Every one there is."""


def harvests_of(
    asked: Asked, recognisers: Sequence[Recogniser] = RECOGNISERS
) -> tuple[Harvest, ...]:
    """Return what each recogniser found."""
    return tuple(recogniser(asked) for recogniser in recognisers)
