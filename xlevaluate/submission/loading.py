"""A submission from JSON, with every mistake told by its place."""

import json
from collections import Counter
from collections.abc import Mapping
from decimal import Decimal
from typing import Any, TypeVar

from pydantic import ValidationError

from xlevaluate.errors import CannotDoError
from xlevaluate.submission.mistakes import WORDS, describe_error
from xlevaluate.submission.model import Submission
from xlevaluate.submission.texts import shortened

# In the data a blank is null, and the only bounded number is the year.
_WORDS = WORDS | {
    "extra_forbidden": "没有这一项",
    "string_type": "应为文字或 null",
    "string_too_short": "不能为空",
    "greater_than_equal": "年份应在 1990 至 2100 之间",
    "less_than_equal": "年份应在 1990 至 2100 之间",
    "model_type": "应为对象",
    "dict_type": "应为对象",
    "literal_error": "不在可选范围内",
}


LARGEST_DATA = 20 * 1024 * 1024
"""Bytes of a submission as JSON, which has some thousands."""

MOST_VALUES = 100_000
"""Values that data may hold, objects and lists among them: each mistake takes a thousand bytes."""

_MOST_TOLD = 100
"""Mistakes that are listed."""

_LONGEST = 100
"""Digits of a whole number that no amount has."""

_ENDLESS = 32_767
"""Digits that do not go into a cell."""

SubmissionT = TypeVar("SubmissionT", bound=Submission)


def load_submission(text: str, source: str, model: type[SubmissionT]) -> SubmissionT:
    """Read a submission of a form from JSON text; ``source`` names it in messages.

    Raises ``CannotDoError`` that lists each mistake with its path.
    """
    try:
        data = json.loads(text, parse_int=_whole_number, object_pairs_hook=_without_repetition)
        if _values_in(data) > MOST_VALUES:
            raise CannotDoError(
                f"“{source}”里的数据超过 {MOST_VALUES:,} 项，过大，不是本程序的数据。"
            )
        data = _with_whole_characters(data)
    except json.JSONDecodeError as error:
        raise CannotDoError(
            f"“{source}”不是正确的 JSON：第{error.lineno}行第{error.colno}列附近有误。"
        ) from error
    except RecursionError as error:
        raise CannotDoError(f"“{source}”嵌套过深，不是本程序的数据。") from error
    except _RepeatedError as error:
        raise CannotDoError(f"“{source}”里同一处的“{error}”写了两次，请只留一个。") from error
    try:
        return model.model_validate(data)
    except ValidationError as error:
        mistakes = error.errors()
        lines = [
            f"  {'.'.join(map(str, item['loc'])) or '（最外层）'}：{_describe(item)}"
            for item in mistakes[:_MOST_TOLD]
        ]
        if len(mistakes) > _MOST_TOLD:
            lines.append(f"  还有 {len(mistakes) - _MOST_TOLD} 处没有列出。")
        raise CannotDoError("\n".join([f"“{source}”的数据有误：", *lines])) from error


class _RepeatedError(Exception):
    """An object names one thing twice."""


def _without_repetition(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) < len(pairs):
        counts = Counter(name for name, _ in pairs)
        raise _RepeatedError(shortened(next(name for name in counts if counts[name] > 1)))
    return found


def _values_in(data: Any) -> int:
    items = data.values() if isinstance(data, dict) else data if isinstance(data, list) else ()
    return 1 + sum(map(_values_in, items))


def _with_whole_characters(data: Any) -> Any:
    """Put “?” for half a character, which JSON can escape and nothing else can hold."""
    match data:
        case str():
            return data.encode("utf-8", "replace").decode()
        case list():
            return [_with_whole_characters(item) for item in data]
        case dict():
            pairs = data.items()
            return {_with_whole_characters(k): _with_whole_characters(v) for k, v in pairs}
    return data


def _whole_number(digits: str) -> int | Decimal:
    # Python refuses to make an integer of more than some thousand digits, and pydantic takes the
    # square of their number; what no cell could hold is as good as without end.
    if len(digits) > _ENDLESS:
        return Decimal("Infinity")
    return int(digits) if len(digits) <= _LONGEST else Decimal(digits)


def _describe(error: Mapping[str, Any]) -> str:
    if str(error["type"]).startswith("date"):
        return "应为日期，如 2024-07-23"
    return describe_error(error, _WORDS)
