"""PDF files with a text layer: lines as they lie on the page, and tables by their columns."""

import io
import zlib
from dataclasses import replace

from pypdf import PdfReader
from pypdf.errors import PyPdfError

from xlevaluate.errors import CannotDoError
from xlevaluate.sources.grid import Grid, Line, Source
from xlevaluate.sources.text_files import blocks_of

MOST_PAGES = 500


def pdf_source(content: bytes, name: str) -> Source:
    """Return the text of a PDF.

    Raises ``CannotDoError`` where it is damaged, has a password, or holds pictures of text only.
    """
    pages, beyond = _pages(content, name)
    blocks: list[Grid | Line] = []
    tables = 0
    for number, text in enumerate(pages, 1):
        for block in blocks_of(text.splitlines()):
            if isinstance(block, Grid):
                tables += 1
                blocks.append(replace(block, place=f"第{tables}张表（第{number}页）"))
            else:
                blocks.append(replace(block, page=number))
    if not blocks:
        raise CannotDoError(
            f"“{name}”没有文字层，是扫描件或图片，读不出文字，也不猜测。"
            "请用 Word、Excel 原件，或由原件另存的 PDF。"
        )
    advice = "表格是按文字的位置还原的，请对照原件核对；有 Word、Excel 原件的，请用原件。"
    problems = [f"“{name}”是 PDF，{advice}"]
    if blank := [number for number, text in enumerate(pages, 1) if not text.strip()]:
        listed = "、".join(map(str, blank[:20]))
        problems.append(f"“{name}”的第{listed}页没有文字（可能是扫描的图片），没有读取。")
    if beyond:
        problems.append(f"“{name}”超过 {MOST_PAGES} 页，后面的没有读取。")
    return Source(name, tuple(blocks), tuple(problems))


def _pages(content: bytes, name: str) -> tuple[list[str], bool]:
    """Return the text of each page, laid out as on paper, and whether there are more pages."""
    try:
        reader = PdfReader(io.BytesIO(content))
        if reader.is_encrypted and not reader.decrypt(""):
            raise CannotDoError(f"“{name}”设了打开密码。请取消密码，另存后再试。")
        count = len(reader.pages)
        pages = [reader.pages[index] for index in range(min(count, MOST_PAGES))]
        texts = [page.extract_text(extraction_mode="layout") for page in pages]
    except (
        *(PyPdfError, zlib.error, ArithmeticError, AttributeError, LookupError, MemoryError),
        *(NotImplementedError, OSError, RecursionError, TypeError, ValueError),
    ) as error:
        raise CannotDoError(
            f"“{name}”不能作为 PDF 读取，文件可能已损坏。请用原件重新另存后再试。"
        ) from error
    return texts, count > MOST_PAGES
