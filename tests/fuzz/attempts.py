"""One attempt: a mutant, a command that is given it, and what is wrong with its answer."""

import warnings
import zipfile
import zlib
from collections.abc import Callable, Iterator
from functools import cache
from pathlib import Path
from random import Random
from typing import NamedTuple

from tests.conftest import CREATED
from tests.fuzz.json_mutations import json_changed
from tests.fuzz.judge import Answer, dumped, faults, run
from tests.fuzz.mutations import FAMILIES, typed, unpacked
from tests.hunan import MODEL
from xlevaluate.form.reader import read_snapshot
from xlevaluate.template.template import load_template
from xlevaluate.workbook.generate import make_workbook
from xlevaluate.workbook.read import names_of, saved_book

COMMANDS: dict[str, Callable[[Path], list[str]]] = {
    "check": lambda file: ["check", str(file)],
    "check --json": lambda file: ["check", str(file), "--json"],
    "check --write": lambda file: ["check", str(file), "--write"],
    "check --html": lambda file: ["check", str(file), "--html", str(file.with_suffix(".html"))],
    "check --previous": lambda file: ["check", str(file), "--previous", str(file)],
    "dump": lambda file: ["dump", str(file)],
    "score": lambda file: ["score", str(file)],
    "report": lambda file: ["report", str(file), "-o", str(file.with_suffix(".docx"))],
    "export": lambda file: ["export", str(file), "--draft", "-o", str(file.with_suffix(".zip"))],
    "upgrade": lambda file: ["upgrade", str(file), "-o", str(file.with_suffix(".xlsm"))],
    "doctor": lambda file: ["doctor", str(file)],
    "verify": lambda file: ["verify", str(file)],
    "score --profile": lambda file: ["score", str(file), "--profile", "hubei"],
}
_OFTEN = ("check", "check --json", "dump")
_ROUNDS = ("damaged",) * 6 + ("typed",) * 3 + ("json", "package")


class Fault(NamedTuple):
    """What an attempt showed; ``seed`` repeats it."""

    seed: int
    family: str
    command: str
    words: str


class _Base(NamedTuple):
    content: bytes
    package: bytes
    data: str
    cells: dict[str, list[str]]
    """Addresses of fields by the part of their sheet."""
    paths: dict[tuple[str, str], str]
    values: dict[str, object]


@cache
def _base(folder: Path) -> _Base:
    template = load_template()
    data = (template.folder / "samples" / "seed.json").read_text(encoding="utf-8")
    content = make_workbook(template, MODEL.model_validate_json(data), created=CREATED)[0]
    file = folder / "whole.xlsx"
    file.write_bytes(content)
    filed = folder / "whole.zip"
    assert run("export", str(file), "--draft", "-o", str(filed)).code in {0, 1}
    book = saved_book(file)
    snapshot, _ = names_of(book, file)
    reading = read_snapshot(template.form, snapshot)
    paths = {
        (str(book.part_of(at.sheet)), at.cell): f".{path}" for path, at in reading.places.items()
    }
    cells: dict[str, list[str]] = {}
    for part, cell in paths:
        cells.setdefault(part, []).append(cell)
    package = filed.read_bytes()
    filed.unlink()
    return _Base(content, package, data, cells, paths, dumped(file)[1])


def attempt(seed: int, folder: Path) -> Iterator[Fault]:
    """Make a mutant, give it to a command, and tell what is wrong with the answer."""
    base, random = _base(folder), Random(seed)
    made = folder / f"变异{seed}"
    made.mkdir()
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # zipfile's, of members with one name
        match random.choice(_ROUNDS):
            case "damaged":
                yield from _damaged(seed, random, base, made)
            case "typed":
                yield from _typed(seed, random, base, made)
            case "json":
                yield from _json(seed, random, base, made)
            case _:
                yield from _package(seed, random, base, made)
    for file in made.iterdir():
        file.unlink()
    made.rmdir()


def _told(seed: int, family: str, command: str, answer: Answer) -> Iterator[Fault]:
    yield from (Fault(seed, family, command, words) for words in faults(answer))


def _damaged(seed: int, random: Random, base: _Base, folder: Path) -> Iterator[Fault]:
    family = random.choice(list(FAMILIES))
    file = folder / "表.xlsx"
    file.write_bytes(FAMILIES[family](base.content, random))
    command = random.choice((*COMMANDS, *_OFTEN * 3))
    yield from _told(seed, family, command, run(*COMMANDS[command](file)))


def _typed(seed: int, random: Random, base: _Base, folder: Path) -> Iterator[Fault]:
    """Type one strange thing into one field: no other field may change for it."""
    content, cell, what = typed(base.content, random, base.cells)
    file = folder / "表.xlsx"
    file.write_bytes(content)
    answer, values = dumped(file)
    yield from _told(seed, f"typed {what[:30]!r}", "dump", answer)
    command = random.choice(list(COMMANDS))
    yield from _told(seed, f"typed {what[:30]!r}", command, run(*COMMANDS[command](file)))
    if answer.code == 2:
        return
    path = base.paths.get(cell, "")
    kept = path.rsplit(".", 2)[0] if path[-1:].isdigit() or path.count(".") > 2 else path
    for name in sorted(base.values.keys() | values.keys()):
        if base.values.get(name) == values.get(name) or name == path:
            continue
        # A row that was emptied or begun moves those of its own list, and a list that is not as
        # the template has it any more is dumped whole.
        if not name.startswith((kept, f".{path.split('.')[1]}.")):
            yield Fault(
                seed, f"typed {what[:30]!r} at {path}", "dump", f"{name} 变成 {values.get(name)}"
            )


def _json(seed: int, random: Random, base: _Base, folder: Path) -> Iterator[Fault]:
    data, file = folder / "数据.json", folder / "表.xlsx"
    data.write_bytes(json_changed(base.data, random))
    yield from _told(seed, "json", "new --data", run("new", str(file), "--data", str(data)))
    if file.exists():
        yield from _told(seed, "json", "check", run("check", str(file)))


def _package(seed: int, random: Random, base: _Base, folder: Path) -> Iterator[Fault]:
    """Change anything in a package: it is told, or read as no package; never “没有改动”."""
    family = random.choice(("bytes", "cut", "transfer", "members", "directory"))
    file = folder / "报件.zip"
    changed = FAMILIES[family](base.package, random)
    file.write_bytes(changed)
    answer = run("verify", str(file))
    yield from _told(seed, f"package {family}", "verify", answer)
    if answer.code == 0 and changed != base.package and not _same_members(changed, base.package):
        yield Fault(seed, f"package {family}", "verify", "改动过的上报件被说成没有改动")


def _same_members(one: bytes, other: bytes) -> bool:
    """Tell whether two packages hold the same, whichever way their names are written."""
    try:
        return unpacked(one) == unpacked(other)
    except (zipfile.BadZipFile, zlib.error, ValueError, EOFError, NotImplementedError):
        return False
