"""A package made from an evaluation: forms, report, findings, data, manifest.

Everything in it is told of the forms as they stand in the package: their cells are those that
findings name. Inputs are what the unit's workbook shows; computed cells hold what the centre
computes, for where the workbook shows something else there is a finding.
"""

import datetime
import json

from msgspec import Struct

from xlevaluate import __version__
from xlevaluate.evaluation.evaluation import Evaluation
from xlevaluate.files.zip_packages import zipped
from xlevaluate.filing.filed_evaluation import as_filed
from xlevaluate.filing.manifest import (
    CODE,
    FORMAT,
    MANIFEST,
    MANIFEST_VERSION,
    ListedFile,
    Manifest,
    MemberRole,
    code_of,
    code_text,
    counts_of,
    digest,
    score_text,
    written,
)
from xlevaluate.output.html_page import as_page
from xlevaluate.output.json_data import as_data
from xlevaluate.report.content import DRAFT
from xlevaluate.report.document import make_report
from xlevaluate.report.public import public_version, still_named
from xlevaluate.sentences.outline import Gap
from xlevaluate.workbook.filed_values import make_values

PUBLIC = "（公开）"

FORMS, REPORT, FINDINGS, PAGE, DATA = (
    "自评表式.xlsx",
    "自评报告.docx",
    "校验结果.json",
    "校验结果.html",
    "填报数据.json",
)


class FiledPackage(Struct, frozen=True):
    """A package, ready to be written.

    ``suffix`` marks its file name; ``remarks`` are what its maker should know: sentences that the
    report had to do without, names and telephones that a public one still holds in running text.
    """

    content: bytes
    code: str
    suffix: str
    remarks: tuple[str, ...]


def make_package(
    evaluation: Evaluation,
    *,
    exported: datetime.datetime,
    draft: bool = False,
    public: bool = False,
) -> FiledPackage:
    """Make the package of a submission; the same arguments give the same bytes.

    A submission with errors, or with queries unexplained where the profile requires it, makes a
    draft, whatever is asked for. A ``draft`` says so in its forms,
    its report, its manifest and its files' names; in a ``public`` package names and telephones are
    left out. Raises ``CannotDoError`` where the workbook could not be read whole, and where unit or
    year are blank.
    """
    evaluation.refuse_unread("导出上报件")
    draft = draft or bool(evaluation.count("error") or evaluation.unexplained)
    template, submission = evaluation.subject.template, evaluation.subject.submission
    named = still_named(template, submission) if public else ()
    if public:
        submission = public_version(template, submission)
    evaluation, snapshot = as_filed(evaluation, submission)
    report, gaps = make_report(evaluation, draft=draft)
    mark = DRAFT if draft else ""
    found = as_data(evaluation, _marked(FORMS, mark))
    contents: dict[MemberRole, tuple[str, bytes]] = {
        "forms": (FORMS, make_values(template, submission, created=exported, mark=mark)),
        "report": (REPORT, report),
        "page": (PAGE, as_page(evaluation, snapshot, _marked(FORMS, mark)).encode()),
        "findings": (FINDINGS, json.dumps(found, ensure_ascii=False, indent=1).encode()),
        "data": (DATA, template.reduced(submission).model_dump_json(indent=1).encode()),
    }
    contents = {role: (_marked(name, mark), content) for role, (name, content) in contents.items()}
    manifest = written(
        Manifest(
            format=FORMAT,
            version=MANIFEST_VERSION,
            xlevaluate=__version__,
            template=template.name,
            profile=template.profile_name,
            project_profile=template.project_profile,
            unit=evaluation.subject.figures.text("unit_name") or "",
            year=evaluation.subject.figures.year or 0,
            exported=exported,
            draft=draft,
            public=public,
            score=score_text(evaluation),
            grade=evaluation.grade,
            findings=counts_of(evaluation),
            files=tuple(
                ListedFile(name=name, role=role, size=len(content), sha256=digest(content))
                for role, (name, content) in contents.items()
            ),
        )
    )
    files = dict(contents.values())
    return FiledPackage(
        content=zipped(files | {MANIFEST: manifest, CODE: code_text(manifest)}, exported),
        code=code_of(manifest),
        suffix=(PUBLIC if public else "") + mark,
        remarks=(*map(_lacking, gaps), *([_named(named)] if named else [])),
    )


def _lacking(gap: Gap) -> str:
    return f"报告中“{gap.heading}”有一句没有写入：{gap.lacking} 没有填写。"


def _named(labels: tuple[str, ...]) -> str:
    return (
        f"公开前请看一遍：{'、'.join(labels)} 的文字中还有填表人姓名或联系电话，"
        "只有表中的姓名和电话改成了“（略）”。"
    )


def _marked(name: str, mark: str) -> str:
    stem, dot, suffix = name.rpartition(".")
    return f"{stem}{mark}{dot}{suffix}"
