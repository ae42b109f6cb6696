"""The command line. Data goes to stdout, talk to stderr, both in Chinese.

Exit codes: 0 no errors found, 1 errors found in the submission, 2 cannot do it, 70 our own bug.
Everything but the parser is imported when it is needed, so that help comes at once.
"""

import argparse
import json
import os
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import IO, TYPE_CHECKING

from xlevaluate import __version__
from xlevaluate.errors import CannotDoError
from xlevaluate.naming import write_new
from xlevaluate.parser import make_parser

if TYPE_CHECKING:
    from xlevaluate.evaluation import Evaluation
    from xlevaluate.form.snapshot import Snapshot
    from xlevaluate.submission import Submission

FINE, ERRORS_FOUND, CANNOT_DO, OUR_BUG, INTERRUPTED = 0, 1, 2, 70, 130


def main(arguments: list[str] | None = None) -> int:
    """Run a command and return its exit code."""
    for stream in (sys.stdout, sys.stderr):
        _speak_chinese(stream)
    given = make_parser(__version__).parse_args(arguments)
    debug = getattr(given, "debug", False)
    try:
        code: int = globals()[f"run_{given.command}"](given)
    except CannotDoError as error:
        if debug:
            raise
        say(str(error))
        return CANNOT_DO
    except KeyboardInterrupt:
        say("已中断。")
        return INTERRUPTED
    except BrokenPipeError:
        # Whoever read the output has seen enough; what is left must not complain on exit.
        sys.stdout = open(os.devnull, "w")  # noqa: PTH123, SIM115 - stays open to the end
        return FINE
    except OSError as error:
        say(f"文件操作失败：{error.filename or ''} {error.strerror or error}。")
        return CANNOT_DO
    except Exception as error:
        if debug:
            raise
        say(
            f"程序内部出错（{type(error).__name__}: {error}）。"
            "请加 --debug 重新运行，把结果发给开发者。"
        )
        return OUR_BUG
    return code


def _speak_chinese(stream: IO[str]) -> None:
    """Write UTF-8 into files and pipes; at a console, never fail for a character."""
    reconfigure = getattr(stream, "reconfigure", None)
    if reconfigure is not None:
        if stream.isatty():
            reconfigure(errors="backslashreplace")
        else:
            reconfigure(encoding="utf-8")


def say(text: str) -> None:
    """Talk to the person at the terminal."""
    print(text, file=sys.stderr)


@dataclass(frozen=True)
class Opened:
    """A workbook, read and evaluated."""

    snapshot: "Snapshot"
    evaluation: "Evaluation"


def open_workbook(
    path: Path, previous: "Submission | None" = None, profile: str | None = None
) -> Opened:
    """Read a workbook and evaluate it.

    ``previous`` holds last year's figures; ``profile`` is a scoring profile, by its name or in a
    file, where it is not the one the workbook was made with.
    """
    from xlevaluate.evaluation import evaluate  # noqa: PLC0415 - see the module's docstring
    from xlevaluate.form.reader import read_snapshot  # noqa: PLC0415
    from xlevaluate.template import load_template  # noqa: PLC0415
    from xlevaluate.workbook.read import read_workbook  # noqa: PLC0415

    snapshot, made = read_workbook(path)
    name, file = (made.profile, None) if profile is None else _profile(profile)
    template = load_template(made.family, name, file)
    reading = read_snapshot(template.form, snapshot, template.computations)
    return Opened(snapshot, evaluate(template, reading, previous))


def run_new(given: argparse.Namespace) -> int:
    """Make a workbook."""
    import datetime  # noqa: PLC0415

    from xlevaluate.submission import Submission  # noqa: PLC0415
    from xlevaluate.submission.loading import load_submission  # noqa: PLC0415
    from xlevaluate.template import load_template  # noqa: PLC0415
    from xlevaluate.workbook.generate import make_workbook  # noqa: PLC0415

    macros = given.out.suffix.lower() == ".xlsm"
    if given.out.suffix.lower() not in {".xlsx", ".xlsm"}:
        raise CannotDoError(
            f"“{given.out.name}”：请把文件名写成 .xlsx（不带宏）或 .xlsm（带宏和按钮）结尾。"
        )
    if not given.out.parent.is_dir():
        raise CannotDoError(f"文件夹“{given.out.parent}”不存在，请先建立。")
    profile, profile_file = _profile(given.profile)
    template = load_template(given.template, profile, profile_file)
    submission = Submission()
    if given.data is not None:
        text = _read_text(given.data)
        submission = load_submission(text, given.data.name, template.categories)
    changed = submission.model_dump(mode="json")
    if given.unit is not None:
        changed["unit"]["name"] = given.unit
    if given.year is not None:
        changed["year"] = given.year
    submission = load_submission(json.dumps(changed), "命令行", template.categories)
    created = datetime.datetime.now().replace(microsecond=0)
    content, _ = make_workbook(template, submission, created=created, macros=macros)
    _tell_written(write_new(given.out, content), given.out)
    return FINE


def _profile(given: str | None) -> tuple[str, Path | None]:
    """Tell a profile of the template by its name from one in a file of the user's."""
    if given is None or not given.lower().endswith(".toml"):
        return given or "", None
    return "", Path(given)


def _read_text(path: Path) -> str:
    try:
        return path.read_text(encoding="utf-8-sig")
    except FileNotFoundError:
        raise CannotDoError(f"找不到文件“{path}”。请核对文件名和所在的文件夹。") from None
    except UnicodeDecodeError:
        raise CannotDoError(f"“{path.name}”不是 UTF-8 编码的文本文件。") from None


def _tell_written(target: Path, asked: Path) -> None:
    if target != asked:
        say(f"“{asked.name}”已经存在，没有覆盖。")
    say(f"已生成：{target}")
    print(target)


def run_check(given: argparse.Namespace) -> int:
    """Check workbooks; several are told one after another."""
    from xlevaluate.output.data import as_data  # noqa: PLC0415
    from xlevaluate.output.terminal import show  # noqa: PLC0415

    if given.html is not None and len(given.files) > 1:
        raise CannotDoError("--html 一次只能用于一个工作簿。")
    previous = None
    if given.previous is not None:
        previous = open_workbook(
            given.previous, profile=given.profile
        ).evaluation.subject.submission
    code = FINE
    for number, path in enumerate(given.files):
        try:
            opened = open_workbook(path, previous, given.profile)
            _write_checked(given, path, opened)
        except CannotDoError as error:
            say(str(error))
            code = CANNOT_DO
            continue
        evaluation = opened.evaluation
        if given.json:
            print(json.dumps(as_data(evaluation, str(path)), ensure_ascii=False))
        else:
            if number:
                print()
            show(evaluation, path.name, sys.stdout)
        if evaluation.count("error") and code == FINE:
            code = ERRORS_FOUND
    return code


def _write_checked(given: argparse.Namespace, path: Path, opened: Opened) -> None:
    """Write what was found into a copy of the workbook, and onto a page, where asked for."""
    if given.write:
        from xlevaluate.workbook.patch import with_results  # noqa: PLC0415

        copy = with_results(path, opened.snapshot, opened.evaluation)
        target = write_new(path.with_stem(f"{path.stem}-校验结果"), copy)
        say(f"已把结果写入副本：{target}")
    if given.html is not None:
        from xlevaluate.output.page import as_page  # noqa: PLC0415

        page = as_page(opened.evaluation, opened.snapshot, path.name)
        target = write_new(given.html, page.encode())
        if target != given.html:
            say(f"“{given.html.name}”已经存在，没有覆盖。")
        say(f"已生成网页：{target}")


def run_score(given: argparse.Namespace) -> int:
    """Tell how every point came about."""
    from xlevaluate.output.scores import score_tables  # noqa: PLC0415
    from xlevaluate.output.terminal import show_table  # noqa: PLC0415

    evaluation = open_workbook(given.file, profile=given.profile).evaluation
    profile = evaluation.subject.template.profile
    say(f"评分办法：{profile.name}；依据：{profile.source}；比率：{profile.ratios.source}")
    for number, table in enumerate(score_tables(evaluation)):
        if number:
            print()
        show_table(table.title, table.heads, table.lines, sys.stdout)
    return ERRORS_FOUND if evaluation.count("error") else FINE


def run_rules(given: argparse.Namespace) -> int:
    """List the rules."""
    from xlevaluate.checks.registry import rules_of  # noqa: PLC0415
    from xlevaluate.output.rules import RULE_HEADS, rule_lines  # noqa: PLC0415
    from xlevaluate.output.terminal import show_table  # noqa: PLC0415
    from xlevaluate.template import load_template  # noqa: PLC0415

    lines = rule_lines(rules_of(load_template(given.template)))
    if given.json:
        rows = [dict(zip(RULE_HEADS, line, strict=True)) for line in lines]
        print(json.dumps(rows, ensure_ascii=False, indent=1))
    else:
        show_table("", RULE_HEADS, lines, sys.stdout)
    return FINE


def run_report(given: argparse.Namespace) -> int:
    """Write the report of a workbook."""
    from xlevaluate.report.document import make_report  # noqa: PLC0415

    asked = given.output or given.file.with_name(f"{given.file.stem}-自评报告.docx")
    if asked.suffix.lower() != ".docx":
        raise CannotDoError(f"“{asked.name}”：报告是 Word 文档，请把文件名写成 .docx 结尾。")
    evaluation = open_workbook(given.file, profile=given.profile).evaluation
    unread = [
        told for told in evaluation.findings if _keeps_from_reading(told.finding.rule, evaluation)
    ]
    if unread:
        raise CannotDoError(
            "\n".join(["工作簿没有读全，不能生成报告：", *(f"  {told.message}" for told in unread)])
        )
    content, gaps = make_report(evaluation)
    for gap in gaps:
        say(f"“{gap.heading}”有一句没有写入：{gap.lacking} 没有填写。")
    _tell_written(write_new(asked, content), asked)
    errors = evaluation.count("error")
    if errors:
        say(f"表中还有 {errors} 处错误，报告照表中数字写成。请运行 xlevaluate check 查看并改正。")
        return ERRORS_FOUND
    return FINE


def _keeps_from_reading(rule: str, evaluation: "Evaluation") -> bool:
    return evaluation.rules[rule].family == "读取" and evaluation.rules[rule].level == "error"


def run_dump(given: argparse.Namespace) -> int:
    """Print the submission of a workbook as JSON."""
    evaluation = open_workbook(given.file, profile=given.profile).evaluation
    template = evaluation.subject.template
    print(template.reduced(evaluation.subject.submission).model_dump_json(indent=1))
    unread = [t for t in evaluation.findings if evaluation.rules[t.finding.rule].family == "读取"]
    for told in unread:
        say(told.message)
    return ERRORS_FOUND if any(t.finding.level == "error" for t in unread) else FINE


def run_schema(_: argparse.Namespace) -> int:
    """Print the JSON schema of a submission, with what each path is called in the form."""
    from xlevaluate.submission import Submission  # noqa: PLC0415
    from xlevaluate.template import load_template  # noqa: PLC0415

    schema = Submission.model_json_schema()
    fields = load_template().form.all_fields.values()
    schema["x-labels"] = {
        item.path: f"《{item.sheet}》{item.label}{f'（{item.unit}）' if item.unit else ''}"
        for item in fields
    }
    print(json.dumps(schema, ensure_ascii=False, indent=1))
    return FINE


def run_demo(given: argparse.Namespace) -> int:
    """Make the samples: workbooks, what the check says of them, reports."""
    from xlevaluate.demo import make_demo  # noqa: PLC0415

    for line in make_demo(given.folder):
        print(line)
    return FINE
