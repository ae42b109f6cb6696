"""A blank workbook made of a template, to see that everything in it has its cell.

Whatever the linter does not foresee comes out here, before a user's workbook is made.
"""

import datetime
import re
from collections import Counter
from collections.abc import Iterator

from msgspec.structs import replace

from xlevaluate.cells.calls import calls_of
from xlevaluate.cells.check_column import InCellChecks
from xlevaluate.cells.names import TEMPLATE_NAME
from xlevaluate.errors import CannotDoError
from xlevaluate.files.slips import Slip
from xlevaluate.form.contents import cell_contents
from xlevaluate.form.figures import Figures
from xlevaluate.form.layout import lay_out
from xlevaluate.form.page import Cell, Page
from xlevaluate.submission import Submission
from xlevaluate.template.lookup import FORM
from xlevaluate.template.template import Template
from xlevaluate.workbook.generate import make_workbook

_QUOTED = re.compile(r"\"(?:[^\"]|\"\")*\"|'(?:[^']|'')*'!")
_NAME = re.compile(r"(?<![\w.$!])[^\W\d]\w*(?![\w(.!])")
_CELL = re.compile(r"[A-Z]{1,3}\d+")
_WORDS = frozenset({"TRUE", "FALSE", TEMPLATE_NAME})
_CREATED = datetime.datetime(2024, 1, 1)


def trial_slips(template: Template) -> Iterator[Slip]:
    """Yield what goes wrong when a blank workbook is made of a template."""
    try:
        found = list(_in_layout(template))
        if not found:
            make_workbook(template, _blank(template), created=_CREATED)
    except CannotDoError as error:
        yield Slip(FORM, f"按它做不出工作簿：{error}")
    except Exception as error:  # noqa: BLE001 - whatever a stranger's template breaks is its slip
        reason = f"{type(error).__name__}: {error}"
        yield Slip(FORM, f"按它做不出工作簿（{reason}），请核对最近改动的地方")
    else:
        yield from found


def _blank(template: Template) -> Submission:
    """Return the submission of an empty workbook, with a project where it may have such."""
    blank = template.blank()
    if template.form.project is None:
        return blank
    return blank.model_copy(update={"projects": (template.form.project.model(),)})


def _in_layout(template: Template) -> Iterator[Slip]:
    submission = template.completed(template.blank())
    printed = replace(template.printed, checks=InCellChecks(template))
    pages = lay_out(template.form, submission, printed)
    lacking = [
        Slip(FORM, f"《{page.sheet.name}》里没有“{cell.computed}”这样的计算项目")
        for page in pages
        for cell in page.cells
        if cell.computed and cell.computed not in template.computations
    ]
    yield from lacking
    on_paper = lay_out(template.form, submission, template.printed, on_paper=True)
    for page in (*pages, *on_paper):
        yield from _overlapping(page)
    names = [(name, page.sheet.name) for page in pages for c in page.cells for name in c.names]
    counts = Counter(name.casefold() for name, _ in names)
    for name, sheet in names:
        if counts[name.casefold()] > 1:
            yield Slip(FORM, f"名称“{name}”在《{sheet}》等处用了两次")
    if not lacking:
        for name, sheet in _wanted(template, pages, Figures(template.form, submission)).items():
            if name.casefold() not in counts:
                yield Slip(FORM, f"《{sheet}》的公式要用“{name}”，没有一个单元格叫这个名称")


def _wanted(template: Template, pages: tuple[Page, ...], figures: Figures) -> dict[str, str]:
    """Return the names that formulas use, each with a sheet in which it is used."""
    wanted: dict[str, str] = {}
    for page in pages:
        for _, content in cell_contents(page, figures, template.computations, template.fills):
            wanted |= dict.fromkeys(names_in(content.formula or ""), page.sheet.name)
    for call in calls_of(template).values():
        wanted |= {name: "宏" for name in names_in(call) if name not in wanted}
    return wanted


def names_in(formula: str) -> set[str]:
    """Return the defined names that a formula uses.

    >>> sorted(names_in('=IF(总分>=A1,"优",ROUND(收入_本年-Sheet1!B2,2))'))
    ['总分', '收入_本年']
    """
    plain = _QUOTED.sub(" ", formula)
    found = {name for name in _NAME.findall(plain) if not _CELL.fullmatch(name)}
    return found - _WORDS


def _overlapping(page: Page) -> Iterator[Slip]:
    taken: dict[tuple[int, int], Cell] = {}
    for cell in page.cells:
        for row in range(cell.row, cell.row + cell.rows):
            for col in range(cell.col, cell.col + cell.cols):
                if (row, col) in taken:
                    words = cell.text or cell.computed or (cell.field.name if cell.field else "")
                    yield Slip(FORM, f"《{page.sheet.name}》第 {row + 1} 行有两格重叠：{words}")
                    return
                taken[row, col] = cell
