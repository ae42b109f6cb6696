"""What an official document says of findings of any family is whole sentences without cells.

Those of every case of every rule are looked at with the cases.
"""

import pytest

from tests.checks.test_projects import evaluated, told
from tests.families.test_every_family import KINDS, WITH_SLIPS, Kind
from tests.whole_sentences import is_whole
from xlevaluate.submission.loading import load_submission
from xlevaluate.workbook.generate import evaluate_submission


@pytest.mark.parametrize("kind", KINDS, ids="-".join)
def test_findings_are_said_in_whole_sentences(kind: Kind) -> None:
    """Of samples with slips, and of a workbook that nobody filled in."""
    template = kind.template()
    given = [template.blank()]
    for name in () if kind.profile else WITH_SLIPS:
        path = kind.sample(name)
        if path.is_file():
            text = path.read_text(encoding="utf-8")
            given.append(load_submission(text, path.name, template.form.model))
    evaluations = [evaluate_submission(template, submission) for submission in given]
    said = [item.statement for evaluation in evaluations for item in evaluation.findings]
    assert said
    assert [words for words in said if not is_whole(words)] == []


def test_a_total_of_projects_names_them() -> None:
    (found,) = told(evaluated(项目支出_本年="600"), "J01")
    assert "（项目“节水灌溉改造”的年度资金总额（全年执行数）、项目“村道硬化”的" in found.statement
