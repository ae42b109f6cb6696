"""The model of a form's submissions, made from its fields.

A path of the form (``basic_data.spending.project.final``) is a place in a tree of records. A list
is a tuple of records, and a row with nothing in it is no row; the rows of a list of one unnamed
column are texts. Parts with the same fields share one class.
"""

import datetime
from collections.abc import Iterable
from typing import Annotated, Any, Literal

from pydantic import AfterValidator, BeforeValidator, Field, create_model

from xlevaluate.form.fields import Field as FormField
from xlevaluate.form.fields import Listing
from xlevaluate.submission.amounts import Amount
from xlevaluate.submission.model import OutlineRow, Record, Submission
from xlevaluate.submission.texts import Required, Text, clean_text

FIRST_YEAR, LAST_YEAR = 1990, 2100

Year = Annotated[int, Field(ge=FIRST_YEAR, le=LAST_YEAR)]

_TYPES: dict[str, Any] = {
    **dict.fromkeys(("money", "area", "count", "points", "share"), Amount),
    **dict.fromkeys(("text", "paragraph", "choice"), Text),
    "date": datetime.date | None,
    "year": Year | None,
}

_OWN = frozenset(Submission.model_fields)
"""Parts that every submission has."""

_Tree = dict[str, Any]
"""Steps of paths: a type, the tree below, or a list as a tuple of one of these."""


def outline_row_model(levels: tuple[str, ...]) -> type[OutlineRow]:
    """Return the model of the outline's rows, whose level is one of ``levels``."""
    if not levels:
        return OutlineRow
    level: Any = Literal[levels]
    return create_model("OutlineRow", __base__=OutlineRow, level=(level, ...))


def submission_model(
    items: Iterable[FormField | Listing],
    outline_row: type[OutlineRow],
    project: type[Submission] | None = None,
) -> type[Submission]:
    """Return the model of the submissions of a form with these fields and lists.

    ``project`` is that of the projects that stand with it, where the form has such. It is closed
    to unknown keys. A path that means two things raises ``ValueError``.
    """
    tree: _Tree = {}
    for item in items:
        if isinstance(item, FormField):
            _insert(tree, item.path, _TYPES[item.kind])
        else:
            for base in item.groups.values():
                _insert(tree, base, (_row_of(item),))
    maker = _Maker()
    parts = {step: maker.field(step, node) for step, node in tree.items() if step not in _OWN}
    row: Any = outline_row
    parts["outline"] = (tuple[row, ...] | None, None)
    if project is not None:
        of_project: Any = project
        parts["projects"] = (tuple[of_project, ...], ())
    return create_model("Submission", __base__=Submission, **parts)


def _row_of(listing: Listing) -> _Tree | None:
    """Return what a row holds; ``None`` for a row that is one text."""
    row: _Tree = {}
    for item in listing.fields:
        step = item.path.rsplit("*", 1)[1].removeprefix(".")
        if not step:
            return None
        _insert(row, step, _TYPES[item.kind])
    return row


def _insert(tree: _Tree, path: str, what: Any) -> None:
    *parents, leaf = path.split(".")
    node = tree
    for step in parents:
        below = node.setdefault(step, {})
        node = below if isinstance(below, dict) else {leaf: below}
    if leaf in node:
        raise ValueError(f"path“{path}”用了两次，或与别的项目相冲突")
    node[leaf] = what


class _Maker:
    """Makes the records of a tree; trees of the same fields become one class."""

    def __init__(self) -> None:
        self._made: dict[str, type[Record]] = {}

    def field(self, step: str, node: Any) -> Any:
        """Return type and default of a part."""
        if isinstance(node, tuple):
            return self._rows(step, node[0]), ()
        if not isinstance(node, dict):
            return node, None
        record = self.record(step, node)
        return record, record()

    def record(self, step: str, node: _Tree) -> type[Record]:
        """Return the class of a part with these fields."""
        shape = repr(node)
        if shape not in self._made:
            parts = {below: self.field(below, what) for below, what in node.items()}
            name = "".join(word.title() for word in step.split("_")) or "Part"
            taken = sum(made.__name__.rstrip("0123456789") == name for made in self._made.values())
            made = create_model(f"{name}{taken or ''}", __base__=Record, **parts)
            self._made[shape] = made
        return self._made[shape]

    def _rows(self, step: str, row: _Tree | None) -> Any:
        if row is None:
            return Annotated[tuple[Required, ...], BeforeValidator(_without_blank_texts)]
        record: Any = self.record(step.removesuffix("s"), row)
        return Annotated[tuple[record, ...], AfterValidator(_without_blank_rows)]


def _without_blank_rows(rows: tuple[Record, ...]) -> tuple[Record, ...]:
    return tuple(row for row in rows if any(value is not None for _, value in row))


def _without_blank_texts(texts: Any) -> Any:
    if not isinstance(texts, list | tuple):
        return texts
    return tuple(
        text
        for text in texts
        if text is not None and not (isinstance(text, str) and clean_text(text) is None)
    )
