"""Other words for labels: what a template's file may say, and what is told of it."""

import shutil
from pathlib import Path

import pytest

from tests.harvest.foreign import grid, source
from xlevaluate.harvest.recognise import recognise_forms
from xlevaluate.harvest.synonym_linter import synonym_slips
from xlevaluate.template.lookup import families
from xlevaluate.template.template import Template
from xlevaluate.template.template_loading import load_template


@pytest.mark.parametrize("family", families())
def test_the_words_that_come_with_the_program_are_sound(family: str) -> None:
    assert synonym_slips(load_template(family)) == ()


@pytest.fixture
def folder(template: Template, tmp_path: Path) -> Path:
    return shutil.copytree(template.folder, tmp_path / "own")


SLIPS = {
    '"没有的一行" = ["别的"]': "表中没有“没有的一行”",
    '"出国经费" = ["2、出国经费："]': "“2、出国经费：”就是表中的“出国经费”，不必再写",
    '"本年决算数" = ["决算数"]': "“决算数”就是表中的“本年决算数”，不必再写",
    '"公务接待" = ["（一）"]': "“（一）”里没有可以比较的文字",
    '"办公经费" = ["办公开支", "办公开支"]': "“办公开支”写了两次",
    '"三公经费" = ["公用经费合计"]': "《基础数据表》中“公用经费合计”也是“公用经费”，分不清",
    '"公用经费" = ["公用经费合计"]': "《基础数据表》中“公用经费合计”也是“三公经费”，分不清",
}


def test_slips_are_told_with_their_places(folder: Path) -> None:
    path = folder / "synonyms.toml"
    path.write_text("\n".join(("[labels]", *SLIPS)), encoding="utf-8")
    slips = {slip.line: slip.words for slip in synonym_slips(load_template(folder=folder))}
    assert slips == dict(enumerate(SLIPS.values(), 2))


def test_a_word_that_is_added_is_understood_at_once(folder: Path) -> None:
    file = source(
        "部门整体支出绩效评价基础数据表",
        grid([["经费控制情况（万元）", "2023年决算数"], ["招待开支", "3"], ["三公经费", "4"]]),
    )

    def found() -> set[str]:
        template = load_template(folder=folder)
        return {item.path for item in recognise_forms([file], template, year=2023).found}

    reception = "basic_data.spending.official_reception.final"
    assert reception not in found()
    path = folder / "synonyms.toml"
    text = path.read_text(encoding="utf-8")
    assert '"公务接待" = [' in text
    path.write_text(text.replace('"公务接待" = [', '"公务接待" = ["招待开支", '), encoding="utf-8")
    assert reception in found()
