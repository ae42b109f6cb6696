"""The whole way from an office's accounts to its workbook, by the command alone."""

import json
import sys
from pathlib import Path

import pytest

from tests.accounts.conftest import Set, accounts
from tests.accounts.expected import expected
from tests.accounts.test_files import figures_of
from xlevaluate import cli
from xlevaluate.submission import entries
from xlevaluate.template.template import Template
from xlevaluate.template.workbook_reading import read_forms
from xlevaluate.workbook.read import read_workbook

__all__ = ["accounts"]


def test_seventy_figures_stand_in_a_new_workbook_and_none_is_wrong(
    accounts: Set,
    template: Template,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    monkeypatch.chdir(tmp_path)
    assert cli.main(["new", "单位.xlsm", "--year", "2023", "--unit", "某某局"]) == 0
    files = [str(path) for path in accounts.files]
    capsys.readouterr()
    given = ["import", *files, "--into", "单位.xlsm", "--json", "--answer", "budget=年初预算"]
    assert cli.main(given) == 1  # some are not certain
    told = json.loads(capsys.readouterr().out)
    assert told["summary"]["differs"] == 0
    assert told["summary"]["question"] == 0
    placed = {line["path"]: line for line in told["lines"] if line["state"] == "placed"}
    submission = read_forms(template, read_workbook(Path(told["written"]))[0]).submission
    right = expected(accounts.this, accounts.last, "年初预算")
    for path in placed.keys() & figures_of(template):
        (entry,) = entries(submission, path)
        parts = placed[path]["origins"][0]["text"].count(";") + 1
        # Each part is rounded to 0.01万元 in what is published, and the figure once more.
        assert abs(entry.value * 10_000 - right[path]) <= 50 * (parts + 1), path
    with capsys.disabled():
        sys.stdout.write(f" {len(placed)} figures placed ")
    assert len(placed) >= 70
