"""A copy of a workbook in which nothing can run: made anew from the parts that are known.

A workbook may come from anybody. Its cells, look, charts and pictures go into a package of our
own; macros, controls, embedded objects, links, outside data and functions that are not known stay
behind. The copy is a true OOXML package whatever the file was, each part there once.
"""

import io
import posixpath
import zipfile
from collections.abc import Callable, Collection
from itertools import count
from typing import NamedTuple

from lxml import etree
from msgspec import Struct

from xlevaluate.errors import CannotDoError
from xlevaluate.files.zip_packages import DAMAGED, rewritten
from xlevaluate.vba.ownership import RUNNING
from xlevaluate.workbook.formula_tokens import calculates_only
from xlevaluate.workbook.harmless_parts import (
    CLEANERS,
    LINKS,
    ROOTS,
    Cleaning,
    Element,
    clean_everywhere,
    local,
)
from xlevaluate.workbook.package_parts import (
    PACKAGE,
    PartLink,
    UnfitError,
    image_kind,
    members_of,
    override,
    parsed,
    relations_of,
    relationship,
    relationships,
)

_MAIN_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml"
_DAMAGED = (*DAMAGED, etree.XMLSyntaxError)


class _Kind(NamedTuple):
    folder: str
    name: str
    content_type: str
    holds: tuple[str, ...] = ()


_KINDS = {
    "workbook": _Kind("xl", "workbook", "", ("worksheet", "styles", "sharedStrings", "theme")),
    "worksheet": _Kind(
        "xl/worksheets", "sheet", f"{_MAIN_TYPE}.worksheet+xml", ("drawing", "comments")
    ),
    "styles": _Kind("xl", "styles", f"{_MAIN_TYPE}.styles+xml"),
    "sharedStrings": _Kind("xl", "sharedStrings", f"{_MAIN_TYPE}.sharedStrings+xml"),
    "comments": _Kind("xl", "comments", f"{_MAIN_TYPE}.comments+xml"),
    "theme": _Kind("xl/theme", "theme", "application/vnd.openxmlformats-officedocument.theme+xml"),
    "drawing": _Kind(
        "xl/drawings",
        "drawing",
        "application/vnd.openxmlformats-officedocument.drawing+xml",
        ("chart", "image"),
    ),
    "chart": _Kind(
        "xl/charts",
        "chart",
        "application/vnd.openxmlformats-officedocument.drawingml.chart+xml",
    ),
    "core-properties": _Kind(
        "docProps", "core", "application/vnd.openxmlformats-package.core-properties+xml"
    ),
    "custom-properties": _Kind(
        "docProps",
        "custom",
        "application/vnd.openxmlformats-officedocument.custom-properties+xml",
    ),
}
"""Every kind of part that is taken over, by what its relation is called."""

_CONTROLS = "按钮和控件（换成本程序的按钮）"
_WORDS = {
    **RUNNING,
    "vbaProject": "宏",
    "extensibility": "功能区按钮",
    "vmlDrawing": _CONTROLS,
    "control": _CONTROLS,
    "ctrlProp": _CONTROLS,
    "activeXControlBinary": _CONTROLS,
    "hyperlink": LINKS,
    "pivotTable": "数据透视表",
    "pivotCacheDefinition": "数据透视表",
    "table": "表格样式",
    "chartsheet": "图表页",
    "image": "图片",
}
_UNCOUNTED = {"宏", "功能区按钮", _CONTROLS}
_NOTHING_LOST = {
    *("calcChain", "extended-properties", "printerSettings", "thumbnail", "sheetMetadata"),
    *("chartStyle", "chartColorStyle", "customXml", "chartUserShapes"),
}


class HarmlessCopy(Struct, frozen=True):
    """The copy, and what was left out of it in the user's words."""

    content: bytes
    left_out: tuple[str, ...]
    names: frozenset[str]
    """Names that are defined in it."""


def harmless_copy(
    content: bytes,
    name: str,
    *,
    functions: Collection[str],
    rewrite: Callable[[str], str] = lambda formula: formula,
) -> HarmlessCopy:
    """Return a copy of a workbook that holds nothing but what can do no harm.

    ``functions`` are those of ours that its formulas may call, in capitals; ``rewrite`` puts them
    as the program calls them that opens the copy. ``name`` is what the file is called in what is
    said. Raises ``CannotDoError`` where the file is damaged, or no workbook of the form that
    Excel, WPS and LibreOffice write.
    """
    try:
        return _Copying(members_of(content), functions, rewrite).made(
            name.lower().endswith(".xlsm")
        )
    except UnfitError as error:
        raise CannotDoError(
            f"“{name}”{error}，没有打开。请在 Excel 或 WPS 中打开它，另存为 .xlsx 后再试。"
        ) from error
    except _DAMAGED as error:
        raise CannotDoError(f"“{name}”读不出，文件可能已损坏，没有打开。请改用备份。") from error


class _Copying:
    """One copy being made: parts are followed from the workbook, by relations that are known."""

    def __init__(
        self,
        parts: dict[str, bytes],
        functions: Collection[str],
        rewrite: Callable[[str], str],
    ) -> None:
        self.parts, self.functions, self.rewrite = parts, functions, rewrite
        self.sheets: list[str] = []
        self.names: set[str] = set()
        self.cleaning = Cleaning(self.formula)
        self.numbers = {kind: count(1) for kind in (*_KINDS, "image")}
        self.copied: dict[str, str] = {}
        self.written: dict[str, bytes] = {}
        self.types: list[str] = []

    def formula(self, text: str) -> str | None:
        """Return a formula as it may stand, ``None`` where it may not."""
        if not calculates_only(text, self.sheets, self.functions):
            return None
        return self.rewrite(text)

    def made(self, macros: bool) -> HarmlessCopy:
        """Copy everything that can be reached."""
        relations = relations_of(self.parts, "", {*_KINDS, "officeDocument"})
        mains = [item for item in relations if item.kind == "officeDocument"]
        if len(mains) != 1 or mains[0].target is None:
            raise UnfitError("不是 Excel 工作簿（.xlsx 或 .xlsm）")
        root = self.tree(mains[0].target, "workbook")
        self.sheets = [item.get("name", "") for item in root.iter() if local(item) == "sheet"]
        if any(set(sheet) & set("[]:*?/\\") for sheet in self.sheets):
            raise UnfitError("的表名异常")
        kept = [(mains[0]._replace(kind="workbook"), "officeDocument")]
        kept += [
            (item, item.kind)
            for item in relations
            if item.kind in {"core-properties", "custom-properties"} and item.target
        ]
        self.say_left_out(
            [item for item in relations if item.kind != "officeDocument"],
            {"core-properties", "custom-properties"},
        )
        lines = [
            relationship(f"rId{number}", kind, self.copy(item))
            for number, (item, kind) in enumerate(kept, 1)
        ]
        self.written["_rels/.rels"] = relationships(lines)
        return HarmlessCopy(self.packed(macros), self.left_out_in_words(), frozenset(self.names))

    def tree(self, part: str, kind: str) -> Element:
        """Return a part's tree; raises where it is not of its kind."""
        root = parsed(self.parts[part])
        if root.tag != ROOTS[kind]:
            raise UnfitError("的格式不是 Excel 通常的格式")
        return root

    def copy(self, relation: PartLink) -> str:
        """Copy a part with all that it holds, once, and return its new name."""
        part = str(relation.target)
        if part in self.copied:
            return self.copied[part]
        if relation.kind == "image":
            return self.copy_image(part)
        kind = _KINDS[relation.kind]
        number = next(self.numbers[relation.kind])
        digits = "" if relation.kind in {"workbook", "styles", "sharedStrings"} else str(number)
        if kind.folder == "docProps":
            digits = "" if number == 1 else digits
        name = self.copied[part] = f"{kind.folder}/{kind.name}{digits}.xml"
        root = self.tree(part, relation.kind)
        found = relations_of(self.parts, part, _KINDS)
        held = [item for item in found if item.kind in kind.holds and self.fits(item)]
        ids = {item.id: f"rId{number}" for number, item in enumerate(held, 1)}
        if len(ids) != len(held):
            raise UnfitError("中有重复或名称异常的部件")
        with_notes = any(item.kind == "comments" for item in held)
        self.say_left_out([item for item in found if item not in held], set(), notes=with_notes)
        clean_everywhere(root, ids, self.cleaning)
        if relation.kind in CLEANERS:
            CLEANERS[relation.kind](root, self.cleaning)
        if relation.kind == "workbook":
            self.names = {
                str(item.get("name")) for item in root.iter() if local(item) == "definedName"
            }
        lines = [relationship(ids[item.id], item.kind, f"/{self.copy(item)}") for item in held]
        if lines:
            folder, base = posixpath.split(name)
            self.written[f"{folder}/_rels/{base}.rels"] = relationships(lines)
        self.written[name] = etree.tostring(
            root, xml_declaration=True, encoding="UTF-8", standalone=True
        )
        self.types.append(override(name, kind.content_type))
        return name

    def fits(self, relation: PartLink) -> bool:
        """Tell whether a relation leads to a part that may be copied."""
        if relation.target is None:
            return False
        return relation.kind != "image" or image_kind(self.parts[relation.target]) is not None

    def copy_image(self, part: str) -> str:
        """Copy a picture under the name of what it really is."""
        kind = image_kind(self.parts[part])
        name = self.copied[part] = f"xl/media/image{next(self.numbers['image'])}.{kind}"
        self.written[name] = self.parts[part]
        self.types.append(override(name, f"image/{kind}"))
        return name

    def say_left_out(
        self, relations: list[PartLink], kept: set[str], *, notes: bool = False
    ) -> None:
        """Note what is left out; the boxes that notes are drawn in are drawn anew."""
        for item in relations:
            silent = _NOTHING_LOST | kept | ({"vmlDrawing"} if notes else set())
            if item.kind not in silent or (item.kind in kept and item.target is None):
                self.cleaning.left_out[_WORDS.get(item.kind, "其他部件")] += 1

    def left_out_in_words(self) -> tuple[str, ...]:
        """Say what was left out, with how many where that says something."""
        found = self.cleaning.left_out
        return tuple(
            what if what in _UNCOUNTED else f"{what} {number} 处"
            for what, number in found.items()
            if number
        )

    def packed(self, macros: bool) -> bytes:
        """Return the package."""
        main = (
            "application/vnd.ms-excel.sheet.macroEnabled.main+xml"
            if macros
            else f"{_MAIN_TYPE}.sheet.main+xml"
        )
        types = "".join(self.types).replace('ContentType=""', f'ContentType="{main}"')
        head = (
            '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
            f'<Types xmlns="{PACKAGE}/content-types"><Default Extension="rels" '
            'ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
            f"{types}</Types>"
        )
        target = io.BytesIO()
        with zipfile.ZipFile(target, "w") as package:
            for name, part in {"[Content_Types].xml": head.encode(), **self.written}.items():
                package.writestr(name, part)
        return rewritten(target.getvalue())
