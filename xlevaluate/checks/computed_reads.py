"""What rules read by way of ratios, scores and other computed cells."""

import re
from collections.abc import Iterable
from typing import NamedTuple

from xlevaluate.checks.reads import Reads, any_of
from xlevaluate.computed.ratio import Ratio
from xlevaluate.form.fields import Field
from xlevaluate.form.roles import RatioRole
from xlevaluate.submission.model import OwnRatioScore
from xlevaluate.template.template import Template


def ratio_sources(ratio: Ratio) -> tuple[str, ...]:
    """Return the fields of every basis of a ratio, each once."""
    return tuple(dict.fromkeys(name for basis in ratio.bases for name in basis.names))


def ratio_bases(template: Template, ratios: Iterable[str]) -> Iterable[str]:
    """Return the fields of every basis of some ratios, given by their names."""
    return dict.fromkeys(name for of in ratios for name in ratio_sources(template.ratios[of]))


RATIO_BASES = any_of(lambda template: ratio_bases(template, template.ratios))
"""What the ratios are worked out from."""


def ratio(role: RatioRole) -> Reads:
    """Read what the ratio of a role is worked out from."""

    def names(template: Template) -> Iterable[str]:
        found = template.ratio_with(role)
        return () if found is None else ratio_sources(found)

    return any_of(names)


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


OWN_RATIO_SCORES = any_of(
    lambda template: (item.name for pair in own_score_cells(template).values() for item in pair)
)
"""What the unit itself gives its ratios, and why."""

OWN_RATIO_POINTS = any_of(
    lambda template: (score.name for score, _ in own_score_cells(template).values())
)
"""What the unit itself gives its ratios."""

SCORED_BASES = any_of(
    lambda template: dict.fromkeys(
        ratio_bases(template, (scored.name for scored in template.scored))
    )
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

    return any_of(names)


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
