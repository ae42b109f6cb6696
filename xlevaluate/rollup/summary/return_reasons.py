"""Why a form was returned, in a line: what a clerk says when the unit asks by telephone."""

from collections.abc import Collection as Several

from xlevaluate.rollup.collection import CollectedLine, Collection
from xlevaluate.rollup.form_record import FileRecord, FindingRecord, FormRecord
from xlevaluate.rollup.statuses import StatusKey

_TOLD = 3
"""Errors that are told, each as a whole sentence with its cell."""

_ADVICE = "请"


class ReturnReasons:
    """Takes the forms that count, and keeps of each that was returned a short text."""

    def __init__(self, collection: Collection, settled: Several[StatusKey] = frozenset()) -> None:
        """Errors that are ``settled`` are no reason."""
        self._settled = settled
        self._places = {id(line): place for place, line in enumerate(collection.lines)}
        self._reasons: dict[int, str] = {}

    def take(self, line: CollectedLine, form: FormRecord, record: FileRecord) -> None:
        """Take why a form was returned."""
        if line.state == "returned":
            errors = [
                item
                for item in record.findings_of(form)
                if item.level == "error"
                and not item.is_explained
                and (line.entry.id, item.key) not in self._settled
            ]
            count = line.handed_in.form.counts.error if line.handed_in else form.counts.error
            self._reasons[self._places[id(line)]] = _reason(errors, count, is_draft=record.is_draft)

    def of(self, line: CollectedLine) -> str:
        """Return why a form was returned; blank of any other."""
        return self._reasons.get(self._places[id(line)], "")


def _reason(errors: list[FindingRecord], count: int, *, is_draft: bool) -> str:
    said = ["是草稿"] if is_draft else []
    if count:
        some = "；".join(dict.fromkeys(map(_sentence, errors[:_TOLD])))
        more = f"；另有 {count - _TOLD} 条" if some and count > _TOLD else ""
        said.append(f"错误 {count} 处" + (f"：{some}{more}" if some else ""))
    return f"退回：{'；'.join(said)}。"


def _sentence(item: FindingRecord) -> str:
    """Return what is wrong and where, without what to do about it."""
    parts = [part for part in " ".join(item.message.split()).split("。") if part]
    return "。".join([part for part in parts if not part.startswith(_ADVICE)] or parts[:1])
