"""What a score may be: within its weight, with a reason where it is less.

Each condition stands once, for rules and functions as well as for native formulas: the function
in Python, and beside it the same as an expression of cells. Source: 自评表填报要求.
"""

from decimal import Decimal


def is_outside_weight(score: Decimal, weight: Decimal) -> bool:
    """Tell whether a score is below 0 or above its weight (points)."""
    return score > weight or score < 0


def outside_weight_formula(score: str, weight: str) -> str:
    """Return ``is_outside_weight`` as a native expression; blank cells are not outside."""
    return f"AND(COUNT({weight},{score})=2,OR({score}>{weight},{score}<0))"


def lacks_reason(score: Decimal, weight: Decimal, reason: object) -> bool:
    """Tell whether a score is below its weight and no reason is given (``None``)."""
    return score < weight and reason is None


def lacks_reason_formula(score: str, weight: str, reason: str) -> str:
    """Return ``lacks_reason`` as a native expression; blank points lack nothing."""
    return f'AND(COUNT({weight},{score})=2,{score}<{weight},{reason}="")'
