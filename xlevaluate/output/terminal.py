"""An evaluation told at the terminal: tables for a person, plain lines for pipes and files."""

from collections.abc import Iterator
from typing import IO

from xlevaluate.checks.findings import LEVELS
from xlevaluate.evaluation.evaluation import Evaluation, ReportedFinding, score_words
from xlevaluate.output.accounts_lines import AccountsSummary
from xlevaluate.output.finding_lines import (
    EXPLAINED,
    UNCHECKED,
    counts_of,
    unchecked_lines,
    year_words,
)


def show(evaluation: Evaluation, file: str, stream: IO[str]) -> None:
    """Print what was found: as tables where a person looks on, as lines otherwise."""
    if not stream.isatty():
        print(*as_lines(evaluation, file), sep="\n", file=stream)
        return

    from xlevaluate.output import terminal_tables  # noqa: PLC0415 - a pipe needs none of rich

    summary = _summary(evaluation, file)
    terminal_tables.draw_findings(evaluation, summary, _groups(evaluation), stream)


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
        for line in unchecked_lines(evaluation):
            yield f"[{line.rules}] {line.titles}：{line.reasons}"


def _summary(evaluation: Evaluation, file: str) -> Iterator[str]:
    figures = evaluation.subject.figures
    unit = figures.text("unit_name") or "（未填单位名称）"
    yield f"{file}：{unit} {year_words(figures.year)}".rstrip()
    score = score_words(evaluation.score, evaluation.grade)
    yield counts_of(evaluation) + (score and f"；{score}")
    if accounts := AccountsSummary.of(evaluation):
        yield accounts.line()


def _groups(evaluation: Evaluation) -> dict[str, list[ReportedFinding]]:
    """Group the findings as they are printed; a group without any is left out."""
    groups = {
        name: [told for told in evaluation.open_findings if told.finding.level == level]
        for level, name in LEVELS.items()
    }
    groups[EXPLAINED] = list(evaluation.explained)
    return {name: group for name, group in groups.items() if group}


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

    from xlevaluate.output import terminal_tables  # noqa: PLC0415 - a pipe needs none of rich

    terminal_tables.draw_table(title, heads, lines, stream)
