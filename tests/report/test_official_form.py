"""GB/T 9704-2012 to the millimetre and the point, as the document's XML has it."""

import io
import re
import zipfile
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from docx.document import Document
from docx.enum.section import WD_ORIENT, WD_SECTION
from docx.oxml import parse_xml
from docx.oxml.ns import qn
from docx.shared import Length, Mm
from docx.styles.style import ParagraphStyle
from docx.table import Table
from docx.text.paragraph import Paragraph

from tests.changes import changed
from tests.report.conftest import Report
from tests.report.test_document import BASIC, SCORING, rows_of
from xlevaluate.submission import Submission

SIDES = ("top", "right", "bottom", "left")


def val(parent: Any, tag: str, attribute: str = "val") -> str:
    return str(parent.find(qn(f"w:{tag}")).get(qn(f"w:{attribute}")))


def has(parent: Any, tag: str) -> bool:
    return parent is not None and parent.find(qn(f"w:{tag}")) is not None


def styled(document: Document, name: str) -> list[Paragraph]:
    return [p for p in document.paragraphs if p.style is not None and p.style.name == name]


class TestThePage:
    @pytest.mark.parametrize(
        ("section", "paper", "margins"),
        [
            (0, (210, 297), (37, 26, 35, 28)),
            (1, (210, 297), (37, 26, 35, 28)),
            # On its side, the head of the page is where the upright page has its left.
            (2, (297, 210), (28, 37, 26, 35)),
        ],
    )
    def test_it_is_a4_with_the_margins_of_the_standard(
        self, seed: Document, section: int, paper: tuple[int, int], margins: tuple[int, ...]
    ) -> None:
        page = seed.sections[section]
        found = [page.page_width, page.page_height]
        found += [getattr(page, f"{side}_margin") for side in SIDES]
        for measure, standard in zip(found, (*paper, *margins), strict=True):
            assert measure is not None
            assert abs(measure - Mm(standard)) < Mm(0.05), standard

    def test_it_has_22_lines_of_28_characters(self, seed: Document) -> None:
        page, normal = seed.sections[0], seed.styles["Normal"].element
        assert page.page_height
        assert page.page_width
        height = (page.page_height - (page.top_margin or 0) - (page.bottom_margin or 0)) / 635
        width = (page.page_width - (page.left_margin or 0) - (page.right_margin or 0)) / 635
        line = int(val(normal.pPr, "spacing", "line"))
        assert val(normal.pPr, "spacing", "lineRule") == "exact"
        assert 22 * line <= height < 23 * line
        character = 20 * 16 + int(val(normal.rPr, "spacing"))
        assert 28 * character <= width < 28.2 * character
        for grid in seed.element.iter(qn("w:docGrid")):
            assert (grid.get(qn("w:type")), grid.get(qn("w:linePitch"))) == ("lines", str(line))

    def test_a_page_is_filled_whatever_paragraph_ends_on_it(self, seed: Document) -> None:
        assert val(seed.styles["Normal"].element.pPr, "widowControl") == "0"

    def test_tables_are_off_the_grid_of_the_text(self, seed: Document) -> None:
        for name in ("表注", "表格居中", "表格文字", "表格金额"):
            properties = seed.styles[name].element
            assert val(properties.pPr, "snapToGrid") == "0"
            assert val(properties.rPr, "spacing") == "0"

    def test_lines_of_tables_have_one_height_in_every_font(self, seed: Document) -> None:
        """Fonts and programs differ in the height of a line of their own, by half."""
        for name in ("表注", "表格居中", "表格文字", "表格金额"):
            style = seed.styles[name]
            assert isinstance(style, ParagraphStyle)
            line, size = style.paragraph_format.line_spacing, style.font.size
            assert isinstance(line, Length), name
            assert size is not None
            assert 1.4 < line / size < 1.5, name

    def test_no_paragraph_takes_a_page_for_itself(self, seed: Document) -> None:
        """Neither the one after a last table nor the one that ends a section is a line."""
        body = list(seed.element.body)
        ends = [n for n, item in enumerate(body) if item.find(f".//{qn('w:sectPr')}") is not None]
        assert len(ends) == 2
        last = [body[n] for n in ends] + [body[-2]]
        for paragraph in last:
            is_blank = not "".join(paragraph.itertext()).strip()
            assert not is_blank or val(paragraph.pPr, "spacing", "line") == "20"

    def test_page_numbers_stand_7_mm_below_the_text(self, seed: Document) -> None:
        """The dashes are in the middle of their line."""
        line = seed.styles["footer"].paragraph_format.line_spacing
        assert isinstance(line, Length)
        for section in seed.sections:
            assert section.footer_distance is not None
            gap = (section.bottom_margin or 0) - section.footer_distance - line / 2
            assert abs(gap - Mm(7)) < Mm(0.1)

    def test_page_numbers_are_one_character_in(self, seed: Document) -> None:
        for footer, side in (
            (seed.sections[0].footer, "right"),
            (seed.sections[0].even_page_footer, "left"),
        ):
            properties = footer.paragraphs[0]._p.pPr
            assert val(properties, "ind", f"{side}Chars") == "100"
            assert (footer.paragraphs[0].style or seed.styles["footer"]).name == "Footer"
        size = seed.styles["footer"].element.rPr
        assert (val(size, "sz"), val(size, "rFonts", "eastAsia")) == ("28", "宋体")


class TestTheText:
    def test_each_font_has_one_other_name(self, seed_report: bytes) -> None:
        """Word takes the whole of it for a single name, of 31 characters at most."""
        with zipfile.ZipFile(io.BytesIO(seed_report)) as package:
            fonts = parse_xml(package.read("word/fontTable.xml"))
        names = {font.get(qn("w:name")): val(font, "altName") for font in fonts}
        assert set(names) == {"方正小标宋简体", "仿宋", "楷体", "黑体", "宋体"}
        assert not any(re.search("[;,，；]", name) or len(name) > 31 for name in names.values())

    def test_the_title_is_broken_by_meaning(self, seed: Document) -> None:
        (title,) = styled(seed, "Title")
        assert title.text == "中共邵阳市北塔区委办公室\n2023年部门整体支出绩效自评报告"
        assert seed.core_properties.title == title.text.replace("\n", "")

    def test_every_heading_stays_with_what_follows(self, seed: Document) -> None:
        for name in ("Heading 1", "Heading 2", "Heading 3", "附件序号", "附件标题"):
            assert styled(seed, name)
            assert has(seed.styles[name].element.pPr, "keepNext"), name

    def test_headings_and_annexes_are_in_the_navigation_pane(self, seed: Document) -> None:
        levels = {"heading 1": "0", "heading 2": "1", "heading 3": "2", "附件标题": "0"}
        for name, level in levels.items():
            assert val(seed.styles[name].element.pPr, "outlineLvl") == level

    def test_the_signature_takes_text_along_to_its_page(self, seed: Document) -> None:
        (date,) = [p for p in styled(seed, "落款") if p.text.startswith("2024")]
        last = date._p.getprevious()
        kept = 0
        while last is not None and has(last.find(qn("w:pPr")), "keepNext"):
            kept += 1
            last = last.getprevious()
        # Unit, two blank lines, two annexes, the last words (and their heading by its style).
        assert kept == 6

    def test_the_signature_is_centred_on_the_date(self, seed: Document) -> None:
        blank, unit, date = styled(seed, "落款")
        assert (blank.text, unit.text, date.text) == (
            "",
            "中共邵阳市北塔区委办公室",
            "2024年7月23日",
        )
        indents = [p.paragraph_format.right_indent for p in (unit, date)]
        assert [indent and indent.pt for indent in indents] == [32, 76]

    def test_without_a_date_nobody_signs(
        self, report: Report, sample: Callable[[str], Submission]
    ) -> None:
        unsigned = report(changed(sample("seed"), {"basic_data.filing.date": None}))
        assert not styled(unsigned, "落款")

    def test_annexes_are_listed_after_a_blank_line(self, seed: Document) -> None:
        assert [p.text for p in styled(seed, "附件说明")] == [
            "",
            "附件：1.部门整体支出绩效评价基础数据表",
            "　　　2.整体支出绩效自评表",
        ]


class TestTheAnnexes:
    def test_each_begins_a_page_with_its_label(self, seed: Document) -> None:
        sections = list(seed.sections)
        assert all(section.start_type == WD_SECTION.NEW_PAGE for section in sections)
        for number, section in enumerate(sections[1:], 1):
            first, second = list(section.iter_inner_content())[:2]
            assert isinstance(first, Paragraph)
            assert isinstance(second, Paragraph)
            assert (first.text, first.style and first.style.name) == (f"附件{number}", "附件序号")
            assert second.style is not None
            assert second.style.name == "附件标题"

    def test_the_title_is_in_the_third_line(self, seed: Document) -> None:
        label, title = (seed.styles[name].element.pPr for name in ("附件序号", "附件标题"))
        line = int(val(label, "spacing", "line"))
        assert int(val(title, "spacing", "before")) == line
        assert seed.styles["附件标题"].element.rPr.find(qn("w:sz")).get(qn("w:val")) == "44"

    def test_only_the_wide_form_lies_on_its_side(self, seed: Document) -> None:
        portrait, landscape = WD_ORIENT.PORTRAIT, WD_ORIENT.LANDSCAPE
        assert [s.orientation for s in seed.sections] == [portrait, portrait, landscape]

    def test_tables_are_as_wide_as_the_text(self, seed: Document) -> None:
        for section in list(seed.sections)[1:]:
            width = (section.page_width or 0) - (section.left_margin or 0)
            width -= section.right_margin or 0
            tables = [item for item in section.iter_inner_content() if isinstance(item, Table)]
            assert tables
            for table in tables:
                total = sum(int(str(c.get(qn("w:w")))) for c in table._tbl.tblGrid.gridCol_lst)
                assert abs(total - width / 635) < 10

    def test_heads_are_repeated_and_stay_with_their_rows(self, seed: Document) -> None:
        repeated = {}
        for number, table in enumerate(seed.tables):
            rows = table._tbl.tr_lst
            heads = [row for row in rows if has(row.trPr, "tblHeader")]
            assert heads == rows[: len(heads)], "only the first rows can be repeated"
            for row in heads:
                assert all(has(p, "keepNext") for p in row.iter(qn("w:pPr")))
                repeated[number] = rows_of([table])[0]
        assert repeated == {
            1: ["经费控制情况（万元）", "2022年决算数", "2023年预算数", "2023年决算数"],
            4: [
                "绩效指标",
                "一级指标",
                "二级指标",
                "三级指标",
                "年度指标值",
                "实际完成值",
                "分值",
                "得分",
                "偏差原因分析及改进措施",
            ],
        }

    def test_tables_that_make_up_a_form_are_kept_apart_unseen(self, seed: Document) -> None:
        for first, second in ((0, 1), (1, 2), (3, 4)):
            joint: Any = seed.tables[first]._tbl.getnext()
            assert joint.getnext() is seed.tables[second]._tbl
            assert has(joint.pPr.find(qn("w:rPr")), "vanish")
            assert has(joint.pPr, "keepNext")

    def test_short_rows_stay_whole_and_long_ones_may_be_divided(
        self, report: Report, sample: Callable[[str], Submission]
    ) -> None:
        long = changed(sample("seed"), {"self_evaluation.expected_goal": "长" * 10_000})
        divided = [
            "长" * 100 in text
            for table in report(long).tables
            for row, texts in zip(table._tbl.tr_lst, rows_of([table]), strict=True)
            for text in ["".join(texts)]
            if not has(row.trPr, "cantSplit")
        ]
        assert divided == [True]

    def test_amounts_end_under_one_another(self, seed: Document) -> None:
        basic = set(cells_in(seed, BASIC, r"-?\d+\.\d\d"))
        assert basic == {"表格金额"}
        assert set(cells_in(seed, SCORING, r"-?(394|594|0)\.\d\d")) == {"表格金额"}
        assert set(cells_in(seed, SCORING, r"10\.00|100%|\d\d?")) == {"表格居中"}


def cells_in(document: Document, tables: slice, pattern: str) -> Iterator[str]:
    """Yield the style of each cell whose text matches."""
    for table in document.tables[tables]:
        for cell in table._cells:
            if re.fullmatch(pattern, cell.text):
                style = cell.paragraphs[0].style
                assert style is not None
                yield str(style.name)
