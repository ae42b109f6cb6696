"""Whatever is changed in a package is noticed, and what it holds is read without trusting it."""

import io
import json
import struct
import zipfile
from collections.abc import Callable
from pathlib import Path
from random import Random
from typing import Any

import openpyxl
import pytest

from tests.changes import changed
from tests.conftest import CREATED
from tests.filing.conftest import Files, unzipped
from xlevaluate.errors import CannotDoError
from xlevaluate.filing import members
from xlevaluate.filing.agreement import Agreement
from xlevaluate.filing.manifest import code_of, code_text, digest
from xlevaluate.filing.package import make_package
from xlevaluate.filing.verify import Verdict, verify_package
from xlevaluate.packages import zipped
from xlevaluate.submission import Submission
from xlevaluate.template import Template, load_template
from xlevaluate.workbook.generate import evaluate_submission
from xlevaluate.workbook.values import make_values

Save = Callable[[Files], Path]


@pytest.fixture(scope="module")
def content(template: Template) -> bytes:
    """A package of the corrected sample."""
    text = (template.folder / "samples" / "corrected.json").read_text(encoding="utf-8")
    evaluation = evaluate_submission(template, Submission.model_validate_json(text))
    return make_package(evaluation, exported=CREATED).content


@pytest.fixture
def files(content: bytes) -> Files:
    return unzipped(content)


@pytest.fixture
def digests_alone(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let no figure be compared: what is noticed then, digests have noticed."""
    monkeypatch.setattr("xlevaluate.filing.verify.agreement_of", lambda *_: Agreement())


def kinds(verdict: Verdict) -> list[tuple[str, str]]:
    return [(change.kind, change.file) for change in verdict.changes]


def test_an_unchanged_package_is_unchanged(files: Files, saved: Save) -> None:
    verdict = verify_package(saved(files))
    assert verdict.changes == ()
    assert verdict.not_checked == ()
    assert verdict.code == code_of(files["manifest.json"])
    assert verdict.manifest is not None
    assert (verdict.manifest.score, verdict.manifest.grade) == ("100", "优")


def test_zipped_anew_by_another_program_it_is_unchanged(files: Files, tmp_path: Path) -> None:
    path = tmp_path / "另存.zip"
    with zipfile.ZipFile(path, "w") as package:
        for name in reversed(files):
            package.writestr(name, files[name])
    assert verify_package(path).changes == ()


@pytest.mark.parametrize("encoding", ["gbk", "utf-8"])
def test_zipped_anew_by_others_it_is_unchanged(encoding: str, files: Files, tmp_path: Path) -> None:
    """Chinese Windows writes names in GBK, zip on Linux in UTF-8, and neither says so."""
    gbk = {name: name.encode(encoding) for name in files}
    stands_for = {name: f"@{n}".ljust(len(gbk[name]), "@") for n, name in enumerate(files)}
    raw = zipped({stands_for[name]: content for name, content in files.items()}, CREATED)
    for name in files:
        raw = raw.replace(stands_for[name].encode(), gbk[name])
    path = tmp_path / "另存.zip"
    path.write_bytes(raw)
    assert verify_package(path).changes == ()


def test_each_file_taken_out_is_noticed(files: Files, saved: Save) -> None:
    for name in set(files) - {"manifest.json"}:
        rest = {other: content for other, content in files.items() if other != name}
        (change,) = verify_package(saved(rest)).changes
        assert (change.kind, change.file) == ("missing", name)
        assert change.message == f"缺少“{name}”。"


def test_each_file_renamed_is_noticed(files: Files, saved: Save) -> None:
    for name in set(files) - {"manifest.json"}:
        other = {f"新{key}" if key == name else key: content for key, content in files.items()}
        assert kinds(verify_package(saved(other))) == [("missing", name), ("added", f"新{name}")]


def test_a_file_added_is_noticed(files: Files, saved: Save) -> None:
    verdict = verify_package(saved(files | {"其他/附件.pdf": b"%PDF"}))
    assert kinds(verdict) == [("added", "其他/附件.pdf")]


@pytest.mark.usefixtures("digests_alone")
def test_any_byte_changed_in_any_file_is_noticed(files: Files, saved: Save) -> None:
    random = Random(8)
    for name, content in files.items():
        for _ in range(40):
            spoilt = bytearray(content)
            at = random.randrange(len(content))
            spoilt[at] ^= 1 << random.randrange(8)
            path = saved(files | {name: bytes(spoilt)})
            if name == "manifest.json":
                # A damaged manifest may no longer be one of ours at all.
                assert _noticed(path), at
            else:
                changes = verify_package(path).changes
                assert ("changed", name) in {(c.kind, c.file) for c in changes}, (name, at)


def _noticed(path: Path) -> bool:
    try:
        return bool(verify_package(path).changes)
    except CannotDoError:
        return True


def test_both_digests_of_a_changed_file_are_told(files: Files, saved: Save) -> None:
    before, after = files["自评报告.docx"], files["自评报告.docx"] + b" "
    (change,) = verify_package(saved(files | {"自评报告.docx": after})).changes
    assert (change.expected, change.actual) == (digest(before), digest(after))
    assert digest(before)[:16] in change.message
    assert digest(after)[:16] in change.message


@pytest.mark.usefixtures("digests_alone")
def test_any_byte_changed_in_the_zip_is_noticed_or_changes_no_file(
    content: bytes, tmp_path: Path
) -> None:
    random, path = Random(1), tmp_path / "传送.zip"
    expected, noticed = unzipped(content), 0
    for _ in range(400):
        spoilt = bytearray(content)
        spoilt[random.randrange(len(content))] ^= 1 << random.randrange(8)
        path.write_bytes(bytes(spoilt))
        if _noticed(path):
            noticed += 1
        else:
            assert unzipped(bytes(spoilt)) == expected
    assert noticed > 350


@pytest.mark.usefixtures("digests_alone")
@pytest.mark.parametrize("field", ["number of files", "size", "place"])
def test_a_directory_that_points_elsewhere_is_noticed(
    field: str, content: bytes, tmp_path: Path
) -> None:
    at = content.rindex(b"PK\x05\x06") + {"number of files": 10, "size": 12, "place": 16}[field]
    path = tmp_path / "目录.zip"
    for bit in range(16):
        spoilt = bytearray(content)
        spoilt[at + bit // 8] ^= 1 << bit % 8
        path.write_bytes(bytes(spoilt))
        assert _noticed(path) or unzipped(bytes(spoilt)) == unzipped(content)


def test_a_zip_cut_short_is_no_package(content: bytes, tmp_path: Path) -> None:
    path = tmp_path / "半个.zip"
    path.write_bytes(content[: len(content) // 2])
    with pytest.raises(CannotDoError, match="不是压缩包，或者已经损坏"):
        verify_package(path)


class TestTheCode:
    def test_what_the_manifest_alone_says_is_held_against_it(
        self, files: Files, saved: Save
    ) -> None:
        manifest = files["manifest.json"].replace(b"2024-01-01T", b"2024-01-02T")
        verdict = verify_package(saved(files | {"manifest.json": manifest}))
        assert kinds(verdict) == [("changed", "校验码.txt")]

    def test_the_unit_s_code_agrees(self, files: Files, saved: Save) -> None:
        code = code_of(files["manifest.json"])
        assert verify_package(saved(files), code.lower().replace("-", " ")).changes == ()

    def test_another_code_is_told(self, files: Files, saved: Save) -> None:
        verdict = verify_package(saved(files), "0000-0000-0000-0000")
        assert kinds(verdict) == [("code", "manifest.json")]
        assert "单位告知的是“0000-0000-0000-0000”" in verdict.changes[0].message

    def test_a_forged_package_agrees_with_itself_but_has_another_code(
        self, files: Files, saved: Save, template: Template, sample: Callable[[str], Submission]
    ) -> None:
        """What the documentation says: only the code, told by another way, shows forgery."""
        told = code_of(files["manifest.json"])
        other = changed(sample("corrected"), {"texts.other": "改过的说明"})
        forged = make_package(evaluate_submission(template, other), exported=CREATED)
        path = saved(unzipped(forged.content))
        assert verify_package(path).changes == ()
        assert kinds(verify_package(path, told)) == [("code", "manifest.json")]


def resealed(files: Files, new: Files, **told: Any) -> Files:
    """Write the manifest to fit changed files, as somebody would who knows how."""
    files = files | new
    manifest = json.loads(files["manifest.json"]) | told
    for item in manifest["files"]:
        content = files[item["name"]]
        item |= {"size": len(content), "sha256": digest(content)}
    written = json.dumps(manifest, ensure_ascii=False).encode()
    return files | {"manifest.json": written, "校验码.txt": code_text(written)}


class TestFigures:
    """With a manifest written to fit, the files still have to agree among themselves."""

    def test_a_figure_changed_in_the_forms_is_told_with_its_cell(
        self, files: Files, saved: Save
    ) -> None:
        book = openpyxl.load_workbook(io.BytesIO(files["自评表式.xlsx"]))
        book["基础数据表"]["F6"].value = 0.3
        stream = io.BytesIO()
        book.save(stream)
        verdict = verify_package(saved(resealed(files, {"自评表式.xlsx": stream.getvalue()})))
        assert [change.message for change in verdict.changes] == [
            "自评表式《基础数据表》F6是“0.3”，按填报数据应为“0.1”。"
        ]

    def test_a_formula_in_the_forms_is_told(self, files: Files, saved: Save) -> None:
        book = openpyxl.load_workbook(io.BytesIO(files["自评表式.xlsx"]))
        book["基础数据表"]["F6"].value = "=0.1"
        stream = io.BytesIO()
        book.save(stream)
        verdict = verify_package(saved(resealed(files, {"自评表式.xlsx": stream.getvalue()})))
        assert [c.message for c in verdict.changes] == [
            "自评表式《基础数据表》F6 是公式，应为数值。"
        ]

    def test_other_data_differ_from_everything_else(
        self, files: Files, saved: Save, template: Template, sample: Callable[[str], Submission]
    ) -> None:
        data = changed(sample("corrected"), {"self_evaluation.total_score": "55"})
        new = {"填报数据.json": data.model_dump_json().encode()}
        said = [c.message for c in verify_package(saved(resealed(files, new))).changes]
        assert "清单中的总分是“100”，按填报数据应为“55”。" in said
        assert "清单中的等次是“优”，按填报数据应为“差”。" in said
        assert any("自评表式《自评表》" in text and "“55”" in text for text in said)

    def test_other_forms_differ_in_many_cells_and_few_are_listed(
        self, files: Files, saved: Save, template: Template, sample: Callable[[str], Submission]
    ) -> None:
        other = make_values(template, sample("seed"), created=CREATED)
        said = verify_package(saved(resealed(files, {"自评表式.xlsx": other}))).changes
        assert len(said) == 6
        assert "自评表式中还有" in said[-1].message

    @pytest.mark.parametrize(
        ("told", "said"),
        [
            ({"score": "99"}, "清单中的总分是“99”，按填报数据应为“100”。"),
            ({"grade": "良"}, "清单中的等次是“良”，按填报数据应为“优”。"),
            ({"unit": "某局"}, "清单中的单位名称是“某局”"),
            ({"year": 2022}, "清单中的年度是“2022”，按填报数据应为“2023”。"),
            ({"draft": True}, "自评表式《基础数据表》A1"),
        ],
    )
    def test_a_manifest_that_says_something_else(
        self, told: dict[str, Any], said: str, files: Files, saved: Save
    ) -> None:
        verdict = verify_package(saved(resealed(files, {}, **told)))
        assert any(said in change.message for change in verdict.changes)
        assert {change.kind for change in verdict.changes} == {"figures"}

    def test_a_draft_that_calls_itself_none(
        self, template: Template, sample: Callable[[str], Submission], saved: Save
    ) -> None:
        evaluation = evaluate_submission(template, sample("seed"))
        files = unzipped(make_package(evaluation, exported=CREATED).content)
        said = [c.message for c in verify_package(saved(resealed(files, {}, draft=False))).changes]
        assert "清单不是草稿，填报数据却有 12 处错误。" in said

    def test_counts_that_differ_from_the_findings(self, files: Files, saved: Save) -> None:
        found = json.loads(files["校验结果.json"])
        found["summary"]["query"] = 0
        new = {"校验结果.json": json.dumps(found).encode()}
        (change,) = verify_package(saved(resealed(files, new))).changes
        assert change.message.startswith("校验结果中的问题条数是")

    @pytest.mark.parametrize(
        ("name", "part", "said"),
        [
            ("填报数据.json", b"{", "填报数据读不出：“填报数据”不是正确的 JSON"),
            ("填报数据.json", b"\xff", "填报数据读不出：不是 UTF-8 编码"),
            ("填报数据.json", b'{"a": 1}', "a：没有这一项"),
            ("校验结果.json", b"[" * 100_000, "校验结果读不出。"),
            ("自评表式.xlsx", b"PK", "自评表式不能作为工作簿读取。"),
        ],
    )
    def test_files_that_are_not_what_they_should_be(
        self, name: str, part: bytes, said: str, files: Files, saved: Save
    ) -> None:
        verdict = verify_package(saved(resealed(files, {name: part})))
        assert any(said in change.message for change in verdict.changes)

    def test_a_profile_of_one_s_own_is_asked_for(
        self, template: Template, tmp_path: Path, saved: Save, sample: Callable[[str], Submission]
    ) -> None:
        own = tmp_path / "本县.toml"
        text = (template.folder / "profile.toml").read_text(encoding="utf-8")
        own.write_text(text, encoding="utf-8")
        evaluation = evaluate_submission(load_template(profile_file=own), sample("corrected"))
        path = saved(unzipped(make_package(evaluation, exported=CREATED).content))
        verdict = verify_package(path)
        assert verdict.changes == ()
        assert "没有名为“本县”的评分办法" in verdict.not_checked[0]
        assert verify_package(path, profile=str(own)).not_checked == ()


class TestWhatIsNoPackage:
    def test_no_file_is_read_because_a_manifest_names_it(
        self, files: Files, template: Template, saved: Save, tmp_path: Path
    ) -> None:
        own = tmp_path / "办法.toml"
        own.write_bytes((template.folder / "profile.toml").read_bytes())
        (reason,) = verify_package(saved(resealed(files, {}, profile=str(own)))).not_checked
        assert "数字没有核对：没有名为" in reason

    def test_a_manifest_is_needed(self, saved: Save) -> None:
        with pytest.raises(CannotDoError, match=r"里没有清单 manifest\.json"):
            verify_package(saved({"a.txt": b""}))

    @pytest.mark.parametrize("text", [b"[]", b"{}", b'{"format": "other"}'])
    def test_another_program_s_manifest(self, text: bytes, saved: Save) -> None:
        with pytest.raises(CannotDoError, match="不是上报件的清单"):
            verify_package(saved({"manifest.json": text}))

    def test_a_newer_version(self, files: Files, saved: Save) -> None:
        with pytest.raises(CannotDoError, match="请升级后再核对"):
            verify_package(saved(resealed(files, {}, version=2)))

    @pytest.mark.parametrize("told", [{"files": []}, {"year": "今年"}, {"more": 1}])
    def test_a_damaged_manifest_is_a_change(
        self, told: dict[str, Any], files: Files, saved: Save
    ) -> None:
        text = json.dumps(json.loads(files["manifest.json"]) | told).encode()
        verdict = verify_package(saved(files | {"manifest.json": text}), "0000")
        assert kinds(verdict) == [("manifest", "manifest.json"), ("code", "manifest.json")]
        assert verdict.manifest is None

    def test_files_that_are_not_there_and_folders(self, tmp_path: Path) -> None:
        with pytest.raises(CannotDoError, match="找不到文件"):
            verify_package(tmp_path / "无.zip")
        with pytest.raises(CannotDoError, match="是文件夹"):
            verify_package(tmp_path)

    def test_a_file_that_is_too_large_is_not_even_opened(
        self, files: Files, saved: Save, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr(members, "LARGEST", 1000)
        with pytest.raises(CannotDoError, match="过大"):
            verify_package(saved(files))


class TestWhatMayDoHarm:
    def test_an_encrypted_zip_is_refused(self, content: bytes, tmp_path: Path) -> None:
        flagged = bytearray(content)
        central = content.index(b"PK\x01\x02")
        flagged[central + 8] |= 1
        path = tmp_path / "加密.zip"
        path.write_bytes(bytes(flagged))
        with pytest.raises(CannotDoError, match="设了密码"):
            verify_package(path)

    def test_a_zip_that_unpacks_to_too_much_is_refused(
        self, files: Files, saved: Save, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        bomb = saved(files | {"零.bin": bytes(3_000_000)})
        assert bomb.stat().st_size < 200_000
        monkeypatch.setattr(members, "LARGEST", 2_000_000)
        with pytest.raises(CannotDoError, match="解开后过大"):
            verify_package(bomb)

    def test_a_zip_of_too_many_files_is_refused(self, files: Files, saved: Save) -> None:
        with pytest.raises(CannotDoError, match="解开后过大"):
            verify_package(saved(files | {f"{number}": b"" for number in range(200)}))

    def test_a_size_that_is_not_true_is_damage_and_no_more_is_read(
        self, files: Files, saved: Save
    ) -> None:
        path = saved({"零.bin": bytes(3_000_000), **files})
        raw = bytearray(path.read_bytes())
        central = raw.index(b"PK\x01\x02")
        struct.pack_into("<I", raw, central + 24, 10)
        path.write_bytes(bytes(raw))
        assert members.read_members(path).damaged == ("零.bin",)

    @pytest.mark.parametrize(
        "name",
        ["../evil.txt", "/etc/x", "a/../../x", "C:\\x", "..\\x", "\\\\server\\x", "a\x1b[2Jb"],
    )
    def test_names_that_lead_elsewhere_are_told(self, name: str, files: Files, saved: Save) -> None:
        verdict = verify_package(saved(files | {name: b"x"}))
        assert kinds(verdict) == [("unsafe", name)]

    def test_names_cut_by_a_zero_byte_are_told(self, files: Files, tmp_path: Path) -> None:
        path = tmp_path / "零.zip"
        raw = zipped(files | {"manifest.json_x": b"{}"}, CREATED)
        path.write_bytes(raw.replace(b"manifest.json_x", b"manifest.json\0x"))
        assert ("unsafe", "manifest.json\0x") in kinds(verify_package(path))

    @pytest.mark.filterwarnings("ignore:Duplicate name")
    @pytest.mark.parametrize("name", ["填报数据.json", "MANIFEST.json", "自评表式.XLSX"])
    def test_two_of_a_name_are_told(self, name: str, files: Files, tmp_path: Path) -> None:
        path = tmp_path / "重名.zip"
        path.write_bytes(zipped(files, CREATED))
        with zipfile.ZipFile(path, "a") as package:
            package.writestr(name, b"{}")
        found = kinds(verify_package(path))
        assert found[0][0] == "repeated"
        assert not any(kind == "missing" for kind, _ in found)

    def test_other_ways_of_packing_are_not_unpacked(self, files: Files, tmp_path: Path) -> None:
        path = tmp_path / "其他.zip"
        with zipfile.ZipFile(path, "w", zipfile.ZIP_LZMA) as package:
            for name, part in files.items():
                package.writestr(name, part)
        assert kinds(verify_package(path)) == [("manifest", "manifest.json")]
