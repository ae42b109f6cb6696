"""What is spent beyond its budget: one condition for rules and for formulas beside the forms."""

from decimal import Decimal

from xlevaluate.computed.terms import EXACT
from xlevaluate.submission.amounts import canonical, number_or_none


def beyond_budget(spent: object, budget: object) -> Decimal | None:
    """Return by how much more was spent than budgeted; ``None`` where it was not.

    Nothing is said of a blank or of 不适用.
    """
    done, most = number_or_none(spent), number_or_none(budget)
    return canonical(done - most) if done is not None and most is not None and done > most else None


def overrun(spent: object, budget: object) -> Decimal | None:
    """Return the same of a budget above 0; where it is 0, the rate cannot be worked out (P01)."""
    most = number_or_none(budget)
    return beyond_budget(spent, budget) if most is not None and most > 0 else None


def overrun_formula(spent: str, budget: str) -> tuple[str, str]:
    """Return ``overrun`` as native expressions of two cells: whether there is one, and how much."""
    is_one = f"AND(COUNT({spent},{budget})=2,N({spent})>N({budget}),N({budget})>0)"
    return is_one, f"ROUND(N({spent})-N({budget}),{EXACT})"
