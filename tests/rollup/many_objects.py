"""A roll-up of many objects with many findings each, out of a few: other names, other figures."""

import re
from collections.abc import Iterator
from random import Random

from msgspec import structs

from xlevaluate.rollup.collection import CollectedLine, HandedIn, ObjectKind, RosterEntry
from xlevaluate.rollup.form_record import FileRecord, FindingRecord, encoded, summary_in
from xlevaluate.rollup.rolling_up import RolledUp

_SIGNS = "数量质量时效成本效益培训设备道路维护项目完成及时满意覆盖面积群众学校医院检查执法宣传平台"


class ManyObjects(RolledUp, frozen=True, kw_only=True):
    """Its records are in memory."""

    many: tuple[FileRecord, ...]

    def records(self) -> Iterator[FileRecord]:
        return iter(self.many)


def many_objects(few: RolledUp, *, objects: int, findings: int, indicators: int) -> ManyObjects:
    """Return as many objects as a county has, no two of which say the same."""
    random = Random(18)
    bases = list(few.records())
    told = [finding for record in bases for finding in record.findings]
    records, lines = [], []
    for number in range(objects):
        record = _record(random, number, random.choice(bases), indicators)
        record = structs.replace(
            record,
            findings=tuple(_other(random, item) for item in random.choices(told, k=findings)),
        )
        file = summary_in(encoded(record))
        form = file.forms[0]
        handed = HandedIn(
            key=file.key, number=0, names=(f"{form.unit_name}.xlsx",), file=file, form=form
        )
        lines.append(
            CollectedLine(
                entry=_entry(number, objects, form.unit_name), state="handed_in", handed_in=handed
            )
        )
        records.append(record)
    collection = structs.replace(few.collection, lines=tuple(lines))
    return ManyObjects(
        collection=collection, kept=few.kept, progress=few.progress, many=tuple(records)
    )


def _record(random: Random, number: int, base: FileRecord, indicators: int) -> FileRecord:
    form = base.forms[0]
    rows = tuple(
        structs.replace(
            row,
            name=_words(random, 12),
            target=f"≥{random.randint(1, 99)}%",
            actual=f"{random.randint(1, 99)}%",
        )
        for row in random.choices(form.indicators, k=indicators)
    )
    named = structs.replace(form, unit_name=f"{_words(random, 6)}第{number}单位", indicators=rows)
    return structs.replace(base, key=f"{number:064}", forms=(named,), not_checked=())


def _entry(number: int, objects: int, name: str) -> RosterEntry:
    kind: ObjectKind = "unit" if number < objects // 4 else "project"
    return RosterEntry(
        kind=kind,
        name=name,
        code=f"{number:06}",
        project_name=f"{name}的项目" if kind == "project" else "",
        department=f"第{number % 60}局",
        office=f"第{number % 7}科",
        row=number + 2,
    )


def _other(random: Random, finding: FindingRecord) -> FindingRecord:
    """The same finding of other figures."""
    message = re.sub(r"\d+\.\d+", lambda _: f"{random.uniform(0, 9999):.2f}", finding.message)
    return structs.replace(finding, message=message)


def _words(random: Random, length: int) -> str:
    return "".join(random.choices(_SIGNS, k=length))
