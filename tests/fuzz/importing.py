"""Attempts at ``import``: odd files of others, judged by what became of them."""

import json
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from random import Random
from typing import Any

from tests.conftest import CREATED
from tests.fuzz.foreign_files import (
    WRITERS,
    anything,
    damaged,
    pool,
    together,
    with_typed,
    written,
)
from tests.fuzz.judge import Answer, dumped, run, strange_in
from tests.fuzz.mutations import FAMILIES
from xlevaluate.submission.paths import with_values
from xlevaluate.template.template_loading import load_template
from xlevaluate.workbook.generate import make_workbook

Told = Iterator[tuple[str, Answer | str]]

_WAYS = ("damaged",) * 5 + ("typed",) * 4 + ("several", "several", "anything", "into", "named")
_FILES = ("hunan_department",) * 4 + ("national_project",)
_LOOKED_INTO = 0.25
"""The share of copies that are read again."""

_MORE: tuple[tuple[str, ...], ...] = (
    *((), (), (), ("--accept", "all"), ("--answer", "budget=年初预算"), ("--year", "2022")),
    *(("--answer", "单位/外来.docx/第1张表=元"), ("--accept", "1,2,99")),
)


def import_attempt(random: Random, folder: Path) -> Told:
    """Give ``import`` a file that nobody would want, and tell what is wrong with its answer."""
    way, family = random.choice(_WAYS), random.choice(_FILES)
    into = folder / "单位.xlsx"
    into.write_bytes(workbook(family))
    if way == "typed":
        yield from _typed(random, folder, into)
        return
    name, content = _file(way, random)
    if way == "into":
        changed = random.choice(list(FAMILIES))
        into.write_bytes(FAMILIES[changed](workbook(family), random))
    file = folder / name
    file.write_bytes(content)
    more = random.choice(_MORE)
    page = ("--html", str(folder / "对照.html")) if random.random() < 0.2 else ()
    prefix = f"import {way} {name} into {family} {' '.join(more)}"
    answer, told = _imported(file, into, (*more, *page))
    yield prefix, answer
    usual = None if random.random() > _LOOKED_INTO else workbook(family)
    if usual is not None and family == "hunan_department":
        usual = with_projects()
    yield prefix, "；".join(_wrong_in(answer, told, folder, usual))


def _file(way: str, random: Random) -> tuple[str, bytes]:
    if way == "anything":
        kind, content = anything(random)
        return f"外来.{kind}", content
    kind, number = random.choice(list(WRITERS)), random.randrange(len(pool()))
    content = written(number, kind)
    if way == "damaged":
        return f"外来.{kind}", damaged(content, kind, random)
    if way == "named":
        return f"外来.{random.choice(('xls', 'xlsx', 'docx', 'et', 'wps', 'pdf', 'txt'))}", content
    if way == "into":
        return f"外来.{kind}", content
    files = {f"1.{kind}": content}
    for at in range(2, random.randint(3, 4)):
        other = random.choice(list(WRITERS))
        given = written(random.randrange(len(pool())), other)
        files[f"第{at}份/{at}.{other}"] = (
            damaged(given, other, random) if random.random() < 0.6 else given
        )
    whole = together(files)
    if random.random() < 0.3:
        whole = together({"里.zip": whole, "空.txt": b""})
    return "报送.zip", damaged(whole, "zip", random) if random.random() < 0.2 else whole


def _typed(random: Random, folder: Path, into: Path) -> Told:
    """Type into one cell: no other figure may be placed for it."""
    kind, number = random.choice(list(WRITERS)), random.randrange(len(pool()))
    source, typed = with_typed(pool()[number], random)
    file = folder / f"外来.{kind}"
    file.write_bytes(WRITERS[kind](source))
    answer, told = _imported(file, into, ())
    prefix = f"import typed {typed[:30]!r} file {number} {kind}"
    yield prefix, answer
    yield prefix, "；".join(_wrong_in(answer, told, folder, None))
    sound = _sound(number, kind, into)
    for line in told:
        at = line["path"]
        is_figure = line["there"].replace(".", "").lstrip("-").isdecimal()
        is_of_list = any(step.isdecimal() for step in at.split("."))
        if line["state"] != "placed" or is_of_list or not is_figure:
            continue
        texts = {part.strip() for o in line["origins"] for part in o["text"].split(";")}
        of_it = typed.strip() in texts or any(len(typed) > 3 and typed in text for text in texts)
        if not of_it and sound.get(at) != line["there"]:
            yield prefix, f"{at} 变成 {line['there']}（原来 {sound.get(at)}）"


_SOUND: dict[tuple[int, str, int], dict[str, str]] = {}


def _sound(number: int, kind: str, into: Path) -> dict[str, str]:
    """Return what is placed of a file in which nothing was typed."""
    key = number, kind, into.stat().st_size
    if key not in _SOUND:
        file = into.with_name(f"外来.{kind}")
        file.write_bytes(written(number, kind))
        out = into.with_name("原样.xlsx")
        answer = run("import", str(file), "--into", str(into), "-o", str(out), "--json")
        _SOUND[key] = {
            line["path"]: line["there"]
            for line in json.loads(answer.out)["lines"]
            if line["state"] in {"placed", "same"}
        }
    return _SOUND[key]


def _imported(file: Path, into: Path, more: tuple[str, ...]) -> tuple[Answer, list[dict[str, Any]]]:
    out = file.with_name("填好.xlsx")
    answer = run("import", str(file), "--into", str(into), "-o", str(out), "--json", *more)
    return answer, json.loads(answer.out)["lines"] if answer.out else []


def _wrong_in(
    answer: Answer, told: list[dict[str, Any]], folder: Path, usual: bytes | None
) -> Iterator[str]:
    """Say what is wrong with what was said, and with what was written beside the ``usual``."""
    out = folder / "填好.xlsx"
    if answer.code == 2:
        if out.exists():
            yield "说不能导入，却生成了文件"
        if "外来" not in answer.talk and "报送" not in answer.talk and "单位" not in answer.talk:
            yield f"没有说是哪个文件：{answer.talk[:200]}"
        return
    if out.exists() != any(line["state"] == "placed" for line in told):
        yield "有没有生成文件，与说的不一致"
    if not told:
        yield "什么也没有说"
    if out.exists() and usual is not None:
        yield from strange_in(out.read_bytes(), usual)
        read, values = dumped(out)
        if read.code == 2:
            yield f"生成的文件不能读取：{read.talk[:200]}"
        for line in told:
            if line["state"] == "placed" and f".{line['path']}" not in values:
                yield f"说放了 {line['path']}，却没有"


@cache
def workbook(family: str) -> bytes:
    """Return the empty workbook of a family, of a unit and a year."""
    template = load_template(family)
    year = template.form.with_role("year")
    assert year is not None
    blank = with_values(template.blank(), {year.path: 2023})
    return make_workbook(template, blank, created=CREATED)[0]


@cache
def with_projects() -> bytes:
    """Return a workbook with the form of a project: its table of projects has more formulas."""
    template = load_template("hunan_department")
    made = template.form.model.model_validate({"projects": [{}]})
    return make_workbook(template, made, created=CREATED)[0]
