"""The annex of charts: the same figures as in the forms, in parts that fit together."""

import io
import zipfile
from collections.abc import Callable
from pathlib import Path

import docx
import openpyxl
import pytest
from defusedxml.ElementTree import fromstring
from msgspec.structs import replace

from tests.conftest import workbook_of
from tests.drawn import A, C, Drawn, cells_at, charts_in
from tests.spreadsheet import convert, pages_of
from tests.workbook.test_charts import check_figures, check_order
from xlevaluate.errors import CannotDoError
from xlevaluate.report.document import make_report
from xlevaluate.submission import Submission
from xlevaluate.template.template import Template
from xlevaluate.template.template_loading import load_template
from xlevaluate.workbook.generate import evaluate_submission

R = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}"
RELATION = "{http://schemas.openxmlformats.org/package/2006/relationships}Relationship"


def report(template: Template, submission: Submission, *, charts: bool = True) -> bytes:
    return make_report(evaluate_submission(template, submission), charts=charts)[0]


def parts_of(content: bytes) -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(content)) as package:
        return {name: package.read(name) for name in package.namelist()}


def tables(charts: list[Drawn]) -> list[dict[str, tuple[float | None, ...]]]:
    return [chart.table for chart in charts]


@pytest.mark.parametrize("profile", ["", "hubei"])
@pytest.mark.parametrize("name", ["seed", "corrected"])
def test_charts_are_those_of_the_workbook(
    sample: Callable[[str], Submission], name: str, profile: str
) -> None:
    template = load_template(profile=profile)
    charts = charts_in(report(template, sample(name)))
    check_figures(charts, template, sample(name))
    workbook = workbook_of(template, sample(name))
    assert tables(charts) == tables(charts_in(workbook))


def test_each_chart_has_its_figures_beside_it(
    template: Template, sample: Callable[[str], Submission]
) -> None:
    parts = parts_of(report(template, sample("seed")))
    for number, chart in enumerate(charts_in(report(template, sample("seed"))), 1):
        data = parts[f"word/embeddings/Microsoft_Excel_Sheet{number}.xlsx"]
        book = openpyxl.load_workbook(io.BytesIO(data))
        for kept in chart.kept:
            assert cells_at(book, kept.reference) == kept.values
        assert not [name for name in parts_of(data) if "chart" in name]


def test_parts_are_related_and_declared(
    template: Template, sample: Callable[[str], Submission]
) -> None:
    parts = parts_of(report(template, sample("seed")))
    document = fromstring(parts["word/document.xml"])
    relations = {
        item.get("Id"): str(item.get("Target"))
        for item in fromstring(parts["word/_rels/document.xml.rels"]).iter(RELATION)
    }
    types = fromstring(parts["[Content_Types].xml"])
    declared = {item.get("PartName"): item.get("ContentType") for item in types}
    extensions = {item.get("Extension"): item.get("ContentType") for item in types}
    drawn = [relations[item.get(f"{R}id")] for item in document.iter(f"{C}chart")]
    assert drawn == [f"charts/chart{number}.xml" for number in range(1, 5)]
    for name in drawn:
        assert str(declared[f"/word/{name}"]).endswith("drawingml.chart+xml")
        xml = parts[f"word/{name}"]
        check_order(xml)
        (relation,) = fromstring(parts[f"word/charts/_rels/{Path(name).name}.rels"])
        external = fromstring(xml).find(f"{C}externalData")
        assert external is not None
        assert external.get(f"{R}id") == relation.get("Id")
        assert f"word/{str(relation.get('Target')).removeprefix('../')}" in parts
    assert str(extensions["xlsx"]).endswith("spreadsheetml.sheet")
    ids = [item.get("id") for item in document.iter() if item.tag.endswith("}docPr")]
    assert len(ids) == len(set(ids)) == 4


def test_titles_are_written_out_in_chinese_fonts(
    template: Template, sample: Callable[[str], Submission]
) -> None:
    charts = charts_in(report(template, sample("seed")))
    assert [chart.title for chart in charts] == [
        "主要经费2022年决算、2023年预算和决算",
        "三公经费的构成",
        "自评得分与分值",
        "2023年预算执行情况",
    ]
    faces = {font.get("typeface") for chart in charts for font in chart.xml.iter(f"{A}ea")}
    assert faces == {"黑体", "宋体"}


def test_the_annex_is_listed_last_and_only_where_asked_for(
    template: Template, sample: Callable[[str], Submission]
) -> None:
    with_charts = docx.Document(io.BytesIO(report(template, sample("seed"))))
    texts = [paragraph.text for paragraph in with_charts.paragraphs]
    assert any(text.endswith("3.图表") for text in texts)
    assert texts.index("附件3") < len(texts) - 1 - texts[::-1].index("图表")
    plain = parts_of(report(template, sample("seed"), charts=False))
    assert not [name for name in plain if "chart" in name or "embed" in name]


def test_rendered_twice_it_is_the_same_file(
    template: Template, sample: Callable[[str], Submission]
) -> None:
    assert report(template, sample("seed")) == report(template, sample("seed"))


def test_a_template_without_charts_has_no_such_annex(
    template: Template, sample: Callable[[str], Submission]
) -> None:
    evaluation = evaluate_submission(template, sample("seed"))
    definition = template.form.definition
    fewer = tuple(s for s in definition.sheet if not any(block.charts for block in s.block))
    form = replace(template.form, definition=definition.model_copy(update={"sheet": fewer}))
    subject = replace(evaluation.subject, template=replace(template, form=form))
    with pytest.raises(CannotDoError, match="没有图表"):
        make_report(replace(evaluation, subject=subject), charts=True)


@pytest.mark.libreoffice
def test_the_annex_is_one_page_with_every_figure(
    tmp_path: Path, template: Template, sample: Callable[[str], Submission]
) -> None:
    path = tmp_path / "report.docx"
    path.write_bytes(report(template, sample("seed")))
    (printed,) = convert([path], "pdf", tmp_path / "out", tmp_path / "profile")
    pages = ["".join(page.split()) for page in pages_of(printed)]
    (annex,) = (n for n, page in enumerate(pages) if page.startswith("附件3"))
    assert annex == len(pages) - 1
    drawn = [
        value
        for table in tables(charts_in(path.read_bytes()))
        for row in table.values()
        for value in row
    ]
    for value in drawn:
        if value:
            assert (f"{value:.2f}" in pages[-1]) or f"{value:g}" in pages[-1], value
    for words in ("水费、电费、差旅费", "公务用车运行维护", "满意度指标", "184.75%", "万元"):
        assert words in pages[-1], words
