"""A workbook made from a template and a submission, with formulas and their values.

XlsxWriter writes it in one go; nothing of a user's is ever opened and saved again.
"""

import datetime
import io
from collections.abc import Mapping
from functools import partial

import xlsxwriter
from msgspec.structs import replace

from xlevaluate.cells.blank_count import BlankCount
from xlevaluate.cells.calls import Host, SentenceAttempt, calls_of, row_calls
from xlevaluate.cells.check_column import InCellChecks
from xlevaluate.checks.registry import rules_of
from xlevaluate.evaluation.evaluation import Evaluation, evaluate
from xlevaluate.files.zip_packages import rewritten
from xlevaluate.form.carried_table import Proposals
from xlevaluate.form.figures import Figures
from xlevaluate.form.misplaced import LAYOUT_NAME
from xlevaluate.form.printed import Printed
from xlevaluate.form.problems import Reading
from xlevaluate.form.snapshot import Snapshot
from xlevaluate.output.finding_lines import finding_lines, moment_words
from xlevaluate.output.previews import with_previews
from xlevaluate.output.rule_table import rule_lines
from xlevaluate.submission import Submission
from xlevaluate.template.laid_out import Print, lay_out_all, snapshot_of_all
from xlevaluate.template.template import Template
from xlevaluate.template.workbook_reading import read_forms
from xlevaluate.workbook.chart_drawing import finish_chart
from xlevaluate.workbook.properties import say_what_it_is
from xlevaluate.workbook.results import let_rows_grow, type_empty_results
from xlevaluate.workbook.writer import Writer


def _printed(
    template: Template,
    submission: Submission,
    host: Host | None = None,
    checked: str = "",
    proposals: Proposals | None = None,
) -> Printed:
    """Add to what the forms print what only a workbook has: checks, rules, previews.

    What is beside the forms of projects is native alone: calls are few, and projects may be many.
    """
    if template.is_of_project:
        return replace(template.printed, checks=InCellChecks(template, None, proposals))
    checks = InCellChecks(template, row_calls(template, host) if host else None, proposals)
    attempt = SentenceAttempt(template.form, host) if host else None
    printed = replace(template.printed, rules=rule_lines(rules_of(template)), checks=checks)
    printed = replace(printed, blanks=BlankCount(template), checked=checked)
    return with_previews(replace(printed, attempt=attempt), template, submission)


def snapshot_of_submission(
    template: Template, submission: Submission, macros: Host | None = None
) -> Snapshot:
    """Return what the workbook made from a submission will be read as."""
    submission = template.completed(submission)
    template = template.adapted(submission)
    print_ = partial(_printed, host=macros, proposals=_proposals(template, submission))
    return _snapshot(template, submission, print_)


def _proposals(template: Template, submission: Submission) -> Proposals | None:
    """Return what last year's workbook proposes; ``None`` where there is nothing."""
    found = Proposals.of(template.form, submission.carried)
    return found if found.rows else None


def _snapshot(template: Template, submission: Submission, print_: Print | None = None) -> Snapshot:
    snapshot = snapshot_of_all(lay_out_all(template, submission, print_))
    return replace(snapshot, names={**snapshot.names, LAYOUT_NAME: None})


def read_submission(template: Template, submission: Submission) -> Reading:
    """Return what will be read of the workbook made from a submission, with all places.

    What only a workbook prints beside the forms is never read, and is left out.
    """
    submission = template.completed(submission)
    return read_forms(template, _snapshot(template.adapted(submission), submission))


def evaluate_submission(template: Template, submission: Submission) -> Evaluation:
    """Evaluate a submission as the workbook made from it will be."""
    return evaluate(template, read_submission(template, submission))


def make_workbook(
    template: Template,
    submission: Submission,
    *,
    created: datetime.datetime,
    macros: Host | None = None,
) -> tuple[bytes, Evaluation]:
    """Return a new workbook, and what it evaluates to.

    With ``macros`` it is an .xlsm, whose cells call Python in that program.
    ``created`` goes into the document's properties; the same arguments give the same bytes.
    """
    evaluation = evaluate_submission(template, submission)
    is_begun = _is_begun(template, submission)
    submission = template.completed(submission)
    template = template.adapted(submission)
    lines = finding_lines(evaluation) if is_begun else ()
    checked = moment_words(created) if is_begun else ""
    proposals = _proposals(template, submission)
    print_ = partial(_printed, host=macros, checked=checked, proposals=proposals)
    laid = lay_out_all(template, submission, print_, lines=lines)
    stream = io.BytesIO()
    book = xlsxwriter.Workbook(stream, {"in_memory": True})
    calls = calls_of(template, macros) if macros else None
    sheets = frozenset(item.page.sheet.name for item in laid)
    writer = Writer(book, template, submission, lines, calls, BlankCount(template), checked, sheets)
    unit = Figures(template.form, submission).text("unit_name") or ""
    say_what_it_is(book, template, unit, created, has_projects=bool(submission.projects))
    for item in laid:
        writer.page(item)
    if macros:
        # What writes VBA takes 0.13 s to import; `new` of a workbook without takes 0.60 s in all.
        from xlevaluate.workbook import front_end  # noqa: PLC0415 - a fifth of `new`, measured

        front_end.add_front_end(book, macros, [item.page for item in laid])
    book.close()
    content = rewritten(stream.getvalue(), partial(_finish, writer.growing))
    if macros:
        finish = front_end.with_ribbon if macros == "excel" else front_end.as_xlsm
        content = finish(content)
    return content, evaluation


def _is_begun(template: Template, submission: Submission) -> bool:
    """Tell whether anything is filled in beside the cover; else there is nothing to check yet."""
    cover = template.form.definition.sheet[0].name
    every = Figures(template.form, submission).all_entries()
    filled = any(item.sheet != cover and entry.value is not None for item, entry in every)
    return filled or bool(submission.explanations or submission.projects)


def _finish(growing: Mapping[str, frozenset[int]], name: str, part: bytes) -> bytes:
    """Put right in a part what XlsxWriter leaves open."""
    part = finish_chart(name, type_empty_results(name, part))
    return let_rows_grow(part, growing[name]) if growing.get(name) else part
