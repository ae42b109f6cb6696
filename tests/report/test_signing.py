"""The signature: date four characters in, name centred over it."""

import pytest

from xlevaluate.form.measure import text_width
from xlevaluate.report.signing import signature_indents

DATE = "2024年7月23日"


@pytest.mark.parametrize(
    ("unit", "indents"),
    [
        ("某局", (6.25, 4.0)),
        ("某县财政局", (4.75, 4.0)),
        ("中共邵阳市北塔区委办公室", (2.0, 4.75)),
    ],
)
def test_the_signature_is_centred_on_the_date(unit: str, indents: tuple[float, float]) -> None:
    found = signature_indents(unit, DATE)
    assert found == indents
    middle = [
        indent + text_width(text) / 4 for text, indent in zip((unit, DATE), found, strict=True)
    ]
    assert middle[0] == middle[1]
    assert min(found) >= 2
