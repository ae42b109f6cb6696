"""The history of an object, and what a store holds, told to a program. Amounts are texts."""

from typing import Any

import msgspec

from xlevaluate.history.object_years import ObjectYear, ObjectYears
from xlevaluate.history.store_contents import StoredYear
from xlevaluate.history.withdrawing import Withdrawn

HISTORY_VERSION = 1


def contents_data(years: tuple[StoredYear, ...]) -> dict[str, Any]:
    """Return what ``history --json`` prints."""
    return {"version": HISTORY_VERSION, "years": msgspec.to_builtins(years)}


def withdrawn_data(withdrawn: tuple[Withdrawn, ...]) -> dict[str, Any]:
    """Return what ``history --forget --json`` prints."""
    return {
        "version": HISTORY_VERSION,
        "withdrawn": [
            {"year": item.year, "id": item.id, "name": item.entry.title, "forms": item.forms}
            for item in withdrawn
        ],
    }


def history_data(history: ObjectYears) -> dict[str, Any]:
    """Return what ``history UNIT --json`` prints."""
    entry = msgspec.to_builtins(history.entry)
    entry.pop("row")
    return {
        "version": HISTORY_VERSION,
        "object": entry,
        "years": [_year(year) for year in history.years],
    }


def _year(year: ObjectYear) -> dict[str, Any]:
    data: dict[str, Any] = msgspec.to_builtins(year)
    for form in (data["form"], *data["former"]):
        del form["id"]  # the same store may number its rows otherwise
    data["findings"] = [
        msgspec.to_builtins(finding)
        | {"status": year.status_of(finding), "remark": _remark(year, finding.key)}
        for finding in year.findings
    ]
    del data["statuses"]
    return data


def _remark(year: ObjectYear, key: str) -> str:
    entry = year.statuses.get(key)
    return "" if entry is None else entry.remark
