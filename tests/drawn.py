"""Charts as they stand in a file: what they refer to, and what they keep of it."""

import io
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass
from xml.etree.ElementTree import Element

import openpyxl
from defusedxml.ElementTree import fromstring
from openpyxl.utils.cell import range_boundaries

C = "{http://schemas.openxmlformats.org/drawingml/2006/chart}"
A = "{http://schemas.openxmlformats.org/drawingml/2006/main}"


@dataclass(frozen=True)
class Kept:
    """A reference, and the values kept beside it: ``None`` where no point is kept."""

    reference: str
    values: tuple[str | float | None, ...]


@dataclass(frozen=True)
class Drawn:
    """A chart: its title, and for each series name, categories and values."""

    xml: Element
    title: Kept | str
    series: tuple[tuple[Kept, Kept, Kept], ...]

    @property
    def kept(self) -> Iterator[Kept]:
        """Every reference of the chart."""
        if isinstance(self.title, Kept):
            yield self.title
        for of in self.series:
            yield from of

    @property
    def table(self) -> dict[str, tuple[float | None, ...]]:
        """The figures that are drawn, by category (its first line)."""
        categories = [str(name).split("\n")[0] for name in self.series[0][1].values]
        columns = [[_number(value) for value in of[2].values] for of in self.series]
        return dict(zip(categories, zip(*columns, strict=True), strict=True))


def _number(value: str | float | None) -> float | None:
    assert not isinstance(value, str)
    return value


def charts_in(package: bytes) -> list[Drawn]:
    """Return the charts of a workbook or a document in their order."""
    with zipfile.ZipFile(io.BytesIO(package)) as parts:
        names = sorted(name for name in parts.namelist() if "/charts/chart" in name)
        return [_drawn(fromstring(parts.read(name))) for name in names if name.endswith(".xml")]


def _drawn(xml: Element) -> Drawn:
    title = xml.find(f"{C}chart/{C}title/{C}tx")
    assert title is not None
    words = "".join(text.text or "" for text in title.iter(f"{A}t"))
    series = tuple(
        (_kept(of.find(f"{C}tx")), _kept(of.find(f"{C}cat")), _kept(of.find(f"{C}val")))
        for of in xml.iter(f"{C}ser")
    )
    return Drawn(xml, words or _kept(title), series)


def _kept(holder: Element | None) -> Kept:
    assert holder is not None
    (given,) = holder
    cache = given[1]
    count = cache.find(f"{C}ptCount")
    assert count is not None
    values: list[str | float | None] = [None] * int(str(count.get("val")))
    for point in cache.iter(f"{C}pt"):
        text = point.findtext(f"{C}v") or ""
        values[int(str(point.get("idx")))] = float(text) if given.tag == f"{C}numRef" else text
    return Kept(given.findtext(f"{C}f") or "", tuple(values))


def cells_at(book: openpyxl.Workbook, reference: str) -> tuple[object, ...]:
    """Return what the cells of a reference show."""
    sheet, area = reference.rsplit("!", 1)
    left, top, right, bottom = range_boundaries(area.replace("$", ""))
    rows = book[sheet.strip("'")].iter_rows(top, bottom, left, right, values_only=True)
    return tuple(value for row in rows for value in row)
