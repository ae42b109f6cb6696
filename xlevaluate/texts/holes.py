"""Holes in a text: units without their number, dates without their day, empty brackets.

A hole is where a figure was to be filled in: 支出  万元, 达 %, 共   人, 2024年 月 日, （）.
"""

import re
from collections.abc import Iterator

from xlevaluate.submission.texts import HAN

_BLANK = r"[ \u3000\xa0]"
_SOME, _ANY = rf"{_BLANK}{{1,20}}", rf"{_BLANK}{{0,20}}"
_UNIT = "万元|亿元|元|个百分点|%|％"
_COUNTER = "人次|批次|场次|人|名|次|个|件|项|份|篇|场|期|户|家|辆|台|套|条|亩|公里|平方米|分|天"
_LEAD = (
    "共计|合计|累计|共|达到|达|为|计|占|增长|增加|下降|减少|降低|支出|收入|完成|预算|决算|结余|节约"
)
_END = r"(?=[，。；：、,;）)]|$)"
_HOLE = re.compile(
    rf"[_＿]{{2,}}(?:{_UNIT}|{_COUNTER})?"  # 支出____万元
    rf"|(?:(?<={HAN})|(?<=[：:])){_SOME}(?:{_UNIT}){_END}"  # 支出  万元
    rf"|(?:{_LEAD})(?:{_UNIT}){_END}"  # 支出万元
    rf"|(?:率|比|幅|达|达到|为|占|增长|下降){_ANY}[%％]"  # 执行率 %
    rf"|(?:(?:{_LEAD}){_BLANK}|{HAN}{_BLANK}{{2}}){_ANY}(?:{_COUNTER}){_END}"  # 共 人
    rf"|(?<={HAN}){_SOME}(?:{_COUNTER}){_SOME}(?:{_COUNTER}){_END}"  # 培训 期 人次
    rf"|(?:(?<=20\d\d)|{_BLANK})年{_SOME}月(?:{_ANY}日)?"  # 2024年 月 日
    rf"|(?<=\d月){_SOME}日"
    rf"|(?:（{_ANY}[_＿]*）|\({_ANY}[_＿]*\)|《{_ANY}》|“{_SOME}”)(?:{_UNIT})?"
    rf"|〔{_ANY}〕|〔20\d\d〕{_ANY}号"
)
_BEFORE = re.compile(rf"(?:{HAN}|\d){{0,8}}[：:]?$")
_NO_LEAD = re.compile("(?:单位|用|以)[：:]?$")


def holes_of(written: str) -> Iterator[str]:
    """Yield the holes of a text as they are written, with a few words before."""
    text = written.replace("\t", "，")
    for match in _HOLE.finditer(text):
        before = _BEFORE.search(text[max(0, match.start() - 9) : match.start()])
        lead = before[0] if before else ""
        if not _NO_LEAD.search(lead):
            yield (lead + match[0]).strip()
