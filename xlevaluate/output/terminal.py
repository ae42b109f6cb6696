"""An evaluation told at the terminal: tables for a person, plain lines for pipes and files."""

from collections.abc import Iterator
from typing import IO

from rich.box import SIMPLE_HEAD
from rich.console import Console
from rich.table import Table
from rich.text import Text

from xlevaluate.checks.findings import LEVELS
from xlevaluate.evaluation.evaluation import Evaluation, ReportedFinding, score_words
from xlevaluate.output.finding_lines import EXPLAINED, UNCHECKED, counts_of


def show(evaluation: Evaluation, file: str, stream: IO[str]) -> None:
    """Print what was found: as tables where a person looks on, as lines otherwise."""
    if not stream.isatty():
        print(*as_lines(evaluation, file), sep="\n", file=stream)
        return

    console = Console(file=stream)
    for line in _summary(evaluation, file):
        console.print(Text(line, style="bold"))
    for table in _tables(evaluation):
        console.print()
        console.print(table)


def as_lines(evaluation: Evaluation, file: str) -> Iterator[str]:
    """Yield the lines that ``check`` prints into a pipe or a file."""
    yield from _summary(evaluation, file)
    for name, group in _groups(evaluation).items():
        yield ""
        yield f"【{name}】"
        for number, told in enumerate(group, 1):
            yield f"{number}. [{told.finding.rule}] {told.message}"
            if told.explanation:
                yield f"   说明：{told.explanation}"
    if evaluation.not_checked:
        yield ""
        yield f"【{UNCHECKED}】"
        for rule, reasons in evaluation.not_checked.items():
            yield f"[{rule}] {evaluation.rules[rule].title}：{'；'.join(reasons)}"


def _summary(evaluation: Evaluation, file: str) -> Iterator[str]:
    figures = evaluation.subject.figures
    year = "" if figures.year is None else f"{figures.year}年度"
    yield f"{file}：{figures.text('unit_name') or '（未填单位名称）'} {year}".rstrip()
    score = score_words(evaluation.score, evaluation.grade)
    yield counts_of(evaluation) + (score and f"；{score}")


def _groups(evaluation: Evaluation) -> dict[str, list[ReportedFinding]]:
    """Group the findings as they are printed; a group without any is left out."""
    groups = {
        name: [told for told in evaluation.open_findings if told.finding.level == level]
        for level, name in LEVELS.items()
    }
    groups[EXPLAINED] = list(evaluation.explained)
    return {name: group for name, group in groups.items() if group}


_STYLES = {"错误": "red", "核实": "yellow", "提示": "cyan", EXPLAINED: "green"}


def _tables(evaluation: Evaluation) -> Iterator[Table]:

    def table(title: str, style: str, *heads: str) -> Table:
        made = Table(
            title=title, title_style=f"bold {style}", title_justify="left", box=SIMPLE_HEAD
        )
        for head, width in zip(heads, (4, 5, 18), strict=False):
            made.add_column(head, min_width=width, max_width=2 * width, overflow="fold")
        made.add_column(heads[-1], overflow="fold", ratio=1)
        return made

    for name, group in _groups(evaluation).items():
        made = table(f"{name} {len(group)}", _STYLES[name], "序号", "规则", "位置", "问题")
        for number, told in enumerate(group, 1):
            place = f"《{told.place.sheet}》{told.place.cell}" if told.place.sheet else ""
            said = f"\n说明：{told.explanation}" if told.explanation else ""
            # Text, not markup: a user's “[…]” is printed as it stands.
            made.add_row(str(number), told.finding.rule, Text(place), Text(told.message + said))
        yield made
    if evaluation.not_checked:
        made = table(
            f"{UNCHECKED} {len(evaluation.not_checked)} 项", "dim", "序号", "规则", "内容", "原因"
        )
        for number, (rule, reasons) in enumerate(evaluation.not_checked.items(), 1):
            title = evaluation.rules[rule].title
            made.add_row(str(number), rule, Text(title), Text("；".join(reasons)))
        yield made


def show_table(
    title: str, heads: tuple[str, ...], lines: tuple[tuple[str, ...], ...], stream: IO[str]
) -> None:
    """Print a table; into a pipe, one line each with tabs between its cells."""
    if not stream.isatty():
        rows = ([title],) if title else ()
        flat = (*rows, heads, *lines)
        print(
            *("\t".join(cell.replace("\n", " ") for cell in line) for line in flat),
            sep="\n",
            file=stream,
        )
        return

    table = Table(box=SIMPLE_HEAD, title=title or None, title_justify="left")
    for head in heads:
        table.add_column(head, overflow="fold")
    for line in lines:
        table.add_row(*map(Text, line))
    Console(file=stream).print(table)
