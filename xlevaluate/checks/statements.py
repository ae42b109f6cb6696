"""文表: what the texts state besides figures, held against the tables and one another."""

import re
from collections.abc import Iterator

from xlevaluate.checks.computed_reads import ratio_sources
from xlevaluate.checks.findings import (
    NOT_APPLICABLE_HERE,
    Observation,
    Reason,
    RuleResult,
)
from xlevaluate.checks.overruns import beyond_budget
from xlevaluate.checks.reads import NOTHING, cell, roles
from xlevaluate.checks.rule import Subject, rule
from xlevaluate.checks.text_reads import MENTIONED, NARRATIVE, OVERRUN_WHOLES, RATES_SAID, RESULTS
from xlevaluate.submission import NOT_APPLICABLE
from xlevaluate.submission.amounts import canonical, number_or_none, plain
from xlevaluate.submission.texts import HAN
from xlevaluate.texts.clauses import TextAt, narrative_of, texts_of
from xlevaluate.texts.counted_things import counts_in
from xlevaluate.texts.quantities import Quantity

_AGREE = "报告与表一致"
_THIS_YEAR = roles("year").optional
"""Without it nobody knows which year a clause speaks of."""


def _narrative(subject: Subject) -> list[TextAt]:
    return narrative_of(subject.figures, subject.template.texts)


_YEAR = re.compile(
    r"(?:^|[，。；！？\n])\s*(?:截至|截止|截止到|(?P<until>到|至)|在)?(?P<year>20\d\d)年(?!代)(?:度)?"
    r"(?:\d{1,2}月(?:份|底|末)?(?:\d{1,2}日)?|底|末|初)?(?=[，、我本全各]|以来，)"
)
"""A year that the clause is said of, not one of which a rule, a plan or a carry-over dates.

到2035年建成…: what is said of is to come."""
_OF_SERIES = re.compile(r"(?:、20\d\d年(?:度)?)+")
"""2021年、2022年、2023年…分别为: figures of several years beside one another."""
_OWN_YEAR = re.compile(
    r"(?:^|[，。；！？\n])(?:认真|积极|及时|扎实|全面|切实|稳步|深入|有序|按时|按期|圆满|启动|部署|组织|开展|做好|完成|我|本|单位|局|办|镇|乡|街道|部门|顺利)*"
    r"(?P<year>20\d\d)年(?:度)?(?:部门)?(?:整体)?(?:支出)?(?:预算)?(?:绩效)?(?:自评|评价)"
)
_OTHERS = re.compile(
    r"复评|抽评|抽查|第三方|审计|财政局|财政厅|重点评价|巡察|巡视|指出|反馈|整改|发现"
)
"""Whose evaluation it may be besides one's own, or what came of last year's."""


def _other_years(text: str, year: int) -> Iterator[str]:
    """Yield the years said of the report's own time that are not its own."""
    for match in _YEAR.finditer(text):
        if _OF_SERIES.match(text, match.end()):
            continue
        said = int(match["year"])
        if said not in {year - 1, year, year + 1} and not (said > year and match["until"]):
            yield match["year"]
    for match in _OWN_YEAR.finditer(text):
        end = text.find("。", match.end())
        clause = text[match.start() : end if end >= 0 else len(text)]
        if int(match["year"]) != year and not _OTHERS.search(clause):
            yield match["year"]


@rule(
    "T05",
    "query",
    "文表",
    "文字中的年份是评价年度或上年",
    "沿用上年文字是常见差错",
    roles("year") | NARRATIVE,
    needs=roles("year"),
)
def years_said(subject: Subject) -> RuleResult:
    """Find years in the texts that are neither this one nor the one before or after."""
    year = subject.figures.year
    if year is None:
        field = subject.field("year")
        return subject.blank(Reason("blank", (field.label,)), field.name)
    found = []
    for text in _narrative(subject):
        other = list(_other_years(text.text, year))
        if other:
            found.append(
                Observation(
                    "other_year",
                    text.path,
                    note="、".join(dict.fromkeys(other)),
                    expected=str(year),
                )
            )
    return RuleResult(tuple(found))


_TITLE = re.compile(r"20\d\d年(?:度)?部门整体支出")
_BEFORE = re.compile(rf"(?:{HAN}|[（）]){{4,}}\Z")
_LONGEST = 30
"""Characters of a unit's name."""


def _titled(text: str) -> Iterator[str]:
    """Yield the names that stand before titles of a self-evaluation."""
    end = 0
    for title in _TITLE.finditer(text):
        unit = _BEFORE.search(text[max(end, title.start() - _LONGEST) : title.start()])
        if unit is not None:
            end = title.end()
            yield unit[0]


_ORGAN = re.compile(
    r"(?:政府|局|委|委员会|办|办公室|办事处|中心|院|校|学校|厅|站|队|所|会|部|处|馆|社|场|园|公司)$"
)
_VERB = re.compile(
    r"对|我|本|该|各|组织|开展|做好|完成|根据|按照|关于|认真|受|经|由|将|把|配合|向|和"
)
"""Words of a clause, not of a name."""


@rule(
    "T06",
    "query",
    "文表",
    "文字中没有别的单位名称",
    "沿用他单位文字是常见差错",
    roles("unit_name") | NARRATIVE,
    needs=roles("unit_name"),
)
def units_said(subject: Subject) -> RuleResult:
    """Find another unit's name where a text names whose self-evaluation it is."""
    unit = subject.figures.text("unit_name")
    if unit is None:
        field = subject.field("unit_name")
        return subject.blank(Reason("blank", (field.label,)), field.name)
    found = [
        Observation("other_unit", text.path, actual=said, expected=unit)
        for text in _narrative(subject)
        for said in _titled(text.text)
        if _ORGAN.search(said) and not _VERB.search(said)
        if not said.endswith(unit) and not unit.endswith(said)
    ]
    return RuleResult(tuple(found))


@rule(
    "T07",
    "hint",
    "文表",
    "同一件事的数量前后一致",
    _AGREE,
    RESULTS | NARRATIVE,
    needs=NOTHING,
)
def counts_said(subject: Subject) -> RuleResult:
    """Find the same thing counted differently in two places."""
    counted = [
        (text, count)
        for text in texts_of(subject.figures, subject.template.texts.results)
        for count in counts_in(text.text)
    ]
    found: list[Observation] = []
    told = set()
    for index, (text, count) in enumerate(counted):
        for other_text, other in counted[:index]:
            thing = count.differs_from(other, is_elsewhere=text.path != other_text.path)
            key = (thing, *sorted((count.number, other.number)))
            if thing and key not in told:
                told.add(key)
                paths = (text.path, other_text.path)
                found.append(_counted_otherwise(thing, paths, count.written, other.written))
    found += _posts_said(subject)
    return RuleResult(tuple(found))


def _counted_otherwise(
    thing: str, paths: tuple[str, str], actual: str, expected: str
) -> Observation:
    path, other = paths
    return Observation(
        "counted_otherwise", path, (other,), actual=actual, expected=expected, note=thing
    )


def _posts_said(subject: Subject) -> Iterator[Observation]:
    """Find kinds of posts and persons that no form holds, counted differently in two texts."""
    known: dict[str, tuple[str, Quantity]] = {}
    for text in subject.texts_read:
        for said in text.statements:
            quantity = said.quantity
            if said.doubt or said.last_year or quantity is None or quantity.kind != "count":
                continue
            thing = said.things[0]
            if thing.places or thing.kind != "count" or not quantity.exact:
                continue
            path, other = known.setdefault(thing.name, (text.text.path, quantity))
            if path != text.text.path and other.number != quantity.number:
                ours, theirs = (f"{plain(canonical(q.number))}{q.unit}" for q in (quantity, other))
                yield _counted_otherwise(thing.name, (text.text.path, path), ours, theirs)


_WITHIN = re.compile(
    r"(?:没有|未|无|不存在)(?:出现|发生)?(?:超|突破)(?:过|出|支)?(?:[^，。；,;\n]{0,8}预算|支)?"
    r"|控制在[^，。；,;\n]{0,8}预算(?:之内|以内|范围|内)"
)
_NO_OVERRUN = re.compile(
    rf"[^，。；,;\n]{{0,60}}(?:{_WITHIN.pattern})[^，。；,;\n]{{0,60}}",
)


@rule(
    "T08",
    "query",
    "文表",
    "说没有超支的，各项确实没有超过预算",
    _AGREE,
    NARRATIVE | OVERRUN_WHOLES,
    needs=NOTHING,
)
def no_overrun_said(subject: Subject) -> RuleResult:
    """Hold a claim of no overspending against the rows that exceed their budget.

    A claim in whose sentence some of them are named (三公经费…，控制在预算以内) is of these alone.
    """
    over = dict(_overspent(subject))
    found, is_said = [], False
    for text in _narrative(subject):
        denied: dict[str, str] = {}
        if not _WITHIN.search(text.text):  # which takes a tenth of the time
            continue
        for match in _NO_OVERRUN.finditer(text.text):
            is_said = True
            begins = max(text.text.rfind(sign, 0, match.start()) for sign in "。；;\n") + 1
            sentence = _QUOTES.sub("", text.text[begins : match.end()])
            titles = [of.title for of in subject.template.texts.overrun if of.title in sentence]
            denied |= dict.fromkeys(set(titles or over) & over.keys(), match[0].strip())
        if denied:
            paths = tuple(path for title, path in over.items() if title in denied)
            note = next(iter(denied.values()))
            found.append(Observation("overrun_denied", text.path, paths, note=note))
    return RuleResult(tuple(found)) if is_said else NOT_APPLICABLE_HERE


_QUOTES = re.compile('[“”"]')


def _overspent(subject: Subject) -> Iterator[tuple[str, str]]:
    """Yield what exceeds its budget, the wholes of groups alone: title, path of final accounts."""
    for group in subject.template.texts.overrun:
        for row in group.of(subject.template.form)[:1]:
            final, budget = row.cells["final"], row.cells["budget"]
            spent, most = (subject.figures.value(field.name) for field in (final, budget))
            if beyond_budget(spent, most) is not None:
                yield group.title, final.path


@rule(
    "T09",
    "query",
    "文表",
    "没有项目支出的，文字不评价项目支出",
    _AGREE,
    cell("project", "current") | NARRATIVE | _THIS_YEAR,
    needs=cell("project", "current") | _THIS_YEAR,
)
def project_said(subject: Subject) -> RuleResult:
    """Find texts on project expenditure or special funds where there is none."""
    field = subject.template.form.cell("project", "current")
    words = subject.template.texts.project
    if field is None or words is None:
        return NOT_APPLICABLE_HERE
    project = subject.figures.amount(field.name)
    if project is None:
        return subject.blank(Reason("blank", (field.label,)), field.name)
    if project is not NOT_APPLICABLE and project != 0:
        return NOT_APPLICABLE_HERE
    spoken, denied = (re.compile("|".join(of)) for of in (words.words, words.denials))
    speaking = [
        text
        for text in _narrative(subject)
        if any(
            spoken.search(clause) and not denied.search(clause)
            for clause in text.clauses(subject.figures.year)
        )
    ]
    if not speaking:
        return RuleResult()
    first, *others = speaking
    paths = (*(text.path for text in others), field.path)
    return RuleResult((Observation("project_spoken_of", first.path, paths),))


@rule(
    "T10",
    "hint",
    "文表",
    "有支出的三公经费、政府采购在文字中有交代",
    "自评报告的一般要求",
    MENTIONED | NARRATIVE,
    needs=NARRATIVE,
)
def mentioned(subject: Subject) -> RuleResult:
    """Find money on which the texts say no word."""
    texts = " ".join(text.text for text in _narrative(subject))
    found = []
    for mention in subject.template.texts.mention:
        (entry,) = subject.figures[mention.field]
        if number_or_none(entry.value) and not re.search("|".join(mention.words), texts):
            found.append(Observation("not_mentioned", entry.path, actual=entry.value))
    return RuleResult(tuple(found))


_ZERO_RATE = r"(?:为|是|：|:)?0(?:\.0+)?(?:[%％]|(?![\d.万元]))"


@rule(
    "T11",
    "hint",
    "文表",
    "分母为0的比率不写成0",
    "分母为0时比率不适用",
    NARRATIVE | RATES_SAID,
    needs=NOTHING,
)
def zero_rates_said(subject: Subject) -> RuleResult:
    """Find a ratio given as 0 where it does not apply."""
    found: list[Observation] = []
    for rate in subject.template.texts.rate:
        ratio = subject.template.ratios[rate.ratio]
        if subject.is_unread(*ratio_sources(ratio)):
            continue
        if ratio.evaluate(subject.figures).state != "not_applicable":
            continue
        pattern = re.compile(f"(?:{'|'.join(rate.words)}){_ZERO_RATE}")
        matches = ((text, pattern.search(text.text)) for text in _narrative(subject))
        found += [
            Observation("zero_for_none", text.path, note=match[0])
            for text, match in matches
            if match
        ]
    return RuleResult(tuple(found))


RULES = (
    years_said,
    units_said,
    counts_said,
    no_overrun_said,
    project_said,
    mentioned,
    zero_rates_said,
)
