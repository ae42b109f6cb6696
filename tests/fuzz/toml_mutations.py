"""A template's or a profile's files with something strange in them, or broken."""

import re
from random import Random

from tests.template.mutations import places_of, slipped, written
from tests.template_folders import as_toml

_VALUES = (
    *("inf", "-inf", "nan", "true", "false", "0", "-1", "1e400", "1e-400", "9" * 400, "0x7f"),
    *("1979-05-27", "07:32:00", "[]", "{}", "[[]]", "{ a = 1 }", '["a", 1]', "''", '""'),
    *("[" * 2_000 + "]" * 2_000, "{ a = " * 500 + "1" + " }" * 500, "9223372036854775808"),
    '"' + "甲" * 40_000 + '"',
)
_TEXTS = (
    *('优"&HYPERLINK("http://a.b","点我")&"', "=1+1", "@SUM(A1)", "+A1", "A+", "A1", "R1C1", "c"),
    *("TRUE", "{{ 没有 }}", "{% for a in b %}", "{{ ''.__class__ }}", "(a+)+$", "(", "[总分]"),
    *(
        "\\ud83d",
        "\\u202e优",
        "\\u0000",
        "\\u001b[31m",
        "\\ufeff",
        "e\\u0301",
        "👨‍👩‍👧",
        "１２",
        "٣",
    ),
    *("../../x", "con", "x'y", "x!y", "a b", "总分", "<b>", "&amp;", "]]>", "_x0041_", " ", "\\n"),
    *("#REF!", "Sheet1!A1", "_xlnm.Print_Area", "XLE_RATIO", "name\\ttab", "é", "ß", "ſ", "İ"),
)
_LINE = re.compile(r"^(\s*)([^\s=\[#]+)(\s*=\s*)(.+)$", re.MULTILINE)
_QUOTED = re.compile(r'"(?:[^"\\\n]|\\.)*"')


def toml_changed(text: str, data: dict[str, object], random: Random) -> str:
    """Change a TOML text in a place or a few; ``data`` is what it says."""
    places = list(places_of(data, ()))
    values, quoted = list(_LINE.finditer(text)), list(_QUOTED.finditer(text))
    kind = random.randrange(4)
    if kind == 0 and places:
        return written(slipped(data, random.choice(places), random)[0])
    if kind == 1 and values:
        found = random.choice(values)
        value = random.choice((*_VALUES, *map(as_toml, _TEXTS)))
        return text[: found.start(4)] + value + text[found.end(4) :]
    if kind == 2 and quoted:
        found = random.choice(quoted)
        strange = random.choice(_TEXTS)
        put = random.choice((f'"{strange}"', f"'{strange}'", found[0][:-1] + strange + '"'))
        return text[: found.start()] + put + text[found.end() :]
    return _broken(text, random)


def _broken(text: str, random: Random) -> str:
    lines = text.splitlines(keepends=True) or [""]
    at, other = random.randrange(len(lines)), random.randrange(len(lines))
    match random.randrange(5):
        case 0:
            del lines[at]
        case 1:
            lines.insert(other, lines[at])
        case 2:
            lines[at], lines[other] = lines[other], lines[at]
        case 3:
            del lines[at:]
        case _:
            cut = random.randrange(len(lines[at]) + 1)
            strange = random.choice(('"', "'''", "[", "]", "{", "=", "#", "\x00", "\x1b", "\r"))
            lines[at] = lines[at][:cut] + strange + lines[at][cut:]
    return "".join(lines)
