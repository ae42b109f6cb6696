"""The forms of projects in a damaged workbook, each mended by its own family."""

from collections.abc import Callable, Iterator, Mapping

from msgspec import Struct

from xlevaluate.form.figures import Figures
from xlevaluate.form.problems import Reading
from xlevaluate.submission import Submission
from xlevaluate.template.laid_out import sheet_of
from xlevaluate.template.template import Template
from xlevaluate.template.workbook_reading import alone


class MendedProject(Struct, frozen=True):
    """A project: its sheet in the old workbook and in the new one, and what was read of it."""

    before: str
    now: str
    of: Template
    reading: Reading
    submission: Submission
    """With what was worked out anew, and what it has from the unit's sheets."""


Mend = Callable[[Template, Reading], Submission]


def mended_projects(template: Template, reading: Reading, mend: Mend) -> tuple[MendedProject, ...]:
    """Return the projects of a workbook, in their order; ``mend`` works out anew what failed."""
    given = template.form.definition.projects
    of = template.project if reading.projects and given is not None else None
    if of is None or given is None:
        return ()
    return tuple(
        MendedProject(sheet, sheet_of(given, number), of, project, mend(of, project))
        for number, (sheet, project) in enumerate(reading.projects.items())
    )


def with_projects(
    template: Template, submission: Submission, projects: tuple[MendedProject, ...]
) -> Submission:
    """Return a department's submission with its projects as they were mended."""
    if not projects:
        return submission
    own = Figures(template.form, submission)
    data = submission.model_dump()
    data["projects"] = [alone(each.of, each.submission, own).model_dump() for each in projects]
    made: Submission = template.form.model.model_validate(data)
    return made


def counted_projects(
    projects: tuple[MendedProject, ...], count: Callable[[Template, Submission], Mapping[str, int]]
) -> Iterator[tuple[str, int]]:
    """Yield how many filled-in cells of each project go along, by its sheet as it was."""
    for each in projects:
        sheets = {sheet.name for sheet in each.of.form.definition.sheet if sheet.annex}
        found = count(each.of, each.submission)
        yield each.before, sum(number for sheet, number in found.items() if sheet in sheets)
