"""Nothing that we write is for Excel or Word to repair, as far as is known of them.

The schemas of ISO 29500 are not to be had from the registries: these are the rules of theirs, and
of Excel's own, that programs are known to break. ``test_damaged.py`` breaks each of them.
"""

import re

import pytest

from tests.ooxml import books, cells, containers, formulas, macros, sequences, sheets, words
from tests.ooxml.conftest import Written
from tests.ooxml.package import Rule

RULES: tuple[Rule, ...] = (
    *containers.RULES,
    *sequences.RULES,
    *cells.RULES,
    *formulas.RULES,
    *sheets.RULES,
    *books.RULES,
    *macros.RULES,
    *words.RULES,
)


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.__name__)
def test_every_file_keeps_to_it(rule: Rule, written: Written) -> None:
    told = {name: list(rule(package)) for name, package in written.items()}
    assert {name: faults for name, faults in told.items() if faults} == {}


def test_every_kind_of_file_is_there(written: Written) -> None:
    for wanted in (
        r"plain\.xlsx",
        r"excel\.xlsm",
        r"office\.xlsm",
        r"empty\.xlsx",
        r"plain.+\.xlsx",
        r"excel.+\.xlsm",
        r"repaired\.xlsx",
        r"repaired\.xlsm",
        r"upgraded\.xlsm",
        r"upgraded with .*\.xlsm",
        r"package\.zip/.*\.xlsx",
        r"package\.zip/.*\.docx",
        r"public\.docx",
        r"charts\.docx",
        r"charts\.docx/.*\.xlsx",
        r"base\.docx",
    ):
        assert [name for name in written if re.fullmatch(wanted, name)], wanted
