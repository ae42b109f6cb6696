"""Of what one part of a grid holds for the same field, the one value; of two that differ, none."""

from collections.abc import Sequence

from msgspec.structs import replace

from xlevaluate.harvest.form_slots import FormWords
from xlevaluate.tables.found import Found, Unplaced


def one_of_each(form: FormWords, found: Sequence[Found]) -> tuple[list[Found], list[Unplaced]]:
    """Leave out what is said twice; where it is said differently, nothing of it is placed."""
    by_path: dict[str, list[Found]] = {}
    for item in found:
        by_path.setdefault(item.path, []).append(item)
    kept: list[Found] = []
    left: list[Unplaced] = []
    for items in by_path.values():
        if all(item.value == items[0].value for item in items):
            kept.append(items[0])
            continue
        if (whole := _joined(form, items)) is not None:
            kept.append(whole)
            continue
        where = "、".join(item.origin.address for item in items)
        left += (
            Unplaced(item.origin, f"同一项在表中有不同的数（{where}），请选定一个")
            for item in items
        )
    return kept, left


def _joined(form: FormWords, items: Sequence[Found]) -> Found | None:
    """Return paragraphs below one head as one text, ``None`` for anything else."""
    item = form.template.form.field_at(items[0].path)
    heads = {(found.origin.place, found.origin.row, found.origin.column) for found in items}
    if item.kind != "paragraph" or len(heads) > 1:
        return None
    return replace(items[0], value="\n".join(str(found.value) for found in items))
