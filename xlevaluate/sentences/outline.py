"""The outline filled in: numbered headings and paragraphs, and what had to be left out."""

from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Literal

from xlevaluate.errors import CannotDoError
from xlevaluate.form.form import Figures
from xlevaluate.form.labels import places_of
from xlevaluate.form.problems import Place
from xlevaluate.scoring import Profile
from xlevaluate.sentences.context import context_of
from xlevaluate.sentences.numbering import Numbering
from xlevaluate.sentences.rendering import Renderer, in_preview
from xlevaluate.sentences.title import Title, ending_of
from xlevaluate.sentences.values import BlankFieldError, SentenceError
from xlevaluate.submission import OutlineRow

Level = Literal[0, 1, 2, 3]

_HEADINGS: tuple[Level, ...] = (1, 2, 3)


@dataclass(frozen=True)
class Paragraph:
    """A heading of level 1 to 3, with its ordinal, or (level 0) a paragraph of the body."""

    level: Level
    text: str


@dataclass(frozen=True)
class Gap:
    """A sentence left out because a field is blank."""

    heading: str
    lacking: str


@dataclass(frozen=True)
class Narrative:
    """The report's text."""

    title: Title
    paragraphs: tuple[Paragraph, ...]
    gaps: tuple[Gap, ...]


@dataclass(frozen=True)
class Written:
    """What became of a row of the outline: paragraphs, or why it is left out or wrong.

    ``heading`` is the one it stands under (of a heading that is left out, its own words).
    """

    paragraphs: tuple[Paragraph, ...] = ()
    heading: str = ""
    lacking: str = ""
    wrong: str = ""

    def preview(self) -> str:
        """Return the row as it will be printed, or why it will not be."""
        return in_preview(
            (paragraph.text for paragraph in self.paragraphs), self.lacking, self.wrong
        )


def fill_in(
    renderer: Renderer, outline: Iterable[OutlineRow], levels: tuple[str, ...]
) -> Iterator[Written]:
    """Yield what becomes of each row; headings are numbered as they come.

    ``levels`` are what the form calls the levels, headings from the first.
    """
    numbering, heading = Numbering(), ""
    by_name = dict(zip(levels[:-1], _HEADINGS, strict=False))
    for row in outline:
        level = by_name.get(row.level, 0)
        try:
            lines = renderer.render(row.text)
            if level and lines:
                heading = f"{_ordinal(numbering, level)}{''.join(lines)}"
                lines = (heading,)
        except BlankFieldError as blank:
            yield Written(heading=row.text if level else heading, lacking=str(blank))
        except SentenceError as error:
            yield Written(heading=heading, wrong=str(error))
        else:
            yield Written(tuple(Paragraph(level, line) for line in lines), heading)


def _ordinal(numbering: Numbering, level: Level) -> str:
    try:
        return numbering.next(level)
    except ValueError as error:
        raise SentenceError("所在的这一级标题太多，序号写不下去") from error


def written_rows(
    figures: Figures,
    profile: Profile,
    outline: Iterable[OutlineRow],
    unread: Collection[str] = (),
) -> tuple[Written, ...]:
    """Return what becomes of each row of an outline with these figures (see ``context_of``)."""
    renderer = Renderer(context_of(figures, profile.grade_of, unread), figures.form)
    return tuple(fill_in(renderer, outline, figures.form.outline_levels))


def write_narrative(
    figures: Figures,
    profile: Profile,
    outline: tuple[OutlineRow, ...],
    places: Mapping[str, Place],
    title: str,
) -> Narrative:
    """Fill in the outline, and the ``title`` of the report.

    ``places`` say where the outline's rows stand (``outline.3.text``). Raises ``CannotDoError``
    where a field of the title is blank, or rows are no proper sentences: the message names the
    cell of each, and the nearest field for a name that there is not. So does an empty outline.
    """
    if not outline:
        sheet = next((i.sheet for i in figures.form.listings.values() if i.is_outline), "")
        raise CannotDoError(f"《{sheet}》里没有标题和句子，写不出报告。请先补上再生成报告。")
    rows = written_rows(figures, profile, outline)
    wrong = [
        f"{_where(places.get(f'outline.{index}.text'), index)}的句子{row.wrong}。"
        for index, row in enumerate(rows)
        if row.wrong
    ]
    if wrong:
        raise CannotDoError("\n".join([*wrong, "请改正后再生成报告。"]))
    return Narrative(
        _title(figures, title),
        tuple(paragraph for row in rows for paragraph in row.paragraphs),
        tuple(Gap(row.heading, row.lacking) for row in rows if row.lacking),
    )


def _where(place: Place | None, index: int) -> str:
    return f"《{place.sheet}》{place.cell}" if place else f"报告提纲第{index + 1}行"


def _title(figures: Figures, pattern: str) -> Title:
    for name in places_of(pattern):
        if figures.value(name) is None:
            field = figures.form.fields[name]
            raise CannotDoError(
                f"《{field.sheet}》的“{field.label}”没有填写，报告没有标题。请填写后再生成报告。"
            )
    return Title(figures.form.labels.fill(pattern, figures.value), ending_of(pattern))
