"""Workbooks and JSON of version 0.1 are read as they were, and the same is said of them."""

import json
from pathlib import Path
from typing import Any

import pytest

from tests.hunan import MODEL
from xlevaluate.commands.opening import open_workbook
from xlevaluate.output.json_data import as_data

FILES = Path(__file__).parent / "files" / "v0_1"
WORKBOOKS = sorted(path.name for path in FILES.glob("*.xls?"))


def without_blanks(value: Any) -> Any:
    """Leave out what is blank: fields that came later are."""
    if isinstance(value, dict):
        kept = {key: without_blanks(item) for key, item in value.items()}
        return {key: item for key, item in kept.items() if item not in (None, {}, [])}
    if isinstance(value, list):
        return [without_blanks(item) for item in value]
    return value


@pytest.mark.parametrize("name", WORKBOOKS)
def test_a_workbook_is_read_without_loss(name: str) -> None:
    evaluation = open_workbook(FILES / name).evaluation
    template, submission = evaluation.subject.template, evaluation.subject.submission
    read = json.loads(template.reduced(submission).model_dump_json())
    assert read.pop("schema_version") == 2
    then = json.loads((FILES / f"{name}.json").read_text(encoding="utf-8"))
    assert without_blanks(read) == without_blanks(then)


CHANGED = {
    "S10",  # an edge belongs to the band above it now, and a finding says so
    *("F01", "F02", "F03", "F04", "F06", "F07", "F08", "F11", "F12"),  # a blank total is an error
    *("F13", "F14", "F15", "F16", "F17", "F18", "F19", "F20", "X07", "X08", "X09", "X10", "X11"),
    *("V10", "V11", "V12", "V13", "C09", "C10", "C11", "C12", "C13"),  # came later
    *("S02", "S03"),  # an empty table of indicators is told once
    "X06",  # figures that differ are a query: the row is not the whole adjustment
    "V01",  # projects are looked at too, and items are parted by ；
    "V03",  # the retired are counted apart
    "V06",  # a change may be negative
    "C04",  # many rows that lack the same are told together
}
"""Rules that are meant to say something else than then."""

REWORDED = {"C02", "C03"}
"""Rules that say the same in other words: 不适用 can be written in an indicator's place now."""

OTHER_SCORING = {"hubei.xlsx"}
"""Scored by a profile from which was taken what its source does not say."""


@pytest.mark.parametrize("name", [name for name in WORKBOOKS if name not in OTHER_SCORING])
def test_the_same_is_found_in_it(name: str) -> None:
    now = as_data(open_workbook(FILES / name).evaluation, name)
    then = json.loads((FILES / f"{name}.check.json").read_text(encoding="utf-8"))
    assert _but_for_changed(now) == _but_for_changed(then)
    assert _but_for_bands(now["scores"]) == _but_for_bands(then["scores"])
    assert now["ratios"] == then["ratios"]


def _but_for_bands(scores: dict[str, Any]) -> dict[str, Any]:
    """Leave out how a qualitative indicator earns its score: the band that was chosen is told."""
    rows = [
        {key: "" if "定性指标" in text else text for key, text in row.items()}
        for row in scores["indicators"]
    ]
    return scores | {"indicators": rows}


def _but_for_changed(data: dict[str, Any]) -> list[Any]:
    """Return findings in one order for both: they stand by sheet and row now, then by rule."""
    kept = [
        finding | ({"message": ""} if finding["rule"] in REWORDED else {})
        for finding in data["findings"]
        if finding["rule"] not in CHANGED
    ]
    return sorted(kept, key=lambda finding: json.dumps(finding, sort_keys=True))


@pytest.mark.parametrize("name", sorted(OTHER_SCORING))
def test_nothing_is_an_error_that_only_another_profile_makes(name: str) -> None:
    now = as_data(open_workbook(FILES / name).evaluation, name)
    then = json.loads((FILES / f"{name}.check.json").read_text(encoding="utf-8"))
    found = [{f["rule"] for f in data["findings"] if f["level"] == "error"} for data in (now, then)]
    assert found[0] <= found[1]


def test_data_are_read_without_loss() -> None:
    for then in json.loads((FILES / "dumps.json").read_text(encoding="utf-8")):
        read = json.loads(MODEL.model_validate(then).model_dump_json())
        assert read.pop("schema_version") == 2
        assert without_blanks(read) == without_blanks(then)
