"""The projects of a department, each evaluated in its own family, which has a report for it."""

from xlevaluate.evaluation.evaluation import Evaluation
from xlevaluate.template.template_loading import load_template
from xlevaluate.template.workbook_reading import project_of
from xlevaluate.workbook.generate import evaluate_submission


def project_reports(evaluation: Evaluation) -> dict[str, Evaluation]:
    """Return the projects in whose forms something stands, by name, or by sheet without one.

    What the family's own workbook holds besides the official form is blank.
    """
    subject = evaluation.subject
    given, project = subject.template.form.definition.projects, subject.template.project
    if given is None or project is None:
        return {}
    whole = load_template(profile=given.profile, folder=project.folder)
    found: dict[str, Evaluation] = {}
    for number, (sheet, of) in enumerate(subject.projects.items()):
        if of.is_untouched:
            continue
        data = project_of(subject.template, subject.submission, number).model_dump()
        name = of.figures.text("project_name") or sheet
        called = name if name not in found else f"{name}（{sheet}）"
        found[called] = evaluate_submission(whole, whole.form.model.model_validate(data))
    return found
