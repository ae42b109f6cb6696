"""Addresses inside a submission: dotted paths; ``*`` is every row of a list, key of a mapping."""

from collections.abc import Iterator, Mapping
from typing import Any, NamedTuple

from xlevaluate.submission.model import Submission


class Entry(NamedTuple):
    """One value and the concrete path at which it stands."""

    path: str
    value: Any


def entries(submission: Submission, path: str) -> tuple[Entry, ...]:
    """Return what stands at a path: one entry, or one a row where the path holds a ``*``.

    >>> entries(Submission(year=2023), "year")
    (Entry(path='year', value=2023),)

    A mapping's missing key is a blank, or a list with no rows; a row beyond the last is none. A
    path that the model does not have raises ``AttributeError``: it is a mistake in a template.
    """
    return tuple(_walk(submission, path.split("."), ()))


def _walk(node: Any, rest: list[str], done: tuple[str, ...]) -> Iterator[Entry]:
    if not rest:
        yield Entry(".".join(done), node)
        return
    step, *later = rest
    if step == "*":
        rows = node.items() if isinstance(node, Mapping) else enumerate(node)
        for key, item in rows:
            yield from _walk(item, later, (*done, str(key)))
    elif isinstance(node, Mapping) and step not in node:
        if "*" not in later:
            yield Entry(".".join((*done, *rest)), None)
    elif isinstance(node, Mapping):
        yield from _walk(node[step], later, (*done, step))
    elif isinstance(node, tuple):
        for item in node[int(step) : int(step) + 1]:
            yield from _walk(item, later, (*done, step))
    else:
        yield from _walk(getattr(node, step), later, (*done, step))


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
