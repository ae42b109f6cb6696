"""Whether the figures inside a package agree: manifest, findings and forms with the data.

The data are evaluated anew, so that a package in which only one file was replaced, and the
manifest written to fit, is still found out. The report's text is not read.
"""

import datetime
import tempfile
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path

from msgspec import Struct

from xlevaluate import __version__
from xlevaluate.errors import CannotDoError
from xlevaluate.evaluation.evaluation import Evaluation
from xlevaluate.filing.findings_agreement import findings_of, missing_and_added, page_faults
from xlevaluate.filing.manifest import Manifest, MemberRole, score_text
from xlevaluate.form.form import Form
from xlevaluate.form.roles import FieldRole
from xlevaluate.form.snapshot import CellValue, Snapshot, a1
from xlevaluate.report.content import DRAFT
from xlevaluate.submission.loading import load_submission
from xlevaluate.template.lookup import profile_of
from xlevaluate.template.template import Template
from xlevaluate.template.template_loading import load_template
from xlevaluate.workbook.filed_values import filed_snapshot
from xlevaluate.workbook.generate import evaluate_submission
from xlevaluate.workbook.read import read_workbook

_Grid = Mapping[tuple[int, int], CellValue]

_MOST = 5
"""Cells that are told one by one."""


class Disagreement(Struct, frozen=True):
    """Two places that differ; ``role`` is the file that does not fit, ``None`` for the manifest."""

    role: MemberRole | None
    message: str
    expected: str | None = None
    actual: str | None = None


class Agreement(Struct, frozen=True):
    """What differs, and why something could not be compared."""

    disagreements: tuple[Disagreement, ...] = ()
    not_checked: tuple[str, ...] = ()


Finder = Callable[[str, str, Path | None, str], Template]
"""Returns a template by its name, a profile's name or file, and the name of that of projects."""


def agreement_of(
    manifest: Manifest,
    contents: Mapping[MemberRole, bytes],
    profile: str | None = None,
    find: Finder = load_template,
) -> Agreement:
    """Compare what the files of a package say, as far as they could be read.

    ``profile`` is a scoring profile by name or in a file, where the manifest's name is not enough.
    """
    try:
        template = _template(manifest, profile, find)
    except CannotDoError as error:
        return Agreement(not_checked=(f"数字没有核对：{error}",))
    differing: list[Disagreement] = []
    if "findings" in contents:
        differing += _summary(manifest, contents["findings"], template.form)
    if "data" not in contents:
        return Agreement(tuple(differing), ("没有填报数据，表中数字没有核对。",))
    try:
        evaluation = _evaluated(template, contents["data"])
    except CannotDoError as error:
        return Agreement((*differing, Disagreement("data", f"填报数据读不出：{error}")))
    differing += _data(manifest, evaluation)
    not_checked = tuple(_not_compared(manifest))
    said = findings_of(contents["findings"]) if "findings" in contents else None
    if said is not None and not not_checked:
        differing += (
            Disagreement("findings", told) for told in missing_and_added(evaluation, said)
        )
    if said is not None and "page" in contents:
        differing += (Disagreement("page", told) for told in page_faults(contents["page"], said))
    if "forms" in contents:
        differing += _forms(manifest, evaluation, contents["forms"])
    return Agreement(tuple(differing), not_checked)


def _not_compared(manifest: Manifest) -> Iterator[str]:
    if manifest.xlevaluate != __version__:
        yield (
            f"上报件由 {manifest.xlevaluate} 版导出，现在是 {__version__} 版，"
            "各版规则不同，逐条的校验结果没有重新核对。"
        )


def _template(manifest: Manifest, profile: str | None, find: Finder) -> Template:
    # The manifest has a name; a file is only what the one who verifies says is one.
    name, file = (manifest.profile, None) if profile is None else profile_of(profile)
    return find(manifest.template, name, file, manifest.project_profile)


def _evaluated(template: Template, data: bytes) -> Evaluation:
    try:
        text = data.decode()
    except UnicodeDecodeError:
        raise CannotDoError("不是 UTF-8 编码") from None
    return evaluate_submission(template, load_submission(text, "填报数据", template.form.model))


def _summary(manifest: Manifest, findings: bytes, form: Form) -> Iterator[Disagreement]:
    """Hold the manifest's score and counts against the findings."""
    said = findings_of(findings)
    if said is None:
        yield Disagreement("findings", "校验结果读不出。")
        return
    counts = manifest.findings.model_dump()
    for label, mine, theirs in (
        (_label(form, "total_score"), manifest.score, said.get("score")),
        (_grade(form), manifest.grade, said.get("grade")),
        ("问题条数", counts, said.get("summary")),
    ):
        if mine != theirs:
            yield _differs("findings", f"校验结果中的{label}", str(mine), str(theirs), "清单")


def _data(manifest: Manifest, evaluation: Evaluation) -> Iterator[Disagreement]:
    """Hold the manifest against the data, evaluated anew."""
    figures, form = evaluation.subject.figures, evaluation.subject.template.form
    if not manifest.draft and manifest.xlevaluate == __version__ and evaluation.count("error"):
        errors = evaluation.count("error")
        yield Disagreement(None, f"清单不是草稿，填报数据却有 {errors} 处错误。", "0", str(errors))
    for label, mine, theirs in (
        (_label(form, "unit_name"), manifest.unit, figures.text("unit_name")),
        (_label(form, "year"), manifest.year, figures.year),
        (_label(form, "total_score"), manifest.score, score_text(evaluation)),
        (_grade(form), manifest.grade, evaluation.grade),
    ):
        if mine != theirs:
            yield _differs(None, f"清单中的{label}", str(theirs), str(mine), "填报数据")


def _label(form: Form, role: FieldRole) -> str:
    """Return what the form calls something; a form without it has nothing that could differ."""
    field = form.with_role(role)
    return "" if field is None else field.label


def _grade(form: Form) -> str:
    return form.grade[0] if form.grade else ""


def _forms(manifest: Manifest, evaluation: Evaluation, forms: bytes) -> Iterator[Disagreement]:
    """Hold every cell of the forms against what the data make of it."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "forms.xlsx"
        path.write_bytes(forms)
        try:
            shown = dict(read_workbook(path)[0].sheets)  # each sheet is read here
        except CannotDoError:
            yield Disagreement("forms", "自评表式不能作为工作簿读取。")
            return
    subject = evaluation.subject
    mark = DRAFT if manifest.draft else ""
    wanted = filed_snapshot(subject.template, subject.submission, mark=mark)
    if list(shown) != list(wanted.sheets):
        expected, actual = "、".join(wanted.sheets), "、".join(shown)
        yield _differs("forms", "自评表式的工作表", expected, actual, "官方表式")
        return
    found = list(_cells(wanted, shown))
    yield from found[:_MOST]
    if len(found) > _MOST:
        yield Disagreement("forms", f"自评表式中还有 {len(found) - _MOST} 处与填报数据不一致。")


def _cells(wanted: Snapshot, shown: Mapping[str, _Grid]) -> Iterator[Disagreement]:
    for sheet, cells in wanted.sheets.items():
        others = shown[sheet]
        for row, col in sorted({*cells, *others}):
            expected, actual = (_value(grid.get((row, col))) for grid in (cells, others))
            place = f"自评表式《{sheet}》{a1(row, col)}"
            if (row, col) in others and others[row, col].is_formula:
                yield Disagreement("forms", f"{place} 是公式，应为数值。")
            elif expected != actual:
                yield _differs("forms", place, _words(expected), _words(actual), "填报数据")


def _value(cell: CellValue | None) -> object:
    """Return what a cell shows: nothing for an empty text, a day without its midnight."""
    value = None if cell is None else cell.value
    if isinstance(value, datetime.datetime):
        return value.date()
    return None if value == "" else value


def _words(value: object) -> str:
    if value is None:
        return "空白"
    return f"{value:.15g}" if isinstance(value, float) else str(value)


def _differs(
    role: MemberRole | None, what: str, expected: str, actual: str, by: str
) -> Disagreement:
    return Disagreement(role, f"{what}是“{actual}”，按{by}应为“{expected}”。", expected, actual)
