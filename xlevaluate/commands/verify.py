"""``verify``: tell whether packages are as they were made."""

import argparse
import json
from collections.abc import Iterator
from functools import partial
from pathlib import Path
from typing import Any

from msgspec.structs import asdict

from xlevaluate.commands.named_files import named_files
from xlevaluate.commands.talk import CANNOT_DO, ERRORS_FOUND, FINE
from xlevaluate.errors import CannotDoError
from xlevaluate.evaluation.evaluation import score_words
from xlevaluate.files.file_names import printable, shown_name
from xlevaluate.filing.manifest import Manifest
from xlevaluate.filing.verification import PackageVerdict, verify_package
from xlevaluate.inspection.template_choice import template_of_package

_JSON_VERSION = 1


def run(arguments: argparse.Namespace) -> int:
    """Verify packages: one in full, several in a line each."""
    files = list(named_files(arguments.files))
    if arguments.code is not None and len(files) > 1:
        raise CannotDoError("--code 一次只能用于一个上报件。")
    code = FINE
    for path in files:
        try:
            find = partial(template_of_package, path, arguments.template)
            verdict = verify_package(path, arguments.code, arguments.profile, find)
        except CannotDoError as error:
            code = CANNOT_DO
            if arguments.json:
                data = {"version": _JSON_VERSION, "file": str(path), "state": "not_a_package"}
                print(json.dumps(data | {"message": str(error)}, ensure_ascii=False))
            else:
                print(printable(f"{shown_name(path.name)}：不能核对。{error}"))
            continue
        if arguments.json:
            print(json.dumps(_as_data(verdict, path), ensure_ascii=False))
        else:
            lines = _lines(verdict, path, told=arguments.code is not None)
            print(*map(printable, lines), sep="\n" if len(files) == 1 else " ")
        if verdict.changes and code == FINE:
            code = ERRORS_FOUND
    return code


def _lines(verdict: PackageVerdict, path: Path, *, told: bool) -> Iterator[str]:
    count = len(verdict.changes)
    yield f"{shown_name(path.name)}：{f'有改动，{count} 处：' if count else '没有改动。'}"
    for number, change in enumerate(verdict.changes, 1):
        yield f"{number}. {change.message}"
    if verdict.manifest is not None:
        yield _about(verdict.manifest)
    yield from (f"未能核对：{reason}" for reason in verdict.not_checked)
    if verdict.code:
        differs = any(change.kind == "code" for change in verdict.changes)
        said = "请与单位另行告知的核对。"
        if told:
            said = "与告知的不符。" if differs else "与告知的相符。"
        yield f"校验码 {verdict.code}，{said}"


def _about(manifest: Manifest) -> str:
    kind = f"{manifest.state}{'、公开' if manifest.public else ''}"
    score = score_words(manifest.score, manifest.grade) or "没有总分"
    found = manifest.findings
    return (
        f"{manifest.unit} {manifest.year}年度（{kind}，{manifest.exported:%Y-%m-%d %H:%M} 导出）："
        f"{score}；错误 {found.error}，核实 {found.query}，提示 {found.hint}，"
        f"已说明 {found.explained}。"
    )


def _as_data(verdict: PackageVerdict, path: Path) -> dict[str, Any]:
    about = None
    if verdict.manifest is not None:
        about = verdict.manifest.model_dump(mode="json", exclude={"format", "version", "files"})
    return {
        "version": _JSON_VERSION,
        "file": str(path),
        "state": "changed" if verdict.changes else "unchanged",
        "code": verdict.code or None,
        "package": about,
        "changes": [asdict(change) for change in verdict.changes],
        "not_checked": list(verdict.not_checked),
    }
