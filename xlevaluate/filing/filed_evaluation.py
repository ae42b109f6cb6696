"""An evaluation of what is filed: the forms without spare rows, each finding at its place there."""

from dataclasses import replace

from xlevaluate.evaluation.evaluation import Evaluation, evaluate
from xlevaluate.form.contents import snapshot_of
from xlevaluate.form.form import Figures
from xlevaluate.form.layout import lay_out
from xlevaluate.form.reader import read_snapshot
from xlevaluate.form.snapshot import Snapshot
from xlevaluate.submission import Submission


def as_filed(evaluation: Evaluation, submission: Submission) -> tuple[Evaluation, Snapshot]:
    """Tell the same findings of the forms as they are filed, and return what these show.

    Rows may stand elsewhere than in the unit's workbook: spare ones are not filed.
    """
    subject = evaluation.subject
    template, completed = subject.template, subject.template.completed(submission)
    figures = Figures(template.form, completed)
    pages = lay_out(template.form, completed, template.printed, on_paper=True)
    snapshot = snapshot_of(pages, figures, template.computations, template.fills)
    filed = read_snapshot(template.form, snapshot, template.computations)
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
