"""``report.docx`` of a template's folder: what an office may change in it, and what it must keep.

Its styles, page, header and footer go into every report. What stands in its text does not, nor
does anything that says who edited it: properties, comments, the template it was attached to.
"""

from collections.abc import Callable
from copy import deepcopy
from pathlib import Path
from typing import Protocol

import docx
from docx.document import Document
from docx.enum.style import WD_STYLE_TYPE
from docx.opc.constants import RELATIONSHIP_TYPE
from docx.oxml.ns import qn
from docx.parts.story import StoryPart
from docx.section import Section
from docx.shared import Length

from xlevaluate.errors import CannotDoError


class _Header(Protocol):
    """A header as python-docx gives it."""

    @property
    def is_linked_to_previous(self) -> bool:
        """Whether there is none of its own."""

    @property
    def part(self) -> StoryPart:
        """What it is kept in."""


_KEPT = {
    "styles",
    "settings",
    "fontTable",
    "theme",
    "numbering",
    "header",
    "footer",
    "footnotes",
    "endnotes",
    "webSettings",
}
"""Kinds of parts that go into a report, beside those that these refer to."""

_OUTSIDE = ("attachedTemplate", "mailMerge", "docVars")
"""Settings that point at somebody's files, or hold what was typed elsewhere."""


def open_base(path: Path, paragraphs: tuple[str, ...], tables: tuple[str, ...]) -> Document:
    """Open a Word base, with nothing in its text, that has these styles.

    Raises ``CannotDoError`` where it cannot be opened, or lacks a style.
    """
    if not path.is_file():
        raise CannotDoError(
            f"模板文件夹中没有报告样式文件 {path.name}。请恢复原文件，"
            "或运行 xlevaluate template make 文件夹 生成一个。"
        )
    try:
        document = docx.Document(str(path))
        page = document.element.body.sectPr
    except Exception as error:
        raise CannotDoError(
            f"报告样式文件 {path.name} 打不开：它不是完好的 .docx 文件。"
            "请用 Word 或 WPS 另存为 .docx，或恢复模板文件夹中的原文件。"
        ) from error
    wrong = _wrong_styles(document, paragraphs, tables)
    if page is None or None in _measures(document.sections[-1]):
        wrong.append("没有设定纸张大小和页边距")
    if wrong:
        raise CannotDoError(
            f"报告样式文件 {path.name} 不能用：{'；'.join(wrong)}。"
            "请在 Word 的“样式”中补上，或恢复模板文件夹中的原文件。"
        )
    _empty(document)
    return document


def style_ids(document: Document) -> Callable[[str], str]:
    """Return what knows the id of a style by its name.

    Programs that save the file give styles other ids, and write Heading 1 for heading 1.
    """
    ids = {_key(style.element.name_val): str(style.style_id) for style in document.styles}
    return lambda name: ids[_key(name)]


def _key(name: object) -> str:
    return str(name).lower()


def _wrong_styles(
    document: Document, paragraphs: tuple[str, ...], tables: tuple[str, ...]
) -> list[str]:
    kinds = {_key(style.element.name_val): style.type for style in document.styles}
    wanted = dict.fromkeys(paragraphs, WD_STYLE_TYPE.PARAGRAPH)
    wanted |= dict.fromkeys(tables, WD_STYLE_TYPE.TABLE)
    words = {WD_STYLE_TYPE.PARAGRAPH: "段落样式", WD_STYLE_TYPE.TABLE: "表格样式"}
    lacking = [name for name in wanted if _key(name) not in kinds]
    other = [
        f"样式“{name}”应为{words[kind]}"
        for name, kind in wanted.items()
        if kinds.get(_key(name), kind) != kind
    ]
    return [f"缺少样式：{'、'.join(lacking)}", *other] if lacking else other


def _measures(section: Section) -> tuple[Length | None, ...]:
    return (
        section.page_width,
        section.page_height,
        section.top_margin,
        section.right_margin,
        section.bottom_margin,
        section.left_margin,
        section.footer_distance,
    )


def as_lengths(*measures: Length | None) -> tuple[Length, ...]:
    """Return measures of a page, which an opened base has all of."""
    return tuple(measure for measure in measures if measure is not None)


def _empty(document: Document) -> None:
    body = document.element.body
    _gather_headers(document)
    for parent, kept in ((document.element, body), (body, body.sectPr)):
        for child in list(parent):
            if child is not kept:
                parent.remove(child)
    _repeat_on_even_pages(document, document.sections[0])
    settings = document.settings.element
    for name in _OUTSIDE:
        for found in settings.findall(qn(f"w:{name}")):
            settings.remove(found)
    _forget_people(document)
    for rels, kept in (
        (document.part.rels, _KEPT),
        (document.part.part_related_by(RELATIONSHIP_TYPE.SETTINGS).rels, set()),
        (document.part.package.rels, {"officeDocument", "core-properties"}),
    ):
        for key, relation in list(rels.items()):
            if relation.reltype.rsplit("/", 1)[-1] not in kept:
                rels.pop(key)


def _forget_people(document: Document) -> None:
    """Clear the properties: author, who saved it last, keywords, times."""
    document.core_properties.title = ""  # makes them, where there are none
    for relation in document.part.package.rels.values():
        if relation.reltype.endswith("/core-properties"):
            relation.target_part.element.clear()


def _gather_headers(document: Document) -> None:
    """Give the last section the headers and footers that it takes over from those before it."""
    last = document.element.body.sectPr
    references = {}
    for section in document.element.body.iter(qn("w:sectPr")):
        for reference in section.iter(qn("w:headerReference"), qn("w:footerReference")):
            references[reference.tag, reference.get(qn("w:type"))] = reference
    for reference in last.findall(qn("w:headerReference")) + last.findall(qn("w:footerReference")):
        last.remove(reference)
    for reference in reversed(references.values()):
        last.insert(0, deepcopy(reference))


def _repeat_on_even_pages(document: Document, section: Section) -> None:
    """Let even pages have the header of odd ones, where they would have none.

    Whoever puts a logo into the header of a document of one page sees no even page.
    """
    if not document.settings.odd_and_even_pages_header_footer:
        return
    odd, even = section.header, section.even_page_header
    if _is_blank(odd) or not _is_blank(even):
        return
    properties = document.element.body.sectPr
    ids = {
        reference.get(qn("w:type")): reference
        for reference in properties.findall(qn("w:headerReference"))
    }
    if "even" in ids:
        properties.remove(ids["even"])
    again = deepcopy(ids["default"])
    again.set(qn("w:type"), "even")
    properties.insert(0, again)


def _is_blank(header: _Header) -> bool:
    if header.is_linked_to_previous:
        return True
    element = header.part.element
    pictures = element.iter(qn("w:drawing"), qn("w:pict"), qn("w:object"))
    texts = element.iter(qn("w:t"), qn("w:instrText"))
    return not any(text.text for text in texts) and not any(True for _ in pictures)
