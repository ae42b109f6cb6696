"""``rollup --store``: the roll-up goes into the store, and what the store knows comes back."""

from collections.abc import Sequence
from typing import TYPE_CHECKING, NamedTuple

from xlevaluate.commands.submissions import need_bureau
from xlevaluate.commands.talk import say

if TYPE_CHECKING:
    from xlevaluate.history.form_writing import WriteOutcome
    from xlevaluate.history.keeping import Kept
    from xlevaluate.rollup.carried_statuses import CarriedStatuses
    from xlevaluate.rollup.rolling_up import RolledUp
    from xlevaluate.rollup.statuses import EarlierStatus
    from xlevaluate.rollup.summary.made_tables import MadeSheet


class FromStore(NamedTuple):
    """What the store knows: statuses of what is found now, 上年核对 of the year as a sheet."""

    statuses: "CarriedStatuses"
    sheets: "tuple[MadeSheet, ...]" = ()


def into_store(
    address: str,
    rolled: "RolledUp",
    typed: Sequence["EarlierStatus"] = (),
    template: str | None = None,
) -> FromStore:
    """Write a roll-up and statuses that somebody typed into the store, and tell of it.

    What was said of findings whose figures or objects are others now is written for these, too.
    ``template`` is what ``--template`` says. Raises ``CannotDoError`` where the store cannot be
    opened or written to.
    """
    from xlevaluate.history.keeping import keep
    from xlevaluate.history.last_year_agreement import held_last_year
    from xlevaluate.history.last_year_sheet import last_year_sheet
    from xlevaluate.history.last_year_table import last_year_table
    from xlevaluate.history.status_book import keep_statuses, known_statuses, with_short_names
    from xlevaluate.history.store import open_store
    from xlevaluate.rollup.carried_statuses import carried_statuses

    year = rolled.collection.year
    with open_store(address) as store:
        typed = with_short_names(store, typed)
        kept = keep(store, rolled)
        statuses = carried_statuses(rolled, (*typed, *known_statuses(store, year)))
        changed = keep_statuses(store, (*statuses.gone, *statuses.entries.values()))
        say(f"存入{store.shown}：{_outcome(kept)}。")
        if changed:
            say(f"状态：存入 {changed} 条。")
        if year is None:
            return FromStore(statuses)
        table = last_year_table(held_last_year(store, year, template))
        say(table.sentence(year))
        return FromStore(statuses, (last_year_sheet(table, year),))


def prepare_store(address: str) -> None:
    """Open a store, or make it, before hours are spent on what goes into it.

    Raises ``CannotDoError`` where it cannot be opened or written to.
    """
    need_bureau()
    from xlevaluate.history.store import open_store

    with open_store(address) as store:
        store.need_writable()


def _outcome(kept: "Kept") -> str:
    counts = kept.outcomes
    parts = [
        f"新存 {counts['new']} 份",
        f"代替以前的 {counts['replacing']} 份",
        f"以前存过 {kept.unchanged} 份",
    ]
    said: dict[WriteOutcome, str] = {
        "moved": "改归另一个单位或项目的 {} 份",
        "history": "另存不算数的 {} 份",
        "again": "重新检查后更新 {} 份",
        "behind": "库中有填报日期更晚的、仍以库中为准的 {} 份",
    }
    parts += (words.format(counts[of]) for of, words in said.items() if counts[of])
    if kept.followed:
        parts.append(f"以前报送的随着改归 {kept.followed} 份")
    if kept.dropped:
        parts.append(f"更正后的表里不再有、撤下的项目 {kept.dropped} 份")
    if kept.undated:
        parts.append(f"没有评价年度、没有存入的 {kept.undated} 份")
    return "，".join(parts)
