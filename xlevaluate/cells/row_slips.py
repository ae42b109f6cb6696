"""What can be wrong in a row of indicators whatever its target says, gravest first.

One record each: formulas beside the form, the function in cells and their words come from it,
the condition from the module that the rules use too.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from decimal import Decimal

from xlevaluate.checks.completeness import PLACEHOLDERS
from xlevaluate.checks.rule import Level
from xlevaluate.form.labels import quoted
from xlevaluate.scoring.score_limits import (
    is_outside_weight,
    lacks_reason,
    lacks_reason_formula,
    outside_weight_formula,
)
from xlevaluate.submission import NOT_APPLICABLE

NEEDED = ("name", "target", "actual", "weight", "score")
"""What every row must have; ``deviation`` only some."""


@dataclass(frozen=True)
class RowSlip:
    """One thing: its words with ``{0}``, ``{1}`` for ``numbers``, cells of the row by their keys.

    ``holds`` looks at values by key (``None`` for blank), ``when`` writes the same for cells.
    """

    level: Level
    words: str
    numbers: tuple[str, ...]
    holds: Callable[[Mapping[str, object]], bool]
    when: Callable[[Mapping[str, str]], str]


def _is_incomplete(row: Mapping[str, object]) -> bool:
    title, *values = (row[key] for key in NEEDED)
    beside = [*values, row["deviation"]]
    is_empty = all(value is None for value in beside) and title in {None, *PLACEHOLDERS}
    missing = None in (title, *values) or NOT_APPLICABLE in values
    return missing and not is_empty


def _incomplete_formula(cells: Mapping[str, str]) -> str:
    name, *rest = (cells[key] for key in NEEDED)
    placeholder = ",".join(f"{name}={quoted(words)}" for words in sorted(PLACEHOLDERS))
    every = ",".join((*rest, cells["deviation"]))
    blank = ",".join(
        [f'{cell}=""' for cell in (name, *rest)]
        + [f"{cells[key]}={quoted(NOT_APPLICABLE.value)}" for key in ("weight", "score")]
    )
    return f'AND(OR({blank}),OR(COUNTA({every})>0,AND({name}<>"",NOT(OR({placeholder})))))'


def _is_outside(row: Mapping[str, object]) -> bool:
    score, weight = row["score"], row["weight"]
    if not isinstance(score, Decimal) or not isinstance(weight, Decimal):
        return False
    return is_outside_weight(score, weight)


def _lacks_reason(row: Mapping[str, object]) -> bool:
    score, weight = row["score"], row["weight"]
    if not isinstance(score, Decimal) or not isinstance(weight, Decimal):
        return False
    return lacks_reason(score, weight, row["deviation"])


ROW_SLIPS = (
    RowSlip("error", "本行没有填全", (), _is_incomplete, _incomplete_formula),
    RowSlip(
        "error",
        "得分 {0} 应在 0 与分值 {1} 之间",
        ("score", "weight"),
        _is_outside,
        lambda cells: outside_weight_formula(cells["score"], cells["weight"]),
    ),
    RowSlip(
        "error",
        "得分低于分值，请写明偏差原因及改进措施",
        (),
        _lacks_reason,
        lambda cells: lacks_reason_formula(cells["score"], cells["weight"], cells["deviation"]),
    ),
)
