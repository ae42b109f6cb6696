"""Whatever is handed over is known by its content, or refused in words."""

import io
import zipfile
from pathlib import Path

import pypdf
import pytest

from tests.sources.made import TABLE, word, xls, xlsx, zipped, zipped_by_windows
from xlevaluate.errors import CannotDoError
from xlevaluate.sources.opened_files import read_source_bytes, read_sources

PAGE = "<html><table><tr><td>合计<td>1</table></html>".encode()


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("a.xls", xls()),
        ("a.et", xls()),
        ("a.et", xlsx()),
        ("a.xls", xlsx()),
        ("a.xlsx", xls()),
        ("a.doc", word(TABLE)),
        ("a.xls", PAGE),
        ("a", PAGE),
        ("a.xlsx", "项目,决算数\n合计,1\n".encode()),
        ("a.docx", "项目|决算数\n合计|1\n".encode()),
    ],
)
def test_names_say_nothing(name: str, content: bytes, tmp_path: Path) -> None:
    path = tmp_path / name
    path.write_bytes(content)
    (source,) = read_sources(path)
    assert source.name == name
    assert len(source.grids()) == 1


def test_members_of_a_zip_are_sources_with_full_names() -> None:
    inner = zipped({"Z05_1.xls": xls()})
    files = {"报送/决算.xls": xls(), "预算.xlsx": xlsx(), "附件.zip": inner, "说明.txt": b"ok"}
    leftovers = {
        "__MACOSX/._a": b"x",
        "报送/.DS_Store": b"x",
        "~$决算.xls": b"x",
        "Thumbs.db": b"x",
    }
    for made in (zipped({**files, **leftovers}), zipped_by_windows(files)):
        sources = read_source_bytes(made, "上报.zip")
        assert [source.name for source in sources] == [
            *("上报.zip/报送/决算.xls", "上报.zip/预算.xlsx", "上报.zip/附件.zip/Z05_1.xls"),
            "上报.zip/说明.txt",
        ]
        assert not any(source.problems for source in sources)


def test_a_bad_member_spoils_none_of_the_others() -> None:
    sources = read_source_bytes(zipped({"坏.xls": xls()[:700], "好.xls": xls()}), "上报.zip")
    assert [len(source.grids()) for source in sources] == [0, 1]
    assert "“上报.zip/坏.xls”" in sources[0].problems[0]


def test_zips_within_zips_end() -> None:
    content = zipped({"a.txt": b"ok"})
    for _ in range(5):
        content = zipped({"套.zip": content})
    (source,) = read_source_bytes(content, "上报.zip")
    assert "超过 3 层" in source.problems[0]


def test_a_zip_that_unpacks_to_too_much_is_refused() -> None:
    content = io.BytesIO()
    with zipfile.ZipFile(content, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("a.txt", b"0" * (160 << 20))
    with pytest.raises(CannotDoError, match="过大"):
        read_source_bytes(content.getvalue(), "上报.zip")
    many = zipped({f"{number}.txt": b"1" for number in range(1_001)})
    with pytest.raises(CannotDoError, match="超过 1,000 个"):
        read_source_bytes(many, "上报.zip")


def password_pdf() -> bytes:
    writer, content = pypdf.PdfWriter(), io.BytesIO()
    writer.add_blank_page(100, 100)
    writer.encrypt("1", algorithm="RC4-40")
    writer.write(content)
    return content.getvalue()


def scan() -> bytes:
    writer, content = pypdf.PdfWriter(), io.BytesIO()
    writer.add_blank_page(100, 100)
    writer.write(content)
    return content.getvalue()


def with_password() -> bytes:
    content = bytearray(zipped({"a.txt": b"ok"}))
    content[6] |= 1
    content[content.index(b"PK\x01\x02") + 8] |= 1
    return bytes(content)


XML_2003 = b'<?xml version="1.0"?><W xmlns="urn:schemas-microsoft-com:office:spreadsheet"/>'
OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600)


@pytest.mark.parametrize(
    ("content", "message"),
    [
        (b"", "空文件"),
        (b" \n", "空文件"),
        (b"\x00\x01\x02", "不是能导入的文件"),
        (b"\x89PNG\r\n\x1a\n123", "是图片"),
        (b"Rar!\x1a\x07\x00", "RAR"),
        (b"{\\rtf1 x}", "RTF"),
        (OLE, "已损坏"),
        (OLE + "EncryptedPackage".encode("utf-16-le"), "打开密码"),
        (OLE + "WordDocument".encode("utf-16-le"), "旧版 Word"),
        (b"PK\x03\x04" + bytes(100), "已经损坏"),
        (zipped({"mimetype": b"x", "content.xml": b"x"}), "OpenDocument"),
        (zipped({"OFD.xml": b"x"}), "OFD"),
        (zipped({}), "空的压缩包"),
        (b"%PDF-1.7 and nothing", "已损坏"),
        (scan(), "没有文字层"),
        (password_pdf(), "打开密码"),
        (XML_2003, "XML 表格 2003"),
    ],
)
def test_what_cannot_be_read_is_said(content: bytes, message: str) -> None:
    with pytest.raises(CannotDoError, match=message) as told:
        read_source_bytes(content, "报送.dat")
    assert "“报送.dat”" in str(told.value)


def test_members_with_a_password_are_told_of() -> None:
    (source,) = read_source_bytes(with_password(), "上报.zip")
    assert "压缩密码" in source.problems[0]
