"""Never a figure under a wrong label: forms made of variants combined at random."""

from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.harvest.made_forms import YEAR, MadeForm, made_form
from xlevaluate.harvest.recognise import recognise_forms
from xlevaluate.tables.found import Harvest
from xlevaluate.template.template import load_template

FAMILIES = ("hunan_department", "national_project")


def check(made: MadeForm, harvest: Harvest) -> None:
    """Hold what was found against what was made: all of it in its place, the rest listed."""
    found = {item.path: item.value for item in harvest.found}
    wrong = {path: value for path, value in found.items() if made.held.get(path) != value}
    assert wrong == {}
    told = {item.origin.text for item in harvest.unplaced}
    silent = {
        path: made.written[path]
        for path in made.held
        if path not in found and made.written[path] not in told
    }
    assert silent == {}


@pytest.mark.parametrize("family", FAMILIES)
@given(st.randoms(use_true_random=False))
@settings(max_examples=150)
def test_every_figure_stood_in_its_row_under_its_label(family: str, random: Random) -> None:
    template = load_template(family)
    made = made_form(template, random)
    check(made, recognise_forms([made.file], template, year=YEAR))
