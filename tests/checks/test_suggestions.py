"""Which findings propose a figure that may be put in as it is."""

from collections.abc import Callable, Mapping
from decimal import Decimal
from typing import Any

import pytest

from tests.changes import changed
from xlevaluate.evaluation.suggestions import suggestion_of
from xlevaluate.submission import Submission
from xlevaluate.submission.model import Explanation
from xlevaluate.template.template import Template
from xlevaluate.workbook.generate import evaluate_submission

Sample = Callable[[str], Submission]

TOTAL, PART = (
    f"basic_data.spending.{row}.prior_final" for row in ("three_public", "official_reception")
)
SCORED = "self_evaluation.indicators.quantity.1"


def suggested(template: Template, submission: Submission) -> dict[str, Decimal]:
    """Return what is proposed, by the cell."""
    evaluation = evaluate_submission(template, submission)
    figures = {
        f"{told.place.sheet}!{told.place.cell}": suggestion_of(told, evaluation)
        for told in evaluation.open_findings
    }
    return {place: figure for place, figure in figures.items() if figure is not None}


def test_a_total_is_proposed_where_its_parts_are_not_in_question(
    template: Template, sample: Sample
) -> None:
    """B6 of the seed holds B7, which is wrong itself; parts of C16 are blank; D23 is no sum."""
    assert suggested(template, sample("seed")) == {"基础数据表!B7": 0}


@pytest.mark.parametrize(
    ("changes", "proposed"),
    [
        ({}, {}),
        ({TOTAL: Decimal(7)}, {"基础数据表!B6": Decimal("5.41")}),
        ({TOTAL: Decimal("5.14")}, {}),  # two digits swapped, in this figure or in its part
        ({TOTAL: Decimal(7), PART: None}, {}),
        (
            {f"{SCORED}.score": Decimal(5), f"{SCORED}.actual": "9篇"},
            {"自评表!G17": Decimal("3.75")},
        ),
        # The score is less than the points for a reason that is to be written down, or the sum is.
        ({f"{SCORED}.score": Decimal(1)}, {"自评表!G36": Decimal(96)}),
    ],
)
def test_what_is_doubtful_is_not_proposed(
    changes: Mapping[str, Any],
    proposed: Mapping[str, Decimal],
    template: Template,
    sample: Sample,
) -> None:
    assert suggested(template, changed(sample("corrected"), dict(changes))) == proposed


def test_a_query_that_was_explained_proposes_nothing(template: Template, sample: Sample) -> None:
    given = changed(sample("corrected"), {f"{SCORED}.score": Decimal(4), f"{SCORED}.actual": "9篇"})
    evaluation = evaluate_submission(template, given)
    (key,) = (
        told.key for told in evaluation.open_findings if told.finding.case == "not_as_proposed"
    )
    said = Explanation(finding=key, text="上级另有评定。")
    explained = given.model_copy(update={"explanations": (said,)})
    assert "自评表!G17" in suggested(template, given)
    assert "自评表!G17" not in suggested(template, explained)
