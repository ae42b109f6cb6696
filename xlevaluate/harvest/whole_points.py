"""What all of a form is worth, which forms print beside the total score and nobody fills in."""

from xlevaluate.harvest.form_slots import FormWords
from xlevaluate.harvest.indicator_reading import IndicatorTable
from xlevaluate.harvest.placements import SheetMatch, Stray
from xlevaluate.sources.grid import SourceCell
from xlevaluate.submission.amounts import plain
from xlevaluate.tables.cell_value import cell_value
from xlevaluate.tables.found import Contradiction, Origin, Unplaced
from xlevaluate.tables.label_text import plain_label
from xlevaluate.template.template import Template


def is_whole(form: FormWords, match: SheetMatch, table: IndicatorTable, stray: Stray) -> bool:
    """Tell whether a figure stands in the row of the total score below the heads of points."""
    total = form.template.form.with_role("total_score")
    head = stray.head.piece
    if total is None or head is None or stray.piece.value.number is None:
        return False
    is_below = table.role_of(head) == "weight"
    return is_below and match.sheet.means(plain_label(total.label), stray.row.wording)


def whole_points(template: Template, origin: Origin) -> Unplaced | Contradiction:
    """Hold such a figure against what the form is worth."""
    whole = template.profile.frame.total
    if cell_value(SourceCell(origin.text, "text")).number == whole:
        return Unplaced(origin, f"就是满分{plain(whole)}，表里不必填")
    message = f"总分一行的分值是{origin.text}，满分是{plain(whole)}，没有采用"
    return Contradiction(origin, message, is_used=False)
