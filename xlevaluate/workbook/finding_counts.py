"""How many findings there are, as the cover says it: counted by a native formula."""

from xlevaluate.checks.findings import LEVELS
from xlevaluate.form.form import Form
from xlevaluate.form.labels import quoted
from xlevaluate.form.page import CHECKED_NAME
from xlevaluate.form.printed import FindingLine
from xlevaluate.output.finding_lines import EXPLAINED, NOT_YET


def counted_findings(form: Form, lines: tuple[FindingLine, ...], checked: str) -> tuple[str, str]:
    """Count the lines of 校验结果 by level, and say of when: the formula, and what it shows.

    ``checked`` says when that was, ``""`` that nothing was checked yet.
    """
    name = form.findings.name
    head, end = f"{name}_{form.names.level}", form.listings[name].end
    column = f"OFFSET({head},1,0,ROW({end})-ROW({head})-1,1)"
    kinds = [*LEVELS.values(), EXPLAINED]
    counts = (f"COUNTIF({column},{quoted(kind)})" for kind in kinds)
    parts = (f"{quoted(kind + ' ')}&{count}" for kind, count in zip(kinds, counts, strict=True))
    shown = (f"{kind} {sum(line.texts[0] == kind for line in lines)}" for kind in kinds)
    formula, said = '&"，"&'.join(parts), "，".join(shown)
    counted = f'{formula}&"（"&{CHECKED_NAME}&"）"'
    formula = f'=IF({CHECKED_NAME}="",{quoted(NOT_YET)},{counted})'
    return formula, f"{said}（{checked}）" if checked else NOT_YET
