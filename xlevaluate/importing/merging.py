"""What becomes of everything found elsewhere: only blanks are filled, the rest is told.

A figure that is there is never changed. Two sources that say different things place neither. What
is not certain waits for the user's yes. A total that a formula adds up is compared once its parts
are in, and typed over the formula only where that had shown nothing.
"""

import re
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from types import MappingProxyType
from typing import Any

from msgspec.structs import replace
from pydantic import ValidationError

from xlevaluate.form.figures import Figures
from xlevaluate.form.form import PROJECTS
from xlevaluate.form.problems import Reading
from xlevaluate.importing.filled_formulas import formulas_of, paths_with_formulas
from xlevaluate.importing.incoming_rows import joined_rows
from xlevaluate.importing.merged import Difference, Merged, SourcedValue
from xlevaluate.importing.new_rows import is_blamed, value_at, with_rows
from xlevaluate.submission import Submission
from xlevaluate.tables.found import Found, Harvest, Origin, Unplaced
from xlevaluate.template.template import Template
from xlevaluate.template.workbook_reading import read_forms
from xlevaluate.workbook.generate import snapshot_of_submission

_ALL_HAVE_ROOM: Mapping[str, str] = MappingProxyType({})
_OWN_POINTS = "ratio_scores."
_MOST_ROUNDS = 6
_NO_FIELD = "本表没有这一项"
_NOT_FIT = "不合本表的填写要求"


def merge(
    template: Template,
    reading: Reading,
    harvests: Sequence[Harvest],
    accepted: Collection[int] | None = (),
    no_room: Mapping[str, str] = _ALL_HAVE_ROOM,
) -> Merged:
    """Decide on everything found; ``accepted`` are numbers of proposals, ``None`` all of them.

    ``no_room`` are rows for which the workbook has no place, by path, with what to do.
    """
    is_of_projects = any(f.path.startswith(PROJECTS) for h in harvests for f in h.found)
    if is_of_projects and template.project is not None:
        reading = replace(reading, submission=_with_room_for_projects(template, reading))
    merging = _Merging(template, reading, accepted, no_room)
    joined, nameless = joined_rows(template, merging.base, [harvest.found for harvest in harvests])
    for path, found in _by_path(joined).items():
        merging.take(path, found)
    merging.finish()
    told = [
        *merging.placed,
        *merging.same,
        *merging.proposed,
        *(value for difference in merging.differing for value in difference.values),
    ]
    used = {found.origin for value in told for found in value.found}
    left = [*nameless, *merging.unplaced, *(i for h in harvests for i in h.unplaced)]
    questions = {question.key: question for h in harvests for question in h.questions}
    return Merged(
        merging.submission,
        merging.given,
        tuple(merging.placed),
        tuple(merging.same),
        tuple(merging.differing),
        tuple(merging.proposed),
        # What one recogniser leaves another one may know.
        tuple(dict.fromkeys(item for item in left if item.origin not in used)),
        tuple(_blank(template, merging.submission, {value.path for value in told})),
        tuple(questions.values()),
        tuple(dict.fromkeys(item for h in harvests for item in h.contradictions)),
        tuple(dict.fromkeys(item for h in harvests for item in h.agreed)),
    )


def _with_room_for_projects(template: Template, reading: Reading) -> Submission:
    """Return what was read as the model of a workbook that has projects."""
    made: Submission = template.form.model.model_validate(reading.submission.model_dump())
    return made


class _Merging:
    """What is decided, path by path."""

    def __init__(
        self,
        template: Template,
        reading: Reading,
        accepted: Collection[int] | None,
        no_room: Mapping[str, str],
    ) -> None:
        self.template = template
        self.base = template.reduced(reading.submission)
        self.given = self.submission = self.base
        self.placed: list[SourcedValue] = []
        self.same: list[SourcedValue] = []
        self.differing: list[Difference] = []
        self.proposed: list[SourcedValue] = []
        self.unplaced: list[Unplaced] = []
        self._accepted = accepted
        self._no_room = no_room
        self._roomless: dict[tuple[str, str], list[Found]] = {}
        self._numbers = 0
        self._typed: list[SourcedValue] = []
        self._totals: list[SourcedValue] = []
        self._worked_out = paths_with_formulas(template, self.base, reading)

    def take(self, path: str, found: Sequence[Found]) -> None:
        """Decide on what was found for one path."""
        if not self._is_field(path):
            self.unplaced += [Unplaced(item.origin, _NO_FIELD) for item in found]
            return
        for row, reason in self._no_room.items():
            if path.startswith(f"{row}.") or path == row:
                self._roomless.setdefault((row, reason), []).extend(found)
                return
        certain = _values(path, [item for item in found if item.certain])
        others = _values(path, [item for item in found if not item.certain])
        if len(certain) > 1:
            self.differing.append(Difference(path, value_at(self.base, path), tuple(certain)))
        elif certain:
            self._offer(certain[0])
            self.unplaced += [
                Unplaced(item.origin, "另一处确定的数已经采用")
                for value in others
                if not _is_same(value.value, certain[0].value)
                for item in value.found
            ]
        else:
            self._propose(path, others)

    def _is_field(self, path: str) -> bool:
        try:
            return not self.template.form.field_at(path).has_default
        except (KeyError, IndexError):
            return False

    def _propose(self, path: str, values: Sequence[SourcedValue]) -> None:
        """Give numbers to what needs a yes; offer what the user said yes to."""
        there = value_at(self.base, path)
        if there is not None:
            for value in values:
                self._offer(value)
            return
        numbered = []
        for value in values:
            self._numbers += 1
            numbered.append(replace(value, number=self._numbers))
        chosen = [v for v in numbered if self._accepted is None or v.number in self._accepted]
        if len(chosen) == 1:
            self._offer(chosen[0])
        else:
            self.proposed += numbered

    def _offer(self, value: SourcedValue) -> None:
        there = value_at(self.base, value.path)
        if value.path in self._worked_out:
            self._totals.append(value)
        elif there is None:
            self._typed.append(value)
        elif _is_same(there, value.value):
            self.same.append(value)
        else:
            self.differing.append(Difference(value.path, there, (value,)))

    def finish(self) -> None:
        """Put in what was decided, and compare totals with what their formulas then say."""
        self.unplaced += (
            _row_left(self.template, row, reason, found)
            for (row, reason), found in self._roomless.items()
        )
        refused = self._put({value.path: value.value for value in self._typed})
        self._work_out(self._worked_out)
        over: dict[str, Any] = {}
        while more := {
            value.path: value.value
            for value in self._totals
            if value_at(self.base, value.path) is None
            and value.path not in over
            and not _is_same(value_at(self.given, value.path), value.value)
        }:
            # A total that is typed changes those that it is a part of.
            over |= more
            refused |= self._put(more)
            self._work_out(self._worked_out - over.keys())
        laid = snapshot_of_submission(self.template, self.given)
        self.submission = self.template.reduced(read_forms(self.template, laid).submission)
        for value in (*self._typed, *self._totals):
            now = value_at(self.given, value.path)
            if value.path in refused:
                self.unplaced += [Unplaced(item.origin, _NOT_FIT) for item in value.found]
            elif value.path not in self._worked_out or value_at(self.base, value.path) is None:
                self.placed.append(value)
            elif _is_same(now, value.value):
                self.same.append(value)
            else:
                self.differing.append(Difference(value.path, now, (value,)))

    def _put(self, values: Mapping[str, Any]) -> set[str]:
        """Put values in; return the paths of those that the form does not take."""
        refused: set[str] = set()
        while True:
            fit = {path: value for path, value in values.items() if path not in refused}
            try:
                self.given = with_rows(self.given, fit)
            except ValidationError as error:
                bad = {path for path in fit if is_blamed(path, error)}
                if not bad:
                    raise
                refused |= bad
            else:
                return refused

    def _work_out(self, paths: Collection[str]) -> None:
        """Let formulas give what they give, of new rows too; sums of sums take another round."""
        for _ in range(_MOST_ROUNDS):
            worked = {
                path: value
                for path, value in formulas_of(self.template, self.given)
                if path in paths or (self._is_new(path) and value_at(self.given, path) is None)
            }
            changed = {p: v for p, v in worked.items() if v != value_at(self.given, p)}
            if not changed:
                return
            self._put(changed)

    def _is_new(self, path: str) -> bool:
        """Tell whether a path is in a row that was not there before."""
        steps = path.split(".")
        return any(
            step.isdecimal() and value_at(self.base, ".".join(steps[: place + 1])) is None
            for place, step in enumerate(steps)
        )


def _by_path(found: Iterable[Found]) -> dict[str, list[Found]]:
    paths: dict[str, list[Found]] = {}
    for item in found:
        paths.setdefault(item.path, []).append(item)
    return paths


def _values(path: str, found: Iterable[Found]) -> list[SourcedValue]:
    """Return the different values of a path, with all that say each."""
    values: list[SourcedValue] = []
    for item in found:
        for number, value in enumerate(values):
            if _is_same(value.value, item.value):
                values[number] = replace(value, found=(*value.found, item))
                break
        else:
            values.append(SourcedValue(path, item.value, (item,)))
    return values


def _is_same(one: Any, other: Any) -> bool:
    """Tell whether two values of a field say the same; texts without regard to blanks."""
    if isinstance(one, str) and isinstance(other, str):
        return re.sub(r"\s+", "", one) == re.sub(r"\s+", "", other)
    return bool(one == other)


def _row_left(template: Template, row: str, reason: str, found: Sequence[Found]) -> Unplaced:
    """Say of a row, or of a project's form, that there is no place for it: once, by its name."""
    first = found[0].origin
    if len(found) == 1:
        return Unplaced(first, reason)
    if re.fullmatch(rf"{PROJECTS}\d+", row) and template.project is not None:
        item = template.project.form.with_role("project_name")
        path = "" if item is None else f"{row}.{item.path}"
        text = next((str(one.value) for one in found if one.path == path), "")
        origin = Origin(first.file, first.place, text=text)
        return Unplaced(origin, f"这张项目自评表没有地方放（{len(found)} 项）：{reason}")
    places = "、".join(dict.fromkeys(one.origin.address for one in found if one.origin.address))
    text = "，".join(dict.fromkeys(one.origin.text for one in found if one.origin.text))
    return Unplaced(replace(first, address=places, column="", text=text), reason)


def _blank(template: Template, submission: Submission, told: Collection[str]) -> Iterator[str]:
    """Yield the paths of fields that stand once, are blank, and that nobody said anything of."""
    figures = Figures(template.form, submission)
    for item in template.form.fields.values():
        # What is only ticked, and points that the unit gives itself, no source could say.
        is_asked = not (item.has_default or item.choices or item.path.startswith(_OWN_POINTS))
        for entry in figures[item.name]:
            if is_asked and entry.value is None and entry.path not in told:
                yield entry.path
