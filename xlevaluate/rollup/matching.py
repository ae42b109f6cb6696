"""Who of the roster has handed in what: forms put to lines by code before name.

Of several forms of one object and year the one with the later 填报日期 counts, and that is said:
the time of a file or of its checking proves nothing.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence

from xlevaluate.rollup.collection import (
    CollectedLine,
    Collection,
    HandedIn,
    ObjectKind,
    RosterEntry,
    State,
    Unread,
)
from xlevaluate.rollup.roster import Roster
from xlevaluate.rollup.same_names import same_code, same_name


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
    matching = _Matching(roster.entries if roster else ())
    for form in forms:
        matching.put(form)
    lines = [matching.line(number, asked) for number in range(len(matching.entries))]
    said = [*(roster.remarks if roster else ()), *remarks, *matching.remarks]
    return Collection(
        year=asked,
        lines=tuple(lines),
        unread=tuple(unread),
        remarks=tuple(said),
        has_roster=roster is not None,
    )


def _usual_year(forms: Iterable[HandedIn]) -> int | None:
    years = Counter(item.form.year for item in forms if item.form.year is not None)
    return max(years, key=lambda year: (years[year], year), default=None)


class _Matching:
    """Lines, and the forms that were put to each."""

    def __init__(self, entries: Sequence[RosterEntry]) -> None:
        self.entries = list(entries)
        self.forms: defaultdict[int, list[HandedIn]] = defaultdict(list)
        self.said: defaultdict[int, list[str]] = defaultdict(list)
        self.remarks: list[str] = []
        self._by_code: dict[str, list[int]] = {}
        self._by_name: dict[str, list[int]] = {}
        self._by_project: dict[str, list[int]] = {}
        for number, entry in enumerate(self.entries):
            self._remember(number, entry)

    def _remember(self, number: int, entry: RosterEntry) -> None:
        if entry.kind == "project":
            self._by_project.setdefault(same_name(entry.project_name), []).append(number)
            return
        if entry.code:
            self._by_code.setdefault(same_code(entry.code), []).append(number)
        for name in dict.fromkeys(filter(None, (entry.name, entry.short_name))):
            self._by_name.setdefault(same_name(name), []).append(number)

    def put(self, item: HandedIn) -> None:
        """Put a form to its line; where there is none, make one."""
        form = item.form
        number = self._project(item) if form.kind == "project" else self._unit(item)
        if number is None:
            number = len(self.entries)
            entry = _made_up(item, self._of_unit(item))
            self.entries.append(entry)
            self._remember(number, entry)
        self.forms[number].append(item)

    def _unit(self, item: HandedIn) -> int | None:
        form = item.form
        by_code = self._by_code.get(same_code(form.unit_code), []) if form.unit_code else []
        by_name = self._by_name.get(same_name(form.unit_name), []) if form.unit_name else []
        if by_code:
            number = next((number for number in by_code if number in by_name), by_code[0])
            entry = self.entries[number]
            if form.unit_name and number not in by_name:
                self._say(
                    number,
                    f"单位编码 {form.unit_code} 相符，单位名称不同：表中“{form.unit_name}”，"
                    f"名单“{entry.name}”。",
                )
            return number
        if not by_name:
            return None
        number = by_name[0]
        if len(by_name) > 1:
            self._say(number, f"名单中有 {len(by_name)} 行叫“{form.unit_name}”，记在第一行。")
        entry = self.entries[number]
        if form.unit_code and entry.code:
            self._say(
                number,
                f"单位名称相符，单位编码不同：表中 {form.unit_code}，名单 {entry.code}。",
            )
        return number

    def _project(self, item: HandedIn) -> int | None:
        form = item.form
        found = self._by_project.get(same_name(form.project_name), []) if form.project_name else []
        for number in found:
            entry = self.entries[number]
            same_units = {same_name(entry.name), same_name(entry.short_name)} - {""}
            if form.unit_code and entry.code:
                if same_code(form.unit_code) == same_code(entry.code):
                    return number
            elif same_name(form.unit_name) in same_units:
                return number
        unit = same_name(form.unit_name)
        named = [n for n in found if unit and unit == same_name(self.entries[n].name)]
        if named:
            return named[0]
        if len(found) == 1 and not form.unit_name and not form.unit_code:
            return found[0]
        return None

    def _of_unit(self, item: HandedIn) -> RosterEntry | None:
        """Return the line of the unit that a project's form says is its own."""
        form = item.form
        if form.kind != "project":
            return None
        numbers = self._by_code.get(same_code(form.unit_code), []) if form.unit_code else []
        numbers = numbers or self._by_name.get(same_name(form.unit_name), [])
        return self.entries[numbers[0]] if numbers and form.unit_name else None

    def _say(self, number: int, remark: str) -> None:
        if remark not in self.said[number]:
            self.said[number].append(remark)

    def line(self, number: int, year: int | None) -> CollectedLine:
        """Return a line with what counts of its forms."""
        entry, forms = self.entries[number], self.forms[number]
        remarks = [*self.said[number], *_copies(forms)]
        of_year = [item for item in forms if year is None or item.form.year in {year, None}]
        if not of_year:
            state: State = "other_year" if forms else "missing"
            years = sorted({item.form.year for item in forms if item.form.year is not None})
            remarks += [f"报送的是 {'、'.join(map(str, years))} 年度的表。"] if forms else []
            return CollectedLine(
                entry=entry, state=state, others=tuple(forms), remarks=tuple(remarks)
            )
        chosen, why = _latest(of_year)
        others = tuple(item for item in forms if item is not chosen)
        return CollectedLine(
            entry=entry,
            state="returned" if _has_to_be_mended(chosen) else "handed_in",
            handed_in=chosen,
            others=others,
            remarks=(*remarks, *why, *_remarks(chosen)),
        )


def _has_to_be_mended(item: HandedIn) -> bool:
    return item.file.is_draft or item.form.counts.error > 0


def _latest(forms: Sequence[HandedIn]) -> tuple[HandedIn, list[str]]:
    """Return the form that counts, and why, where there are several."""
    if len(forms) == 1:
        return forms[0], []
    latest = max(item.form.filing_date for item in forms)
    last = [item for item in forms if item.form.filing_date == latest]
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
        yield from item.file.notes
    if item.form.year is None:
        yield "没有填写评价年度。"


def _made_up(item: HandedIn, unit: RosterEntry | None) -> RosterEntry:
    """Make a line for a form that fits none; a project goes with its unit."""
    form = item.form
    kind: ObjectKind = "project" if form.kind == "project" else "unit"
    named = form.unit_name or (f"（{item.name}）" if kind == "unit" else "")
    return RosterEntry(
        kind=kind,
        name=named,
        code=form.unit_code,
        project_name=(form.project_name or f"（{form.sheet or item.name}）")
        if kind == "project"
        else "",
        department=form.department or (unit.department if unit else ""),
        office=unit.office if unit else "",
    )
