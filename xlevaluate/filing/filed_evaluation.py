"""An evaluation of what is filed: the forms without spare rows, each finding at its place there."""

from dataclasses import replace

from xlevaluate.evaluation.evaluation import Evaluation, evaluate
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
    moved = {
        (place.sheet, place.cell): filed.places[path]
        for path, place in subject.reading.places.items()
        if path in filed.places
    }
    problems = (
        replace(problem, place=moved.get((problem.place.sheet, problem.place.cell), problem.place))
        for problem in subject.reading.problems
    )
    reading = replace(
        subject.reading, submission=submission, places=filed.places, problems=tuple(problems)
    )
    return evaluate(template, reading, subject.previous), snapshot
