"""``letters``: what a bureau writes back: to each unit, of all of them, and what came of it."""

import argparse
from collections import Counter
from pathlib import Path
from typing import TYPE_CHECKING

from xlevaluate.commands.submissions import need_bureau, rolled_up, settled_of, statuses_typed
from xlevaluate.commands.talk import ERRORS_FOUND, FINE, print_path, say, tell_written
from xlevaluate.errors import CannotDoError
from xlevaluate.files.file_names import shown_name
from xlevaluate.files.new_files import write_new
from xlevaluate.template.lookup import DEFAULT_FAMILY, named_folder

if TYPE_CHECKING:
    from xlevaluate.letters.letter_outline import LetterOutline
    from xlevaluate.letters.letterhead import Letterhead
    from xlevaluate.letters.unit_letter import Correspondence
    from xlevaluate.rollup.rolling_up import RolledUp
    from xlevaluate.rollup.statuses import StatusKey

_DOCX = ".docx"
_FILES = {_DOCX, ".doc", ".pdf", ".html", ".xlsx", ".zip"}


def run(arguments: argparse.Namespace) -> int:
    """Write letters of one kind."""
    need_bureau()
    asked: Path = arguments.output
    if arguments.read is not None:
        return _read(arguments)
    is_whole = arguments.kind in {"circular", "summary"}
    _refuse_misfits(arguments, is_whole=is_whole)
    outline, letterhead = _outline(arguments), _letterhead(arguments)
    earlier = statuses_typed(arguments)
    result = rolled_up(arguments, asked)
    of = _correspondence(outline, letterhead, result, settled_of(arguments, result, earlier))
    if is_whole:
        _write_whole(result, of, arguments)
    else:
        _write_to_units(result, of, arguments)
    unread = len(result.collection.unreadable)
    if unread:
        say(f"未能读取 {unread} 个文件，见 xlevaluate rollup 的《未能读取》。")
    return ERRORS_FOUND if unread else FINE


def _refuse_misfits(arguments: argparse.Namespace, *, is_whole: bool) -> None:
    """Raise ``CannotDoError`` for options that do not go with the kind of letter."""
    asked: Path = arguments.output
    is_document = asked.suffix.lower() == _DOCX
    if is_whole and not is_document:
        raise CannotDoError(f"“{asked.name}”：这是一份 Word 文档，请把文件名写成 {_DOCX} 结尾。")
    if not is_whole and asked.suffix.lower() in _FILES:
        raise CannotDoError(f"“{asked.name}”：每个单位一份，请给出放信的文件夹，不是文件名。")
    if arguments.department and arguments.kind != "summary":
        raise CannotDoError("--department 只用于汇总分析报告（--kind summary）。")
    if arguments.only and is_whole:
        raise CannotDoError("--only 只用于给单位的信（--kind feedback、notice 或 reminder）。")
    if arguments.kind == "reminder" and arguments.roster is None:
        raise CannotDoError("催报要有应报名单，才知道谁没有报：请用 --roster 指出名单。")


def _read(arguments: argparse.Namespace) -> int:
    """Read reply forms back, and list what became of each problem."""
    from xlevaluate.letters.asked_problems import asked_problems
    from xlevaluate.letters.reply_list import reply_list
    from xlevaluate.letters.reply_matching import matched
    from xlevaluate.letters.reply_reading import read_replies

    asked: Path = arguments.output
    if asked.suffix.lower() != ".xlsx":
        raise CannotDoError(f"“{asked.name}”：整改情况是工作簿，请把文件名写成 .xlsx 结尾。")
    arguments.kind = "notice"
    outline = _outline(arguments)
    replies, earlier = read_replies(arguments.read), statuses_typed(arguments)
    result = rolled_up(arguments, asked)
    settled = settled_of(arguments, result, earlier)
    problems = asked_problems(result, outline.priorities, outline.problems, settled)
    found = matched(problems, replies)
    tell_written(write_new(asked, reply_list(found, replies.unread)), asked)
    states = Counter(reply.state for reply in found)
    counts = "，".join(f"{state} {number}" for state, number in states.items())
    say(f"读取 {replies.files} 份反馈表，未能读取 {len(replies.unread)} 个文件；{counts}。")
    if replies.repeated:
        names = "、".join(map(shown_name, replies.repeated))
        say(f"{len(replies.repeated)} 份与另一份反馈表内容相同，没有重复计算：{names}")
    return ERRORS_FOUND if replies.unread or result.collection.unreadable else FINE


def _outline(arguments: argparse.Namespace) -> "LetterOutline":
    from xlevaluate.letters import unit_letter, whole_letter
    from xlevaluate.letters.letter_outline import load_outline, own_text

    if arguments.outline is not None and not arguments.outline.exists():
        written = write_new(arguments.outline, own_text(arguments.kind))
        raise CannotDoError(
            f"没有提纲“{shown_name(written.name)}”，已把程序自带的复制到那里。请改好后再运行一次。"
        )
    whole = arguments.kind in {"circular", "summary"}
    sayable = whole_letter.SAYABLE if whole else unit_letter.SAYABLE
    return load_outline(arguments.kind, sayable, arguments.outline)


def _letterhead(arguments: argparse.Namespace) -> "Letterhead":
    from xlevaluate.letters.letterhead import read_letterhead

    given = {
        "bureau": arguments.bureau,
        "number": arguments.number,
        "first": arguments.number_from,
        "date": arguments.date,
        "contact": arguments.contact,
        "due": arguments.due,
        "deadline": arguments.deadline,
    }
    return read_letterhead(arguments.letterhead, given)


def _correspondence(
    outline: "LetterOutline",
    letterhead: "Letterhead",
    result: "RolledUp",
    settled: "frozenset[StatusKey]",
) -> "Correspondence":
    from xlevaluate.letters.unit_letter import Correspondence
    from xlevaluate.report.document import BASE

    base = named_folder(DEFAULT_FAMILY) / BASE
    return Correspondence(outline, letterhead, result.collection.year, base, settled)


def _write_whole(result: "RolledUp", of: "Correspondence", arguments: argparse.Namespace) -> None:
    from xlevaluate.letters.whole_letter import whole_letter

    document = whole_letter(result, of, arguments.department)
    tell_written(write_new(arguments.output, document), arguments.output)


def _write_to_units(
    result: "RolledUp", of: "Correspondence", arguments: argparse.Namespace
) -> None:
    from xlevaluate.letters.mailing import write_letters
    from xlevaluate.letters.sending_list import SENDING_LIST

    sent = write_letters(result, of, arguments.output, arguments.only)
    say(f"已生成 {sent.letters} 个单位的信，放在：{shown_name(sent.folder)}")
    if sent.letters:
        say(f"各份的文号、文件见其中的《{SENDING_LIST}》。")
    if sent.settled:
        say(f"标为不适用、已更正的问题 {sent.settled} 条，没有写进信里。")
    if sent.without:
        say(f"{sent.without} 个单位没有需要写的问题，没有生成。")
    if sent.missing:
        say(f"{sent.missing} 个单位没有报送，没有生成；催报用 --kind reminder。")
    print_path(sent.folder)
