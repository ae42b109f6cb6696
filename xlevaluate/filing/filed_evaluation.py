"""An evaluation of what is filed: the forms without spare rows, each finding at its place there."""

from msgspec.structs import replace

from xlevaluate.evaluation.evaluation import Evaluation, evaluate
from xlevaluate.form.problems import Reading
from xlevaluate.form.snapshot import Snapshot
from xlevaluate.submission import Submission
from xlevaluate.template.laid_out import lay_out_all, snapshot_of_all
from xlevaluate.template.workbook_reading import read_forms


def as_filed(evaluation: Evaluation, submission: Submission) -> tuple[Evaluation, Snapshot]:
    """Tell the same findings of the forms as they are filed, and return what these show.

    Rows may stand elsewhere than in the unit's workbook: spare ones are not filed.
    """
    subject = evaluation.subject
    template, completed = subject.template, subject.template.completed(submission)
    snapshot = snapshot_of_all(lay_out_all(template, completed, on_paper=True))
    filed = read_forms(template, snapshot)
    pairs = zip(filed.projects.items(), subject.reading.projects.values(), strict=True)
    projects = {sheet: _moved(read, other) for (sheet, other), read in pairs}
    reading = replace(_moved(subject.reading, filed), submission=submission, projects=projects)
    return evaluate(template, reading, subject.previous), snapshot


def _moved(reading: Reading, filed: Reading) -> Reading:
    """Return a reading at the places, and of the submission, that are filed."""
    moved = {
        (place.sheet, place.cell): filed.places[path]
        for path, place in reading.places.items()
        if path in filed.places
    }
    problems = (
        replace(problem, place=moved.get((problem.place.sheet, problem.place.cell), problem.place))
        for problem in reading.problems
    )
    submission, places = filed.submission, filed.places
    return replace(reading, submission=submission, places=places, problems=tuple(problems))
