"""``form.toml`` and the model fit: every figure can be filled in, once."""

from tests.hunan import MODEL
from xlevaluate.form.layout import lay_out
from xlevaluate.submission import entries
from xlevaluate.template.project_table import project_totals
from xlevaluate.template.template import Template


def test_every_field_is_a_place_in_the_model(template: Template) -> None:
    """And a place of its own: no path leads to another, and none leads nowhere."""
    paths = [item.path for item in template.form.all_fields.values()]
    assert sorted(paths) == sorted(set(paths))
    blank = template.blank()
    for item in template.form.fields.values():
        (entry,) = entries(blank, item.path)
        assert entry == (item.path, None)


def test_names_can_be_defined_names_and_are_unique(template: Template) -> None:
    names = [*template.form.all_fields, *template.computations]
    names += [listing.end for listing in template.form.listings.values()]
    assert len(names) == len(set(names))
    assert all(name.isidentifier() for name in names)


def test_every_field_and_computation_stands_in_the_sheets(template: Template) -> None:
    submission = template.completed(MODEL())
    pages = lay_out(template.form, submission, template.printed)
    named = [name for page in pages for cell in page.cells for name in cell.names]
    assert len(named) == len(set(named))
    of_projects = {cell.name for cell in project_totals(template.form)}
    assert set(named) >= {*template.form.all_fields, *template.computations} - of_projects


def test_no_two_cells_overlap(template: Template) -> None:
    submission = template.completed(MODEL())
    for page in lay_out(template.form, submission, template.printed):
        taken = [
            (row, col)
            for cell in page.cells
            for row in range(cell.row, cell.row + cell.rows)
            for col in range(cell.col, cell.col + cell.cols)
        ]
        assert len(taken) == len(set(taken)), page.sheet.name
