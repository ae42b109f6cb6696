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
    rows = written_rows(subject.figures, subject.template.profile, outline)
    return RuleResult(
        tuple(
            Observation("sentence", f"outline.{index}.text", note=row.wrong)
            for index, row in enumerate(rows)
            if row.wrong
        )
    )


RULES = (sentences,)
