"""Results written into a copy: what changes, what stays, whose explanations go where."""

import datetime
import re
import zipfile
from collections.abc import Callable
from pathlib import Path

import openpyxl
import pytest

from tests.changes import changed
from tests.conftest import workbook_of
from tests.output.test_outputs import WHY, explained
from tests.spreadsheet import convert
from xlevaluate.errors import CannotDoError
from xlevaluate.evaluation.evaluation import Evaluation, evaluate
from xlevaluate.files.zip_packages import rewritten
from xlevaluate.form.reader import read_snapshot
from xlevaluate.form.snapshot import place_of
from xlevaluate.submission import Submission
from xlevaluate.template.template import Template
from xlevaluate.workbook.generate import make_workbook
from xlevaluate.workbook.patch import with_results
from xlevaluate.workbook.read import read_workbook, saved_book

CHECKED = datetime.datetime(2024, 7, 23, 9, 5)


def check_and_write(path: Path, template: Template) -> Path:
    snapshot, _ = read_workbook(path)
    reading = read_snapshot(template.form, snapshot, template.computations)
    copy = path.with_stem(f"{path.stem}-校验结果")
    evaluation = evaluate(template, reading)
    copy.write_bytes(with_results(saved_book(path), snapshot, evaluation, CHECKED))
    return copy


def parts(path: Path) -> dict[str, bytes]:
    with zipfile.ZipFile(path) as package:
        return {name: package.read(name) for name in package.namelist()}


@pytest.fixture
def blank_results(template: Template, sample: Callable[[str], Submission], tmp_path: Path) -> Path:
    """A workbook filled in by hand after it was made: the seed's figures, and no results yet."""
    path = tmp_path / "手填.xlsx"
    content = workbook_of(template, sample("corrected"))
    path.write_bytes(content)
    book = openpyxl.load_workbook(path)
    book["基础数据表"]["B6"] = 99
    book.save(path)
    return path


def rows_of(path: Path) -> list[tuple[object, ...]]:
    sheet = openpyxl.load_workbook(path)["校验结果"]
    return [row for row in sheet.iter_rows(min_row=4, values_only=True) if any(row)]


def test_only_the_sheet_of_results_changes(
    template: Template, sample: Callable[[str], Submission], workbook: Callable[[Submission], Path]
) -> None:
    path = workbook(sample("seed"))
    book = openpyxl.load_workbook(path)
    place = book.sheetnames.index("校验结果") + 1
    before, after = parts(path), parts(check_and_write(path, template))
    assert list(before) == list(after)
    assert {name for name in before if before[name] != after[name]} == {
        f"xl/worksheets/sheet{place}.xml"
    }


def test_results_of_a_workbook_filled_in_elsewhere(
    blank_results: Path, template: Template, check_file: Callable[[Path], Evaluation]
) -> None:
    copy = check_and_write(blank_results, template)
    before, after = parts(blank_results), parts(copy)
    different = [name for name in before if before[name] != after[name]]
    # openpyxl has lost what formulas showed, so that sentences lack it and previews change too.
    sheets = openpyxl.load_workbook(copy).sheetnames
    assert different == [
        f"xl/worksheets/sheet{sheets.index(name) + 1}.xml"
        for name in ("报告提纲", "校验结果", "字段表")
    ]
    rows = rows_of(copy)
    evaluation = check_file(blank_results)
    assert len(rows) == len(evaluation.findings)
    first = f"'{rows[0][1]}'!{rows[0][2]}"
    link = openpyxl.load_workbook(copy)["校验结果"]["C4"].hyperlink
    assert link is not None
    assert link.location == first


def test_writing_twice_changes_nothing_more(
    template: Template, sample: Callable[[str], Submission], workbook: Callable[[Submission], Path]
) -> None:
    once = check_and_write(workbook(explained(template, sample("seed"))), template)
    twice = check_and_write(once, template)
    assert parts(once) == parts(twice)


def test_an_explanation_stays_with_its_finding(
    template: Template,
    sample: Callable[[str], Submission],
    workbook: Callable[[Submission], Path],
    check_file: Callable[[Path], Evaluation],
) -> None:
    """Another finding before it comes, a row is put in above its cell, and it is still there."""
    path = workbook(explained(template, sample("seed")))
    book = openpyxl.load_workbook(path)
    book["基础数据表"]["B10"] = 3
    book.save(path)
    path = _with_row_above(path)
    copy = check_and_write(path, template)
    (row,) = (row for row in rows_of(copy) if row[8])
    assert (row[0], row[8]) == ("已说明", WHY)
    assert [told.explanation for told in check_file(copy).explained] == [WHY]


def _with_row_above(path: Path) -> Path:
    """Put a special fund in, as a user would, so that all below moves down."""
    from xlevaluate.form.reader import read_snapshot as read
    from xlevaluate.template.template_loading import load_template

    template = load_template()
    snapshot, _ = read_workbook(path)
    submission = read(template.form, snapshot, template.computations).submission
    funds = "basic_data.spending.special_fund_items"
    more = changed(submission, {funds: [{"name": f"专项{n}", "final": 0} for n in range(5)]})
    path.write_bytes(make_workbook(template, more, created=datetime.datetime(2024, 1, 1))[0])
    return path


def test_an_explanation_whose_finding_is_gone_is_kept_as_solved(
    template: Template, sample: Callable[[str], Submission], workbook: Callable[[Submission], Path]
) -> None:
    given = changed(
        sample("corrected"), {"explanations": [{"finding": "V01·没有的项目", "text": WHY}]}
    )
    (row,) = (row for row in rows_of(check_and_write(workbook(given), template)) if row[8])
    assert (row[0], row[4], row[8]) == ("已解决", "原来的问题已不存在", WHY)


def test_rows_that_were_hidden_are_shown(
    template: Template, sample: Callable[[str], Submission], workbook: Callable[[Submission], Path]
) -> None:
    path = workbook(sample("seed"))
    book = openpyxl.load_workbook(path)
    for row in range(6, 20):
        book["校验结果"].row_dimensions[row].hidden = True
    book.save(path)
    sheet = openpyxl.load_workbook(check_and_write(path, template))["校验结果"]
    assert not any(sheet.row_dimensions[row].hidden for row in range(4, 40))


def test_a_remark_beside_no_finding_is_no_mistake(
    template: Template,
    sample: Callable[[str], Submission],
    workbook: Callable[[Submission], Path],
    check_file: Callable[[Path], Evaluation],
) -> None:
    path = workbook(sample("corrected"))
    before = {told.finding.rule for told in check_file(path).findings}
    book = openpyxl.load_workbook(path)
    book["校验结果"]["I60"] = "明天问财政局"
    book.save(path)
    assert {told.finding.rule for told in check_file(path).findings} - before <= {"R03", "C01"}


def test_an_explanation_beside_no_finding_is_kept(
    template: Template, sample: Callable[[str], Submission], workbook: Callable[[Submission], Path]
) -> None:
    path = workbook(sample("corrected"))
    book = openpyxl.load_workbook(path)
    book["校验结果"]["I60"] = "写错地方的说明"
    book.save(path)
    copy = check_and_write(path, template)
    assert [row[8] for row in rows_of(copy) if row[8]] == ["写错地方的说明"]


def test_what_stands_beside_the_table_stays(
    template: Template, sample: Callable[[str], Submission], workbook: Callable[[Submission], Path]
) -> None:
    path = workbook(sample("seed"))
    book = openpyxl.load_workbook(path)
    book["校验结果"]["M5"] = "旁注"
    book.save(path)
    assert openpyxl.load_workbook(check_and_write(path, template))["校验结果"]["M5"].value == "旁注"


def test_a_table_that_is_gone_is_told_of(
    template: Template, sample: Callable[[str], Submission], workbook: Callable[[Submission], Path]
) -> None:
    path = workbook(sample("seed"))
    book = openpyxl.load_workbook(path)
    del book.defined_names["校验_级别"]
    book.save(path)
    with pytest.raises(CannotDoError, match="找不到《校验结果》的表格"):
        check_and_write(path, template)


def test_odd_texts_do_not_break_the_file(
    template: Template, sample: Callable[[str], Submission], workbook: Callable[[Submission], Path]
) -> None:
    odd = "<b>&\"'_x0041_\x07 ]]> 😀\n第二行"
    given = changed(explained(template, sample("seed")), {})
    said = given.explanations[0].model_copy(update={"text": odd.replace("\x07", "")})
    path = workbook(given.model_copy(update={"explanations": (said,)}))
    copy = check_and_write(path, template)
    assert [row[8] for row in rows_of(copy) if row[8]] == [odd.replace("\x07", "")]


@pytest.mark.libreoffice
def test_the_cover_counts_the_new_results(
    blank_results: Path, template: Template, tmp_path: Path
) -> None:
    """The cover is another part, which is not touched: its formula counts when it is opened."""
    copy = check_and_write(blank_results, template)
    (opened,) = convert([copy], "xlsx", tmp_path / "out", tmp_path / "profile")
    sheet = openpyxl.load_workbook(opened, data_only=True)["封面"]
    (said,) = (row[1] for row in sheet.iter_rows(values_only=True) if row[0] == "上次校验")
    levels = [row[0] for row in rows_of(copy)]
    counts = (f"{name} {levels.count(name)}" for name in ("错误", "核实", "提示", "已说明"))
    assert said == f"{'，'.join(counts)}（2024年7月23日 9:05）"
    assert levels.count("错误") >= 1


def _without_addresses(name: str, part: bytes) -> bytes:
    """Return parts as programs write them that count rows and cells themselves."""
    if name == "xl/_rels/workbook.xml.rels":
        return part.replace(b'Target="worksheets/', b'Target="./worksheets/')
    if not name.startswith("xl/worksheets/sheet"):
        return part
    rows = [int(row) for row in re.findall(rb'<row r="(\d+)"', part)]
    if rows != list(range(1, len(rows) + 1)):
        return part  # here the addresses say something
    part = re.sub(rb'(<row) r="\d+"', rb"\1", part)

    def bare(row: re.Match[bytes]) -> bytes:
        columns = [place_of(at.decode())[1] for at in re.findall(rb'<c r="([A-Z]+\d+)"', row[0])]
        bare = re.sub(rb'<c r="[A-Z]+\d+"', b"<c", row[0])
        return bare if columns == list(range(len(columns))) else row[0]

    part = re.sub(rb"<row.*?</row>", bare, part, flags=re.DOTALL)
    part = part.replace(b"<row", b"<!-- note --><row", 3)
    return part.replace(b"<sheetData>", b"<sheetData><?x ?>")


def test_results_are_written_where_rows_and_cells_have_no_address(
    template: Template, sample: Callable[[str], Submission], workbook: Callable[[Submission], Path]
) -> None:
    path = workbook(sample("seed"))
    expected = rows_of(check_and_write(path, template))
    path.write_bytes(rewritten(path.read_bytes(), _without_addresses))
    changed_parts = parts(path)
    assert any(b"<!--" in part and b"<row r=" not in part for part in changed_parts.values())
    assert rows_of(check_and_write(path, template)) == expected


def test_a_formula_that_is_written_over_is_no_more_calculated(
    template: Template, sample: Callable[[str], Submission], workbook: Callable[[Submission], Path]
) -> None:
    """Excel offers to repair a file whose order of calculation names a cell without formula."""
    path = workbook(sample("seed"))
    before = parts(path)
    sheets = re.findall(
        r'<sheet name="([^"]+)" sheetId="(\d+)"', before["xl/workbook.xml"].decode()
    )
    number = dict(sheets)["校验结果"]
    name = f"xl/worksheets/sheet{[name for name, _ in sheets].index('校验结果') + 1}.xml"
    cell = re.compile(r'<c r="B4"([^>]*) t="s"><v>\d+</v></c>')
    typed, count = cell.subn(r'<c r="B4"\1><f>1+1</f><v>2</v></c>', before[name].decode())
    assert count == 1
    main = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
    related = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/calcChain"
    chain = f'<c r="B4" i="1"/><c r="B4" i="{number}"/><c r="A1"/><c r="B5" i="1"/>'
    held = "xl/_rels/workbook.xml.rels"
    added = f'<Relationship Id="rIdC" Type="{related}" Target="./calcChain.xml"/></Relationships>'
    with zipfile.ZipFile(path, "w") as package:
        for part, content in before.items():
            package.writestr(
                part,
                typed
                if part == name
                else content.replace(b"</Relationships>", added.encode())
                if part == held
                else content,
            )
        package.writestr("xl/calcChain.xml", f'<calcChain xmlns="{main}">{chain}</calcChain>')
    after = parts(check_and_write(path, template))
    assert b"<f>1+1</f>" not in after[name]
    assert re.findall(r'<c r="(\w+)" i="(\d+)"/>', after["xl/calcChain.xml"].decode()) == [
        *(("B4", "1"), ("A1", number), ("B5", "1"))
    ]
