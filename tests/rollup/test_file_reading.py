"""A file's record says what ``check`` says of it, whatever it is called and where it is read."""

import json
from pathlib import Path

import pytest

from tests.conftest import CREATED, workbook_of
from tests.rollup.many_files import broken_files, workbook
from tests.rollup.small_county import SMALL
from xlevaluate.cli import main
from xlevaluate.filing.package import make_package
from xlevaluate.rollup.file_reading import Handed, ReadingOptions, read_batch, read_file
from xlevaluate.rollup.form_record import FileRecord, decoded, encoded, summary_in
from xlevaluate.submission.amounts import plain
from xlevaluate.submission.loading import load_submission
from xlevaluate.template.lookup import families
from xlevaluate.template.template_loading import load_template
from xlevaluate.workbook.generate import evaluate_submission

OPTIONS = ReadingOptions()


def sample_of(family: str) -> bytes:
    template = load_template(family)
    text = (template.folder / "samples" / "filled.json").read_text(encoding="utf-8")
    return workbook_of(template, load_submission(text, family, template.form.model))


@pytest.mark.parametrize(
    "family",
    [f for f in families() if (load_template(f).folder / "samples" / "filled.json").is_file()],
)
def test_a_record_is_what_check_says(
    family: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / "表.xlsx"
    path.write_bytes(sample_of(family))
    main(["check", "--json", str(path)])
    said = json.loads(capsys.readouterr().out)
    record = read_file(Handed("表.xlsx", path.read_bytes()), OPTIONS)
    form = record.forms[0]
    assert form.score == (None if said["score"] is None else form.score)
    assert said["score"] == (None if form.score is None else plain(form.score))
    assert said["grade"] == (form.grade or None)
    counted = {key: said["summary"][key] for key in ("error", "query", "hint", "explained")}
    assert {key: getattr(form.counts, key) for key in counted} == counted
    told = [
        (f["rule"], f["cell"], f["message"], f["actual"], f["expected"]) for f in said["findings"]
    ]
    assert [(f.rule, f.cell, f.message, f.actual, f.expected) for f in record.findings] == told
    assert [n.rule for n in record.not_checked] == [n["rule"] for n in said["not_checked"]]


def test_a_package_says_what_its_workbook_says() -> None:
    template = load_template()
    for file in list(SMALL.files(2024))[:3]:
        evaluation = evaluate_submission(template, file.submission)
        package = make_package(evaluation, exported=CREATED).content
        filed = read_file(Handed("上报件.zip", package, "package"), OPTIONS)
        book = read_file(Handed("表.xlsx", workbook_of(template, file.submission)), OPTIONS)
        assert filed.problem == ""
        assert [form.score for form in filed.forms] == [form.score for form in book.forms]
        assert [form.figures for form in filed.forms] == [form.figures for form in book.forms]
        assert [form.counts for form in filed.forms] == [form.counts for form in book.forms]
        assert filed.is_draft == any(form.counts.error for form in filed.forms)


def test_a_record_does_not_depend_on_the_name_or_on_what_was_read_before() -> None:
    first, other = workbook(1), workbook(2)
    alone = read_batch(OPTIONS, [Handed("甲.xlsx", first)])
    after = read_batch(OPTIONS, [Handed("乙.xlsx", other), Handed("丙/丁.xlsx", first)])
    assert alone[0] == after[1]


@pytest.mark.parametrize("name", broken_files())
def test_what_cannot_be_read_says_why_without_a_name(name: str) -> None:
    record = read_file(Handed(name, broken_files()[name]), OPTIONS)
    assert record.forms == ()
    assert record.problem
    assert name not in record.problem
    assert "程序内部出错" not in record.problem


def test_a_record_survives_being_kept() -> None:
    record = read_file(Handed("表.xlsx", workbook(3)), OPTIONS)
    assert isinstance(record, FileRecord)
    assert decoded(encoded(record)) == record
    assert summary_in(encoded(record)).forms[0].score == record.forms[0].score
