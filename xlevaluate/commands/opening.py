"""How commands open a workbook, with the template and the scoring profile it wants."""

from pathlib import Path

from msgspec import Struct

from xlevaluate.checks.findings import Family
from xlevaluate.commands.accounts_files import AccountsFiles
from xlevaluate.commands.talk import say
from xlevaluate.evaluation.evaluation import Evaluation, evaluate
from xlevaluate.form.figures import Figures
from xlevaluate.form.snapshot import Snapshot
from xlevaluate.inspection.template_choice import other_version, template_of_workbook
from xlevaluate.submission import Submission
from xlevaluate.template.workbook_reading import read_forms
from xlevaluate.workbook.read import names_of, saved_book
from xlevaluate.xlsx.saved_book import SavedBook


class Opened(Struct, frozen=True):
    """A workbook, read and evaluated."""

    book: SavedBook
    snapshot: Snapshot
    evaluation: Evaluation


def open_workbook(
    path: Path,
    previous: Submission | None = None,
    profile: str | None = None,
    template: str | None = None,
    declared: Figures | None = None,
    accounts: AccountsFiles | None = None,
    *,
    is_beside: bool = False,
    only: Family | None = None,
) -> Opened:
    """Read a workbook and evaluate it.

    ``previous`` holds last year's figures, ``declared`` the targets declared, ``accounts`` files of
    final accounts and budgets; ``profile`` is a scoring profile, by its name or in a file, where
    it is not the one the workbook was made with; ``template`` is the name or folder of its
    template, where that is not found by itself. That the template has changed since is said, but
    not of one that this one is held against (``is_beside``). ``only`` is the family whose rules
    alone are run.
    """
    book = saved_book(path)
    snapshot, made = names_of(book, path)
    of = template_of_workbook(path, made, template, profile)
    note = other_version(path, made, of)
    if note and not is_beside:
        say(note)
    reading = read_forms(of, snapshot)
    said = accounts.read_for(of, reading) if accounts else None
    return Opened(book, snapshot, evaluate(of, reading, previous, declared, said, only=only))
