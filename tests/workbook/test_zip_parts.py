"""What a package may not do to whoever opens it."""

import io
import struct
import warnings
import zipfile
from pathlib import Path

import pytest

from tests.workbook.parts import parts_of, sheet_of, write_parts, zipped_parts
from xlevaluate.errors import CannotDoError
from xlevaluate.files.zip_packages import CHUNK
from xlevaluate.workbook.read import read_names, read_workbook
from xlevaluate.xlsx import cell_values, saved_book, xml_events
from xlevaluate.xlsx.zip_parts import Package

SHEET = "xl/worksheets/sheet1.xml"


def lying(content: bytes, size: int) -> bytes:
    """Return a zip whose directory and heads say another size of everything."""
    stream = io.BytesIO(content)
    with zipfile.ZipFile(stream) as package:
        heads = [item.header_offset for item in package.infolist()]
        start = package.start_dir
    changed = bytearray(content)
    for head in heads:
        changed[head + 22 : head + 26] = struct.pack("<I", size)
    at = start
    while changed[at : at + 4] == b"PK\x01\x02":
        changed[at + 24 : at + 28] = struct.pack("<I", size)
        name, extra, comment = struct.unpack("<HHH", changed[at + 28 : at + 34])
        at += 46 + name + extra + comment
    return bytes(changed)


def test_what_is_unpacked_is_counted_and_not_what_the_directory_says() -> None:
    zeros = bytes(64 * CHUNK)
    package = Package(zipped_parts({"大.xml": zeros}), "大.xlsx", len(zeros) - 1 + CHUNK)
    assert sum(map(len, package.pieces("大.xml"))) == len(zeros)
    with pytest.raises(CannotDoError, match="解开后过大"):
        list(package.pieces("大.xml"))  # once more is too much


def test_a_directory_that_lies_costs_no_memory() -> None:
    """Python's own ``read`` unpacks all of it first, and then looks at the size."""
    import tracemalloc

    content = lying(zipped_parts({"大.xml": bytes(50_000_000)}), 1000)
    package = Package(content, "谎.xlsx", 10_000)
    tracemalloc.start()
    with pytest.raises(CannotDoError, match="损坏"), package.reading("大.xml"):
        list(package.pieces("大.xml"))
    assert tracemalloc.get_traced_memory()[1] < 5_000_000
    tracemalloc.stop()


def test_two_parts_of_one_name_are_refused(tmp_path: Path) -> None:
    for other in (SHEET, SHEET.upper(), SHEET.replace("/", "\\")):
        path = write_parts(tmp_path / "重.xlsx", parts_of())
        with warnings.catch_warnings(), zipfile.ZipFile(path, "a") as package:
            warnings.simplefilter("ignore")  # zipfile says so too
            package.writestr(other, sheet_of("<row><c><v>2</v></c></row>"))
        snapshot, _ = read_names(path)
        with pytest.raises(CannotDoError, match="损坏"):
            snapshot.sheets["表"]


@pytest.mark.parametrize("at", [0.2, 0.4, 0.6, 0.8])
def test_bytes_that_are_changed_are_noticed(tmp_path: Path, at: float) -> None:
    """The zip has a checksum of each part, and it is looked at."""
    rows = "".join(f"<row><c><v>{number}</v></c></row>" for number in range(400))
    stored = io.BytesIO()
    with zipfile.ZipFile(stored, "w", zipfile.ZIP_STORED) as package:
        for name, part in parts_of(rows).items():
            package.writestr(name, part)
    start = stored.getvalue().index(b"<sheetData>")
    content = bytearray(stored.getvalue())
    place = content.index(b"<v>", start + int(at * len(rows))) + 3
    content[place] = ord("7") if content[place] != ord("7") else ord("8")
    path = tmp_path / "改.xlsx"
    path.write_bytes(content)
    with pytest.raises(CannotDoError, match=r"损坏（xl/worksheets/sheet1\.xml）"):
        read_names(path)[0].sheets["表"]


@pytest.mark.parametrize("part", ["_rels/.rels", "xl/workbook.xml", SHEET, "xl/sharedStrings.xml"])
@pytest.mark.parametrize("code", ["utf-8", "utf-16", "utf-16-be", "utf-32"])
def test_document_types_are_refused_before_anything_is_expanded(
    tmp_path: Path, part: str, code: str
) -> None:
    parts: dict[str, str | bytes] = {}
    parts |= parts_of('<row><c t="s"><v>0</v></c></row>', strings="<si><t>零</t></si>")
    levels = "".join(f'<!ENTITY l{n} "{f"&l{n - 1};" * 10}">' for n in range(1, 12))
    head = f'<?xml version="1.0" encoding="{code}"?><!DOCTYPE x [<!ENTITY l0 "哈">{levels}]>'
    bomb = str(parts[part]).replace("<row>", '<row><c t="str"><v>&l11;</v></c>')
    parts[part] = (head + bomb).encode(code)
    path = write_parts(tmp_path / "炸.xlsx", parts)
    # No office program writes UTF-32, and libxml2 does not read it everywhere.
    with pytest.raises(CannotDoError, match=r"不应有的 XML 声明|损坏"):
        read_names(path)[0].sheets["表"]


def test_no_file_beside_is_read(tmp_path: Path) -> None:
    secret = tmp_path / "秘密.txt"
    secret.write_text("口令", encoding="utf-8")
    parts = parts_of('<row><c t="str"><v>&x;</v></c></row>')
    head = f'<!DOCTYPE x [<!ENTITY x SYSTEM "{secret.as_uri()}">]>'
    parts[SHEET] = head + parts[SHEET]
    with pytest.raises(CannotDoError, match="不应有的 XML 声明"):
        read_names(write_parts(tmp_path / "外.xlsx", parts))[0].sheets["表"]


@pytest.mark.parametrize(
    ("limit", "rows", "after"),
    [
        ((cell_values, "MOST_CELLS"), "<row><c><v>1</v></c></row>" * 9, ""),
        ((cell_values, "MOST_MERGES"), "", '<mergeCell ref="A1:B2"/>' * 9),
        (
            (cell_values, "MOST_IN_ARRAYS"),
            '<row><c><f t="array" ref="A1:A2">1</f></c><c><v>1</v></c></row>' * 9,
            "",
        ),
        ((xml_events.Events, "most_elements"), "<row/>" * 9, ""),
    ],
)
def test_more_than_a_form_could_hold_is_refused(
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    limit: tuple[object, str],
    rows: str,
    after: str,
) -> None:
    path = write_parts(tmp_path / "多.xlsx", parts_of(rows, after=after))
    read_names(path)[0].sheets["表"]
    monkeypatch.setattr(*limit, 8)
    with pytest.raises(CannotDoError, match="过大，不像是本表"):
        read_names(path)[0].sheets["表"]


def test_more_names_or_sheets_than_a_form_could_have_are_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    names = "".join(f'<definedName name="n{n}">表!$A$1</definedName>' for n in range(9))
    path = write_parts(tmp_path / "名.xlsx", parts_of(names=names))
    assert len(read_names(path)[0].names) == 9
    with monkeypatch.context() as patch:
        patch.setattr(saved_book, "MOST_NAMES", 8)
        with pytest.raises(CannotDoError, match="过大"):
            read_names(path)
    monkeypatch.setattr(saved_book, "MOST_SHEETS", 0)
    with pytest.raises(CannotDoError, match="过大"):
        read_names(path)


def test_a_part_under_a_password_is_told(tmp_path: Path) -> None:
    path = write_parts(tmp_path / "密.xlsx", parts_of())
    content = bytearray(path.read_bytes())
    at = content.rindex(SHEET.encode()) - 46 + 8
    content[at] |= 1  # in the directory: this part is encrypted
    path.write_bytes(content)
    with pytest.raises(CannotDoError, match="损坏"):
        read_workbook(path)[0].sheets["表"]
