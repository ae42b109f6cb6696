"""Values at concrete paths of a submission, in rows of lists that are not there yet too."""

from collections.abc import Mapping
from copy import copy
from itertools import pairwise
from typing import Any

from pydantic import ValidationError

from xlevaluate.submission import Submission


def value_at(submission: Submission, path: str) -> Any:
    """Return what stands at a concrete path; ``None`` where there is no such row yet."""
    node: Any = submission
    for step in path.split("."):
        if isinstance(node, tuple):
            if int(step) >= len(node):
                return None
            node = node[int(step)]
        elif isinstance(node, Mapping):
            node = node.get(step)
        else:
            node = getattr(node, step, None)
    return node


def with_rows(submission: Submission, values: Mapping[str, Any]) -> Submission:
    """Return the submission with values at concrete paths, in new rows of lists too.

    Raises ``ValidationError`` where one does not fit.
    """
    data = submission.model_dump()
    for path, value in values.items():
        if value is None and value_at(submission, path) is None:
            continue
        *parents, leaf = path.split(".")
        node: Any = data
        for step, below in pairwise((*parents, leaf)):
            node = _below(node, step, {} if not below.isdecimal() else [])
        if isinstance(node, list):
            _below(node, leaf, None)
            node[int(leaf)] = value
        else:
            node[leaf] = value
    return type(submission).model_validate(data)


def _below(node: Any, step: str, new: Any) -> Any:
    """Return what is below a node, made where it is not there."""
    if isinstance(node, dict):
        if isinstance(found := node.get(step), tuple):
            node[step] = list(found)
        return node.setdefault(step, new)
    while len(node) <= int(step):
        node.append(copy(new))
    return node[int(step)]


def is_blamed(path: str, error: ValidationError) -> bool:
    """Tell whether a value is one that the model complains of."""
    steps = tuple(path.split("."))
    for item in error.errors():
        blamed = tuple(map(str, item["loc"]))
        if blamed[: len(steps)] == steps:
            return True
        is_of_list = item["type"] == "too_long" and steps[: len(blamed)] == blamed
        if is_of_list and int(steps[len(blamed)]) >= int(item["ctx"]["max_length"]):
            return True
    return False
