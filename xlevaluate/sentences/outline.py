"""The outline filled in: numbered headings and paragraphs, and what had to be left out."""

from collections.abc import Collection, Iterable, Iterator, Mapping
from typing import Literal

from msgspec import Struct

from xlevaluate.errors import CannotDoError
from xlevaluate.form.figures import Figures
from xlevaluate.form.labels import places_of
from xlevaluate.form.problems import Place
from xlevaluate.scoring.profile import Profile
from xlevaluate.sentences.context import context_of
from xlevaluate.sentences.numbering import Numbering
from xlevaluate.sentences.rendering import Renderer, in_preview
from xlevaluate.sentences.title import Title, ending_of
from xlevaluate.sentences.values import BlankFieldError, SentenceError
from xlevaluate.submission import OutlineRow

HeadingLevel = Literal[0, 1, 2, 3]

_HEADINGS: tuple[HeadingLevel, ...] = (1, 2, 3)


class Paragraph(Struct, frozen=True):
    """A heading of level 1 to 3, with its ordinal, or (level 0) a paragraph of the body."""

    level: HeadingLevel
    text: str


class Gap(Struct, frozen=True):
    """A sentence left out because a field is blank."""

    heading: str
    lacking: str


class Narrative(Struct, frozen=True):
    """The report's text."""

    title: Title
    paragraphs: tuple[Paragraph, ...]
    gaps: tuple[Gap, ...]


class Written(Struct, frozen=True):
    """What became of a row of the outline: paragraphs, or why it is left out or wrong.

    ``heading`` is the one it stands under (of a heading that is left out, its own words).
    """

    paragraphs: tuple[Paragraph, ...] = ()
    heading: str = ""
    lacking: str = ""
    wrong: str = ""
    words: str = ""
    """What is written under a heading because there is nothing else."""
    is_covered: bool = False
    """What it lacks is said by the words under its heading."""

    @property
    def all_paragraphs(self) -> tuple[Paragraph, ...]:
        """What is printed."""
        return (*self.paragraphs, *([Paragraph(0, self.words)] if self.words else []))

    def preview(self) -> str:
        """Return the row as it will be printed, or why it will not be."""
        return in_preview(
            (paragraph.text for paragraph in self.paragraphs), self.lacking, self.wrong
        )


class Empty(Struct, frozen=True):
    """What becomes of a chapter without content: ``words`` stand in it; ``""`` leaves it out.

    Where a field is blank that has to be filled in, that is said instead: ``needed`` are the
    labels of such fields.
    """

    words: str
    needed: frozenset[str] = frozenset()


class _Row(Struct):
    """A row of the outline while the report is being written."""

    level: HeadingLevel
    text: str
    lines: tuple[str, ...] = ()
    lacking: str = ""
    wrong: str = ""
    words: str = ""
    is_covered: bool = False


def fill_in(
    renderer: Renderer,
    outline: Iterable[OutlineRow],
    levels: tuple[str, ...],
    empty: Empty | None = None,
) -> Iterator[Written]:
    """Yield what becomes of each row; headings are numbered as they come.

    ``levels`` are what the form calls the levels, headings from the first. Without ``empty``
    nothing is done about chapters that have no content.
    """
    by_name = dict(zip(levels[:-1], _HEADINGS, strict=False))
    rows = [_rendered(renderer, by_name.get(row.level, 0), row.text) for row in outline]
    if empty is not None:
        _fill_empty(rows, empty)
    numbering, heading = Numbering(), ""
    for row in rows:
        level, lines = row.level, row.lines
        try:
            if level and lines:
                heading = f"{_ordinal(numbering, level)}{''.join(lines)}"
                lines = (heading,)
        except SentenceError as error:
            yield Written(heading=heading, wrong=str(error))
            continue
        of = row.text if level and row.lacking else heading
        paragraphs = tuple(Paragraph(level, line) for line in lines)
        yield Written(paragraphs, of, row.lacking, row.wrong, row.words, row.is_covered)


def _rendered(renderer: Renderer, level: HeadingLevel, text: str) -> _Row:
    try:
        return _Row(level, text, tuple(renderer.render(text)))
    except BlankFieldError as blank:
        return _Row(level, text, lacking=str(blank))
    except SentenceError as error:
        return _Row(level, text, wrong=str(error))


def _fill_empty(rows: list[_Row], empty: Empty) -> None:
    """Put words under the headings that have nothing under them, or take those out."""
    for index, row in reversed(list(enumerate(rows))):
        if not row.level or not row.lines:
            continue
        below: list[_Row] = []
        for other in rows[index + 1 :]:
            if other.level and other.level <= row.level:
                break
            below.append(other)
        if any(other.lines or other.wrong for other in below):
            continue
        lacking = [other.lacking for other in below if other.lacking]
        needed = [label for label in lacking if label in empty.needed]
        if needed:
            row.words = f"（{'、'.join(dict.fromkeys(needed))}没有填写）"
        elif empty.words:
            row.words = empty.words
        else:
            row.lines = ()
        for other in below:
            other.is_covered = not needed


def _ordinal(numbering: Numbering, level: HeadingLevel) -> str:
    try:
        return numbering.next(level)
    except ValueError as error:
        raise SentenceError("所在的这一级标题太多，序号写不下去") from error


def written_rows(
    figures: Figures,
    profile: Profile,
    outline: Iterable[OutlineRow],
    unread: Collection[str] = (),
    empty: str | None = None,
) -> tuple[Written, ...]:
    """Return what becomes of each row of an outline with these figures (see ``context_of``).

    ``empty`` is what stands in a chapter without content (see ``Empty``).
    """
    form = figures.form
    renderer = Renderer(context_of(figures, profile.grade_of, unread), form)
    needed = frozenset(form.fields[name].label for name in form.needed)
    done = None if empty is None else Empty(empty, needed)
    return tuple(fill_in(renderer, outline, form.outline_levels, done))


def write_narrative(
    figures: Figures,
    profile: Profile,
    outline: tuple[OutlineRow, ...],
    places: Mapping[str, Place],
    title: str,
    empty: str | None = None,
) -> Narrative:
    """Fill in the outline, and the ``title`` of the report.

    ``places`` say where the outline's rows stand (``outline.3.text``). Raises ``CannotDoError``
    where a field of the title is blank, or rows are no proper sentences: the message names the
    cell of each, and the nearest field for a name that there is not. So does an empty outline.
    """
    if not outline:
        sheet = next((i.sheet for i in figures.form.listings.values() if i.is_outline), "")
        raise CannotDoError(f"《{sheet}》里没有标题和句子，写不出报告。请先补上再生成报告。")
    rows = written_rows(figures, profile, outline, empty=empty)
    wrong = [
        f"{_where(places.get(f'outline.{index}.text'), index)}的句子{row.wrong}。"
        for index, row in enumerate(rows)
        if row.wrong
    ]
    if wrong:
        raise CannotDoError("\n".join([*wrong, "请改正后再生成报告。"]))
    return Narrative(
        _title(figures, title),
        tuple(paragraph for row in rows for paragraph in row.all_paragraphs),
        tuple(Gap(row.heading, row.lacking) for row in rows if row.lacking and not row.is_covered),
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
