"""What a rule reads of a form, said by roles, kinds and the template's own lists.

``names`` gives real fields, which the table of rules names and of which an unreadable one keeps a
rule from passing. ``is_there`` tells whether a form has what is meant: where it has not, a rule
that requires it is not applicable.
"""

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import NamedTuple

from xlevaluate.form.fields import Field
from xlevaluate.form.roles import (
    THIS_YEAR_AND_LAST,
    ColumnRole,
    FieldRole,
    IndicatorRole,
    RatioRole,
    RowRole,
)
from xlevaluate.submission.model import OwnRatioScore
from xlevaluate.template.template import Template


@dataclass(frozen=True)
class Reads:
    """Names of fields as a function of the template; ``|`` puts two together."""

    names: Callable[[Template], tuple[str, ...]]
    is_there: Callable[[Template], bool]

    def __or__(self, other: "Reads") -> "Reads":
        return Reads(
            lambda template: tuple(dict.fromkeys(self.names(template) + other.names(template))),
            lambda template: self.is_there(template) and other.is_there(template),
        )

    @property
    def optional(self) -> "Reads":
        """The same, which a form need not have."""
        return Reads(self.names, lambda _: True)


NOTHING = Reads(lambda _: (), lambda _: True)


def _any(names: Callable[[Template], Iterable[str]]) -> Reads:
    """Read names of which a form must have one at least."""
    return Reads(lambda template: tuple(names(template)), lambda t: any(True for _ in names(t)))


def _every(fields: Callable[[Template], Iterable[Field | None]]) -> Reads:
    """Read fields of which a form must have every one."""
    return Reads(
        lambda template: tuple(item.name for item in fields(template) if item is not None),
        lambda template: None not in tuple(fields(template)),
    )


def roles(*given: FieldRole) -> Reads:
    """Read fields that stand once, by their roles."""
    return _every(lambda template: (template.form.with_role(role) for role in given))


def any_role(*given: FieldRole) -> Reads:
    """Read fields by their roles, of which a form need have only one."""
    return _any(roles(*given).names)


def cell(row: RowRole, column: ColumnRole) -> Reads:
    """Read the cell of a row and a column by their roles."""
    return _every(lambda template: (template.form.cell(row, column),))


def columns(*given: ColumnRole, explained: bool = False) -> Reads:
    """Read the cells of rows that have all these columns; ``explained``: that want reasons."""
    return _any(
        lambda template: (
            row.cells[column].name
            for row in template.form.rows
            if set(given) <= set(row.cells) and (row.explained or not explained)
            for column in given
        )
    )


def indicator(*given: IndicatorRole) -> Reads:
    """Read columns of the indicator table, by their roles."""
    return _every(lambda template: (template.form.indicator_columns.get(role) for role in given))


def kinds(*given: str) -> Reads:
    """Read all fields of some kinds."""
    return _any(
        lambda template: (
            name for name, item in template.form.all_fields.items() if item.kind in given
        )
    )


REQUIRED = _any(
    lambda template: (name for name, item in template.form.fields.items() if item.required)
)
"""Fields that may not stay blank."""

NARRATIVE = _any(lambda template: template.texts.narrative)
"""The texts of the report."""

RESULTS = _any(lambda template: template.texts.results)
"""The texts that tell what was done."""

MENTIONED = _any(lambda template: (mention.field for mention in template.texts.mention))
"""Fields on whose money the texts should say a word."""


def claimed(kind: str) -> Reads:
    """Read fields of a kind of which texts say a figure."""
    return _any(
        lambda template: (
            claim.field
            for claim in template.texts.claim
            if template.form.fields[claim.field].kind == kind
        )
    )


def _claimed_rows(template: Template) -> Iterable[str]:
    fields = {claim.field for claim in template.texts.claim}
    for row in template.form.rows:
        if {"current", "prior"} <= set(row.cells) and row.cells["current"].name in fields:
            yield row.cells["current"].name
            yield row.cells["prior"].name


CLAIMED_CHANGES = _any(_claimed_rows)
"""Both years of the rows of which texts say a figure."""


def both_years(template: Template) -> Iterable[tuple[Field, Field]]:
    """Yield the figures of this year with those of last year beside them."""
    for now, then in THIS_YEAR_AND_LAST:
        for row in template.form.rows:
            if now in row.cells and then in row.cells and row.cells[now].is_number:
                yield row.cells[now], row.cells[then]


BOTH_YEARS = _any(lambda template: (item.name for pair in both_years(template) for item in pair))
"""Figures of this year and of last year that stand beside one another."""


def _bases(template: Template, ratios: Iterable[str]) -> Iterable[str]:
    return (
        name for ratio in ratios for basis in template.ratios[ratio].bases for name in basis.names
    )


RATIO_BASES = _any(lambda template: dict.fromkeys(_bases(template, template.ratios)))
"""What the ratios are worked out from."""

RATES_SAID = _any(
    lambda template: dict.fromkeys(_bases(template, (r.ratio for r in template.texts.rate)))
)
"""What the ratios are worked out from of which texts say a percentage."""


def ratio(role: RatioRole) -> Reads:
    """Read what the ratio of a role is worked out from."""

    def names(template: Template) -> Iterable[str]:
        found = template.ratio_with(role)
        return () if found is None else dict.fromkeys(_bases(template, (found.name,)))

    return _any(names)


def _overruns(template: Template, most: int | None = None) -> Iterable[str]:
    for group in template.texts.overrun:
        for row in group.of(template.form)[:most]:
            yield row.cells["budget"].name
            yield row.cells["final"].name


OVERRUNS = _any(_overruns)
"""Budget and final accounts of the rows of which more may not be spent."""

OVERRUN_WHOLES = _any(lambda template: _overruns(template, 1))
"""The same of the first row of each group, which is the whole."""

CARRIED = _any(lambda template: (ours for ours, _ in template.texts.carried.pairs(template.form)))
"""Last year's figures that this workbook repeats."""

OUTLINE = _any(
    lambda template: (
        name for name, item in template.form.all_fields.items() if item.path == "outline.*.text"
    )
)
"""Headings and sentences of the report's outline."""


class OwnScoreCells(NamedTuple):
    """What the unit itself gives a ratio: the field of its points, and that of the note on them."""

    score: Field
    note: Field


def own_score_cells(template: Template) -> dict[str, OwnScoreCells]:
    """Return the fields of each scored ratio's own score; none where the form has none."""
    by_path = {item.path: item for item in template.form.fields.values()}
    found = {}
    for scored in template.scored:
        paths = (f"ratio_scores.{scored.name}.{key}" for key in OwnRatioScore.model_fields)
        if fields := [by_path[path] for path in paths if path in by_path]:
            found[scored.name] = OwnScoreCells(*fields)
    return found


OWN_RATIO_SCORES = _any(
    lambda template: (item.name for pair in own_score_cells(template).values() for item in pair)
)
"""What the unit itself gives its ratios, and why."""

OWN_RATIO_POINTS = _any(
    lambda template: (score.name for score, _ in own_score_cells(template).values())
)
"""What the unit itself gives its ratios."""

SCORED_BASES = _any(
    lambda template: dict.fromkeys(_bases(template, (scored.name for scored in template.scored)))
)
"""What the ratios are worked out from that are scored."""


def parameters(*parts: str) -> Reads:
    """Read parameters of scoring that belong to some parts of the profile, or all of them."""

    def names(template: Template) -> tuple[str, ...]:
        cells = {item.path: item.name for item in template.form.fields.values()}
        wanted = (
            parameter_path(parameter.name)
            for parameter in template.parts.parameters
            if not parts or parameter.place[0] in parts
        )
        return tuple(cells[path] for path in wanted if path in cells)

    return _any(names)


def parameter_path(name: str) -> str:
    """Return the path of a parameter of scoring."""
    return f"parameters.{name}"


_QUOTED = re.compile(r'"[^"]*"')
_NAME = re.compile(r"[^\W\d][\w.]*")


def sources_of(template: Template, computed: str) -> tuple[str, ...]:
    """Return the fields on which a computed cell depends: those its formula leads to."""
    found: dict[str, None] = {}
    seen, waiting = {computed}, [computed]
    while waiting:
        text = _QUOTED.sub("", template.computations[waiting.pop()].formula())
        for name in dict.fromkeys(_NAME.findall(text)):
            if name in template.form.all_fields:
                found[name] = None
            elif name in template.computations and name not in seen:
                seen.add(name)
                waiting.append(name)
    return tuple(found)


COMPUTED_SOURCES = Reads(
    lambda template: tuple(
        dict.fromkeys(
            name for computed in template.computations for name in sources_of(template, computed)
        )
    ),
    lambda template: bool(template.computations),
)
"""Everything on which computed cells depend."""
