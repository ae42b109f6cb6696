"""The report on a page: what the document says, escaped, and nothing from elsewhere."""

import io
import re
from collections.abc import Callable
from html.parser import HTMLParser

import docx
import pytest
from docx.oxml.ns import qn

from tests.changes import changed
from xlevaluate.report.content import report_content
from xlevaluate.report.document import as_document
from xlevaluate.report.web_page import as_preview
from xlevaluate.submission import Submission
from xlevaluate.template.template import Template
from xlevaluate.workbook.generate import evaluate_submission


class _Reader(HTMLParser):
    """Gathers the texts of blocks, the cells of tables, and every tag and attribute."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.blocks: list[str] = []
        self.tags: set[str] = set()
        self.attributes: set[str] = set()
        self._open = False

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.add(tag)
        self.attributes |= {name for name, _ in attrs}
        if tag in {"h1", "h2", "h3", "h4", "p", "span"}:
            self.blocks.append("")
            self._open = True
        if tag == "br":
            self.blocks[-1] += "\n"

    def handle_endtag(self, tag: str) -> None:
        if tag in {"h1", "h2", "h3", "h4", "p", "span"}:
            self._open = False

    def handle_data(self, data: str) -> None:
        if self._open:
            self.blocks[-1] += data


def read(page: str) -> _Reader:
    reader = _Reader()
    reader.feed(page)
    return reader


@pytest.mark.parametrize("name", ["seed", "corrected"])
def test_it_says_what_the_document_says(
    template: Template, sample: Callable[[str], Submission], name: str
) -> None:
    content = report_content(evaluate_submission(template, sample(name)))
    document = docx.Document(io.BytesIO(as_document(content, template.folder / "report.docx")))
    paragraphs = [
        "".join("\n" if part.tag == qn("w:br") else part.text or "" for part in texts)
        for paragraph in document.element.body.iter(qn("w:p"))
        if (texts := list(paragraph.iter(qn("w:t"), qn("w:br"))))
    ]
    assert read(as_preview(content)).blocks == paragraphs


@pytest.mark.parametrize(
    "payload",
    [
        "<script>alert(1)</script>",
        "<img src=x onerror=alert(1)>",
        '"><b>&lt;',
        "</style></table></section>",
        "{{ ''.__class__ }}{% for i in range(10**9) %}{% endfor %}",
    ],
)
def test_what_is_typed_comes_out_as_typed(
    template: Template, sample: Callable[[str], Submission], payload: str
) -> None:
    """Wherever it is typed: name, text, table cell, indicator, special fund, signature."""
    name = "self_evaluation.indicators"
    indicators = sample("corrected").model_dump()["self_evaluation"]["indicators"]
    next(iter(indicators.values()))[0]["target"] = payload
    typed = {
        "unit.name": payload,
        "texts.other": payload,
        "self_evaluation.expected_goal": payload,
        "basic_data.filing.preparer": payload,
        "basic_data.spending.special_fund_items": [{"name": payload, "final": "1"}],
        name: indicators,
    }
    submission = changed(sample("corrected"), typed)
    page = as_preview(report_content(evaluate_submission(template, submission)))
    reader = read(page)
    assert sum(block.count(payload) for block in reader.blocks) >= 8
    plain = read(as_preview(report_content(evaluate_submission(template, sample("corrected")))))
    assert reader.tags <= plain.tags
    assert reader.attributes <= plain.attributes


def test_nothing_is_loaded_and_nothing_runs(
    template: Template, sample: Callable[[str], Submission]
) -> None:
    page = as_preview(report_content(evaluate_submission(template, sample("seed"))))
    assert "content=\"default-src 'none'; style-src 'unsafe-inline'\"" in page
    assert not re.search(r"https?:|src=|url\(|@import|<script|<link|javascript:", page)


def test_heads_are_repeated_in_print_and_a_draft_says_so(
    template: Template, sample: Callable[[str], Submission]
) -> None:
    evaluation = evaluate_submission(template, sample("seed"))
    page = as_preview(report_content(evaluation, draft=True))
    assert "（草稿）" in page
    assert page.count("<thead>") == 2
    assert "（草稿）" not in as_preview(report_content(evaluation))
