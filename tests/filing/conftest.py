"""Packages made from submissions, and ways to change them."""

import io
import json
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from tests.conftest import CREATED
from tests.hunan import MODEL
from xlevaluate.files.zip_packages import zipped
from xlevaluate.filing.manifest import code_text, digest
from xlevaluate.filing.package import make_package
from xlevaluate.filing.verification import PackageVerdict
from xlevaluate.submission import Submission
from xlevaluate.template.template import Template
from xlevaluate.workbook.generate import evaluate_submission

Files = dict[str, bytes]
Save = Callable[[Files], Path]


def unzipped(content: bytes) -> Files:
    with zipfile.ZipFile(io.BytesIO(content)) as package:
        return {name: package.read(name) for name in package.namelist()}


@pytest.fixture(scope="session")
def packed(template: Template) -> Callable[..., Files]:
    """Make a package and return the files in it."""

    def make(submission: Submission, **how: bool) -> Files:
        evaluation = evaluate_submission(template, submission)
        return unzipped(make_package(evaluation, exported=CREATED, **how).content)

    return make


@pytest.fixture
def saved(tmp_path: Path) -> Callable[[Files], Path]:
    """Write files as a package and return its path."""

    def save(files: Files) -> Path:
        path = tmp_path / "单位-上报件.zip"
        path.write_bytes(zipped(files, CREATED))
        return path

    return save


@pytest.fixture(scope="session")
def content(template: Template) -> bytes:
    """A package of the corrected sample."""
    text = (template.folder / "samples" / "corrected.json").read_text(encoding="utf-8")
    evaluation = evaluate_submission(template, MODEL.model_validate_json(text))
    return make_package(evaluation, exported=CREATED).content


@pytest.fixture
def files(content: bytes) -> Files:
    return unzipped(content)


def kinds(verdict: PackageVerdict) -> list[tuple[str, str]]:
    return [(change.kind, change.file) for change in verdict.changes]


def resealed(files: Files, new: Files, **told: Any) -> Files:
    """Write the manifest to fit changed files, as somebody would who knows how."""
    files = files | new
    manifest = json.loads(files["manifest.json"]) | told
    for item in manifest["files"]:
        content = files[item["name"]]
        item |= {"size": len(content), "sha256": digest(content)}
    written = json.dumps(manifest, ensure_ascii=False).encode()
    return files | {"manifest.json": written, "校验码.txt": code_text(written)}
