"""What the documents say of commands, options, rules, rooms and files is so."""

import argparse
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

import xlevaluate
from tests.test_boundaries import ROOMS
from xlevaluate.checks.registry import rules_of
from xlevaluate.commands.parser import make_parser
from xlevaluate.commands.usage_messages import usage_in_chinese
from xlevaluate.template.template import Template

PACKAGE = Path(xlevaluate.__file__).parent
ROOT = PACKAGE.parent
README = ROOT / "README.md"
DOCUMENTS = (README, *sorted(PACKAGE.glob("*.md")))
NAMES = [document.name for document in DOCUMENTS]
OF_OTHER_PROGRAMS = {"--benchmark-enable", "--explore"}


def commands() -> dict[str, argparse.ArgumentParser]:
    """Return every command's own grammar."""
    with usage_in_chinese():
        parser = make_parser("")
    (action,) = (a for a in parser._actions if isinstance(a, argparse._SubParsersAction))
    return dict(action.choices)


@pytest.mark.parametrize("document", [README, PACKAGE / "COMMANDS.md"], ids=lambda path: path.name)
def test_every_command_is_told_of(document: Path) -> None:
    code = " ".join(re.findall(r"`([^`\n]+)`", document.read_text(encoding="utf-8")))
    assert {name for name in commands() if not re.search(rf"\b{name}\b", code)} == set()


@pytest.mark.parametrize("document", DOCUMENTS, ids=NAMES)
def test_every_option_is_one(document: Path) -> None:
    known = {
        option
        for command in commands().values()
        for action in command._actions
        for option in action.option_strings
    }
    said = set(re.findall(r"(?<![\w-])--[a-z][a-z-]+", document.read_text(encoding="utf-8")))
    assert said - known - OF_OTHER_PROGRAMS == set()


def links(document: Path) -> Iterator[str]:
    """Yield what a document links to in this repository."""
    for target in re.findall(r"\]\(([^)\s]+)\)", document.read_text(encoding="utf-8")):
        if not target.startswith(("http", "#")):
            yield target


@pytest.mark.parametrize("document", DOCUMENTS, ids=NAMES)
def test_every_link_leads_somewhere(document: Path) -> None:
    assert [link for link in links(document) if not (document.parent / link).exists()] == []


def test_every_document_is_found_from_the_readme() -> None:
    assert {f"xlevaluate/{path.name}" for path in PACKAGE.glob("*.md")} <= set(links(README))


@pytest.mark.parametrize("document", DOCUMENTS, ids=NAMES)
def test_every_file_that_is_named_is_there(document: Path) -> None:
    named = re.findall(r"`([\w./]+/[\w.]+\.(?:py|toml|md))`", document.read_text(encoding="utf-8"))
    assert [n for n in named if not any((at / n).exists() for at in (ROOT, PACKAGE))] == []


def test_rules_are_counted_right(template: Template) -> None:
    assert f"{len(rules_of(template))} rules" in README.read_text(encoding="utf-8")


def test_the_rooms_are_told_in_their_order() -> None:
    text = (PACKAGE / "ARCHITECTURE.md").read_text(encoding="utf-8")
    told = re.findall(r"^\| `(\w+)` \|", text, re.MULTILINE)
    assert told == [room for room in ROOMS if room not in {"errors", "cli", "__main__"}]


def test_every_option_of_a_command_is_told_of() -> None:
    text = (PACKAGE / "COMMANDS.md").read_text(encoding="utf-8")
    options = {
        option
        for command in commands().values()
        for action in command._actions
        for option in action.option_strings
        if option.startswith("--") and option != "--help"
    }
    assert {option for option in options if option not in text} == set()
