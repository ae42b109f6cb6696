"""Units whose names, findings, files and explanations mean harm, added to a roll-up."""

from msgspec import structs

from xlevaluate.rollup.collection import CollectedLine, HandedIn, RosterEntry
from xlevaluate.rollup.form_record import FileRecord, encoded, summary_in
from xlevaluate.rollup.rolling_up import RolledUp

HARMFUL = ("<img src=x onerror=alert(1)>", '=HYPERLINK("http://x.test","点")', "</script><b>粗")


def with_harmful_units(whole: RolledUp) -> RolledUp:
    """Return a roll-up with a unit of each of those names, and a finding that says it."""
    base = next(whole.records())
    records = [_record(base, name) for name in HARMFUL]
    whole.kept.add([encoded(record) for record in records])
    lines = [_line(record) for record in records]
    collection = structs.replace(
        whole.collection, lines=(*whole.collection.lines, *lines), remarks=HARMFUL
    )
    return structs.replace(whole, collection=collection)


def _record(base: FileRecord, name: str) -> FileRecord:
    form = structs.replace(base.forms[0], unit_name=name)
    finding = structs.replace(
        base.findings[0],
        message=f"{name} 100，不是 99.5。",
        explanation=name,
        is_explained=name != HARMFUL[0],
    )
    return structs.replace(
        base, key=f"harmful {name}", forms=(form,), findings=(finding,), not_checked=()
    )


def _line(record: FileRecord) -> CollectedLine:
    file = summary_in(encoded(record))
    form = file.forms[0]
    name = form.unit_name
    handed = HandedIn(key=file.key, number=0, names=(name,), file=file, form=form)
    entry = RosterEntry(kind="unit", name=name, department=f"{name}局", office=name)
    return CollectedLine(entry=entry, state="handed_in", handed_in=handed, remarks=(name,))
