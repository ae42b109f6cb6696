"""Next year's workbook from last year's: what goes along, what does not, and what tells of it."""

import tomllib
from collections.abc import Callable
from decimal import Decimal
from pathlib import Path
from random import Random
from typing import Any

import pytest
from hypothesis import given, settings
from msgspec.structs import replace

from tests.changes import changed
from tests.conftest import workbook_of
from tests.projects import department, project
from tests.submissions import SEEDS, made_up
from tests.template_folders import read_folder, write_folder
from xlevaluate.errors import CannotDoError
from xlevaluate.evaluation.evaluation import evaluate
from xlevaluate.form.figures import Figures
from xlevaluate.form.problems import Reading
from xlevaluate.form.snapshot import CellValue
from xlevaluate.importing.next_year import LastYear, NextYear, NextYearRequest, next_year
from xlevaluate.importing.year_words import words_of
from xlevaluate.submission import Submission
from xlevaluate.submission.model import CarriedRow
from xlevaluate.submission.paths import entries
from xlevaluate.template.lookup import families
from xlevaluate.template.template import Template
from xlevaluate.template.template_loading import load_template
from xlevaluate.template.workbook_reading import read_forms
from xlevaluate.workbook.generate import read_submission, snapshot_of_submission
from xlevaluate.workbook.read import read_workbook

BY_HAND: dict[str, Any] = tomllib.loads(
    (Path(__file__).parent / "next_year_hunan.toml").read_text(encoding="utf-8")
)


RECORD = "上年带入"


def read(template: Template, submission: Submission) -> Reading:
    return read_submission(template, submission)


def read_back(template: Template, submission: Submission) -> Submission:
    """Return what is read of the workbook made, without what is the template's own."""
    return template.reduced(read(template, submission).submission)


def last_year(template: Template, submission: Submission) -> LastYear:
    return LastYear("上年.xlsx", template, read(template, submission))


def filled(template: Template, submission: Submission) -> dict[str, object]:
    """Return all that stands in the fields of a form, by path; numbers of the profile are not."""
    every = Figures(template.form, submission).all_entries()
    return {
        entry.path: entry.value
        for item, entry in every
        if entry.value is not None and not item.has_default
    }


@pytest.fixture(scope="module")
def last(template: Template, sample: Callable[[str], Submission]) -> LastYear:
    closing = {"finances.balances.closing.current": Decimal("3.2")}
    return last_year(template, changed(sample("corrected"), closing))


@pytest.fixture(scope="module")
def made(template: Template, last: LastYear) -> NextYear:
    return next_year(last, template, NextYearRequest())


def test_the_sample_s_figures_go_where_they_go_by_hand(
    template: Template, last: LastYear, made: NextYear
) -> None:
    then, now = (Figures(template.form, of) for of in (last.reading.submission, made.submission))
    table = BY_HAND["figures"]
    expected: dict[str, Any] = {"年度": 2024}
    for source, target, figure in table:
        assert then.value(source) == Decimal(figure), source
        expected[target] = Decimal(figure)
    expected |= {name: then.value(name) for name in BY_HAND["same"]}
    typed = [name for name, item in template.form.fields.items() if not item.has_default]
    singles = {name: now.value(name) for name in typed}
    assert {name: value for name, value in singles.items() if value is not None} == expected
    rows = [(r.category.name, r.name, r.target, str(r.weight)) for r in now.indicators]
    assert rows == [tuple(row) for row in BY_HAND["indicators"]]
    assert all({r.actual, r.score, r.deviation, r.band} == {None} for r in now.indicators)
    assert now["职能职责_内容"] == then["职能职责_内容"]
    assert len(now["职能职责_内容"]) == BY_HAND["duties"]


def test_it_is_counted_how_many_figures_last_year_alone_fills_in(
    template: Template, made: NextYear, last: LastYear
) -> None:
    assert made.figures == len(BY_HAND["figures"])
    # 116 figures of the catalogue: those of the first version, and three columns of special funds.
    first = [f for f in template.form.fields.values() if f.is_number and f.since == 1]
    first = [f for f in first if not f.has_default and not f.path.startswith("ratio_scores.")]
    now = Figures(template.form, made.submission)
    count = sum(now.value(f.name) is not None for f in first)
    assert (count, len(first) + 3) == (31, 116)
    assert words_of(last, template, made)[0] == (
        "由“上年.xlsx”（2023年度）带入 96 项，其中数字 31 项（表中共 125 项数字），"
        "列在《上年带入》。"
    )


def test_the_record_says_of_everything_where_it_came_from_and_stands(
    template: Template, last: LastYear, made: NextYear
) -> None:
    then, now = last.reading, read(template, made.submission)
    holds_record(then, now, then.submission, made.submission)
    assert read_back(template, made.submission) == made.submission
    left = [row for row in made.record if row.state == "left"]
    assert all(row.note and row.from_sheet and row.from_label for row in left)
    personal = [row.from_label for row in left if "填报人" in str(row.note)]
    assert personal == ["填表人、联系电话"]
    blank = [row.from_label for row in left if row.note == "上年工作簿中没有填"]
    assert any("国有资本经营预算财政拨款收入（本年）" in str(label) for label in blank)


def holds_record(then: Reading, now: Reading, source: Submission, target: Submission) -> set[str]:
    """Hold each line of the record against both workbooks; return the paths of what was taken."""
    paths: list[dict[Any, str]] = [
        {(place.sheet, place.cell): path for path, place in reading.places.items()}
        for reading in (then, now)
    ]
    taken = set()
    for row in target.carried:
        if row.state == "left" or row.from_cell is None:
            continue
        origin, here = paths[0][row.from_sheet, row.from_cell], paths[1][row.to_sheet, row.to_cell]
        assert then.places[origin].label == row.from_label
        assert now.places[here].label == row.to_label
        ((_, value),), ((_, other),) = entries(source, origin), entries(target, here)
        assert other == (value + 1 if here == "year" else value), row
        taken.add(here)
    return taken


@settings(max_examples=8)
@given(SEEDS)
def test_what_is_taken_over_equals_its_origin_and_all_else_is_blank(seed: int) -> None:
    template = load_template()
    submission = changed(made_up(template, Random(seed)), {"year": 2030})
    last = last_year(template, submission)
    made = next_year(last, template, NextYearRequest())
    now = read(template, made.submission)
    whole = template.completed(last.reading.submission)
    taken = holds_record(last.reading, now, whole, made.submission)
    outside = {path for path in filled(template, made.submission) if not path.startswith("outline")}
    assert outside - {"year"} <= taken
    assert not made.submission.explanations
    assert not made.submission.ratio_scores
    told = evaluate(template, now)
    assert not [t for t in told.findings if t.finding.rule in {"Y01", "Y02"}]


def test_the_new_workbook_has_only_blanks_to_be_told_of(
    template: Template, made: NextYear, last: LastYear
) -> None:
    """Nothing is wrong with what was taken over, with last year's workbook beside or without."""
    now = read(template, made.submission)
    for previous in (None, last.reading.submission):
        told = evaluate(template, now, previous)
        assert {t.finding.rule for t in told.findings} <= {"C01", "C04", "C09", "C13", "Y03"}
        assert not {"Y01", "Y02"} & told.not_checked.keys()
    (proposed,) = (t for t in told.findings if t.finding.rule == "Y03")
    assert "等14处 的指标值是由上年带入的，还没有改动。" in proposed.message
    assert "在《上年带入》选“沿用”" in proposed.message
    (rows,) = (t for t in told.findings if t.finding.rule == "C04")
    assert "所在的各项指标都缺少实际完成值、得分" in rows.message


def test_a_proposal_is_told_of_until_it_is_typed_or_kept(
    template: Template, made: NextYear
) -> None:
    path = "self_evaluation.indicators.quantity.0.target"
    kept = tuple(
        row.model_copy(update={"kept": "沿用"}) if row.content == "12篇" else row
        for row in made.submission.carried
    )
    typed = changed(made.submission.model_copy(update={"carried": kept}), {path: "≥160场次"})
    told = evaluate(template, read(template, typed))
    (proposed,) = (t.finding for t in told.findings if t.finding.rule == "Y03")
    every = {proposed.path, *proposed.others}
    assert path not in every
    assert path.replace("0", "1") not in every
    assert len(every) == 12


def test_a_record_that_is_deleted_leaves_a_workbook_without_one(
    template: Template, made: NextYear
) -> None:
    snapshot = snapshot_of_submission(template, made.submission)
    names = {name: at for name, at in snapshot.names.items() if at is None or at.sheet != RECORD}
    sheets = {name: cells for name, cells in snapshot.sheets.items() if name != RECORD}
    told = evaluate(template, read_forms(template, replace(snapshot, sheets=sheets, names=names)))
    assert {t.finding.rule for t in told.findings} <= {"C01", "C04", "C09", "C13"}
    assert told.not_checked["Y01"] == ("没有提供上年的工作簿（--previous）",)


def test_a_figure_changed_afterwards_is_told(template: Template, made: NextYear) -> None:
    other = changed(made.submission, {"basic_data.spending.office.prior_final": Decimal("19.68")})
    told = evaluate(template, read(template, other))
    (found,) = (t for t in told.findings if t.finding.rule == "Y01")
    assert "上年工作簿的办公经费（本年决算）是 19.86万元，相差 0.18万元" in found.message


def test_what_the_new_form_has_no_place_for_is_listed_with_its_value(
    template: Template, last: LastYear, tmp_path: Path
) -> None:
    data = read_folder(template.folder)
    for sheet in data["form"]["sheet"]:
        for block in sheet["block"]:
            if "indicators" in block:
                dimensions = block["indicators"]["dimensions"]
                dimensions[1]["categories"][2]["name"] = "生态指标"
            if block.get("list", {}).get("name") == "职能职责":
                block["list"]["name"] = "职责"
    folder = write_folder(data, tmp_path / "variant", template.folder / "report.docx")
    variant = load_template(folder=folder)
    made = next_year(last, variant, NextYearRequest())
    lost = [row for row in made.record if "没有对应的项目" in str(row.note)]
    contents = [row.content for row in lost]
    assert {"新建、改扩建楼堂馆所面积", "0㎡", "5"} <= set(contents)
    assert len([row for row in lost if row.from_sheet == "文字材料"]) == BY_HAND["duties"]
    assert "新建、改扩建楼堂馆所面积" not in [
        r.name for r in Figures(variant.form, made.submission).indicators
    ]
    assert read_back(variant, made.submission) == made.submission


def test_what_last_year_s_form_lacked_or_nobody_could_read_is_listed(
    template: Template, last: LastYear, sample: Callable[[str], Submission], tmp_path: Path
) -> None:
    data = read_folder(template.folder)
    table = data["form"]["sheet"][2]["block"][2]["table"]
    table["rows"].insert(-1, {"key": "training", "name": "培训经费"})
    folder = write_folder(data, tmp_path / "variant", template.folder / "report.docx")
    made = next_year(last, load_template(folder=folder), NextYearRequest())
    (lacking,) = (row for row in made.record if "上年的工作簿没有这一项" in str(row.note))
    assert (lacking.to_sheet, lacking.to_label) == ("基础数据表", "培训经费（上年决算）")
    snapshot = snapshot_of_submission(template, sample("corrected"))
    at = snapshot.names["办公经费_本年决算"]
    assert at is not None
    cells = {**snapshot.sheets[at.sheet], (at.row, at.col): CellValue("约20")}
    unread = read_forms(template, replace(snapshot, sheets={**snapshot.sheets, at.sheet: cells}))
    made = next_year(LastYear("上年.xlsx", template, unread), template, NextYearRequest())
    (row,) = (row for row in made.record if "读不出来" in str(row.note))
    assert (row.from_label, row.content) == ("办公经费（本年决算）", "约20")
    assert Figures(template.form, made.submission).value("办公经费_上年决算") is None


# ------------------------------------------------------------------ projects


@pytest.fixture(scope="module")
def with_projects(template: Template) -> LastYear:
    both = (project("节水灌溉改造"), project("村道硬化"))
    return last_year(template, department(*both))


def test_projects_go_on_with_their_actual_values_blank(
    template: Template, with_projects: LastYear
) -> None:
    made = next_year(with_projects, template, NextYearRequest())
    assert [p.project.name for p in made.submission.projects] == ["节水灌溉改造", "村道硬化"]
    first = Figures(load_template("national_project").form, made.submission.projects[1])
    assert all(row.target and row.weight is not None for row in first.indicators)
    assert all({row.actual, row.score} == {None} for row in first.indicators)
    assert set(filled(template, made.submission)) >= {"year"}
    assert made.submission.projects[0].funds.total.executed is None
    holds_record(
        with_projects.reading,
        read(template, made.submission),
        with_projects.reading.submission,
        made.submission,
    )
    told = evaluate(template, read(template, made.submission))
    (proposed,) = (t.finding for t in told.findings if t.finding.rule == "Y03")
    assert {p.split(".")[1] for p in proposed.others if p.startswith("projects.")} == {"0", "1"}


@pytest.mark.parametrize("chosen", ["村道硬化", "项目2"])
def test_only_the_projects_that_are_named_go_on(
    template: Template, with_projects: LastYear, chosen: str
) -> None:
    made = next_year(with_projects, template, NextYearRequest(projects=(chosen,)))
    assert [p.project.name for p in made.submission.projects] == ["村道硬化"]
    (left,) = (row for row in made.record if row.note == "没有选它延续")
    assert (left.from_sheet, left.from_label) == ("项目1", "节水灌溉改造")
    with pytest.raises(CannotDoError, match=r"没有项目“修桥”；有的项目：项目1（节水灌溉改造）"):
        next_year(with_projects, template, NextYearRequest(projects=("修桥",)))


# ------------------------------------------------------------------ every family, wrong input


@pytest.mark.parametrize("family", families())
def test_every_family_s_next_year_is_in_order(family: str) -> None:
    template = load_template(family)
    text = (template.folder / "samples" / "corrected.json").read_text(encoding="utf-8")
    submission = template.form.model.model_validate_json(text)
    made = next_year(last_year(template, submission), template, NextYearRequest())
    now, then = (Figures(template.form, of) for of in (made.submission, submission))
    assert now.year == (then.year or 0) + 1
    assert now.text("unit_name") == then.text("unit_name")
    assert [(r.name, r.target, r.weight) for r in now.indicators] == [
        (r.name, r.target, r.weight) for r in then.indicators
    ]
    assert all({row.actual, row.score} == {None} for row in now.indicators)
    for name, listing in template.form.listings.items():  # duties, tasks, items of expenditure
        if "" in listing.groups and not listing.is_outline and not listing.needs:
            first = listing.fields[0].name
            assert [e.value for e in now[first]] == [e.value for e in then[first]], name
    evaluation = evaluate(template, read(template, made.submission))
    others = [t.message for t in evaluation.findings if t.finding.rule[0] not in "CY"]
    assert not others
    assert [t.finding.rule for t in evaluation.findings if t.finding.rule[0] == "Y"] == ["Y03"]
    assert read_back(template, made.submission) == made.submission


def test_a_project_s_form_of_another_family_takes_what_it_has(template: Template) -> None:
    national, sichuan = load_template("national_project"), load_template("sichuan_project")
    text = (national.folder / "samples" / "corrected.json").read_text(encoding="utf-8")
    submission = national.form.model.model_validate_json(text)
    made = next_year(last_year(national, submission), sichuan, NextYearRequest())
    now, then = Figures(sichuan.form, made.submission), Figures(national.form, submission)
    assert now.text("project_name") == then.text("project_name")
    assert [(r.category.name, r.target) for r in now.indicators] == [
        (r.category.name, r.target) for r in then.indicators
    ]


def test_the_year_must_be_the_next_one(template: Template, last: LastYear) -> None:
    with pytest.raises(CannotDoError, match=r"是2023年度的，由它只能生成2024年度的工作簿"):
        next_year(last, template, NextYearRequest(year=2026))
    without = last_year(template, changed(last.reading.submission, {"year": None}))
    with pytest.raises(CannotDoError, match="没有填年度"):
        next_year(without, template, NextYearRequest())
    stated = next_year(without, template, NextYearRequest(year=2026))
    assert Figures(template.form, stated.submission).year == 2026


def test_a_renamed_unit_is_no_other_unit(template: Template, last: LastYear) -> None:
    made = next_year(last, template, NextYearRequest(unit="新名称办公室"))
    assert Figures(template.form, made.submission).text("unit_name") == "新名称办公室"
    told = evaluate(template, read(template, made.submission))
    assert "Y02" not in {t.finding.rule for t in told.findings}
    (row,) = (row for row in made.record if row.from_label == "单位名称")
    assert row.state == "left"


def test_what_was_changed_beside_the_form_goes_along(
    template: Template, last: LastYear, sample: Callable[[str], Submission]
) -> None:
    outline = [{"level": "一级标题", "text": "概况"}, {"level": "正文", "text": "{{ 单位名称 }}"}]
    parameter = template.parameters[0]
    more = {"outline": outline, "parameters": {parameter.name: parameter.value + 1}}
    whole = template.form.model.model_validate({**sample("corrected").model_dump(), **more})
    made = next_year(last_year(template, whole), template, NextYearRequest())
    assert [row.text for row in made.submission.outline or ()] == ["概况", "{{ 单位名称 }}"]
    assert made.submission.parameters == {parameter.name: parameter.value + 1}
    told = [row.from_label for row in made.record if row.state == "carried"]
    assert {"报告提纲", parameter.name} <= set(told)


def test_the_workbook_s_own_file_is_read_back(
    template: Template, made: NextYear, tmp_path: Path
) -> None:
    path = tmp_path / "下一年.xlsx"
    path.write_bytes(workbook_of(template, made.submission))
    reading = read_forms(template, read_workbook(path)[0])
    assert reading.problems == ()
    assert reading.submission.carried == made.submission.carried
    assert isinstance(reading.submission.carried[0], CarriedRow)
