"""Why something could not be checked, in words."""

from xlevaluate.checks.findings import Reason, ReasonKind


def reason_words(reason: Reason) -> str:
    """Return why something could not be checked."""
    labels, more = reason.labels[:_LABELS], len(reason.labels) - _LABELS
    joined = ("或" if reason.kind == "one_blank" else "、").join(labels)
    listed = joined + (f"等{len(reason.labels)}项" if more > 0 else "")
    words = _REASONS[reason.kind].format(labels=listed)
    return f"{reason.of}（{words}）" if reason.of else words


_LABELS = 12
"""What could not be read is named as long as it is no more than this."""

_REASONS: dict[ReasonKind, str] = {
    "unread": "未能读出{labels}",
    "blank": "{labels}未填",
    "one_blank": "{labels}未填",
    "parts_blank": "{labels}的各项均未填",
    "counterparts_blank": "{labels}所对照的数字未填全",
    "deleted": "有行、列或工作表被删，公式已失效",
    "typed_as_text": "有数字以文字形式存放，表格公式不把它们算作数字",
    "parameters_unfit": "评分参数不能用：{labels}",
    "no_previous": "没有提供上年的工作簿（--previous）",
    "not_previous_year": "给出的不是前一年度的工作簿",
    "not_previous_unit": "给出的是另一单位的工作簿",
    "previous_blank": "上年工作簿中未填：{labels}",
    "accounts_unmapped": "模板没有写明各项取自决算的哪一张表（accounts.toml）",
    "accounts_lack": "所给的决算、预算表里没有：{labels}",
    "accounts_unfilled": "决算、预算表里有而没有填：{labels}",
    "accounts_unclear": "{labels}",
}
