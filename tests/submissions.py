"""Submissions made up at random: blanks, zeros, 不适用, odd texts, any number of rows."""

from datetime import date
from decimal import Decimal
from random import Random
from typing import Any

from hypothesis import strategies as st

from tests.hunan import MODEL
from xlevaluate.submission import NOT_APPLICABLE, Submission
from xlevaluate.submission.amounts import round_half_up
from xlevaluate.submission.paths import nest
from xlevaluate.template.template import Template

TEXTS = (
    "=1+1",
    "偏差<原因>&改进",
    "{{ 年度 }}{% raw %}",
    "第一段\n第二段\n\n　　第四段",
    "_x000D_ _x0041_",
    "＋１２．５％",
    "'单引号\"双引号",
    "𠮷野家😀",
    "12",
    "1e3",
    "TRUE",
    "2023-01-01",
    "—",
    "  前后 空格  ",
    "\x0b控制\x07符\ufffe",
    "#REF!",
)


def _amount(random: Random) -> str | None:
    kind = random.choices(
        ("blank", "zero", "不适用", "whole", "money", "fine", "tie", "large", "negative"),
        (4, 4, 1, 3, 6, 1, 2, 1, 1),
    )[0]
    match kind:
        case "blank":
            return None
        case "zero":
            return "0"
        case "不适用":
            return NOT_APPLICABLE.value
        case "whole":
            return str(random.randint(1, 300))
        case "money":
            return f"{random.randint(1, 99999) / 100:.2f}"
        case "fine":
            return f"{random.randint(1, 10**9) / 10**6:.6f}"
        case "tie":
            return random.choice(("1", "3", "5", "7", "33", "8", "16", "32", "80", "160", "800"))
        case "large":
            return f"{random.randint(10**6, 10**8)}.{random.randint(0, 99):02}"
        case _:
            return f"-{random.randint(1, 9999) / 100:.2f}"


def _value(random: Random, kind: str, density: float) -> Any:
    if kind in {"money", "area", "count", "points"}:
        return _amount(random) if random.random() < density else None
    if random.random() > density:
        return None
    match kind:
        case "choice":
            return random.choice(("达成预期", "部分达成", "未达成"))
        case "date":
            return date(random.randint(1990, 2099), random.randint(1, 12), random.randint(1, 28))
        case "year":
            return random.randint(1990, 2100)
        case _:
            return random.choice(TEXTS)


def made_up(template: Template, random: Random) -> Submission:
    """Make a submission up, anything from quite empty to quite full."""
    density = random.choice((0.1, 0.5, 0.9, 1.0))
    values: dict[str, Any] = {
        item.path: _value(random, item.kind, density)
        for item in template.form.fields.values()
        if not item.path.startswith("parameters.") and not item.choices
    }
    for parameter in template.parameters:
        if parameter.value and random.random() < 0.05:
            other = parameter.value * random.choice((Decimal("0.98"), Decimal("1.02")))
            values[f"parameters.{parameter.name}"] = other
    for listing in template.form.listings.values():
        if listing.name in {"提纲", "校验"}:
            continue
        for base in listing.groups.values():
            for index in range(random.choice((0, 0, 1, 2, 7))):
                for item in listing.fields:
                    path = f"{base}.{index}" + item.path.rsplit("*", 1)[1]
                    values[path] = _value(random, item.kind, density)
    if random.random() < 0.2:
        values["outline"] = [{"level": "一级标题", "text": "概况"}, {"level": "正文", "text": "=1"}]
    values["explanations"] = [
        {"finding": f"{random.choice(('V01', 'P01'))}·{random.choice(TEXTS)}", "text": text}
        for text in random.sample(TEXTS, random.choice((0, 0, 1, 4)))
    ]
    chosen = [item for item in template.form.fields.values() if item.choices]
    few = random.sample(chosen, min(len(chosen), random.choice((0, 0, 0, 1, 3))))
    values |= {item.path: random.choice(item.choices) for item in few}
    made: Submission = MODEL.model_validate(nest(values))
    return made


SEEDS = st.integers(0, 10**9)
"""A submission is made up from a seed, which shrinks and prints better than a submission."""


def rounded(submission: Submission) -> Submission:
    """Round every amount to two decimals."""

    def coarse(value: Any) -> Any:
        if isinstance(value, dict):
            return {key: coarse(item) for key, item in value.items()}
        if isinstance(value, list | tuple):
            return [coarse(item) for item in value]
        return round_half_up(value, 2) if isinstance(value, Decimal) else value

    made: Submission = MODEL.model_validate(coarse(submission.model_dump()))
    return made
