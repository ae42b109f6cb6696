"""What understands files made elsewhere; each says what it found, and none looks at the others."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field

from xlevaluate.accounts.accounts_harvest import recognise_accounts, years_of_accounts
from xlevaluate.sources.grid import Source
from xlevaluate.tables.found import Harvest, Question
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
    """Find what final accounts and budgets have; without a year, ask for it where there are any."""
    year, answer = asked.year, asked.answers.get("year", "")
    if year is None and answer.isdecimal():
        year = int(answer)
    if year is not None:
        return recognise_accounts(asked.sources, asked.template, year, asked.answers)
    years = tuple(map(str, years_of_accounts(asked.sources)))
    text = f"工作簿没有填评价年度。文件里有{'、'.join(years)}年的决算、预算表，按哪一年填？"
    return Harvest(questions=(Question("year", text, years),) if years else ())


RECOGNISERS: tuple[Recogniser, ...] = (_accounts,)
"""Every one there is; a line each."""


def harvests_of(
    asked: Asked, recognisers: Sequence[Recogniser] = RECOGNISERS
) -> tuple[Harvest, ...]:
    """Return what each recogniser found."""
    return tuple(recogniser(asked) for recogniser in recognisers)
