"""Variants of a template: files that say only what differs, laid over those of their base."""

import shutil
from pathlib import Path

import pytest

from tests.families.test_every_family import Kind, submission
from xlevaluate import cli
from xlevaluate.errors import CannotDoError
from xlevaluate.files.slips import SlipsError
from xlevaluate.files.toml import TomlFile, open_toml
from xlevaluate.files.toml_overlay import laid_over
from xlevaluate.form.layout import lay_out
from xlevaluate.template.lookup import profiles, templates_folder, variants
from xlevaluate.template.template import Template
from xlevaluate.template.template_loading import load_template
from xlevaluate.template.workbook_reading import read_forms
from xlevaluate.workbook.generate import snapshot_of_submission
from xlevaluate.workbook.read import read_workbook

OLDER = Kind("hunan_department_older", "")


# ------------------------------------------------------------------ one file over another


def file(folder: Path, name: str, text: str) -> TomlFile:
    (folder / name).write_text(text, encoding="utf-8")
    return open_toml(folder / name)


@pytest.fixture
def laid(tmp_path: Path) -> TomlFile:
    below = file(
        tmp_path,
        "below.toml",
        """
kept = 1
list = ["a", "b"]
[[row]]
id = "X1"
parts = ["a"]
level = "query"
[[row]]
id = "X2"
[[plain]]
text = "below"
""",
    )
    above = file(
        tmp_path,
        "above.toml",
        """
list = ["c"]
[[row]]
id = "X3"
[[row]]
id = "X1"
level = "error"
[[plain]]
text = "above"
""",
    )
    return laid_over(below, above)


def test_tables_called_the_same_are_one_and_the_rest_is_replaced(laid: TomlFile) -> None:
    assert laid.data == {
        "kept": 1,
        "list": ["c"],
        "row": [
            {"id": "X1", "parts": ["a"], "level": "error"},
            {"id": "X2"},
            {"id": "X3"},
        ],
        "plain": [{"text": "above"}],
    }


@pytest.mark.parametrize(
    ("place", "line"),
    [
        (("row", 0, "level"), 7),
        (("row", 0, "parts"), 5),  # said below: the table that is laid over it
        (("row", 1, "id"), 3),  # said below alone: where tables of the kind begin
        (("row", 2, "id"), 4),
        (("plain", 0, "text"), 9),
    ],
)
def test_slips_are_told_with_lines_of_the_file_above(
    laid: TomlFile, place: tuple[str, int, str], line: int
) -> None:
    laid.add("wrong", *place)
    assert (laid.slips[-1].file, laid.slips[-1].line) == ("above.toml", line)


def test_what_keeps_a_file_from_being_read_is_told(tmp_path: Path) -> None:
    below = file(tmp_path, "below.toml", "a = 1")
    laid = laid_over(below, file(tmp_path, "above.toml", "a = "))
    assert laid.data is None
    assert [slip.file for slip in laid.slips] == ["above.toml"]


# ------------------------------------------------------------------ those of Hunan


def test_the_command_line_names_every_variant(capsys: pytest.CaptureFixture[str]) -> None:
    known = variants("hunan_department")
    assert known == ["newer", "older"]
    with pytest.raises(SystemExit):
        cli.main(["new", "--help"])
    said = "".join(capsys.readouterr().out.split())
    (words,) = (part.split("（", 1)[0] for part in said.split("hunan_department有")[1:])
    assert words == known[0]
    assert all(f"{name}（" in said for name in known)


def test_a_workbook_remembers_its_variant(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    book = tmp_path / "a.xlsx"
    made = ("--variant", "older", "--profile", "older", "--unit", "某局", "--year", "2020")
    assert cli.main(["new", str(book), *made]) == 0
    assert read_workbook(book)[1][:2] == ("hunan_department_older", "older")
    assert cli.main(["score", str(book)]) == 1
    assert "评分办法未核对原文" in capsys.readouterr().err


def test_next_year_may_take_another_variant(tmp_path: Path) -> None:
    last, this = tmp_path / "a.xlsx", tmp_path / "b.xlsx"
    sample = str(OLDER.sample("corrected"))
    assert cli.main(["new", str(last), "--variant", "older", "--data", sample]) == 0
    assert cli.main(["new", str(this), "--variant", "newer", "--from", str(last)]) == 0
    snapshot, made = read_workbook(this)
    assert made.family == "hunan_department_newer"
    at = snapshot.names["业务工作经费_上年决算"]
    assert at is not None
    assert snapshot.at(at).value == 165  # this year's of the older form


def test_an_unknown_variant_is_told_with_those_there_are(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert cli.main(["new", str(tmp_path / "a.xlsx"), "--variant", "oldest"]) == 2
    said = capsys.readouterr().err
    assert "没有名为“oldest”的变体" in said
    assert "older（“湖南省部门整体支出绩效自评（旧表式）”）" in said


@pytest.fixture(scope="module")
def older() -> Template:
    return OLDER.template()


def test_what_is_not_said_is_as_in_the_base(older: Template) -> None:
    base = load_template()
    assert profiles(older.name) == profiles(base.name)
    assert older.outline == base.outline
    assert older.ratios.keys() == base.ratios.keys()
    assert [rule.id for rule in older.identities] == [rule.id for rule in base.identities]
    names = [sheet.name for sheet in older.form.definition.sheet]
    assert names == [sheet.name for sheet in base.form.definition.sheet]
    assert older.form.definition.projects == base.form.definition.projects
    apart = set(older.form.fields) ^ set(base.form.fields)
    assert {name.split("_")[0] for name in apart} == {
        *("政府采购金额", "部门基本支出预算调整", "部门整体支出预算调整")
    }
    assert apart & set(older.form.fields) == {
        *("部门整体支出预算调整_本年预算", "部门整体支出预算调整_本年决算")
    }


@pytest.mark.parametrize("on_paper", [False, True])
def test_what_the_form_does_not_ask_is_printed_and_no_field(
    older: Template, on_paper: bool
) -> None:
    pages = lay_out(older.form, older.completed(older.blank()), older.printed, on_paper=on_paper)
    (page,) = (page for page in pages if page.sheet.name == "基础数据表")
    dashes = [cell for cell in page.cells if cell.text == "——"]
    labels = {cell.row: cell.text for cell in page.cells if cell.col == 0}
    assert [labels[cell.row] for cell in dashes] == ["政府采购金额", "部门整体支出预算调整"]
    assert not any(cell.field or cell.names for cell in dashes)
    heads = {cell.col: cell.text for cell in page.cells if cell.role == "head"}
    assert all(heads[cell.col] == "{上年度}年决算数" for cell in dashes)


def test_a_row_with_such_a_cell_is_read_and_held_to_its_label(older: Template) -> None:
    given = submission(older, OLDER.sample("corrected"))
    snapshot = snapshot_of_submission(older, given)
    reading = read_forms(older, snapshot)
    assert reading.problems == ()
    assert reading.submission == older.completed(given)
    at = snapshot.names["部门整体支出预算调整_本年预算"]
    assert at is not None
    cells = dict(snapshot.sheets[at.sheet])
    label, below = (cells[at.row + row, 0] for row in (0, -1))
    cells |= {(at.row, 0): below, (at.row - 1, 0): label}
    reading = read_forms(
        older, type(snapshot)({**snapshot.sheets, at.sheet: cells}, snapshot.names)
    )
    assert [problem.trouble for problem in reading.problems] == ["other_label"] * 2


# ------------------------------------------------------------------ of a user


@pytest.fixture
def mine(tmp_path: Path) -> Path:
    folder = tmp_path / "hunan_department_mine"
    shutil.copytree(templates_folder() / "hunan_department_older", folder)
    return folder


def edit(path: Path, old: str, new: str) -> None:
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), encoding="utf-8")


def test_a_variant_elsewhere_has_what_its_base_has(mine: Path) -> None:
    assert load_template(folder=mine).form.fields.keys() == OLDER.template().form.fields.keys()


def test_a_folder_is_called_as_its_base_first(mine: Path) -> None:
    with pytest.raises(CannotDoError, match="文件夹的名称不是“hunan_department_名称”"):
        load_template(folder=mine.rename(mine.with_name("mine")))


@pytest.mark.parametrize("base", ["mars", "../hunan_department", "hunan_department_older"])
def test_a_base_is_a_template_of_ours(mine: Path, base: str) -> None:
    edit(mine / "form.toml", '"hunan_department"', f'"{base}"')
    with pytest.raises(CannotDoError, match="没有随程序来的这个模板"):
        load_template(folder=mine)


@pytest.mark.parametrize(
    ("name", "old", "new", "said"),
    [
        ("form.toml", '"上年决算" = "——"', '"上年" = "——"', "没有名为“上年”的填写列"),
        ("form.toml", "spare = 2", 'not_asked = { "上年决算" = "" }', "只用于固定的行"),
        ("identities.toml", "部门整体", "部门", "第 5 行的 identity"),
        ("texts.toml", '"部门整体支出预算调整_本年决算"', '"部门预算"', "第 6 行的 thing.0.cells"),
    ],
)
def test_a_slip_is_told_where_the_variant_has_it(
    mine: Path, name: str, old: str, new: str, said: str
) -> None:
    edit(mine / name, old, new)
    with pytest.raises(SlipsError) as caught:
        load_template(folder=mine)
    assert said in str(caught.value)
    assert f"{name} 第" in str(caught.value)
