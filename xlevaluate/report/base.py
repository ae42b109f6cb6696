"""Our own Word base: page, fonts and styles of GB/T 9704-2012, and nothing else.

``report.docx`` in a template's folder is made from here once and may then be edited in Word;
reports are written into a copy of it. Measures are twentieths of a point (1 mm is 56.7), font
sizes half points: 2号 is 22 pt, 3号 16 pt, 4号 14 pt.
"""

import io
import zipfile
from fractions import Fraction

from msgspec import Struct

from xlevaluate.files.zip_packages import rewritten

_W = (
    'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main" '
    'xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"'
)
_XML = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006"
_WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml"

PAGE_WIDTH, PAGE_HEIGHT = 11906, 16838
TOP, BOTTOM, LEFT, RIGHT = 2098, 1984, 1587, 1474
"""37, 35, 28 and 26 mm."""

FOOTER = 1427
"""From the paper's edge: the dashes, half a line higher, stand 7 mm below the text."""

LINE = 579
"""28.95 pt, 22 lines to a page."""

CHARACTERS = 28
"""To a line. At 16 pt they would be 2 mm wider than the text, so they are set closer.

Not by the page's grid, in which LibreOffice gives a character two places where one is too narrow.
"""

_CLOSER = (PAGE_WIDTH - LEFT - RIGHT) // CHARACTERS - 320

_FONTS = (
    ("方正小标宋简体", "宋体", "roman"),
    ("仿宋", "仿宋_GB2312", "modern"),
    ("楷体", "楷体_GB2312", "modern"),
    ("黑体", "SimHei", "modern"),
    ("宋体", "SimSun", "roman"),
)
"""With one other name each, which is all that Word looks for, and the family to choose from."""


class _Style(Struct, frozen=True):
    id: str
    name: str
    font: str = ""
    size: int = 0
    paragraph: str = ""
    based_on: str = "Normal"
    spacing: int | None = None
    latin: str = "Times New Roman"

    def xml(self) -> str:
        fonts = ""
        if self.font:
            fonts = f'<w:rFonts w:ascii="{self.latin}" w:hAnsi="{self.latin}" w:eastAsia="{self.font}" w:cs="Times New Roman"/>'
        run = fonts
        if self.spacing is not None:
            run += f'<w:spacing w:val="{self.spacing}"/>'
        if self.size:
            run += f'<w:sz w:val="{self.size}"/><w:szCs w:val="{self.size}"/>'
        based = "" if self.id == "Normal" else f'<w:basedOn w:val="{self.based_on}"/>'
        default = ' w:default="1"' if self.id == "Normal" else ""
        return (
            f'<w:style w:type="paragraph" w:styleId="{self.id}"{default}>'
            f'<w:name w:val="{self.name}"/>{based}<w:qFormat/>'
            f"<w:pPr>{self.paragraph}</w:pPr><w:rPr>{run}</w:rPr></w:style>"
        )


_OFF_GRID = '<w:snapToGrid w:val="0"/>'
_FULL_PAGES = '<w:widowControl w:val="0"/>'
"""22 lines on every page, wherever a paragraph ends."""

_EXACT = f'<w:spacing w:before="0" w:after="0" w:line="{LINE}" w:lineRule="exact"/>'
_TWO_CHARACTERS = '<w:ind w:firstLineChars="200" w:firstLine="640"/>'
_ANNEX_NUMBER = '<w:ind w:leftChars="575" w:left="1840" w:hangingChars="375" w:hanging="1200"/>'
"""Two characters in; a second line stands under the words after 附件：1."""
_NO_INDENT = '<w:ind w:firstLineChars="0" w:firstLine="0"/>'
_NUMBER_LINE = f'{_OFF_GRID}<w:spacing w:before="0" w:after="0" w:line="320" w:lineRule="exact"/>'
_OFF_THE_LINE = '<w:ind w:right="95" w:firstLineChars="0" w:firstLine="0"/>'


_AS_HIGH = f'{_OFF_GRID}<w:spacing w:before="0" w:after="0" w:line="240" w:lineRule="auto"/>'
_LINE_OF_FORM = Fraction(144, 100)
"""Times a form's font size. Its own: fonts differ in the height of a line, and so do programs, by
half, which would move a form's last rows to another page."""


def _tight(size: int) -> str:
    """Return lines of a form, in a font of ``size`` half points."""
    line = round(size * 10 * _LINE_OF_FORM)
    return f'{_OFF_GRID}<w:spacing w:before="0" w:after="0" w:line="{line}" w:lineRule="exact"/>'


def _heading(level: int, font: str) -> _Style:
    outline = f'<w:outlineLvl w:val="{level - 1}"/>'
    paragraph = f"<w:keepNext/>{_EXACT}{_TWO_CHARACTERS}{outline}"
    return _Style(f"Heading{level}", f"heading {level}", font, 32, paragraph)


def _form(style_id: str, name: str, size: int, side: str, indent: str = _NO_INDENT) -> _Style:
    paragraph = f'{_tight(size)}{indent}<w:jc w:val="{side}"/>'
    return _Style(style_id, name, "宋体", size, paragraph, spacing=0)


_STYLES = (
    _Style(
        "Normal",
        "Normal",
        "仿宋",
        32,
        f'{_FULL_PAGES}{_EXACT}{_TWO_CHARACTERS}<w:jc w:val="both"/>',
        spacing=_CLOSER,
    ),
    _Style(
        "Title",
        "Title",
        "方正小标宋简体",
        44,
        f'{_OFF_GRID}<w:spacing w:before="0" w:after="{LINE}" w:line="700" w:lineRule="exact"/>'
        f'{_NO_INDENT}<w:jc w:val="center"/>',
        spacing=0,
    ),
    _heading(1, "黑体"),
    _heading(2, "楷体"),
    _heading(3, "仿宋"),
    _Style("AnnexList", "附件说明", paragraph=f'{_EXACT}{_ANNEX_NUMBER}<w:jc w:val="left"/>'),
    _Style("Signature", "落款", paragraph=f'{_EXACT}{_NO_INDENT}<w:jc w:val="right"/>'),
    _Style("AnnexLabel", "附件序号", "黑体", 32, f"<w:keepNext/>{_EXACT}{_NO_INDENT}"),
    _Style(
        "AnnexTitle",
        "附件标题",
        "方正小标宋简体",
        44,
        # In the third line of the page, as the standard has it.
        f'<w:keepNext/>{_OFF_GRID}<w:spacing w:before="{LINE}" w:after="120" w:line="{LINE}" w:lineRule="exact"/>'
        f'{_NO_INDENT}<w:jc w:val="center"/><w:outlineLvl w:val="0"/>',
        spacing=0,
    ),
    _form("FormNote", "表注", 21, "left"),
    _form("FormCell", "表格居中", 19, "center"),
    _form("FormText", "表格文字", 19, "left"),
    _form("FormNumber", "表格金额", 19, "right", _OFF_THE_LINE),
    # As high as the sign that an office puts there.
    _Style(
        "Header", "header", "宋体", 21, f'{_AS_HIGH}{_NO_INDENT}<w:jc w:val="center"/>', spacing=0
    ),
    # Arabic figures in 宋体 (GB/T 9704-2012, 7.5).
    _Style("Footer", "footer", "宋体", 28, f"{_NUMBER_LINE}{_NO_INDENT}", spacing=0, latin="宋体"),
)

_BORDERS = "".join(
    f'<w:{side} w:val="single" w:sz="4" w:space="0" w:color="000000"/>'
    for side in ("top", "left", "bottom", "right", "insideH", "insideV")
)

_TABLE_STYLE = (
    '<w:style w:type="table" w:styleId="FormTable"><w:name w:val="表格"/><w:tblPr>'
    f"<w:tblBorders>{_BORDERS}</w:tblBorders>"
    '<w:tblCellMar><w:top w:w="11" w:type="dxa"/><w:left w:w="57" w:type="dxa"/><w:bottom w:w="11" w:type="dxa"/><w:right w:w="57" w:type="dxa"/></w:tblCellMar>'
    "</w:tblPr></w:style>"
)


def _styles() -> str:
    defaults = (
        "<w:docDefaults><w:rPrDefault><w:rPr>"
        '<w:rFonts w:ascii="Times New Roman" w:hAnsi="Times New Roman" w:eastAsia="仿宋" w:cs="Times New Roman"/>'
        '<w:lang w:val="en-US" w:eastAsia="zh-CN"/>'
        "</w:rPr></w:rPrDefault><w:pPrDefault/></w:docDefaults>"
    )
    styles = "".join(style.xml() for style in _STYLES)
    return f"{_XML}<w:styles {_W}>{defaults}{styles}{_TABLE_STYLE}</w:styles>"


def _fonts() -> str:
    fonts = "".join(
        f'<w:font w:name="{name}"><w:altName w:val="{other}"/><w:charset w:val="86"/><w:family w:val="{family}"/></w:font>'
        for name, other, family in _FONTS
    )
    return f"{_XML}<w:fonts {_W}>{fonts}</w:fonts>"


def _footer(side: str) -> str:
    indent = f'<w:ind w:{side}Chars="100" w:{side}="280" w:firstLineChars="0" w:firstLine="0"/>'
    field = (
        '<w:r><w:fldChar w:fldCharType="begin"/></w:r><w:r><w:instrText xml:space="preserve"> PAGE </w:instrText></w:r>'
        '<w:r><w:fldChar w:fldCharType="separate"/></w:r><w:r><w:t>1</w:t></w:r><w:r><w:fldChar w:fldCharType="end"/></w:r>'
    )
    dash = (
        '<w:r><w:rPr><w:rFonts w:hint="eastAsia"/></w:rPr><w:t xml:space="preserve">{}</w:t></w:r>'
    )
    return (
        f'{_XML}<w:ftr {_W}><w:p><w:pPr><w:pStyle w:val="Footer"/>{indent}<w:jc w:val="{side}"/></w:pPr>'
        f"{dash.format('— ')}{field}{dash.format(' —')}</w:p></w:ftr>"
    )


_HEADER = f'{_XML}<w:hdr {_W}><w:p><w:pPr><w:pStyle w:val="Header"/></w:pPr></w:p></w:hdr>'
"""Blank, for an office to put its sign in."""

_SETTINGS = (
    f'{_XML}<w:settings {_W}><w:evenAndOddHeaders/><w:characterSpacingControl w:val="compressPunctuation"/>'
    '<w:compat><w:compatSetting w:name="compatibilityMode" w:uri="http://schemas.microsoft.com/office/word" w:val="15"/></w:compat>'
    '<w:themeFontLang w:val="en-US" w:eastAsia="zh-CN"/></w:settings>'
)

_DOCUMENT = (
    f"{_XML}<w:document {_W}><w:body><w:p/><w:sectPr>"
    '<w:headerReference w:type="default" r:id="rId6"/><w:headerReference w:type="even" r:id="rId7"/>'
    '<w:footerReference w:type="default" r:id="rId4"/><w:footerReference w:type="even" r:id="rId5"/>'
    f'<w:pgSz w:w="{PAGE_WIDTH}" w:h="{PAGE_HEIGHT}"/>'
    f'<w:pgMar w:top="{TOP}" w:right="{RIGHT}" w:bottom="{BOTTOM}" w:left="{LEFT}" w:header="851" w:footer="{FOOTER}" w:gutter="0"/>'
    f'<w:docGrid w:type="lines" w:linePitch="{LINE}"/>'
    "</w:sectPr></w:body></w:document>"
)

_PARTS = (
    ("styles", "styles"),
    ("settings", "settings"),
    ("fontTable", "fontTable"),
    ("footer1", "footer"),
    ("footer2", "footer"),
    ("header1", "header"),
    ("header2", "header"),
)


def _content_types() -> str:
    overrides = "".join(
        f'<Override PartName="/word/{name}.xml" ContentType="{_WORD}.{kind}+xml"/>'
        for name, kind in (("document", "document.main"), *_PARTS)
    )
    return (
        f'{_XML}<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
        '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
        f'<Default Extension="xml" ContentType="application/xml"/>{overrides}'
        '<Override PartName="/docProps/core.xml" ContentType="application/vnd.openxmlformats-package.core-properties+xml"/>'
        "</Types>"
    )


def _relations(targets: list[tuple[str, str]]) -> str:
    items = "".join(
        f'<Relationship Id="rId{number}" Type="{kind}" Target="{target}"/>'
        for number, (kind, target) in enumerate(targets, 1)
    )
    return f'{_XML}<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">{items}</Relationships>'


_CORE = (
    f'{_XML}<cp:coreProperties xmlns:cp="http://schemas.openxmlformats.org/package/2006/metadata/core-properties" '
    'xmlns:dc="http://purl.org/dc/elements/1.1/"><dc:language>zh-CN</dc:language></cp:coreProperties>'
)


def make_base() -> bytes:
    """Return the base document; the same bytes every time."""
    parts = {
        "[Content_Types].xml": _content_types(),
        "_rels/.rels": _relations(
            [
                (f"{_OFFICE}/relationships/officeDocument", "word/document.xml"),
                (
                    "http://schemas.openxmlformats.org/package/2006/relationships/metadata/core-properties",
                    "docProps/core.xml",
                ),
            ]
        ),
        "word/document.xml": _DOCUMENT,
        "word/_rels/document.xml.rels": _relations(
            [(f"{_OFFICE}/relationships/{kind}", f"{name}.xml") for name, kind in _PARTS]
        ),
        "word/styles.xml": _styles(),
        "word/settings.xml": _SETTINGS,
        "word/fontTable.xml": _fonts(),
        "word/footer1.xml": _footer("right"),
        "word/footer2.xml": _footer("left"),
        "word/header1.xml": _HEADER,
        "word/header2.xml": _HEADER,
        "docProps/core.xml": _CORE,
    }
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as package:
        for name, text in parts.items():
            package.writestr(name, text)
    return rewritten(stream.getvalue())
