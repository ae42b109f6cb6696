"""Ratios scored by the province's table: in Python, and in the workbook by LibreOffice."""

from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.conftest import CREATED
from tests.hunan import MODEL
from tests.spreadsheet import convert
from xlevaluate.checks.computed_reads import ratio_sources
from xlevaluate.form.figures import Figures
from xlevaluate.scoring.ratio_rules import RatioScoring
from xlevaluate.scoring.ratio_score import ScoredRatio, ratio_points
from xlevaluate.submission import Submission
from xlevaluate.submission.paths import nest
from xlevaluate.template.template import Template
from xlevaluate.template.template_loading import load_template
from xlevaluate.workbook.generate import make_workbook
from xlevaluate.workbook.read import read_workbook

WORKED_CASE = {
    # A real table of 2018: staff, 三公 after and before, carried over, budget, supplement, final.
    "编制数": "143",
    "实际在职人数": "136",
    "三公经费_本年决算": "63.46",
    "三公经费_上年决算": "32",
    "年初结转结余_本年": "19.8",
    "年初预算数": "1922.76",
    "年中追加预算_本年": "767.86",
    "年末结转结余_本年": "19.8",
    "全年预算数": "2690.62",
}
WORKED_SCORES = {
    "在职人员控制率": ("0.9510", "8.00"),
    "三公经费变动率": ("0.9831", "0.00"),
    "预算完成率": ("0.9927", "8.00"),
    "预算调整率": ("0.3994", "0.00"),
}


def submission_of(template: Template, figures: dict[str, str]) -> Submission:
    values: dict[str, Any] = {
        template.form.fields[name].path: value for name, value in figures.items()
    }
    made: Submission = MODEL.model_validate(nest(values))
    return made


def scored(template: Template, name: str) -> ScoredRatio:
    return next(row for row in template.scored if row.name == name)


@pytest.mark.parametrize("name", WORKED_SCORES)
def test_the_worked_case(template: Template, name: str) -> None:
    figures = Figures(template.form, submission_of(template, WORKED_CASE))
    ratio, score = WORKED_SCORES[name]
    assert template.ratios[name].shown(figures) == Decimal(ratio)
    assert str(scored(template, name).proposed(figures)) == score


EDGES = [
    # ratio, figures, score, words
    ("预算调整率", {"全年预算数": "100", "年初预算数": "100"}, "8", "比率 0.00%，按分档得 8 分"),
    ("预算调整率", {"全年预算数": "110", "年初预算数": "100"}, "6", "比率 10.00%，按分档得 6 分"),
    ("预算调整率", {"全年预算数": "120", "年初预算数": "100"}, "4", "比率 20.00%，按分档得 4 分"),
    ("预算调整率", {"全年预算数": "130", "年初预算数": "100"}, "2", "比率 30.00%，按分档得 2 分"),
    (
        "预算调整率",
        {"全年预算数": "130.01", "年初预算数": "100"},
        "0",
        "比率 30.01%，按分档得 0 分",
    ),
    ("预算调整率", {"全年预算数": "90", "年初预算数": "100"}, "6", "比率 -10.00%，按分档得 6 分"),
    # A weight that was changed in the workbook takes its steps along.
    (
        "预算调整率",
        {"参数_预算调整率分值": "10", "全年预算数": "110", "年初预算数": "100"},
        "7.5",
        "比率 10.00%，按分档得 7.5 分",
    ),
    ("在职人员控制率", {"编制数": "20", "实际在职人数": "20"}, "8", "达到标准，不扣分"),
    (
        "在职人员控制率",
        {"编制数": "1000", "实际在职人数": "1087"},
        "3.65",
        "超 8.70 个百分点，每点扣 0.5 分，扣 4.35 分",
    ),
    (
        "三公经费变动率",
        {"三公经费_本年决算": "101", "三公经费_上年决算": "100"},
        "7.2",
        "超 1.00 个百分点，每点扣分值的 10%，扣 0.8 分",
    ),
    (
        "预算完成率",
        {"全年执行数": "95", "全年预算数": "100"},
        "6",
        "低 5.00 个百分点，每满 5 个百分点扣 2 分，扣 2 分",
    ),
    (
        "预算完成率",
        {"全年执行数": "95.01", "全年预算数": "100"},
        "8",
        "低 4.99 个百分点，每满 5 个百分点扣 2 分，扣 0 分",
    ),
    (
        "政府采购执行率",
        {"政府采购金额_本年决算": "80", "政府采购金额_本年预算": "100"},
        "0",
        "低 20.00 个百分点，每满 5 个百分点扣 2 分，扣 8 分，扣完为止",
    ),
    (
        "公用经费控制率",
        {"公用经费_本年决算": "106", "公用经费_本年预算": "100"},
        "2",
        "超 6.00 个百分点，每点扣 1 分，扣 6 分",
    ),
    ("规模控制率", {"实际规模": "0", "批复规模": "0"}, "8", "不适用，得满分"),
    ("规模控制率", {"实际规模": "不适用", "批复规模": "不适用"}, "8", "不适用，得满分"),
    (
        "三公经费控制率",
        {"三公经费_本年决算": "0.1", "三公经费_本年预算": "0"},
        "0",
        "预算为0，有支出，得 0 分",
    ),
    (
        "在职人员控制率",
        {"编制数": "0", "实际在职人数": "1"},
        None,
        "编制数为0，有在职人员，请自行评定得分",
    ),
    ("在职人员控制率", {"编制数": "20"}, None, None),
]
IDS = [f"{name} {' '.join(figures.values())}" for name, figures, _, _ in EDGES]


@pytest.mark.parametrize(("name", "figures", "score", "words"), EDGES, ids=IDS)
def test_edges(
    template: Template, name: str, figures: dict[str, str], score: str | None, words: str | None
) -> None:
    submission = submission_of(template, figures)
    held = Figures(template.form, submission)
    row = scored(template.adapted(submission), name)
    assert row.proposed(held) == (None if score is None else Decimal(score))
    assert row.words(held) == words


@pytest.mark.libreoffice
def test_libreoffice_works_out_the_same(template: Template, tmp_path: Path) -> None:
    worked = [(name, WORKED_CASE, score, None) for name, (_, score) in WORKED_SCORES.items()]
    books = together([*EDGES, *worked])
    assert len(books) < len(EDGES)
    files = []
    for number, (figures, _) in enumerate(books):
        path = tmp_path / f"{number}.xlsx"
        content, _ = make_workbook(template, submission_of(template, figures), created=CREATED)
        path.write_bytes(content)
        files.append(path)
    made = convert(files, "xlsx", tmp_path / "out", tmp_path / "profile")
    for path, (_, cases) in zip(made, books, strict=True):
        snapshot, _ = read_workbook(path)
        for name, _, score, words in cases:
            score_cell, words_cell = (
                snapshot.names[f"{name}_{what}"] for what in ("建议得分", "扣分说明")
            )
            assert score_cell is not None
            assert words_cell is not None
            assert snapshot.at(score_cell).value == ("" if score is None else float(score)), name
            if words is not None:
                assert snapshot.at(words_cell).value == words


Edge = tuple[str, dict[str, str], str | None, str | None]


def together(cases: list[Edge]) -> list[tuple[dict[str, str], list[Edge]]]:
    """Put cases into as few workbooks as they need: a ratio once, figures that mean one thing."""
    books: list[tuple[dict[str, str], list[Edge]]] = []
    for case in cases:
        name, figures, *_ = case
        read = set(figures) | set(ratio_sources(load_template().ratios[name]))
        for held, others in books:
            known = {figure: held[figure] for figure in read & set(held)}
            kept = all(figures.get(figure) == value for figure, value in known.items())
            taken = set(figures) - set(held)
            apart = all(o[0] != name and not taken & _read_by(o) for o in others)
            if kept and apart:
                held.update(figures)
                others.append(case)
                break
        else:
            books.append((dict(figures), [case]))
    return books


def _read_by(case: Edge) -> set[str]:
    """Return what a case depends on: its figures, and what stays blank of its ratio's."""
    return set(case[1]) | set(ratio_sources(load_template().ratios[case[0]]))


RULES = [row.scoring for profile in ("", "hubei") for row in load_template(profile=profile).scored]


@given(st.sampled_from(RULES), st.decimals(-10, 100, places=4))
def test_a_score_lies_between_0_and_the_weight(scoring: RatioScoring, value: Decimal) -> None:
    assert 0 <= ratio_points(value, scoring) <= scoring.weight


@given(st.sampled_from(RULES), st.decimals(0, 10, places=4), st.decimals(0, 10, places=4))
def test_nearer_to_the_standard_never_scores_lower(
    scoring: RatioScoring, one: Decimal, other: Decimal
) -> None:
    limit = scoring.limit if scoring.kind != "steps" else Decimal(0)
    nearer, farther = sorted((one, other))
    sides = {"over": (1,), "under": (-1,), "apart": (1, -1), "steps": (1,)}[scoring.kind]
    for side in sides:
        assert ratio_points(limit + side * nearer, scoring) >= ratio_points(
            limit + side * farther, scoring
        )


@given(st.data())
def test_rescaled_totals_stay_within_all_points(data: st.DataObject) -> None:
    template = load_template(profile="hubei")
    values = {
        f"{row.name}_自评得分": str(
            data.draw(st.decimals(0, row.scoring.weight, places=2), label=row.name)
        )
        for row in template.scored
        if data.draw(st.booleans())
    }
    figures = Figures(
        template.form, submission_of(template, values | {"编制数": "0", "实际在职人数": "0"})
    )
    total, points = (
        template.computations[f"比率评分_{what}"].shown(figures) for what in ("得分", "分值")
    )
    assert total is None or 0 <= Decimal(str(total)) <= Decimal(str(points))


def test_not_applicable_is_left_out_and_the_rest_rescaled() -> None:
    template = load_template(profile="hubei")
    own = {f"{row.name}_自评得分": "4" for row in template.scored if row.name != "在职人员控制率"}
    figures = Figures(
        template.form, submission_of(template, own | {"编制数": "0", "实际在职人数": "0"})
    )
    shown = {
        what: template.computations[f"比率评分_{what}"].shown(figures) for what in ("得分", "说明")
    }
    assert shown == {"得分": Decimal("19.20"), "说明": "不适用的项目未计入：16 ÷ 25 × 30"}


OLDER = [
    # Worked by hand: points of the older table less what its way takes off.
    ("在职人员控制率", {"编制数": "100", "实际在职人数": "104"}, "3"),  # 5 - 4 * 0.5
    ("三公经费变动率", {"三公经费_本年决算": "103", "三公经费_上年决算": "100"}, "3.5"),
    ("预算完成率", {"全年执行数": "89.9", "全年预算数": "100"}, "1"),  # two full steps
    ("预算调整率", {"全年预算数": "110", "年初预算数": "100"}, "4"),
    ("预算调整率", {"全年预算数": "130.01", "年初预算数": "100"}, "0"),
    ("规模控制率", {"批复规模": "100", "实际规模": "109.9"}, "3"),  # one full step
    ("投资概算控制率", {"预算投资": "100", "实际投资": "95"}, "5"),
    ("公用经费控制率", {"公用经费_本年预算": "100", "公用经费_本年决算": "103"}, "5"),
    ("三公经费控制率", {"三公经费_本年预算": "0", "三公经费_本年决算": "1"}, "0"),
    ("政府采购执行率", {"政府采购金额_本年预算": "100", "政府采购金额_本年决算": "89"}, "2"),
    ("重点工作办结率", {"重点工作完成数": "9", "重点工作交办数": "10"}, "7.2"),  # 8 * 90%
]


@pytest.mark.parametrize(("name", "figures", "score"), OLDER)
def test_the_older_table_of_hunan(name: str, figures: dict[str, str], score: str) -> None:
    template = load_template(profile="older")
    shown = scored(template, name).proposed(
        Figures(template.form, submission_of(template, figures))
    )
    assert shown == Decimal(score)
    assert sum(row.scoring.weight for row in template.scored) == 59
