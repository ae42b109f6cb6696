"""What is made public: the same submission without names and telephone numbers."""

from collections.abc import Iterator

from msgspec.structs import replace

from xlevaluate.evaluation.evaluation import Evaluation
from xlevaluate.form.figures import Figures
from xlevaluate.form.form import PROJECTS
from xlevaluate.submission import Submission
from xlevaluate.submission.paths import with_values
from xlevaluate.template.template import Template

LEFT_OUT = "（略）"
"""Stands where something personal is left out."""


def public_version(template: Template, submission: Submission) -> Submission:
    """Return the submission with （略） in each field that the form marks as personal.

    What is blank stays blank. Other texts stay as they are: see ``still_named``.
    """
    return with_values(submission, dict.fromkeys(_personal(template, submission), LEFT_OUT))


def still_named(template: Template, submission: Submission) -> tuple[str, ...]:
    """Return the labels of other fields that hold what is left out, for somebody to read over.

    Nothing is cut out of running text: a name of two characters may be an ordinary word there.
    """
    personal = _personal(template, submission)
    secrets = {value for value in personal.values() if value != LEFT_OUT and len(value) > 1}
    labels = [
        field.label
        for before, figures in _every_form(template, submission)
        for field, entry in figures.all_entries()
        if f"{before}{entry.path}" not in personal
        and isinstance(entry.value, str)
        and any(secret in entry.value for secret in secrets)
    ]
    return tuple(dict.fromkeys(labels))


def public_evaluation(evaluation: Evaluation) -> Evaluation:
    """Return the evaluation as it is told of the public version; findings stay the same."""
    subject = evaluation.subject
    public = public_version(subject.template, subject.submission)
    reading = replace(subject.reading, submission=public)
    figures = Figures(subject.template.form, public)
    return replace(evaluation, subject=replace(subject, reading=reading, figures=figures))


def _personal(template: Template, submission: Submission) -> dict[str, str]:
    """Return what is filled in of the personal fields, those of projects too, by path."""
    return {
        f"{before}{entry.path}": entry.value
        for before, figures in _every_form(template, submission)
        for field in figures.form.fields.values()
        if field.personal
        for entry in figures[field.name]
        if entry.value is not None
    }


def _every_form(template: Template, submission: Submission) -> Iterator[tuple[str, Figures]]:
    """Yield the figures of the unit's forms and of each project, with what begins their paths."""
    yield "", Figures(template.form, template.completed(submission))
    if submission.projects and template.project is not None:
        for number, project in enumerate(submission.projects):
            yield f"{PROJECTS}{number}.", Figures(template.project.form, project)
