"""What a file of a mark sheet (评分表) may say: sheets, items, points, what is counted of them.

A mark sheet is data: whoever marks otherwise writes a file of his own. Points have at most three
decimals, as the budget system's marks do.
"""

from decimal import Decimal
from typing import Annotated, Literal

from pydantic import Field

from xlevaluate.checks.findings import Family, Level
from xlevaluate.files.toml_part import TomlPart
from xlevaluate.scoring.profile_part import Points, RuleSource, Share

Fact = Literal["draft", "public", "changed", "noted", "remarked", "no_score"]
FACTS: dict[Fact, str] = {
    "draft": "报送的是草稿",
    "public": "报送的是对外公开的版本",
    "changed": "上报件导出后改动过",
    "noted": "对文件的说明",
    "remarked": "对报送情况的说明",
    "no_score": "自评没有得分",
}
"""What can be seen of what was handed in, beside the findings of rules."""

DECIMALS = 3
"""Of marks, as the budget system's 抽评 has them."""

SheetKind = Literal["items", "indicators", "problems"]

Key = Annotated[str, Field(pattern=r"^[a-z][a-z0-9]*(_[a-z0-9]+)*$", max_length=40)]
"""Part of the names of cells, by which marks are read back; two underscores keep parts apart."""

ShortText = Annotated[str, Field(min_length=1, max_length=2000)]
SheetName = Annotated[str, Field(min_length=1, max_length=31)]


class DeductDef(TomlPart):
    """What is taken off for each of some findings or facts.

    Findings are meant by the ids of their rules, or by the families of those; ``levels`` leaves
    some of them. One that is meant both ways belongs where its id stands. ``points`` of 0 lists
    without taking off; ``most`` is what is taken off in all.
    """

    rules: tuple[str, ...] = ()
    families: tuple[Family, ...] = ()
    levels: tuple[Level, ...] = ("error", "query", "hint")
    facts: tuple[Fact, ...] = ()
    points: Points
    most: Points | None = None


class ItemDef(TomlPart):
    """An item: what is marked, with how many points, by what standard.

    ``counted`` is the share of the points that is filled in from what was counted; the rest is left
    to a person. An item with both has two marks, with neither's points in the other's.
    """

    key: Key
    group: str = ""
    name: ShortText
    points: Points
    standard: ShortText
    counted: Share = Decimal(0)
    deduct: tuple[DeductDef, ...] = ()

    @property
    def counted_points(self) -> Decimal:
        """The points that are filled in from what was counted."""
        return self.points * self.counted

    @property
    def parts(self) -> tuple[tuple[str, Decimal, bool], ...]:
        """Its marks: the key of each, its points, whether it is counted."""
        counted = self.counted_points
        both = (
            (f"{self.key}_counted", counted, True),
            (f"{self.key}_judged", self.points - counted, False),
        )
        return tuple(part for part in both if part[1] > 0)


class BandDef(TomlPart):
    """A result in words, from so many points on."""

    name: ShortText
    at_least: Points = Field(alias="from")


class MarkSheetDef(TomlPart):
    """A sheet: items to be marked, the indicators of the form, or problems found.

    ``result`` is what the sum of its marks is called, ``verdict`` the word for it by ``band``.
    ``compared`` says that the sum is held against the unit's own score.
    """

    key: Key
    name: SheetName
    kind: SheetKind
    title: str = ""
    result: str = ""
    verdict: str = ""
    compared: bool = False
    compared_note: str = ""
    """What has to be known of that comparison."""
    total: Points = Decimal(100)
    """What the points of the items come to."""
    levels: tuple[Level, ...] = ("error", "query")
    """Of findings that a sheet of problems begins with."""
    blank_rows: Annotated[int, Field(ge=0, le=200)] = 20
    """Of a sheet of problems, for those that a person finds."""
    item: tuple[ItemDef, ...] = ()
    band: tuple[BandDef, ...] = ()


class MarkingDef(TomlPart):
    """A file of a mark sheet.

    ``source`` is where its items and points are from, ``deductions`` where what is counted and
    taken off is from, ``bands`` where the limits of results are from.
    """

    title: ShortText
    source: RuleSource
    deductions: RuleSource
    bands: RuleSource
    sheet: Annotated[tuple[MarkSheetDef, ...], Field(min_length=1)]

    @property
    def notices(self) -> tuple[str, ...]:
        """What is printed where nobody held a part against a document, or none says it."""
        parts = (
            ("评分项目和分值", self.source),
            ("扣分办法", self.deductions),
            ("结果的分数线", self.bands),
        )
        return tuple(
            f"{what}是程序拟定的，没有核对原文，请按本地办法修改：{part.note or part}"
            for what, part in parts
            if not part.checked
        )

    def sheet_with(self, key: str) -> MarkSheetDef:
        """Return the sheet of a key; raises ``KeyError`` where there is none."""
        return next((sheet for sheet in self.sheet if sheet.key == key), None) or _none(key)


def _none(key: str) -> MarkSheetDef:
    raise KeyError(key)
