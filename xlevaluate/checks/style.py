"""规范性: how texts are worded, numbered and written. Hints, all of them."""

import re
from collections.abc import Iterator
from decimal import Decimal

from xlevaluate.checks.findings import NOT_APPLICABLE_HERE, Observation, RuleResult
from xlevaluate.checks.reads import NOTHING, roles
from xlevaluate.checks.rule import Subject, rule
from xlevaluate.checks.scores import grade_pattern
from xlevaluate.checks.text_reads import NARRATIVE
from xlevaluate.submission.texts import HAN
from xlevaluate.texts.clauses import narrative_of
from xlevaluate.texts.ordinals import NUMBERED, runs_of

_SOURCE = "公文写作的一般要求"

# What looks like a self-name but is another word: 本办法, 我处理 …
_SELF = re.compile(
    r"我(?:单位|局|办事处|办(?!理|法|事)|委|院|中心|校|厅|处(?!理|于|在)|队|站|部门|镇|乡|街道)"
    r"|本(?:单位|局|办事处|办(?!理|法|公|事)|委|院|中心|校|厅|部门|镇|乡(?!本)|街道)"
)


@rule(
    "W01",
    "hint",
    "规范性",
    "全文只用一个自称",
    _SOURCE,
    NARRATIVE | roles("self_name").optional,
    needs=NOTHING,
)
def self_names(subject: Subject) -> RuleResult:
    """Find several self-names, counting the one on the cover."""
    used: dict[str, str] = {}
    for text in narrative_of(subject.figures, subject.template.texts):
        for name in _SELF.findall(text.text):
            used.setdefault(name, text.path)
    own = subject.figures.text("self_name")
    names = list(dict.fromkeys([*([own] if own else []), *used]))
    if not used or len(names) < 2:
        return RuleResult()
    strangers = [used[name] for name in names if name in used and name != own]
    first, *others = dict.fromkeys(strangers)
    note = "、".join(f"“{name}”" for name in names)
    return RuleResult((Observation("self_names", first, tuple(others), note=note),))


_WORDS = re.compile(rf"{HAN}{{4,}}")
"""Where something may stand twice; a sign between them parts words."""
_TWICE = re.compile(
    r"((?!一).{2,8})\1"
    r"(?!对象|人员|单位|部门|机构|中心|平台|站点|队伍|水平|能力|质量|意识|体系|效能|事项|流程|窗口|大厅|功能|机制|制度|项目)"
)
"""Not 服务服务对象, where the second is half of a word."""
_AROUND = re.compile(r"(?=(.{4}).+?\1)(?P<words>.{4,})(?P<between>.{1,6}?)(?P=words)")
_JOINING = re.compile(r"[和与及或的对为是在、]")


@rule("W02", "hint", "规范性", "没有重复的词语", _SOURCE, NARRATIVE, needs=NOTHING)
def repeated_words(subject: Subject) -> RuleResult:
    """Find words written twice: 其中其中, 专项资金使用项目使用专项资金."""
    return RuleResult(
        tuple(
            Observation("repeated", text.path, note=words)
            for text in narrative_of(subject.figures, subject.template.texts)
            for words in _repeated(text.text)
        )
    )


def _repeated(text: str) -> Iterator[str]:
    runs = [run[0] for run in _WORDS.finditer(text)]
    for run in runs:
        yield from (match[0] for match in _TWICE.finditer(run))
    for run in runs:
        for match in _AROUND.finditer(run):
            if not _JOINING.search(match["between"]):
                yield match[0]


_DIGITS = "一二三四五六七八九十"
_FIRSTLY = re.compile(
    rf"(?:^|(?!{HAN})[\s\S]|(?<=[：:；;。，,\n]))(?:([{_DIGITS}])(是|要)|(第|其)([{_DIGITS}])[，、,])"
)


@rule("W03", "hint", "规范性", "“一是、二是……”的次序连续", _SOURCE, NARRATIVE, needs=NOTHING)
def ordinals(subject: Subject) -> RuleResult:
    """Find ordinals out of order: 一是…四是…四是."""
    found = []
    for text in narrative_of(subject.figures, subject.template.texts):
        series: dict[str, list[int]] = {}
        for first, word, ordinal, second in _FIRSTLY.findall(text.text):
            kept = series.setdefault(word or ordinal, [])
            kept.append(_DIGITS.index(first or second) + 1)
        for mark, seen in series.items():
            pairs = zip([0, *seen], seen, strict=False)
            if any(now not in {1, before + 1} for before, now in pairs):
                signs = [_DIGITS[number - 1] for number in seen]
                said = "、".join(
                    f"{mark}{sign}" if mark in "第其" else f"{sign}{mark}" for sign in signs
                )
                found.append(Observation("ordinals", text.path, note=said))
    return RuleResult(tuple(found))


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


@rule("W04", "hint", "规范性", "文字中自带的序号连续", _SOURCE, NARRATIVE, needs=NOTHING)
def headings(subject: Subject) -> RuleResult:
    """Find numbers at the beginnings of lines that do not follow one another."""
    found = []
    for text in narrative_of(subject.figures, subject.template.texts):
        last: dict[int, int] = {}
        said, wrong = [], False
        for match in _HEADING.finditer(text.text):
            style, digits = next((i, g) for i, g in enumerate(match.groups()) if g)
            number = _value(digits)
            said.append(match[0].strip(" \t\u3000"))
            wrong = wrong or number not in {1, last.get(style, 0) + 1}
            last[style] = number
        said = said if wrong else next(_numbers_in_lines(text.text), [])
        if said:
            found.append(Observation("headings", text.path, note=" → ".join(said)))
    return RuleResult(tuple(found))


def _numbers_in_lines(text: str) -> Iterator[list[str]]:
    """Yield numbers inside lines that begin with the first and leave one out, or say one twice."""
    for run in runs_of(text):
        numbers = [ordinal.number for ordinal in run]
        inside = any(not ordinal.begins_line for ordinal in run)
        if inside and run[0].style in NUMBERED and numbers != list(range(1, len(run) + 1)):
            yield [text[ordinal.start : ordinal.end].strip() for ordinal in run]


@rule("W05", "hint", "规范性", "没有留下表格的提示语", "官方表式", NARRATIVE, needs=NOTHING)
def prompts(subject: Subject) -> RuleResult:
    """Find prompts of the printed forms left in the texts."""
    pattern = re.compile("|".join(subject.template.texts.prompts), re.MULTILINE)
    return RuleResult(
        tuple(
            Observation("prompt", text.path, note=match[0])
            for text in narrative_of(subject.figures, subject.template.texts)
            for match in pattern.finditer(text.text)
        )
    )


@rule("W06", "hint", "规范性", "等次用评分办法规定的名称", "评分办法", NARRATIVE, needs=NOTHING)
def grade_words(subject: Subject) -> RuleResult:
    """Find other words for the grades than the names that the profile gives them."""
    others = {word: grade.name for grade in subject.template.profile.grade for word in grade.also}
    if not subject.template.profile.grade:
        return NOT_APPLICABLE_HERE
    pattern = grade_pattern(subject.template.profile.grade)
    return RuleResult(
        tuple(
            Observation(
                "grade_word",
                text.path,
                actual=match[1],
                expected=others[match[1]],
            )
            for text in narrative_of(subject.figures, subject.template.texts)
            for match in pattern.finditer(text.text)
            if match[1] in others
        )
    )


_AMOUNT = re.compile(r"(?<![\d.])(\d+)(?:\.(\d+))?\s*万元")


@rule("W07", "hint", "规范性", "金额的小数位数一致", _SOURCE, NARRATIVE, needs=NOTHING)
def mixed_decimals(subject: Subject) -> RuleResult:
    """Find amounts padded to two decimals (394.50) beside others that are not (206.7)."""
    padded, short = [], []
    for text in narrative_of(subject.figures, subject.template.texts):
        for match in _AMOUNT.finditer(text.text):
            decimals = match[2] or ""
            if len(decimals) == 2 and decimals.endswith("0"):
                padded.append((text.path, match[0]))
            elif 0 < len(decimals) < 2 or (not decimals and match[1] != "0"):
                short.append((text.path, match[0]))
    if not padded or not short:
        return RuleResult()
    note = f"{padded[0][1]}、{short[0][1]}"
    return RuleResult((Observation("mixed_decimals", padded[0][0], (short[0][0],), note=note),))


_HALF_WIDTH = re.compile(rf"(?:{HAN}|[）”》])[,;:?!(](?:{HAN}|[（“《])|\d[人元条次][,;]{HAN}")


@rule("W08", "hint", "规范性", "中文标点用全角", _SOURCE, NARRATIVE, needs=NOTHING)
def half_width(subject: Subject) -> RuleResult:
    """Find half-width punctuation between Chinese characters, once a text."""
    found = []
    for text in narrative_of(subject.figures, subject.template.texts):
        marks = _HALF_WIDTH.findall(text.text)
        if marks:
            found.append(
                Observation(
                    "half_width",
                    text.path,
                    note=marks[0],
                    actual=Decimal(len(marks)),
                )
            )
    return RuleResult(tuple(found))


_BRACKETS = re.compile(rf"{HAN}[\[【（(](20\d\d)[\]】）)]\s*\d+\s*号")


@rule(
    "W09",
    "hint",
    "规范性",
    "发文字号的年份用六角括号〔〕",
    "GB/T 9704-2012",
    NARRATIVE,
    needs=NOTHING,
)
def brackets(subject: Subject) -> RuleResult:
    """Find document numbers whose year stands in other brackets than 〔〕."""
    return RuleResult(
        tuple(
            Observation("brackets", text.path, note=match[0])
            for text in narrative_of(subject.figures, subject.template.texts)
            for match in _BRACKETS.finditer(text.text)
        )
    )


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
)
