"""What understands files made elsewhere; each says what it found, and none looks at the others."""

from collections.abc import Callable, Mapping, Sequence
from functools import partial

from msgspec import Struct, field
from msgspec.structs import replace

from xlevaluate.accounts.accounts_harvest import recognise_accounts, years_of_accounts
from xlevaluate.harvest.recognise import recognise_declarations, recognise_forms
from xlevaluate.sources.grid import Source
from xlevaluate.tables.found import Contradiction, Found, Harvest, Origin, Question, Unplaced
from xlevaluate.template.template import Template


class Asked(Struct, frozen=True):
    """What a recogniser is asked: files, a template, and what the user has said.

    ``year`` is that of the workbook, ``None`` where it has none yet; ``answers`` are those to
    questions of an earlier harvest, by key.
    """

    sources: Sequence[Source]
    template: Template
    year: int | None = None
    answers: Mapping[str, str] = field(default_factory=dict)


Recogniser = Callable[[Asked], Harvest]

_ALIKE = "这张表没有标题，也可能是决算或预算的表"

YEAR_ASKED = "年度/"
"""Begins the key of the question whether to import a file of another year, before its name."""


def _forms(asked: Asked) -> Harvest:
    return recognise_forms(asked.sources, asked.template, asked.answers, asked.year)


def _declarations(asked: Asked) -> Harvest:
    return recognise_declarations(asked.sources, asked.template, asked.answers, asked.year)


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


RECOGNISERS: tuple[Recogniser, ...] = (_forms, _declarations, _accounts)
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
    own = [_without_known(harvests, harvest) for harvest in harvests]
    settled = map(partial(_without_settled, own), own)
    return tuple(map(partial(_doubted, asked.template, own), settled))


def _without_known(harvests: Sequence[Harvest], harvest: Harvest) -> Harvest:
    """Leave out what stands in tables that another recogniser knows by their titles."""
    known = {
        (origin.file, origin.place)
        for other in harvests
        if other is not harvest
        for origin in other.known
    }

    def is_own(item: Found | Unplaced | Contradiction) -> bool:
        return (item.origin.file, item.origin.place) not in known

    return replace(
        harvest,
        found=tuple(filter(is_own, harvest.found)),
        unplaced=tuple(filter(is_own, harvest.unplaced)),
        contradictions=tuple(filter(is_own, harvest.contradictions)),
    )


def _doubted(template: Template, harvests: Sequence[Harvest], harvest: Harvest) -> Harvest:
    """Let figures wait for a yes whose table looks to another recogniser like one of its own.

    A table under a title of the form is the form's.
    """
    titles = [sheet.annex for sheet in template.form.definition.sheet if sheet.annex]
    alike = [
        origin
        for other in harvests
        if other is not harvest
        for origin in other.alike
        if not any(title in origin.place for title in titles)
    ]
    found = tuple(
        replace(item, certain=False, note="；".join(filter(None, (item.note, _ALIKE))))
        if any(_is_in(item.origin, origin) for origin in alike)
        else item
        for item in harvest.found
    )
    return replace(harvest, found=found)


def _is_in(origin: Origin, table: Origin) -> bool:
    """Tell whether something stands in one of a table's cells."""
    is_there = origin.file == table.file and f"{table.place} ".startswith(f"{origin.place} ")
    return is_there and origin.address in table.address.split("、")


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
