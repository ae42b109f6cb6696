"""The table of findings, 校验结果, with what a unit says to each."""

from msgspec.structs import replace

from xlevaluate.form.definition import (
    FindingsDef,
)
from xlevaluate.form.form import Form
from xlevaluate.form.page import CHECKED_NAME, LINK_COLUMN, Cell, CellRole, Head, Page
from xlevaluate.form.printed import FindingLine
from xlevaluate.submission import Submission


def finding_table(
    form: Form, page: Page, given: FindingsDef, lines: tuple[FindingLine, ...], checked: str
) -> None:
    """Lay out the table of findings; ``checked`` says when they were found."""
    listing = form.listings[given.name]
    key, explanation = listing.fields
    width, hidden = len(given.heads), len(page.sheet.widths)
    first = Head(0, given.heads[0], names=(f"{given.name}_{form.names.level}",))
    others = (Head(col, head) for col, head in enumerate(given.heads[1:], 1))
    said = Head(width, given.explanation.head, names=(explanation.name,))
    page.add_heads((first, *others, said))
    page.repeat_head()
    page.add(Cell(page.height - 1, hidden, "group", text=given.key.head, names=(key.name,)))
    when = Cell(page.height - 1, hidden + 1, "group", text=checked, literal=True)
    page.add(replace(when, names=(CHECKED_NAME,)))
    top = page.height
    for line in lines:
        for col, text in enumerate(line.texts):
            role: CellRole = "words" if col in {3, 4} else "ordinal"
            target = line.target if col == LINK_COLUMN else None
            role = "link" if col == LINK_COLUMN else role
            page.add(Cell(page.height, col, role, text=text, literal=True, target=target))
        cell = Cell(page.height, width, "input", field=explanation)
        page.add(replace(cell, text=line.explanation or "", literal=True))
        page.add(Cell(page.height, hidden, "group", text=line.key, literal=True))
        page.height += 1
    # The end lies far below, so that there is room for more findings than now.
    end = max(top + given.capacity, page.height + 1)
    page.add(Cell(end, 0, "note", names=(listing.end,)))


def explained_lines(submission: Submission, given: FindingsDef) -> tuple[FindingLine, ...]:
    """Return lines that hold the submission's explanations alone, each under its key."""
    blank = ("",) * len(given.heads)
    return tuple(
        FindingLine(blank, explanation.finding, explanation.text)
        for explanation in submission.explanations
    )
