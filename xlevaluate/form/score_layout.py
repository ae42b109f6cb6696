"""The sheets of ratios and points: 指标计算, 指标评分, how the score is made up, parameters."""

from collections.abc import Mapping

from xlevaluate.form.definition import (
    CompositionDef,
    HeadsDef,
    ParametersDef,
    RatioScoresDef,
)
from xlevaluate.form.form import Form
from xlevaluate.form.names_definition import COMPOSITION_PARTS, RATIO_SCORE_PARTS
from xlevaluate.form.page import Cell, Head, Page
from xlevaluate.form.printed import Printed


def ratio_table(form: Form, printed: Printed, page: Page, given: HeadsDef) -> None:
    """Lay out the table of ratios: formula in words, both parts, value, what is usually asked."""
    page.add_heads(Head(col, head) for col, head in enumerate(given.heads))
    page.repeat_head()
    for index, ratio in enumerate(printed.ratios):
        row, name = page.height, ratio.name
        page.add(Cell(row, 0, "ordinal", text=str(index + 1)))
        page.add(Cell(row, 1, "label", text=name))
        page.add(Cell(row, 2, "words", text=ratio.words))
        names = form.names
        beside = names.ratio_part(name, "numerator"), names.ratio_part(name, "denominator")
        for col, part in enumerate((*beside, name)):
            page.add(Cell(row, 3 + col, "computed", computed=part, names=(part,)))
        if ratio.has_basis:
            part = names.ratio_part(name, "basis")
            page.add(Cell(row, 6, "computed", computed=part, names=(part,)))
        else:
            page.add(Cell(row, 6, "words"))
        page.add(Cell(row, 7, "words", text=ratio.standard))
        page.height += 1


def ratio_score_table(form: Form, printed: Printed, page: Page, given: RatioScoresDef) -> None:
    """Lay out the table of scored ratios, where the profile scores any."""
    if not printed.scored:
        return
    page.add_heads(Head(col, head) for col, head in enumerate(given.heads))
    page.repeat_head()
    names, total = form.names, form.names.ratio_total
    for index, scored in enumerate(printed.scored):
        row, name = page.height, scored.name
        page.add(Cell(row, 0, "ordinal", text=str(index + 1)))
        page.add(Cell(row, 1, "label", text=name))
        page.add(Cell(row, 2, "words", text=scored.standard, literal=True))
        page.add(Cell(row, 3, "computed", computed=name))
        cells = [names.ratio_score.cell(name, part) for part in RATIO_SCORE_PARTS]
        _computed(page, dict(zip((4, 5, 6, 8), cells, strict=True)))
        for col, column in ((7, given.own), (9, given.note)):
            item = form.fields[f"{name}_{column.name}"]
            cell = Cell(row, col, "input", field=item, path=item.path, names=(item.name,))
            page.add(cell)
        page.height += 1
    whole = {4: total.cell("weight"), 5: total.cell("words"), 8: total.cell("score")}
    lines = ((given.total, whole), (given.hundred, {8: total.cell("hundred")}))
    for label, shown in lines:
        page.add(Cell(page.height, 0, "label", cols=4, text=label))
        _computed(page, shown)
        for col in set(range(4, len(given.heads))) - set(shown):
            page.add(Cell(page.height, col, "words"))
        page.height += 1


def _computed(page: Page, cells: Mapping[int, str]) -> None:
    for col, name in cells.items():
        page.add(Cell(page.height, col, "computed", computed=name, names=(name,)))


def composition_table(form: Form, printed: Printed, page: Page, given: CompositionDef) -> None:
    """Lay out how the total score is made up, with its verdicts below."""
    page.add_heads(Head(col, head) for col, head in enumerate(given.heads))
    names = form.names.composition
    rows = [(stem, stem, is_part) for stem, is_part in printed.portions]
    goals = [(stem, stem, True) for stem in printed.goals]
    for label, stem, is_part in (*rows, (given.total, names.total, False), *goals):
        page.add(Cell(page.height, 0, "row_label", text=label, indent=is_part))
        cells = [names.cell(stem, part) for part in COMPOSITION_PARTS]
        _computed(page, dict(enumerate(cells, 1)))
        page.height += 1
    for name in printed.verdicts:
        page.add(Cell(page.height, 0, "row_label", text=name))
        page.add(Cell(page.height, 1, "computed", cols=4, computed=name, names=(name,)))
        page.height += 1


def parameter_table(form: Form, printed: Printed, page: Page, given: ParametersDef) -> None:
    """Lay out the numbers of the profile that may be changed."""
    width = len(page.sheet.widths)
    spans = (1, 1, width - 2)
    page.add_heads(Head(i, h, n) for i, (n, h) in enumerate(zip(spans, given.heads, strict=True)))
    for parameter in printed.parameters:
        item = form.fields[form.names.parameter_cell(parameter.name)]
        page.add(Cell(page.height, 0, "row_label", text=parameter.name))
        cell = Cell(page.height, 1, "input", field=item, path=item.path, names=(item.name,))
        page.add(cell)
        page.add(Cell(page.height, 2, "words", cols=width - 2, text=parameter.words))
        page.height += 1
