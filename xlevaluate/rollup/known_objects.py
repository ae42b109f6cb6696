"""Which object of a roll-up something belongs to that another run had under another id.

An id is a kind, and a code or a name: a mended roster, a code filled in or a unit that became a
department change it. What is known of the object then says which line is its own now, in the way in
which forms are put to lines.
"""

from collections.abc import Iterable

from msgspec.structs import replace

from xlevaluate.rollup.collection import Collection, HandedIn, RosterEntry
from xlevaluate.rollup.form_record import FileSummary, FormSummary
from xlevaluate.rollup.roster_lines import RosterLines, are_alike
from xlevaluate.rollup.same_names import same_code, same_name


class KnownObjects:
    """The objects of a roll-up, to be found by what was known of them elsewhere."""

    def __init__(self, collection: Collection) -> None:
        entries = [line.entry for line in collection.lines]
        self._lines = RosterLines(entries)
        self._own = {entry.id: entry for entry in reversed(entries)}

    def of_form(self, form: FormSummary, file_key: str, entry: RosterEntry) -> str | None:
        """Return the id of the object that a form is of, which stood under an object before.

        ``None`` where no line is surely its own. The forms of a file's unit are asked for before
        those of the projects in it.
        """
        if self._is_still(entry, {form.unit_name, entry.name}):
            return entry.id
        found = self._line(form, file_key, (form.unit_name, entry.name, entry.short_name))
        codes, departments = {form.unit_code, entry.code}, {form.department, _department(entry)}
        return found.id if found and _is_sure(found, codes, departments) else None

    def of_entry(self, entry: RosterEntry) -> str | None:
        """Return the id of an object now; ``None`` where no line is surely its own."""
        if self._is_still(entry, {entry.name}):
            return entry.id
        form = FormSummary(
            kind="project" if entry.kind == "project" else "unit",
            template="",
            unit_code=entry.code,
            project_name=entry.project_name,
        )
        found = self._line(form, "", (entry.name, entry.short_name))
        return found.id if found and _is_sure(found, {entry.code}, {_department(entry)}) else None

    def _line(self, form: FormSummary, key: str, names: Iterable[str]) -> RosterEntry | None:
        """Return the line that bears one of some names, else one of their code and a like name.

        A code alone may have been another's, of a unit that is not there any more.
        """
        by_code: RosterEntry | None = None
        for name in dict.fromkeys(filter(None, names)):
            item = HandedIn(
                key=key,
                number=0,
                names=("",),
                file=FileSummary(key=key),
                form=replace(form, unit_name=name),
            )
            number = self._lines.find(item)
            if number is None:
                continue
            found = self._lines.entries[number]
            if same_name(name) in _called(found):
                return found
            if are_alike(name, found.name):
                by_code = by_code or found
        return by_code

    def _is_still(self, entry: RosterEntry, names: Iterable[str]) -> bool:
        """Tell whether the id is still that of an object of the same name."""
        own = self._own.get(entry.id)
        if own is None:
            return False
        return any(same_name(name) in _called(own) for name in names)


def _called(entry: RosterEntry) -> set[str]:
    return {same_name(entry.name), same_name(entry.short_name)} - {""}


def _department(entry: RosterEntry) -> str:
    return entry.department or (entry.name if entry.kind == "department" else "")


def _is_sure(found: RosterEntry, codes: Iterable[str], departments: Iterable[str]) -> bool:
    """Tell whether a line found by its name may be the object of other codes.

    Two schools may have one name: where no code is the line's, the department has to be.
    """
    known = {same_code(code) for code in codes} - {""}
    if not known or not found.code or same_code(found.code) in known:
        return True
    own = same_name(_department(found))
    return bool(own) and own in {same_name(name) for name in departments}
