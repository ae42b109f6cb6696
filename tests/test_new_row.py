"""A new row of money: one line in ``form.toml``, and one where it belongs to a sum."""

import difflib
import json
import shutil
from decimal import Decimal
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from xlevaluate import cli
from xlevaluate.template.template import Template

ROW = '    { key = "interest", name = "利息收入", indent = 4 },\n'
AFTER = '    { key = "affiliated_units", name = "附属单位上缴收入", indent = 4 },\n'
PART, PARTS = '"附属单位上缴收入", ', '"附属单位上缴收入", "利息收入", '

FIELD, PATH = "利息收入_本年", "finances.income.interest.current"


@pytest.fixture
def folder(tmp_path: Path, template: Template, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A copy of Hunan's folder with one row more."""
    made = tmp_path / "with_interest"
    shutil.copytree(template.folder, made)
    _edit(made / "form.toml", AFTER, AFTER + ROW)
    _edit(made / "identities.toml", PART, PARTS)
    monkeypatch.chdir(tmp_path)
    return made


def _edit(path: Path, old: str, new: str) -> None:
    text = path.read_text(encoding="utf-8")
    assert text.count(old) == 1
    path.write_text(text.replace(old, new), encoding="utf-8")


@pytest.fixture
def filled(folder: Path, template: Template) -> Path:
    """A workbook of the corrected sample in which the new row holds what another one held."""
    data = json.loads((template.folder / "samples" / "corrected.json").read_text(encoding="utf-8"))
    income = data["finances"]["income"]
    income["interest"] = {"current": "1.5", "prior": "0", "reason": None}
    income["general_budget"]["current"] = str(
        Decimal(income["general_budget"]["current"]) - Decimal("1.5")
    )
    executed = data["self_evaluation"]["budget"]
    executed["general_budget"] = income["general_budget"]["current"]
    executed["other"] = str(Decimal(executed["other"] or 0) + Decimal("1.5"))
    Path("data.json").write_text(json.dumps(data), encoding="utf-8")
    assert cli.main(["new", "a.xlsx", "--template", str(folder), "--data", "data.json"]) == 0
    return Path("a.xlsx")


def test_it_takes_two_lines(folder: Path, template: Template) -> None:
    added = []
    for name in ("form.toml", "identities.toml"):
        old, new = (
            (base / name).read_text(encoding="utf-8").splitlines()
            for base in (template.folder, folder)
        )
        added += [line for line in difflib.ndiff(old, new) if line.startswith("+ ")]
    assert len(added) == 2
    assert all("利息收入" in line for line in added)


def test_the_template_is_sound(folder: Path) -> None:
    assert cli.main(["template", "check", str(folder)]) == 0


def test_the_schema_has_it(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert cli.main(["schema", "--template", str(folder)]) == 0
    assert PATH in capsys.readouterr().out


def test_the_workbook_has_a_named_cell_for_it_and_sums_it(filled: Path) -> None:
    book = openpyxl.load_workbook(filled)
    cell = _cell(book, FIELD)
    assert cell.value == 1.5
    assert not cell.protection.locked
    assert str(cell.parent.cell(cell.row, 1).value).strip() == "利息收入"
    assert FIELD in _cell(book, "收入合计_本年").value


def _cell(book: openpyxl.Workbook, name: str) -> Any:
    sheet, _, address = book.defined_names[name].attr_text.partition("!")
    return book[sheet.strip("'")][address.replace("$", "")]


def test_it_is_read_and_dumped(filled: Path, capsys: pytest.CaptureFixture[str]) -> None:
    capsys.readouterr()
    template = ["--template", "with_interest"]
    assert cli.main(["dump", str(filled), *template]) == 0
    dumped = json.loads(capsys.readouterr().out)
    assert dumped["finances"]["income"]["interest"]["current"] == "1.5"


def test_it_counts_in_the_total(
    filled: Path, folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    template = ["--template", str(folder)]
    assert cli.main(["check", str(filled), *template, "--json"]) == 0
    data = json.loads(Path("data.json").read_text(encoding="utf-8"))
    data["finances"]["income"]["interest"]["current"] = "2.5"
    Path("more.json").write_text(json.dumps(data), encoding="utf-8")
    assert cli.main(["new", "b.xlsx", *template, "--data", "more.json"]) == 0
    capsys.readouterr()
    assert cli.main(["check", "b.xlsx", *template, "--json"]) == 1
    found = json.loads(capsys.readouterr().out)["findings"]
    (finding,) = [finding for finding in found if finding["rule"] == "F06"]
    assert finding["difference"] == "1"
    assert "2.5" in finding["message"]
