"""Counts of what was done, with the words of what is counted: 提出建议46条, 全年巡查120次."""

import re
from collections.abc import Iterator
from itertools import islice

from msgspec import Struct

from xlevaluate.submission.texts import HAN

_COUNTED = re.compile(
    rf"(?P<before>{HAN}{{0,10}})(?<![\d.])(?P<number>\d+)(?:余|多)?"
    r"(?P<unit>人次|批次|场次|条|篇|次|个|份|场|期|件|项|户|处|家|起|辆|台|套|亩|公里)"
    rf"(?P<after>{HAN}{{0,10}})"
)
_DOING = re.compile(
    r"^(?:全年|本年|年内|共|累计|总计|已|先后|组织|开展|召开|举办|发放|发布|印发|"
    r"完成|提出|编发|上报|报送|参加|参与|制定|修订|各类|各种|各项|一是|二是|三是|四是|抓|的|了)+"
)
_TAIL = re.compile(r"(?:共|累计|已|达|达到|为|计|约)+$")
_OF_THE_YEAR = re.compile(r"全年|本年|年内|共|累计|总计")
_OF_A_PART = re.compile("季度|月|半年|其中|每|各|平均|上年|去年|目标|计划")
_ALIKE = 4
"""Characters that two things must share to be taken for the same."""
_ALIKE_OF_YEAR = 2
"""The same where both are said of the whole year, in two texts."""
_MOST = 200
"""Counts in a text beyond which nobody writes."""


class Count(Struct, frozen=True):
    """A count: the words before the number without what is done with it, and those after it."""

    name: str
    after: str
    number: str
    unit: str
    is_of_year: bool

    @property
    def written(self) -> str:
        """The count with its unit."""
        return self.number + self.unit

    def differs_from(self, other: "Count", *, is_elsewhere: bool) -> str:
        """Return what both count differently; nothing where they only resemble one another."""
        if self.unit != other.unit or self.number == other.number:
            return ""
        of_year = is_elsewhere and self.is_of_year and other.is_of_year
        least = _ALIKE_OF_YEAR if of_year else _ALIKE
        if len(self.name) >= least and self.name == other.name:
            return self.name
        for name, after in ((self.name, other.after), (other.name, self.after)):
            if len(name) >= _ALIKE and after.startswith(name):
                return name
        return ""


def counts_in(text: str) -> Iterator[Count]:
    """Yield the counts of a text in its order."""
    for match in islice(_COUNTED.finditer(text), _MOST):
        before = match["before"]
        if _OF_A_PART.search(before):
            continue
        name = _TAIL.sub("", _DOING.sub("", before))
        is_of_year = bool(_OF_THE_YEAR.search(before))
        yield Count(name, match["after"], match["number"], match["unit"], is_of_year)
