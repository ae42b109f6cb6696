"""The little language of the outline's rows: fields, functions, arithmetic, and if.

It is Jinja's, without everything by which a text could reach into Python or never come to an
end: no attributes, no loops, no filters, no macros, and of arithmetic only what numbers allow.
"""

import re
from decimal import Decimal
from typing import Any

import jinja2
from jinja2 import nodes
from jinja2.exceptions import SecurityError
from jinja2.sandbox import ImmutableSandboxedEnvironment

_ALLOWED = (
    nodes.Template,
    nodes.Output,
    nodes.TemplateData,
    nodes.Name,
    nodes.Const,
    nodes.Call,
    nodes.If,
    nodes.CondExpr,
    nodes.Compare,
    nodes.Operand,
    nodes.And,
    nodes.Or,
    nodes.Not,
    nodes.Add,
    nodes.Sub,
    nodes.Mul,
    nodes.Div,
    nodes.Neg,
    nodes.Concat,
)

_LEFT_OVER = re.compile(r"[{｛]\s*[{｛%]|[%}｝]\s*[}｝]|[{｛]\s*\w+\s*[}｝]")
"""What looks like a place to fill in, and is none."""


class OutlineSandbox(ImmutableSandboxedEnvironment):
    """Parses rows, and refuses what the language does not have."""

    intercepted_binops = frozenset({"*", "/"})

    def call_binop(
        self, context: jinja2.runtime.Context, operator: str, left: Any, right: Any
    ) -> Any:
        """Multiply and divide numbers only: a text times a number can be endless."""
        if not all(isinstance(side, Decimal | int) for side in (left, right)):
            raise SecurityError(operator)
        return super().call_binop(context, operator, left, right)

    def parsed(self, text: str) -> nodes.Template:
        """Return a row's tree.

        Raises ``SecurityError`` for what is not allowed, ``TemplateSyntaxError`` for what is not
        understood, a place to fill in that lacks a brace among it.
        """
        tree = self.parse(text)
        for node in tree.find_all(nodes.Node):
            if not isinstance(node, _ALLOWED) or (
                isinstance(node, nodes.Call) and not isinstance(node.node, nodes.Name)
            ):
                raise SecurityError(type(node).__name__)
            if isinstance(node, nodes.TemplateData) and (left := _LEFT_OVER.search(node.data)):
                raise jinja2.TemplateSyntaxError(f"“{left[0]}”的花括号不成对", node.lineno)
        return tree
