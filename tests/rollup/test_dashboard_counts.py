"""What the bureau's page counts: bands and their edges, departments, problems, who handed in."""

from collections.abc import Mapping
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from msgspec import structs

from tests.rollup import small_county
from tests.rollup.by_hand import finding
from xlevaluate.cli import main
from xlevaluate.letters.money_sums import by_department
from xlevaluate.rollup.collection import (
    CollectedLine,
    Collection,
    HandedIn,
    HandingState,
    RosterEntry,
    Unread,
)
from xlevaluate.rollup.dashboard_charts import charts, places_of
from xlevaluate.rollup.dashboard_counts import ProblemCounts, sentences
from xlevaluate.rollup.department_ranks import best_and_worst, ends
from xlevaluate.rollup.five_figures import TOGETHER, five_figures
from xlevaluate.rollup.form_record import FileSummary, FindingRecord, FormSummary
from xlevaluate.rollup.score_faults import FAULT, score_faults


def handed(
    name: str = "甲局",
    state: HandingState = "handed_in",
    row: int = 2,
    department: str = "",
    **said: Any,
) -> CollectedLine:
    form = FormSummary(kind="unit", template="hunan_department", unit_name=name, **said)
    file = FileSummary(key=name, forms=(form,))
    return CollectedLine(
        entry=RosterEntry(kind="department", name=name, department=department, row=row),
        state=state,
        handed_in=HandedIn(key=name, number=0, names=(name,), file=file, form=form),
    )


def labels_of(line: CollectedLine) -> Mapping[str, list[str]]:
    """The bars in which one object stands, by chart."""
    return {
        chart.title: [bar.label for bar in chart.bars if bar.count]
        for chart in charts([line], [places_of(line)])
    }


@pytest.mark.parametrize(
    ("rate", "band"),
    [
        ("0", "低于30%"),
        ("0.2999", "低于30%"),
        ("0.3", "30%～60%"),
        ("0.6", "60%～80%"),
        ("0.8", "80%～100%"),
        ("0.9999", "80%～100%"),
        ("1", "100%"),
        ("1.0001", "超过100%"),
        (None, "没有填写"),
    ],
)
def test_rates_of_execution_stand_in_bands(rate: str | None, band: str) -> None:
    line = handed(execution_rate=None if rate is None else Decimal(rate))
    assert labels_of(line)["执行率分布"] == [band]


@pytest.mark.parametrize(
    ("score", "band"),
    [
        ("59.99", "低于60"),
        ("60", "60～70"),
        ("89.99", "80～90"),
        ("90", "90～95"),
        ("99.99", "95～100"),
        ("100", "100"),
        (None, "没有填写"),
    ],
)
def test_scores_stand_in_bands(score: str | None, band: str) -> None:
    line = handed(score=None if score is None else Decimal(score))
    assert labels_of(line)["得分分布"] == [band]


def test_scores_of_other_points_are_taken_as_of_100() -> None:
    line = handed(score=Decimal(108), execution_weight=Decimal(20), indicator_weight=Decimal(100))
    assert labels_of(line)["得分分布"] == ["90～95"]


def test_what_was_not_handed_in_stands_in_no_chart_but_of_states() -> None:
    entry = RosterEntry(kind="unit", name="甲", row=2)
    assert labels_of(CollectedLine(entry=entry, state="missing")) == {
        "报送状态": ["未报"],
        "评价等次": [],
        "得分分布": [],
        "执行率分布": [],
        "自评预警": [],
    }


def test_shares_of_states_are_of_what_is_due() -> None:
    missing = CollectedLine(entry=RosterEntry(kind="unit", name="乙", row=3), state="missing")
    lines = [handed(), missing, handed("丙", "returned", 0)]
    (chart, *_) = charts(lines, [places_of(line, has_roster=True) for line in lines])
    assert chart.total == 2
    assert [(bar.label, bar.count, bar.share) for bar in chart.bars if bar.count] == [
        *(("已报", 1, "50"), ("未报", 1, "50"), ("名单外", 1, ""))
    ]


def test_grades_stand_in_the_order_of_their_scores() -> None:
    given = (("中", "70"), ("优", "91"), ("良", "85"))
    lines = [handed(grade=grade, score=Decimal(score)) for grade, score in given]
    found = {chart.key: chart for chart in charts(lines, [places_of(line) for line in lines])}
    assert [bar.label for bar in found["grade"].bars] == ["优", "良", "中"]
    assert [bar.share for bar in found["grade"].bars] == ["33.33", "33.33", "33.33"]


@pytest.mark.parametrize(("count", "best", "worst"), [(1, 1, 0), (5, 5, 0), (7, 5, 2), (12, 5, 5)])
def test_no_department_is_among_best_and_worst(count: int, best: int, worst: int) -> None:
    lines = [handed(f"{number}局", score=Decimal(number)) for number in range(count)]
    lines.append(handed("没有得分的局"))
    first, last = best_and_worst(lines)
    assert [rank.average for rank in first] == [count - 1 - number for number in range(best)]
    assert [rank.average for rank in last] == list(range(worst))


def test_a_department_counts_all_its_objects_and_the_money_of_its_forms() -> None:
    lines = [
        handed("甲局", score=Decimal(90), final_budget=Decimal(300), executed=Decimal(200)),
        handed("甲所", department="甲局", score=Decimal("80.01"), executed=Decimal(1)),
        handed("甲站", department="甲局", final_budget=Decimal(100), executed=Decimal(100)),
    ]
    ((rank,), _) = best_and_worst(lines)
    said = (rank.due, len(rank.scores), str(rank.average), rank.rate_words)
    assert said == (3, 2, "85.01", "75%")


def test_only_departments_of_the_roster_are_ranked_and_by_no_project() -> None:
    project = RosterEntry(kind="project", name="甲局", department="甲局", row=9)
    nobody = RosterEntry(kind="unit", name="无主的站", row=8)
    listed = handed("甲局", score=Decimal(90))
    lines = [
        listed,
        structs.replace(listed, entry=project, handed_in=handed(score=Decimal(10)).handed_in),
        structs.replace(listed, entry=nobody),
    ]
    outside = [
        handed("丙局", row=0, score=Decimal(95)),
        handed("丙站", row=0, department="甲局", score=Decimal(10)),
    ]
    lines += [structs.replace(line, is_beyond=True) for line in outside]
    assert [(rank.name, rank.average) for rank in best_and_worst(lines)[0]] == [
        ("甲局", Decimal(90))
    ]
    (without, _) = best_and_worst(outside)
    assert [rank.name for rank in without] == ["丙局", "甲局"]


def _finding(rule: str, *, is_explained: bool = False) -> FindingRecord:
    return FindingRecord(rule, "query", "", "", "", "", "", "", "", is_explained=is_explained)


def test_problems_are_counted_by_objects_and_without_what_was_explained() -> None:
    problems = ProblemCounts()
    problems.add([_finding("V01"), _finding("V01"), _finding("V02")])
    problems.add([_finding("V02"), _finding("V03", is_explained=True)])
    found = [(item.rule, item.objects, item.findings) for item in problems.commonest()]
    assert found == [("V02", 2, 2), ("V01", 1, 2)]


def test_who_handed_in_is_said_with_and_without_a_roster() -> None:
    missing = CollectedLine(entry=RosterEntry(kind="project", name="乙", row=3), state="missing")
    beyond = structs.replace(handed("丙", "returned", 0), is_beyond=True)
    lines = (handed(), beyond, missing)
    whole = Collection(
        year=2023, lines=lines, unread=(Unread("坏.xlsx", "打不开。"),), has_roster=True
    )
    assert sentences(whole) == [
        "应报2个（部门1个、单位0个、项目1个）：已报1个，退回0个，未报1个，年度不符0个，空白表0个。",
        "名单以外报送1个：已报0个，退回1个，未报0个，年度不符0个，空白表0个。",
        "未能读取1个文件。",
        (
            "2023年度，对1个部门开展绩效自评，涉及资金0.00万元（1个没有填写全年预算数，未计入），"
            "自评覆盖率100%。另有名单外1个，没有计入。"
        ),
        "2023年度，应评价项目1个，尚未开展绩效自评。",
    ]
    without = structs.replace(whole, has_roster=False, lines=(handed("丙", "returned", 0),))
    assert sentences(without)[:2] == [
        "没有名单，不知道谁没有报送。",
        "报送1个：已报0个，退回1个，未报0个，年度不符0个，空白表0个。",
    ]
    # Of what is due nothing is known without a roster.
    assert all("覆盖率" not in sentence for sentence in sentences(without))


def test_the_command_writes_the_page_beside_the_workbook(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    result = small_county.rolled_up(tmp_path, 2023)
    monkeypatch.setattr("xlevaluate.commands.rollup.rolled_up", lambda *_: result)
    page = tmp_path / "汇总.html"
    page.write_text("别人的")
    asked = ["rollup", str(tmp_path), "-o", str(tmp_path / "汇总.xlsx"), "--html", str(page)]
    assert main(asked) == 0
    assert page.read_text() == "别人的"
    assert "2023年度绩效自评汇总" in (tmp_path / "汇总(2).html").read_text(encoding="utf-8")
    said = capsys.readouterr().err
    assert "“汇总.html”已经存在，没有覆盖。" in said


def test_a_score_that_cannot_be_is_in_no_count_and_named() -> None:
    faults = tuple(
        score_faults(
            Decimal("101.88"),
            Decimal(100),
            [
                finding("S04", rule="S04", message="培训场次 8分，高于分值 6分。请改低得分。"),
                finding("T01", rule="T01", message="文字不符。"),
            ],
        )
    )
    assert faults == ("总分 101.88 分，超过满分 100 分", "培训场次 8分，高于分值 6分")
    wrong = handed("乙局", "returned", score=Decimal("101.88"), grade="优", score_faults=faults)
    lines = [
        handed(score=Decimal(96), grade="优"),
        wrong,
        handed("丙局", "returned", score=Decimal(94), grade="优"),
    ]
    assert [rank.name for rank in best_and_worst(lines)[0]] == ["甲局", "丙局"]
    assert labels_of(wrong)["评价等次"] == labels_of(wrong)["得分分布"] == [FAULT]
    said = five_figures(lines, TOGETHER[0]).sentence(2023)
    assert "平均得分95分（1个没有得分或得分有误，未计入）" in said
    assert "评价等次为优2个（其中1个有错误、已退回）" in said
    assert "乙局（总分 101.88 分，超过满分 100 分；培训场次 8分，高于分值 6分）" in said
    assert by_department(lines)[-1].average is None
    assert not any(score_faults(Decimal(100), Decimal(100), []))


@pytest.mark.parametrize(
    ("scores", "found"),
    [
        ([], (0, 0)),
        ([99], (1, 1)),
        ([9, 8, 8, 8, 7], (4, 4)),  # equals stand together, at the better end
        ([9, 8, 7, 6, 5, 5, 5], (2, 4)),
        ([9, 8, 7, 6, 6, 5], (2, 3)),
        ([9, 9, 9], (0, 3)),  # all are alike
        ([9, 9, 9, 9, 9, 8], (0, 5)),  # a crowd is no end
        ([9, 8, 7, 7, 7, 7, 7], (2, 7)),
    ],
)
def test_equals_stand_together_in_a_ranking(scores: list[int], found: tuple[int, int]) -> None:
    assert ends([Decimal(score) for score in scores], 2) == found
