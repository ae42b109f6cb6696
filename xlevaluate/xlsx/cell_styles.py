"""Which number format the cells of a style have (``xl/styles.xml``)."""

from xlevaluate.xlsx.number_formats import BUILT_IN, NumberFormat, number_format
from xlevaluate.xlsx.xml_events import Attributes, Events
from xlevaluate.xlsx.zip_parts import Package

MOST_STYLES = 100_000


class _Styles(Events):
    root = "styleSheet"

    def __init__(self, package: Package) -> None:
        super().__init__(package)
        self.codes: dict[int, str] = {}
        self.ids: list[int] = []
        self._of_cells = self._of_numbers = False
        # The same elements stand elsewhere too, in named styles and conditional formats.
        self.on("numFmts", self._begin_numbers, self._end_numbers)
        self.on("cellXfs", self._begin_cells, self._end_cells)
        self.on("numFmt", self._number)
        self.on("xf", self._style)

    def _begin_numbers(self, _: Attributes) -> None:
        self._of_numbers = True

    def _end_numbers(self) -> None:
        self._of_numbers = False

    def _begin_cells(self, _: Attributes) -> None:
        self._of_cells = True

    def _end_cells(self) -> None:
        self._of_cells = False

    def _number(self, attributes: Attributes) -> None:
        if self._of_numbers:
            self.codes[int(attributes["numFmtId"])] = attributes["formatCode"]

    def _style(self, attributes: Attributes) -> None:
        if self._of_cells:
            self.ids.append(int(attributes.get("numFmtId", "0")))
        if len(self.ids) + len(self.codes) > MOST_STYLES:
            raise self._package.too_large("单元格格式", MOST_STYLES, "种")


def read_formats(package: Package, part: str) -> list[NumberFormat]:
    """Return the number format of each style, by its number; an unknown one is General."""
    styles = _Styles(package)
    styles.read(part)
    codes = BUILT_IN | styles.codes
    return [number_format(codes.get(id_, "General")) for id_ in styles.ids]
