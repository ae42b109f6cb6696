"""What was handed in, on one self-contained page: filtered, opened unit by unit, printed, mailed.

The page asks for nothing elsewhere: its style and its script are the only ones that its policy
allows, by their digests. Without a script it still shows the counts and the list. Whatever comes
from a file that was handed in is text, in the list as in the script's data.
"""

import base64
import hashlib
from collections import defaultdict
from collections.abc import Mapping, Sequence
from importlib import resources

import jinja2
import msgspec

from xlevaluate.rollup.collection import OBJECT_KINDS, STATES, CollectedLine
from xlevaluate.rollup.dashboard_charts import (
    UNLISTED,
    UNLISTED_WORDS,
    charts,
    places_of,
)
from xlevaluate.rollup.dashboard_counts import ProblemCounts, sentences
from xlevaluate.rollup.dashboard_data import DashboardData, ShownObject, shown_object
from xlevaluate.rollup.department_ranks import best_and_worst
from xlevaluate.rollup.rolling_up import RolledUp
from xlevaluate.rollup.same_names import same_code, same_name
from xlevaluate.rollup.settled_problems import settled_keys
from xlevaluate.rollup.spreads import grades_in_order
from xlevaluate.rollup.statuses import StatusEntry
from xlevaluate.rollup.warnings import COLOURS
from xlevaluate.submission.amounts import fixed, plain

MOST_OBJECTS = 5_000
"""Objects that a page lists; a page of more takes a browser too long. Counts are of all."""


def dashboard(
    result: RolledUp, *, statuses: Sequence[StatusEntry] = (), template: str | None = None
) -> str:
    """Return the page's HTML.

    ``statuses`` are what the bureau said of findings; without any, none are shown. Lines are taken
    as they are (``with_settled``). ``template`` is what ``--template`` says.
    """
    collection = result.collection
    every = [places_of(line, has_roster=collection.has_roster) for line in collection.lines]
    lines = collection.lines[:MOST_OBJECTS]
    ids = _distinct_ids(lines)
    units = _units(lines)
    objects = [
        shown_object(line, id_, places, _unit_of(line, units))
        for line, id_, places in zip(lines, ids, every, strict=False)
    ]
    data = DashboardData(statuses, template)
    details, problems = _details(result, lines, data)
    grades = grades_in_order(collection.lines)
    environment = jinja2.Environment(
        autoescape=True, undefined=jinja2.StrictUndefined, trim_blocks=True, lstrip_blocks=True
    )
    environment.filters |= {"plain": plain, "fixed": fixed}
    style, script = _part("dashboard.css"), _part("dashboard.js")
    best, worst = best_and_worst(collection.lines)
    return environment.from_string(_part("dashboard.html.j2")).render(
        year=collection.year,
        style=style,
        script=script,
        policy=(
            "default-src 'none'; base-uri 'none'; form-action 'none'; "
            f"style-src {_digest(style)}; script-src {_digest(script)}"
        ),
        sentences=sentences(collection),
        remarks=collection.remarks,
        unread=collection.unreadable,
        attachments=collection.attachments,
        charts=charts(collection.lines, every),
        best=best,
        worst=worst,
        problems=problems.commonest(),
        choices=_choices(objects, grades, problems),
        objects=objects,
        kinds=OBJECT_KINDS,
        states=STATES,
        colours=COLOURS,
        left_out=len(collection.lines) - len(lines),
        data=data.encoded(objects, details, grades, len(collection.lines)),
    )


def _part(name: str) -> str:
    return resources.files("xlevaluate.rollup").joinpath(name).read_text(encoding="utf-8")


def _digest(text: str) -> str:
    return f"'sha256-{base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()}'"


def _distinct_ids(lines: Sequence[CollectedLine]) -> list[str]:
    """Return a name for each line that no other has, the same in every run where that can be."""
    seen: defaultdict[str, int] = defaultdict(int)
    ids = []
    for line in lines:
        seen[line.entry.id] += 1
        count = seen[line.entry.id]
        ids.append(line.entry.id if count == 1 else f"{line.entry.id}:{count}")
    return ids


def _units(lines: Sequence[CollectedLine]) -> Mapping[str, int]:
    """Return the numbers of departments and units by their codes and names."""
    found: dict[str, int] = {}
    for number, line in enumerate(lines):
        if line.entry.kind != "project":
            for known in (same_code(line.entry.code), same_name(line.entry.name)):
                found.setdefault(known, number)
    return found


def _unit_of(line: CollectedLine, units: Mapping[str, int]) -> int:
    """Return the number of the object that carries a project out, -1 where there is none."""
    entry = line.entry
    if entry.kind != "project":
        return -1
    named = filter(None, (same_code(entry.code), same_name(entry.name)))
    return next((units[known] for known in named if known in units), -1)


def _details(
    result: RolledUp, lines: Sequence[CollectedLine], data: DashboardData
) -> tuple[list[msgspec.Raw], ProblemCounts]:
    """Return what is shown of each object that is opened, from one record at a time."""
    of: defaultdict[str, list[tuple[int, int]]] = defaultdict(list)
    for number, line in enumerate(result.collection.lines):
        if line.handed_in is not None:
            of[line.handed_in.key].append((number, line.handed_in.number))
    details = [msgspec.Raw(b"{}")] * len(lines)
    problems = ProblemCounts()
    settled = settled_keys(data.statuses.values())
    for record in result.records():
        for number, which in of[record.key]:
            form, id_ = record.forms[which], result.collection.lines[number].entry.id
            findings = record.findings_of(form)
            problems.add(item for item in findings if (id_, item.key) not in settled)
            if number < len(lines):
                details[number] = data.details(record, form, id_)
    return details, problems


def _choices(
    objects: Sequence[ShownObject], grades: Sequence[str], problems: ProblemCounts
) -> dict[str, list[tuple[str, str]]]:
    """Return by what the list can be filtered: values, each with what it is called."""
    departments = dict.fromkeys(item.department for item in objects if item.department)
    is_beyond = any(UNLISTED in item.places["state"] for item in objects)
    beyond = [(UNLISTED, UNLISTED_WORDS)] if is_beyond else []
    offices = dict.fromkeys(item.office for item in objects if item.office)
    return {
        "department": [(name, name) for name in departments],
        "office": [(name, name) for name in offices],
        "kind": list(OBJECT_KINDS.items()),
        "state": [*STATES.items(), *beyond],
        "grade": [(grade, grade) for grade in grades],
        "warning": list(COLOURS.items()),
        "rule": [
            (item.rule, f"{item.rule} {item.title}（{item.objects}）") for item in problems.all()
        ],
    }
