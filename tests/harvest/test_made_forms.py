"""Never a figure under a wrong label: forms made of variants combined at random.

2,000 of them are made by the nightly run, a part of them every time.
"""

from random import Random

import pytest
from hypothesis import Phase, given, settings
from hypothesis import strategies as st

from tests.harvest.made_forms import YEAR, MadeForm, made_form
from xlevaluate.harvest.recognise import recognise_forms
from xlevaluate.tables.found import Harvest
from xlevaluate.template.template_loading import load_template

FORMS = {"hunan_department": (60, 1500), "national_project": (30, 500)}
"""How many are made, and how many in the nightly run."""

NIGHTLY = settings.get_current_profile_name() == "explore"


def check(made: MadeForm, harvest: Harvest) -> None:
    """Hold what was found against what was made: all of it in its place, the rest listed."""
    found = {item.path: item.value for item in harvest.found}
    wrong = {path: value for path, value in found.items() if made.held.get(path) != value}
    assert wrong == {}
    told = {item.origin.text for item in harvest.unplaced}
    left = {text for path, text in made.written.items() if path not in found}
    assert left | set(made.told) <= told
    assert len(left) <= len(made.held) / 5


@pytest.mark.parametrize("family", FORMS)
def test_every_figure_stood_in_its_row_under_its_label(family: str) -> None:
    template = load_template(family)

    @given(st.integers(0, 2**32))
    @settings(max_examples=FORMS[family][NIGHTLY], phases=(Phase.reuse, Phase.generate))
    def hold(seed: int) -> None:
        made = made_form(template, Random(seed))
        check(made, recognise_forms([made.file], template, year=YEAR))

    hold()


def test_the_made_forms_hold_figures_enough_to_tell() -> None:
    template = load_template("hunan_department")
    made = [made_form(template, Random(seed)) for seed in range(20)]
    assert sum(len(one.held) for one in made) > 1000
    assert sum(len(one.foreign) for one in made) > 50
    assert sum(len(one.told) for one in made) > 10
