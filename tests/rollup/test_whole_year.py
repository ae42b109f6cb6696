"""A bureau's two years, from intake to letters, on a small county: ``whole_year.py``."""

from collections import Counter
from decimal import Decimal
from pathlib import Path

import openpyxl
import pytest

from tests.rollup.county import County
from tests.rollup.whole_year import YEARS, Step, two_years
from xlevaluate.form.figures import Figures
from xlevaluate.template.template_loading import load_template

COUNTY = County(departments=3, units=4, projects=8)


@pytest.fixture(scope="module")
def county(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("county")
    for year in YEARS:
        COUNTY.write(folder / str(year), year)
    return folder


@pytest.fixture(scope="module")
def ran(county: Path) -> list[Step]:
    return list(two_years(county))


def test_every_command_does_its_work(ran: list[Step]) -> None:
    assert [step for step in ran if step.code != 0] == []


def test_everything_is_there(ran: list[Step], county: Path) -> None:
    for year in YEARS:
        made = {path.name for path in county.glob(f"{year}-*")}
        assert made >= {
            f"{year}-{name}"
            for name in (
                *("汇总.xlsx", "汇总.html", "各表", "已读记录", "抽查名单.xlsx", "复核"),
                *("复核汇总.xlsx", "整改情况.xlsx"),
                *("feedback", "notice", "circular.docx", "summary.docx"),
            )
        }


@pytest.mark.parametrize("year", YEARS)
def test_the_summary_says_what_was_handed_in(year: int, ran: list[Step], county: Path) -> None:
    """Scores and money of the list, held against what units filled in."""
    form = load_template().form
    handed = {}
    for file in COUNTY.files(year):
        figures = Figures(form, file.submission)
        handed[figures.text("unit_code")] = figures  # of two the later one, which comes second
    book = openpyxl.load_workbook(county / f"{year}-汇总.xlsx", read_only=True)
    rows = list(book["汇总"].iter_rows(values_only=True))
    head = next(row for row in rows if row and "得分" in row)
    scores = Counter(
        Decimal(str(row[head.index("得分")]))
        for row in rows[rows.index(head) + 1 :]
        if row[head.index("得分")] is not None and not row[head.index("项目名称")]
    )
    assert scores == Counter(figures.number("total_score") for figures in handed.values())
