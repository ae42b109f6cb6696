"""The order in which a workbook was calculated last, without cells that are no formulas any more.

Excel offers to repair a file whose chain names such a cell. What the chain does not name it finds
by itself.
"""

from collections.abc import Collection, Mapping

from lxml import etree

from xlevaluate.workbook.sheet_part import parse
from xlevaluate.xlsx.saved_book import SavedBook


def chain_without(book: SavedBook, gone: Mapping[str, Collection[str]]) -> dict[str, bytes]:
    """Return the part of the chain as it has to be, where it has to change.

    ``gone`` are the addresses of cells that are no formulas any more, by their sheet.
    """
    part = book.chain_part
    if part is None or not any(gone.values()):
        return {}
    ids = {book.sheet_ids[sheet]: set(cells) for sheet, cells in gone.items()}
    chain = parse(book.package.whole(part))
    sheet = ""
    for item in list(chain.iterchildren("{*}c")):
        sheet = item.get("i", sheet)  # said where it changes only
        if item.get("r") in ids.get(sheet, ()):
            chain.remove(item)
        else:
            item.set("i", sheet)
    content = etree.tostring(chain, xml_declaration=True, encoding="UTF-8", standalone=True)
    return {book.package.member(part): bytes(content)}
