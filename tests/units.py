"""Many units that hand in the same form: other figures, and partly other texts."""

import json
import re
from random import Random
from typing import Any

from xlevaluate.submission import Submission
from xlevaluate.template.template import Template

_FIGURE = re.compile(r"\d+(?:\.\d+)?")
_DATE = re.compile(r"\d{4}-\d\d-\d\d")
_YEAR = re.compile(r"20\d\d")
_SENTENCE = re.compile(r"(?<=[。\n])")
_LONG = 30
"""Characters of what is a text of sentences, some of which a unit leaves out or puts otherwise."""

_KEPT = {"level", "schema_version"}


def unit(template: Template, number: int, sample: str = "seed") -> Submission:
    """Return the submission of a unit; the same number gives the same one."""
    path = template.folder / "samples" / f"{sample}.json"
    data = _other(json.loads(path.read_text(encoding="utf-8")), Random(number))
    data["unit"]["name"] = f"第{number}县财政局"
    made: Submission = template.form.model.model_validate(data)
    return made


def _other(value: Any, random: Random, key: str = "") -> Any:
    if isinstance(value, dict):
        return {name: _other(item, random, name) for name, item in value.items()}
    if isinstance(value, list):
        return [_other(item, random, key) for item in value]
    if not isinstance(value, str) or key in _KEPT or _DATE.fullmatch(value):
        return value
    if len(value) > _LONG:
        said = [sentence for sentence in _SENTENCE.split(value) if random.random() < 0.95]
        if random.random() < 0.5:
            said[:2] = said[1::-1]
        value = "".join(said)
    return _FIGURE.sub(lambda figure: _figure(figure[0], random), value)


def _figure(text: str, random: Random) -> str:
    if _YEAR.fullmatch(text) or random.random() < 0.3:
        return text
    return "".join(c if c == "." else str(min(9, int(c) + random.randint(0, 2))) for c in text)
