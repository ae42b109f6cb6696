"""Everything that was handed in, beside the roster: for each object of evaluation one line.

An object of evaluation (评价对象) is a department, a unit or a project. Its line says whether it
has handed in, which form counts where there are several, and what is odd about it.
"""

from typing import Literal

from msgspec import Struct

from xlevaluate.rollup.form_record import FileSummary, FormSummary
from xlevaluate.rollup.same_names import same_code, same_name

ObjectKind = Literal["department", "unit", "project"]
OBJECT_KINDS: dict[ObjectKind, str] = {"department": "部门", "unit": "单位", "project": "项目"}

HandingState = Literal["handed_in", "returned", "missing", "other_year", "blank"]
STATES: dict[HandingState, str] = {
    "handed_in": "已报",
    "returned": "退回",
    "missing": "未报",
    "other_year": "年度不符",
    "blank": "空白表",
}
"""``returned``: a draft, or with errors, so that it has to be mended and handed in again.
``blank``: a form in which nothing was filled in. Only the first two have a form that counts."""


class RosterEntry(Struct, frozen=True, kw_only=True):
    """A line of the roster (名单), or, where there is none, one made from what was handed in.

    ``code`` is the unit's 预算单位编码, ``name`` its full name, of a project's line those of the
    unit that carries it out. ``row`` is where it stands in the roster, 0 where it does not.
    """

    kind: ObjectKind
    name: str
    code: str = ""
    short_name: str = ""
    project_name: str = ""
    project_code: str = ""
    department: str = ""
    """主管部门."""
    office: str = ""
    """业务科室 of the bureau."""
    row: int = 0

    @property
    def is_listed(self) -> bool:
        """Tell whether it stands in the roster."""
        return self.row > 0

    @property
    def id(self) -> str:
        """What the object is known by, in every year: its kind, code or name, and project."""
        unit = same_code(self.code) or same_name(self.name)
        project = same_code(self.project_code) or same_name(self.project_name)
        return ":".join(filter(None, (self.kind, unit, project)))

    @property
    def title(self) -> str:
        """What the object is called: the project, or the unit."""
        return self.project_name if self.kind == "project" else self.name


class HandedIn(Struct, frozen=True, kw_only=True):
    """A form that was handed in: where, and its summary; its record is found by ``key``.

    ``number`` says which of the file's forms it is, from 0. ``names`` are all names under which the
    same bytes were found, the first in the order of names before the others.
    """

    key: str
    number: int
    names: tuple[str, ...]
    file: FileSummary
    form: FormSummary

    @property
    def filed(self) -> str:
        """填报日期, of a project's sheet that has none that of its workbook."""
        return self.file.filed(self.form)

    @property
    def name(self) -> str:
        """The name of the file."""
        return self.names[0]


class CollectedLine(Struct, frozen=True, kw_only=True):
    """An object of evaluation: what counts of it, what else was handed in, and remarks on it."""

    entry: RosterEntry
    state: HandingState
    handed_in: HandedIn | None = None
    others: tuple[HandedIn, ...] = ()
    """Older versions, and forms of other years, which do not count."""
    remarks: tuple[str, ...] = ()
    is_beyond: bool = False
    """It stands in no roster, where the roster lists others of its kind: totals are without it."""

    @property
    def department(self) -> str:
        """The department that it belongs to, a department to itself; ``""`` where none is said."""
        entry = self.entry
        return entry.department or (entry.name if entry.kind == "department" else "")

    @property
    def forms(self) -> tuple[HandedIn, ...]:
        """The form that counts, if there is one, and the others."""
        return self.others if self.handed_in is None else (self.handed_in, *self.others)

    @property
    def is_repeated(self) -> bool:
        """Tell whether the same object was handed in more than once for the year."""
        if self.handed_in is None:
            return False
        year = self.handed_in.form.year
        return any(other.form.year == year for other in self.others)


class Unread(Struct, frozen=True):
    """A file without a result, and why; an attachment lies beside submissions and is none."""

    name: str
    reason: str
    is_attachment: bool = False


class Collection(Struct, frozen=True, kw_only=True):
    """The whole: lines in the order of the roster, then what stands in none, by name.

    ``year`` is the year that is collected; ``remarks`` are on the roster and on the files as a
    whole. Without a roster nothing can be said of who has not handed in.
    """

    year: int | None
    lines: tuple[CollectedLine, ...] = ()
    unread: tuple[Unread, ...] = ()
    remarks: tuple[str, ...] = ()
    has_roster: bool = False

    @property
    def unreadable(self) -> tuple[Unread, ...]:
        """What was handed in and could not be read."""
        return tuple(file for file in self.unread if not file.is_attachment)

    @property
    def attachments(self) -> tuple[Unread, ...]:
        """What lies beside submissions and was not to be read."""
        return tuple(file for file in self.unread if file.is_attachment)

    def counting(self) -> tuple[CollectedLine, ...]:
        """Return the lines with a form that counts."""
        return tuple(line for line in self.lines if line.handed_in is not None)

    def asked(self) -> tuple[CollectedLine, ...]:
        """Return the lines of kinds that the roster lists, and without one all."""
        if not self.has_roster:
            return self.lines
        return tuple(line for line in self.lines if line.entry.is_listed or line.is_beyond)

    def unasked_kinds(self) -> tuple[str, ...]:
        """Return what kinds are called that came in and that the roster does not list."""
        asked = set(map(id, self.asked()))
        kinds = {line.entry.kind for line in self.lines if id(line) not in asked}
        return tuple(words for kind, words in OBJECT_KINDS.items() if kind in kinds)

    def covered(self) -> tuple[CollectedLine, ...]:
        """Return the lines that totals are made of: not those beyond the roster."""
        return tuple(line for line in self.lines if not line.is_beyond)
