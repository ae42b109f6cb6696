"""What holds of every consistent submission, and of one with a single figure changed."""

from collections.abc import Iterator
from decimal import Decimal
from random import Random

import pytest

from tests.changes import changed
from tests.consistent import consistent
from xlevaluate.computed.sums import Identity
from xlevaluate.evaluation.evaluation import Evaluation
from xlevaluate.form.figures import Figures
from xlevaluate.submission import Submission
from xlevaluate.template.template import Template
from xlevaluate.workbook.generate import evaluate_submission

BATCHES, BATCH = 20, 50

SEEDS = (0, 1, 2, 5)
"""Submissions of 4, 2, 1 and 5 special funds, of which every figure that an identity holds is
changed, each by itself.

Every place comes up in each of them: what more seeds add is other digits at the same places.
"""


@pytest.mark.parametrize("batch", range(BATCHES))
def test_a_consistent_submission_raises_no_error(batch: int, template: Template) -> None:
    """A thousand in all."""
    for seed in range(batch * BATCH, (batch + 1) * BATCH):
        evaluation = evaluate_submission(template, consistent(template, Random(seed)))
        errors = [
            told.message for told in evaluation.open_findings if told.finding.level == "error"
        ]
        assert errors == [], seed


def _money_in_identities(
    template: Template, submission: Submission
) -> Iterator[tuple[str, Decimal, set[str]]]:
    """Yield every amount that an identity holds: path, figure, paths it stands together with."""
    figures = Figures(template.form, template.completed(submission))
    together: dict[str, set[str]] = {}
    for identity in _identities(template):
        paths = {entry.path for entry in figures[identity.total]}
        paths |= {entry.path for part in identity.parts for entry in part.entries(figures)}
        for path in paths:
            together.setdefault(path, set()).update(paths)
    for field, entry in figures.all_entries():
        if field.kind == "money" and entry.path in together and isinstance(entry.value, Decimal):
            yield entry.path, entry.value, together[entry.path]


def _identities(template: Template) -> list[Identity]:
    return [
        column
        for rule in template.identities
        for column in rule.columns
        if column.relation == "equal"
    ]


def _grave(evaluation: Evaluation) -> dict[str, set[str]]:
    """Errors and queries by their sentence, with the places each names."""
    return {
        told.message: {told.finding.path, *told.finding.others}
        for told in evaluation.open_findings
        if told.finding.level != "hint"
    }


@pytest.mark.parametrize("seed", SEEDS)
def test_a_changed_figure_is_found_where_it_stands(seed: int, template: Template) -> None:
    random = Random(seed)
    submission = consistent(template, random)
    known = _grave(evaluate_submission(template, submission))
    for path, figure, together in _money_in_identities(template, submission):
        other = figure + random.choice((1, -1)) * Decimal(random.randint(5, 500)) / 100
        found = _grave(evaluate_submission(template, changed(submission, {path: other})))
        new = [places for message, places in found.items() if message not in known]
        assert any(places & together for places in new), (path, figure, other)


def _swapped(figure: Decimal) -> Decimal | None:
    """Swap the first two neighbouring digits that differ and are no leading 0 then."""
    digits, _, cents = f"{figure:.2f}".partition(".")
    bare = digits + cents
    for i in range(len(bare) - 1):
        if bare[i] != bare[i + 1] and (i > 0 or bare[1] != "0"):
            return Decimal(bare[:i] + bare[i + 1] + bare[i] + bare[i + 2 :]) / 100
    return None


@pytest.mark.parametrize("seed", range(3))
def test_a_mistyped_figure_is_told_as_such(seed: int, template: Template) -> None:
    """A point in the wrong place, 元 for 万元, digits swapped: nearly always said in a finding."""
    random = Random(seed)
    submission = consistent(template, random)
    tried = told = 0
    for path, figure, _ in _money_in_identities(template, submission):
        slip = random.choice((10, 100, 1000, 10_000, 0))
        other = figure * slip if slip else _swapped(figure)
        if not figure or other is None:
            continue
        found = evaluate_submission(template, changed(submission, {path: other})).open_findings
        words = f" 的 {slip} 倍" if slip else "次序不同"
        tried += 1
        told += any(words in item.message for item in found)
    assert tried > 50
    assert told >= 0.95 * tried, (told, tried)


@pytest.mark.parametrize("seed", SEEDS)
def test_a_change_within_rounding_is_at_most_a_hint(seed: int, template: Template) -> None:
    random = Random(seed)
    submission = consistent(template, random)
    known = list(_grave(evaluate_submission(template, submission)).values())
    for path, figure, _ in _money_in_identities(template, submission):
        other = figure + random.choice((1, -1)) * Decimal("0.004")
        found = _grave(evaluate_submission(template, changed(submission, {path: other})))
        assert [places for places in found.values() if places not in known] == [], (path, other)
