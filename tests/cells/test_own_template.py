"""Functions in cells use the template that the workbook names, as its files are now."""

import os
import shutil
import time
from pathlib import Path

import pytest

from tests.cells.test_functions import call
from xlevaluate.cells.calls import SentenceAttempt, calls_of
from xlevaluate.cells.cell_functions import FAILURE, FUNCTIONS
from xlevaluate.template.lookup import VARIABLE
from xlevaluate.template.template import Template
from xlevaluate.template.template_loading import load_template

ZERO = "预算为0，有支出"


@pytest.fixture
def mine(tmp_path: Path, template: Template, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A template ``mine`` in a folder of the user's, which calls x/0 otherwise."""
    folder = tmp_path / "mine"
    shutil.copytree(template.folder, folder)
    monkeypatch.setenv(VARIABLE, str(tmp_path))
    change(folder, "ratios.toml", ZERO, "没有预算")
    return folder


def change(folder: Path, file: str, old: str, new: str) -> None:
    path = folder / file
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new), encoding="utf-8")
    os.utime(path, ns=(time.time_ns(), path.stat().st_mtime_ns + 1))


def test_the_last_argument_names_the_template(mine: Path) -> None:
    given = ("三公经费控制率", 1.0, 0.0)
    assert call("XLE_RATIO", *given) == ZERO
    assert call("XLE_RATIO", *given, None) == ZERO
    assert call("XLE_RATIO", *given, "mine") == "没有预算"


def test_an_edited_file_is_noticed_at_the_next_call(mine: Path) -> None:
    given = ("三公经费控制率", 1.0, 0.0, "mine")
    assert call("XLE_RATIO", *given) == "没有预算"
    change(mine, "ratios.toml", "没有预算", "没有安排")
    assert call("XLE_RATIO", *given) == "没有安排"


def test_scores_and_sentences_take_it_too(mine: Path) -> None:
    change(
        mine, "profile.toml", 'name = "规模控制率"\nweight = 8', 'name = "规模控制率"\nweight = 6'
    )
    change(mine, "profile.toml", "zero = 0", "zero = 3")
    blanks = (None, None, None)
    assert call("XLE_RATIO_SCORE", "", "三公经费控制率", ZERO, 8.0, *blanks) == 0.0
    assert call("XLE_RATIO_SCORE", "", "三公经费控制率", ZERO, 8.0, *blanks, "mine") == 3.0
    change(mine, "form.toml", 'label = "按收入性质分：其他资金" }', 'label = "别的钱" }')
    fields = [["收入性质_其他资金", "", None], ["年度", "", 2023.0]]
    sentence = "有{{ 收入性质_其他资金 }}"
    assert "按收入性质分：其他资金" in str(call("XLE_SENTENCE", sentence, fields))
    assert "缺少别的钱" in str(call("XLE_SENTENCE", sentence, fields, "mine"))
    lists = ("职能职责", [["甲"], ["乙"]])
    written = call("XLE_SENTENCE", "{{ 条目(职能职责) }}", fields, *lists, "mine")
    assert written == "1.甲\n2.乙"


@pytest.mark.parametrize("name", ["nowhere", "../mine", "mine/../mine", "/etc"])
def test_a_template_that_there_is_not_is_a_failure_and_no_way_to_a_file(
    mine: Path, name: str
) -> None:
    assert str(call("XLE_RATIO", "三公经费控制率", 1.0, 0.0, name)).startswith(FAILURE)


def test_calls_hand_over_the_workbook_s_template(template: Template) -> None:
    named = {"XLE_RATIO", "XLE_RATIO_SCORE"}
    for call_ in calls_of(template).values():
        assert call_.endswith(",xle_template)") == (call_.partition("(")[0] in named)
    assert ",xle_template)" in SentenceAttempt(template.form, "excel").formula()
    assert {name for name, f in FUNCTIONS.items() if "template" in f.arguments} == named


def test_looking_whether_files_have_changed_reads_none(
    mine: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """That takes 0.1 ms; reading them takes 30 ms, at every cell."""
    there = load_template("mine")
    opened: list[object] = []
    for holder, name in ((Path, "open"), (Path, "read_bytes"), (Path, "read_text")):
        monkeypatch.setattr(holder, name, lambda *given, **_: opened.append(given))
    assert load_template("mine") is there
    assert opened == []
