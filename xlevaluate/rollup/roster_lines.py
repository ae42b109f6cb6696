"""Which line of the roster a form belongs to: by code before name, a project by its unit.

Where the code is one unit's and the name another's, the name says whose form it is: a code is
mistyped in one place, a name is not mistyped into another unit's. Both lines say so.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from difflib import SequenceMatcher

from xlevaluate.rollup.collection import HandedIn, ObjectKind, RosterEntry
from xlevaluate.rollup.form_record import FormSummary
from xlevaluate.rollup.same_names import same_code, same_name

_ALIKE = 0.8
"""Share of two names that must be the same for a person to be asked about them."""

_PLACE, _ENOUGH = 10, 3
"""Characters that the name of a place before units' names may have, and units that show it is one.
"""

_MOST_COMPARED = 200_000
"""Pairs of names beyond which nobody is asked: the roster is another one."""


class RosterLines:
    """Lines of the roster, with new ones after them for what stands in none; remarks on each.

    Forms of units are to be placed before those of projects.
    """

    def __init__(self, entries: Sequence[RosterEntry]) -> None:
        self.entries = list(entries)
        self.remarks: defaultdict[int, list[str]] = defaultdict(list)
        self.doubts: list[str] = []
        self._by_code: dict[str, list[int]] = {}
        self._by_name: dict[str, list[int]] = {}
        self._by_project: dict[str, list[int]] = {}
        self._unit_of_file: dict[str, int] = {}
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

    def learn_place(self, forms: Iterable[FormSummary]) -> None:
        """See whether units are called by the name of their place in forms alone, or in lines.

        A roster says 县教育局 where the forms say 青禾县教育局: where that holds of several units
        and of none the other way, it is so for all of them.
        """
        names = {same_name(form.unit_name) for form in forms if form.kind != "project"} - {""}
        lines = set(self._by_name)
        unknown, missing = names - lines, lines - names
        # What stands before the names of a department's units is no place.
        departments = {same_name(entry.department) for entry in self.entries} | lines
        for longer, shorter in ((unknown, missing), (missing, unknown)):
            places = Counter(
                name[:size]
                for name in longer
                for size in range(1, min(_PLACE, len(name) - 2) + 1)
                if name[size:] in shorter and name[:size] not in departments
            )
            place, count = max(places.items(), key=lambda item: item[1], default=("", 0))
            if count >= _ENOUGH:
                self._call_by_place(place, is_in_forms=longer is unknown)

    def _call_by_place(self, place: str, *, is_in_forms: bool) -> None:
        for name, numbers in list(self._by_name.items()):
            other = f"{place}{name}" if is_in_forms else name.removeprefix(place)
            self._by_name.setdefault(other, numbers)
        where, lacks = ("报送的表", "名单") if is_in_forms else ("名单", "报送的表")
        self.doubts.append(
            f"{where}里的单位名称前面有“{place}”，{lacks}里没有：按去掉“{place}”的名称对上，请核对。"
        )

    def place(self, item: HandedIn) -> int:
        """Return the number of the line of a form; where there was none, of one made for it."""
        number, unit = self._found(item)
        if number is None:
            number = len(self.entries)
            self.entries.append(_made_up(item, None if unit is None else self.entries[unit]))
            self._remember(number, self.entries[number])
            if item.form.kind != "project":
                self._unit_of_file[item.key] = number
        return number

    def find(self, item: HandedIn) -> int | None:
        """Return the number of the line of a form, ``None`` where there is none; make none."""
        number, _ = self._found(item)
        return number

    def _found(self, item: HandedIn) -> tuple[int | None, int | None]:
        """Return the line of a form, and that of the unit of a project."""
        if item.form.kind == "project":
            unit = self._unit_of(item)
            return self._project(item, unit), unit
        number = self._unit(item)
        if number is not None:
            self._unit_of_file[item.key] = number
        return number, None

    def unit_of_file(self, key: str) -> int | None:
        """Return the line of the unit whose form a file is, ``None`` where it is none."""
        return self._unit_of_file.get(key)

    def say(self, number: int, remark: str) -> None:
        """Put a remark to a line, once."""
        if remark not in self.remarks[number]:
            self.remarks[number].append(remark)

    def _unit(self, item: HandedIn) -> int | None:
        code, name = item.form.unit_code, item.form.unit_name
        by_code = self._by_code.get(same_code(code), []) if code else []
        by_name = self._by_name.get(same_name(name), []) if name else []
        both = [number for number in by_code if number in by_name]
        if both:
            return both[0]
        if by_code and by_name:
            return self._against_code(item, by_name[0], by_code[0])
        if by_code:
            entry = self.entries[by_code[0]]
            if name:
                self.say(
                    by_code[0],
                    f"单位编码 {code} 相符，单位名称不同：表中“{name}”，名单“{entry.name}”。",
                )
            return by_code[0]
        if not by_name:
            return None
        entry = self.entries[by_name[0]]
        if len(by_name) > 1:
            self.say(by_name[0], f"名单中有 {len(by_name)} 行叫“{name}”，记在第一行。")
        if code and entry.code:
            self.say(by_name[0], f"单位名称相符，单位编码不同：表中 {code}，名单 {entry.code}。")
        return by_name[0]

    def _against_code(self, item: HandedIn, named: int, coded: int) -> int:
        """Return the line of the name, where the code is another's."""
        form, own, other = item.form, self.entries[named], self.entries[coded]
        said = (
            f"“{item.name}”的单位名称是“{form.unit_name}”，单位编码 {form.unit_code} 却是"
            f"“{other.name}”的；按名称记在“{own.name}”，请核对编码。"
        )
        self.say(named, said)
        self.say(coded, said)
        self.doubts.append(said)
        return named

    def _unit_of(self, item: HandedIn) -> int | None:
        """Return the line of the unit of a project: that of its workbook, or the one it names."""
        if item.form.sheet and item.key in self._unit_of_file:
            return self._unit_of_file[item.key]
        return self._unit(item)

    def _project(self, item: HandedIn, unit: int | None) -> int | None:
        name = same_name(item.form.project_name)
        found = self._by_project.get(name, []) if name else []
        if unit is not None:
            own = self.entries[unit]
            return next((n for n in found if _is_same_unit(self.entries[n], own)), None)
        named = same_name(item.form.unit_name)
        if named:
            return next((n for n in found if same_name(self.entries[n].name) == named), None)
        return found[0] if len(found) == 1 and not item.form.unit_code else None

    def ask_about_alike(self, missing: Sequence[int], beyond: Sequence[int]) -> None:
        """Ask whether units of no line are those of lines without a form, by their names."""
        if len(missing) * len(beyond) > _MOST_COMPARED:
            return
        for number in beyond:
            name = self.entries[number].name
            for other in missing:
                entry = self.entries[other]
                if entry.kind != "project" and are_alike(name, entry.name):
                    said = "可能是同一个单位：在名单的“简称”一列写上另一个名称，再汇总就对上了。"
                    self.say(number, f"与名单第 {entry.row} 行“{entry.name}”相近，{said}")
                    self.say(other, f"与名单外的“{name}”相近，{said}")


def _is_same_unit(entry: RosterEntry, unit: RosterEntry) -> bool:
    if entry.code and unit.code:
        return same_code(entry.code) == same_code(unit.code)
    names = {same_name(unit.name), same_name(unit.short_name)} - {""}
    return same_name(entry.name) in names


def are_alike(one: str, other: str) -> bool:
    """Tell whether two names may well be one unit's: one within the other, or mostly the same."""
    first, second = sorted((same_name(one), same_name(other)), key=len)
    if len(first) < 3:
        return False
    if second.endswith(first) or second.startswith(first):
        return True
    matcher = SequenceMatcher(None, first, second, autojunk=False)
    return matcher.quick_ratio() >= _ALIKE and matcher.ratio() >= _ALIKE


def _made_up(item: HandedIn, unit: RosterEntry | None) -> RosterEntry:
    """Make a line for a form that fits none; a project goes with its unit."""
    form = item.form
    kind: ObjectKind = "project" if form.kind == "project" else "unit"
    called = f"（{form.sheet or item.name}）"
    return RosterEntry(
        kind=kind,
        name=unit.name if unit else form.unit_name or ("" if kind == "project" else called),
        code=unit.code if unit else form.unit_code,
        project_name=(form.project_name or called) if kind == "project" else "",
        department=(unit.department if unit else "") or form.department,
        office=unit.office if unit else "",
    )
