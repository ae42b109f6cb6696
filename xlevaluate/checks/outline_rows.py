"""报告提纲: whether the report can be written from its headings and sentences."""

from xlevaluate.checks.findings import Observation, RuleResult
from xlevaluate.checks.reads import NOTHING
from xlevaluate.checks.rule import Subject, rule
from xlevaluate.checks.text_reads import OUTLINE
from xlevaluate.form.fields import OUTLINE as OUTLINE_PATH
from xlevaluate.sentences.outline import written_rows


@rule(
    "C08",
    "error",
    "完整性",
    "报告提纲的标题和句子都写得出来",
    "报告的句式",
    OUTLINE,
    needs=NOTHING,
)
def sentences(subject: Subject) -> RuleResult:
    """Find rows of the outline that are no proper headings or sentences, and an empty outline.

    One that is left out because a field is blank is none of them: blank fields are told of
    where they stand.
    """
    outline = subject.submission.outline
    if outline is None:
        return RuleResult()
    if not outline:
        return RuleResult((Observation("outline_empty", f"{OUTLINE_PATH}.0.text"),))
    rows = subject.written
    if subject.reading.unread:  # which are told of already, and no fault of a sentence
        rows = written_rows(subject.figures, subject.template.profile, outline)
    return RuleResult(
        tuple(
            Observation("sentence", f"outline.{index}.text", note=row.wrong)
            for index, row in enumerate(rows)
            if row.wrong
        )
    )


@rule(
    "C13",
    "hint",
    "完整性",
    "报告的各章都有内容",
    "报告的句式",
    OUTLINE,
    needs=NOTHING,
)
def chapters(subject: Subject) -> RuleResult:
    """Find what is blank and leaves chapters of the report without content; told once.

    What must be filled in is told of by other rules.
    """
    template, rows = subject.template, subject.written
    empty = template.outline_definition.empty
    paths = {item.label: item.path for item in template.form.fields.values()}
    unasked = {template.form.fields[name].path for name in template.outline_definition.unasked}
    found = {}
    for index, row in enumerate(rows):
        path = paths.get(row.lacking, f"{OUTLINE_PATH}.{index}.text")
        if row.lacking and row.is_covered and path in subject.reading.places.keys() - unasked:
            found[path] = f"“{row.heading}”"
    if not found:
        return RuleResult()
    first, *others = found
    note = "".join(dict.fromkeys(found.values()))
    told = Observation("chapter_empty", first, tuple(others), actual=empty or None, note=note)
    return RuleResult((told,))


RULES = (sentences, chapters)
