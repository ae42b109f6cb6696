"""What a row of indicators must hold: one condition for rules, formulas and functions in cells."""

from collections.abc import Mapping
from decimal import Decimal

from xlevaluate.form.labels import quoted
from xlevaluate.form.roles import IndicatorRole
from xlevaluate.scoring.waived import is_waiver
from xlevaluate.submission import NOT_APPLICABLE

PLACEHOLDERS = {"……", "...", "…", "——", "—", "-", "/", "无", "没有", "不涉及"}
"""What stands in a row of the printed form that nobody filled in: no indicator, and no answer."""

NEEDED: tuple[IndicatorRole, ...] = ("name", "target", "actual", "weight", "score")
"""What every row must have; the others only some."""

POINTS: tuple[IndicatorRole, ...] = ("weight", "score")


def is_empty_row(row: Mapping[IndicatorRole, object]) -> bool:
    """Tell whether nobody has filled a row in, given its values by role (``None`` for blank)."""
    filled = [role for role, value in row.items() if role != "name" and value is not None]
    name = row.get("name")
    return not filled and (name is None or name in PLACEHOLDERS)


def has_points(row: Mapping[IndicatorRole, object]) -> bool:
    """Tell whether a row has points, or earns some; 0 and 不适用 are none."""
    return any(isinstance(row.get(role), Decimal) and row[role] != 0 for role in POINTS)


def is_waiver_row(row: Mapping[IndicatorRole, object]) -> bool:
    """Tell whether a row says that its category does not apply."""
    return is_waiver(row.get("name")) and not has_points(row)


def missing_in(row: Mapping[IndicatorRole, object]) -> tuple[IndicatorRole, ...]:
    """Return what a row lacks that is not empty. Points of 不适用 would vanish from every sum."""
    if is_empty_row(row) or is_waiver_row(row):
        return ()
    return tuple(
        role
        for role in NEEDED
        if role in row and (row[role] is None or (role in POINTS and row[role] is NOT_APPLICABLE))
    )


def missing_in_formula(row: Mapping[IndicatorRole, str]) -> str:
    """Return whether a row lacks something as a native expression of its cells."""
    name = row["name"]
    placeholder = ",".join(f"{name}={quoted(words)}" for words in sorted(PLACEHOLDERS))
    # The formula of a score shows nothing in a blank row: it is no content.
    every = ",".join(f'{cell}<>""' for role, cell in row.items() if role != "name")
    blank = ",".join(
        [f'{row[role]}=""' for role in NEEDED]
        + [f"{row[role]}={quoted(NOT_APPLICABLE.value)}" for role in POINTS]
    )
    points = "+".join(f'COUNTIF({row[role]},"<>0")*ISNUMBER({row[role]})' for role in POINTS)
    waiver = f"AND(TRIM({name})={quoted(NOT_APPLICABLE.value)},{points}=0)"
    return f'AND(OR({blank}),NOT({waiver}),OR({every},AND({name}<>"",NOT(OR({placeholder})))))'
