"""A bureau's two years, command after command, as it would type them.

``python -m tests.rollup.whole_year FOLDER`` makes the county of 60 departments, 240 units and 900
projects, and runs everything on it: intake, summary, page, store, history, sample, mark sheets,
letters, circular, report.
"""

import argparse
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

import docx

from tests.review.filling import filled
from tests.rollup.county import County
from xlevaluate.cli import main as xlevaluate
from xlevaluate.review.mark_names import mark_name

YEARS = (2023, 2024)
JUDGED = ("fluent_judged", "accurate_judged", "deep_judged", "feasible_judged")
ANSWER = ("已更正，重新报送", "2025-04-20", "（略）")


class Step(NamedTuple):
    """A command with its arguments, how it ended, and how many seconds it took."""

    asked: tuple[str, ...]
    code: int
    seconds: float


def steps(folder: Path) -> Iterator[tuple[str, ...]]:
    """Yield the commands, to be run in the folder of the county."""
    for year in YEARS:
        files, kept = str(folder / str(year)), str(folder / f"{year}-已读记录")
        given = (files, "--roster", str(folder / "名单.csv"), "--kept", kept)

        def target(name: str, year: int = year) -> str:
            return str(folder / f"{year}-{name}")

        yield (
            *("rollup", *given, "-o", target("汇总.xlsx"), "--html", target("汇总.html")),
            *("--tables", target("各表"), "--store", str(folder / "历年.db")),
        )
        sample = target("抽查名单.xlsx")
        yield (
            *("sample", *given, "-o", sample, "--seed", "18", "--all-above", "500"),
            *("--per-grade", "优=3,良=20%,中=全部,差=全部"),
        )
        yield ("review", *given, "-o", target("复核"), "--only", sample)
        _mark(folder / f"{year}-复核")
        yield ("review", "--read", target("复核"), "-o", target("复核汇总.xlsx"))
        dates = ("--due", f"{year + 1}-04-30", "--date", f"{year + 1}-04-01")
        for kind in ("feedback", "notice"):
            yield ("letters", *given, "--kind", kind, "-o", target(kind), *dates)
        _reply(folder / f"{year}-notice")
        yield ("letters", *given, "--read", target("notice"), "-o", target("整改情况.xlsx"))
        for kind in ("circular", "summary"):
            yield ("letters", *given, "--kind", kind, "-o", target(f"{kind}.docx"))
    yield ("history", "--store", str(folder / "历年.db"))


def _mark(sheets: Path) -> None:
    """Fill every mark sheet in, as whoever judges does."""
    for number, path in enumerate(sorted(sheets.glob("*.xlsx"))):
        given = {mark_name("quality", key): 3 + number % 3 for key in JUDGED}
        path.write_bytes(filled(path.read_bytes(), given))


def _reply(letters: Path) -> None:
    """Answer each problem of every unit."""
    for path in sorted(letters.rglob("*.docx")):
        document = docx.Document(str(path))
        for row in document.tables[0].rows[1:]:
            for cell, text in zip(row.cells[-3:], ANSWER, strict=True):
                cell.text = text
        document.save(str(path))


def two_years(folder: Path) -> Iterator[Step]:
    """Run the commands on the county that lies in a folder."""
    for asked in steps(folder):
        begun = time.perf_counter()
        code = xlevaluate(list(asked))
        yield Step(asked, code, time.perf_counter() - begun)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", type=Path)
    folder: Path = parser.parse_args().folder
    if not folder.exists():
        for year in YEARS:
            County().write(folder / str(year), year)
    for step in two_years(folder):
        words = " ".join(word for word in step.asked if not word.startswith("/"))
        sys.stdout.write(f"{step.seconds:7.1f} s, exit code {step.code}: {words}\n")


if __name__ == "__main__":
    main()
