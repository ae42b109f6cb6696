"""Every way to fail has a sentence, every reason for not having checked has words."""

from typing import get_args

import pytest

from xlevaluate.checks.cases import Case
from xlevaluate.checks.findings import Reason, ReasonKind
from xlevaluate.evaluation.messages import WORDS
from xlevaluate.evaluation.reason_words import reason_words


def test_every_case_has_its_sentence_and_every_sentence_its_case() -> None:
    assert set(get_args(Case)) == set(WORDS)


@pytest.mark.parametrize("kind", get_args(ReasonKind))
def test_every_reason_has_words(kind: ReasonKind) -> None:
    words = reason_words(Reason(kind, ("编制数", "实有人数")))
    assert words
    assert "{" not in words
    assert not words.endswith("。")


def test_a_reason_says_what_it_is_said_of() -> None:
    assert reason_words(Reason("one_blank", ("甲", "乙"))) == "甲或乙未填"
    assert reason_words(Reason("unread", ("甲", "乙"), of="丙率")) == "丙率（未能读出甲、乙）"


def test_much_that_could_not_be_read_is_counted() -> None:
    labels = tuple(f"项目{number}" for number in range(80))
    words = reason_words(Reason("unread", labels))
    assert words.endswith("项目11等80项")
    assert len(words) < 80
