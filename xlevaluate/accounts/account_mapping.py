"""Which figure of accounts is whose field: ``accounts.toml`` in a template's folder.

The comment at the head of such a file explains its keys. A template without one takes nothing
from accounts.
"""

from collections.abc import Iterator
from functools import cached_property
from pathlib import Path
from typing import Any

from pydantic import Field, model_validator

from xlevaluate.accounts.account_terms import AccountTerm, read_equation, read_terms
from xlevaluate.accounts.catalogue import FINAL_ACCOUNTS, the_catalogue
from xlevaluate.files.slips import Slip
from xlevaluate.files.toml import TomlFile, load_toml, open_toml
from xlevaluate.files.toml_part import TomlPart
from xlevaluate.template.template import Template

FILE = "accounts.toml"


class SourceDef(TomlPart):
    """One way to a figure: a sum of figures of accounts.

    ``certain`` is false where a person must say yes; so it is where ``where``, an equation, does
    not hold or cannot be looked at. ``note`` says what the figure is.
    """

    sum: str
    certain: bool = True
    where: str = ""
    note: str = ""

    @model_validator(mode="before")
    @classmethod
    def _plain(cls, given: Any) -> Any:
        return {"sum": given} if isinstance(given, str) else given

    @model_validator(mode="after")
    def _is_read(self) -> "SourceDef":
        read_terms(self.sum)
        if self.where:
            read_equation(self.where)
        return self

    @cached_property
    def terms(self) -> tuple[AccountTerm, ...]:
        """The terms of the sum."""
        return read_terms(self.sum)

    @cached_property
    def condition(self) -> tuple[tuple[AccountTerm, ...], tuple[AccountTerm, ...]] | None:
        """Both sides of ``where``."""
        return read_equation(self.where) if self.where else None


class TakeDef(TomlPart):
    """A field, with the ways to its figure: the first that is there counts.

    ``last`` is the field of the same figure in last year's accounts. ``stage`` is the column in
    which figures are meant where a term says none. ``when`` holds answers that are asked for.
    """

    field: str = ""
    last: str = ""
    stage: str = FINAL_ACCOUNTS
    when: dict[str, str] = Field(default_factory=dict)
    of: tuple[SourceDef, ...] = Field(alias="from", min_length=1)

    @model_validator(mode="after")
    def _has_a_field(self) -> "TakeDef":
        if not self.field and not self.last:
            raise ValueError("写 field 或 last")
        return self


class QuestionDef(TomlPart):
    """What the user is asked once before some fields are filled."""

    key: str = Field(pattern=r"^[a-z_]+$")
    text: str
    answers: tuple[str, ...] = Field(min_length=2)


class MappingDef(TomlPart):
    """The whole of ``accounts.toml``."""

    source: str
    question: tuple[QuestionDef, ...] = ()
    take: tuple[TakeDef, ...] = Field(min_length=1)


def mapping_of(template: Template) -> MappingDef | None:
    """Return what a template takes from accounts; ``None`` where it says nothing of them."""
    path = _file_of(template)
    return load_toml(path, MappingDef.model_validate) if path.is_file() else None


def mapping_slips(template: Template) -> Iterator[Slip]:
    """Yield what is wrong in a template's ``accounts.toml``, if it has one."""
    path = _file_of(template)
    if not path.is_file():
        return
    file = open_toml(path)
    given = file.read(MappingDef.model_validate)
    if given is not None:
        _lint_mapping(file, given, template)
    yield from file.slips


def _file_of(template: Template) -> Path:
    return template.folder / FILE


def _lint_mapping(file: TomlFile, given: MappingDef, template: Template) -> None:
    """Note fields that the form does not have, and figures that the catalogue does not."""
    questions = {question.key: question.answers for question in given.question}
    taken: set[tuple[str, tuple[tuple[str, str], ...]]] = set()
    for number, take in enumerate(given.take):
        place = ("take", number)
        for key in ("field", "last"):
            name = getattr(take, key)
            _lint_field(file, name, template, *place, key)
            one = (name, tuple(sorted(take.when.items())))
            if name and one in taken:
                file.add(f"“{name}”上面已经有了", *place, key)
            taken.add(one)
        for key, answer in take.when.items():
            if answer not in questions.get(key, ()):
                file.add(f"问题“{key}”没有“{answer}”这个回答", *place, "when", key)
        _lint_sources(file, take, *place)


def _lint_field(file: TomlFile, name: str, template: Template, *place: str | int) -> None:
    item = template.form.fields.get(name)
    if name and item is None:
        file.add(f"没有名为“{name}”的项目", *place)
    elif item is not None and not item.is_number:
        file.add(f"“{name}”不是数字项", *place)


def _lint_sources(file: TomlFile, take: TakeDef, *place: str | int) -> None:
    catalogue = the_catalogue()
    if take.stage not in catalogue.stages:
        file.add(f"没有“{take.stage}”这一栏", *place, "stage")
    for index, source in enumerate(take.of):
        sides = source.condition or ()
        for term in (*source.terms, *(term for side in sides for term in side)):
            if not catalogue.has(term):
                file.add(f"决算和预算表里没有“{term}”", *place, "from", index)
