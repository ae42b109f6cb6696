"""What is in a package, what it says of itself, and when there is none."""

import hashlib
import io
import json
import re
import zipfile
from collections.abc import Callable
from pathlib import Path

import docx
import openpyxl
import pytest

from tests.changes import changed
from tests.conftest import CREATED
from tests.filing.conftest import Files, unzipped
from tests.output.test_outputs import WHY, explained
from xlevaluate import __version__
from xlevaluate.errors import CannotDoError
from xlevaluate.evaluation.evaluation import Evaluation
from xlevaluate.files.zip_packages import rewritten
from xlevaluate.filing.manifest import code_of, same_code
from xlevaluate.filing.package import make_package
from xlevaluate.submission import Submission
from xlevaluate.submission.loading import load_submission
from xlevaluate.template.template import Template
from xlevaluate.template.template_loading import load_template
from xlevaluate.workbook.generate import evaluate_submission

Pack = Callable[..., Files]
Sample = Callable[[str], Submission]

NAMES = ["自评表式.xlsx", "自评报告.docx", "校验结果.html", "校验结果.json", "填报数据.json"]


def test_it_holds_the_forms_the_report_the_findings_and_the_data(
    packed: Pack, sample: Sample
) -> None:
    assert list(packed(sample("corrected"))) == [*NAMES, "manifest.json", "校验码.txt"]


def test_the_manifest_says_what_it_is(packed: Pack, sample: Sample) -> None:
    files = packed(sample("corrected"))
    manifest = json.loads(files["manifest.json"])
    listed = manifest.pop("files")
    assert manifest == {
        "format": "xlevaluate-filing",
        "version": 1,
        "xlevaluate": __version__,
        "template": "hunan_department",
        "profile": "",
        "project_profile": "",
        "unit": "中共邵阳市北塔区委办公室",
        "year": 2023,
        "exported": "2024-01-01T00:00:00",
        "draft": False,
        "public": False,
        "score": "100",
        "grade": "优",
        "findings": {"error": 0, "query": 4, "hint": 0, "explained": 0, "not_checked": 2},
    }
    assert [item["name"] for item in listed] == NAMES
    for item in listed:
        content = files[item["name"]]
        assert item["size"] == len(content)
        assert item["sha256"] == hashlib.sha256(content).hexdigest()


def test_the_code_is_the_beginning_of_the_manifest_s_digest(packed: Pack, sample: Sample) -> None:
    files = packed(sample("corrected"))
    digits = hashlib.sha256(files["manifest.json"]).hexdigest()
    code = code_of(files["manifest.json"])
    assert code.replace("-", "").lower() == digits[:16]
    text = files["校验码.txt"].decode("utf-8-sig")
    assert f"校验码：{code}\r\n" in text
    assert digits in text


@pytest.mark.parametrize(
    ("told", "same"),
    [
        ("BD47-C395-F05E-28A6", True),
        ("bd47c395f05e28a6", True),
        (" ＢＤ４７ c395 f05e 28a6 ", True),
        ("BD47-C395-F05E-28A7", False),
        ("BD47-C395-F05E", False),
        ("", False),
    ],
)
def test_a_code_is_compared_as_people_write_it(told: str, same: bool) -> None:
    assert same_code(told, "BD47-C395-F05E-28A6") == same


def test_windows_shows_chinese_names(template: Template, sample: Sample) -> None:
    evaluation = evaluate_submission(template, sample("corrected"))
    content = make_package(evaluation, exported=CREATED).content
    with zipfile.ZipFile(io.BytesIO(content)) as package:
        for item in package.infolist():
            assert item.filename.isascii() or item.flag_bits & 0x800, item.filename
            assert item.date_time == (2024, 1, 1, 0, 0, 0)
    assert "自评表式.xlsx".encode() in content


def test_the_same_is_the_same_bytes(template: Template, sample: Sample) -> None:
    one, two = (
        make_package(evaluate_submission(template, sample("seed")), exported=CREATED)
        for _ in range(2)
    )
    assert one == two


def test_errors_make_a_draft_and_everything_says_so(packed: Pack, sample: Sample) -> None:
    files = packed(sample("seed"))
    marked = [name for name in files if "（草稿）" in name]
    assert [name.replace("（草稿）", "") for name in marked] == NAMES
    assert json.loads(files["manifest.json"])["draft"] is True
    report = docx.Document(io.BytesIO(files["自评报告（草稿）.docx"]))
    assert report.paragraphs[0].text == "（草稿）"
    forms = openpyxl.load_workbook(io.BytesIO(files["自评表式（草稿）.xlsx"]))
    assert all(str(sheet["A1"].value).startswith("（草稿）") for sheet in forms.worksheets)
    wanted = packed(sample("corrected"), draft=True)
    assert json.loads(wanted["manifest.json"])["draft"] is True


def test_findings_name_the_cells_of_the_filed_forms(
    packed: Pack, sample: Sample, template: Template
) -> None:
    """Spare rows are not filed, so that cells stand elsewhere than in the unit's workbook."""
    files = packed(sample("seed"))
    forms = openpyxl.load_workbook(io.BytesIO(files["自评表式（草稿）.xlsx"]))
    found = json.loads(files["校验结果（草稿）.json"])["findings"]
    moved = compared = 0
    unfiled = evaluate_submission(template, sample("seed"))
    source = [told.place.cell for told in unfiled.findings]
    for finding, before in zip(found, source, strict=True):
        moved += finding["cell"] != before
        single = finding["cell"] and ":" not in finding["cell"]
        if finding["sheet"] not in forms.sheetnames or not single or finding["actual"] is None:
            continue
        value = forms[finding["sheet"]][finding["cell"]].value
        if isinstance(value, int | float):
            assert value == pytest.approx(float(finding["actual"])), finding
            assert finding["cell"] in finding["message"]
            compared += 1
    assert moved > 5
    assert compared > 5


def test_what_was_read_with_a_hint_is_named_where_it_is_filed(
    sample: Sample,
    workbook: Callable[[Submission], Path],
    check_file: Callable[[Path], Evaluation],
) -> None:
    path = workbook(sample("corrected"))

    def type_text(name: str, part: bytes) -> bytes:
        cell = rb'(<c r="C18" s="\d+")><v>111.88</v>'
        return re.sub(cell, rb'\1 t="inlineStr"><is><t>111.88 </t></is>', part)

    path.write_bytes(rewritten(path.read_bytes(), type_text))
    source = check_file(path)
    (told,) = (told for told in source.findings if told.finding.level == "hint")
    files = unzipped(make_package(source, exported=CREATED).content)
    found = json.loads(files["校验结果.json"])["findings"]
    (hint,) = (finding for finding in found if finding["level"] == "hint")
    assert (told.place.cell, hint["cell"]) == ("C18", "D16")
    assert hint["label"] == told.place.label
    forms = openpyxl.load_workbook(io.BytesIO(files["自评表式.xlsx"]))
    assert forms["基础数据表"]["D16"].value == 111.88


def test_the_page_shows_percentages_as_the_forms_do(packed: Pack, sample: Sample) -> None:
    page = packed(sample("seed"))["校验结果（草稿）.html"].decode()
    assert '<td class="number">100.00%</td>' in page


def test_explanations_travel_with_their_findings(
    packed: Pack, sample: Sample, template: Template
) -> None:
    files = packed(explained(template, sample("seed")))
    found = json.loads(files["校验结果（草稿）.json"])
    assert found["summary"]["explained"] == 1
    assert [f["explanation"] for f in found["findings"] if f["explanation"]] == [WHY]
    assert WHY in files["校验结果（草稿）.html"].decode()


@pytest.mark.parametrize("name", ["seed", "corrected"])
def test_the_data_evaluate_as_their_source(
    name: str,
    template: Template,
    sample: Sample,
    workbook: Callable[[Submission], Path],
    check_file: Callable[[Path], Evaluation],
) -> None:
    given = explained(template, sample(name)) if name == "seed" else sample(name)
    source = check_file(workbook(given))
    files = unzipped(make_package(source, exported=CREATED).content)
    (data,) = (content for file, content in files.items() if file.startswith("填报数据"))
    submission = load_submission(data.decode(), "填报数据", template.form.model)
    assert submission == template.reduced(source.subject.submission)
    again = evaluate_submission(template, submission)
    assert [told.finding for told in again.findings] == [told.finding for told in source.findings]
    assert (again.score, again.grade, again.ratios) == (source.score, source.grade, source.ratios)


def test_another_profile_is_named(sample: Sample) -> None:
    hubei = load_template(profile="hubei")
    evaluation = evaluate_submission(hubei, sample("corrected"))
    files = unzipped(make_package(evaluation, exported=CREATED).content)
    assert json.loads(files["manifest.json"])["profile"] == "hubei"


def test_what_was_not_read_whole_makes_no_package(
    sample: Sample,
    workbook: Callable[[Submission], Path],
    check_file: Callable[[Path], Evaluation],
) -> None:
    path = workbook(sample("corrected"))
    openpyxl.load_workbook(path).save(path)  # which loses what formulas show
    with pytest.raises(CannotDoError, match="没有读全，不能导出上报件"):
        make_package(check_file(path), exported=CREATED, draft=True)


def test_what_the_unit_sees_counts_but_results_are_computed_anew(
    sample: Sample,
    workbook: Callable[[Submission], Path],
    check_file: Callable[[Path], Evaluation],
) -> None:
    """A total shows 5.42 and the execution score 9.99, whatever their formulas would give."""
    path = workbook(sample("corrected"))

    def show(name: str, part: bytes) -> bytes:
        for cell, value in ((b"B6", b"5.42"), (b"G4", b"9.99")):
            found = rb'(<c r="%b" s="\d+"><f>[^<]*</f><v>)[0-9.]+(</v>)' % cell
            part = re.sub(found, rb"\g<1>%b\2" % value, part)
        return part

    path.write_bytes(rewritten(path.read_bytes(), show))
    files = unzipped(make_package(check_file(path), exported=CREATED).content)
    forms = openpyxl.load_workbook(io.BytesIO(files["自评表式（草稿）.xlsx"]))
    assert forms["基础数据表"]["B6"].value == 5.42
    assert forms["自评表"]["I4"].value == 10
    found = json.loads(files["校验结果（草稿）.json"])["findings"]
    about = {finding["label"]: finding["level"] for finding in found}
    assert about["三公经费（上年决算）"] == about["预算执行得分"] == "error"


NAME, TELEPHONE = "某甲乙", "0000-1234567"
FILED = {"basic_data.filing.preparer": NAME, "basic_data.filing.telephone": TELEPHONE}


def everything(content: bytes, name: str = "") -> dict[str, bytes]:
    """Return every part of a file, and of the zips in it."""
    if not content.startswith(b"PK"):
        return {name: content}
    parts: dict[str, bytes] = {}
    for inner, part in unzipped(content).items():
        parts |= everything(part, f"{name}/{inner}")
    return parts


def holding(content: bytes, text: str) -> list[str]:
    """Return the parts in which a text stands, however it is written."""
    ways = {
        *(text.encode(code) for code in ("utf-8", "utf-16-le", "utf-16-be", "gbk")),
        json.dumps(text)[1:-1].encode(),
        "".join(f"&#{ord(char)};" for char in text).encode(),
    }
    parts = everything(content)
    return [
        name for name, part in parts.items() if any(w in part or w in name.encode() for w in ways)
    ]


@pytest.mark.parametrize("name", ["seed", "corrected"])
def test_a_public_package_names_nobody(name: str, template: Template, sample: Sample) -> None:
    filed = evaluate_submission(template, changed(sample(name), FILED))
    whole = make_package(filed, exported=CREATED)
    # The data, the forms and the report's annex hold them where they are not left out.
    assert len(holding(whole.content, NAME)) >= 3
    assert len(holding(whole.content, TELEPHONE)) >= 3
    public = make_package(filed, exported=CREATED, public=True)
    assert holding(public.content, NAME) == holding(public.content, TELEPHONE) == []
    files = unzipped(public.content)
    assert json.loads(files["manifest.json"])["public"] is True
    assert public.suffix == "（公开）" + ("（草稿）" if name == "seed" else "")
    assert public.remarks == whole.remarks


def test_names_in_running_text_are_told(template: Template, sample: Sample) -> None:
    given = changed(sample("corrected"), FILED | {"texts.other": f"联系人：{NAME}。"})
    public = make_package(evaluate_submission(template, given), exported=CREATED, public=True)
    assert len(public.remarks) == 1
    assert "其他说明 的文字中还有填表人姓名或联系电话" in public.remarks[0]
