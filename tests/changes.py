"""Submissions with a few figures changed, written as ``{path: value}``."""

from typing import Any

from xlevaluate.submission import Submission
from xlevaluate.submission.paths import with_values


def changed(submission: Submission, changes: dict[str, Any]) -> Submission:
    """Return the submission with other values at some paths."""
    return with_values(submission, changes)
