"""Many workbooks that differ, made from a few: others' names, codes and bytes in the same form."""

import io
import zipfile
from functools import cache
from pathlib import Path

from tests.conftest import workbook_of
from tests.fuzz.mutations import packed, unpacked
from tests.limits.bombs import bomb, overlapping
from tests.rollup.county import County
from xlevaluate.form.figures import Figures
from xlevaluate.template.template_loading import load_template


@cache
def _bases() -> tuple[tuple[str, str, dict[str, bytes]], ...]:
    """Return unit names, codes and parts of the workbooks of a county's units."""
    template = load_template()
    found = []
    county = County(departments=2, units=3, projects=2)
    for _, submission in county.submissions(2024):
        figures = Figures(template.form, submission)
        name, code = figures.text("unit_name") or "", figures.text("unit_code") or ""
        found.append((name, code, unpacked(workbook_of(template, submission))))
    return tuple(found)


def workbook(number: int) -> bytes:
    """Return the workbook of the unit of a number; each number gives other bytes."""
    name, code, parts = _bases()[number % len(_bases())]
    new_name, new_code = f"第{number}号单位".encode(), f"{500000 + number}".encode()
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as package:
        for part, content in parts.items():
            renamed = content.replace(name.encode(), new_name).replace(code.encode(), new_code)
            package.writestr(zipfile.ZipInfo(part), renamed, zipfile.ZIP_DEFLATED, 1)
    return target.getvalue()


def write_many(folder: Path, count: int) -> None:
    """Write so many workbooks, ten to a folder."""
    for number in range(count):
        below = folder / f"第{number // 10}组"
        below.mkdir(exist_ok=True)
        (below / f"{number}.xlsx").write_bytes(workbook(number))


def broken_files() -> dict[str, bytes]:
    """Return files that are none of ours, damaged, or meant to do harm, by their names."""
    good = workbook(9_999)
    parts = unpacked(good)
    foreign = {
        "[Content_Types].xml": b"<Types/>",
        "word/document.xml": b"<w:document/>",
    }
    book = b'<!DOCTYPE x [<!ENTITY a "b">]>' + parts["xl/workbook.xml"].partition(b"?>")[2]
    return {
        "空的.xlsx": b"",
        "文字.xlsx": "这不是工作簿".encode(),
        "截断.xlsx": good[: len(good) // 2],
        "缺尾.xlsx": good[:-30],
        "错字节.xlsx": good[:2000] + b"\0" * 4000 + good[6000:],
        "图片.png": b"\x89PNG\r\n\x1a\n" + bytes(100),
        "旧格式.xls": b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(4000),
        "加密.xlsx": b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + "EncryptedPackage".encode("utf-16-le"),
        "文档.docx": packed(foreign),
        "说明.txt": "请查收".encode("gbk"),
        "表.csv": "单位,得分\n甲,90\n".encode(),
        "网页.html": b"<script>alert(1)</script>",
        "实体.xlsx": packed({**parts, "xl/workbook.xml": book}),
        "没有工作表.xlsx": packed({n: p for n, p in parts.items() if "worksheets/" not in n}),
        "没有目录.xlsx": packed({n: p for n, p in parts.items() if n != "xl/workbook.xml"}),
        "炸弹.xlsx": bomb(good, "strings"),
        "重叠.xlsx": overlapping(good, 200, 1_000_000),
        "空压缩包.zip": packed({}),
        "坏压缩包.zip": b"PK\x03\x04" + bytes(50),
        "假上报件.zip": packed({"manifest.json": b'{"format": "xlevaluate-filing"}'}),
    }
