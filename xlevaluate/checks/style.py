"""规范性: how texts are worded, numbered and written. Hints, for the most part."""

import difflib
import re
from decimal import Decimal

from xlevaluate.checks.rule import Finding, Outcome, Subject, rule
from xlevaluate.checks.scores import grade_pattern
from xlevaluate.form.indicator_rows import Indicator
from xlevaluate.texts.clauses import TextAt, texts_of

_SOURCE = "公文写作的一般要求"


def _narrative(subject: Subject) -> list[TextAt]:
    return texts_of(subject.figures, subject.template.texts.narrative)


# What looks like a self-name but is another word: 本办法, 我处理 …
_SELF = re.compile(
    r"我(?:单位|局|办(?!理|法)|委|院|中心|校|厅|处(?!理|于|在)|队|站|部门)"
    r"|本(?:单位|局|办(?!理|法|公)|委|院|中心|校|厅|部门)"
)


@rule("W01", "hint", "规范性", "全文只用一个自称", _SOURCE, ("文字材料", "自称"))
def self_names(subject: Subject) -> Outcome:
    """Find several self-names, counting the one on the cover."""
    used: dict[str, str] = {}
    for text in _narrative(subject):
        for name in _SELF.findall(text.text):
            used.setdefault(name, text.path)
    own = subject.figures.text("self_name")
    names = list(dict.fromkeys([*([own] if own else []), *used]))
    if not used or len(names) < 2:
        return Outcome()
    strangers = [used[name] for name in names if name in used and name != own]
    first, *others = dict.fromkeys(strangers)
    note = "、".join(f"“{name}”" for name in names)
    return Outcome((Finding("W01", "hint", "self_names", first, tuple(others), note=note),))


_TWICE = re.compile(r"((?!一)[\u4e00-\u9fff]{2,8})\1")
_AROUND = re.compile(r"([\u4e00-\u9fff]{4,})([\u4e00-\u9fff]{1,6}?)\1")
_JOINING = re.compile(r"[和与及或的对为是在、]")


@rule("W02", "hint", "规范性", "没有重复的词语", _SOURCE)
def repeated_words(subject: Subject) -> Outcome:
    """Find words written twice: 其中其中, 专项资金使用项目使用专项资金."""
    found = (
        (text, match)
        for text in _narrative(subject)
        for match in [*_TWICE.finditer(text.text), *_AROUND.finditer(text.text)]
    )
    return Outcome(
        tuple(
            Finding("W02", "hint", "repeated", text.path, note=match[0])
            for text, match in found
            if match.re is _TWICE or not _JOINING.search(match[2])
        )
    )


_DIGITS = "一二三四五六七八九十"
_FIRSTLY = re.compile(rf"(?:^|[^\u4e00-\u9fff]|(?<=[：:；;。，,\n]))([{_DIGITS}])是")


@rule("W03", "hint", "规范性", "“一是、二是……”的次序连续", _SOURCE)
def ordinals(subject: Subject) -> Outcome:
    """Find ordinals out of order: 一是…四是…四是."""
    findings = []
    for text in _narrative(subject):
        seen = [_DIGITS.index(digit) + 1 for digit in _FIRSTLY.findall(text.text)]
        wrong = [
            now for before, now in zip([0, *seen], seen, strict=False) if now not in {1, before + 1}
        ]
        if wrong:
            said = "、".join(f"{_DIGITS[number - 1]}是" for number in seen)
            findings.append(Finding("W03", "hint", "ordinals", text.path, note=said))
    return Outcome(tuple(findings))


_HEADING = re.compile(
    r"^[ \t\u3000]*(?:（([一二三四五六七八九十]{1,3})）|([一二三四五六七八九十]{1,3})、|"
    r"（(\d{1,2})）|(\d{1,2})[、.．](?!\d))",
    re.MULTILINE,
)


def _value(digits: str) -> int:
    if digits.isdecimal():
        return int(digits)
    tens, mark, ones = digits.rpartition("十")
    if not mark:
        return _DIGITS.index(digits) + 1
    ten = _DIGITS.index(tens) + 1 if tens else 1
    return ten * 10 + (_DIGITS.index(ones) + 1 if ones else 0)


@rule("W04", "hint", "规范性", "文字中自带的序号连续", _SOURCE)
def headings(subject: Subject) -> Outcome:
    """Find numbers at the beginnings of lines that do not follow one another."""
    findings = []
    for text in _narrative(subject):
        last: dict[int, int] = {}
        said, wrong = [], False
        for match in _HEADING.finditer(text.text):
            style, digits = next((i, g) for i, g in enumerate(match.groups()) if g)
            number = _value(digits)
            said.append(match[0].strip(" \t\u3000"))
            wrong = wrong or number not in {1, last.get(style, 0) + 1}
            last[style] = number
        if wrong:
            findings.append(Finding("W04", "hint", "headings", text.path, note=" → ".join(said)))
    return Outcome(tuple(findings))


@rule("W05", "hint", "规范性", "没有留下表格的提示语", "官方表式")
def prompts(subject: Subject) -> Outcome:
    """Find prompts of the printed forms left in the texts."""
    pattern = re.compile("|".join(subject.template.texts.prompts), re.MULTILINE)
    return Outcome(
        tuple(
            Finding("W05", "hint", "prompt", text.path, note=match[0])
            for text in _narrative(subject)
            for match in pattern.finditer(text.text)
        )
    )


@rule("W06", "hint", "规范性", "等次用评分办法规定的名称", "评分办法")
def grade_words(subject: Subject) -> Outcome:
    """Find other words for the grades than the names that the profile gives them."""
    others = {word: grade.name for grade in subject.template.profile.grade for word in grade.also}
    if not subject.template.profile.grade:
        return Outcome(applicable=False)
    pattern = grade_pattern(subject.template.profile.grade)
    return Outcome(
        tuple(
            Finding(
                *("W06", "hint", "grade_word", text.path),
                actual=match[1],
                expected=others[match[1]],
            )
            for text in _narrative(subject)
            for match in pattern.finditer(text.text)
            if match[1] in others
        )
    )


_AMOUNT = re.compile(r"(?<![\d.])(\d+)(?:\.(\d+))?\s*万元")


@rule("W07", "hint", "规范性", "金额的小数位数一致", _SOURCE)
def mixed_decimals(subject: Subject) -> Outcome:
    """Find amounts padded to two decimals (394.50) beside others that are not (206.7)."""
    padded, short = [], []
    for text in _narrative(subject):
        for match in _AMOUNT.finditer(text.text):
            decimals = match[2] or ""
            if len(decimals) == 2 and decimals.endswith("0"):
                padded.append((text.path, match[0]))
            elif 0 < len(decimals) < 2 or (not decimals and match[1] != "0"):
                short.append((text.path, match[0]))
    if not padded or not short:
        return Outcome()
    note = f"{padded[0][1]}、{short[0][1]}"
    return Outcome(
        (Finding("W07", "hint", "mixed_decimals", padded[0][0], (short[0][0],), note=note),)
    )


_HALF_WIDTH = re.compile(
    r"[\u4e00-\u9fff）”》][,;:?!(][\u4e00-\u9fff（“《]|\d[人元条次][,;][\u4e00-\u9fff]"
)


@rule("W08", "hint", "规范性", "中文标点用全角", _SOURCE)
def half_width(subject: Subject) -> Outcome:
    """Find half-width punctuation between Chinese characters, once a text."""
    findings = []
    for text in _narrative(subject):
        found = _HALF_WIDTH.findall(text.text)
        if found:
            findings.append(
                Finding(
                    "W08",
                    "hint",
                    "half_width",
                    text.path,
                    note=found[0],
                    actual=Decimal(len(found)),
                )
            )
    return Outcome(tuple(findings))


_BRACKETS = re.compile(r"[\u4e00-\u9fff][\[【（(](20\d\d)[\]】）)]\s*\d+\s*号")


@rule("W09", "hint", "规范性", "发文字号的年份用六角括号〔〕", "GB/T 9704-2012")
def brackets(subject: Subject) -> Outcome:
    """Find document numbers whose year stands in other brackets than 〔〕."""
    return Outcome(
        tuple(
            Finding("W09", "hint", "brackets", text.path, note=match[0])
            for text in _narrative(subject)
            for match in _BRACKETS.finditer(text.text)
        )
    )


_ALIKE = 0.9
_LONG_TEXT = 2_000
"""Characters from which on it is counted which clauses both have, for that is quick."""


@rule(
    "W10",
    "query",
    "规范性",
    "实际完成情况写的是结果，不是目标",
    "自评表填报要求",
    ("实际完成情况", "预期目标", "绩效目标设定"),
)
def goal_repeated(subject: Subject) -> Outcome:
    """Find 实际完成情况 that repeats the goal."""
    actual = subject.figures.value("实际完成情况")
    if not isinstance(actual, str):
        return Outcome(not_checked=("实际完成情况未填",))
    path = subject.figures["实际完成情况"][0].path
    for goal in texts_of(subject.figures, ("预期目标", "绩效目标设定")):
        if _are_alike(actual, goal.text):
            return Outcome((Finding("W10", "query", "goal_repeated", path, (goal.path,)),))
    return Outcome()


_CLAUSE = re.compile(r"[^，。；：\n]+")


def _are_alike(one: str, other: str) -> bool:
    if len(one) + len(other) > _LONG_TEXT:
        first, second = _CLAUSE.findall(one), _CLAUSE.findall(other)
        return difflib.SequenceMatcher(None, first, second).quick_ratio() >= _ALIKE
    return difflib.SequenceMatcher(None, one, other, autojunk=False).ratio() >= _ALIKE


_LONG = 10


@rule(
    "W11",
    "query",
    "规范性",
    "实际完成值写的是结果，不是指标值",
    "自评表填报要求",
    ("绩效指标_实际完成值",),
)
def target_repeated(subject: Subject) -> Outcome:
    """Find an actual that repeats a wordy target."""
    findings = []
    for base, row in _indicators(subject):
        target, actual = row.target or "", row.actual or ""
        if target == actual and len(target) >= _LONG and not re.search(r"\d", target):
            findings.append(
                Finding("W11", "query", "target_repeated", f"{base}.actual", (f"{base}.target",))
            )
    return Outcome(tuple(findings))


_MEASURED = re.compile(r"\d|[二两三四五六七八九十百千][次期场份篇届轮]")


@rule("W12", "hint", "规范性", "年度指标值可以衡量", "自评表填报要求", ("绩效指标_年度指标值",))
def target_without_number(subject: Subject) -> Outcome:
    """Find targets in words alone whose actuals have numbers and full marks; told once."""
    rows = [
        base
        for base, row in _indicators(subject)
        if row.target
        and row.actual
        and row.score is not None
        and row.score == row.weight
        and not _MEASURED.search(row.target)
        and re.search(r"\d", row.actual)
    ]
    if not rows:
        return Outcome()
    first, *others = (f"{base}.target" for base in rows)
    return Outcome((Finding("W12", "hint", "target_without_number", first, tuple(others)),))


def _indicators(subject: Subject) -> list[tuple[str, Indicator]]:
    return [(row.path, row) for row in subject.figures.indicators]


RULES = (
    self_names,
    repeated_words,
    ordinals,
    headings,
    prompts,
    grade_words,
    mixed_decimals,
    half_width,
    brackets,
    goal_repeated,
    target_repeated,
    target_without_number,
)
