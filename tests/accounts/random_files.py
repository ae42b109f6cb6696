"""Files of accounts in layouts drawn at random, with what must be found in them."""

from dataclasses import dataclass
from random import Random

from tests.accounts.drawing import Drawn, Style
from tests.accounts.layouts import Artist
from tests.accounts.office import Office, make_office
from tests.grids import grid_of
from xlevaluate.sources.grid import Grid, Line, Source

_PUBLISHED = ("overall", "income", "expenditure", "fiscal", "general_budget", "economic")
_OTHERS = ("funds", "state_capital")


@dataclass
class Files:
    """This year's accounts, the budget, last year's accounts; and whose they are."""

    this: Office
    last: Office
    sources: tuple[Source, ...]


def random_files(seed: int, *, damaged: bool = False) -> Files:
    """Draw every table in a style of its own, in any order, some of them twice or not at all.

    Of each table that is ``damaged`` a cell, a row or a column is lost, changed or there twice.
    """
    draw = Random(seed)
    harm = Random(seed) if damaged else None
    this, last = make_office(2023, seed, funds=draw.random() < 0.7), make_office(2022, seed)

    def artist(office: Office) -> Artist:
        return Artist(office, random_style(draw))

    ours = [getattr(artist(this), name)() for name in (*_PUBLISHED, *_OTHERS)]
    ours.append(artist(this).three_public(draw.choice(["pairs", "rows", "meetings"])))
    if draw.random() < 0.5:
        ours.append(artist(this).overall(full=True))
    if draw.random() < 0.5:
        ours += [artist(this).economic_wide(), artist(this).operation()]
    ours += artist(this).decoys()
    draw.shuffle(ours)
    budget = [
        artist(this).budget_expenditure(),
        artist(this).budget_economic(),
        artist(this).budget_three_public(),
    ]
    before = [getattr(artist(last), name)() for name in ("overall", "expenditure", "economic")]
    before.append(artist(last).three_public())
    return Files(
        this,
        last,
        (
            source_of_drawn(_harmed(ours, harm), "决算公开.docx", draw),
            source_of_drawn(_harmed(budget, harm), "预算公开.docx", draw),
            source_of_drawn(_harmed(before, harm), "上年决算.docx", draw),
        ),
    )


def random_style(draw: Random) -> Style:
    """Draw a style."""
    return Style(
        unit=draw.choice(["元", "万元"]),
        unit_in=draw.choice(["line", "line", "title", "head", "before"]),
        counted=draw.random() < 0.6,
        numbered=draw.random() < 0.5,
        merged=draw.random() < 0.75,
        codes=draw.choice(["one", "one", "three"]),
        thousands=draw.random() < 0.6,
        zero=draw.choice(["0.00", "0.00", "", "0", "—"]),
        spaced=draw.random() < 0.4,
        quotes=draw.choice(["“三公”", '"三公"', "＂三公＂", "三公"]),
        tails=draw.choice([("", ""), ("公开01表", ""), ("财决01表", "（续）"), ("表7", "")]),
        office_line=draw.choice(
            [
                "编制单位：{office}",
                "",
                "部门：219001-{office}",
                "单位名称：{office}",
                "填报单位：[906017]{office}",
                "单位：{office}",
            ]
        ),
        spacer=draw.random() < 0.2,
        gaps=draw.random() < 0.1,
        total_last=draw.random() < 0.3,
        shuffle=draw,
        title_above=draw.random() < 0.3,
        last_year=draw.random() < 0.2,
        year_in=draw.choice(["title", "title", "behind", "line"]),
        grouped=draw.random() < 0.5,
    )


def source_of_drawn(
    tables: list[Drawn], name: str, draw: Random | None = None, *, sheets: bool = False
) -> Source:
    """Return a file of tables; with ``draw`` some stand beneath others in one grid, or beside."""
    blocks: list[Grid | Line] = []
    waiting: list[Drawn] = []
    for number, table in enumerate(tables):
        together = draw is not None and not table.lines and not table.after and draw.random() < 0.2
        if together:
            waiting.append(table)
            continue
        blocks += [Line(text) for text in table.lines]
        blocks.append(grid_of(table.rows, sheet=f"表{number}" if sheets else ""))
        blocks += [Line(text) for text in table.after]
    for pair in (waiting[at : at + 2] for at in range(0, len(waiting), 2)):
        beside = draw is not None and draw.random() < 0.5
        rows = _beside(*pair) if beside and len(pair) == 2 else _beneath(pair)
        blocks += [Line("附表"), grid_of(rows)]
    return Source(name, tuple(blocks))


def _beneath(tables: list[Drawn]) -> list[list[str]]:
    rows: list[list[str]] = []
    for table in tables:
        rows += [*table.rows, [""], [""]]
    return rows


def _beside(left: Drawn, right: Drawn) -> list[list[str]]:
    width = max(map(len, left.rows))
    height = max(len(left.rows), len(right.rows))
    empty = [""] * width
    return [
        [
            *(left.rows[row] if row < len(left.rows) else empty),
            "",
            *(right.rows[row] if row < len(right.rows) else []),
        ]
        for row in range(height)
    ]


def _harmed(tables: list[Drawn], draw: Random | None) -> list[Drawn]:
    for table in tables if draw is not None else ():
        rows = [list(row) for row in table.rows]
        at = draw.randrange(len(rows)) if draw else 0
        own = [c for c, text in enumerate(rows[at]) if text and text not in {"<", "^"}]
        if own and draw is not None:
            _harm(rows, at, draw.choice(own), draw)
        table.rows = rows or [[""]]
    return tables


def _harm(rows: list[list[str]], at: int, column: int, draw: Random) -> None:
    text = rows[at][column]
    is_figure = not text.strip("0123456789,.")
    match draw.choice(["blank", "other", "row", "column", "twice"]):
        case "blank":
            rows[at][column] = ""
        case "other":
            rows[at][column] = draw.choice(["约5", "", "—", "（略）"]) if is_figure else f"某{text}"
        case "row":
            del rows[at]
        case "column":
            for row in rows:
                if column < len(row) and row[column] not in {"<", "^"}:
                    row[column] = ""
        case "twice":
            rows.insert(at, list(rows[at]))
