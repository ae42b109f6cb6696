"""What is written as usual is read without a parser's events, and nothing is read otherwise."""

from pathlib import Path
from random import Random

import pytest

from tests.workbook.parts import parts_of, styles_of, zipped_parts
from xlevaluate.errors import CannotDoError
from xlevaluate.workbook.read import book_of, saved_book
from xlevaluate.xlsx import xml_events
from xlevaluate.xlsx.saved_book import SavedBook
from xlevaluate.xlsx.usual_xml import UnusualError, cells_in, cut, strings_in

ROOT = Path(__file__).parents[2]
STRINGS = (
    "<si><t>甲</t></si>"
    '<si><t xml:space="preserve"> 乙 &amp;_x000A_</t>'
    '<phoneticPr fontId="1" type="noConversion"/></si>'
    "<si><t>  丙\n&#10;</t></si>"
)
ROWS = (
    '<row r="1" spans="1:6" ht="39.75" customHeight="1">'
    '<c r="A1" s="1" t="s"><v>0</v></c><c r="B1"/><c r="C1" t="b"><v>1</v></c></row>'
    '<row r="2"/><row r="4" ht="24" customHeight="1" spans="1:6">'
    '<c r="A4" t="str"><f>"a"&amp;B1</f><v>&lt;a&gt;</v></c><c r="B4" s="1"><v>1.5E+1</v></c>'
    '<c r="C4" t="s"><f aca="false">1</f><v>2</v></c><c r="AA4"><f t="shared" si="0"/></c>'
    '<c r="AB4" t="e"><v>#N/A</v></c></row>'
)
MERGES = '<mergeCells count="1"><mergeCell ref="A1:B1"/></mergeCells>'
ODD = (
    *("<!-- x -->", "<![CDATA[1]]>", "<?x y?>", "&#65;", "&x;", "&", "<", ">", "]]>", '"', "\r"),
    *("\x0b", "\uffff", "</row>", "<row>", '<row r="9">', '<c r="A1"><v>7</v></c>', "<v>1</v>"),
    *("<sheetData>", "</sheetData>", "</sst>", "<si><r><t>1</t></r></si>", "</c>", ' r="5"'),
    *(' xmlns="x"', ' t="inlineStr"', '<f t="array" ref="A1:C9">1</f>', " ", "0", "A", "_x0041_"),
    *("<is><t>1</t></is>", "<x:a/>", ' x14ac:dyDescent="0.2"', "<t>1</t>", "<rPh><t>1</t></rPh>"),
)
"""Pieces that change what a part means, or make it none."""

Read = tuple[object, ...]


def parts() -> dict[str, str | bytes]:
    return {**parts_of(ROWS, after=MERGES, strings=STRINGS, styles=styles_of(0, "0.00%"))}


def seen(content: bytes) -> Read:
    """Return all that is read of a workbook, with the types of its values; or what is said."""
    try:
        book = book_of(content, "簿")
        cells = {
            (name, *place): (type(cell.value), cell)
            for name in book.sheets
            for place, cell in book.sheets[name].items()
        }
        return cells, {name: book.merges[name] for name in book.merges}
    except CannotDoError as error:
        return (str(error),)


def both(content: bytes) -> tuple[Read, Read]:
    """Read a workbook as it is read, and by the parser's events alone."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(xml_events, "LARGEST", 0)
        parsed = seen(content)
    return seen(content), parsed


def is_usual(book: SavedBook) -> bool:
    """Tell whether all parts of a workbook are read at once."""
    try:
        for sheet in book.sheets:
            part = book.part_of(sheet)
            assert part is not None
            list(cells_in(cut(book.package.whole(part), "sheetData")[0]))
        list(strings_in(cut(book.package.whole("xl/sharedStrings.xml"), "sst")[0]))
    except UnusualError:
        return False
    return True


def test_the_usual_is_read_as_the_parser_reads_it() -> None:
    content = zipped_parts(parts())
    usual, parsed = both(content)
    assert usual == parsed
    assert is_usual(book_of(content, "簿"))
    assert len(usual) == 2, "read"


@pytest.mark.parametrize("seed", range(4))
def test_whatever_is_changed_both_read_the_same(seed: int) -> None:
    """Hundreds of small changes: taken out, repeated, exchanged, or put in between."""
    random, given = Random(seed), parts()
    changed = ("xl/worksheets/sheet1.xml", "xl/sharedStrings.xml")
    kept = 0
    for _ in range(250):
        name = random.choice(changed)
        text = str(given[name])
        for _ in range(random.choice((1, 1, 2))):
            first, last = sorted(random.choices(range(len(text)), k=2))
            last = min(last, first + random.choice((0, 0, 1, 8, 60)))
            middle = random.choice(("", text[first:last] * 2, random.choice(ODD)))
            text = text[:first] + middle + text[last:]
        content = zipped_parts({**given, name: text})
        usual, parsed = both(content)
        assert usual == parsed, text
        kept += len(usual) == 2
    assert kept > 20, "some are still workbooks"


@pytest.mark.parametrize("odd", ODD)
@pytest.mark.parametrize("name", ["xl/worksheets/sheet1.xml", "xl/sharedStrings.xml"])
def test_what_is_odd_means_the_same_wherever_it_stands(odd: str, name: str) -> None:
    """Before and after tags."""
    given, random = parts(), Random(odd)
    text = str(given[name])
    places = [at for at, sign in enumerate(text) if sign in "<>"]
    for place in random.sample(places, 12):
        usual, parsed = both(zipped_parts({**given, name: text[:place] + odd + text[place:]}))
        assert usual == parsed, text[:place] + odd


@pytest.mark.parametrize(
    "name", ["workbook_templates/hunan_department/空白工作簿.xlsx", "tests/files/v0_1/seed.xlsx"]
)
def test_workbooks_of_programs_are_usual(name: str) -> None:
    book = saved_book(ROOT / name)
    assert is_usual(book)
    assert len(book.sheets) > 13
