"""Who of the roster has handed in what, and which form counts where there are several.

Of several forms of one object and year the one with the later 填报日期 counts, and that is said:
the time of a file or of its checking proves nothing.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence

from msgspec.structs import replace

from xlevaluate.rollup.collection import (
    CollectedLine,
    Collection,
    HandedIn,
    HandingState,
    RosterEntry,
    Unread,
)
from xlevaluate.rollup.file_reading import called
from xlevaluate.rollup.roster import Roster
from xlevaluate.rollup.roster_lines import RosterLines


def collect(
    forms: Sequence[HandedIn],
    roster: Roster | None = None,
    *,
    year: int | None = None,
    unread: Sequence[Unread] = (),
    remarks: Sequence[str] = (),
) -> Collection:
    """Put forms to the lines of a roster; those that fit none get lines of their own, after them.

    ``year`` is the year that is collected: where it is not given, the one that most forms are of,
    the later of two that are equally frequent.
    """
    asked = year if year is not None else _usual_year(forms)
    roster_lines = RosterLines(roster.entries if roster else ())
    if roster is not None:
        roster_lines.learn_place(item.form for item in forms)
    placed: defaultdict[int, list[HandedIn]] = defaultdict(list)
    for item in sorted(forms, key=lambda item: item.form.kind == "project"):
        placed[roster_lines.place(item)].append(item)
    numbers = range(len(roster_lines.entries))
    listed = len(roster.entries) if roster else 0
    if roster is not None:
        beyond = [number for number in numbers[listed:] if _is_unit(roster_lines, number)]
        missing = [number for number in numbers[:listed] if not placed[number]]
        roster_lines.ask_about_alike(missing, beyond)
    asks_for = {_is_unit(roster_lines, number) for number in numbers[:listed]}
    lines = [
        _line(
            roster_lines.entries[number],
            placed[number],
            roster_lines.remarks[number],
            asked,
            is_beyond=number >= listed and _is_unit(roster_lines, number) in asks_for,
        )
        for number in numbers
    ]
    lines = [_of_replaced(line, lines, roster_lines) for line in lines]
    said = [*(roster.remarks if roster else ()), *remarks, *roster_lines.doubts]
    if listed and forms and not any(placed[number] for number in numbers[:listed]):
        said.append("报送的与名单没有一个对得上：请核对名单是不是这一批单位的，各列有没有读错。")
    return Collection(
        year=asked,
        lines=tuple(lines),
        unread=tuple(unread),
        remarks=tuple(said),
        has_roster=roster is not None,
    )


def _of_replaced(
    line: CollectedLine, lines: Sequence[CollectedLine], roster_lines: RosterLines
) -> CollectedLine:
    """Ask about a project that stands only in a workbook in whose place its unit sent another."""
    own = line.handed_in
    if own is None or not own.form.sheet:
        return line
    unit = roster_lines.unit_of_file(own.key)
    used = None if unit is None else lines[unit].handed_in
    if used is None or used.key == own.key:
        return line
    said = f"只在不用的“{own.name}”里有，现用的“{used.name}”里没有这个项目：请核对是不是已经取消。"
    return replace(line, remarks=(*line.remarks, said))


def _is_unit(lines: RosterLines, number: int) -> bool:
    return lines.entries[number].kind != "project"


def _usual_year(forms: Iterable[HandedIn]) -> int | None:
    years = Counter(item.form.year for item in forms if item.form.year is not None)
    return max(years, key=lambda year: (years[year], year), default=None)


def _line(
    entry: RosterEntry,
    forms: Sequence[HandedIn],
    said: Sequence[str],
    year: int | None,
    *,
    is_beyond: bool,
) -> CollectedLine:
    """Return a line with what counts of its forms."""
    remarks = [*said, *_copies(forms)]
    of_year = [item for item in forms if year is None or item.form.year in {year, None}]
    filled = [item for item in of_year if not item.form.is_blank]
    if not filled:
        state: HandingState = "blank" if of_year else "other_year" if forms else "missing"
        if state == "blank":
            remarks.append("报来的是空白表，没有填写。")
        elif state == "other_year":
            years = sorted({item.form.year for item in forms if item.form.year is not None})
            remarks.append(f"报送的是 {'、'.join(map(str, years))} 年度的表。")
        return CollectedLine(
            entry=entry,
            state=state,
            others=tuple(forms),
            remarks=tuple(remarks),
            is_beyond=is_beyond,
        )
    chosen, why = _latest(filled)
    return CollectedLine(
        entry=entry,
        state="returned" if _has_to_be_mended(chosen) else "handed_in",
        handed_in=chosen,
        others=tuple(item for item in forms if item is not chosen),
        remarks=(*remarks, *why, *_remarks(chosen)),
        is_beyond=is_beyond,
    )


def _has_to_be_mended(item: HandedIn) -> bool:
    return item.file.is_draft or item.form.counts.error > 0


def _latest(forms: Sequence[HandedIn]) -> tuple[HandedIn, list[str]]:
    """Return the form that counts, and why, where there are several."""
    if len(forms) == 1:
        return forms[0], []
    latest = max(item.filed for item in forms)
    last = [item for item in forms if item.filed == latest]
    # What was filed is what the unit stands for; a draft and a workbook may be on their way to it.
    chosen = min(
        last, key=lambda item: (item.file.is_draft, item.file.origin != "package", item.name)
    )
    others = "、".join(f"“{item.name}”" for item in forms if item is not chosen)
    if len(last) > 1:
        dated = f"填报日期同为 {latest}" if latest else "都没有填报日期"
        return chosen, [
            f"报送了 {len(forms)} 份，{dated}，请核对用哪一份：现用“{chosen.name}”，另有{others}。"
        ]
    return chosen, [
        f"报送了 {len(forms)} 份，用填报日期较晚的“{chosen.name}”（{latest}），不用{others}。"
    ]


def _copies(forms: Iterable[HandedIn]) -> Iterator[str]:
    for item in forms:
        if len(item.names) > 1 and not item.form.sheet:
            yield f"同一份文件有 {len(item.names)} 个名称：{'、'.join(item.names)}。"


def _remarks(item: HandedIn) -> Iterator[str]:
    if not item.form.sheet:
        yield from (called(note, item.name) for note in item.file.notes)
    if item.form.year is None:
        yield "没有填写评价年度。"
