"""What the buttons and the ribbon run, each one function: ``commands.run('check')``.

A command does its work on the open workbook and returns what the user is told at the end. It
shows where it is in the status bar, and never ends in a traceback.
"""

import datetime
import platform
from collections.abc import Callable
from contextlib import AbstractContextManager, nullcontext
from importlib.metadata import version
from pathlib import Path

import xlwings as xw

from xlevaluate.cells.calls import Host
from xlevaluate.cells.names import LIVE_NAME
from xlevaluate.checks.findings import LEVELS
from xlevaluate.errors import CannotDoError, in_words
from xlevaluate.evaluation.evaluation import Evaluation, score_words
from xlevaluate.files.new_files import beside, write_new
from xlevaluate.filing.on_paper import on_paper
from xlevaluate.filing.package import make_package
from xlevaluate.form.snapshot import Snapshot
from xlevaluate.live.book import (
    OpenBook,
    evaluate_book,
    evaluate_snapshot,
    read_book,
    write_previews,
    write_results,
)
from xlevaluate.live.full_rows import complete_rows
from xlevaluate.live.import_files import import_files
from xlevaluate.live.last_year_file import make_from_last_year
from xlevaluate.live.more_projects import add_project, list_projects
from xlevaluate.live.suggested import apply_suggestion
from xlevaluate.live.visits import go_to_finding
from xlevaluate.output.finding_lines import EXPLAINED
from xlevaluate.report.content import DRAFT
from xlevaluate.report.document import make_report
from xlevaluate.workbook.generate import make_workbook
from xlevaluate.workbook.mending import as_listing, listing_beside, mend, mended_lines

TITLE = "绩效自评"
_NO_STEP = nullcontext()


def run(name: str, step: AbstractContextManager[None] = _NO_STEP) -> None:
    """Run a command on the workbook whose button was pressed, and tell how it ended.

    ``step`` is what a host does around all that the command changes.
    """
    book = xw.Book.caller()
    with step:
        message = perform(name, book)
    if message:
        book.app.alert(message, TITLE)


def perform(name: str, book: OpenBook) -> str:
    """Run a command and return what the user is told; whatever goes wrong is told too."""
    try:
        return COMMANDS[name](book)
    except CannotDoError as error:
        return str(error)
    except OSError as error:
        return in_words(error)
    except Exception as error:  # noqa: BLE001 - above is only xlwings, which would show a traceback
        return (
            f"程序内部出错（{type(error).__name__}: {error}）。"
            "请先保存工作簿，再点“诊断”，把结果发给开发者。"
        )
    finally:
        book.app.status_bar = False


def recalculate(book: OpenBook) -> str:
    """Calculate all formulas anew, and fill in anew what the report's sentences will be."""
    _progress(book, "正在重新计算……")
    book.app.calculate()
    _progress(book, "正在刷新句子的预览……")
    snapshot, evaluation = _completed(book)
    write_previews(book, snapshot, evaluation)
    outline = evaluation.subject.template.form.sheet_with("outline")
    return f"已重新计算全部公式，并刷新了《{outline}》的预览。"


def check(book: OpenBook) -> str:
    """Check everything and write 校验结果."""
    _progress(book, "正在读取和校验……")
    snapshot, evaluation = _completed(book)
    _progress(book, f"正在写入《{_results(evaluation)}》……")
    write_results(book, snapshot, evaluation, datetime.datetime.now())
    write_previews(book, snapshot, evaluation)
    return _told(evaluation)


def _completed(book: OpenBook) -> tuple[Snapshot, Evaluation]:
    """Fill up inserted rows, list all projects, and evaluate what stands in the workbook then."""
    snapshot, template = complete_rows(book)
    evaluation = evaluate_snapshot(template, snapshot)
    return (
        evaluate_book(book) if list_projects(book, snapshot, evaluation) else (snapshot, evaluation)
    )


def _results(evaluation: Evaluation) -> str:
    return evaluation.subject.template.form.sheet_with("findings")


def _told(evaluation: Evaluation) -> str:
    counts = [f"{name} {evaluation.count(level)} 条" for level, name in LEVELS.items()]
    if evaluation.explained:
        counts.append(f"{EXPLAINED} {len(evaluation.explained)} 条")
    text = f"校验完成：{'，'.join(counts)}，见《{_results(evaluation)}》。"
    if evaluation.not_checked:
        text += f"另有 {len(evaluation.not_checked)} 项规则因数据不全未能检查。"
    if evaluation.score is not None:
        text += f"{score_words(evaluation.score, evaluation.grade)}。"
    return text


def next_finding(book: OpenBook) -> str:
    """Go to the finding after the one gone to last, the first one after the last."""
    return go_to_finding(book, 1)


def previous_finding(book: OpenBook) -> str:
    """Go to the finding before the one gone to last, the last one before the first."""
    return go_to_finding(book, -1)


def report(book: OpenBook) -> str:
    """Write the Word report beside the workbook; with errors in it only as a draft, if wanted."""
    folder = _folder_of(book, "报告", "生成报告")
    evaluation = _wanted(book, "生成", "报告", "报告会照表中数字写成，并标明“草稿”")
    if evaluation is None:
        return ""
    draft = evaluation.count("error") > 0
    content, gaps = make_report(evaluation, draft=draft)
    stem = f"{Path(book.fullname).stem}-自评报告{DRAFT if draft else ''}"
    target = write_new(folder / f"{stem}.docx", content)
    lacking = "".join(f"\n“{gap.heading}”有一句没有写入：{gap.lacking} 没有填写。" for gap in gaps)
    return f"报告已生成：{target}{lacking}"


def export(book: OpenBook) -> str:
    """Write the package beside the workbook; with errors in it only as a draft, if wanted."""
    folder = _folder_of(book, "上报件", "导出")
    evaluation = _wanted(book, "导出", "上报件", "上报件会照表中数字导出，各文件标明“草稿”")
    if evaluation is None or not _wanted_unexplained(book, evaluation):
        return ""
    queries = evaluation.count("query")
    package = make_package(evaluation, exported=datetime.datetime.now().replace(microsecond=0))
    stem = f"{Path(book.fullname).stem}-上报件{package.suffix}"
    target = write_new(folder / f"{stem}.zip", package.content)
    told = (
        f"上报件已导出：{target}",
        *((f"有 {queries} 项核实没有写明原因。",) if queries else ()),
        *package.remarks,
        f"校验码：{package.code}（请以电话等其他方式告知收件单位，供其核对）",
    )
    return "\n".join(told)


def print_package(book: OpenBook) -> str:
    """Print forms and report as one PDF beside the workbook; with errors only as a draft."""
    folder = _folder_of(book, "打印件", "打印")
    evaluation = _wanted(book, "打印", "表式和报告", "各页会照表中数字打印，并标明“草稿”")
    if evaluation is None:
        return ""
    paper = on_paper(evaluation, created=datetime.datetime.now().replace(microsecond=0))
    return f"已打印成 PDF：{write_new(folder / paper.name, paper.content)}"


def _wanted(book: OpenBook, doing: str, what: str, draft: str) -> Evaluation | None:
    """Evaluate the workbook before something is made of it.

    ``None`` where there are errors in it and the user, asked, would rather put them right.
    """
    _progress(book, "正在读取和校验……")
    _, evaluation = evaluate_book(book)
    evaluation.refuse_unread(f"{doing}{what}")
    errors = evaluation.count("error")
    question = (
        f"表中还有 {errors} 处错误，{draft}。\n"
        f"点“是”仍要{doing}，点“否”先去改正（可点“下一处问题”）。"
    )
    if errors and book.app.alert(question, TITLE, "yes_no") != "yes":
        return None
    _progress(book, f"正在{doing}{what}……")
    return evaluation


def _wanted_unexplained(book: OpenBook, evaluation: Evaluation) -> bool:
    """Ask whether a draft is wanted, where every query must be explained and some are not."""
    if not evaluation.unexplained or evaluation.count("error"):  # of errors it was asked already
        return True
    question = (
        f"还有 {evaluation.unexplained} 项核实没有写明原因，按评分办法须逐项说明。\n"
        "点“是”导出草稿，点“否”先去说明（可点“下一处问题”）。"
    )
    return str(book.app.alert(question, TITLE, "yes_no")) == "yes"


def _folder_of(book: OpenBook, what: str, doing: str) -> Path:
    """Return the folder the workbook is saved in."""
    if "://" in str(book.fullname):
        raise CannotDoError(
            f"工作簿在网上（{book.fullname}），不知道把{what}放在这台电脑的哪里。"
            f"请先另存到这台电脑的一个文件夹，再{doing}。"
        )
    folder = Path(book.fullname).parent
    if not Path(book.fullname).is_absolute() or not folder.is_dir():
        raise CannotDoError(
            f"工作簿还没有保存，不知道把{what}放在哪里。请先保存到一个文件夹，再{doing}。"
        )
    return folder


def repair(book: OpenBook) -> str:
    """Put what can be read into a new workbook beside this one, with a list of what was not."""
    folder = _folder_of(book, "新的工作簿", "修复")
    _progress(book, "正在读取……")
    snapshot, template = read_book(book)
    mended = mend(template, snapshot)
    _progress(book, "正在制作新的工作簿……")
    path, macros = Path(book.fullname), _host_of(book)
    created = datetime.datetime.now().replace(microsecond=0)
    content, _ = make_workbook(template, mended.submission, created=created, macros=macros)
    name = beside(path, "修复", ".xlsm" if macros else ".xlsx").name
    target = write_new(folder / name, content)
    lines = mended_lines(mended)
    listing = write_new(listing_beside(target), as_listing(lines))
    shown = lines if len(lines) <= _MOST_LINES else [*lines[:_MOST_LINES], "……"]
    return "\n".join(
        (f"新的工作簿：{target}（这一个没有改动）", *shown, f"全部列在：{listing.name}")
    )


def from_last_year(book: OpenBook) -> str:
    """Make the workbook of the year after that of a file, beside this one."""
    folder = _folder_of(book, "新的工作簿", "从上年生成")
    _progress(book, "正在由上年的文件生成……")
    return make_from_last_year(book, folder, _host_of(book))


def import_(book: OpenBook) -> str:
    """Fill the blanks of a copy of this workbook from a file that the user chooses."""
    _folder_of(book, "导入后的工作簿", "导入")
    _progress(book, "正在导入……")
    return import_files(book, lambda text: book.app.alert(text, TITLE, "yes_no") == "yes")


def _host_of(book: OpenBook) -> Host | None:
    """Return the program for which the workbook has macros or functions; ``None`` for an .xlsx."""
    if any(name.name == LIVE_NAME for name in book.names):
        return "libreoffice"
    return "excel" if Path(book.fullname).suffix.lower() == ".xlsm" else None


_MOST_LINES = 15
"""Lines that a message shows."""


def diagnose(book: OpenBook) -> str:
    """Say what this is running on, and what went wrong last in a cell."""
    lines = [
        f"xlevaluate {version('xlevaluate')}",
        f"xlwings {version('xlwings')}",
        f"Python {platform.python_version()}（{platform.system()} {platform.machine()}）",
        f"表格程序：{book.app.version}",
    ]
    failure = str(book.macro("XleLastFailure")() or "")
    lines.append(f"单元格函数最近一次失败：{failure}" if failure else "单元格函数没有失败过。")
    return "\n".join(lines)


def _progress(book: OpenBook, text: str) -> None:
    book.app.status_bar = text


COMMANDS: dict[str, Callable[[OpenBook], str]] = {
    "recalculate": recalculate,
    "check": check,
    "previous_finding": previous_finding,
    "next_finding": next_finding,
    "apply_suggestion": apply_suggestion,
    "add_project": add_project,
    "report": report,
    "export": export,
    "print_package": print_package,
    "from_last_year": from_last_year,
    "import_files": import_,
    "repair": repair,
    "diagnose": diagnose,
}
"""Every command by the name a macro calls it."""
