"""Labels as they are compared: without numbering, prompts, blanks, and whatever else differs.

What is cut off is kept beside the label: its unit, points, number, “其中”, indentation. Words that
make another notion of a label (“收入合计（含上年结转）”) are no prompt and stay in it.
"""

import re
import unicodedata
from decimal import Decimal
from functools import lru_cache

from msgspec import Struct
from msgspec.structs import replace

from xlevaluate.submission.texts import without_invisible
from xlevaluate.texts.characters import plain_of

_RADICALS = str.maketrans(
    "⺟⺠⺩⺮⻁⻄⻅⻆⻉⻋⻌⻓⻔⻗⻘⻚⻛⻜⻝⻢⻤⻥⻦⻨⻩⻬⻮⻰⻳",
    "母民王竹虎西见角贝车辶长门雨青页风飞食马鬼鱼鸟麦黄齐齿龙龟",
)
"""Radicals of PDF files that look like the characters, and that NFKC leaves as they are."""

_ONE_SIGN = str.maketrans("[]【】〔〕{}:;·•＊", "（）（）（）（）：；··*")
_NOT_READ = str.maketrans("", "", "《》〈〉<>")
_BLANK = re.compile(r"\s+")

_NUMERALS = "一二三四五六七八九十百〇零"
_NUMBER = re.compile(
    rf"第[{_NUMERALS}\d]+(?:部分|章|节)[、.：]?"
    rf"|（[{_NUMERALS}\d]{{1,3}}）[、.]?"
    rf"|[{_NUMERALS}]{{1,4}}[、.]"
    r"|\d{1,2}(?:\.\d{1,2}){0,2}(?:[、）]|\.(?!\d))"
    r"|\d{1,2}\.\d{1,2}\.\d{1,2}(?=[\u4e00-\u9fff])"
    r"|[\u2460-\u2473\u2776-\u277f][、.]?"
)
_CIRCLED = {0x2460 + n: f"（{n + 1}）" for n in range(20)} | {
    0x2776 + n: f"（{n + 1}）" for n in range(10)
}
"""NFKC makes plain digits of them, which a label would then begin with."""

_CODE = re.compile(r"\d{3}(?:\d{2}){0,2}(?=[\u4e00-\u9fff])(?!\d{3}[年月日])")
_AMONG = re.compile(r"其中[：,，、]?")
_PLACEHOLDER = re.compile(r"指标\d{0,2}(?:：|$)(?:…+)?")
_AT_THE_ENDS = "：；，,、。*★▲"

_BRACKETS = re.compile(r"（([^（）]*)）")
_UNITS = {
    **{word: word for word in ("元", "千元", "万元", "亿元", "人", "%", "个", "辆", "台", "次")},
    **{word: word for word in ("批", "批次", "人次", "分", "家", "户", "项")},
    **dict.fromkeys(("㎡", "m2", "平方米"), "㎡"),
}
_OF_UNIT = re.compile(r"(?:(?:金额|计量|货币)?单位：?|人民币)+")
_POINTS = re.compile(r"(?:满分|分值)?：?(\d{1,3}(?:\.\d{1,2})?)分")
_KEPT = 4096
"""Texts whose reading is kept: the same labels are asked for again and again."""

_OTHER_NOTION = re.compile(r"[含除扣减非年]|预算|决算|执行数|财政|基金|上级|结转|不包|包括|剔")


class LabelText(Struct, frozen=True):
    """A label and what was cut off it.

    ``plain`` is what labels are compared by; ``unit`` is of a known unit in brackets (``万元``,
    ``㎡``), ``points`` of “（10分）”, ``number`` the numbering without its blanks (``1、``),
    ``code`` that of an item of the budget (``30201``). ``indent`` counts the blanks before it,
    full-width ones twice. ``prompts`` are the other words in brackets.
    """

    plain: str
    unit: str = ""
    points: Decimal | None = None
    number: str = ""
    code: str = ""
    among: bool = False
    indent: int = 0
    prompts: tuple[str, ...] = ()


def plain_label(text: str) -> str:
    """Return a label as it is compared; blank where nothing but numbering or prompts is in it.

    >>> plain_label("　其中：１．公务用车购置　和维护经费（万元）：")
    '公务用车购置和维护经费'
    >>> plain_label("因公出国(境)费"), plain_label("收入合计（含上年结转）")
    ('因公出国境费', '收入合计含上年结转')
    """
    return read_label(text).plain


@lru_cache(maxsize=_KEPT)
def read_label(text: str) -> LabelText:
    r"""Return a label with its attributes.

    >>> label = read_label("产出指标\n（50分)")
    >>> label.plain, label.points
    ('产出指标', Decimal('50'))
    """
    label = LabelText(compared(text), indent=_indent(text))
    while (cut := _without_brackets(_without_start(label))) != label:
        label = cut
    if re.search("[（）]", label.plain):
        # What is in brackets amid a label belongs to it: 因公出国（境）费.
        inner = read_label(label.plain.replace("（", "").replace("）", ""))
        return replace(label, plain=inner.plain)
    return label


def _without_start(label: LabelText) -> LabelText:
    """Cut off 其中, numbering, code and placeholder, once each, and signs at the ends."""
    words = label.plain
    if cut := _AMONG.match(words):
        label, words = replace(label, among=True), words[cut.end() :]
    if cut := _NUMBER.match(words):
        label, words = replace(label, number=label.number or cut[0]), words[cut.end() :]
    if cut := _CODE.match(words):
        label, words = replace(label, code=label.code or cut[0]), words[cut.end() :]
    if cut := _PLACEHOLDER.match(words):
        words = words[cut.end() :]
    return replace(label, plain=words.strip(_AT_THE_ENDS))


def _without_brackets(label: LabelText) -> LabelText:
    """Cut off the first brackets that hold a unit, points, or at the end a prompt."""
    words = label.plain
    for bracket in _BRACKETS.finditer(words):
        inside, rest = bracket[1], words[: bracket.start()] + words[bracket.end() :]
        if unit := unit_in(inside):
            return replace(label, plain=rest, unit=label.unit or unit)
        if worth := _POINTS.fullmatch(inside):
            points = Decimal(worth[1]) if label.points is None else label.points
            return replace(label, plain=rest, points=points)
        if bracket.end() == len(words) and not _OTHER_NOTION.search(inside):
            return replace(label, plain=rest, prompts=(*label.prompts, inside))
    return label


def unit_in(words: str) -> str:
    """Return the unit that words in brackets name, blank where they name none.

    >>> unit_in("单位：万元"), unit_in("m²"), unit_in("境")
    ('万元', '㎡', '')
    """
    return _UNITS.get(_OF_UNIT.sub("", compared(words)), "")


@lru_cache(maxsize=_KEPT)
def compared(text: str) -> str:
    r"""Return any text as texts are compared: one kind of each sign, no blanks and no quotes.

    >>> compared(" “三公”　经费\n（⻋） ")
    '三公经费（车）'
    """
    text = without_invisible(text).translate(_CIRCLED).translate(_RADICALS)
    text = unicodedata.normalize("NFKC", text)
    read = plain_of(text).text.translate(_ONE_SIGN).translate(_NOT_READ)
    return _BLANK.sub("", read)


def _indent(text: str) -> int:
    blanks = re.match(r"[ \t\u3000\xa0]*", text)
    return sum(2 if blank == "\u3000" else 1 for blank in blanks[0]) if blanks else 0
