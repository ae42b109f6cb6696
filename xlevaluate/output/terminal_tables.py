"""An evaluation as tables, for a person who looks on."""

from collections.abc import Iterator
from typing import IO

from rich.box import SIMPLE_HEAD
from rich.console import Console
from rich.table import Table
from rich.text import Text

from xlevaluate.evaluation.evaluation import Evaluation, ReportedFinding
from xlevaluate.output.finding_lines import EXPLAINED, UNCHECKED, unchecked_lines


def draw_findings(
    evaluation: Evaluation,
    summary: Iterator[str],
    groups: dict[str, list[ReportedFinding]],
    stream: IO[str],
) -> None:
    """Print the lines of a summary, and a table for each group of findings."""
    console = Console(file=stream)
    for line in summary:
        console.print(Text(line, style="bold"))
    for table in _tables(evaluation, groups):
        console.print()
        console.print(table)


def draw_table(
    title: str, heads: tuple[str, ...], lines: tuple[tuple[str, ...], ...], stream: IO[str]
) -> None:
    """Print one table."""
    # Text, not markup: a unit may be called “[…]”.
    table = Table(box=SIMPLE_HEAD, title=Text(title) if title else None, title_justify="left")
    for head in heads:
        table.add_column(head, overflow="fold")
    for line in lines:
        table.add_row(*map(Text, line))
    Console(file=stream).print(table)


_STYLES = {"错误": "red", "核实": "yellow", "提示": "cyan", EXPLAINED: "green"}


def _tables(evaluation: Evaluation, groups: dict[str, list[ReportedFinding]]) -> Iterator[Table]:

    def table(title: str, style: str, *heads: str) -> Table:
        made = Table(
            title=title, title_style=f"bold {style}", title_justify="left", box=SIMPLE_HEAD
        )
        for head, width in zip(heads, (4, 5, 18), strict=False):
            made.add_column(head, min_width=width, max_width=2 * width, overflow="fold")
        made.add_column(heads[-1], overflow="fold", ratio=1)
        return made

    for name, group in groups.items():
        made = table(f"{name} {len(group)}", _STYLES[name], "序号", "规则", "位置", "问题")
        for number, told in enumerate(group, 1):
            place = f"《{told.place.sheet}》{told.place.cell}" if told.place.sheet else ""
            said = f"\n说明：{told.explanation}" if told.explanation else ""
            # Text, not markup: a user's “[…]” is printed as it stands.
            made.add_row(str(number), told.finding.rule, Text(place), Text(told.message + said))
        yield made
    if evaluation.not_checked:
        heads = ("序号", "规则", "规则的内容", "原因")
        made = table(f"{UNCHECKED} {len(evaluation.not_checked)} 项", "dim", *heads)
        for number, line in enumerate(unchecked_lines(evaluation), 1):
            made.add_row(str(number), Text(line.rules), Text(line.titles), Text(line.reasons))
        yield made
