"""反馈意见 and 整改通知: what is written to one unit, as a Word document and a page of findings."""

from pathlib import Path

from msgspec import Struct

from xlevaluate.letters.addressees import Addressee, UnitFindings
from xlevaluate.letters.letter_outline import LetterOutline, Sayable, WrittenLetter
from xlevaluate.letters.letter_problems import UnitProblem, problems_of
from xlevaluate.letters.letterhead import LEFT_BLANK, Letterhead
from xlevaluate.letters.reply_form import reply_form
from xlevaluate.letters.unit_values import (
    DUE_SAMPLES,
    PROJECT_SAMPLES,
    UNIT_SAMPLES,
    due_values,
    project_values,
    unit_values,
)
from xlevaluate.report.annex import Annex
from xlevaluate.report.content import ReportContent
from xlevaluate.report.document import as_document
from xlevaluate.rollup.statuses import StatusKey

SAYABLE = Sayable(UNIT_SAMPLES, {"project": PROJECT_SAMPLES, "due": DUE_SAMPLES})


class Correspondence(Struct, frozen=True):
    """What the letters of a run have in common: outline, letterhead, year and Word base.

    Problems that are ``settled`` are told of in none.
    """

    outline: LetterOutline
    letterhead: Letterhead
    year: int | None
    base: Path
    settled: frozenset[StatusKey] = frozenset()


def problems_in(unit: UnitFindings, of: Correspondence) -> tuple[UnitProblem, ...]:
    """Return the problems that a letter to a unit tells of."""
    return problems_of(unit, of.outline.priorities, of.outline.problems)


def file_name(unit: Addressee, of: Correspondence) -> str:
    """Return what the file of a unit's letter is called; nothing of its problems is in it."""
    values = unit_values(unit, of.year, (), of.outline.priorities, (), of.letterhead)
    return of.outline.file_name(values)


def unit_letter(unit: UnitFindings, of: Correspondence, number: int) -> bytes:
    """Write to a unit, as .docx; ``number`` counts the letters of a run from 0.

    Raises ``SlipsError`` where a sentence of the outline cannot be filled in for it.
    """
    problems, to = problems_in(unit, of), unit.addressee
    outline, letterhead = of.outline, of.letterhead
    handed_in = (line for line in to.projects if line.handed_in is not None)
    projects = outline.each("project", map(project_values, handed_in))
    due = outline.each("due", map(due_values, to.lacking))
    values = unit_values(to, of.year, problems, outline.priorities, projects, letterhead, due)
    written = outline.write(values)
    year = LEFT_BLANK if of.year is None else str(of.year)
    title = outline.annexes.get("reply", "")
    annexes = (reply_form(title, to.name, year, problems),) if title and problems else ()
    return signed(written, annexes, of, number)


def signed(
    written: WrittenLetter, annexes: tuple[Annex, ...], of: Correspondence, number: int = 0
) -> bytes:
    """Return the document of a letter, under its number and over its signature."""
    letterhead = of.letterhead
    content = ReportContent(
        title=written.title,
        draft=False,
        paragraphs=written.paragraphs,
        annexes=annexes,
        unit=letterhead.signed_by,
        date=letterhead.dated,
        gaps=(),
        number=letterhead.number_of(number) if of.outline.is_numbered else "",
        addressee=written.addressee,
        note=letterhead.contact or "",
    )
    return as_document(content, of.base)
