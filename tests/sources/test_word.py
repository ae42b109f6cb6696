"""Word documents: what stands in them, in its order, with the numbers that Word counts."""

import io
import zipfile
from typing import Any

import docx
import pytest
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls

from tests.sources.made import add_table, read, saved, texts, word
from xlevaluate.errors import CannotDoError
from xlevaluate.files.zip_packages import rewritten
from xlevaluate.sources.grid import Line
from xlevaluate.sources.word_numbers import written

TABLE = [["项目", "预算数", "决算数"], ["三公经费", "1.00", "0.50"]]


def test_paragraphs_and_tables_stand_in_their_order() -> None:
    source = read(word("部门决算", "单位：万元", TABLE, "注：无", TABLE))
    assert [b.text if isinstance(b, Line) else b.place for b in source.blocks] == [
        *("部门决算", "单位：万元", "第1张表", "注：无", "第2张表"),
    ]
    first, second = source.grids()
    assert source.lines_before(first) == ("部门决算", "单位：万元")
    assert source.lines_before(second) == ("注：无",)
    assert texts(first) == TABLE
    assert {cell.kind for row in first.rows for cell in row} == {"text"}
    assert not source.problems


def test_merges_are_spread_with_a_mark() -> None:
    document = docx.Document()
    table = add_table(document, [["项目", "预算数", None], [None, "总额", "拨款"], ["合计", 1, 2]])
    table.cell(0, 1).merge(table.cell(0, 2))
    table.cell(0, 0).merge(table.cell(1, 0))
    (grid,) = read(saved(document)).grids()
    assert [[cell.spread_from for cell in row] for row in grid.rows] == [
        [None, None, (0, 1)],
        [(0, 0), None, None],
        [None, None, None],
    ]
    assert [cell.text for cell in grid.rows[1]] == ["项目", "总额", "拨款"]


def test_rows_that_begin_further_right_stand_there() -> None:
    document = docx.Document()
    table = add_table(document, [["项目", "预算数", "决算数"], ["合计", "1", "2"]])
    row = table.rows[1]._tr
    row.remove(row.tc_lst[0])
    row.get_or_add_trPr().append(parse_xml(f'<w:gridBefore {nsdecls("w")} w:val="1"/>'))
    (grid,) = read(saved(document)).grids()
    assert texts(grid)[1] == ["", "1", "2"]


def test_a_table_in_a_cell_follows_the_one_around_it() -> None:
    document = docx.Document()
    table = add_table(document, [["情况", None]])
    inner = table.cell(0, 1).add_table(1, 2)
    inner.cell(0, 0).text, inner.cell(0, 1).text = "甲", "1"
    outer, nested = read(saved(document)).grids()
    assert texts(outer) == [["情况", ""]]
    assert (nested.place, texts(nested)) == ("第2张表（在第1张表第1行第2列里）", [["甲", "1"]])


def test_what_was_deleted_is_gone_and_what_was_inserted_counts() -> None:
    document = docx.Document()
    paragraph = document.add_paragraph("支出")._p
    for tag, text in (("ins", "<w:t>594.67</w:t>"), ("del", "<w:delText>600</w:delText>")):
        paragraph.append(parse_xml(f'<w:{tag} {nsdecls("w")} w:id="1"><w:r>{text}</w:r></w:{tag}>'))
    paragraph.append(
        parse_xml(f'<w:r {nsdecls("w")}><w:sym w:font="Wingdings" w:char="F0FE"/></w:r>')
    )
    assert read(saved(document)).blocks == (Line("支出594.67☑"),)


LEVELS = (
    ("chineseCounting", "%1、", ""),
    ("chineseCounting", "（%2）", ""),
    ("decimal", "%3.", ""),
    ("decimalEnclosedCircle", "%4", ""),
    ("decimal", "%3.%5", "<w:isLgl/>"),
)


def numbered(*paragraphs: tuple[str, int], more: str = "") -> Any:
    """Return a document whose paragraphs are on levels of list 90; -1: in no list."""
    document = docx.Document()
    levels = "".join(
        f'<w:lvl w:ilvl="{index}"><w:start w:val="1"/><w:numFmt w:val="{kind}"/>{extra}'
        f'<w:lvlText w:val="{text}"/></w:lvl>'
        for index, (kind, text, extra) in enumerate(LEVELS)
    )
    lists = document.part.numbering_part.element
    lists.insert(
        0,
        parse_xml(f'<w:abstractNum {nsdecls("w")} w:abstractNumId="90">{levels}</w:abstractNum>'),
    )
    for item in (
        f'<w:num {nsdecls("w")} w:numId="90"><w:abstractNumId w:val="90"/></w:num>',
        f'<w:num {nsdecls("w")} w:numId="91"><w:abstractNumId w:val="90"/>{more}</w:num>',
    ):
        lists.append(parse_xml(item))
    for text, level in paragraphs:
        paragraph = document.add_paragraph(text)
        if level >= 0:
            number_paragraph(paragraph, level % 10, "91" if level >= 10 else "90")
    return document


def number_paragraph(paragraph: Any, level: int, list_id: str = "90") -> None:
    numbers = f'<w:ilvl w:val="{level}"/><w:numId w:val="{list_id}"/>'
    paragraph._p.get_or_add_pPr().append(parse_xml(f"<w:numPr {nsdecls('w')}>{numbers}</w:numPr>"))


def lines_of(document: Any) -> list[str]:
    return [block.text for block in read(saved(document)).blocks if isinstance(block, Line)]


def test_numbers_are_written_out_as_word_counts_them() -> None:
    document = numbered(
        *(("概况", 0), ("职能", 1), ("机构", 1), ("正文", -1), ("一项", 2), ("一点", 3)),
        *(("二点", 3), ("二项", 2), ("一点", 3), ("", 0), ("支出", 0), ("基本", 1), ("项", 2)),
        ("法条", 4),
    )
    assert lines_of(document) == [
        *("一、概况", "（一）职能", "（二）机构", "正文", "1.一项", "①一点", "②二点"),
        *("2.二项", "①一点", "三、支出", "（一）基本", "1.项", "1.1 法条"),
    ]


@pytest.mark.parametrize(
    ("more", "last"),
    [
        ("", "三、丙"),
        ('<w:lvlOverride w:ilvl="0"><w:startOverride w:val="1"/></w:lvlOverride>', "一、丙"),
        ('<w:lvlOverride w:ilvl="0"><w:startOverride w:val="5"/></w:lvlOverride>', "五、丙"),
    ],
)
def test_another_list_goes_on_or_starts_anew(more: str, last: str) -> None:
    document = numbered(("甲", 0), ("乙", 0), ("丙", 10), more=more)
    assert lines_of(document) == ["一、甲", "二、乙", last]


def test_cells_are_numbered_too() -> None:
    document = numbered()
    table = add_table(document, [["甲"], ["乙"]])
    for row in table.rows:
        number_paragraph(row.cells[0].paragraphs[0], 2)
    (grid,) = read(saved(document)).grids()
    assert texts(grid) == [["1.甲"], ["2.乙"]]


def test_headings_are_known_by_style_or_outline() -> None:
    document = docx.Document()
    document.add_heading("概况", 1)
    outlined = document.add_paragraph("职能")
    outlined._p.get_or_add_pPr().append(parse_xml(f'<w:outlineLvl {nsdecls("w")} w:val="1"/>'))
    style = document.styles.add_style("自定", 1)
    style.base_style = document.styles["Heading 3"]
    document.add_paragraph("机构", style)
    document.add_paragraph("正文")
    blocks = read(saved(document)).blocks
    assert blocks == (Line("概况", 1), Line("职能", 2), Line("机构", 3), Line("正文", 0))


@pytest.mark.parametrize(
    ("number", "kind", "shown"),
    [
        (1, "chineseCountingThousand", "一"),
        (21, "japaneseCounting", "二十一"),
        (12, "chineseLegalSimplified", "壹拾贰"),
        (100, "chineseCounting", "100"),
        (3, "decimalEnclosedParen", "⑶"),
        (30, "decimalEnclosedCircle", "30"),
        (2, "ideographTraditional", "乙"),
        (28, "upperLetter", "BB"),
        (1994, "lowerRoman", "mcmxciv"),
        (10, "decimalFullWidth", "１０"),
        (7, "decimalZero", "07"),
        (0, "upperRoman", "0"),
        (5, "of another world", "5"),
    ],
)
def test_formats_of_numbers(number: int, kind: str, shown: str) -> None:
    assert written(number, kind) == shown


def test_pictures_without_text_are_told_of() -> None:
    picture = parse_xml(
        f'<w:r {nsdecls("w")}><w:pict><v:imagedata xmlns:v="urn:schemas-microsoft-com:vml"/>'
        "</w:pict></w:r>"
    )
    document = docx.Document()
    document.add_paragraph()._p.append(picture)
    source = read(saved(document), "自评.docx")
    assert not source.blocks
    assert "只有图片，没有文字" in source.problems[0]
    document.add_paragraph("自评表")
    assert "1 处图片" in read(saved(document)).problems[0]


def test_strict_documents_are_read() -> None:
    transitional = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
    strict = "http://purl.oclc.org/ooxml/wordprocessingml/main"

    def as_strict(name: str, part: bytes) -> bytes:
        return part.replace(transitional.encode(), strict.encode()) if "word/" in name else part

    (grid,) = read(rewritten(word(TABLE), as_strict)).grids()
    assert texts(grid) == TABLE


@pytest.mark.parametrize(
    ("body", "message"),
    [
        ("<!DOCTYPE x [<!ENTITY a 'b'>]>", "XML 声明"),
        ("<w:document", "已损坏"),
    ],
)
def test_what_is_wrong_with_a_document_is_told(body: str, message: str) -> None:
    content = rewritten(
        word("甲"), lambda name, part: body.encode() if name == "word/document.xml" else part
    )
    with pytest.raises(CannotDoError, match=message) as told:
        read(content, "自评.docx")
    assert "自评.docx" in str(told.value)


def test_spans_beyond_all_bounds_are_refused() -> None:
    document = docx.Document()
    table = add_table(document, [["甲", "乙"]])
    for cell in table.rows[0].cells:
        cell._tc.get_or_add_tcPr().append(parse_xml(f'<w:gridSpan {nsdecls("w")} w:val="99999"/>'))
    with pytest.raises(CannotDoError, match="过大"):
        read(saved(document))


def test_a_document_of_another_kind_is_refused() -> None:
    content = io.BytesIO()
    with zipfile.ZipFile(content, "w") as archive:
        archive.writestr("[Content_Types].xml", "<Types/>")
    with pytest.raises(CannotDoError, match="既不是 Word 文档"):
        read(content.getvalue())


def test_page_numbers_and_fields_say_nothing() -> None:
    document = docx.Document()
    run = document.add_paragraph("共").add_run("1")._r
    run.insert(0, parse_xml(f"<w:instrText {nsdecls('w')}> PAGE </w:instrText>"))
    assert read(saved(document)).blocks == (Line("共1"),)
