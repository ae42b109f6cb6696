"""What the official forms say stands in the report's annexes, whatever the form looks like."""

from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.template_folders import read_folder, write_folder
from xlevaluate.form.contents import cell_contents, style_of
from xlevaluate.form.printing import printed
from xlevaluate.report.annex import Annex, make_annex
from xlevaluate.sentences.paragraphs import paragraphs_of
from xlevaluate.submission.loading import load_submission
from xlevaluate.template.laid_out import LaidOut, lay_out_all
from xlevaluate.template.lookup import families
from xlevaluate.template.template import Template
from xlevaluate.template.template_loading import load_template

SECTION = "二、放在两张表之间的一节"


def forms_of(template: Template, sample: Path) -> Iterator[LaidOut]:
    """Yield the official forms on paper, filled in."""
    text = sample.read_text(encoding="utf-8")
    submission = load_submission(text, sample.name, template.form.model)
    for item in lay_out_all(template, template.completed(submission), on_paper=True):
        if item.page.sheet.annex:
            yield item


def said(annex: Annex) -> Counter[str]:
    """Count the pieces of text in an annex."""
    lines = [line for table in annex.tables for box in table.boxes for line in box.lines]
    return Counter("".join((*annex.above, *lines, *annex.below)))


def written(item: LaidOut) -> Counter[str]:
    """Count the pieces of text that the cells of a form say, but for its title."""
    found: Counter[str] = Counter()
    template = item.template
    for cell, content in cell_contents(
        item.page, item.figures, template.computations, template.fills
    ):
        if cell.role != "title" and cell.col < len(item.page.sheet.widths):
            text = printed(content.value, style_of(cell, template.computations))
            found.update("".join(paragraphs_of(text)))
    return found


@pytest.mark.parametrize("family", families())
def test_nothing_of_a_form_is_lost(family: str) -> None:
    template = load_template(family)
    for item in forms_of(template, template.folder / "samples" / "corrected.json"):
        annex = make_annex(item.page, item.figures, item.template)
        assert not written(item) - said(annex), item.page.sheet.name


def test_the_heading_between_two_tables_is_a_row_of_its_own(
    template: Template, tmp_path: Path
) -> None:
    data = read_folder(template.folder)
    (sheet,) = (sheet for sheet in data["form"]["sheet"] if sheet["name"] == "基础数据表")
    sheet["block"].insert(2, {"grid": [[f"## {SECTION}"]]})
    folder = write_folder(data, tmp_path / "mine", template.folder / "report.docx")
    changed = load_template(folder=folder)
    item = next(forms_of(changed, template.folder / "samples" / "corrected.json"))
    annex = make_annex(item.page, item.figures, item.template)
    assert not written(item) - said(annex)
    (box,) = (b for table in annex.tables for b in table.boxes if b.lines == (SECTION,))
    assert (box.cols, box.side) == (len(item.page.sheet.widths), "left")
