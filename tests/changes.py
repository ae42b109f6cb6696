"""Submissions with a few figures changed, written as ``{path: value}``."""

from typing import Any

from xlevaluate.submission import Submission


def changed(submission: Submission, changes: dict[str, Any]) -> Submission:
    """Return the submission with other values at some paths."""
    data = submission.model_dump()
    for path, value in changes.items():
        *parents, leaf = path.split(".")
        node: Any = data
        for step in parents:
            node = node[int(step)] if isinstance(node, list | tuple) else node[step]
        node[leaf] = value
    return Submission.model_validate(data)
