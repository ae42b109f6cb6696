"""``report.docx`` after an office has been at it: its looks survive, and nothing else does."""

import io
import re
import struct
import zipfile
import zlib
from collections.abc import Callable
from pathlib import Path
from typing import Any

import docx
import pytest
from docx.document import Document
from docx.enum.section import WD_SECTION
from docx.enum.style import WD_STYLE_TYPE
from docx.oxml.ns import qn
from docx.section import _Header
from docx.shared import Mm, Pt
from msgspec.structs import replace

from tests.spreadsheet import convert
from xlevaluate.errors import CannotDoError
from xlevaluate.files.zip_packages import rewritten
from xlevaluate.report.base import make_base
from xlevaluate.report.content import ReportContent, report_content
from xlevaluate.report.document import as_document
from xlevaluate.submission import Submission
from xlevaluate.template.template import Template
from xlevaluate.workbook.generate import evaluate_submission

Edit = Callable[[Document], object]


def picture() -> io.BytesIO:
    """Draw a red square of 8 by 8 dots."""

    def chunk(kind: bytes, data: bytes) -> bytes:
        return (
            struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))
        )

    rows = (b"\x00" + b"\xc0\x00\x00" * 8) * 8
    head = struct.pack(">IIBBBBB", 8, 8, 8, 2, 0, 0, 0)
    parts = chunk(b"IHDR", head) + chunk(b"IDAT", zlib.compress(rows)) + chunk(b"IEND", b"")
    return io.BytesIO(b"\x89PNG\r\n\x1a\n" + parts)


@pytest.fixture(scope="module")
def content(template: Template, sample: Callable[[str], Submission]) -> ReportContent:
    return report_content(evaluate_submission(template, sample("seed")))


@pytest.fixture
def made(tmp_path: Path, content: ReportContent) -> Callable[[Edit], Document]:
    """The report on a base that was edited."""

    def make(edit: Edit) -> Document:
        return docx.Document(io.BytesIO(written(tmp_path, content, edit)))

    return make


def written(folder: Path, content: ReportContent, edit: Edit) -> bytes:
    document = docx.Document(io.BytesIO(make_base()))
    edit(document)
    path = folder / "report.docx"
    document.save(str(path))
    return as_document(content, path)


def refused(path: Path, content: ReportContent) -> str:
    with pytest.raises(CannotDoError) as caught:
        as_document(content, path)
    return str(caught.value)


def put_a_sign(document: Document) -> None:
    """Put words and a picture into the header, as somebody does who sees one page."""
    paragraph = document.sections[0].header.paragraphs[0]
    paragraph.add_run("某县财政局监制")
    paragraph.add_run().add_picture(picture(), width=Mm(12))


def sign_of(header: _Header) -> tuple[str, int]:
    """Return a header's words and the size of its picture."""
    drawings = header._element.findall(f".//{qn('w:drawing')}")
    (blip,) = header._element.iter("{http://schemas.openxmlformats.org/drawingml/2006/main}blip")
    image: Any = header.part.related_parts[str(blip.get(qn("r:embed")))]
    assert len(drawings) == 1
    return "".join(p.text for p in header.paragraphs), len(image.blob)


class TestTheHeader:
    def test_words_and_picture_stand_on_every_page(self, made: Callable[[Edit], Document]) -> None:
        document = made(put_a_sign)
        expected = ("某县财政局监制", len(picture().getvalue()))
        assert len(document.sections) == 3
        for section in document.sections:
            assert sign_of(section.header) == expected
            assert sign_of(section.even_page_header) == expected
            assert not section.different_first_page_header_footer

    def test_even_pages_may_have_a_header_of_their_own(
        self, made: Callable[[Edit], Document]
    ) -> None:
        def edit(document: Document) -> None:
            document.sections[0].header.paragraphs[0].text = "奇数页"
            document.sections[0].even_page_header.paragraphs[0].text = "偶数页"

        for section in made(edit).sections:
            assert section.header.paragraphs[0].text == "奇数页"
            assert section.even_page_header.paragraphs[0].text == "偶数页"

    def test_a_base_of_several_sections_keeps_the_header_of_the_first(
        self, made: Callable[[Edit], Document]
    ) -> None:
        def edit(document: Document) -> None:
            put_a_sign(document)
            document.add_section(WD_SECTION.NEW_PAGE)

        document = made(edit)
        assert len(document.sections) == 3
        assert {sign_of(section.header)[0] for section in document.sections} == {"某县财政局监制"}

    def test_a_first_page_of_its_own_is_only_the_first(
        self, made: Callable[[Edit], Document]
    ) -> None:
        def edit(document: Document) -> None:
            put_a_sign(document)
            document.sections[0].different_first_page_header_footer = True
            document.sections[0].first_page_header.paragraphs[0].text = "首页"

        document = made(edit)
        first, *others = document.sections
        assert first.different_first_page_header_footer
        assert first.first_page_header.paragraphs[0].text == "首页"
        assert not any(section.different_first_page_header_footer for section in others)

    def test_rendered_twice_it_is_the_same_file(
        self, tmp_path: Path, content: ReportContent
    ) -> None:
        first, second = (written(tmp_path, content, put_a_sign) for _ in range(2))
        assert first == second


class TestThePage:
    def test_margins_of_the_office_go_for_annexes_too(
        self, made: Callable[[Edit], Document]
    ) -> None:
        def edit(document: Document) -> None:
            document.sections[0].left_margin = Mm(40)

        upright, annex, turned = made(edit).sections
        assert upright.left_margin is not None
        assert abs(upright.left_margin - Mm(40)) < Mm(0.1)
        assert annex.left_margin == turned.top_margin == upright.left_margin

    def test_page_numbers_run_on_through_the_annexes(
        self, made: Callable[[Edit], Document]
    ) -> None:
        def edit(document: Document) -> None:
            numbering = document.element.body.sectPr.makeelement(qn("w:pgNumType"))
            numbering.set(qn("w:start"), "5")
            document.element.body.sectPr.append(numbering)

        numberings = made(edit).element.iter(qn("w:pgNumType"))
        assert [numbering.get(qn("w:start")) for numbering in numberings] == ["5", None, None]

    def test_changed_styles_go_into_the_report(self, made: Callable[[Edit], Document]) -> None:
        def edit(document: Document) -> None:
            document.styles["Normal"].font.size = Pt(15)

        assert made(edit).styles["Normal"].font.size == Pt(15)

    def test_styles_are_known_by_name_whatever_ids_a_program_gives_them(
        self, tmp_path: Path, content: ReportContent
    ) -> None:
        def renamed(name: str, part: bytes) -> bytes:
            if name != "word/styles.xml":
                return part
            return re.sub(rb'(w:styleId|w:basedOn w:val)="Form', rb'\1="af', part)

        path = tmp_path / "report.docx"
        path.write_bytes(rewritten(make_base(), renamed))
        document = docx.Document(io.BytesIO(as_document(content, path)))
        ids = {style.style_id for style in document.styles}
        used = {
            str(item.get(qn("w:val")))
            for item in document.element.iter(qn("w:pStyle"), qn("w:tblStyle"))
        }
        assert "afTable" in used
        assert used <= ids

    @pytest.mark.libreoffice
    def test_a_base_saved_by_another_program_can_be_used(
        self, tmp_path: Path, content: ReportContent
    ) -> None:
        source = tmp_path / "report.docx"
        source.write_bytes(make_base())
        (saved,) = convert([source], "docx", tmp_path / "saved", tmp_path / "profile")
        document = docx.Document(io.BytesIO(as_document(content, saved)))
        levels = {p.style.style_id for p in document.paragraphs if p.style and p.style.name}
        assert {"Heading1", "Heading2", "Heading3", "Title"} <= levels


class TestWhatDoesNotGoIntoAReport:
    def test_nothing_of_the_text(
        self, made: Callable[[Edit], Document], content: ReportContent
    ) -> None:
        def edit(document: Document) -> None:
            document.add_paragraph("样例段落 {{ ''.__class__ }}")
            document.add_table(1, 1).cell(0, 0).text = "样例表格"

        document = made(edit)
        assert document.paragraphs[0].text.startswith(content.unit)
        assert "样例" not in document.element.xml

    def test_no_picture_behind_the_page(self, made: Callable[[Edit], Document]) -> None:
        """It would refer to a part that does not go into a report."""

        def edit(document: Document) -> None:
            document.element.insert(0, document.element.makeelement(qn("w:background")))

        assert [child.tag for child in made(edit).element] == [qn("w:body")]

    def test_payloads_stay_words(self, made: Callable[[Edit], Document]) -> None:
        """The base is no template: what looks like one in it is never run, nor changed."""
        payload = "{{ ''.__class__ }}{% for i in range(10**9) %}x{% endfor %}"

        def edit(document: Document) -> None:
            document.sections[0].header.paragraphs[0].text = payload
            document.core_properties.title = document.core_properties.author = payload
            document.core_properties.comments = payload

        document = made(edit)
        assert document.sections[0].header.paragraphs[0].text == payload
        assert "__class__" not in document.element.xml
        properties = document.core_properties
        assert payload not in (properties.title, properties.author, properties.comments)

    def test_nobody_who_edited_the_base_is_named(
        self, tmp_path: Path, content: ReportContent
    ) -> None:
        who = "Somebody Elsewhere"

        def edit(document: Document) -> None:
            properties = document.core_properties
            for name in ("author", "last_modified_by", "keywords", "comments", "subject"):
                setattr(properties, name, who)
            paragraph = document.add_paragraph("样例")
            document.add_comment(paragraph.runs[0], "批注", author=who, initials="SE")

        report = written(tmp_path, content, edit)
        with zipfile.ZipFile(io.BytesIO(report)) as package:
            parts = {
                name: package.read(name).decode("utf-8", "replace") for name in package.namelist()
            }
        assert not [name for name, part in parts.items() if who in part or "comments" in name]
        properties = docx.Document(io.BytesIO(report)).core_properties
        assert properties.author == content.unit
        assert properties.title == content.title.text
        assert properties.last_modified_by == properties.keywords == ""

    def test_what_python_docx_would_put_in_is_not_there(
        self, tmp_path: Path, content: ReportContent
    ) -> None:
        """A base without properties: those that are made for it say nothing of the program."""
        path = tmp_path / "report.docx"
        path.write_bytes(without_properties(make_base()))
        first, second = as_document(content, path), as_document(content, path)
        assert first == second
        assert b"python-docx" not in b"".join(parts_of(first).values())

    def test_a_template_it_was_attached_to_is_not_asked_for(
        self, tmp_path: Path, content: ReportContent
    ) -> None:
        def edit(document: Document) -> None:
            settings: Any = document.settings
            rel = document.part.part_related_by(
                "http://schemas.openxmlformats.org/officeDocument/2006/relationships/settings"
            ).relate_to(
                "file:///C:/Users/somebody/x.dotm",
                "http://schemas.openxmlformats.org/officeDocument/2006/relationships/attachedTemplate",
                is_external=True,
            )
            attached = settings.element.makeelement(qn("w:attachedTemplate"))
            attached.set(qn("r:id"), rel)
            settings.element.insert(0, attached)

        for part in parts_of(written(tmp_path, content, edit)).values():
            assert b"attachedTemplate" not in part
            assert b"somebody" not in part


def parts_of(package: bytes) -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(package)) as opened:
        return {name: opened.read(name) for name in opened.namelist()}


def packed(parts: dict[str, bytes]) -> bytes:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as package:
        for name, part in parts.items():
            package.writestr(name, part)
    return stream.getvalue()


def without_properties(package: bytes) -> bytes:
    parts = parts_of(package)
    del parts["docProps/core.xml"]
    for name in ("_rels/.rels", "[Content_Types].xml"):
        parts[name] = re.sub(rb"<(?:Relationship|Override) [^>]*core[^>]*/>", b"", parts[name])
    return packed(parts)


class TestABaseThatCannotBeUsed:
    """It is told what is wrong and what to do; there is no traceback."""

    @pytest.mark.parametrize(
        "style",
        [
            "Normal",
            "Title",
            "heading 2",
            "附件说明",
            "落款",
            "附件标题",
            "表注",
            "表格金额",
            "表格",
        ],
    )
    def test_without_a_style(self, tmp_path: Path, content: ReportContent, style: str) -> None:
        def edit(name: str, part: bytes) -> bytes:
            return part.replace(f'<w:name w:val="{style}"/>'.encode(), b'<w:name w:val="X"/>')

        path = tmp_path / "report.docx"
        path.write_bytes(rewritten(make_base(), edit))
        assert f"report.docx 不能用：缺少样式：{style}。请" in refused(path, content)

    @pytest.mark.parametrize(
        ("style", "kind", "wanted"),
        [
            ("表格", WD_STYLE_TYPE.PARAGRAPH, "表格样式"),
            ("落款", WD_STYLE_TYPE.CHARACTER, "段落样式"),
            ("heading 1", WD_STYLE_TYPE.TABLE, "段落样式"),
        ],
    )
    def test_with_a_style_of_another_kind(
        self, tmp_path: Path, content: ReportContent, style: str, kind: WD_STYLE_TYPE, wanted: str
    ) -> None:
        document = docx.Document(io.BytesIO(make_base()))
        document.styles[style].delete()
        document.styles.add_style(style, kind)
        path = tmp_path / "report.docx"
        document.save(str(path))
        assert f"样式“{style}”应为{wanted}" in refused(path, content)

    def test_without_a_page(self, tmp_path: Path, content: ReportContent) -> None:
        path = tmp_path / "report.docx"
        for setting in (rb"<w:sectPr>.*</w:sectPr>", rb"<w:pgSz[^>]*/>", rb"<w:pgMar[^>]*/>"):
            parts = parts_of(make_base())
            parts["word/document.xml"] = re.sub(setting, b"", parts["word/document.xml"])
            path.write_bytes(packed(parts))
            assert "没有设定纸张大小和页边距" in refused(path, content)

    @pytest.mark.parametrize(
        "spoilt",
        [
            b"",
            b"not a zip",
            make_base()[:2000],
            packed({"a.txt": b"x"}),
            packed(parts_of(make_base()) | {"word/styles.xml": b"<w:styles"}),
            packed(parts_of(make_base()) | {"word/document.xml": b"<!DOCTYPE x><x/>"}),
            packed(parts_of(make_base()) | {"word/header1.xml": b"\xff\xfe"}),
        ],
    )
    def test_damaged(self, tmp_path: Path, content: ReportContent, spoilt: bytes) -> None:
        path = tmp_path / "report.docx"
        path.write_bytes(spoilt)
        assert "report.docx 打不开" in refused(path, content)

    def test_missing(self, tmp_path: Path, content: ReportContent) -> None:
        assert "没有报告样式文件 report.docx" in refused(tmp_path / "report.docx", content)

    def test_it_is_told_of_the_template_that_is_used(
        self, tmp_path: Path, template: Template, sample: Callable[[str], Submission]
    ) -> None:
        from xlevaluate.report.document import make_report

        evaluation = evaluate_submission(template, sample("seed"))
        elsewhere = replace(evaluation.subject.template, folder=tmp_path)
        evaluation = replace(evaluation, subject=replace(evaluation.subject, template=elsewhere))
        with pytest.raises(CannotDoError, match=r"report\.docx"):
            make_report(evaluation)
