"""The summary's files: texts stay texts, statuses of last time go along, nothing to sum up."""

import csv
import io
import zipfile
from pathlib import Path
from typing import Any, NamedTuple

import openpyxl
import pandas as pd
import pytest

from tests.conftest import CREATED
from tests.ooxml.package import Package
from tests.ooxml.test_written import RULES
from tests.rollup.by_hand import book_at, finding, frames_of, rolled, rows_below, unit_form
from xlevaluate.errors import CannotDoError
from xlevaluate.rollup.carried_statuses import CarriedStatuses, carried_statuses
from xlevaluate.rollup.collection import RosterEntry, Unread
from xlevaluate.rollup.rolling_up import RolledUp
from xlevaluate.rollup.status_reading import read_statuses
from xlevaluate.rollup.statuses import EarlierStatus
from xlevaluate.rollup.summary.summary_file import write_summary
from xlevaluate.rollup.summary.summary_tables import Summary, summary_of
from xlevaluate.rollup.summary.table_files import guarded, write_tables
from xlevaluate.workbook import list_writer
from xlevaluate.workbook.list_columns import Column, ListSheet, ListTable
from xlevaluate.workbook.list_writer import number_in

LINK = '=HYPERLINK("http://x","甲")'
HOSTILE = (LINK, "<b>乙</b>&", "@SUM(1)", "+1", "-2+3", "'丙", "\u202e丁", "_x0041_", "00123")


def hostile(folder: Path) -> RolledUp:
    """Return a roll-up in which everything a unit writes is meant to be something else."""
    return rolled(
        folder,
        {
            f"{number}.xlsx": (
                (unit_form(name, unit_code=f"{number + 1}", department=name),),
                (finding(f"F01·{name}#1", statement=name, label=name, explanation=name),),
            )
            for number, name in enumerate(HOSTILE)
        },
        unread=(Unread(f"{LINK}.xlsx", LINK),),
    )


class Written(NamedTuple):
    """A summary in all its files."""

    book: Path
    tables: Path


@pytest.fixture(scope="module")
def written(tmp_path_factory: pytest.TempPathFactory) -> Written:
    folder = tmp_path_factory.mktemp("hostile")
    with summary_of(hostile(folder)) as summary:
        book = write_summary(folder / "汇总.xlsx", summary.sheets, LINK, CREATED)
        write_tables(folder / "表", summary.sheets)
    return Written(book, folder / "表")


def test_texts_are_texts_in_the_workbook(written: Written) -> None:
    with zipfile.ZipFile(written.book) as package:
        for part in package.namelist():
            content = package.read(part)
            assert b"<f>" not in content or part.startswith("xl/charts/"), part
            assert b"<hyperlink" not in content
    rows = rows_below(book_at(written.book), "问题清单", "问题")
    for head in ("问题", "指标或栏目", "单位说明", "主管部门"):
        assert [row[head] for row in rows] == list(HOSTILE)
    (unread,) = rows_below(book_at(written.book), "未能读取", "原因和办法")
    assert unread == {"文件": f"{LINK}.xlsx", "原因和办法": LINK}


def test_no_program_has_to_repair_the_workbook(written: Written) -> None:
    package = Package.of(written.book.read_bytes())
    assert [fault for rule in RULES for fault in rule(package)] == []


def test_wide_lists_are_printed_on_a_large_page(written: Written) -> None:
    book = openpyxl.load_workbook(written.book)
    papers = {sheet.title: sheet.page_setup.paperSize for sheet in book}
    a3, a4 = 8, 9
    assert {name for name, paper in papers.items() if paper == a3} == {"汇总", "问题清单"}
    assert papers["报送情况"] == a4


def test_rows_that_find_no_room_are_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(list_writer, "MOST_ROWS", 5)
    table = ListTable(columns=(Column(head="甲"),), rows=[(f"{n}" * 40_000,) for n in range(9)])
    book = list_writer.ListBook(tmp_path / "满.xlsx", "满", CREATED)
    book.add(ListSheet(name="满", title="满", tables=(table,)))
    book.close()
    texts = [str(row["甲"]) for row in rows_below(book_at(tmp_path / "满.xlsx"), "满", "甲")]
    assert texts[-1] == "工作表放不下，还有 5 行没有列出。"
    assert len(texts) == 5
    assert [len(text) for text in texts[:-1]] == [32_767] * 4
    assert texts[0].endswith("……（太长，未完）")


def test_texts_are_texts_in_csv_and_parquet(written: Written) -> None:
    text = (written.tables / "问题清单.csv").read_bytes()
    assert text.startswith(b"\xef\xbb\xbf")
    rows = list(csv.DictReader(io.StringIO(text.decode("utf-8-sig"), newline="")))
    for row in rows:
        for cell in row.values():
            assert number_in(cell) is not None or not cell.startswith(tuple("=+-@"))
    assert [row["问题"].removeprefix("'") for row in rows] == list(HOSTILE)
    parquet = pd.read_parquet(written.tables / "问题清单.parquet")
    assert list(parquet["问题"]) == list(HOSTILE)
    assert list(parquet["单位说明"]) == list(HOSTILE)


@pytest.mark.parametrize("text", [*HOSTILE, "", "-5", "-5.25", "1E5", "＝1", "\t=1", "'=1"])
def test_what_is_guarded_can_be_had_back(text: str) -> None:
    assert guarded(text).removeprefix("'") == text


def test_every_table_is_there_in_both_forms(written: Written) -> None:
    names = {path.stem for path in written.tables.iterdir()}
    assert {"报送情况", "汇总", "评分等次", "预警", "指标分析", "问题清单", "未能读取"} <= names
    for name in names:
        assert (written.tables / f"{name}.csv").exists()
        table = pd.read_parquet(written.tables / f"{name}.parquet")
        with (written.tables / f"{name}.csv").open(encoding="utf-8-sig", newline="") as file:
            heads, *rows = csv.reader(file)
        assert (heads, len(rows)) == (list(table.columns), len(table))


FILES: dict[str, Any] = {
    "甲局.xlsx": (
        (unit_form("甲局", unit_code="101001"),),
        tuple(
            finding(key, statement=f"{key} 不符。")
            for key in ("F01·收入合计#1", "F01·支出合计#1", "F02·结余#1", "F03·其他#1")
        ),
    ),
    "乙站.xlsx": ((unit_form("乙站"),), (finding("F01·收入合计#1"),)),
}


def typed_into(path: Path, typed: dict[int, tuple[str, str]]) -> None:
    """Let somebody type statuses and remarks, sort the rows the other way, and save."""
    book = openpyxl.load_workbook(path)
    sheet = book["问题清单"]
    whole = enumerate(sheet.iter_rows(values_only=True), 1)
    head = next(number for number, row in whole if "状态" in row)
    heads = [cell.value for cell in sheet[head]]
    rows = [[cell.value for cell in row] for row in sheet.iter_rows(min_row=head + 1)]
    for number, (status, remark) in typed.items():
        rows[number][heads.index("状态")] = status
        rows[number][heads.index("备注")] = remark
    for place, values in enumerate(reversed(rows), head + 1):
        for col, value in enumerate(values, 1):
            cell = sheet.cell(place, col)
            cell.value = value
            cell.data_type = "s" if isinstance(value, str) else cell.data_type  # as in text cells
    sheet.insert_cols(3)
    sheet.insert_rows(1, 2)
    book.save(path)


class Carried(NamedTuple):
    statuses: tuple[EarlierStatus, ...]
    now: CarriedStatuses
    summary: Summary
    tables: dict[str, pd.DataFrame]


@pytest.fixture(scope="module")
def carried(tmp_path_factory: pytest.TempPathFactory) -> Carried:
    """A summary into which somebody typed, and the next, of mended forms."""
    folder = tmp_path_factory.mktemp("statuses")
    (folder / "一").mkdir()
    (folder / "二").mkdir()
    with summary_of(rolled(folder / "一", FILES)) as summary:
        path = write_summary(folder / "汇总.xlsx", summary.sheets, "汇总", CREATED)
    typed_into(
        path,
        {
            0: (" 属\u3000实", "已电话核对"),
            1: ("已更正", "（数字变了，原状态：属实）再看"),
            2: ("", "=1+1"),
            3: ("待处理", ""),
            4: ("不对", "再问"),
        },
    )
    statuses = read_statuses(path)
    (forms, findings) = FILES["甲局.xlsx"]
    later = {
        **FILES,
        "甲局.xlsx": (forms, (findings[0], finding("F01·支出合计#2"), findings[2], findings[3])),
    }
    result = rolled(folder / "二", later)
    now = carried_statuses(result, statuses)
    with summary_of(result, statuses=now, typed=statuses) as summary:
        return Carried(statuses, now, summary, frames_of(summary.sheets))


def test_statuses_are_read_wherever_they_stand(carried: Carried) -> None:
    said = {s.key: (s.entry.status, s.entry.remark) for s in carried.statuses}
    assert said == {
        ("unit:101001", "F01·收入合计#1"): ("true", "已电话核对"),
        ("unit:101001", "F01·支出合计#1"): ("corrected", "（数字变了，原状态：属实）再看"),
        ("unit:101001", "F02·结余#1"): ("pending", "=1+1"),
        ("unit:乙站", "F01·收入合计#1"): ("pending", "（原写状态：不对）再问"),
    }


def test_statuses_go_along(carried: Carried) -> None:
    table = carried.tables["问题清单"].set_index(["对象标识（勿改）", "问题标识（勿改）"])
    assert dict(zip(table.index, zip(table["状态"], table["备注"], strict=True), strict=True)) == {
        ("unit:101001", "F01·收入合计#1"): ("属实", "已电话核对"),
        ("unit:101001", "F01·支出合计#2"): ("待处理", "（数字变了，原状态：已更正）再看"),
        ("unit:101001", "F02·结余#1"): ("待处理", "=1+1"),
        ("unit:101001", "F03·其他#1"): ("待处理", ""),
        ("unit:乙站", "F01·收入合计#1"): ("待处理", "（原写状态：不对）再问"),
    }
    assert (carried.summary.carried, carried.summary.lost) == (3, 1)


def test_statuses_that_do_not_go_along_are_told(carried: Carried) -> None:
    table = carried.tables["状态未带入"]
    assert {tuple(row) for row in table.values} == {
        (
            *("甲局", "F01·支出合计#1 不符。", "已更正", "（数字变了，原状态：属实）再看"),
            "数字变了，改回待处理，原来的状态和备注写在那一行的备注里。",
        ),
        (
            *("乙站", "F01·收入合计#1 不符。", "待处理", "（原写状态：不对）再问"),
            "状态“不对”不是待处理、属实、已更正、不适用之一，按待处理，原话写进备注。",
        ),
    }
    assert carried.now.changed == {("unit:101001", "F01·支出合计#1")}
    assert len(table) == carried.summary.lost + len(carried.summary.unclear)
    (unclear,) = carried.summary.unclear
    assert unclear.startswith("乙站，F01·收入合计#1 不符。状态“不对”不是")


@pytest.mark.parametrize(
    ("files", "why"),
    [
        ({"甲局.xlsx": (FILES["甲局.xlsx"][0], ())}, "这个问题已经没有了。"),
        ({}, "这次没有它的自评表。"),
    ],
)
def test_why_a_status_is_lost(tmp_path: Path, files: dict[str, Any], why: str) -> None:
    with summary_of(rolled(tmp_path, FILES)) as summary:
        path = write_summary(tmp_path / "汇总.xlsx", summary.sheets, "汇总", CREATED)
    typed_into(path, {0: ("属实", "")})
    (tmp_path / "后").mkdir()
    result, typed = rolled(tmp_path / "后", files), read_statuses(path)
    now = carried_statuses(result, typed)
    with summary_of(result, statuses=now, typed=typed) as summary:
        assert list(frames_of(summary.sheets)["状态未带入"]["为什么没有带入"]) == [why]


def test_a_workbook_without_a_list_of_problems_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "别的.xlsx"
    openpyxl.Workbook().save(path)
    with pytest.raises(CannotDoError, match="没有《问题清单》"):
        read_statuses(path)


@pytest.mark.parametrize(
    ("roster", "missing"),
    [(None, []), ([RosterEntry(kind="unit", name="甲局", row=2)], ["未报"])],
)
def test_nothing_was_handed_in(
    tmp_path: Path, roster: list[RosterEntry] | None, missing: list[str]
) -> None:
    with summary_of(rolled(tmp_path, {}, roster)) as summary:
        path = write_summary(tmp_path / "汇总.xlsx", summary.sheets, "汇总", CREATED)
        write_tables(tmp_path / "表", summary.sheets)
        tables = frames_of(summary.sheets)
    assert list(tables["报送情况"]["状态"]) == missing
    assert tables["汇总"].empty
    assert tables["问题清单"].empty
    assert list(book_at(path).sheets) == [
        *("报送情况", "报送统计", "汇总", "评分等次", "预警", "指标分析", "合计表"),
        *("问题清单", "排名与分布", "未能读取"),
    ]
