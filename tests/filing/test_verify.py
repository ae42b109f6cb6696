"""Whatever is changed in a package is noticed, and what it holds is read without trusting it."""

import json
import struct
import zipfile
from collections.abc import Callable
from pathlib import Path
from random import Random
from typing import Any

import pytest

from tests.changes import changed
from tests.conftest import CREATED
from tests.filing.conftest import Files, Save, kinds, resealed, unzipped
from xlevaluate.errors import CannotDoError
from xlevaluate.files.zip_packages import zipped
from xlevaluate.filing import members
from xlevaluate.filing.agreement import Agreement
from xlevaluate.filing.manifest import code_of, digest
from xlevaluate.filing.package import make_package
from xlevaluate.filing.verification import verify_package
from xlevaluate.submission import Submission
from xlevaluate.template.template import Template
from xlevaluate.workbook.generate import evaluate_submission


@pytest.fixture
def digests_alone(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let no figure be compared: what is noticed then, digests have noticed."""
    monkeypatch.setattr("xlevaluate.filing.verification.agreement_of", lambda *_: Agreement())


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
            assert members.read_members(path).files == expected
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


class TestWhatIsNoPackage:
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
        with pytest.raises(CannotDoError, match="里的文件超过 200 个"):
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
