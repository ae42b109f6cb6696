"""Every family under nasty words is the same form: words that hold 合计, 其中, 本年, 万元."""

import re
from pathlib import Path
from typing import Any

import pytest

from tests.renaming import Renaming
from tests.template_folders import Data, write_folder
from tests.test_renamed import computed, differences, found
from xlevaluate.form.fields import Field
from xlevaluate.submission import Submission
from xlevaluate.submission.loading import load_submission
from xlevaluate.template.likeness import Likeness, open_part
from xlevaluate.template.lookup import base_of, families
from xlevaluate.template.template import Template
from xlevaluate.template.template_loading import load_template
from xlevaluate.workbook.generate import evaluate_submission

OTHERS = [
    family
    for family in families()
    if family != "hunan_department" and base_of(load_template(family).folder) is None
]
"""Hunan's own is renamed elsewhere, with its variants."""

DIGITS = ("合计", "小计", "其中", "总计", "本年", "上年", "年度", "万元", "执行", "支出")
"""Words by which tables and texts are read, in which the names are numbered here."""

FILES = ("form", "ratios", "identities", "outline", "texts", "charts", "profile")


class Nasty(Renaming):
    """A renaming whose words say what other things are called."""

    _WORDS = re.compile(f"齉(?:{'|'.join(DIGITS)})+龘")

    def word(self, name: str) -> str:
        """Return the made-up word for a name; each part of 行_列 has its own."""
        if name in self._kept or not name:
            return name
        if "_" in name:
            return "_".join(map(self.word, name.split("_")))
        if name not in self._words:
            made = "".join(DIGITS[int(digit)] for digit in str(len(self._words)))
            self._words[name] = f"齉{made}龘"
            self._originals[self._words[name]] = name
        return self._words[name]

    def back(self, text: str) -> str:
        """Translate the made-up words in a text back."""
        return self._WORDS.sub(lambda match: self._originals[match[0]], text)


def whole(template: Template) -> Data:
    """Return what a template's files say, with what they take from another."""
    data: Data = {name: open_part(template.folder, f"{name}.toml").data for name in FILES}
    like = Likeness(data["form"])
    return data | {"form": like.form(data["form"]), "texts": like.texts(data["texts"])}


def choices(template: Template) -> list[Field]:
    """Return the fields in which a word of the form is chosen."""
    form = template.form
    listed = (
        field
        for listing in form.listings.values()
        if listing.name not in {form.findings.name, "提纲"}
        for field in listing.fields
    )
    every = (*form.fields.values(), *listed)
    return [field for field in every if field.kind == "choice" and field.role != "sign"]


def under_other_words(
    renaming: Renaming, old: Template, new: Template, given: Submission
) -> Submission:
    """Return what the same unit fills in: its words stay, but for those that it chooses."""
    data = given.model_dump(mode="json")
    for field in choices(old):
        _rename(data, field.path.split("."), renaming)
    made: Submission = new.form.model.model_validate(data)
    return made


def _rename(node: Any, steps: list[str], renaming: Renaming) -> None:
    step, *rest = steps
    if step == "*":
        for item in node.values() if isinstance(node, dict) else node:
            _rename(item, rest, renaming)
    elif rest:
        _rename(node[step], rest, renaming)
    elif node[step]:
        node[step] = renaming.word(node[step])


@pytest.mark.parametrize("family", OTHERS)
def test_nothing_goes_by_what_a_family_calls_its_things(family: str, tmp_path: Path) -> None:
    old = load_template(family)
    signs = old.form.indicator_columns.get("sign")
    renaming = Nasty(0, frozenset(signs.choices if signs else ()))
    data = renaming.template(whole(old))
    new = load_template(folder=write_folder(data, tmp_path / family, old.folder / "report.docx"))
    assert not {item.name for item in new.form.fields.values()} & set(old.form.fields)
    for name in ("corrected", "filled"):
        text = (old.folder / "samples" / f"{name}.json").read_text(encoding="utf-8")
        before = load_submission(text, name, old.form.model)
        after = under_other_words(renaming, old, new, before)
        pair = evaluate_submission(old, before), evaluate_submission(new, after)
        for shows in (found, computed):
            was, now = (renaming.all_back(shows(evaluation)) for evaluation in pair)
            assert not differences(was, now), (name, shows.__name__)
