"""Whether the findings of a package, and the page of them, are those of its data.

The data are evaluated anew. What only the unit's own workbook or last year's could show is in no
data, and is not held against them; neither is what another version of the program found.
"""

import json
import re
from collections import Counter
from collections.abc import Iterator, Mapping
from typing import Any

import lxml.html
from lxml import etree

from xlevaluate.checks.findings import Family
from xlevaluate.evaluation.evaluation import Evaluation
from xlevaluate.filing.filed_evaluation import as_filed
from xlevaluate.output.json_data import as_data

_NOT_IN_DATA: frozenset[Family] = frozenset({"读取", "上下年"})
_COMPARED = ("rule", "level", "status", "label", "actual", "expected", "explanation")
_MOST = 5

_ACTIVE = etree.XPath(
    "//script|//iframe|//object|//embed|//link|//form|//base|//img|//svg|//video|//audio|//a"
    "|//meta[@http-equiv and not(@http-equiv='Content-Security-Policy')]"
    "|//@*[starts-with(name(), 'on')]"
)
"""What our page has none of: it would run, load or lead away."""


def findings_of(content: bytes) -> dict[str, Any] | None:
    """Return what a file of findings says; ``None`` where it cannot be read."""
    try:
        data: Any = json.loads(content)
    except (ValueError, RecursionError):
        return None
    said: dict[str, Any] = data if isinstance(data, dict) else {}
    found = said.get("findings")
    if not isinstance(found, list) or not all(isinstance(item, dict) for item in found):
        return None
    return said


def missing_and_added(evaluation: Evaluation, said: Mapping[str, Any]) -> Iterator[str]:
    """Say which findings are missing, and which the data do not show."""
    filed, _ = as_filed(evaluation, evaluation.subject.submission)
    families = {rule.id: rule.family for rule in filed.rules.values()}
    expected, given = (
        Counter(_key(item) for item in found if families.get(item.get("rule")) not in _NOT_IN_DATA)
        for found in (as_data(filed, "")["findings"], said["findings"])
    )
    lines = [f"校验结果里缺少：{_words(key)}。" for key in (expected - given).elements()]
    lines += [f"校验结果里多出：{_words(key)}，填报数据没有这个问题。" for key in given - expected]
    yield from lines[:_MOST]
    if len(lines) > _MOST:
        yield f"校验结果里还有 {len(lines) - _MOST} 处与填报数据不一致。"


def _key(item: Mapping[str, Any]) -> tuple[str, ...]:
    return tuple(str(item.get(name) or "") for name in _COMPARED)


def _words(key: tuple[str, ...]) -> str:
    told = dict(zip(_COMPARED, key, strict=True))
    figures = f"（{told['actual']}，应为 {told['expected']}）" if told["expected"] else ""
    explained = f"，说明“{told['explanation']}”" if told["explanation"] else ""
    return f"[{told['rule']}] {told['label']}{figures}{explained}"


def page_faults(page: bytes, said: Mapping[str, Any]) -> Iterator[str]:
    """Say what is on the page of findings that the findings are not, and what may run there."""
    try:
        root = lxml.html.document_fromstring(page.decode("utf-8", "replace"))
    except (etree.ParserError, ValueError):
        yield "校验结果的网页读不出。"
        return
    if _ACTIVE(root):
        yield "校验结果的网页里有会运行或会联网的内容，不是本程序写的，请不要打开。"
    told = [
        _plain(str(item.xpath("string(p[1])")))
        for item in root.iter("section")
        if "finding" in item.get("class", "") and "unchecked" not in item.get("class", "")
    ]
    messages = [_plain(item.get("message") or "") for item in said["findings"]]
    if Counter(told) != Counter(messages):
        yield f"校验结果的网页与校验结果不一致：网页上有 {len(told)} 条，应为 {len(messages)} 条。"


def _plain(text: str) -> str:
    return re.sub(r"\s+", "", text)
