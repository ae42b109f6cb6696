"""The command line. Data goes to stdout, talk to stderr, both in Chinese.

Exit codes: 0 no errors found, 1 errors found in the submission, 2 cannot do it, 70 our own bug.
"""

import gc
import os
import sys
from importlib import import_module
from types import ModuleType
from typing import IO

from xlevaluate import __version__
from xlevaluate.commands.parser import make_parser
from xlevaluate.commands.talk import CANNOT_DO, FINE, INTERRUPTED, OUR_BUG, say
from xlevaluate.commands.usage_messages import usage_in_chinese
from xlevaluate.errors import CannotDoError, in_words


def main(arguments: list[str] | None = None) -> int:
    """Run a command and return its exit code."""
    for stream in (sys.stdout, sys.stderr):
        _speak_chinese(stream)
    with usage_in_chinese():
        parsed = make_parser(__version__).parse_args(arguments)
    debug = getattr(parsed, "debug", False)
    try:
        module = getattr(parsed, "module", parsed.command)
        command = _command(module, is_whole_process=arguments is None)
        code: int = command.run(parsed)
    except CannotDoError as error:
        if debug:
            raise
        say(str(error))
        return CANNOT_DO
    except KeyboardInterrupt:
        say("已中断。")
        return INTERRUPTED
    except BrokenPipeError:
        # Whoever read the output has seen enough; what is left in the buffer goes nowhere, for
        # else the interpreter would complain on its way out.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return FINE
    except OSError as error:
        say(in_words(error))
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


def _command(name: str, *, is_whole_process: bool) -> ModuleType:
    """Bring a command with its own imports, so that help comes at once.

    In a process that does nothing else, what is imported stays to the end: looking through it for
    garbage, again and again and once more on the way out, took a tenth of ``check``.
    """
    if not is_whole_process:
        return import_module(f"xlevaluate.commands.{name}")
    gc.disable()
    command = import_module(f"xlevaluate.commands.{name}")
    gc.freeze()
    gc.enable()
    return command


def _speak_chinese(stream: IO[str]) -> None:
    """Write UTF-8 into files and pipes, and never fail for a character."""
    reconfigure = getattr(stream, "reconfigure", None)
    if reconfigure is not None:
        if stream.isatty():
            reconfigure(errors="backslashreplace")
        else:
            reconfigure(encoding="utf-8", errors="backslashreplace")
