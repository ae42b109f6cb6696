"""``demo``: the samples made into workbooks and reports, with a word on what to open."""

import argparse
import datetime
from collections.abc import Iterator
from pathlib import Path

from xlevaluate.checks.findings import LEVELS
from xlevaluate.commands.talk import FINE
from xlevaluate.errors import CannotDoError
from xlevaluate.evaluation.evaluation import Evaluation, evaluate
from xlevaluate.files.new_files import write_new
from xlevaluate.inspection.template_choice import chosen_template
from xlevaluate.report.content import DRAFT
from xlevaluate.report.document import make_report
from xlevaluate.submission.loading import load_submission
from xlevaluate.template.lookup import DEFAULT_FAMILY
from xlevaluate.template.template import Template
from xlevaluate.template.workbook_reading import read_forms
from xlevaluate.workbook.generate import make_workbook
from xlevaluate.workbook.read import read_workbook

_SAMPLES = (
    ("filled", "示例", "为演示而拟的数据，留有几处差错"),
    ("seed", "示例", "取自一份公开的2023年度自评材料，数字和文字照原样，差错也在其中"),
    ("corrected", "示例-更正后", "同一份材料改正以后；补充的指标是为演示而拟的"),
)


def run(arguments: argparse.Namespace) -> int:
    """Make the samples: workbooks, what the check says of them, reports."""
    for line in _made(arguments.folder, chosen_template(arguments.template)):
        print(line)
    return FINE


def _made(folder: Path, template: Template) -> Iterator[str]:
    """Make everything in ``folder`` (made if need be; nothing in it is overwritten)."""
    samples = [sample for sample in _SAMPLES if _sample(template, sample[0]).is_file()]
    if not samples:
        names = "、".join(f"samples/{name}.json" for name, _, _ in _SAMPLES)
        raise CannotDoError(f"模板“{template.name}”没有示例数据（{names}）。")
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except FileExistsError:
        raise CannotDoError(f"“{folder}”是一个文件，请另写一个文件夹的名称。") from None
    yield f"在“{folder}”中生成了："
    made = [(*_make(template, folder, sample, name), what) for sample, name, what in samples]
    for workbook, report, evaluation, what in made:
        counts = "，".join(f"{label} {evaluation.count(level)}" for level, label in LEVELS.items())
        yield ""
        yield f"  {workbook.name}  {what}"
        yield f"    校验：{counts}，未能检查 {len(evaluation.not_checked)} 项"
        draft = "；表中还有错误，所以标明“草稿”" if evaluation.count("error") else ""
        yield f"  {report.name}  由这个工作簿生成的报告{draft}"
    workbook, report, evaluation, _ = made[0]
    yield ""
    yield f"“{workbook.name}”中的错误，例如："
    for told in evaluation.findings[:3]:
        yield f"  · {told.message}"
    yield ""
    yield "请打开："
    yield f"  {workbook}（Excel、WPS 或 LibreOffice；先看《校验结果》，再看各表）"
    yield f"  {report}（Word 或 WPS）"
    yield "接下来可以："
    yield f"  xlevaluate check {workbook}"
    asked = "" if template.name == DEFAULT_FAMILY else f" --template {template.name}"
    yield f"  xlevaluate new 我的单位.xlsx --unit 单位全称 --year 2023{asked}"


def _sample(template: Template, name: str) -> Path:
    return template.folder / "samples" / f"{name}.json"


def _make(
    template: Template, folder: Path, sample: str, name: str
) -> tuple[Path, Path, Evaluation]:
    text = _sample(template, sample).read_text(encoding="utf-8")
    submission = load_submission(text, sample, template.form.model)
    created = datetime.datetime.now().replace(microsecond=0)
    made, _ = make_workbook(template, submission, created=created)
    workbook = write_new(folder / f"{name}.xlsx", made)
    # The report is written from what stands in the file, as it is for users.
    snapshot, _ = read_workbook(workbook)
    evaluation = evaluate(template, read_forms(template, snapshot))
    draft = evaluation.count("error") > 0
    content, _ = make_report(evaluation, draft=draft)
    report = write_new(folder / f"{name}-自评报告{DRAFT if draft else ''}.docx", content)
    return workbook, report, evaluation
