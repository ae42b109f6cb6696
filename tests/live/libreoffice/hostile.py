"""Workbooks that would run something of their own, made from a good one.

What they run leaves a mark: a file that is written, or a request that reaches a server here.
"""

import io
import shutil
import warnings
import zipfile
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from xml.sax.saxutils import escape

from pyopenvba import ExcelFile

from xlevaluate.vba.project import PROJECT_PART

Parts = dict[str, bytes]

RELATION = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
VBA = "http://schemas.microsoft.com/office/2006/relationships/vbaProject"
WORKBOOK, WORKBOOK_RELATIONS = "xl/workbook.xml", "xl/_rels/workbook.xml.rels"
SHEET, SHEET_RELATIONS = "xl/worksheets/sheet1.xml", "xl/worksheets/_rels/sheet1.xml.rels"
ROW = 500
"""Where formulas of the attacker's stand, in the first sheet; each has 7 as its stored value."""


@dataclass(frozen=True)
class Marks:
    """What an attack leaves behind: ``file`` is there, or ``url`` was asked for."""

    file: Path
    url: str

    @property
    def basic(self) -> str:
        """Return the Basic that leaves the mark."""
        return f'Open "{self.file}" For Output As #1: Close #1'


def parts_of(content: bytes) -> Parts:
    with zipfile.ZipFile(io.BytesIO(content)) as package:
        return {name: package.read(name) for name in package.namelist()}


def packed(parts: Parts, *more: tuple[str, bytes]) -> bytes:
    """Zip parts; ``more`` may have names that are there already."""
    stream = io.BytesIO()
    with warnings.catch_warnings(), zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as package:
        warnings.simplefilter("ignore")  # that a name is there twice is meant
        for name, part in [*parts.items(), *more]:
            package.writestr(name, part)
    return stream.getvalue()


def project(excel: Path, folder: Path, **modules: str) -> bytes:
    """Return a VBA project of the modules given, instead of ours."""
    path = folder / "project.xlsm"
    shutil.copy(excel, path)
    with ExcelFile(path) as book:
        for name in ("XleMain", "XleHelp", "XleFunctions", "xlwings", "Dictionary"):
            book.vba_project().delete_module(name)
        book.set_module("ThisWorkbook", "")
        for name, text in modules.items():
            lines = text.replace("\n", "\r\n")
            if name in book.module_names():
                book.set_module(name, lines)
            else:
                book.vba_project().add_module(name, lines)
        book.save()
    return parts_of(path.read_bytes())[PROJECT_PART]


def replaced(part: bytes, old: str, new: str) -> bytes:
    assert old.encode() in part, old
    return part.replace(old.encode(), new.encode(), 1)


def related(parts: Parts, of: str, *lines: tuple[str, str, bool]) -> None:
    """Add relations to a part's: kind, target, whether it is outside; ids are evil1 and so on."""
    head = '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
    text = parts.get(of, f"{head}</Relationships>".encode())
    added = ""
    for number, (kind, target, outside) in enumerate(lines, 1):
        type_ = kind if "/" in kind else f"{RELATION}/{kind}"
        mode = ' TargetMode="External"' if outside else ""
        added += f'<Relationship Id="evil{number}" Type="{type_}" Target="{escape(target)}"{mode}/>'
    parts[of] = replaced(text, "</Relationships>", f"{added}</Relationships>")


def with_formulas(parts: Parts, *formulas: str) -> Parts:
    """Put formulas into the first sheet, one below the other."""
    rows = "".join(
        f'<row r="{row}"><c r="A{row}"><f>{escape(formula)}</f><v>7</v></c></row>'
        for row, formula in enumerate(formulas, ROW)
    )
    parts[SHEET] = replaced(parts[SHEET], "</sheetData>", f"{rows}</sheetData>")
    return parts


def after(parts: Parts, element: str, added: str, part: str = SHEET) -> Parts:
    """Put XML into a part, behind the end of an element."""
    parts[part] = replaced(parts[part], f"</{element}>", f"</{element}>{added}")
    return parts


Attack = Callable[[Parts, Marks], Parts | bytes]
ATTACKS: dict[str, Attack] = {}
"""Attacks on a workbook that still is one: opened by us it is harmless."""


def attack(make: Attack) -> Attack:
    ATTACKS[make.__name__] = make
    return make


FUNCTIONS = (
    'WEBSERVICE("{url}a")',
    '_xlfn.WEBSERVICE("{url}b")',
    'COM.MICROSOFT.WEBSERVICE("{url}c")',
    "INDIRECT(\"'{url}d.ods'#$Sheet1.A1\")",
    "'{url}e.ods'#$Sheet1.A1",
    'HYPERLINK("vnd.sun.star.script:VBAProject.Evil.Run?language=Basic&location=document")',
    'DDE("soffice","{file}","a1")',
    "cmd|'/c touch {file}'!A0",
    "soffice|'{file}'!a1",
    'CALL("libc.so.6","system","J","touch {file}")',
    'RTD("evil.server",,"x")',
    "EVIL(1)",
    "MARKING(1)",
    "evil.run(1)",
    "[1]Sheet1!A1",
    "[evil.xlsx]Sheet1!A1",
    "VBAProject.Evil.Run()",
    'XLEPYTHON("open_requested",1)',
    'RUNPYTHON("import os")',
    'XLE_RUN("check")',
    'XLE.OPEN_REQUESTED("x")',
    'XLE.CALL("os.system","touch {file}")',
    "ORG.XLEVALUATE.XFUNCTIONS.RATIO(1,2,3)",
    'EXEC("touch {file}")',
    'FORMULA.FILL("x",A1)',
    'FILTERXML(WEBSERVICE("{url}f"),"//a")',
    'STYLE("x",1,MARKING(1))',
    "SUM(1,IF(TRUE,MARKING(2)))",
)
"""Formulas, none of which only calculates."""


@attack
def functions_that_do_more_than_calculate(parts: Parts, marks: Marks) -> Parts:
    texts = [text.format(url=marks.url, file=marks.file) for text in FUNCTIONS]
    return with_formulas(parts, *texts)


@attack
def names_that_do_more_than_calculate(parts: Parts, marks: Marks) -> Parts:
    names = "".join(
        f'<definedName name="evil_{number}"{more}>{escape(text)}</definedName>'
        for number, (text, more) in enumerate(
            [
                (f'WEBSERVICE("{marks.url}n")', ""),
                ("MARKING(1)", ""),
                (f"'{marks.url}n.ods'#$Sheet1.A1", ""),
                ("封面!$A$1", ' function="1" vbProcedure="1" xlm="1"'),
            ]
        )
    )
    parts[WORKBOOK] = replaced(parts[WORKBOOK], "</definedNames>", f"{names}</definedNames>")
    return with_formulas(parts, "evil_0", "evil_1", "evil_2", "evil_3")


@attack
def rules_that_do_more_than_calculate(parts: Parts, marks: Marks) -> Parts:
    call = escape(f'WEBSERVICE("{marks.url}r")')
    return after(
        parts,
        "sheetData",
        '<conditionalFormatting sqref="A1:Z99"><cfRule type="expression" priority="1">'
        f"<formula>{call}=1</formula></cfRule><cfRule type='expression' priority='2'>"
        "<formula>MARKING(1)=1</formula></cfRule></conditionalFormatting>",
    )


@attack
def cell_links_that_run(parts: Parts, marks: Marks) -> Parts:
    targets = (
        "vnd.sun.star.script:VBAProject.Evil.Run?language=Basic&location=document",
        "vnd.sun.star.script:xlevaluate_host.py$open_requested?language=Python&location=user",
        "macro:///Standard.Marker.Marking",
        "service:com.sun.star.comp.framework.JobExecutor?x",
        ".uno:Quit",
        f"file://{marks.file}.sh",
        f"{marks.url}link",
    )
    related(parts, SHEET_RELATIONS, *(("hyperlink", target, True) for target in targets))
    rows = range(ROW, ROW + len(targets))
    cells = "".join(
        f'<row r="{row}"><c r="A{row}" t="inlineStr"><is><t>x</t></is></c></row>' for row in rows
    )
    links = "".join(
        f'<hyperlink ref="A{row}" xmlns:r="{RELATION}" r:id="evil{number}"/>'
        for number, row in enumerate(rows, 1)
    )
    links += '<hyperlink ref="B1" location="vnd.sun.star.script:x$y?language=Python"/>'
    parts[SHEET] = replaced(parts[SHEET], "</sheetData>", f"{cells}</sheetData>")
    parts[SHEET] = replaced(parts[SHEET], "</hyperlinks>", f"{links}</hyperlinks>")
    return parts


@attack
def another_workbook_that_is_looked_into(parts: Parts, marks: Marks) -> Parts:
    main = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
    parts["xl/externalLinks/externalLink1.xml"] = (
        f'<externalLink xmlns="{main}"><externalBook xmlns:r="{RELATION}" r:id="evil1">'
        '<sheetNames><sheetName val="Sheet1"/></sheetNames></externalBook></externalLink>'
    ).encode()
    parts["xl/externalLinks/externalLink2.xml"] = (
        f'<externalLink xmlns="{main}"><ddeLink ddeService="soffice" ddeTopic="{marks.file}">'
        '<ddeItems><ddeItem name="a1" advise="1"/></ddeItems></ddeLink></externalLink>'
    ).encode()
    related(
        parts,
        "xl/externalLinks/_rels/externalLink1.xml.rels",
        ("externalLinkPath", f"{marks.url}book.xlsx", True),
    )
    related(
        parts,
        WORKBOOK_RELATIONS,
        ("externalLink", "externalLinks/externalLink1.xml", False),
        ("externalLink", "externalLinks/externalLink2.xml", False),
    )
    after(
        parts,
        "sheets",
        f'<externalReferences xmlns:r="{RELATION}"><externalReference r:id="evil1"/>'
        '<externalReference r:id="evil2"/></externalReferences>',
        WORKBOOK,
    )
    return with_formulas(parts, "[1]Sheet1!A1", "[2]!a1", "SUM([1]Sheet1!A1:B2)")


@attack
def data_from_outside(parts: Parts, marks: Marks) -> Parts:
    main = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
    parts["xl/connections.xml"] = (
        f'<connections xmlns="{main}"><connection id="1" name="c" type="4" refreshOnLoad="1" '
        f'refreshedVersion="6"><webPr url="{marks.url}data"/></connection></connections>'
    ).encode()
    parts["xl/queryTables/queryTable1.xml"] = (
        f'<queryTable xmlns="{main}" name="q" connectionId="1" refreshOnLoad="1"/>'
    ).encode()
    related(parts, WORKBOOK_RELATIONS, ("connections", "connections.xml", False))
    related(parts, SHEET_RELATIONS, ("queryTable", "../queryTables/queryTable1.xml", False))
    return parts


@attack
def objects_inside_and_outside(parts: Parts, marks: Marks) -> Parts:
    parts["xl/embeddings/evil.bin"] = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(1000)
    related(
        parts,
        SHEET_RELATIONS,
        ("oleObject", "../embeddings/evil.bin", False),
        ("oleObject", f"{marks.url}object.ods", True),
    )
    return after(
        parts,
        "pageSetup" if b"</pageSetup>" in parts[SHEET] else "headerFooter",
        f'<oleObjects xmlns:r="{RELATION}"><oleObject progId="Package" shapeId="1025" '
        'r:id="evil1" autoLoad="1"/><oleObject progId="Calc" shapeId="1026" '
        'oleUpdate="OLEUPDATE_ALWAYS" link="[1]!" r:id="evil2"/></oleObjects>',
    )


@attack
def a_picture_that_is_fetched(parts: Parts, marks: Marks) -> Parts:
    drawing = "xl/drawings/drawing1.xml"
    space = "http://schemas.openxmlformats.org/drawingml/2006"
    related(
        parts,
        "xl/drawings/_rels/drawing1.xml.rels",
        ("image", f"{marks.url}picture.png", True),
        ("hyperlink", "vnd.sun.star.script:VBAProject.Evil.Run?language=Basic", True),
    )
    picture = (
        f'<xdr:absoluteAnchor xmlns:a="{space}/main" xmlns:r="{RELATION}"><xdr:pos x="0" y="0"/>'
        '<xdr:ext cx="99999" cy="99999"/><xdr:pic macro="[0]!Evil.Run"><xdr:nvPicPr>'
        '<xdr:cNvPr id="90" name="p"><a:hlinkClick r:id="evil2"/></xdr:cNvPr><xdr:cNvPicPr/>'
        '</xdr:nvPicPr><xdr:blipFill><a:blip r:link="evil1"/></xdr:blipFill><xdr:spPr/>'
        "</xdr:pic><xdr:clientData/></xdr:absoluteAnchor>"
    )
    parts[drawing] = replaced(parts[drawing], "</xdr:wsDr>", f"{picture}</xdr:wsDr>")
    return parts


@attack
def a_chart_of_another_file(parts: Parts, marks: Marks) -> Parts:
    chart = "xl/charts/chart1.xml"
    related(parts, "xl/charts/_rels/chart1.xml.rels", ("oleObject", f"{marks.url}chart.xlsx", True))
    text = parts[chart].decode()
    first = text.index("<c:f>") + len("<c:f>")
    text = f"{text[:first]}'{marks.url}chart.ods'#$Sheet1.A1:A9{text[text.index('</c:f>') :]}"
    external = f'<c:externalData xmlns:r="{RELATION}" r:id="evil1"><c:autoUpdate val="1"/>'
    parts[chart] = text.replace(
        "</c:chartSpace>", f"{external}</c:externalData></c:chartSpace>"
    ).encode()
    return parts


@attack
def controls_bound_to_scripts(parts: Parts, marks: Marks) -> Parts:
    macros = (
        "[0]!Evil.Run",
        "vnd.sun.star.script:Standard.Marker.Marking?language=Basic&amp;location=application",
        "check",
    )
    shapes = "".join(
        f'<v:shape id="_x0000_s{1100 + number}" type="#_x0000_t201" o:button="t" '
        f'style="position:absolute;left:9pt;top:{9 + 30 * number}pt;width:90pt;height:24pt">'
        f'<x:ClientData ObjectType="Button"><x:Anchor>0,0,{number},0,2,0,{number + 1},0</x:Anchor>'
        f"<x:FmlaMacro>{macro}</x:FmlaMacro></x:ClientData></v:shape>"
        for number, macro in enumerate(macros)
    )
    parts["xl/drawings/evil.vml"] = (
        '<xml xmlns:v="urn:schemas-microsoft-com:vml" xmlns:o="urn:schemas-microsoft-com:office:'
        f'office" xmlns:x="urn:schemas-microsoft-com:office:excel">{shapes}</xml>'
    ).encode()
    main = "http://schemas.microsoft.com/office/spreadsheetml/2009/9/main"
    parts["xl/ctrlProps/evil.xml"] = (
        f'<formControlPr xmlns="{main}" objectType="Button" lockText="1"/>'
    ).encode()
    related(
        parts,
        SHEET_RELATIONS,
        ("vmlDrawing", "../drawings/evil.vml", False),
        ("ctrlProp", "../ctrlProps/evil.xml", False),
    )
    return after(
        parts,
        "headerFooter",
        f'<legacyDrawing xmlns:r="{RELATION}" r:id="evil1"/><controls xmlns:r="{RELATION}">'
        '<control shapeId="1100" r:id="evil2" name="Evil"/></controls>',
    )


@attack
def macro_sheets_and_ribbons(parts: Parts, marks: Marks) -> Parts:
    parts["xl/macrosheets/sheet1.xml"] = parts[SHEET]
    parts["customUI/evil.xml"] = (
        b'<customUI xmlns="http://schemas.microsoft.com/office/2006/01/customui" onLoad="Run"/>'
    )
    related(
        parts,
        WORKBOOK_RELATIONS,
        (
            "http://schemas.microsoft.com/office/2006/relationships/xlMacrosheet",
            "macrosheets/sheet1.xml",
            False,
        ),
    )
    related(
        parts,
        "_rels/.rels",
        (
            "http://schemas.microsoft.com/office/2006/relationships/ui/extensibility",
            "customUI/evil.xml",
            False,
        ),
    )
    return after(
        parts,
        "sheets",
        "",
        WORKBOOK,
    )


@attack
def scripts_of_another_format_added(parts: Parts, marks: Marks) -> Parts:
    """Parts that LibreOffice knows from its own files, beside those of this one."""
    parts["mimetype"] = b"application/vnd.oasis.opendocument.spreadsheet"
    parts["META-INF/manifest.xml"] = b"<manifest/>"
    parts["Scripts/python/evil.py"] = f"open({str(marks.file)!r}, 'w')".encode()
    parts["Basic/script-lc.xml"] = b"<x/>"
    return parts


@attack
def two_packages_in_one_file(parts: Parts, marks: Marks) -> bytes:
    first = packed({"mimetype": b"application/vnd.oasis.opendocument.spreadsheet"})
    return first + packed(parts)
