"""The structural rules notice what they are for."""

import io
import re
import tomllib
from collections.abc import Callable
from pathlib import Path
from typing import Any

import olefile
import pytest
from pyopenvba.cfb import CFB

from tests.ooxml.conftest import Written
from tests.ooxml.package import Package, Rule
from tests.ooxml.test_written import RULES

Parts = dict[str, bytes]
Change = Callable[[Parts], Parts]

BY_NAME: dict[str, Rule] = {rule.__name__: rule for rule in RULES}
DAMAGES: list[dict[str, str]] = tomllib.loads(
    Path(__file__).with_name("damages.toml").read_text(encoding="utf-8")
)["damage"]

PROJECT = "xl/vbaProject.bin"
_MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
_CHAIN = "application/vnd.openxmlformats-officedocument.spreadsheetml.calcChain+xml"


def written_over(damage: dict[str, str]) -> Change:
    """Replace the first match in the first part that has one."""
    put = re.sub(r"⟦(\d+) (.+?)⟧", lambda match: int(match[1]) * match[2], damage["put"])

    def changed(parts: Parts) -> Parts:
        for name in sorted(parts):
            if re.fullmatch(damage["part"], name):
                text = parts[name].decode("utf-8")
                made = re.sub(damage["find"], put, text, count=1, flags=re.DOTALL)
                if made != text:
                    return {**parts, name: made.encode("utf-8")}
        raise AssertionError(f"nothing to damage: {damage['find']}")

    return changed


def without(name: str) -> Change:
    return lambda parts: {key: part for key, part in parts.items() if key != name}


def with_part(name: str, content: bytes) -> Change:
    return lambda parts: {**parts, name: content}


def with_chain(parts: Parts) -> Parts:
    """Add an order of calculation in which a cell stands that has no formula."""
    kind = f'<Override PartName="/xl/calcChain.xml" ContentType="{_CHAIN}"/></Types>'
    listed = parts["[Content_Types].xml"].replace(b"</Types>", kind.encode())
    chain = f'<calcChain xmlns="{_MAIN}"><c r="A1" i="1"/></calcChain>'
    return {**parts, "[Content_Types].xml": listed, "xl/calcChain.xml": chain.encode()}


def compiled(parts: Parts) -> Parts:
    """Let the project say that a version of Office compiled it."""
    with olefile.OleFileIO(io.BytesIO(parts[PROJECT])) as file:
        head = file.openstream("VBA/_VBA_PROJECT").read()
    project: Any = CFB.from_bytes(parts[PROJECT])
    stream = head[:2] + b"\xb5\x00" + head[4:]
    project.write_stream_in_storage("VBA", "_VBA_PROJECT", stream)
    return {**parts, PROJECT: bytes(project.to_bytes())}


def cached(parts: Parts) -> Parts:
    """Lay what was compiled beside the project's modules."""
    project: Any = CFB.from_bytes(parts[PROJECT])
    project.add_stream_to_storage("VBA", "__SRP_0", b"compiled")
    return {**parts, PROJECT: bytes(project.to_bytes())}


OTHERS: tuple[tuple[str, str, Change, str], ...] = (
    ("every_part_has_a_type", "plain.xlsx", with_part("xl/odd.zzz", b""), "no content type"),
    ("every_part_has_a_type", "plain.xlsx", without("xl/theme/theme1.xml"), "is not there"),
    ("relationships_lead_to_parts", "plain.xlsx", without("xl/styles.xml"), "is not there"),
    ("every_part_is_reached", "plain.xlsx", with_part("xl/b.xml", b"<a/>"), "nothing leads"),
    ("the_order_of_calculation_is_of_formulas", "plain.xlsx", with_chain, "no formula in A1"),
    ("projects_are_compiled_anew", "excel.xlsm", compiled, "compiled by a version"),
    ("projects_are_compiled_anew", "excel.xlsm", cached, "__SRP_0"),
)


def tell(rule: Rule, whole: Package, change: Change, told: str) -> None:
    assert list(rule(whole)) == []
    faults = list(rule(Package(change(whole.parts))))
    assert any(told in fault for fault in faults), faults


@pytest.mark.parametrize("damage", DAMAGES, ids=lambda one: f"{one['rule']}: {one['told']}")
def test_a_damaged_copy_is_told(damage: dict[str, str], written: Written) -> None:
    whole = written[damage["file"]]
    tell(BY_NAME[damage["rule"]], whole, written_over(damage), damage["told"])


@pytest.mark.parametrize(("name", "file", "change", "told"), OTHERS)
def test_other_damage_is_told(
    name: str, file: str, change: Change, told: str, written: Written
) -> None:
    tell(BY_NAME[name], written[file], change, told)


def test_every_rule_is_broken() -> None:
    assert {damage["rule"] for damage in DAMAGES} | {name for name, *_ in OTHERS} == set(BY_NAME)
    assert len(BY_NAME) == len(RULES)
