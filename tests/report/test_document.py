"""The report as Word will see it: page, styles, fonts, tables."""

import io
import re
import zipfile
from collections.abc import Callable
from typing import Any

import pytest
from docx.document import Document
from docx.enum.section import WD_ORIENT
from docx.oxml.ns import qn
from docx.shared import Mm, Pt
from docx.table import Table

from tests.changes import changed
from tests.report.conftest import Report
from xlevaluate.report.document import make_report
from xlevaluate.submission import Submission
from xlevaluate.template.template import Template
from xlevaluate.workbook.generate import evaluate_submission


def rows_of(tables: list[Table]) -> list[list[str]]:
    """Return the texts of each row, a cell that spans columns once."""
    return [
        ["".join(text.text or "" for text in cell.iter(qn("w:t"))) for cell in row.tc_lst]
        for table in tables
        for row in table._tbl.tr_lst
    ]


BASIC, SCORING = slice(0, 3), slice(3, 5)
"""The tables of which the forms are made up: where a head can be repeated, one begins."""


def test_the_page_is_that_of_the_standard(seed: Document) -> None:
    page = seed.sections[0]
    for measure, standard in (
        (page.page_width, 210),
        (page.page_height, 297),
        (page.top_margin, 37),
        (page.bottom_margin, 35),
        (page.left_margin, 28),
        (page.right_margin, 26),
    ):
        assert measure is not None
        assert abs(measure - Mm(standard)) < Mm(0.05), standard


def test_the_wide_form_lies_on_its_side(seed: Document) -> None:
    portrait, landscape = WD_ORIENT.PORTRAIT, WD_ORIENT.LANDSCAPE
    assert [s.orientation for s in seed.sections] == [portrait, portrait, landscape]
    assert seed.sections[2].page_width == seed.sections[0].page_height


@pytest.mark.parametrize(
    ("style", "font", "points"),
    [
        ("Normal", "仿宋", 16),
        ("Title", "方正小标宋简体", 22),
        ("heading 1", "黑体", 16),
        ("heading 2", "楷体", 16),
        ("heading 3", "仿宋", 16),
        ("附件序号", "黑体", 16),
        ("footer", "宋体", 14),
    ],
)
def test_fonts_are_set_for_chinese(seed: Document, style: str, font: str, points: int) -> None:
    properties = seed.styles[style].element.rPr
    assert properties is not None
    assert properties.rFonts.get(qn("w:eastAsia")) == font
    assert seed.styles[style].font.size == Pt(points)


def test_the_body_has_fixed_lines_and_a_first_line_indent(seed: Document) -> None:
    properties = seed.styles["Normal"].element.pPr
    assert properties is not None
    spacing, indent = properties.find(qn("w:spacing")), properties.find(qn("w:ind"))
    assert 28.8 <= int(spacing.get(qn("w:line"))) / 20 <= 29
    assert spacing.get(qn("w:lineRule")) == "exact"
    assert indent.get(qn("w:firstLineChars")) == "200"


def test_headings_make_a_navigation_pane(seed: Document) -> None:
    for level in (1, 2, 3):
        properties = seed.styles[f"heading {level}"].element.pPr
        assert properties is not None
        assert properties.find(qn("w:outlineLvl")).get(qn("w:val")) == str(level - 1)


def test_page_numbers_are_right_on_odd_and_left_on_even_pages(seed: Document) -> None:
    assert seed.settings.odd_and_even_pages_header_footer
    odd, even = seed.sections[0].footer, seed.sections[0].even_page_footer
    for footer, side in ((odd, "right"), (even, "left")):
        (paragraph,) = footer.paragraphs
        assert re.fullmatch(r"— 1 —", paragraph.text)
        assert " PAGE " in "".join(t.text or "" for t in paragraph._p.iter(qn("w:instrText")))
        assert paragraph._p.pPr is not None
        assert paragraph._p.pPr.find(qn("w:jc")).get(qn("w:val")) == side
    assert all(section.footer.is_linked_to_previous for section in list(seed.sections)[1:])


def test_page_numbers_are_in_the_font_of_the_standard(seed: Document) -> None:
    fonts = seed.styles["footer"].element.rPr
    assert fonts is not None
    for script in ("ascii", "hAnsi", "eastAsia"):
        assert fonts.rFonts.get(qn(f"w:{script}")) == "宋体"
    for footer in (seed.sections[0].footer, seed.sections[0].even_page_footer):
        (paragraph,) = footer.paragraphs
        for run in paragraph._p.iter(qn("w:r")):
            named = [font for font in run.iter(qn("w:rFonts")) if font.get(qn("w:ascii"))]
            assert not named, "the style says it"
            if "—" in "".join(text.text or "" for text in run.iter(qn("w:t"))):
                assert is_chinese(run)


def is_chinese(run: Any) -> bool:
    """Tell whether Word takes what may be Latin or Chinese in a run for Chinese."""
    return [font.get(qn("w:hint")) for font in run.iter(qn("w:rFonts"))] == ["eastAsia"]


def test_quotation_marks_and_dashes_are_chinese_ones(seed: Document) -> None:
    """Without the hint Word sets them half as wide, in the Latin font."""
    found = [
        run
        for run in seed.element.body.iter(qn("w:r"))
        if re.search("[“”‘’—…]", "".join(text.text or "" for text in run.iter(qn("w:t"))))
    ]
    assert len(found) > 5
    assert all(is_chinese(run) for run in found)


def test_no_theme_font_and_no_stranger_signs_it(seed: Document) -> None:
    assert "asciiTheme" not in seed.styles.element.xml
    assert seed.core_properties.author == "中共邵阳市北塔区委办公室"
    assert seed.core_properties.title.startswith("中共邵阳市北塔区委办公室2023年")


def test_annexes_are_listed_labelled_and_titled(seed: Document) -> None:
    texts = [paragraph.text for paragraph in seed.paragraphs]
    assert "附件：1.部门整体支出绩效评价基础数据表" in texts
    labels = [p.text for p in seed.paragraphs if p.style and p.style.name == "附件序号"]
    assert labels == ["附件1", "附件2"]
    assert "填报单位：中共邵阳市北塔区委办公室" in texts
    assert "填表人：（略）    填报日期：2024年7月23日    联系电话：（略）" in texts


BASIC_DATA = [
    ["财政供养人员情况", "编制数", "2023年实际在职人数", "控制率"],
    ["", "20", "20", "100.00%"],
    ["经费控制情况（万元）", "2022年决算数", "2023年预算数", "2023年决算数"],
    ["三公经费", "5.41", "0.00", "0.10"],
    ["1、公务用车购置和维护经费", "5.41", "0.00", "0.00"],
    ["其中：公车购置", "0.00", "0.00", "0.00"],
    ["公车运行维护", "0.00", "0.00", "0.00"],
    ["2、出国经费", "0.00", "0.00", "0.00"],
    ["3、公务接待", "5.41", "0.00", "0.10"],
    ["项目支出：", "148.58", "0.00", "0.00"],
    ["1、业务工作经费", "148.58", "0.00", "0.00"],
    ["2、运行维护经费", "0.00", "0.00", "0.00"],
    ["3、本级专项资金（一个专项一行）", "0.00", "0.00", "0.00"],
    ["公用经费：", "117.65", "111.88", "206.70"],
    ["其中：办公经费", "19.90", "3.50", "19.86"],
    ["水费、电费、差旅费", "0.30", "2.00", "2.46"],
    ["会议费、培训费", "10.74", "2.00", "11.86"],
    ["政府采购金额", "120.80", "111.80", "182.62"],
    ["部门基本支出预算调整", "", "", ""],
    [
        "楼堂馆所控制情况（2023年完工项目）",
        "批复规模（㎡）",
        "实际规模（㎡）",
        "规模控制率",
        "预算投资（万元）",
        "实际投资（万元）",
        "投资概算控制率",
    ],
    ["", "0.00", "0.00", "—", "0.00", "0.00", "—"],
    ["厉行节约保障措施", "我单位无新建楼堂馆所控制情况"],
]


def test_the_basic_data_stand_as_in_the_form(seed: Document) -> None:
    assert rows_of(seed.tables[BASIC]) == BASIC_DATA


def test_the_scoring_form_has_every_figure(seed: Document) -> None:
    rows = rows_of(seed.tables[SCORING])
    assert rows[0] == ["预算单位名称", "中共邵阳市北塔区委办公室"]
    assert rows[2] == ["", "年度资金总额", "394.50", "594.67", "594.67", "10", "100%", "10.00"]
    assert rows[4][1:] == ["其中：一般公共预算", "594.67", "其中：基本支出", "594.67"]
    assert rows[5][1:] == ["政府性基金拨款", "0.00", "项目支出", "0.00"]
    indicators = {row[3]: row[6:8] for row in rows[11:-1] if row[3]}
    assert indicators == {
        "重要会议活动和法规办文工作": ["20", "20"],
        "加强政治建设": ["10", "10"],
        "……": ["", ""],
        "党办队伍建设": ["17", "17"],
        "信息化建设": ["20", "20"],
        "法规工作": ["20", "20"],
    }
    assert [row[1] for row in rows[11:-1] if row[1]] == [
        "产出指标（50分）",
        "效益指标（30分）",
        "满意度指标（10分）",
    ]
    assert rows[-1] == ["总分", "97", ""]


def test_tables_are_whole(seed: Document) -> None:
    """Every row fills the grid, and what is joined downwards begins somewhere."""
    for table in seed.tables:
        width = len(table._tbl.tblGrid.gridCol_lst)
        open_columns: set[int] = set()
        for row in table._tbl.tr_lst:
            col, still_open = 0, set()
            for cell in row.tc_lst:
                assert cell.p_lst, "a cell without a paragraph does not open in Word"
                if cell.vMerge == "restart":
                    still_open.add(col)
                elif cell.vMerge == "continue":
                    assert col in open_columns
                    still_open.add(col)
                col += cell.grid_span
            assert col == width
            open_columns = still_open


def test_texts_are_escaped_and_kept_line_by_line(
    report: Report, sample: Callable[[str], Submission]
) -> None:
    text = "偏差<原因>&改进\n第二行 {{ 年度 }}"
    document = report(
        changed(sample("seed"), {"self_evaluation.expected_goal": text, "texts.other": text})
    )
    assert "偏差<原因>&改进第二行 {{ 年度 }}" in rows_of(document.tables[SCORING])[9]
    assert [p.text for p in document.paragraphs].count("偏差<原因>&改进") == 1


def test_special_funds_have_a_row_each(report: Report, sample: Callable[[str], Submission]) -> None:
    funds = [{"name": "道路", "final": "3"}, {"name": "绿化", "prior_final": "1.5"}]
    document = report(changed(sample("seed"), {"basic_data.spending.special_fund_items": funds}))
    assert rows_of(document.tables[BASIC])[13:15] == [
        ["道路", "", "", "3.00"],
        ["绿化", "1.50", "", ""],
    ]


def test_rendered_twice_it_is_the_same_file(
    template: Template, sample: Callable[[str], Submission]
) -> None:
    evaluation = evaluate_submission(template, sample("seed"))
    first, second = make_report(evaluation)[0], make_report(evaluation)[0]
    assert first == second
    assert zipfile.ZipFile(io.BytesIO(first)).testzip() is None


def test_explained_queries_are_an_annex(
    report: Report, template: Template, sample: Callable[[str], Submission]
) -> None:
    queries = [
        told
        for told in evaluate_submission(template, sample("seed")).findings
        if told.finding.level == "query"
    ]
    why = "年中追加预算，已经批复。"
    given = changed(sample("seed"), {"explanations": [{"finding": queries[0].key, "text": why}]})
    made = report(given)
    rows = rows_of(made.tables[-1:])
    assert rows[0] == ["序号", "核实事项", "说明"]
    assert rows[1:] == [["1", queries[0].statement, why]]
    assert not re.search(r"[A-Z]\d|请", queries[0].statement), "no cells, no instruction"
    texts = [paragraph.text for paragraph in made.paragraphs]
    assert "核实事项说明" in texts
    assert any(text.endswith("3.核实事项说明") for text in texts)
    assert "核实事项说明" not in [p.text for p in report(sample("seed")).paragraphs]
