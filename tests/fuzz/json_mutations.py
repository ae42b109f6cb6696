"""Data in JSON with something strange in it, or broken."""

import json
import re
from random import Random

_STRINGS = (
    *("1e400", "1e999999999", "1e-999999999", "-1e999999999", "9" * 310, "9" * 5_000, "NaN"),
    *("Infinity", "-0", "不适用", "\ud800", "\x00", "x" * 40_000, "=1", "１２", "1_0", "20240723"),
    *(
        "0001-01-01",
        "9999-12-31",
        "1899-01-01",
        " 3 ",
        "٣",
        "\x1b[2J",
        "<b>",
        "{{",
        "#REF!",
        "true",
    ),
    *('优"&HYPERLINK("x")&"', "{% for i in range(9) %}", "__class__", "../../etc", "A" * 300),
)
_RAW = (
    *("1e400", "1e999999999", "1e-999999999", "9" * 5_000, "NaN", "Infinity", "-Infinity", "true"),
    *("null", "[]", "{}", "[" * 3_000 + "]" * 3_000, '{"a":' * 3_000 + "1" + "}" * 3_000, "0.1"),
    *("1.5", "-3", '""', '"\\ud800"', "[1,2,3]", '{"x":1}', "1", '"a"'),
)
_TOKEN = re.compile(
    r'"(?:[^"\\]|\\.)*"(?=\s*:)|(?<=: )("(?:[^"\\]|\\.)*"|[-0-9.eE]+|null|true|false)|[\[\]{},:]'
)


def json_changed(text: str, random: Random) -> bytes:
    """Change a few tokens of a JSON text."""
    for _ in range(random.choice((1, 1, 1, 2, 5))):
        token = random.choice(list(_TOKEN.finditer(text)))
        kinds = (
            json.dumps(random.choice(_STRINGS)),
            json.dumps(random.choice(_STRINGS)),
            random.choice(_RAW),
            random.choice(("", token[0] * 2, ",", '"', ":")),
        )
        text = text[: token.start()] + random.choice(kinds) + text[token.end() :]
    code = "utf-8" if random.random() < 0.95 else "utf-16"
    return text.encode(code, "surrogatepass")
