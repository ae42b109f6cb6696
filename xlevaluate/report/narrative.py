"""The outline filled in: numbered headings and paragraphs, and what had to be left out.

Rows are Jinja templates, sandboxed: they see fields and functions and nothing of Python. What
they print is plain text, and is escaped where it is put into a document.
"""

import difflib
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, Literal

import jinja2
from jinja2 import meta

from xlevaluate.errors import CannotDoError
from xlevaluate.form.form import Figures
from xlevaluate.form.reading import Place
from xlevaluate.report.numbering import Numbering
from xlevaluate.report.outline_language import OutlineSandbox
from xlevaluate.report.paragraphs import paragraphs_of
from xlevaluate.report.sentences import (
    Blank,
    BlankFieldError,
    functions_of,
    in_sentence,
)
from xlevaluate.report.title import REPORT
from xlevaluate.scoring import Profile
from xlevaluate.submission import OutlineRow

_LEVELS = {"一级标题": 1, "二级标题": 2, "三级标题": 3}


@dataclass(frozen=True)
class Paragraph:
    """A heading of level 1 to 3, with its ordinal, or (level 0) a paragraph of the body."""

    level: Literal[0, 1, 2, 3]
    text: str


@dataclass(frozen=True)
class Gap:
    """A sentence left out because a field is blank."""

    heading: str
    lacking: str


@dataclass(frozen=True)
class Narrative:
    """The report's text."""

    title: str
    paragraphs: tuple[Paragraph, ...]
    gaps: tuple[Gap, ...]


def write_narrative(
    figures: Figures, profile: Profile, outline: tuple[OutlineRow, ...], places: dict[str, Place]
) -> Narrative:
    """Fill in the outline. ``places`` say where its rows stand (``outline.3.text``).

    Raises ``CannotDoError`` where the unit or year is blank, or a row is no proper template: the
    message names the cell, and the nearest field for a name that there is not.
    """
    writer = _Writer(figures, profile, places)
    paragraphs = tuple(writer.paragraphs(outline))
    return Narrative(writer.title(), paragraphs, tuple(writer.gaps))


class _Writer:
    def __init__(self, figures: Figures, profile: Profile, places: dict[str, Place]) -> None:
        self.figures = figures
        self.places = places
        self.gaps: list[Gap] = []
        self.environment = OutlineSandbox(
            undefined=jinja2.StrictUndefined, finalize=in_sentence, keep_trailing_newline=False
        )
        self.environment.globals.clear()
        self.context = self._fields(profile)
        self.functions = functions_of(figures)

    def _fields(self, profile: Profile) -> dict[str, Any]:
        form = self.figures.form
        context: dict[str, Any] = {}
        for name, field in form.fields.items():
            value = self.figures.value(name)
            context[name] = Blank(field.label) if value is None else value
        for name, listing in form.listings.items():
            if len(listing.fields) == 1:
                items = [entry.value for entry in self.figures[listing.fields[0].name]]
                context[name] = items or Blank(name)
        total = context["总分"]
        context["等次"] = total if isinstance(total, Blank) else profile.grade_of(total)
        return context

    def title(self) -> str:
        unit, year = self.figures.value("单位名称"), self.figures.value("年度")
        for name, value in (("单位名称", unit), ("年度", year)):
            if value is None:
                field = self.figures.form.fields[name]
                raise CannotDoError(
                    f"《{field.sheet}》的“{field.label}”没有填写，报告没有标题。请填写后再生成报告。"
                )
        return f"{unit}{year}年{REPORT}"

    def paragraphs(self, outline: tuple[OutlineRow, ...]) -> Iterator[Paragraph]:
        numbering, heading = Numbering(), ""
        for index, row in enumerate(outline):
            level = _LEVELS.get(row.level)
            if level is not None:
                words = self._heading(row.text, index)
                if words:
                    heading = f"{numbering.next(level)}{words}"
                    yield Paragraph(level, heading)  # type: ignore[arg-type]  # 1, 2 or 3
                continue
            try:
                text = self._render(row.text, index)
            except BlankFieldError as blank:
                self.gaps.append(Gap(heading, str(blank)))
                continue
            for paragraph in paragraphs_of(text):
                yield Paragraph(0, paragraph)

    def _heading(self, text: str, index: int) -> str:
        try:
            return " ".join(paragraphs_of(self._render(text, index)))
        except BlankFieldError as blank:
            raise self._wrong(index, f"要用“{blank}”，而这一项没有填写") from blank

    def _render(self, text: str, index: int) -> str:
        try:
            tree = self.environment.parsed(text)
            for name in sorted(meta.find_undeclared_variables(tree)):
                if name not in self.context and name not in self.functions:
                    raise self._wrong(index, f"没有“{name}”这一项{self._nearest(name)}")
            template = self.environment.from_string(tree)
            return template.render(self.context | self.functions)
        except BlankFieldError:
            raise
        except jinja2.TemplateSyntaxError as error:
            raise self._wrong(index, f"双花括号内的写法有误（{error.message}）") from error
        except jinja2.exceptions.SecurityError as error:
            raise self._wrong(index, "用了不允许的写法") from error
        except (jinja2.TemplateError, TypeError, ValueError, ArithmeticError) as error:
            raise self._wrong(index, f"算不出来（{error}）") from error

    def _nearest(self, name: str) -> str:
        near = difflib.get_close_matches(name, [*self.context, *self.functions], n=1, cutoff=0.4)
        return f"，是否想写“{near[0]}”" if near else ""

    def _wrong(self, index: int, what: str) -> CannotDoError:
        place = self.places.get(f"outline.{index}.text")
        where = f"《{place.sheet}》{place.cell}" if place else f"报告提纲第{index + 1}行"
        return CannotDoError(f"{where}的句子{what}。请改正后再生成报告。")
