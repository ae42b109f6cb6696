"""A saved workbook read into a snapshot, with openpyxl and never to be saved again.

Read twice: once for what the cells show, once for whether a formula shows it. XML entities are
refused (here and by defusedxml), as is a file that unpacks to more than such a form could hold.
"""

import datetime
import zipfile
import zlib
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from warnings import catch_warnings, simplefilter

import openpyxl
from openpyxl.cell.read_only import ReadOnlyCell
from openpyxl.utils.cell import range_to_tuple
from openpyxl.workbook import Workbook

from xlevaluate.errors import CannotDoError, reason_of
from xlevaluate.form.snapshot import Address, CellValue, ErrorValue, Snapshot, Value
from xlevaluate.workbook.properties import (
    DIGEST_PROPERTY,
    FAMILY_PROPERTY,
    PROFILE_PROPERTY,
    MadeFrom,
)
from xlevaluate.workbook.results import unescape_result

LARGEST = 300 * 1024 * 1024
"""Bytes that a workbook may unpack to."""

_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_ENCRYPTED = "EncryptedPackage".encode("utf-16-le")


def read_workbook(path: Path) -> tuple[Snapshot, MadeFrom]:
    """Return what stands in a workbook, and what it was made from.

    Raises ``CannotDoError`` where the file is not there, is no workbook, is encrypted, or is
    kept from being read by another program.
    """
    refuse_what_is_no_workbook(path)
    _refuse_without_defusedxml()
    try:
        snapshot, properties = _read(path)
    except Exception as error:
        raise CannotDoError(
            f"“{path.name}”不能作为工作簿读取，文件可能已损坏。"
            "请用 Excel 或 WPS 打开并另存为 .xlsx 后再试。"
        ) from error
    kept = (FAMILY_PROPERTY, PROFILE_PROPERTY, DIGEST_PROPERTY)
    return snapshot, MadeFrom(*(str(properties.get(name) or "") for name in kept))


def refuse_what_is_no_workbook(path: Path) -> None:
    """Raise ``CannotDoError`` where a file is not there, not to be had, or not a workbook."""
    name = path.name or str(path)
    if path.is_dir():
        raise CannotDoError(f"“{name}”是文件夹，请指定其中的工作簿文件。")
    try:
        head = path.read_bytes()[: 1 << 20]
    except FileNotFoundError:
        raise CannotDoError(f"找不到文件“{path}”。请核对文件名和所在的文件夹。") from None
    except PermissionError:
        raise CannotDoError(
            f"“{name}”打不开：没有权限，或正被其他程序占用。"
            "请关闭 Excel 或 WPS 中的这个文件后再试。"
        ) from None
    except OSError as error:
        raise CannotDoError(f"“{name}”读不出：{reason_of(error)}。") from error
    if head.startswith(_OLE):
        if _ENCRYPTED in path.read_bytes():
            raise CannotDoError(
                f"“{name}”设了打开密码。请在 Excel 或 WPS 中打开它，取消密码，另存后再试。"
            )
        raise CannotDoError(f"“{name}”是旧版 .xls 格式。请在 Excel 或 WPS 中另存为 .xlsx 后再试。")
    if not zipfile.is_zipfile(path):
        raise CannotDoError(f"“{name}”不是 Excel 工作簿（.xlsx 或 .xlsm）。")
    _refuse_what_is_no_package(path)


def _refuse_what_is_no_package(path: Path) -> None:
    """Refuse a zip that is of another kind, too large, or not what an office program writes."""
    name = path.name
    with zipfile.ZipFile(path) as package:
        if "xl/workbook.xml" not in package.namelist():
            raise CannotDoError(
                f"“{name}”不是 Excel 工作簿（.xlsx 或 .xlsm）。其他格式的表格，"
                "请在 Excel、WPS 或 LibreOffice 中打开，另存为 .xlsx 后再试。"
            )
        if sum(item.file_size for item in package.infolist()) > LARGEST:
            raise CannotDoError(f"“{name}”解开后过大，不像是本表，没有读取。")
        if any(_has_doctype(package, item) for item in package.infolist()):
            raise CannotDoError(f"“{name}”中有办公文件不应有的 XML 声明，为安全起见没有读取。")


def _has_doctype(package: zipfile.ZipFile, item: zipfile.ZipInfo) -> bool:
    """Tell whether a part declares a document type, which no office program writes."""
    if not item.filename.endswith((".xml", ".rels", ".vml")):
        return False
    try:
        part = package.read(item)
    except (zipfile.BadZipFile, NotImplementedError, RuntimeError, zlib.error):
        return False  # damaged, which is told of when it is read
    return any("<!DOCTYPE".encode(code) in part for code in ("ascii", "utf-16-le", "utf-16-be"))


def _refuse_without_defusedxml() -> None:
    if not openpyxl.DEFUSEDXML:
        raise CannotDoError("缺少 defusedxml，为安全起见不读取文件。请重新安装 xlevaluate。")


def _read(path: Path) -> tuple[Snapshot, dict[str, object]]:
    with (
        closing(_load(path, values=True)) as shown,
        closing(_load(path, values=False)) as formulas,
    ):
        snapshot = Snapshot(
            sheets={
                sheet.title: dict(_cells(shown, formulas, sheet.title))
                for sheet in shown.worksheets
            },
            names=dict(_names(shown)),
            opened_elsewhere=_is_open(path),
        )
        # openpyxl has had it since 3.1, which types-openpyxl has not noticed.
        given = shown.custom_doc_props.props  # type: ignore[attr-defined]
        return snapshot, {item.name: item.value for item in given}


def _load(path: Path, *, values: bool) -> Workbook:
    with catch_warnings():
        # What openpyxl would lose on saving does not matter to a reader.
        simplefilter("ignore")
        return openpyxl.load_workbook(path, read_only=True, data_only=values, keep_links=False)


def _cells(
    shown: Workbook, formulas: Workbook, title: str
) -> Iterator[tuple[tuple[int, int], CellValue]]:
    pair = (shown[title], formulas[title])
    for sheet in pair:
        sheet.reset_dimensions()  # what the file says of its size may be wrong
    for row, lines in enumerate(zip(*(sheet.iter_rows() for sheet in pair), strict=True)):
        for col, (cell, source) in enumerate(zip(*lines, strict=True)):
            is_formula = source.data_type == "f"
            if cell.value is not None or is_formula:
                yield (row, col), CellValue(_value(cell, is_formula), is_formula, _is_percent(cell))


def _is_percent(cell: ReadOnlyCell) -> bool:
    return isinstance(cell.value, int | float) and "%" in str(cell.number_format)


def _value(cell: ReadOnlyCell, is_formula: bool) -> Value:
    value: object = cell.value
    if value is None:
        # Calculated, and empty: openpyxl keeps the type but gives no value.
        return "" if cell.data_type == "str" else None
    if cell.data_type == "e":
        return ErrorValue(value)
    if is_formula and isinstance(value, str):
        return unescape_result(value)
    if isinstance(value, str | int | float | bool | datetime.date):
        return value
    return str(value)


def _names(book: Workbook) -> Iterator[tuple[str, Address | None]]:
    for name, defined in book.defined_names.items():
        yield name, _target(book, str(defined.attr_text))


def _target(book: Workbook, text: str) -> Address | None:
    """Return the cell a name means, the first of several; ``None`` where it is gone."""
    try:
        sheet, bounds = range_to_tuple(text)
    except (ValueError, TypeError):
        return None
    left, top, _, _ = bounds
    if sheet not in book.sheetnames or left is None or top is None:
        return None
    return Address(sheet, top - 1, left - 1)


def _is_open(path: Path) -> bool:
    """Tell by the lock file that Excel, WPS or LibreOffice lays beside an open workbook."""
    beside = [path.with_name(f"~${path.name}"), path.with_name(f".~lock.{path.name}#")]
    # Excel drops the first two letters of a long name in favour of its mark.
    beside.append(path.with_name(f"~${path.name[2:]}"))
    return any(lock.exists() for lock in beside)
