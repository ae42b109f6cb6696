"""The proposed score of an indicator as a native formula, for targets that are plain numbers.

Only what a formula can read beyond doubt is proposed: a number, “≥” or “≤” before the target's, and
the same unit after both. For all else the cell stays blank, and the unit gives the points. Where a
score is proposed here, it is the one of ``indicator_score``.
"""

import re
from decimal import Decimal

from msgspec import Struct

from xlevaluate.computed.computation import Shown
from xlevaluate.form.figures import Figures
from xlevaluate.form.page import RowCell
from xlevaluate.scoring.indicator_rules import IndicatorScoring
from xlevaluate.scoring.indicator_score import propose

_DOUBTFUL = (
    *("以", "内", "下", "上", "左右", "至", "到", "约", "每", "各", "第", "年", "月", "日", "号"),
    *(
        "-",
        "—",
        "–",
        "/",
        ":",
        "：",
        ",",
        "，",
        "E",
        "e",
        "￥",
        "$",
        "(",
        "（",
        "、",
        "提",
        "增",
        "降",
    ),
)
"""Where one of them stands in a target or an actual value, it is no plain number with its unit."""

_MORE = ("余", "多")
"""After a number: somewhat more."""

_DIGITS = 12
_NUMBER = re.compile(r"\d+(?:\.\d*)?|\.\d+")
_SIGNS = "≥≤"


class NativeScore(Struct, frozen=True):
    """The score of a row, given its cells; ``band`` is ``None`` where the form has none."""

    target: RowCell
    actual: RowCell
    weight: RowCell
    band: RowCell | None
    rules: IndicatorScoring
    is_limit: bool
    style: str = "points"

    def shown(self, figures: Figures) -> Shown:
        """Return what the formula gives; ``None`` where it gives nothing."""
        target, actual = (self._text(figures, cell) for cell in (self.target, self.actual))
        weight = self._value(figures, self.weight)
        banded = self.band is not None and self._value(figures, self.band) is not None
        if banded or not isinstance(weight, Decimal) or not is_plain(target, actual, self.is_limit):
            return None
        return propose(target, actual, weight, self.rules, is_limit=self.is_limit).score

    def goes_with(self, value: object, figures: Figures) -> bool:
        """Tell whether the score given is that."""
        return value == self.shown(figures)

    def _value(self, figures: Figures, cell: RowCell) -> object:
        found = figures.at(cell.path) if cell.path else ()
        return found[0].value if found else None

    def _text(self, figures: Figures, cell: RowCell) -> str:
        value = self._value(figures, cell)
        return "" if value is None else str(value)

    def formula(self) -> str:
        """Return the native formula."""
        target, actual, weight = self.target.cell, self.actual.cell, self.weight.cell
        aim_text = f'IF(OR(LEFT({target},1)="≥",LEFT({target},1)="≤"),MID({target},2,99),{target})'
        aim_text, done_text = _bare(aim_text), _bare(actual)
        aim, done = _number(aim_text), _number(done_text)
        listed = ",".join(f'"*{text}*"' for text in _DOUBTFUL)
        clear = [
            f"ISNUMBER({weight})",
            f"SUMPRODUCT(COUNTIF({target}:{actual},{{{listed}}}))=0",
            f'ISNUMBER(FIND("%",{target}))=ISNUMBER(FIND("%",{actual}))',
            f"{aim}>0",
            f"{done}>0",
            f'LEFT({aim_text},LEN({aim}))=""&{aim}',
            f'LEFT({done_text},LEN({done}))=""&{done}',
            f"MID({aim_text},LEN({aim})+1,99)={_without_more(f'MID({done_text},LEN({done})+1,99)')}",
        ]
        if self.band is not None:
            clear.append(f'{self.band.cell}=""')
        if self.is_limit:
            clear.append(f'OR(LEFT({target},1)="≥",LEFT({target},1)="≤")')
        if self.rules.reverse == "ratio":
            reverse = f"{aim}/{done}"
        else:
            reverse = f"MAX(0,1-MAX(0,{done}-{aim})/{aim})"
        share = f'IF(LEFT({target},1)="≤",{reverse},{done}/{aim})'
        points = f"MIN({weight},ROUND({weight}*MIN(1,{share}),{self.rules.decimals}))"
        cells = "&".join(c.cell for c in (self.target, self.actual, self.weight, self.band) if c)
        proposed = f'IFERROR(IF(AND({",".join(clear)}),{points},""),"")'
        # What cannot be read is blank, but a cell that is gone is an error, and is told.
        return f'=IF(LEN({cells})<0,"",{proposed})'


def can_be_native(rules: IndicatorScoring) -> bool:
    """Tell whether a profile scores as the formula does: in proportion, with nothing taken off."""
    plain = {"none", "query", "explain"}
    return (
        rules.pass_line is None
        and rules.equal_over == "full"
        and {rules.over_action.kind, rules.under_action.kind} <= plain
    )


def is_plain(target: str, actual: str, is_limit: bool) -> bool:
    """Tell whether the formula reads a target and an actual value."""
    if any(text in target or text in actual for text in _DOUBTFUL):
        return False
    if ("%" in target) != ("%" in actual):
        return False
    signed = target[:1] in _SIGNS if target else False
    if is_limit and not signed:
        return False
    aim, done = (_split(text) for text in (target[1:] if signed else target, actual))
    if aim is None or done is None or aim[0] <= 0 or done[0] <= 0:
        return False
    unit = done[1]
    if unit[:1] in _MORE and unit:
        unit = unit[1:]
    return aim[1] == unit


def _split(text: str) -> tuple[Decimal, str] | None:
    """Return the number at the beginning of a text as it stands, and the rest."""
    text = text.replace("%", "")
    found = _NUMBER.match(text[:_DIGITS])
    if found is None:
        return None
    number = Decimal(found[0])
    written = f"{number.normalize():f}"
    return (number, text[len(written) :]) if text.startswith(written) else None


def _bare(text: str) -> str:
    return f'SUBSTITUTE({text},"%","")'


def _number(text: str) -> str:
    lengths = ",".join(str(n) for n in range(1, _DIGITS + 1))
    return f"LOOKUP(9E+99,--LEFT({text},{{{lengths}}}))"


def _without_more(unit: str) -> str:
    signs = ",".join(f'LEFT({unit},1)="{text}"' for text in _MORE)
    return f"IF(OR({signs}),MID({unit},2,99),{unit})"
