"""``rollup --store`` and ``history`` as they are run."""

import io
import json
import re
from collections.abc import Callable
from contextlib import redirect_stdout
from html.parser import HTMLParser
from pathlib import Path

import pytest
from msgspec.structs import replace
from rich.cells import cell_len

from tests.conftest import workbook_of
from tests.history.conftest import ENGINES, NewStore
from tests.history.made_years import file_of, finding, form, rolled
from xlevaluate.cli import main
from xlevaluate.history.keeping import keep
from xlevaluate.history.status_book import keep_statuses
from xlevaluate.history.store import open_store
from xlevaluate.rollup.collection import RosterEntry
from xlevaluate.rollup.statuses import StatusEntry
from xlevaluate.submission import Submission
from xlevaluate.template.template import Template

HOSTILE = "<script>alert(1)</script>=1+1[red]"


def fill(address: str, folder: Path) -> None:
    """Three years of a unit, the middle one handed in twice; two others, and a project."""
    unit = RosterEntry(
        kind="unit", code="001001", name=HOSTILE, department="教育局", office="预算科", row=2
    )
    others = [
        replace(unit, code=f"00{number}001", name=f"青禾县{name}中心", row=number + 2)
        for number, name in ((2, "甲"), (3, "乙"))
    ]
    entries = [unit, *others]
    with open_store(address) as store:
        for year in (2022, 2023, 2024):
            files = [file_of(form(1, year, unit_name=HOSTILE, score=None))]
            if year == 2023:
                late = form(1, year, filed="2025-04-01", unit_name=HOSTILE)
                files.append(file_of(late, version="改"))
            if year == 2024:
                own = form(1, year, unit_name=HOSTILE)
                road = replace(
                    own, kind="project", project_name="修路", sheet="项目1",
                    template="national_project", figures={},
                )  # fmt: skip
                files = [file_of(own, road)]
                files += [file_of(form(number, year)) for number in (2, 3)]
            keep(store, rolled(folder / "kept", files, entries=entries, year=year))
        keep_statuses(store, [StatusEntry("unit:1001", finding(1).key, "true", "[b]属实[/b]")])


@pytest.fixture(scope="module", params=ENGINES)
def address(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> str:
    """A store that is only read."""
    folder = tmp_path_factory.mktemp("stores")
    if request.param == "sqlite":
        made = str(folder / "历年.db")
    else:
        made = request.getfixturevalue("postgresql").new_place()
    fill(made, folder)
    return made


def told(capsys: pytest.CaptureFixture[str], *words: str) -> tuple[int, str, str]:
    code = main(["history", *words])
    said = capsys.readouterr()
    return code, said.out, said.err


def test_without_a_unit_the_store_is_told(address: str, capsys: pytest.CaptureFixture[str]) -> None:
    code, out, _ = told(capsys, "--store", address)
    assert code == 0
    assert out.splitlines()[1:] == [
        "年度\t部门\t单位\t项目\t报送份数\t问题\t已处理",
        "2022\t0\t1\t0\t1\t2\t1",
        "2023\t0\t1\t0\t2\t2\t0",
        "2024\t0\t3\t1\t4\t6\t1",
    ]


@pytest.mark.parametrize("asked", ["001001", "1001", "unit:1001", HOSTILE, "alert"])
def test_a_unit_is_told_over_the_years(
    address: str, capsys: pytest.CaptureFixture[str], asked: str
) -> None:
    code, out, _ = told(capsys, asked, "--store", address)
    assert code == 0
    lines = out.splitlines()
    assert lines[0] == f"单位 001001 {HOSTILE}（教育局，预算科）"
    assert lines[2].split("\t") == [
        *("2022", "1.123456", "0.000001", "33.33%", "—", "优", "1", "1", "0", "0"),
        *("待处理 1，属实 1", "未核对：库中没有上年的表", "2025-03-01", "1"),
    ]
    assert lines[3].split("\t")[-3:] == ["1 项，1 项不一致", "2025-04-01", "2"]
    assert any("属实\t[b]属实[/b]" in line for line in lines)
    assert any("公用经费（上年决算）1.25万元" in line for line in lines)


def test_a_project_is_told_by_its_name(address: str, capsys: pytest.CaptureFixture[str]) -> None:
    code, out, _ = told(capsys, "修路", "--store", address)
    assert code == 0
    assert out.startswith(f"项目 修路（{HOSTILE}")
    assert out.splitlines()[2].split("\t")[11] == "—"


def test_a_year_stands_in_a_window_of_a_hundred_columns(
    address: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    class Window(io.StringIO):
        def isatty(self) -> bool:
            return True

    monkeypatch.setenv("COLUMNS", "100")
    with redirect_stdout(Window()) as window:
        main(["history", "1001", "--store", address])
    lines = re.sub(r"\x1b\[[\d;]*m", "", window.getvalue()).splitlines()
    assert lines[0].rstrip() == f"单位 001001 {HOSTILE}（教育局，预算科）"
    (middle,) = (line.split() for line in lines if "2025-04-01" in line)
    assert middle == [*("2023", "1.123456", "0.000001", "33.33%", "98.5"), "优", "2025-04-01", "2"]
    assert any(line.split()[:6] == ["2023", "1", "1", "0", "0", "待处理"] for line in lines)
    assert max(map(cell_len, lines)) <= 100


def test_what_is_taken_out_is_told(
    new_store: NewStore, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    address = new_store()
    with open_store(address) as store:
        keep(store, rolled(tmp_path / "kept", [file_of(form(1)), file_of(form(2))]))
    code, out, err = told(capsys, "--forget", "001001", "--year", "2024", "--store", address)
    assert (code, out) == (0, "年度\t代号\t单位或项目\t份数\n2024\tunit:1001\t单位 第1局\t1\n")
    assert "撤下 1 份，不再计入" in err
    code, _, err = told(capsys, "001001", "--store", address)
    assert (code, "库中没有" in err) == (2, True)
    code, out, _ = told(capsys, "--forget", "--year", "2024", "--store", address, "--json")
    assert json.loads(out)["withdrawn"] == [
        {"year": 2024, "id": "unit:2001", "name": "第2局", "forms": 1}
    ]
    for wrong in (["--forget"], ["--year", "2024"], ["1001", "--forget", "2001"]):
        assert told(capsys, *wrong, "--store", address)[0] == 2


def test_several_are_listed_and_none_is_chosen(
    address: str, capsys: pytest.CaptureFixture[str]
) -> None:
    code, out, err = told(capsys, "中心", "--store", address)
    assert (code, out) == (2, "")
    assert "“中心”可能是下面 2 个中的一个" in err
    assert "unit:2001　单位　青禾县甲中心\nunit:3001　单位　青禾县乙中心" in err


@pytest.mark.parametrize("asked", ["没有这个", "%", "_", ""])
def test_nothing_is_found_by_what_nothing_is_called(
    address: str, capsys: pytest.CaptureFixture[str], asked: str
) -> None:
    code, out, err = told(capsys, asked, "--store", address)
    assert (code, out) == (2, "")
    assert f"库中没有编码或名称是“{asked}”的" in err


class _Page(HTMLParser):
    def __init__(self, text: str) -> None:
        super().__init__()
        self.tags: list[str] = []
        self.texts: list[str] = []
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: object) -> None:
        self.tags.append(tag)

    def handle_data(self, data: str) -> None:
        self.texts.append(data)


def test_both_databases_give_the_same_answers_and_pages(
    new_stores: dict[str, NewStore], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    said, pages = [], []
    for engine in ENGINES:
        address, page = new_stores[engine](), tmp_path / f"{engine}.html"
        fill(address, tmp_path)
        for words in (["1001", "--html", str(page)], ["修路"], []):
            code, out, _ = told(capsys, *words, "--store", address, "--json")
            assert code == 0
            said.append(out.replace(str(page), ""))
        pages.append(page.read_text(encoding="utf-8"))
    assert said[:3] == said[3:]
    assert pages[0] == pages[1]
    data = json.loads(said[0])
    assert data["object"]["name"] == HOSTILE
    assert [year["year"] for year in data["years"]] == [2022, 2023, 2024]
    newest = data["years"][2]
    assert newest["form"]["final_budget"] == "1.123456"
    assert newest["findings"][0]["status"] == "true"
    assert newest["last_year"]["differences"][0]["difference"] == "0.25"
    assert len(data["years"][1]["former"]) == 1


def test_the_page_draws_the_years_and_runs_nothing_of_anybodys(
    address: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    made = tmp_path / "历年.html"
    told(capsys, "1001", "--store", address, "--html", str(made))
    text = made.read_text(encoding="utf-8")
    page = _Page(text)
    assert "script" not in page.tags
    assert "default-src 'none'" in text
    assert not re.search(r"https?://", text)
    assert page.tags.count("svg") == 4
    assert page.tags.count("circle") == 3 + 2, "a rate of three years, a score of two"
    assert "98.5 优" in page.texts
    assert f"单位 001001 {HOSTILE}（教育局，预算科）" in page.texts
    assert "公用经费（本年决算）" in page.texts, "figures are called as their form calls them"
    assert "[b]属实[/b]" in page.texts
    told(capsys, "1001", "--store", address, "--html", str(made))
    assert made.read_text(encoding="utf-8") == text, "nothing is written over"
    assert (tmp_path / "历年(2).html").is_file()


def test_a_page_of_everything_is_refused(
    address: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    code, _, err = told(capsys, "--store", address, "--html", str(tmp_path / "x.html"))
    assert (code, "--html 画的是一个单位或项目" in err) == (2, True)


def test_a_roll_up_goes_into_the_store(
    new_store: NewStore,
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
    template: Template,
    sample: Callable[[str], Submission],
) -> None:
    (tmp_path / "seed.xlsx").write_bytes(workbook_of(template, sample("seed")))
    address = new_store()
    command = [
        *("rollup", str(tmp_path / "seed.xlsx"), "-o", str(tmp_path / "汇总.xlsx")),
        *("--jobs", "1", "--store", address),
    ]
    for said in (
        "新存 1 份，代替以前的 0 份，以前存过 0 份",
        "新存 0 份，代替以前的 0 份，以前存过 1 份",
    ):
        assert main(command) == 0
        err = capsys.readouterr().err
        assert said in err
        assert "2023 年度的上年数没有核对：1 个单位没有核对：库中没有上年的表。" in err
    assert main(["history", "--store", address]) == 0
    assert "2023\t0\t1\t0\t1\t" in capsys.readouterr().out


def test_a_store_that_cannot_be_opened_stops_a_roll_up_before_it_reads(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "报送").mkdir()
    asked = ["rollup", str(tmp_path / "报送"), "-o", str(tmp_path / "汇总.xlsx")]
    assert main([*asked, "--store", str(tmp_path / "无" / "历年.db")]) == 2
    assert "不存在，请先建立" in capsys.readouterr().err
    assert [path.name for path in tmp_path.iterdir()] == ["报送"]
