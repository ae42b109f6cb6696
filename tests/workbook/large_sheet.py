"""A sheet down to whose last row somebody has formatted everything."""

import re

ROWS = 1_048_576


def with_a_million_rows(name: str, part: bytes) -> bytes:
    """Return 基础数据表 with a format on each of its blank rows; other parts as they are."""
    if name != "xl/worksheets/sheet3.xml":
        return part
    last = max(map(int, re.findall(rb'<row r="(\d+)"', part)))
    rows = "".join(
        f'<row r="{row}" spans="1:12" s="3" customFormat="1" ht="20" customHeight="1"/>'
        for row in range(last + 1, ROWS + 1)
    )
    return part.replace(b"</sheetData>", rows.encode() + b"</sheetData>")
