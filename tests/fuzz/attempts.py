"""One attempt: a mutant, a command that is given it, and what is wrong with its answer."""

import shutil
import tomllib
import warnings
import zipfile
import zlib
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path
from random import Random
from typing import NamedTuple
from unittest.mock import patch

from tests.fuzz.bases import OFTEN, Base, base_of, families_in
from tests.fuzz.importing import import_attempt
from tests.fuzz.json_mutations import json_changed
from tests.fuzz.judge import Answer, dumped, faults, run, strange_in
from tests.fuzz.mutations import FAMILIES, MACROS, typed, unpacked
from tests.fuzz.toml_mutations import toml_changed
from tests.template.test_slips import FILES
from tests.workbook.other_programs import CHANGES, changed_by

COMMANDS: dict[str, Callable[[Path], list[str]]] = {
    "check": lambda file: ["check", str(file)],
    "check --json": lambda file: ["check", str(file), "--json"],
    "check --write": lambda file: ["check", str(file), "--write"],
    "check --html": lambda file: ["check", str(file), "--html", str(file.with_suffix(".html"))],
    "check --previous": lambda file: ["check", str(file), "--previous", str(file)],
    "dump": lambda file: ["dump", str(file)],
    "read": lambda file: ["read", str(file)],
    "read --json": lambda file: ["read", str(file), "--json"],
    "score": lambda file: ["score", str(file)],
    "report": lambda file: ["report", str(file), "-o", str(file.with_suffix(".docx"))],
    "report --charts": lambda file: ["report", str(file), "--charts", "--public"],
    "export": lambda file: ["export", str(file), "--draft", "-o", str(file.with_suffix(".zip"))],
    "print": lambda file: ["print", str(file)],
    "open": lambda file: ["open", str(file)],
    "upgrade": lambda file: ["upgrade", str(file), "-o", str(file.with_suffix(".new.xlsm"))],
    "repair": lambda file: ["repair", str(file)],
    "repair --json": lambda file: ["repair", str(file), "--json"],
    "import": lambda file: ["import", str(file), "--into", str(file)],
    "doctor": lambda file: ["doctor", str(file)],
    "verify": lambda file: ["verify", str(file)],
    "score --profile": lambda file: ["score", str(file), "--profile", "hubei"],
}
_OFTEN = ("check", "check --json", "dump", "check --write", "open", "repair")
_TO_MACROS = ("doctor", "upgrade", "open", "repair", "check --write")
_ROUNDS = (
    *("damaged",) * 7,
    *("typed",) * 4,
    *("json", "package", "macros", "saved", "template", "template", "profile"),
)


class Fault(NamedTuple):
    """What an attempt showed; ``seed`` repeats it."""

    seed: int
    kind: str
    command: str
    words: str


def kind_of(seed: int) -> str:
    """Return what is mutated at a seed."""
    return _begun(seed)[1]


def imported(seed: int, folder: Path) -> Iterator[Fault]:
    """Give ``import`` an odd file, and tell what is wrong with the answer."""
    made = folder / f"外来{seed}"
    made.mkdir()
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # zipfile's, of members with one name
        for command, answer_or_words in import_attempt(Random(seed), made):
            yield from _faults(seed, "import", command, answer_or_words)
    shutil.rmtree(made)


def _faults(seed: int, kind: str, command: str, answer_or_words: Answer | str) -> Iterator[Fault]:
    if isinstance(answer_or_words, Answer):
        yield from (Fault(seed, kind, command, text) for text in faults(answer_or_words))
    elif answer_or_words:
        yield Fault(seed, kind, command, answer_or_words)


def _begun(seed: int) -> tuple[Random, str, str]:
    random = Random(seed)
    return random, random.choice(_ROUNDS), random.choice(OFTEN)


def attempt(seed: int, folder: Path) -> Iterator[Fault]:
    """Make a mutant, give it to a command, and tell what is wrong with the answer."""
    random, kind, family = _begun(seed)
    with ExitStack() as stack:
        stack.enter_context(families_in(folder))
        stack.enter_context(warnings.catch_warnings())
        warnings.simplefilter("ignore")  # zipfile's, of members with one name
        base = base_of(family, folder)
        made = folder / f"变异{seed}"
        made.mkdir()
        for target, stand_in in STAND_INS.items():
            stack.enter_context(patch(f"xlevaluate.{target}", stand_in))
        for command, answer_or_words in _KINDS[kind](random, base, made):
            yield from _faults(seed, kind, command, answer_or_words)
    shutil.rmtree(made)


Told = Iterator[tuple[str, Answer | str]]
"""What commands answered, or else what is wrong beside; each with its command."""


def _open(path: Path, content: bytes) -> str:
    path.with_name("带入的.xlsx").write_bytes(content)
    return ""


STAND_INS: dict[str, Callable[..., object]] = {
    # LibreOffice takes seconds to start; what it is given is what is tried here.
    "filing.on_paper.joined_as_pdf": lambda *_: b"%PDF",
    "commands.open.find_soffice": lambda: None,
    "commands.open.refuse_unfit": lambda _: None,
    "commands.open.install": lambda _: None,
    "commands.open.open_workbook": _open,
}


def _damaged(random: Random, base: Base, folder: Path) -> Told:
    family = random.choice(list(FAMILIES))
    file = folder / "表.xlsx"
    file.write_bytes(FAMILIES[family](base.content, random))
    yield from _given(f"{family}: ", random.choice((*COMMANDS, *_OFTEN * 3)), file)


def _macros(random: Random, base: Base, folder: Path) -> Told:
    family = random.choice(list(MACROS))
    file = folder / "表.xlsm"
    file.write_bytes(MACROS[family](base.with_macros, random))
    yield from _given(f"{family}: ", random.choice(_TO_MACROS), file)


def _given(prefix: str, command: str, file: Path) -> Told:
    answer = run(*COMMANDS[command](file))
    yield prefix + command, answer
    taken = file.with_name("带入的.xlsx")
    if command == "open" and taken.exists():
        (before, there), (after, here) = dumped(file), dumped(taken)
        if before.code < 2 and after.code < 2 and there != here:
            yield prefix + command, f"带入的与原文件不同：{_differing(there, here)}"


def _differing(there: dict[str, object], here: dict[str, object]) -> str:
    names = (name for name in there.keys() | here.keys() if there.get(name) != here.get(name))
    return "；".join(f"{name} {there.get(name)!r} {here.get(name)!r}" for name in sorted(names))[
        :300
    ]


def _typed(random: Random, base: Base, folder: Path) -> Told:
    """Type one strange thing into one field: no other field may change for it."""
    content, cell, what = typed(base.content, random, base.cells)
    file = folder / "表.xlsx"
    file.write_bytes(content)
    answer, values = dumped(file)
    yield f"typed {what[:30]!r}: dump", answer
    yield from _given(f"typed {what[:30]!r}: ", random.choice(list(COMMANDS)), file)
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
            yield f"typed {what[:30]!r} at {path}", f"{name} 变成 {values.get(name)}"


def _saved(random: Random, base: Base, folder: Path) -> Told:
    """Save a workbook with something strange in it again, as other programs do, and damage it."""
    content, _, what = typed(base.content, random, base.cells)
    name = random.choice(list(CHANGES))
    try:
        saved = changed_by(CHANGES[name], content)
    except (AssertionError, ValueError):  # a change that wants another family's sheets
        return
    file, before = folder / "表.xlsx", folder / "原来.xlsx"
    prefix = f"{name}, {what[:30]!r}"
    if random.random() < 0.5:
        family = random.choice(("xml", "xml", "xml", "members", "bytes"))
        file.write_bytes(FAMILIES[family](saved, random))
        yield from _given(f"{prefix}, {family}: ", random.choice(list(COMMANDS)), file)
        return
    before.write_bytes(content)
    file.write_bytes(saved)
    (first, there), (second, here) = dumped(before), dumped(file)
    yield f"{prefix}: dump", second
    if first.code < 2 and second.code < 2 and there != here:
        yield f"{prefix}: dump", f"另存后不同：{_differing(there, here)}"
    yield from _given(f"{prefix}: ", random.choice(list(COMMANDS)), file)


def _json(random: Random, base: Base, folder: Path) -> Told:
    data, file = folder / "数据.json", folder / "表.xlsx"
    data.write_bytes(json_changed(base.data, random))
    asked = ["--template", base.template.name]
    yield "new --data", run("new", str(file), "--data", str(data), *asked)
    if file.exists():
        yield "new --data", "；".join(strange_in(file.read_bytes(), base.content))
        yield from _given("after new --data: ", random.choice(list(COMMANDS)), file)


def _package(random: Random, base: Base, folder: Path) -> Told:
    """Change anything in a package: it is told, or read as no package; never “没有改动”."""
    family = random.choice(("bytes", "cut", "transfer", "members", "directory"))
    file = folder / "报件.zip"
    changed = FAMILIES[family](base.package, random)
    file.write_bytes(changed)
    answer = run("verify", str(file))
    yield f"{family}: verify", answer
    if answer.code == 0 and changed != base.package and not _same_members(changed, base.package):
        yield f"{family}: verify", "改动过的上报件被说成没有改动"


def _template(random: Random, base: Base, folder: Path) -> Told:
    """Change a template's file: a slip is told with its file, or a workbook made that is right."""
    own = folder / "template"
    own.mkdir()
    name = random.choice(FILES)
    for path in base.template.folder.iterdir():
        if path.is_file() and path.suffix in {".toml", ".docx"}:
            own.joinpath(path.name).write_bytes(path.read_bytes())
    text = (own / name).read_text(encoding="utf-8")
    changed = toml_changed(text, tomllib.loads(text), random)
    (own / name).write_text(changed, encoding="utf-8", errors="surrogatepass")
    asked, file = ["--template", str(own)], folder / "表.xlsx"
    command = random.choice(("template check", "schema", "new", "new", "new"))
    given = {"template check": ["template", "check", str(own)], "schema": ["schema", *asked]}
    answer = run(*given.get(command, ["new", str(file), *asked]))
    yield f"{name}: {command}", answer
    said = answer.out if command == "template check" else answer.talk
    if (answer.code, command) in {(1, "template check"), (2, "new"), (2, "schema")}:
        unplaced = [line for line in said.splitlines() if ".toml" not in line]
        yield f"{name}: {command}", "；".join(unplaced)
    if file.exists():
        yield f"{name}: new", "；".join(strange_in(file.read_bytes(), base.content))
        following = random.choice(("check", "report", "score", "export", "check --html"))
        yield f"{name}: {following}", run(*COMMANDS[following](file), *asked)


def _profile(random: Random, base: Base, folder: Path) -> Told:
    """Change a scoring profile in a file of its own."""
    text = (base.template.folder / "profile.toml").read_text(encoding="utf-8")
    own, file = folder / "办法.toml", folder / "表.xlsx"
    changed = toml_changed(text, tomllib.loads(text), random)
    own.write_text(changed, encoding="utf-8", errors="surrogatepass")
    asked = ["--profile", str(own)]
    command = random.choice(("new", "new", "score", "check", "export"))
    if command == "new":
        answer = run("new", str(file), *asked, "--template", base.template.name)
    else:
        file.write_bytes(base.content)
        answer = run(*COMMANDS[command](file), *asked)
    yield f"profile: {command}", answer
    if (command, answer.code) == ("new", 2) and not all(
        own.name in line for line in answer.talk.splitlines()
    ):
        yield f"profile: {command}", f"没有说是哪个文件：{answer.talk[:200]}"
    if file.exists():
        yield f"profile: {command}", "；".join(strange_in(file.read_bytes(), base.content))


_KINDS: dict[str, Callable[[Random, Base, Path], Told]] = {
    "damaged": _damaged,
    "macros": _macros,
    "typed": _typed,
    "saved": _saved,
    "json": _json,
    "package": _package,
    "template": _template,
    "profile": _profile,
}


def _same_members(one: bytes, other: bytes) -> bool:
    """Tell whether two packages hold the same, whichever way their names are written."""
    try:
        return unpacked(one) == unpacked(other)
    except (zipfile.BadZipFile, zlib.error, ValueError, EOFError, NotImplementedError):
        return False
