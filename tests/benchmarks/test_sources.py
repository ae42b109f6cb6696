"""How long files made elsewhere take to read: a megabyte in under two seconds."""

from random import Random

import pytest
from pytest_benchmark.fixture import BenchmarkFixture

from tests.sources.made import read, word, xlsx
from xlevaluate.files.zip_packages import rewritten

GROUP = "a megabyte made elsewhere"


def size(benchmark: BenchmarkFixture, count: int) -> int:
    """Return how many there are in a megabyte; a few where nothing is measured."""
    return 20 if benchmark.disabled else count


def figures(count: int) -> list[str]:
    random = Random(1)
    return [f"{random.randint(1, 10**9) / 100:.2f}" for _ in range(count)]


@pytest.mark.benchmark(group=GROUP)
def test_a_megabyte_of_a_workbook(benchmark: BenchmarkFixture) -> None:
    count = size(benchmark, 14_000)
    numbers = list(map(float, figures(9 * count)))
    rows = [[f"第{n}行", *numbers[9 * n : 9 * n + 9]] for n in range(count)]
    source = benchmark(read, xlsx(rows))
    assert len(source.grids()[0].rows) == count


@pytest.mark.benchmark(group=GROUP)
def test_a_megabyte_of_a_document(benchmark: BenchmarkFixture) -> None:
    count = size(benchmark, 600)
    numbers = iter(figures(225 * count))
    tables = ""
    for _ in range(count):
        cells = ("".join(_cell(next(numbers)) for _ in range(9)) for _ in range(25))
        rows = "".join(f"<w:tr>{row}</w:tr>" for row in cells)
        tables += f"<w:tbl>{rows}</w:tbl><w:p/>"
    content = rewritten(
        word("题"),
        lambda name, part: (
            part.replace(b"<w:p>", tables.encode() + b"<w:p>", 1)
            if name == "word/document.xml"
            else part
        ),
    )
    source = benchmark(read, content)
    assert len(source.grids()) == count


def _cell(text: str) -> str:
    return f"<w:tc><w:p><w:r><w:t>{text}</w:t></w:r></w:p></w:tc>"
