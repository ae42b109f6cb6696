"""The same forms through files as offices make them, and through those that we write ourselves."""

from collections.abc import Callable
from random import Random

import pytest
from hypothesis import Phase, given, settings
from hypothesis import strategies as st

from tests.harvest.made_forms import YEAR, made_form
from tests.harvest.office_files import as_book, as_page, as_word
from tests.harvest.seed_document import seed_document
from tests.harvest.test_made_forms import NIGHTLY, check
from tests.sources.made import read
from xlevaluate.harvest.recognise import recognise_forms
from xlevaluate.sources.grid import Source
from xlevaluate.template.template import Template
from xlevaluate.template.template_loading import load_template

Make = Callable[[Source], bytes]
KINDS: dict[str, Make] = {"docx": as_word, "html": as_page, "xlsx": as_book}


@pytest.mark.parametrize("kind", ["docx", "html"])
def test_the_seed_comes_in_whole(template: Template, kind: str) -> None:
    document = seed_document(template)
    grids = recognise_forms([document], template)
    source = read(KINDS[kind](document), f"自评报告.{kind}")
    harvest = recognise_forms([source], template)
    found = {item.path: item.value for item in harvest.found}
    assert found == {item.path: item.value for item in grids.found}
    assert {item.message for item in harvest.contradictions} == {
        item.message for item in grids.contradictions
    }


@pytest.mark.parametrize("kind", KINDS)
def test_made_forms_come_in_through_files(kind: str) -> None:
    template = load_template("hunan_department")

    @given(st.integers(0, 2**32))
    @settings(max_examples=100 if NIGHTLY else 5, phases=(Phase.reuse, Phase.generate))
    def hold(seed: int) -> None:
        made = made_form(template, Random(seed))
        source = read(KINDS[kind](made.file), f"外来.{kind}")
        check(made, recognise_forms([source], template, year=YEAR))

    hold()
