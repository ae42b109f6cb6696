"""The whole way from files of accounts to the fields of a form."""

import sys
from collections.abc import Sequence
from pathlib import Path

import pytest

from tests.accounts.conftest import Set
from tests.accounts.expected import expected
from tests.accounts.test_random_files import is_near
from xlevaluate.accounts.accounts_harvest import recognise_accounts
from xlevaluate.sources.grid import Source
from xlevaluate.sources.opened_files import read_sources
from xlevaluate.tables.found import Harvest
from xlevaluate.template.template import Template


def read(paths: Sequence[Path]) -> tuple[Source, ...]:
    return tuple(source for path in paths for source in read_sources(path))


def figures_of(template: Template) -> set[str]:
    """Return the paths of all figures outside indicators, ratios and parameters."""
    scores = ("ratio_scores", "parameters")
    return {
        item.path
        for item in template.form.fields.values()
        if item.is_number and not item.path.startswith(scores)
    }


def check(harvest: Harvest, accounts: Set, budget: str) -> None:
    right = expected(accounts.this, accounts.last, budget)
    for found in harvest.found:
        assert is_near(found, right.get(found.path)), found
    assert not harvest.contradictions


def test_seventy_figures_are_found_and_none_is_wrong(
    accounts: Set, template: Template, capsys: pytest.CaptureFixture[str]
) -> None:
    harvest = recognise_accounts(read(accounts.files), template, 2023, {"budget": "年初预算"})
    check(harvest, accounts, "年初预算")
    every, found = figures_of(template), {item.path for item in harvest.found}
    certain = sum(item.certain for item in harvest.found)
    with capsys.disabled():
        sys.stdout.write(f" {len(found)} of {len(every)} figures, {certain} of them certain ")
    assert found <= every
    assert certain >= 70
    assert not harvest.questions


@pytest.mark.parametrize("name", ["published", "page", "exported"])
def test_each_file_by_itself(name: str, accounts: Set, template: Template) -> None:
    path: Path = getattr(accounts, name)
    harvest = recognise_accounts(read([path]), template, 2023, {"budget": "全年预算"})
    check(harvest, accounts, "全年预算")
    assert len(harvest.found) > 35


def test_what_a_figure_says_of_itself(accounts: Set, template: Template) -> None:
    harvest = recognise_accounts(read([accounts.exported]), template, 2023)
    (total,) = (f for f in harvest.found if f.path == "finances.expenditure.total.current")
    amount = accounts.this.by["决算"]["支出合计"]
    assert total.origin.file == "财决报表.xls"
    assert total.origin.row == "本年支出合计"
    assert total.origin.unit == "元"
    assert total.exact == amount / 10_000
    assert f"{amount}元 = {total.value}万元" in total.note
