"""What argparse says, in Chinese: help and complaints about usage.

argparse passes each of its messages through ``gettext``, which here finds them in a table and not
in a compiled catalogue. It is put back afterwards: other parsers in this process are not ours.
"""

import argparse
import difflib
import re
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

_NO_CHOICE = "invalid choice: %(value)r (choose from %(choices)s)"

MESSAGES = {
    # Help.
    "usage: ": "用法：",
    "positional arguments": "参数",
    "options": "选项",
    "subcommands": "命令",
    "%(heading)s:": "%(heading)s:",
    " (default: %(default)s)": "（默认 %(default)s）",
    "show this help message and exit": "显示这段说明",
    "show program's version number and exit": "显示版本",
    # Complaints about what was typed; the first holds one of the others.
    "argument %(argument_name)s: %(message)s": "%(argument_name)s %(message)s",
    "the following arguments are required: %s": "缺少：%s",
    "one of the arguments %s is required": "要写上其中一项：%s",
    "not allowed with argument %s": "不能与 %s 同时使用",
    "unrecognized arguments: %s": "不认识：%s",
    "unexpected option string: %s": "这里不能用 %s",
    "ambiguous option: %(option)s could match %(matches)s": "%(option)s 可以是 %(matches)s，请写全",
    "ignored explicit argument %r": "后面不能带内容，现在是“%s”",
    "expected one argument": "后面缺少内容",
    "expected at most one argument": "后面最多一项内容",
    "expected at least one argument": "后面至少要有一项内容",
    "expected %s argument": "后面要有 %s 项内容",
    "expected %s arguments": "后面要有 %s 项内容",
    "invalid %(type)s value: %(value)r": "不能是“%(value)s”",
    _NO_CHOICE: "没有“%(value)s”，可用：%(choices)s",
    "unknown parser %(parser_name)r (choices: %(choices)s)": (
        "没有“%(parser_name)s”这个命令，可用：%(choices)s"
    ),
    "can't open '%(filename)s': %(error)s": "打不开“%(filename)s”：%(error)s",
    'argument "-" with mode %r': "“-”不能以 %r 方式打开",
    "%(prog)s: error: %(message)s\n": "%(prog)s：有误，%(message)s。\n",
    "%(prog)s: warning: %(message)s\n": "%(prog)s：请注意，%(message)s。\n",
    "command '%(parser_name)s' is deprecated": "命令“%(parser_name)s”今后会取消",
    "option '%(option)s' is deprecated": "选项“%(option)s”今后会取消",
    "argument '%(argument_name)s' is deprecated": "参数“%(argument_name)s”今后会取消",
    # Complaints about a parser that is put together wrongly: only its programmer sees them.
    ".__call__() not defined": "没有定义 .__call__()",
    "%r is not callable": "%r 不能调用",
    "'required' is an invalid argument for positionals": "位置参数不能用 'required'",
    "mutually exclusive arguments must be optional": "互斥的参数应当是可选的",
    "cannot merge actions - two groups are named %r": "不能合并：有两组都叫 %r",
    "cannot have multiple subparser arguments": "只能有一组命令",
    "conflicting subparser: %s": "命令重复：%s",
    "conflicting subparser alias: %s": "命令的别名重复：%s",
    "conflicting option string: %s": "选项重复：%s",
    "conflicting option strings: %s": "选项重复：%s",
    "dest= is required for options like %r": "%r 这样的选项要写 dest=",
    "invalid conflict_resolution value: %r": "没有这样的 conflict_resolution：%r",
    "invalid option string %(option)r: must start with a character %(prefix_chars)r": (
        "选项 %(option)r 应以 %(prefix_chars)r 中的字符开头"
    ),
}
"""Every message of argparse in Python 3.11 to 3.13, with what is said in its stead."""


@contextmanager
def usage_in_chinese() -> Iterator[None]:
    """Let argparse speak Chinese within."""
    module = vars(argparse)
    own = {name: module[name] for name in ("_", "ngettext")}
    module.update(_=_translated, ngettext=_translated_plural)
    try:
        yield
    finally:
        module.update(own)


def _translated(message: str) -> str:
    said = MESSAGES.get(message, message)  # titles and the like are ours already
    return _Choice(said) if message == _NO_CHOICE else said


class _Choice(str):
    """What argparse says of a word that is none of its choices, with the one most like it."""

    __slots__ = ()

    def __mod__(self, values: Any) -> str:
        """Put in what was typed and what there is, as argparse does."""
        said = super().__mod__(values)
        known = re.findall(r"[^\s,']+", str(values["choices"]))
        like = difflib.get_close_matches(str(values["value"]), known, 1)
        return f"{said}；最接近的是 {like[0]}" if like else said


def _translated_plural(one: str, many: str, count: int) -> str:
    return _translated(one if count == 1 else many)
