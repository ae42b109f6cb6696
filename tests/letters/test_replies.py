"""Reply forms come back filled in, changed, in part, or as something else."""

import io
import shutil
import subprocess
import zipfile
from collections import Counter
from collections.abc import Callable, Sequence
from copy import deepcopy
from pathlib import Path

import docx
import openpyxl
import pytest
from docx.table import Table

from tests.letters.made import a_file, a_finding, correspondence, rolled
from xlevaluate.letters.asked_problems import AskedProblem, asked_problems
from xlevaluate.letters.mailing import write_letters
from xlevaluate.letters.reply_list import reply_list
from xlevaluate.letters.reply_matching import Reply, matched
from xlevaluate.letters.reply_reading import Replies, read_replies
from xlevaluate.rollup.rolling_up import RolledUp

CODE, PROBLEM, MEASURES, FINISHED, RESPONSIBLE = range(1, 6)

Fill = Callable[[Table], None]


@pytest.fixture
def county(tmp_path: Path) -> RolledUp:
    files = {
        "a.xlsx": a_file("甲局", "101", a_finding(1), a_finding(2, "query"), a_finding(3)),
        "b.xlsx": a_file("乙局", "102", a_finding(1)),
        "c.xlsx": a_file("丙局", "103", a_finding(4, "hint")),
    }
    return rolled(tmp_path, files)


@pytest.fixture
def sent(county: RolledUp, tmp_path: Path) -> Path:
    return write_letters(county, correspondence("notice"), tmp_path / "整改").folder


def asked_of(result: RolledUp) -> tuple[AskedProblem, ...]:
    outline = correspondence("notice").outline
    return asked_problems(result, outline.priorities, outline.problems)


def filled(letter: Path, fill: Fill) -> bytes:
    document = docx.Document(str(letter))
    fill(document.tables[0])
    stream = io.BytesIO()
    document.save(stream)
    return stream.getvalue()


def answer(table: Table, row: int, *texts: str) -> None:
    for col, text in enumerate(texts, MEASURES):
        table.cell(row, col).text = text


def fill_in(table: Table) -> None:
    answer(table, 1, "已更正第1项的数字", "2024年4月20日", "王二")
    answer(table, 3, "情况属实，因工程延期，已写说明", "2024-04-21", "李四")


def replies_to(county: RolledUp, paths: Sequence[Path]) -> tuple[Replies, tuple[Reply, ...]]:
    replies = read_replies(paths)
    return replies, matched(asked_of(county), replies)


def of_letter(sent: Path, unit: str) -> Path:
    return next(sent.glob(f"*{unit}*.docx"))


def test_filled_rows_come_back_to_their_problems(
    county: RolledUp, sent: Path, tmp_path: Path
) -> None:
    back = tmp_path / "回复"
    back.mkdir()
    (back / "甲局.docx").write_bytes(filled(of_letter(sent, "甲局"), fill_in))
    other = docx.Document(str(back / "甲局.docx"))
    table = other.add_table(2, 2)  # not a form: a unit's own list
    for place, text in enumerate(("序号", "问题", "1", "另列的问题")):
        table.cell(*divmod(place, 2)).text = text
    other.save(str(back / "甲局.docx"))
    replies, found = replies_to(county, [back])
    assert (replies.files, replies.unread) == (1, ())
    assert [(item.asked and item.asked.unit, item.state) for item in found] == [
        ("甲局", "已回复"),
        ("甲局", "未填写措施"),
        ("甲局", "已回复"),
        ("乙局", "未交回"),
    ]
    first, second, third = (item for item in found if item.row is not None)
    assert first.row is not None
    assert third.row is not None
    # In the order of urgency: both errors, then the query.
    assert (first.row.measures, first.row.finished, first.row.responsible) == (
        "已更正第1项的数字",
        "2024年4月20日",
        "王二",
    )
    assert first.remarks == ("回复说已经改正，现在的表里仍有这个问题",)
    assert first.status is None
    assert second.row is not None
    assert second.row.measures == ""
    assert third.row.measures == "情况属实，因工程延期，已写说明"
    assert third.status == "true"


def test_a_mended_finding_is_proposed_as_mended(
    county: RolledUp, sent: Path, tmp_path: Path
) -> None:
    back = tmp_path / "甲局.docx"
    back.write_bytes(filled(of_letter(sent, "甲局"), fill_in))
    explained = a_finding(2, "query", explanation="工程延期", is_explained=True)
    old = a_file("甲局", "101", a_finding(1), a_finding(2, "query"), a_finding(3))
    new = a_file("甲局", "101", explained, a_finding(3), filing_date="2024-05-01")
    later = tmp_path / "later"
    later.mkdir()
    result = rolled(later, {"旧.xlsx": old, "新.xlsx": new})
    found = {
        item.asked.finding[:3]: (item.state, item.status, item.remarks)
        for item in replies_to(result, [back])[1]
        if item.asked
    }
    assert found["F01"] == ("已回复", "corrected", ("现在的表里已没有这个问题",))
    assert found["F02"][1:] == ("true", ("已在工作簿里作了说明",))
    assert found["F03"][:2] == ("未填写措施", None)


def change_problem(table: Table) -> None:
    answer(table, 1, "不适用", "4月", "王二")
    table.cell(1, PROBLEM).text = "没有问题"


def lose_code(table: Table) -> None:
    answer(table, 1, "核对后改", "", "")
    table.cell(1, CODE).text = ""


def lose_both(table: Table) -> None:
    answer(table, 1, "改", "4月", "王二")
    table.cell(1, CODE).text = "A-1"
    table.cell(1, PROBLEM).text = "别的"


def drop_row(table: Table) -> None:
    table._tbl.remove(table.rows[1]._tr)


def add_row(table: Table) -> None:
    table._tbl.append(deepcopy(table.rows[1]._tr))
    table.cell(2, CODE).text, table.cell(2, PROBLEM).text = "ABCDE-12345", "我局另有一个问题"
    answer(table, 2, "另一个问题")


def twice(table: Table) -> None:
    answer(table, 1, "核对后改", "4月", "王二")
    table._tbl.append(deepcopy(table.rows[1]._tr))
    table.cell(2, CODE).text = table.cell(1, CODE).text.lower()
    answer(table, 2, "再改")


@pytest.mark.parametrize(
    ("fill", "states", "remark", "status"),
    [
        (change_problem, {"已回复": 1}, "问题的文字改动过", "not_applicable"),
        (lose_code, {"已回复": 1}, "编号空着，按问题的文字对上", "true"),
        (lose_code, {"已回复": 1}, "没有填完成时间、责任人", "true"),
        (lose_both, {"未填写措施": 1, "对不上": 1}, "没有编号，问题的文字也对不上", None),
        (add_row, {"未填写措施": 1, "对不上": 1}, "编号不在现有的问题里", None),
        (twice, {"已回复": 2}, "同一问题有 2 行回复", "true"),
    ],
)
def test_changed_forms_are_told_of(
    county: RolledUp,
    sent: Path,
    tmp_path: Path,
    fill: Fill,
    states: dict[str, int],
    remark: str,
    status: str | None,
) -> None:
    back = tmp_path / "乙局.docx"
    back.write_bytes(filled(of_letter(sent, "乙局"), fill))
    found = replies_to(county, [back])[1]
    of_unit = [item for item in found if item.asked is None or item.asked.unit == "乙局"]
    assert Counter(item.state for item in of_unit) == states
    assert any(text.startswith(remark) for item in of_unit for text in item.remarks)
    assert {item.status for item in of_unit if item.state == "已回复"} <= {status}


def test_a_row_that_was_taken_out_is_missed(county: RolledUp, sent: Path, tmp_path: Path) -> None:
    back = tmp_path / "甲局.docx"
    back.write_bytes(filled(of_letter(sent, "甲局"), drop_row))
    first, *others, _ = replies_to(county, [back])[1]
    assert (first.row, first.state, first.remarks) == (None, "未填写措施", ("反馈表里没有这一行",))
    assert all(item.row is not None and not item.remarks for item in others)


def test_what_cannot_be_read_is_told_and_stops_nothing(
    county: RolledUp, sent: Path, tmp_path: Path
) -> None:
    back = tmp_path / "回复"
    back.mkdir()
    with zipfile.ZipFile(back / "各单位.zip", "w") as archive:
        archive.writestr("甲局/回复.docx", filled(of_letter(sent, "甲局"), fill_in))
        archive.writestr("坏的.docx", b"PK\x03\x04 broken")
    (back / "空.docx").write_bytes(b"")
    (back / "扫描.png").write_bytes(b"\x89PNG\r\n\x1a\n")
    plain = docx.Document()
    plain.add_paragraph("我局已整改。")
    plain.save(str(back / "没有表.docx"))
    shutil.copy(of_letter(sent, "乙局"), back)
    shutil.copy(of_letter(sent, "乙局").with_suffix(".html"), back)  # the page of its letter
    replies, found = replies_to(county, [back])
    assert replies.files == 2
    assert {item.name for item in replies.unread} == {
        *("各单位.zip/坏的.docx", "空.docx", "扫描.png", "没有表.docx"),
    }
    assert all(item.reason for item in replies.unread)
    assert Counter(item.state for item in found) == {"已回复": 2, "未填写措施": 2}


def test_the_same_reply_under_two_names_counts_once(
    county: RolledUp, sent: Path, tmp_path: Path
) -> None:
    back = tmp_path / "回复"
    back.mkdir()
    for name in ("甲局.docx", "甲局（2）.docx"):
        (back / name).write_bytes(filled(of_letter(sent, "甲局"), fill_in))
    replies, found = replies_to(county, [back])
    assert (replies.files, replies.repeated) == (1, ("甲局（2）.docx",))
    assert not [item for item in found if "同一问题有" in "".join(item.remarks)]


def test_a_reply_to_a_problem_settled_since_is_told_of(
    county: RolledUp, sent: Path, tmp_path: Path
) -> None:
    settled = frozenset({(county.collection.lines[1].entry.id, a_finding(1).key)})
    outline = correspondence("notice").outline
    asked = asked_problems(county, outline.priorities, outline.problems, settled)
    unit = next(item.unit for item in asked if item.now == "settled")
    unanswered = matched(asked, Replies((), (), 0))
    assert {item.asked.now for item in unanswered if item.asked} == {"open"}
    found = matched(asked, read_replies([of_letter(sent, unit)]))
    assert ("已标为不适用或已更正",) in [item.remarks for item in found]


def test_the_list_is_a_workbook_of_texts(county: RolledUp, sent: Path, tmp_path: Path) -> None:
    def hostile(table: Table) -> None:
        answer(table, 1, "=HYPERLINK(1)", "<b>4月</b>", "+王二")

    back = tmp_path / "甲局.docx"
    back.write_bytes(filled(of_letter(sent, "甲局"), hostile))
    replies, found = replies_to(county, [back])
    content = reply_list(found, replies.unread)
    assert content == reply_list(found, replies.unread)
    book = openpyxl.load_workbook(io.BytesIO(content))
    rows = [[cell.value for cell in row] for row in book["整改情况"].iter_rows()]
    (row,) = (row for row in rows if "=HYPERLINK(1)" in row)
    assert row[:3] == ["甲局", found[0].asked and found[0].asked.code, "退回重做"]
    assert row[4:9] == ["已回复", "=HYPERLINK(1)", "<b>4月</b>", "+王二", "属实"]
    assert all(
        cell.data_type != "f" for sheet in book for row_ in sheet.iter_rows() for cell in row_
    )
    units = [[cell.value for cell in row] for row in book["各单位"].iter_rows()]
    assert ["甲局", 3, 1, 2, 0] in units
    assert ["乙局", 1, 0, 0, 1] in units


@pytest.mark.libreoffice
def test_a_form_saved_by_another_program_comes_back_the_same(
    county: RolledUp, sent: Path, tmp_path: Path
) -> None:
    own, other = tmp_path / "own", tmp_path / "other"
    own.mkdir()
    (own / "甲局.docx").write_bytes(filled(of_letter(sent, "甲局"), fill_in))
    subprocess.run(
        [
            *("soffice", f"-env:UserInstallation={(tmp_path / 'profile').as_uri()}"),
            *("--headless", "--convert-to", "docx:MS Word 2007 XML", "--outdir", str(other)),
            str(own / "甲局.docx"),
        ],
        check=True,
        capture_output=True,
        timeout=120,
    )
    assert (other / "甲局.docx").read_bytes() != (own / "甲局.docx").read_bytes()
    first, second = (replies_to(county, [folder])[1] for folder in (own, other))
    assert first == second
