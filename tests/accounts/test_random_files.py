"""Whatever a file of accounts looks like, no figure is found for a field that is not its own."""

from decimal import Decimal

from hypothesis import given, settings
from hypothesis import strategies as st

from tests.accounts.expected import expected
from tests.accounts.random_files import random_files
from xlevaluate.accounts.accounts_harvest import recognise_accounts
from xlevaluate.tables.found import Found
from xlevaluate.template.template import Template


@settings(max_examples=25)
@given(st.integers(0, 10**6), st.sampled_from(["年初预算", "全年预算"]))
def test_every_figure_stood_under_its_label_in_its_unit(
    template: Template, seed: int, budget: str
) -> None:
    files = random_files(seed)
    harvest = recognise_accounts(files.sources, template, 2023, {"budget": budget})
    right = expected(files.this, files.last, budget)
    other = expected(files.this, files.last, "全年预算")
    for found in harvest.found:
        fits = is_near(found, right.get(found.path))
        if not fits and not found.certain and "多为调整后" in found.note:
            fits = is_near(found, other.get(found.path))  # offered with a question, and says so
        assert fits, (seed, found, right.get(found.path))
    assert len(harvest.found) > 60, seed
    assert not harvest.contradictions, (seed, harvest.contradictions)


@settings(max_examples=20)
@given(st.integers(0, 10**6), st.sampled_from(["年初预算", "全年预算"]))
def test_what_is_damaged_is_left_out_or_wants_a_yes(
    template: Template, seed: int, budget: str
) -> None:
    files = random_files(seed, damaged=True)
    harvest = recognise_accounts(files.sources, template, 2023, {"budget": budget})
    right = expected(files.this, files.last, budget)
    for found in harvest.found:
        fits = is_near(found, right.get(found.path))
        assert fits or not found.certain, (seed, found, right.get(found.path))


def is_near(found: Found, yuan: Decimal | None) -> bool:
    """Tell whether a figure is an amount of 元, within the rounding of its parts."""
    if yuan is None:
        return False
    parts = found.origin.text.count(";") + 1
    return bool(abs(found.exact * 10_000 - yuan) <= 50 * parts)
