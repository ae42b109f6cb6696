"""Rows of lists that were found elsewhere, each joined to the row of its name or put after all.

A list found elsewhere counts its rows from 0 by itself. Its rows are those of the workbook where
they have the same name; of two with one name the first is the first. What has no name in the
list's first column cannot be told from the others, and is left. Projects are such rows too, each
with lists of its own.
"""

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import NamedTuple

from msgspec.structs import replace

from xlevaluate.form.form import PROJECTS, Form
from xlevaluate.submission import Submission, entries
from xlevaluate.submission.texts import clean_text
from xlevaluate.tables.found import Found, Unplaced
from xlevaluate.template.template import Template

_BLANKS = re.compile(r"\s+")
_NO_NAME = "这一行没有名称，不能确定是哪一行"
_NOT_TAKEN = "提纲和说明不从别处导入"

Keys = Mapping[str, str | None]
"""The column that names the rows of each list (blank: the row itself); ``None``: not taken."""


class _Cell(NamedTuple):
    """What a path inside a list says: the list, the row, the step below it."""

    base: str
    row: int
    leaf: str


def joined_rows(
    template: Template, submission: Submission, harvests: Iterable[Sequence[Found]]
) -> tuple[list[Found], list[Unplaced]]:
    """Return everything found under the paths that it has in the workbook, and what has none.

    ``harvests`` are joined one after another: rows that the first one adds are there for the next.
    """
    joining = _Joining(submission)
    own = dict(_keys(template.form))
    of_project = {} if template.project is None else dict(_keys(template.project.form))
    name = None if template.project is None else template.project.form.with_role("project_name")
    projects = PROJECTS.rstrip(".")
    joined: list[Found] = []
    for found in harvests:
        moved = joining.moved(found, {projects: name.path} if name else {})
        by_project: dict[str, list[Found]] = defaultdict(list)
        for item in moved:
            steps = item.path.split(".")
            by_project[".".join(steps[:2]) if steps[0] == projects else ""].append(item)
        for project, items in by_project.items():
            keys = {f"{project}.{base}": k for base, k in of_project.items()} if project else own
            joined += joining.moved(items, keys)
    return joined, joining.left


class _Joining:
    """The names of the rows of each list, as they come to be."""

    def __init__(self, submission: Submission) -> None:
        self.left: list[Unplaced] = []
        self._submission = submission
        self._names: dict[str, list[str]] = {}

    def moved(self, found: Iterable[Found], keys: Keys) -> list[Found]:
        """Return what was found elsewhere with the rows that it has here."""
        moved: list[Found] = []
        rows: dict[tuple[str, int], list[tuple[str, Found]]] = defaultdict(list)
        for item in found:
            cell = _cell(keys, item.path)
            if cell is None:
                moved.append(item)
            elif keys[cell.base] is None:
                self.left.append(Unplaced(item.origin, _NOT_TAKEN))
            else:
                rows[cell.base, cell.row].append((cell.leaf, item))
        seen: Counter[tuple[str, str]] = Counter()
        for (base, _), cells in sorted(rows.items(), key=lambda item: item[0][1]):
            name = next((_bare(item.value) for leaf, item in cells if leaf == keys[base]), "")
            if not name:
                self.left += [Unplaced(item.origin, _NO_NAME) for _, item in cells]
                continue
            row = self._row(base, keys[base], name, seen[base, name])
            seen[base, name] += 1
            moved += [
                replace(item, path=".".join(filter(None, (base, str(row), leaf))))
                for leaf, item in cells
            ]
        return moved

    def _row(self, base: str, key: str | None, name: str, before: int) -> int:
        """Return the row of a name, of which so many were met; a new one is put at the end."""
        names = self._names.setdefault(base, list(self._there(base, key or "")))
        same = [row for row, other in enumerate(names) if other == name]
        if before < len(same):
            return same[before]
        blank = self._blank_project(base, names)
        if blank is not None:
            names[blank] = name
            return blank
        names.append(name)
        return len(names) - 1

    def _blank_project(self, base: str, names: Sequence[str]) -> int | None:
        """Return the first project with a sheet and nothing in it."""
        if base != PROJECTS.rstrip("."):
            return None
        there = enumerate(self._submission.projects)
        blank = (row for row, project in there if not names[row] and project == type(project)())
        return next(blank, None)

    def _there(self, base: str, key: str) -> Iterator[str]:
        first, _, rest = base.partition(".")
        number, _, _ = rest.partition(".")
        is_project = first == PROJECTS.rstrip(".") and number.isdecimal()
        if is_project and int(number) >= len(self._submission.projects):
            return
        for entry in entries(self._submission, f"{base}.*.{key}".rstrip(".")):
            yield _bare(entry.value)


def _keys(form: Form) -> Iterator[tuple[str, str | None]]:
    """Yield each list of a form, with the column that names its rows."""
    for listing in form.listings.values():
        key = listing.fields[0].path.rsplit("*", 1)[1].lstrip(".")
        is_taken = not listing.needs and not listing.is_outline
        for base in listing.groups.values():
            yield base, key if is_taken else None


def _cell(keys: Keys, path: str) -> _Cell | None:
    steps = path.split(".")
    for place in range(1, len(steps)):
        base = ".".join(steps[:place])
        if base in keys and steps[place].isdecimal():
            return _Cell(base, int(steps[place]), ".".join(steps[place + 1 :]))
    return None


def _bare(name: object) -> str:
    """Return a name without what may differ while it is the same."""
    return "" if name is None else _BLANKS.sub("", clean_text(str(name)) or "")
