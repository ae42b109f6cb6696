"""What understands files made elsewhere; each says what it found, and none looks at the others."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import partial

from xlevaluate.accounts.accounts_harvest import recognise_accounts
from xlevaluate.harvest.recognise import recognise_forms
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

YEAR_ASKED = "年度/"
"""Begins the key of the question whether to import a file of another year, before its name."""

_NO_YEAR = "来源里没有写明年度，请加 --year 写明评价年度，再导入"


def _forms(asked: Asked) -> Harvest:
    return recognise_forms(asked.sources, asked.template, asked.answers, asked.year)


def _accounts(asked: Asked) -> Harvest:
    """Accounts of two years stand side by side: without a year nothing can be told apart."""
    if asked.year is None:
        return Harvest(questions=(Question("年度", _NO_YEAR, ()),))
    return recognise_accounts(asked.sources, asked.template, asked.year, asked.answers)


RECOGNISERS: tuple[Recogniser, ...] = (_forms, _accounts)
"""Every one there is; those that may find the year stand first."""


def harvests_of(
    asked: Asked, recognisers: Sequence[Recogniser] = RECOGNISERS
) -> tuple[Harvest, ...]:
    """Return what each recogniser found; the year that one finds is known to the next."""
    harvests = []
    item = asked.template.form.with_role("year")
    for recogniser in recognisers:
        harvest = recogniser(asked)
        harvests.append(harvest)
        years = [found.value for found in harvest.found if item and found.path == item.path]
        if asked.year is None and len(set(years)) == 1:
            asked = replace(asked, year=years[0])
    return tuple(map(partial(_without_settled, harvests), harvests))


def _without_settled(harvests: Sequence[Harvest], harvest: Harvest) -> Harvest:
    """Leave out whether to import a file of another year that a recogniser knew what to do with."""
    used = {
        f"{YEAR_ASKED}{file}"
        for other in harvests
        if other is not harvest
        for found in other.found
        for file in found.origin.file.split("、")
    }
    asked = tuple(question for question in harvest.questions if question.key not in used)
    return replace(harvest, questions=asked)
