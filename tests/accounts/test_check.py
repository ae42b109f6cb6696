"""``check --accounts``: a filled workbook held against files of accounts."""

import json
from decimal import Decimal
from pathlib import Path

import pytest

from tests.accounts.conftest import Set
from tests.accounts.test_files import read
from tests.conftest import CREATED
from xlevaluate.accounts.accounts_harvest import recognise_accounts
from xlevaluate.cli import main
from xlevaluate.submission.paths import nest
from xlevaluate.template.template import Template
from xlevaluate.workbook.generate import make_workbook


@pytest.fixture(scope="module")
def filled(accounts: Set, template: Template, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Fill a workbook from the accounts, and change three figures."""
    answers = {"budget": "年初预算"}
    harvest = recognise_accounts(read(accounts.files), template, 2023, answers)
    values = {found.path: found.value for found in harvest.found}
    values["finances.expenditure.total.current"] += Decimal("4.57")
    values["finances.income.total.prior"] -= Decimal(1)
    values["basic_data.spending.official_reception.budget"] += Decimal(2)
    values["finances.key_projects"] = Decimal(12)
    del values["finances.income.other.current"]
    values |= {"unit.name": "青山县水利局", "year": 2023}
    submission = template.form.model.model_validate(nest(values))
    path = tmp_path_factory.mktemp("filled") / "自评.xlsx"
    made, _ = make_workbook(template, submission, created=CREATED)
    path.write_bytes(made)
    return path


def run(capsys: pytest.CaptureFixture[str], *arguments: str | Path) -> tuple[str, str]:
    main(["check", *map(str, arguments)])
    return capsys.readouterr()


def test_each_figure_that_differs_is_told(
    filled: Path, accounts: Set, capsys: pytest.CaptureFixture[str]
) -> None:
    given = [part for path in accounts.files for part in ("--accounts", path)]
    out, _ = run(capsys, filled, "--json", *given)
    data = json.loads(out)
    told = {item["label"]: item for item in data["findings"] if item["rule"][0] == "A"}
    assert set(told) == {"支出合计（本年）", "收入合计（上年）", "公务接待（本年预算）"}
    total = told["支出合计（本年）"]
    assert total["difference"] == "4.57"
    assert "财决报表.xls" in total["message"]
    assert "“本年支出合计”" in total["message"]
    assert total["sheet"] == "收支情况"
    assert data["accounts"]["different"] == 3
    assert data["accounts"]["compared"] > 80
    assert data["accounts"]["unfilled"] == ["其他收入（本年）"]


def test_what_was_compared_and_what_was_not_is_said(
    filled: Path, accounts: Set, capsys: pytest.CaptureFixture[str]
) -> None:
    out, _ = run(capsys, filled, "--accounts", accounts.published)
    assert "与决算、预算表比对" in out
    assert "没有比对的：" in out
    assert "所给的决算、预算表里没有：收入合计（上年）" in out


def test_without_accounts_nothing_is_said_of_them(
    filled: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    out, _ = run(capsys, filled)
    assert "决算、预算表" not in out


def test_an_answer_is_a_pair(
    filled: Path, accounts: Set, capsys: pytest.CaptureFixture[str]
) -> None:
    code = main(["check", str(filled), "--accounts", str(accounts.page), "--answer", "unit"])
    assert code == 2
    assert "没有等号" in capsys.readouterr().err
