"""Any file made elsewhere, read by what it holds, whatever its name ends with."""

import gc
import io
import zipfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from xlevaluate.errors import CannotDoError
from xlevaluate.files.file_names import shown_name
from xlevaluate.files.user_files import read_whole
from xlevaluate.files.zip_packages import LARGEST
from xlevaluate.sources.archives import Unpacking, members_of
from xlevaluate.sources.characters_of import text_of
from xlevaluate.sources.grid import Source
from xlevaluate.xlsx.saved_book import workbook_part
from xlevaluate.xlsx.zip_parts import Package

LARGEST_FILE = 100 * 1024 * 1024
"""Bytes that a file may have as it lies on the disk."""

_DEEPEST = 3
"""Archives within archives."""

_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_BIFF = (b"\x09\x08", b"\x09\x04", b"\x09\x02", b"\x09\x00")
_READABLE = "请在 Word、Excel 或 WPS 中打开，另存为 .docx 或 .xlsx 后再试。"
_FOREIGN = {
    b"Rar!\x1a\x07": ("是 RAR 压缩包", "请解压后再导入，或改用 zip 压缩。"),
    b"7z\xbc\xaf'\x1c": ("是 7z 压缩包", "请解压后再导入，或改用 zip 压缩。"),
    b"\x1f\x8b": ("是 gz 压缩包", "请解压后再导入，或改用 zip 压缩。"),
    b"{\\rtf": ("是 RTF 文档", _READABLE),
    b"\x89PNG": ("是图片", "图片里的字读不出，请用有文字的原件。"),
    b"\xff\xd8\xff": ("是图片", "图片里的字读不出，请用有文字的原件。"),
    b"GIF8": ("是图片", "图片里的字读不出，请用有文字的原件。"),
    b"BM": ("是图片", "图片里的字读不出，请用有文字的原件。"),
    b"II*\x00": ("是图片", "图片里的字读不出，请用有文字的原件。"),
    b"MM\x00*": ("是图片", "图片里的字读不出，请用有文字的原件。"),
    b"MIME-Version:": ("是单个文件网页（.mht）", "请另存为 .html 或复制到 Excel 中保存后再试。"),
}
"""What files of other formats begin with, what they are, and what to do."""


def read_sources(path: Path) -> tuple[Source, ...]:
    """Return what a file holds: one source, of an archive one for each member.

    Raises ``CannotDoError`` where the file is not there, or cannot be read. Members of an archive
    that cannot be read are sources without content whose ``problems`` say why.
    """
    name = shown_name(path.name or path)
    content = read_whole(path, "要导入的文件", LARGEST_FILE)
    return read_source_bytes(content, name)


def read_source_bytes(content: bytes, name: str) -> tuple[Source, ...]:
    """Return what ``read_sources`` does, of a file that was read already."""
    with _no_garbage():
        return tuple(_sources(content, name, Unpacking(), 0))


@contextmanager
def _no_garbage() -> Iterator[None]:
    """Look for no garbage meanwhile: a hundred thousand cells stay, and take a third longer."""
    was_enabled = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_enabled:
            gc.enable()


def _sources(content: bytes, name: str, unpacking: Unpacking, depth: int) -> Iterator[Source]:
    if not content.strip():
        raise CannotDoError(f"“{name}”是空文件，里面什么也没有。")
    for start, (what, advice) in _FOREIGN.items():
        if content.startswith(start):
            raise CannotDoError(f"“{name}”{what}，不能导入。{advice}")
    if content.startswith((_OLE, *_BIFF)):
        yield _old_office(content, name)
    elif b"%PDF-" in content[:1024]:
        # A file of one kind needs the packages of that kind alone; most commands read none of them.
        from xlevaluate.sources.pdf_files import pdf_source  # noqa: PLC0415 - see above

        yield pdf_source(content, name)
    elif content.startswith(b"PK") or zipfile.is_zipfile(io.BytesIO(content)):
        yield from _zipped(content, name, unpacking, depth)
    else:
        yield _text(content, name)


def _old_office(content: bytes, name: str) -> Source:
    """Return a workbook of Excel 97–2003; other programs wrote files of that kind too."""
    if "EncryptedPackage".encode("utf-16-le") in content:
        raise CannotDoError(
            f"“{name}”设了打开密码。请在 Excel、Word 或 WPS 中打开它，取消密码，另存后再试。"
        )
    if "WordDocument".encode("utf-16-le") in content:
        raise CannotDoError(
            f"“{name}”是旧版 Word 文档（.doc 或 .wps），不能导入。"
            "请在 Word 或 WPS 中另存为 .docx 后再试。"
        )
    from xlevaluate.sources.old_excel_files import old_workbook_source  # noqa: PLC0415 - as for PDF

    return old_workbook_source(content, name)


def _zipped(content: bytes, name: str, unpacking: Unpacking, depth: int) -> Iterator[Source]:
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            names = {item.filename.lower() for item in archive.infolist()}
    except (zipfile.BadZipFile, ValueError, NotImplementedError, EOFError, OverflowError):
        raise CannotDoError(
            f"“{name}”不能读取：它像是 Office 文件或压缩包，但已经损坏。请重新保存或压缩后再试。"
        ) from None
    if "[content_types].xml" in names:
        yield _office(content, name)
    elif "mimetype" in names and "content.xml" in names:
        raise CannotDoError(f"“{name}”是 OpenDocument 文件（.ods、.odt），不能导入。{_READABLE}")
    elif "ofd.xml" in names:
        raise CannotDoError(f"“{name}”是 OFD 版式文件，不能导入。请用 Word、Excel 原件。")
    elif depth >= _DEEPEST:
        raise CannotDoError(
            f"“{name}”：压缩包里又套压缩包，超过 {_DEEPEST} 层，没有读取。请解压后再导入。"
        )
    else:
        yield from _members(content, name, unpacking, depth)


def _members(content: bytes, name: str, unpacking: Unpacking, depth: int) -> Iterator[Source]:
    is_empty = True
    for member, unpacked in members_of(content, name, unpacking):
        is_empty = False
        if isinstance(unpacked, CannotDoError):
            yield Source(member, (), (str(unpacked),))
            continue
        try:
            yield from _sources(unpacked, member, unpacking, depth + 1)
        except CannotDoError as error:
            yield Source(member, (), (str(error),))
    if is_empty:
        raise CannotDoError(f"“{name}”是空的压缩包，里面没有文件。")


def _office(content: bytes, name: str) -> Source:
    from xlevaluate.sources.excel_files import workbook_source  # noqa: PLC0415 - as for PDF
    from xlevaluate.sources.word_files import document_source  # noqa: PLC0415 - see above

    word = Package(content, name, LARGEST, ("Word 文档", "Word 或 WPS 打开并另存为 .docx"))
    for related in word.relationships():
        if related.kind == "officeDocument" and related.part.lower().startswith("word/"):
            return document_source(word, related.part)
    package = Package(content, name, LARGEST)
    if part := workbook_part(package):
        return workbook_source(package, part)
    raise CannotDoError(f"“{name}”既不是 Word 文档，也不是 Excel 工作簿，不能导入。{_READABLE}")


def _text(content: bytes, name: str) -> Source:
    text = text_of(content)
    if text is None:
        raise CannotDoError(
            f"“{name}”不是能导入的文件。能导入 .xls、.xlsx、.docx、.html、.csv、.txt、"
            "有文字的 .pdf，以及装着它们的 .zip。"
        )
    start = text[:2000].lstrip("\ufeff \t\r\n").lower()
    if start.startswith("<?xml") and "urn:schemas-microsoft-com:office:spreadsheet" in start:
        raise CannotDoError(
            f"“{name}”是 XML 表格 2003，不能导入。请在 Excel 或 WPS 中另存为 .xlsx 后再试。"
        )
    if start.startswith("<") or "<html" in start or "<table" in text[:20_000].lower():
        from xlevaluate.sources.web_pages import page_source  # noqa: PLC0415 - as for PDF

        return page_source(text, name)
    from xlevaluate.sources.text_files import text_source  # noqa: PLC0415 - see above

    return text_source(text, name)
