"""The columns with which every list of objects of evaluation begins."""

from xlevaluate.rollup.collection import OBJECT_KINDS, STATES, CollectedLine, RosterEntry
from xlevaluate.rollup.same_names import same_code
from xlevaluate.workbook.list_columns import Column

RED, ORANGE, GREEN = "#C00000", "#B45F06", "#3D6B35"
"""Of what has to be done, what has to be looked at, and what is done."""

NO_DEPARTMENT = "（未注明主管部门）"
BEYOND = "（名单外，不计入合计）"

OBJECT_COLUMNS = (
    Column(head="类型", kind="word", wide=6),
    Column(head="预算单位（编码-名称）", wide=32),
    Column(head="项目名称", wide=26),
    Column(head="主管部门", wide=16),
    Column(head="业务科室", wide=11),
)

STATE = Column(
    head="状态",
    kind="word",
    wide=9,
    colours={
        words: RED if state == "missing" else ORANGE
        for state, words in STATES.items()
        if state != "handed_in"
    },
)


def object_values(line: CollectedLine) -> tuple[str, ...]:
    """Return what stands in the columns of objects."""
    entry = line.entry
    unit = f"{entry.code}-{entry.name}" if entry.code and entry.name else entry.name or entry.code
    return (
        OBJECT_KINDS[entry.kind],
        unit,
        entry.project_name,
        entry.department,
        entry.office,
    )


def entry_of(id_: str, unit: str, project: str, department: str) -> RosterEntry | None:
    """Return the object of an id from what stood in its columns; ``None`` where it is none."""
    kind, _, rest = id_.partition(":")
    if kind not in OBJECT_KINDS:
        return None
    code, _, name = unit.partition("-")
    if not name or same_code(code) != rest.partition(":")[0]:
        code, name = "", unit
    return RosterEntry(kind=kind, name=name, code=code, project_name=project, department=department)


def department_of(line: CollectedLine) -> str:
    """Return the department under which an object is counted."""
    return line.department or NO_DEPARTMENT


def summed_under(line: CollectedLine) -> str:
    """Return under what the figures of an object are summed: its department, where totals have it.

    All that is beyond the roster stands together, and in no total.
    """
    return BEYOND if line.is_beyond else department_of(line)


def title_of(line: CollectedLine) -> str:
    """Return what an object is called in a list of names."""
    entry = line.entry
    if entry.kind == "project" and entry.name:
        return f"{entry.project_name}（{entry.name}）"
    return entry.title
