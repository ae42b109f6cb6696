"""文表: what the texts say, held against the tables and against one another."""

import re
from collections.abc import Iterator
from decimal import Decimal

from xlevaluate.checks.rule import Finding, Outcome, Subject, rule
from xlevaluate.computed.sums import COMPUTED
from xlevaluate.submission import NOT_APPLICABLE
from xlevaluate.submission.amounts import percent
from xlevaluate.texts.clauses import Said, TextAt, agrees, said_of, texts_of

_PER_HUNDRED = "%|％"
_UNITS = {"money": "万元", "count": "人|名"}


def _narrative(subject: Subject) -> list[TextAt]:
    return texts_of(subject.figures, subject.template.texts.narrative)


def _best(claims: list[tuple[str, Said]]) -> list[tuple[str, Said]]:
    """Of several readings of one number keep that of the longest words."""
    best: dict[tuple[str, str, Decimal], tuple[str, Said]] = {}
    for name, said in claims:
        key = (said.text.path, said.clause, said.number)
        if key not in best or len(said.words) > len(best[key][1].words):
            best[key] = (name, said)
    return list(best.values())


@rule("T01", "error", "文表", "文字中的金额与表中一致", "报告与表一致")
def amounts_said(subject: Subject) -> Outcome:
    """Hold amounts said of fields against the fields."""
    return _claims(subject, "T01", "money")


@rule("T02", "error", "文表", "文字中的人数与表中一致", "报告与表一致")
def persons_said(subject: Subject) -> Outcome:
    """Hold numbers of persons against the fields."""
    return _claims(subject, "T02", "count")


def _claims(subject: Subject, rule_id: str, kind: str) -> Outcome:
    form = subject.template.form
    claims = _best(
        [
            (claim.field, said)
            for claim in subject.template.texts.claim
            if form.fields[claim.field].kind == kind
            for text in _narrative(subject)
            for said in said_of(text, claim.words, f"(?:{_UNITS[kind]})", subject.figures.year)
        ]
    )
    findings, unknown = [], []
    for name, said in claims:
        (entry,) = subject.figures[name]
        if not isinstance(entry.value, Decimal):
            label = form.fields[name].label
            if name in subject.reading.unread:
                unknown.append(f"未能读出{label}")
            elif entry.value is None:
                unknown.append(f"{label}未填")
        elif not agrees(said, entry.value):
            findings.append(
                Finding(
                    rule=rule_id,
                    level="error",
                    case="said_otherwise",
                    path=said.text.path,
                    others=(entry.path,),
                    actual=said.number,
                    expected=entry.value,
                    difference=abs(said.number - entry.value),
                    note=said.clause,
                )
            )
    return Outcome(tuple(findings), tuple(dict.fromkeys(unknown)), applicable=bool(claims))


@rule("T03", "error", "文表", "文字中的比率与指标计算一致", "报告与表一致")
def rates_said(subject: Subject) -> Outcome:
    """Hold percentages said of ratios against the ratios, at the precision written."""
    findings = []
    claims = _best(
        [
            (rate.ratio, said)
            for rate in subject.template.texts.rate
            for text in _narrative(subject)
            for said in said_of(text, rate.words, f"(?:{_PER_HUNDRED})", subject.figures.year)
        ]
    )
    for name, said in claims:
        value = subject.template.ratios[name].evaluate(subject.figures).value
        if value is not None and not agrees(said, percent(value)):
            findings.append(
                Finding(
                    rule="T03",
                    level="error",
                    case="rate_said_otherwise",
                    path=said.text.path,
                    others=(COMPUTED + name,),
                    actual=said.number,
                    expected=percent(value),
                    difference=abs(said.number - percent(value)),
                    note=said.clause,
                )
            )
    return Outcome(tuple(findings), applicable=bool(claims))


_CHANGE = re.compile(
    r"^[，,]\s*(?:比|较)上年(?P<way>增加|减少)(?P<amount>\d+(?:\.\d+)?)万元"
    r"(?:[，,]\s*(?P<grow>增长|下降|降低)(?P<rate>\d+(?:\.\d+)?)[%％])?"
)


@rule("T04", "error", "文表", "文字中的增减额和增减率与两年数字一致", "报告与表一致")
def changes_said(subject: Subject) -> Outcome:
    """Hold “比上年增加…万元，增长…%” after an amount against both years of its row."""
    findings: list[Finding] = []
    seen = False
    fields = subject.template.form.fields
    for claim in subject.template.texts.claim:
        row = claim.field.removesuffix("_本年")
        if row == claim.field or f"{row}_上年" not in fields:
            continue
        current, prior = (subject.figures.amount(f"{row}_{year}") for year in ("本年", "上年"))
        if not isinstance(current, Decimal) or not isinstance(prior, Decimal):
            continue
        for text in _narrative(subject):
            for said in said_of(text, claim.words, "万元", subject.figures.year):
                rest = text.text[text.text.index(said.clause) + len(said.clause) :]
                match = _CHANGE.match(rest)
                if match is None:
                    continue
                seen = True
                findings += _change(said, match, current, prior, claim.field, subject)
    return Outcome(tuple(findings), applicable=seen)


def _change(
    said: Said, match: re.Match[str], current: Decimal, prior: Decimal, name: str, subject: Subject
) -> Iterator[Finding]:
    moved = current - prior
    (entry,) = subject.figures[name]
    amount = Decimal(match["amount"]) * (1 if match["way"] == "增加" else -1)
    if amount != moved:
        yield Finding(
            rule="T04",
            level="error",
            case="change_said_otherwise",
            path=said.text.path,
            others=(entry.path,),
            actual=amount,
            expected=moved,
            difference=abs(amount - moved),
            note=match[0].strip("，,"),
        )
    elif match["rate"] and prior > 0:
        decimals = len(match["rate"].partition(".")[2])
        rate = abs(moved) / prior * 100
        if abs(rate - Decimal(match["rate"])) > Decimal(1).scaleb(-decimals) / 2:
            yield Finding(
                rule="T04",
                level="error",
                case="growth_said_otherwise",
                path=said.text.path,
                others=(entry.path,),
                actual=Decimal(match["rate"]),
                expected=percent(abs(moved) / prior),
                note=match[0].strip("，,"),
            )


_YEAR = re.compile(r"(?<!\d)(20\d\d)年(?!代)")


@rule("T05", "query", "文表", "文字中的年份是评价年度或上年", "沿用上年文字是常见差错")
def years_said(subject: Subject) -> Outcome:
    """Find years in the texts that are neither this one nor the one before or after."""
    year = subject.figures.year
    if year is None:
        return Outcome(not_checked=("评价年度未填",))
    findings = []
    for text in _narrative(subject):
        other = [y for y in _YEAR.findall(text.text) if int(y) not in {year - 1, year, year + 1}]
        if other:
            findings.append(
                Finding(
                    "T05",
                    "query",
                    "other_year",
                    text.path,
                    note="、".join(dict.fromkeys(other)),
                    expected=str(year),
                )
            )
    return Outcome(tuple(findings))


_TITLE = re.compile(r"(?P<unit>[\u4e00-\u9fff（）]{4,30}?)20\d\d年(?:度)?部门整体支出")


@rule("T06", "query", "文表", "文字中没有别的单位名称", "沿用他单位文字是常见差错")
def units_said(subject: Subject) -> Outcome:
    """Find another unit's name where a text names whose self-evaluation it is."""
    unit = subject.figures.text("unit_name")
    if unit is None:
        return Outcome(not_checked=("单位名称未填",))
    findings = [
        Finding("T06", "query", "other_unit", text.path, actual=match["unit"], expected=unit)
        for text in _narrative(subject)
        for match in _TITLE.finditer(text.text)
        if not match["unit"].endswith(unit) and not unit.endswith(match["unit"])
    ]
    return Outcome(tuple(findings))


_COUNTED = re.compile(
    r"(?P<before>[\u4e00-\u9fff]{0,10})(?<!\d)(?P<number>\d+)(?P<about>余|多)?"
    r"(?P<unit>条|篇|次|个|份|场次|场|期|件|项|户|处|家|人次)(?P<after>[\u4e00-\u9fff]{0,10})"
)
_ALIKE = 4
"""Characters that two things must share to be taken for the same."""


@rule("T07", "hint", "文表", "同一件事的数量前后一致", "报告与表一致")
def counts_said(subject: Subject) -> Outcome:
    """Find the same thing counted differently in two places."""
    counted = [
        (text, match)
        for text in texts_of(subject.figures, subject.template.texts.results)
        for match in _COUNTED.finditer(text.text)
    ]
    findings, told = [], set()
    for index, (text, match) in enumerate(counted):
        for other_text, other in counted[:index]:
            if other["unit"] != match["unit"] or other["number"] == match["number"]:
                continue
            thing = _shared(_things(match), _things(other))
            key = (thing, *sorted((match["number"], other["number"])))
            if thing and key not in told:
                told.add(key)
                findings.append(
                    Finding(
                        "T07",
                        "hint",
                        "counted_otherwise",
                        text.path,
                        (other_text.path,),
                        actual=f"{match['number']}{match['unit']}",
                        expected=f"{other['number']}{other['unit']}",
                        note=thing,
                    )
                )
    return Outcome(tuple(findings))


def _things(match: re.Match[str]) -> tuple[str, ...]:
    return match["before"], match["after"]


def _shared(ours: tuple[str, ...], theirs: tuple[str, ...]) -> str:
    """Return the longest run of characters that two phrases share, or nothing if it is short."""
    best = ""
    for our in ours:
        for their in theirs:
            for start in range(len(our)):
                for end in range(start + max(_ALIKE, len(best) + 1), len(our) + 1):
                    if our[start:end] in their:
                        best = our[start:end]
    return best


_NO_OVERRUN = re.compile(
    r"[^，。；,;\n]*(?:没有|未|无|不存在)(?:出现|发生)?超(?:过|出|支)?(?:[^，。；,;\n]{0,8}预算|支)?[^，。；,;\n]*"
)


@rule("T08", "query", "文表", "说没有超支的，各项确实没有超过预算", "报告与表一致")
def no_overrun_said(subject: Subject) -> Outcome:
    """Hold a claim of no overspending against the rows that exceed their budget."""
    said = [(t, m) for t in _narrative(subject) if (m := _NO_OVERRUN.search(t.text))]
    over = [
        subject.figures[f"{group.rows[0]}_本年决算"][0].path
        for group in subject.template.texts.overrun
        if _over(subject, group.rows[0])
    ]
    if not said:
        return Outcome(applicable=False)
    return Outcome(
        tuple(
            Finding("T08", "query", "overrun_denied", text.path, tuple(over), note=match[0].strip())
            for text, match in said
            if over
        )
    )


def _over(subject: Subject, row: str) -> bool:
    final, budget = (subject.figures.amount(f"{row}_{name}") for name in ("本年决算", "本年预算"))
    return isinstance(final, Decimal) and isinstance(budget, Decimal) and final > budget


_PROJECT = re.compile(r"项目支出|专项资金")
_NO_PROJECT = re.compile(
    r"(?:无|没有|未发生)[^，。；]{0,6}(?:项目支出|专项资金)|项目支出(?:为)?0(?:\.0+)?万元"
)


@rule("T09", "query", "文表", "没有项目支出的，文字不评价项目支出", "报告与表一致")
def project_said(subject: Subject) -> Outcome:
    """Find texts on project expenditure or special funds where there is none."""
    project = subject.figures.amount("项目支出_本年")
    if project is None:
        return Outcome(not_checked=("项目支出（本年）未填",))
    if project is not NOT_APPLICABLE and project != 0:
        return Outcome(applicable=False)
    speaking = [
        text
        for text in _narrative(subject)
        if any(
            _PROJECT.search(c) and not _NO_PROJECT.search(c)
            for c in text.clauses(subject.figures.year)
        )
    ]
    if not speaking:
        return Outcome()
    first, *others = speaking
    paths = (*(text.path for text in others), subject.figures["项目支出_本年"][0].path)
    return Outcome((Finding("T09", "query", "project_spoken_of", first.path, paths),))


@rule("T10", "hint", "文表", "有支出的三公经费、政府采购在文字中有交代", "自评报告的一般要求")
def mentioned(subject: Subject) -> Outcome:
    """Find money on which the texts say no word."""
    texts = " ".join(text.text for text in _narrative(subject))
    findings = []
    for mention in subject.template.texts.mention:
        (entry,) = subject.figures[mention.field]
        spent = isinstance(entry.value, Decimal) and entry.value != 0
        if spent and not re.search("|".join(mention.words), texts):
            findings.append(Finding("T10", "hint", "not_mentioned", entry.path, actual=entry.value))
    return Outcome(tuple(findings))


_ZERO_RATE = r"(?:为|是|：|:)?0(?:\.0+)?(?:[%％]|(?![\d.万元]))"


@rule("T11", "hint", "文表", "分母为0的比率不写成0", "分母为0时比率不适用")
def zero_rates_said(subject: Subject) -> Outcome:
    """Find a ratio given as 0 where it does not apply."""
    findings = []
    for rate in subject.template.texts.rate:
        if subject.template.ratios[rate.ratio].evaluate(subject.figures).state != "not_applicable":
            continue
        pattern = re.compile(f"(?:{'|'.join(rate.words)}){_ZERO_RATE}")
        found = ((text, pattern.search(text.text)) for text in _narrative(subject))
        findings += [
            Finding("T11", "hint", "zero_for_none", text.path, note=match[0])
            for text, match in found
            if match
        ]
    return Outcome(tuple(findings))


RULES = (
    amounts_said,
    persons_said,
    rates_said,
    changes_said,
    years_said,
    units_said,
    counts_said,
    no_overrun_said,
    project_said,
    mentioned,
    zero_rates_said,
)
