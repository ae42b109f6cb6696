"""``form.toml`` and the model fit: every figure can be filled in, once."""

from typing import Any, get_args

from pydantic import BaseModel

from xlevaluate.form.layout import lay_out
from xlevaluate.submission import OutlineRow, Submission
from xlevaluate.submission.model import Indicator, RatioScoreGiven
from xlevaluate.template.template import Template, load_template


def _leaves(model: type[BaseModel], path: str = "") -> list[str]:
    found: list[str] = []
    for name, info in model.model_fields.items():
        here = f"{path}{name}"
        inner: Any = info.annotation
        if isinstance(inner, type) and issubclass(inner, BaseModel):
            found += _leaves(inner, f"{here}.")
        elif name == "indicators":
            found += _leaves(Indicator, f"{here}.*.*.")
        elif name == "ratio_scores":
            scored = load_template().scored
            found += [
                leaf for s in scored for leaf in _leaves(RatioScoreGiven, f"{here}.{s.name}.")
            ]
        elif name == "parameters":
            found += [f"{here}.{parameter.name}" for parameter in load_template().parameters]
        elif name == "outline":
            found += _leaves(OutlineRow, f"{here}.*.")
        elif getattr(inner, "__origin__", None) is tuple:
            item = get_args(inner)[0]
            nested = isinstance(item, type) and issubclass(item, BaseModel)
            found += _leaves(item, f"{here}.*.") if nested else [f"{here}.*"]
        else:
            found.append(here)
    return found


def test_every_leaf_of_the_model_has_a_field(template: Template) -> None:
    paths = [item.path for item in template.form.all_fields.values()]
    assert sorted(paths) == sorted(set(paths))
    assert sorted(paths) == sorted(_leaves(Submission))


def test_names_can_be_defined_names_and_are_unique(template: Template) -> None:
    names = [*template.form.all_fields, *template.computations]
    names += [listing.end for listing in template.form.listings.values()]
    assert len(names) == len(set(names))
    assert all(name.isidentifier() for name in names)


def test_every_field_and_computation_stands_in_the_sheets(template: Template) -> None:
    submission = template.completed(Submission())
    pages = lay_out(template.form, submission, template.printed)
    named = [name for page in pages for cell in page.cells for name in cell.names]
    assert len(named) == len(set(named))
    assert set(named) >= {*template.form.all_fields, *template.computations}


def test_no_two_cells_overlap(template: Template) -> None:
    submission = template.completed(Submission())
    for page in lay_out(template.form, submission, template.printed):
        taken = [
            (row, col)
            for cell in page.cells
            for row in range(cell.row, cell.row + cell.rows)
            for col in range(cell.col, cell.col + cell.cols)
        ]
        assert len(taken) == len(set(taken)), page.sheet.name
