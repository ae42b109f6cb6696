"""To whom letters go: each unit with its projects, and what was found in their forms."""

from collections import defaultdict
from collections.abc import Collection as Several
from collections.abc import Iterator, Sequence
from pathlib import Path

from msgspec import Struct
from msgspec.structs import replace

from xlevaluate.errors import CannotDoError
from xlevaluate.rollup.collection import CollectedLine, RosterEntry
from xlevaluate.rollup.form_record import FindingRecord
from xlevaluate.rollup.rolling_up import RolledUp
from xlevaluate.rollup.roster import read_roster
from xlevaluate.rollup.same_names import same_code, same_name
from xlevaluate.rollup.settled_problems import without
from xlevaluate.rollup.statuses import StatusKey


class Addressee(Struct, frozen=True):
    """A unit, under the name of its own line; ``lines`` are that one and those of its projects."""

    name: str
    code: str
    lines: tuple[CollectedLine, ...]

    @property
    def own(self) -> CollectedLine | None:
        """The line of the unit's own form; ``None`` where only its projects are known of."""
        return next((line for line in self.lines if line.entry.kind != "project"), None)

    @property
    def projects(self) -> tuple[CollectedLine, ...]:
        """The lines of its projects."""
        return tuple(line for line in self.lines if line.entry.kind == "project")

    @property
    def lacks_own(self) -> bool:
        """Tell whether its own form is missing or blank; one that no roster asks for is not."""
        if self.own is None:
            return not any(line.entry.is_listed for line in self.lines)
        return self.own.state in {"missing", "blank"}

    @property
    def lacking(self) -> tuple[CollectedLine, ...]:
        """The lines of the roster of which nothing filled in, of the right year, came in."""
        return tuple(
            line
            for line in self.lines
            if line.entry.is_listed and line.state in {"missing", "other_year", "blank"}
        )

    @property
    def has_handed_in(self) -> bool:
        """Tell whether anything of it is there, of whatever year."""
        return any(line.forms for line in self.lines)

    def is_at(self, entry: RosterEntry) -> bool:
        """Tell whether a line of a list names this unit: by its code, else by its name."""
        if entry.code and self.code:
            return same_code(entry.code) == same_code(self.code)
        return same_name(self.name) in {same_name(entry.name), same_name(entry.short_name)} - {""}


class ObjectFindings(Struct, frozen=True):
    """A line with the findings of the form that counts of it, gravest first."""

    line: CollectedLine
    findings: tuple[FindingRecord, ...] = ()


class UnitFindings(Struct, frozen=True):
    """A unit with what was found in each of its forms, in the order of its lines."""

    addressee: Addressee
    objects: tuple[ObjectFindings, ...]


def addressees_of(lines: Sequence[CollectedLine]) -> tuple[Addressee, ...]:
    """Return the units of some lines, in their order.

    A project goes with the unit of the same code; without one, of the same name.
    """
    groups: list[list[CollectedLine]] = []
    by_code: dict[str, int] = {}
    by_name: dict[str, int] = {}
    for line in lines:
        code, name = same_code(line.entry.code), same_name(line.entry.name)
        number = by_code.get(code) if code else by_name.get(name)
        if number is None and code and (named := by_name.get(name)) is not None:
            has_none = not any(other.entry.code for other in groups[named])
            number = named if has_none else None
        if number is None:
            number = len(groups)
            groups.append([])
        groups[number].append(line)
        by_name.setdefault(name, number)
        if code:
            by_code[code] = number
    return tuple(_addressee(group) for group in groups)


def _addressee(of: Sequence[CollectedLine]) -> Addressee:
    ordered = sorted(of, key=lambda line: line.entry.kind == "project")
    code = next((line.entry.code for line in ordered if line.entry.code), "")
    return Addressee(ordered[0].entry.name, code, tuple(ordered))


def only_named(addressees: Sequence[Addressee], path: Path) -> tuple[Addressee, ...]:
    """Return the units that a list names; raises ``CannotDoError`` where it names none of them."""
    entries = read_roster(path).entries
    found = tuple(unit for unit in addressees if any(map(unit.is_at, entries)))
    if not found:
        raise CannotDoError(
            f"“{path.name}”里的单位，报送的文件里一个也没有。请核对单位编码和单位名称。"
        )
    return found


def findings_by_unit(result: RolledUp, addressees: Several[Addressee]) -> Iterator[UnitFindings]:
    """Yield each unit with its findings as soon as all its files were looked at, in any order.

    Only findings of units whose files are not all there yet are in memory.
    """
    waiting = {number: _Gathered(unit) for number, unit in enumerate(addressees)}
    wanted: defaultdict[str, list[int]] = defaultdict(list)
    for number, gathered in waiting.items():
        for key in gathered.lacking:
            wanted[key].append(number)
    for number in [number for number, gathered in waiting.items() if not gathered.lacking]:
        yield waiting.pop(number).findings()
    for record in result.kept.records(wanted):
        for number in wanted[record.key]:
            gathered = waiting[number]
            for place, line in enumerate(gathered.unit.lines):
                if line.handed_in is not None and line.handed_in.key == record.key:
                    form = record.forms[line.handed_in.number]
                    gathered.found[place] = record.findings_of(form)
            gathered.lacking.discard(record.key)
            if not gathered.lacking:
                yield waiting.pop(number).findings()


def without_settled(
    unit: UnitFindings, settled: Several[StatusKey]
) -> tuple[UnitFindings, tuple[FindingRecord, ...]]:
    """Return a unit as if settled findings were not there, and the findings left out.

    Its counts of findings lack them too, and a form returned for nothing but them is handed in.
    """
    objects: list[ObjectFindings] = []
    left_out: list[FindingRecord] = []
    for item in unit.objects:
        of = item.line.entry.id
        gone = [finding for finding in item.findings if (of, finding.key) in settled]
        kept = tuple(finding for finding in item.findings if (of, finding.key) not in settled)
        objects.append(ObjectFindings(without(item.line, gone), kept) if gone else item)
        left_out += gone
    if not left_out:
        return unit, ()
    addressee = replace(unit.addressee, lines=tuple(item.line for item in objects))
    return UnitFindings(addressee, tuple(objects)), tuple(left_out)


class _Gathered:
    """What has been found of a unit so far, and the files that were not looked at."""

    def __init__(self, unit: Addressee) -> None:
        self.unit = unit
        self.lacking = {line.handed_in.key for line in unit.lines if line.handed_in is not None}
        self.found: dict[int, tuple[FindingRecord, ...]] = {}

    def findings(self) -> UnitFindings:
        return UnitFindings(
            self.unit,
            tuple(
                ObjectFindings(line, self.found.get(place, ()))
                for place, line in enumerate(self.unit.lines)
            ),
        )
