"""Replies put to the problems that units were asked to mend; what they imply is proposed only."""

import re
import unicodedata
from collections import defaultdict
from collections.abc import Mapping, Sequence

from msgspec import Struct

from xlevaluate.letters.asked_problems import AskedProblem, Now
from xlevaluate.letters.reply_reading import Replies, ReplyRow
from xlevaluate.rollup.same_names import same_name
from xlevaluate.rollup.statuses import ProblemStatus

ANSWERED, UNANSWERED, NOT_RETURNED, FOREIGN = "已回复", "未填写措施", "未交回", "对不上"

_DONE = re.compile("已经?(?:更正|改正|整改|修改|调整|补充|补填|重填|删除)")
_DENIED = re.compile("不适用|不存在|不属实|无需整改|不需要?整改|没有(?:这个|此)问题")
_NOW: Mapping[Now, str] = {
    "gone": "现在的表里已没有这个问题",
    "explained": "已在工作簿里作了说明",
    "settled": "已标为不适用或已更正",
}


class Reply(Struct, frozen=True):
    """A problem with a row that answers it; one or the other may be lacking.

    ``status`` is what the reply implies, for somebody to set: ``None`` where it implies nothing.
    """

    asked: AskedProblem | None
    row: ReplyRow | None
    state: str
    remarks: tuple[str, ...] = ()
    status: ProblemStatus | None = None


def matched(asked: Sequence[AskedProblem], replies: Replies) -> tuple[Reply, ...]:
    """Put rows to problems by code, without one by the words of the problem.

    Every problem that is current comes once at least, in its order; then replies to problems that
    are no more, then rows that fit none.
    """
    by_code = {item.code: item for item in asked}
    by_words = {(same_name(item.unit), _bare(item.sentence)): item for item in asked}
    units = {row.file: by_code[row.code].unit for row in replies.rows if row.code in by_code}
    rows: defaultdict[str, list[ReplyRow]] = defaultdict(list)
    foreign: list[ReplyRow] = []
    for row in replies.rows:
        unit = same_name(units.get(row.file) or row.unit)
        item = by_code.get(row.code) or by_words.get((unit, _bare(row.problem)))
        if item is None:
            foreign.append(row)
        else:
            rows[item.code].append(row)
    returned = {same_name(row.unit) for row in replies.rows} | set(map(same_name, units.values()))
    said = [
        reply
        for item in asked
        if item.now == "open" or rows[item.code]
        for reply in _replies(item, rows[item.code], same_name(item.unit) in returned)
    ]
    return (*said, *map(_foreign, foreign))


def _replies(asked: AskedProblem, rows: Sequence[ReplyRow], is_returned: bool) -> list[Reply]:
    if not rows:
        state = UNANSWERED if is_returned else NOT_RETURNED
        remarks = ("反馈表里没有这一行",) if is_returned else ()
        return [Reply(asked, None, state, remarks)]
    return [_reply(asked, row, len(rows)) for row in rows]


def _reply(asked: AskedProblem, row: ReplyRow, count: int) -> Reply:
    remarks = []
    if row.code != asked.code:
        written = f"“{row.written_code}”" if row.written_code else "空着"
        remarks.append(f"编号{written}，按问题的文字对上")
    elif _bare(row.problem) != _bare(asked.sentence):
        remarks.append("问题的文字改动过")
    if count > 1:
        remarks.append(f"同一问题有 {count} 行回复")
    if row.is_answered:
        lacking = [
            words
            for words, text in (("完成时间", row.finished), ("责任人", row.responsible))
            if not text
        ]
        remarks += [f"没有填{'、'.join(lacking)}"] if lacking else []
    status = _implied(asked, row)
    if asked.now == "open" and status is None and row.is_answered:
        remarks.append("回复说已经改正，现在的表里仍有这个问题")
    if asked.now != "open":
        remarks.append(_NOW[asked.now])
    return Reply(asked, row, ANSWERED if row.is_answered else UNANSWERED, tuple(remarks), status)


def _implied(asked: AskedProblem, row: ReplyRow) -> ProblemStatus | None:
    """Return what a reply implies; nothing where it says done and the problem is still there."""
    if asked.now == "settled":
        return None
    if asked.now != "open":
        return "corrected" if asked.now == "gone" else "true"
    if not row.is_answered or _DONE.search(row.measures):
        return None
    return "not_applicable" if _DENIED.search(row.measures) else "true"


def _foreign(row: ReplyRow) -> Reply:
    said = "编号不在现有的问题里：已不再出现，或者不是这次发的"
    return Reply(None, row, FOREIGN, (said if row.code else "没有编号，问题的文字也对不上",))


def _bare(text: str) -> str:
    """Return a text without blanks, all of one width."""
    return "".join(unicodedata.normalize("NFKC", text).split())
