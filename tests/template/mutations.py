"""Single slips in a template's files: keys left out, misspelt, twice, values of another kind."""

import json
import math
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from random import Random
from typing import Any

Place = tuple[str | int, ...]

_TEXTS = (
    *("", " ", "A1", "R1C1", "TRUE", 'x"y', "=1+1", "[总分]", "=总分", "<", "^", "../x", "a.b"),
    *("{没有}", "{{ 没有 }}", "{% for a in b %}", "(a+)+", "(", "甲" * 300, "\u0007", "序号"),
    *("编制数", "xle_a", "if", "class", "model_x", "ａｂ", "year", "money", "1e400", "总分 - 总分"),
)
_NUMBERS = (0, -1, 1, 10**7, 0.5, -0.5, math.inf, math.nan, 10**30)
_OTHERS: tuple[Any, ...] = (True, 7, "字", [], {}, [[]], {"a": 1}, 1.5)


@dataclass(frozen=True)
class Mutation:
    """A file of a template as one slip leaves it, and what the slip is."""

    file: str
    what: str
    text: str


def mutations(folder: Path, files: tuple[str, ...], count: int, seed: int) -> Iterator[Mutation]:
    """Yield ``count`` mutations of a template's files, each of one file in one place."""
    draw = Random(seed)
    data = {name: tomllib.loads((folder / name).read_text(encoding="utf-8")) for name in files}
    places = [(name, place) for name in files for place in places_of(data[name], ())]
    for _ in range(count):
        name, place = draw.choice(places)
        changed, what = slipped(data[name], place, draw)
        yield Mutation(name, f"{name} {'.'.join(map(str, place))}: {what}", written(changed))


def slipped(data: dict[str, Any], place: Place, draw: Random) -> tuple[dict[str, Any], str]:
    """Return data with one slip at a place, and what the slip is."""
    changed = json.loads(json.dumps(data, default=str))
    return changed, _slip(changed, place, draw)


def places_of(node: Any, place: Place) -> Iterator[Place]:
    """Yield the place of every key and every item."""
    items = node.items() if isinstance(node, dict) else enumerate(node)
    for step, below in items:
        yield (*place, step)
        if isinstance(below, dict | list):
            yield from places_of(below, (*place, step))


def _slip(data: Any, place: Place, draw: Random) -> str:
    *above, step = place
    node = data
    for outer in above:
        node = node[outer]
    value = node[step]
    kind = draw.choice(("delete", "rename", "twice", "mistype", "value", "value", "value"))
    if kind == "delete":
        del node[step]
        return "left out"
    if kind == "rename" and isinstance(step, str):
        node[f"{step}x"] = node.pop(step)
        return "key misspelt"
    if kind == "twice":
        lists = node if isinstance(node, list) else value
        if isinstance(lists, list) and lists:
            again = draw.randrange(len(lists))
            lists.insert(draw.randrange(len(lists) + 1), lists[again])
            return f"item {again} twice"
    if kind == "mistype" or not isinstance(value, str | int | float):
        node[step] = draw.choice(_OTHERS)
    elif isinstance(value, str):
        node[step] = draw.choice((*_TEXTS, f"{value}甲", value[:-1], f"{value} ", value * 2))
    else:
        node[step] = draw.choice(_NUMBERS)
    return f"{value!r:.60} -> {node[step]!r:.60}"


def written(data: dict[str, Any]) -> str:
    """Write data as TOML, each table of the outermost in a line."""
    return "".join(f"{_key(key)} = {_inline(value)}\n" for key, value in data.items())


def _key(key: str) -> str:
    return json.dumps(key, ensure_ascii=False)


def _inline(value: Any) -> str:
    match value:
        case bool():
            return str(value).lower()
        case dict():
            inner = ", ".join(f"{_key(key)} = {_inline(item)}" for key, item in value.items())
            return f"{{ {inner} }}"
        case list():
            return f"[{', '.join(map(_inline, value))}]"
        case str():
            return json.dumps(value, ensure_ascii=False)
        case _:
            return repr(value)
