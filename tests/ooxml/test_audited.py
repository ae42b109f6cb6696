"""Another program's look at our files: ``openxml-audit``, which knows the elements of the schemas.

A weak witness: it sees what stands where no element of that name may, and no bad merges or names.
"""

from pathlib import Path

import pytest
from openxml_audit import OpenXmlValidator

from tests.ooxml.conftest import Written
from tests.workbook.parts import zipped_parts

NO_THEME = "relationships/theme' is missing"
"""Said of every document without a theme, which ISO 29500 does not ask for (part 1, 11.3.10)."""


def faults(name: str, parts: dict[str, bytes], folder: Path) -> list[str]:
    path = folder / Path(name).name
    path.write_bytes(zipped_parts(parts))
    told = [str(error.description) for error in OpenXmlValidator().validate(str(path)).errors]
    return [fault for fault in told if NO_THEME not in fault]


@pytest.mark.parametrize("name", ["excel.xlsm", "plain-校验结果.xlsx", "charts.docx"])
def test_nothing_is_found(name: str, written: Written, tmp_path: Path) -> None:
    assert faults(name, written[name].parts, tmp_path) == []


@pytest.mark.parametrize(
    ("name", "part", "old", "new"),
    [
        ("excel.xlsm", "xl/worksheets/sheet1.xml", b"<pageMargins", b"<odd/><pageMargins"),
        ("charts.docx", "word/document.xml", b"<w:pPr>", b"<w:pPr><w:odd/>"),
    ],
)
def test_it_would_be(
    name: str, part: str, old: bytes, new: bytes, written: Written, tmp_path: Path
) -> None:
    parts = written[name].parts
    damaged = {**parts, part: parts[part].replace(old, new, 1)}
    assert faults(name, damaged, tmp_path) != []
