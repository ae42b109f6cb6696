"""The catalogue and the templates' mappings: plain data that fits together."""

import re
import shutil
from pathlib import Path

import pytest

from xlevaluate.accounts.account_mapping import mapping_of, mapping_slips
from xlevaluate.accounts.account_terms import read_equation, read_terms
from xlevaluate.accounts.catalogue import the_catalogue
from xlevaluate.tables.label_text import plain_label
from xlevaluate.template.lookup import families
from xlevaluate.template.template import Template
from xlevaluate.template.template_loading import load_template

CATALOGUE = the_catalogue()


def test_labels_are_written_as_they_are_compared() -> None:
    said = {*CATALOGUE.plain, *CATALOGUE.stage_of}
    for table in CATALOGUE.table:
        said |= table.known
        every = (pattern for patterns in table.patterns.values() for pattern in patterns)
        said |= {label for pattern in every for label in pattern.unless}
    labels = {label for label in said if not label.startswith("#")}
    assert {label: plain_label(label) for label in labels} == {label: label for label in labels}


def test_identities_are_of_figures_that_there_are() -> None:
    for identity in CATALOGUE.identity:
        assert all(CATALOGUE.has(term) for side in identity.sides for term in side), identity.sums
        assert set(identity.stages) <= set(CATALOGUE.stages)


def test_a_title_is_of_one_table_unless_labels_tell_them_apart() -> None:
    for table in CATALOGUE.table:
        name = re.sub(r"（财决.*?）", "", table.name).replace("“三公”", "三公")
        for title in name.split("、"):
            assert re.search(table.title, title), title


@pytest.mark.parametrize("family", families())
def test_mappings_name_what_there_is(family: str) -> None:
    assert not list(mapping_slips(load_template(family)))


def test_projects_take_nothing_from_accounts() -> None:
    assert mapping_of(load_template("national_project")) is None


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ('field = "收入合计_本年"', 'field = "收入总计_本年"', "没有名为“收入总计_本年”的项目"),
        ('field = "收入合计_本年"', 'field = "单位名称"', "“单位名称”不是数字项"),
        ('"T1.收入合计", ', '"T1.收入总计", ', "决算和预算表里没有“T1.收入总计”"),
        ('"T1.收入合计", ', '"收入合计", ', "“收入合计”不是“表.项目”"),
        ('stage = "年初预算"', 'stage = "年中预算"', "没有“年中预算”这一栏"),
        ('when = { budget = "年初预算" }', 'when = { budget = "预算" }', "没有“预算”这个回答"),
        ('field = "收入合计_本年"\nlast = "收入合计_上年"\n', "", "写 field 或 last"),
        ('last = "支出合计_上年"', 'last = "收入合计_上年"', "“收入合计_上年”上面已经有了"),
    ],
)
def test_slips_are_told_with_file_and_line(
    old: str, new: str, said: str, template: Template, tmp_path: Path
) -> None:
    folder = tmp_path / "hunan_department"
    shutil.copytree(template.folder, folder)
    path = folder / "accounts.toml"
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), encoding="utf-8")
    line = text[: text.index(old)].count("\n") + 1
    slips = list(mapping_slips(load_template(folder=folder)))
    assert any(said in slip.words for slip in slips)
    assert all(slip.file == "accounts.toml" for slip in slips)
    assert any(abs(slip.line - line) <= 3 for slip in slips)


def test_sums_are_read() -> None:
    terms = read_terms("T1.收入合计 - T1.其他收入 + T2.其他收入")
    assert [term.sign for term in terms] == [1, -1, 1]
    left, right = read_equation("T6.人员经费 + T6.公用经费 = T3.基本支出")
    assert (len(left), len(right)) == (2, 1)
    with pytest.raises(ValueError, match="不是等式"):
        read_equation("T1.收入合计")
