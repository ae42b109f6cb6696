"""What letters say: a TOML file for each kind, which a bureau may copy and change.

Sentences are those of the report's outline: ``{{ 名称 }}`` is a value of the letter, ``{% if … %}``
a condition. A sentence in which a value is blank is left out; a heading with nothing under it too.
"""

from collections.abc import Iterable, Mapping
from importlib import resources
from importlib.resources.abc import Traversable
from itertools import count
from pathlib import Path
from typing import Literal

from msgspec import Struct
from pydantic import Field

from xlevaluate.errors import CannotDoError
from xlevaluate.files.slips import SlipsError
from xlevaluate.files.toml import TomlFile, open_toml
from xlevaluate.files.toml_part import TomlPart
from xlevaluate.letters.letter_problems import Priority
from xlevaluate.sentences.outline import Empty, Paragraph, fill_in
from xlevaluate.sentences.rendering import Renderer
from xlevaluate.sentences.title import Title
from xlevaluate.sentences.values import Blank, BlankFieldError, SentenceError, SentenceValue
from xlevaluate.submission import OutlineRow

LetterKind = Literal["feedback", "notice", "reminder", "circular", "summary"]
KINDS: dict[LetterKind, str] = {
    "feedback": "反馈意见",
    "notice": "整改通知",
    "reminder": "催报通知",
    "circular": "通报",
    "summary": "汇总分析报告",
}

_HEADS = ("title", "file_name", "addressee")
_LEVELS = ("一级标题", "二级标题", "三级标题", "正文")

_Values = Mapping[str, SentenceValue]


class Sayable(Struct, frozen=True):
    """What the sentences of a kind can say, with values such as they have.

    ``items`` are the sentences that are written for each item of a list, by the name of the list.
    """

    values: _Values
    items: Mapping[str, _Values] = {}


class _RowDef(TomlPart):
    level: Literal["一级标题", "二级标题", "三级标题", "正文"]
    text: str


class _OutlineDef(TomlPart):
    kind: LetterKind
    title: str
    file_name: str = ""
    addressee: str = ""
    only_with_problems: bool = False
    numbered: bool = True
    problems: tuple[str, ...] = ()
    priority: tuple[Priority, ...] = ()
    items: dict[str, str] = Field(default_factory=dict)
    annexes: dict[str, str] = Field(default_factory=dict)
    row: tuple[_RowDef, ...]


class WrittenLetter(Struct, frozen=True):
    """The words of a letter."""

    title: Title
    addressee: str
    paragraphs: tuple[Paragraph, ...]


class LetterOutline:
    """The outline of one kind of letter, whose sentences can all be filled in."""

    def __init__(self, file: TomlFile, said: _OutlineDef, sayable: Sayable) -> None:
        """Refuse, by ``SlipsError`` with file and line, sentences that are no proper ones."""
        self._file, self._said = file, said
        self.kind: LetterKind = said.kind
        self.priorities, self.problems = said.priority, said.problems
        self.annexes, self.is_numbered = said.annexes, said.numbered
        self.only_with_problems = said.only_with_problems
        self._rows = tuple(OutlineRow(level=row.level, text=row.text) for row in said.row)
        self._check(sayable)

    def _check(self, sayable: Sayable) -> None:
        said = self._said
        names = [item.name for item in self.priorities]
        for place, name in enumerate(self.problems):
            if name not in names:
                known = "、".join(names)
                self._file.add(f"没有“{name}”这一等次，[[priority]] 有：{known}", "problems", place)
        values = _with_priorities(sayable.values, self.priorities)
        for head in _HEADS:
            self._try(getattr(said, head), values, head)
        for number, row in enumerate(said.row):
            self._try(row.text, values, "row", number, "text")
        for name, text in said.items.items():
            if name not in sayable.items:
                known = "、".join(sayable.items) or "没有"
                self._file.add(f"没有“{name}”这样的逐项句子，可用：{known}", "items", name)
            else:
                self._try(text, sayable.items[name], "items", name)
        self._refuse()

    def _try(self, text: str, samples: _Values, *place: str | int) -> None:
        """Fill in a sentence with everything blank, and with everything there."""
        for values in ({name: Blank(name) for name in samples}, samples):
            try:
                Renderer(values).render(text)
            except BlankFieldError:
                continue
            except SentenceError as error:
                self._file.add(f"句子{error}", *place)
                return

    def _refuse(self) -> None:
        if self._file.slips:
            raise SlipsError(dict.fromkeys(self._file.slips))

    def each(self, name: str, items: Iterable[_Values]) -> tuple[str, ...]:
        """Return the sentence of each item, numbered from 1; one that lacks a value is left out."""
        text = self._said.items.get(name, "")
        sentences = []
        for values in items:
            try:
                sentences += [" ".join(Renderer(values).render(text))]
            except BlankFieldError:
                continue
            except SentenceError as error:
                self._file.add(f"句子{error}", "items", name)
                self._refuse()
        numbers = count(1)
        return tuple(f"{next(numbers)}.{sentence}" for sentence in sentences if sentence)

    def write(self, values: _Values) -> WrittenLetter:
        """Fill in the outline; raises ``SlipsError`` where a sentence cannot be filled in."""
        renderer = Renderer(values)
        rows = tuple(fill_in(renderer, self._rows, _LEVELS, Empty("")))
        for number, row in enumerate(rows):
            if row.wrong:
                self._file.add(f"句子{row.wrong}", "row", number, "text")
        self._refuse()
        title = self._line(renderer, "title")
        return WrittenLetter(
            Title(title, _ending(self._said.title, title)),
            self._line(renderer, "addressee"),
            tuple(paragraph for row in rows for paragraph in row.all_paragraphs),
        )

    def file_name(self, values: _Values) -> str:
        """Return what the file of a letter is called, without suffix, not yet fit for a system."""
        return self._line(Renderer(values), "file_name")

    def _line(self, renderer: Renderer, name: str) -> str:
        try:
            return "".join(renderer.render(getattr(self._said, name)))
        except BlankFieldError as blank:
            self._file.add(f"缺少{blank}，这一行不能空着；可以用 {{% if %}} 写明没有时怎么写", name)
        except SentenceError as error:
            self._file.add(f"句子{error}", name)
        self._refuse()
        return ""


def _ending(pattern: str, title: str) -> str:
    ending = pattern.rpartition("}}")[2].removeprefix("年度")
    return ending if title.endswith(ending) else ""


def load_outline(kind: LetterKind, sayable: Sayable, path: Path | None = None) -> LetterOutline:
    """Return the outline of a kind, the bureau's own or the one that comes with the program.

    Raises ``SlipsError`` with file and line for whatever is wrong in it, and ``CannotDoError``
    where it is one of another kind.
    """
    if path is not None:
        return _loaded(path, kind, sayable)
    with resources.as_file(_own(kind)) as own:
        return _loaded(own, kind, sayable)


def own_text(kind: LetterKind) -> bytes:
    """Return the outline of a kind that comes with the program, to be copied."""
    return _own(kind).read_bytes()


def _own(kind: LetterKind) -> Traversable:
    return resources.files("xlevaluate.letters") / f"{kind}.toml"


def _loaded(path: Path, kind: LetterKind, sayable: Sayable) -> LetterOutline:
    file = open_toml(path)
    said = file.read(_OutlineDef.model_validate)
    if file.slips or said is None:
        raise SlipsError(file.slips)
    if said.kind != kind:
        raise CannotDoError(
            f"“{path.name}”是{KINDS[said.kind]}的提纲，不能用来写{KINDS[kind]}。"
            f"请改用 --kind {said.kind}，或另给提纲。"
        )
    return LetterOutline(file, said, sayable)


def _with_priorities(samples: _Values, priorities: tuple[Priority, ...]) -> _Values:
    """Add what letters can say of each priority: its problems, and how many there are."""
    own: dict[str, SentenceValue] = {}
    for item in priorities:
        own |= {f"{item.name}问题": ["1.问题。"], f"{item.name}数": 1}
    return {**samples, **own}
