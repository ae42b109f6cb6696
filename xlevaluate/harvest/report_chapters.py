"""The narrative report of a unit: its chapters to the texts of the form, by their headings.

Nothing is lost: what stands under a heading that the form does not have, or before the first, is
told with its text. The numbers of headings are ours to make; those of the original are looked at.
"""

import re
from collections.abc import Iterator
from decimal import Decimal

from msgspec import Struct, field
from msgspec.structs import replace

from xlevaluate.form.fields import Field
from xlevaluate.harvest.form_slots import FormWords
from xlevaluate.harvest.report_figures import figures_said
from xlevaluate.harvest.report_headings import Chapter, Heading, chapters_of, heading_of
from xlevaluate.sources.grid import Line, SourceCell
from xlevaluate.submission.texts import clean_text
from xlevaluate.tables.cell_value import day_in
from xlevaluate.tables.found import Contradiction, Found, Origin, Unplaced
from xlevaluate.tables.label_text import compared, plain_label
from xlevaluate.tables.money_units import unit_of_line
from xlevaluate.texts.ordinals import ordinals_of

REPORT = "正文"

_LEAST = 2
"""Headings of the form that make a text its report."""

_LONGEST = 4000
_LONGEST_TITLE = 60
_TITLE = re.compile(r"(?P<unit>.{2,40}?)(?:19|20)\d\d年度?.{0,30}(?:自评|评价|绩效)报告")
_NONE = re.compile(r"(?:没有|无|未发生|未安排|不涉及)[^。；，]{0,30}(?:支出|收支|收入|预算|安排)")
_OF_A_YEAR = re.compile(r"(?:19|20)\d\d年度?")
_NONE_SAID = "报告的文字说没有发生；没有发生填 0"
_SENTENCE = re.compile(r"。|[^位]：.")
_ENDS = re.compile(r"第.{1,3}部分.*|附(?:件|表)\d*.*")


class ReportReading(Struct):
    """What was found in the lines of a report."""

    form: FormWords
    file: str
    year: int | None
    said: frozenset[str] = frozenset()
    """Texts that stand in the forms of the same file: the report repeats them."""
    called: str = ""
    """What the unit calls itself."""
    found: list[Found] = field(default_factory=list)
    unplaced: list[Unplaced] = field(default_factory=list)
    contradictions: list[Contradiction] = field(default_factory=list)


class _Section(Struct):
    heading: Heading | None
    lines: list[str] = field(default_factory=list)


def read_report(
    form: FormWords,
    file: str,
    lines: list[Line],
    year: int | None,
    said: frozenset[str] = frozenset(),
) -> ReportReading:
    """Read the lines of a file that are not about its tables."""
    reading = ReportReading(form, file, year, said)
    chapters = chapters_of(form)
    titles = frozenset(title for sheet in form.sheets for title in sheet.titles)
    sections = list(_sections(lines, chapters, titles))
    known = [s for s in sections if s.heading is not None and s.heading.chapter is not None]
    if len(known) < _LEAST:
        texts = [
            text
            for line in lines
            if _SENTENCE.search(text := line.text.strip()) and not unit_of_line(text)
        ]
        if texts:
            origin = Origin(file, REPORT, text="\n".join(texts))
            reading.unplaced.append(Unplaced(origin, "表外的文字，没有认出是哪一项的"))
        return reading
    called = _self_name(reading, [text for section in sections for text in section.lines])
    reading.called = called[0].value if called else ""
    taken: set[str] = set()
    _leave_signature(sections)
    for section in sections:
        _take(reading, section, taken)
    reading.contradictions += _numbering(reading, [s.heading for s in sections if s.heading])
    reading.contradictions += _prompts(reading, [s.heading for s in known if s.heading])
    reading.found += called
    return reading


def _is_title(text: str, titles: frozenset[str]) -> bool:
    return len(text) <= _LONGEST_TITLE and any(title in compared(text) for title in titles)


def _sections(
    lines: list[Line], chapters: tuple[Chapter, ...], titles: frozenset[str]
) -> Iterator[_Section]:
    current = _Section(None)
    for line in lines:
        text = line.text.strip()
        if not text:
            continue
        heading = heading_of(line, chapters)
        is_own = heading is not None and heading.chapter is not None
        # 第五部分 may begin what follows a report, or be one of its chapters.
        if _is_title(text, titles) or (_ENDS.fullmatch(compared(text)) and not is_own):
            heading = Heading(text, None, 0, None)
        if heading is None or _is_inside(heading, current):
            current.lines.append(text)
            continue
        yield current
        current = _Section(heading, [heading.rest] if heading.rest else [])
    yield current


def _is_inside(heading: Heading, current: _Section) -> bool:
    """Tell whether a heading that the form does not have is part of the chapter it stands in."""
    if heading.chapter is not None or current.heading is None or current.heading.chapter is None:
        return False
    return heading.depth > current.heading.depth


def _take(reading: ReportReading, section: _Section, taken: set[str]) -> None:
    heading = section.heading
    chapter = heading.chapter if heading else None
    title = heading.text if heading else ""
    if chapter is not None and chapter.text is not None:
        _leave_generated(reading, section, chapter)
    text = "\n".join(section.lines)
    if not text:
        return
    origin = Origin(reading.file, REPORT, "", title, "", text)
    if chapter is None:
        _before_or_unknown(reading, section, origin)
    elif chapter.text is not None and chapter.text.path not in taken:
        taken.add(chapter.text.path)
        note = "报告的这一章里还有别的文字项，请分开" if chapter.is_shared else ""
        found = Found(chapter.text.path, clean_text(text), origin, note=note)
        reading.found.append(replace(found, certain=not chapter.is_shared))
        if len(chapter.amounts) == 1 and _says_none(text):
            path = chapter.amounts[0].path
            reading.found.append(Found(path, Decimal(0), origin, note=_NONE_SAID, certain=False))
    elif chapter.lines is not None and chapter.lines.path not in taken:
        taken.add(chapter.lines.path)
        for number, line in enumerate(section.lines):
            path = chapter.lines.path.replace("*", str(number))
            where = replace(origin, text=line)
            reading.found.append(Found(path, _without_number(line), where))
    elif chapter.counts:
        _counts(reading, chapter, text, origin)
    elif chapter.text is not None or chapter.lines is not None:
        reading.unplaced.append(Unplaced(origin, "这一章在文件里有两处，导入了前一处"))
    else:
        own = _CALLED.sub(reading.called, text[:_LONGEST]) if reading.called else text[:_LONGEST]
        said = list(figures_said(reading.form, chapter, own, reading.year, reading.called, origin))
        reading.found += said
        reason = "这一段由程序按表中的数生成" + ("，其中的数已取出" if said else "，请核对其中的数")
        reading.unplaced.append(Unplaced(origin, reason))


def _says_none(text: str) -> bool:
    """Tell whether a chapter says that there was none, and nothing else."""
    words = _OF_A_YEAR.sub("", compared(text))
    is_short = len(words) <= _LONGEST_TITLE and not re.search(r"\d", words)
    return is_short and _NONE.search(words) is not None


def _leave_generated(reading: ReportReading, section: _Section, chapter: Chapter) -> None:
    """Take out what the program itself writes into such a chapter: it will write it again."""
    empty = reading.form.template.outline_definition.empty
    kept = []
    for line in section.lines:
        if line == empty or any(p.fullmatch(line) for p in chapter.generated):
            origin = Origin(reading.file, REPORT, "", chapter.title, "", line)
            reading.unplaced.append(Unplaced(origin, "这一句由程序生成，没有放到文字里"))
        elif not chapter.repeats_forms or line not in reading.said:
            kept.append(line)
    section.lines[:] = kept


def _before_or_unknown(reading: ReportReading, section: _Section, origin: Origin) -> None:
    lines = section.lines
    if section.heading is None and lines and (title := _TITLE.fullmatch(compared(lines[0]))):
        item = reading.form.template.form.with_role("unit_name")
        if item is not None:
            where = Origin(reading.file, REPORT, "", "", "", lines[0])
            note = "取自报告标题"
            reading.found.append(Found(item.path, title["unit"], where, note=note))
        lines = lines[1:]
        origin = Origin(origin.file, REPORT, "", "", "", "\n".join(lines))
    if section.heading is not None and section.heading.depth == 0:
        lines = [line for line in lines if not _is_signature(line, lines)]
        origin = replace(origin, text="\n".join(lines))
    if lines:
        reading.unplaced.append(Unplaced(origin, "报告提纲中没有这一章"))


def _leave_signature(sections: list[_Section]) -> None:
    """Take the date out that ends a report, and the unit's name above it, which its title has."""
    lines, title = sections[-1].lines, "".join(sections[0].lines[:1])
    if len(lines) > 1 and day_in(SourceCell(lines[-1], "text")) is not None:
        lines.pop()
        if len(lines) > 1 and lines[-1] in title:
            lines.pop()


def _is_signature(line: str, lines: list[str]) -> bool:
    """Tell whether a line is the date that ends a report, or the unit's name above it."""
    at = lines.index(line)
    below = lines[at + 1] if at + 1 < len(lines) else ""
    dated = [day_in(SourceCell(text, "text")) is not None for text in (line, below)]
    return dated[0] or (dated[1] and len(line) <= _LONGEST_TITLE)


def _without_number(line: str) -> str | None:
    ordinal = next(iter(ordinals_of(line)), None)
    begins = ordinal is not None and ordinal.start == 0
    return clean_text(line[ordinal.end :] if ordinal is not None and begins else line)


def _counts(reading: ReportReading, chapter: Chapter, text: str, origin: Origin) -> None:
    """Take the numbers that a sentence says: 实有人数20人，其中行政人员20人."""
    words = compared(text)
    said: dict[str, Decimal] = {}
    for item in chapter.counts:
        number = _count_of(item, words)
        if number is not None:
            said[item.name] = number
            reading.found.append(Found(item.path, number, origin, note="取自报告文字"))
    reason = "其中的人数已取出，句子由程序生成" if said else "没有读出人数，请填写"
    reading.unplaced.append(Unplaced(origin, reason))
    roles = {item.role: item for item in chapter.counts}
    whole, retired = roles.get("staff_on_roll"), roles.get("staff_retired")
    if whole is None or retired is None or not {whole.name, retired.name} <= said.keys():
        return
    parts = [item for item in chapter.counts if item is not whole and item.name in said]
    total = sum((said[item.name] for item in parts), Decimal(0))
    label, named = plain_label(whole.label), plain_label(retired.label)
    if total > said[whole.name] and "另有" not in words.partition("其中")[2]:
        each = "、".join(f"{plain_label(p.label)}{said[p.name]}人" for p in parts)
        message = (
            f"{label}{said[whole.name]}人，其中{each}，合计{total}人，超过{label}；"
            f"{named}不在{label}之内，请核对"
        )
        reading.contradictions.append(Contradiction(origin, message))


def _count_of(item: Field, words: str) -> Decimal | None:
    for label in dict.fromkeys((plain_label(item.label), plain_label(item.name))):
        found = re.search(rf"{re.escape(label)}(?:为|共|有|：)?(\d{{1,6}})(?:人|名)", words)
        if found:
            return Decimal(found[1])
    return None


def _prompts(reading: ReportReading, headings: list[Heading]) -> Iterator[Contradiction]:
    for heading in headings:
        if heading.prompts:
            origin = Origin(reading.file, REPORT, "", heading.text, "", heading.text)
            left = "、".join(f"“{prompt}”" for prompt in heading.prompts)
            yield Contradiction(origin, f"标题“{heading.text}”里还留着表式的提示{left}")


def _numbering(reading: ReportReading, headings: list[Heading]) -> Iterator[Contradiction]:
    """Yield headings whose number does not follow that of the one before, at the same level."""
    last: dict[int, Heading] = {}
    for heading in headings:
        if heading.ordinal is None:
            continue
        level = heading.chapter.level if heading.chapter else heading.depth
        before = last.get(level)
        last = {key: value for key, value in last.items() if key < level}
        last[level] = heading
        message = _misnumbered(before, heading)
        if message:
            origin = Origin(reading.file, REPORT, "", heading.text, "", heading.text)
            yield Contradiction(origin, message)


def _misnumbered(before: Heading | None, heading: Heading) -> str:
    ordinal = heading.ordinal
    if ordinal is None:
        return ""
    if before is None or before.ordinal is None:
        if ordinal.number == 1:
            return ""
        return f"标题“{heading.text}”的序号应从一开始"
    same = before.ordinal.style == ordinal.style
    if same and ordinal.number == before.ordinal.number + 1:
        return ""
    what = f"标题“{heading.text}”与前面的“{before.text}”"
    if not same and before.chapter is not None and heading.chapter is not None:
        follows = ordinal.number == before.ordinal.number + 1
        return f"{what}序号的写法不同" + ("" if follows else "，也不连续")
    if ordinal.number == before.ordinal.number:
        return f"{what}序号重复"
    return f"标题“{heading.text}”接在“{before.text}”之后，序号不连续"


_CALLED = re.compile(r"我(?:[局办委院校馆部厅镇乡街所站会队处科署]|单位|中心|街道)|本(?:单位|部门)")


def _self_name(reading: ReportReading, texts: list[str]) -> list[Found]:
    """Propose what the unit calls itself: the word it uses most often."""
    item = reading.form.template.form.with_role("self_name")
    called = [found for text in texts for found in _CALLED.findall(text)]
    if item is None or not called:
        return []
    names = sorted(set(called), key=lambda name: (-called.count(name), called.index(name)))
    note = "正文中用得最多的自称"
    if len(names) > 1:
        note += "；还有" + "、".join(f"“{name}”" for name in names[1:])
    origin = Origin(reading.file, REPORT, "", "", "", "、".join(names))
    return [Found(item.path, names[0], origin, note=note, certain=False)]
