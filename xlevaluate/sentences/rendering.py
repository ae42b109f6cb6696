"""A sentence filled in: a Jinja template that sees fields and functions, and nothing of Python.

What a sentence may hold is told off by the nodes of its syntax: fields, functions, ``{% if %}``,
comparisons, arithmetic on numbers. There is no loop, no attribute, no filter, no import, so that
nothing can be reached and nothing can be made endless; Jinja's sandbox stands behind that. What
comes out is plain text, and is escaped where it is put into a document.
"""

import difflib
import inspect
import re
from collections.abc import Callable, Collection, Iterable, Mapping
from functools import lru_cache
from typing import Any

import jinja2
from jinja2 import nodes
from jinja2.sandbox import ImmutableSandboxedEnvironment
from msgspec import Struct

from xlevaluate.form.form import Form
from xlevaluate.sentences.paragraphs import paragraphs_of
from xlevaluate.sentences.sentence_functions import functions_of
from xlevaluate.sentences.values import (
    BlankFieldError,
    SentenceError,
    SentenceValue,
    as_number,
    calculated,
    in_sentence,
)

_ALLOWED = (
    *(nodes.Template, nodes.Output, nodes.TemplateData, nodes.Name, nodes.Const, nodes.Call),
    *(nodes.If, nodes.CondExpr, nodes.Compare, nodes.Operand, nodes.And, nodes.Or, nodes.Not),
    *(nodes.Add, nodes.Sub, nodes.Mul, nodes.Div, nodes.Neg, nodes.Pos),
)
_LEFT_OVER = re.compile(r"\{\{|\}\}|\{%|%\}|[｛｝]{2}|｛%|%｝")
_MOST_NODES = 1000
"""Pieces of syntax in a sentence; the longest of a template's own has some sixty."""

_LONGEST = 1_000_000
"""Characters that a sentence may make: thirty cells as full as cells can be."""

_BRACE = re.compile(r"[{}｛｝]")
_SINGLE = re.compile(r"[{｛]\s*(\w+)\s*[}｝]")
_COMPLEX = "写得太复杂，请拆成几句"


class _Sandbox(ImmutableSandboxedEnvironment):
    """Calculates with numbers as amounts are calculated with."""

    intercepted_binops = frozenset({"+", "-", "*", "/"})

    def call_binop(self, _: jinja2.runtime.Context, operator: str, left: Any, right: Any) -> Any:
        return calculated(operator, left, right)


def _sandbox() -> _Sandbox:
    # A comment would vanish without a word: what begins one is no character that a text may hold.
    environment = _Sandbox(
        undefined=jinja2.StrictUndefined, finalize=in_sentence, comment_start_string="\0#"
    )
    environment.globals.clear()
    environment.filters.clear()
    environment.tests.clear()
    return environment


_ENVIRONMENT = _sandbox()


class _Compiled(Struct, frozen=True):
    template: jinja2.Template
    names: tuple[str, ...]
    """What is used as a field."""
    calls: tuple[tuple[str, int], ...]
    """What is called, and with how many arguments."""
    braced: tuple[str, ...]
    """What stands in single braces, where double ones may be meant."""


@lru_cache(maxsize=512)  # an outline is filled in again and again
def _compiled(text: str) -> _Compiled:
    try:
        tree = _ENVIRONMENT.parse(text)
        found = _nodes_of(tree)
        calls = [node for node in found if isinstance(node, nodes.Call)]
        called = {id(call.node) for call in calls}
        names = (node for node in found if isinstance(node, nodes.Name) and id(node) not in called)
        data = "".join(node.data for node in found if isinstance(node, nodes.TemplateData))
        return _Compiled(
            _ENVIRONMENT.from_string(tree),
            tuple(node.name for node in names),
            tuple(map(_call, calls)),
            tuple(_SINGLE.findall(data)),
        )
    except jinja2.TemplateSyntaxError as error:
        raise SentenceError(_syntax(error)) from error
    except SentenceError:
        raise
    except (RecursionError, MemoryError, SyntaxError, ValueError, OverflowError) as error:
        raise SentenceError(_COMPLEX) from error


def _nodes_of(tree: nodes.Template) -> list[nodes.Node]:
    """Return the nodes of a sentence; one that it may not hold, and too many, are refused."""
    found: list[nodes.Node] = [tree]
    for node in found:
        _refuse(node)
        found += node.iter_child_nodes()
        if len(found) > _MOST_NODES:
            raise SentenceError(_COMPLEX)
    return found


def _refuse(node: nodes.Node) -> None:
    if not isinstance(node, _ALLOWED):
        raise SentenceError("用了不允许的写法")
    if isinstance(node, nodes.TemplateData) and (left := _LEFT_OVER.search(node.data)):
        raise SentenceError(f"的“{left[0]}”不成对，或用了全角花括号")
    if isinstance(node, nodes.Const) and isinstance(node.value, float):
        as_number(node.value)


def _call(call: nodes.Call) -> tuple[str, int]:
    if call.kwargs or call.dyn_args or call.dyn_kwargs or not isinstance(call.node, nodes.Name):
        raise SentenceError("用了不允许的写法")
    return call.node.name, len(call.args)


_CHARACTER = re.compile(r"unexpected char '(.)'")
_KNOWN_TAGS = ("elif", "else", "endif")


def _syntax(error: jinja2.TemplateSyntaxError) -> str:
    """Say what is wrong with the syntax, as far as the parser tells."""
    message = error.message or ""
    if found := _CHARACTER.search(message):
        return f"双花括号内有不能用的字符“{found[1]}”，标点要用半角"
    if "unknown tag" in message and not any(tag in message for tag in _KNOWN_TAGS):
        return "用了不允许的写法"
    return "双花括号内的写法有误，请检查花括号、括号、引号、逗号是否成对、是否半角"


class Renderer:
    """Fills in sentences from values by their names: a form's (see ``context_of``), or others."""

    def __init__(self, context: Mapping[str, SentenceValue], form: Form | None = None) -> None:
        self._context = context
        self._functions = functions_of(context, form)
        self._values = {**context, **self._functions}

    def knows(self, function: str) -> bool:
        """Tell whether the form has what a function needs."""
        return function in self._functions

    def render(self, text: str) -> tuple[str, ...]:
        """Return the paragraphs that a sentence makes; it may make none.

        Raises ``BlankFieldError`` where a field that is needed is blank, and ``SentenceError``,
        with the nearest name where one is wrong, for a sentence that is no proper one.
        """
        if not _BRACE.search(text):
            return paragraphs_of(text)
        try:
            compiled = _compiled(text)
            self._check(compiled)
            return paragraphs_of(self._text(compiled))
        except (BlankFieldError, SentenceError):
            raise
        except ArithmeticError as error:
            raise SentenceError("算不出来：除数是0，或数太大") from error
        except RecursionError as error:
            raise SentenceError(_COMPLEX) from error
        except (jinja2.TemplateError, TypeError, ValueError) as error:
            raise SentenceError("算不出来：数字和文字不能放在一起比较或计算") from error

    def preview(self, text: str) -> str:
        """Return what a sentence prints, or why it prints nothing."""
        try:
            return in_preview(self.render(text))
        except BlankFieldError as blank:
            return in_preview(lacking=str(blank))
        except SentenceError as error:
            return in_preview(wrong=str(error))

    def _check(self, compiled: _Compiled) -> None:
        for name in compiled.names:
            if name in self._functions:
                raise SentenceError(f"里的“{name}”是函数，后面要有括号")
            if name not in self._context:
                raise SentenceError(f"没有“{name}”这一项{nearest(name, self._every)}")
        for name, count in compiled.calls:
            if name in self._context:
                raise SentenceError(f"里的“{name}”是数据项，后面不能有括号")
            if name not in self._functions:
                raise SentenceError(f"没有“{name}”这个函数{nearest(name, self._every)}")
            _check_count(name, self._functions[name], count)
        for name in compiled.braced:
            if name in self._context:
                raise SentenceError(f"的“{name}”要写在双花括号里：{{{{ {name} }}}}")

    @property
    def _every(self) -> Collection[str]:
        return [*self._context, *self._functions]

    def _text(self, compiled: _Compiled) -> str:
        pieces, length = [], 0
        template = compiled.template
        # As ``generate`` does, without copies of all values for each sentence.
        for piece in template.root_render_func(template.new_context(self._values, shared=True)):
            pieces.append(piece)
            length += len(piece)
            if length > _LONGEST:
                raise SentenceError(f"写出来超过{_LONGEST}个字，请拆成几句")
        return "".join(pieces)


def in_preview(paragraphs: Iterable[str] = (), lacking: str = "", wrong: str = "") -> str:
    """Return what stands in a preview: paragraphs, what they lack, or what is wrong."""
    if wrong:
        return f"（有误：句子{wrong}）"
    return f"（不写入：缺少{lacking}）" if lacking else "\n".join(paragraphs)


def _check_count(name: str, function: Callable[..., str], count: int) -> None:
    try:
        inspect.signature(function).bind(*(None,) * count)
    except TypeError as error:
        raise SentenceError(f"里的“{name}”括号内给了 {count} 项，项数不对") from error


def nearest(name: str, names: Collection[str]) -> str:
    """Suggest the name that was probably meant."""
    near = difflib.get_close_matches(name, names, n=1, cutoff=0.4)
    return f"，是否想写“{near[0]}”" if near else ""
