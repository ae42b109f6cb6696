"""Charts over years: every figure is drawn once, and nothing that is not there."""

from decimal import Decimal
from typing import Any

import pytest

from xlevaluate.history.last_year_agreement import LastYearHeld
from xlevaluate.history.object_years import ObjectYear, ObjectYears
from xlevaluate.history.stored_forms import StoredForm
from xlevaluate.history.year_charts import HEIGHT, YearChart, year_charts
from xlevaluate.rollup.collection import RosterEntry
from xlevaluate.rollup.form_record import Counts


def history(*years: dict[str, Any]) -> ObjectYears:
    made = []
    for number, values in enumerate(years, 2020):
        form = StoredForm(
            kind="unit", template="hunan_department", year=number, id=number, object_id="unit:1",
            file_key="", form_number=0, origin="workbook", is_draft=False, is_current=True,
            **values,
        )  # fmt: skip
        made.append(
            ObjectYear(
                year=number,
                form=form,
                findings=(),
                statuses={},
                figures={},
                indicators=(),
                last_year=LastYearHeld(),
                former=(),
            )
        )
    return ObjectYears(RosterEntry(kind="unit", name="甲"), tuple(made))


def labels(chart: YearChart) -> list[str]:
    return [shape.label for shape in chart.shapes]


def test_bars_are_as_tall_as_their_figures() -> None:
    money, *_ = year_charts(
        history(
            {"final_budget": Decimal(200), "executed": Decimal("50.5")},
            {"final_budget": Decimal(0), "executed": Decimal(-3)},
        )
    )
    assert labels(money) == ["200", "50.5", "0", "-3"]
    tall = [shape.height for shape in money.shapes]
    assert tall[1] == pytest.approx(tall[0] * Decimal("50.5") / 200, abs=Decimal("0.1"))
    assert tall[2:] == [0, 0], "what is below 0 has its figure alone"
    assert {shape.y + shape.height for shape in money.shapes} == {Decimal(190)}
    assert money.names == ("全年预算数", "全年执行数")


def test_a_year_without_a_figure_breaks_the_line() -> None:
    scores = (Decimal(90), Decimal(80), None, Decimal(70))
    score = year_charts(history(*({"score": score} for score in scores)))[2]
    assert labels(score) == ["90", "80", "70"]
    (line,) = score.lines
    assert len(line.split()) == 2
    assert [year for _, year in score.ticks] == ["2020", "2021", "2022", "2023"]


def test_a_rate_beyond_a_hundred_stays_on_the_plane() -> None:
    rate = year_charts(history({"execution_rate": Decimal("1.8475")}))[1]
    assert labels(rate) == ["184.75"]
    assert rate.lines == ()
    assert all(0 < shape.y < HEIGHT for shape in rate.shapes)


def test_series_stand_beside_one_another_within_their_year() -> None:
    found = year_charts(history(*({"counts": Counts(3, 2, 1)} for _ in range(12))))[3]
    assert len(found.shapes) == 36
    ends = [shape.x + shape.width for shape in found.shapes]
    assert all(end <= other.x for end, other in zip(ends, found.shapes[1:], strict=False))
    assert found.shapes[0].x > 0
    assert ends[-1] <= found.width


def test_bars_are_wide_enough_for_what_is_written_above_them() -> None:
    money, *_ = year_charts(history({"final_budget": Decimal("123456789.123456")}))
    assert money.shapes[0].width > 16 * 6


def test_nothing_at_all_is_no_chart_with_figures() -> None:
    money, rate, score, problems = year_charts(history({}))
    assert labels(money) + labels(rate) + labels(score) == []
    assert labels(problems) == ["0", "0", "0"]
