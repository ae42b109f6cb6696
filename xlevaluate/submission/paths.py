"""Addresses inside a submission: dotted paths; ``*`` is every row of a list, key of a mapping."""

from collections.abc import Iterable, Iterator, Mapping
from functools import lru_cache
from typing import Any, NamedTuple, TypeVar

from xlevaluate.submission.model import Record, Submission


class Entry(NamedTuple):
    """One value and the concrete path at which it stands."""

    path: str
    value: Any


def entries(submission: Record, path: str) -> tuple[Entry, ...]:
    """Return what stands at a path: one entry, or one a row where the path holds a ``*``.

    >>> from xlevaluate.submission import Submission
    >>> entries(Submission(), "outline")
    (Entry(path='outline', value=None),)

    A mapping's missing key is a blank, or a list with no rows; a row beyond the last is none. A
    path that the model does not have raises ``AttributeError``: it is a mistake in a template.
    """
    steps, has_rows = _steps(path)
    if has_rows:
        return tuple(_walk(submission, steps))
    node: Any = submission
    for step in steps:
        if not isinstance(node, Record):
            return tuple(_walk(submission, steps))
        node = getattr(node, step)
    return (Entry(path, node),)


@lru_cache(maxsize=4096)  # a form has some hundred, which are asked for again and again
def _steps(path: str) -> tuple[tuple[str, ...], bool]:
    """Return the steps of a path, and whether one of them is every row."""
    steps = tuple(path.split("."))
    return steps, "*" in steps


def _walk(node: Any, steps: tuple[str, ...], start: int = 0) -> Iterator[Entry]:
    """Go down from a node by the steps from ``start`` on; those before it led there."""
    for place in range(start, len(steps)):
        step = steps[place]
        if step == "*":
            for key, item in _below(node):
                yield from _walk(item, (*steps[:place], str(key), *steps[place + 1 :]), place + 1)
            return
        if isinstance(node, Record):
            node = getattr(node, step)
        elif isinstance(node, tuple):
            if int(step) >= len(node):
                return
            node = node[int(step)]
        elif isinstance(node, Mapping) and step not in node:
            if "*" not in steps[place:]:
                yield Entry(".".join(steps), None)
            return
        else:
            node = node[step] if isinstance(node, Mapping) else getattr(node, step)
    yield Entry(".".join(steps), node)


def _below(node: Any) -> Iterable[tuple[object, Any]]:
    """Return the rows of a list, the items of a mapping, the parts of a record."""
    if node is None:  # an outline that is the template's own, or could not be read
        return ()
    if isinstance(node, Mapping):
        return node.items()
    return node if isinstance(node, Record) else enumerate(node)


SubmissionT = TypeVar("SubmissionT", bound=Submission)


def with_values(submission: SubmissionT, values: Mapping[str, Any]) -> SubmissionT:
    """Return the submission with other values at some concrete paths that it has."""
    data = submission.model_dump()
    for path, value in values.items():
        *parents, leaf = path.split(".")
        node: Any = data
        for step in parents:
            node = node[int(step) if isinstance(node, list | tuple) else step]
        node[leaf] = value
    return type(submission).model_validate(data)


def nest(values: Mapping[str, Any]) -> dict[str, Any]:
    """Turn ``{concrete path: value}`` back into nested dicts and lists for the model.

    Rows are put in the order of their numbers; gaps close up.
    """
    tree: dict[str, Any] = {}
    for path, value in values.items():
        *parents, leaf = path.split(".")
        node = tree
        for step in parents:
            node = node.setdefault(step, {})
        node[leaf] = value
    nested: dict[str, Any] = _rows(tree)
    return nested


def _rows(node: Any) -> Any:
    if not isinstance(node, dict):
        return node
    if node and all(key.isdecimal() for key in node):
        return [_rows(node[key]) for key in sorted(node, key=int)]
    return {key: _rows(value) for key, value in node.items()}
