"""Hunan's form, whose submissions most tests are made of."""

from typing import Any

from xlevaluate.submission import Submission
from xlevaluate.template.template_loading import load_template

MODEL: Any = load_template().form.model
"""The model of its submissions; what it holds is known from the form alone."""


def filled_in(submission: Submission) -> Any:
    """Return what is filled in of Hunan's form."""
    return submission
