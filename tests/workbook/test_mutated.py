"""Workbooks with something changed anywhere: read as they are, or told in Chinese."""

import io
import re
import zipfile
from functools import cache
from pathlib import Path
from random import Random

import pytest
from hypothesis import given, settings

from tests.conftest import CREATED
from tests.hunan import MODEL
from tests.submissions import SEEDS
from xlevaluate.errors import CannotDoError
from xlevaluate.template.template import load_template
from xlevaluate.workbook.generate import make_workbook
from xlevaluate.workbook.read import read_workbook

_PIECE = re.compile(rb'<[^<>]+>|"[^"<>]*"|[^<>"]+')
_STRANGE = (
    *(b"", b"0", b"-1", b"9" * 400, b"1e999", b"x", b"#REF!", "字".encode(), b"\x00", b"\xff"),
    *(b"<", b">", b"&", b"&amp;", b'"', b"<c>", b"</c>", b"<v/>", b"<!--", b"]]>", b"_xD800_"),
    *(b"<row r='5'>", b"../../x", b"A1", b"$A$1:$B$2", b"\xe4\xb8"),
)


@cache
def whole() -> bytes:
    """Return a workbook that nothing is wrong with."""
    return make_workbook(load_template(), MODEL(), created=CREATED)[0]


def mutated(content: bytes, random: Random) -> bytes:
    """Change bytes of the zip, or pieces of the XML of a part."""
    if random.random() < 0.3:
        changed = bytearray(content)
        for _ in range(random.randint(1, 4)):
            at = random.randrange(len(changed))
            changed[at : at + random.choice((1, 1, 20))] = random.choice(_STRANGE)
        return bytes(changed)
    stream = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as source:
        names = [name for name in source.namelist() if name.endswith((".xml", ".rels"))]
        chosen = random.choice([name for name in names if not name.startswith("docProps/app")])
        with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as package:
            for name in source.namelist():
                part = source.read(name)
                package.writestr(name, _in_xml(part, random) if name == chosen else part)
    return stream.getvalue()


def _in_xml(part: bytes, random: Random) -> bytes:
    pieces = _PIECE.findall(part)
    for _ in range(random.randint(1, 3)):
        at, other = random.randrange(len(pieces)), random.randrange(len(pieces))
        match random.randrange(4):
            case 0:
                pieces[at] = random.choice(_STRANGE)
            case 1:
                pieces[at], pieces[other] = pieces[other], pieces[at]
            case 2:
                pieces[at] *= 2
            case _:
                pieces[at] = pieces[at].replace(b'"', random.choice((b"", b'" x="')), 1)
    return b"".join(pieces)


@settings(max_examples=300)
@given(seed=SEEDS)
def test_a_change_anywhere_is_read_or_told(
    seed: int, tmp_path_factory: pytest.TempPathFactory
) -> None:
    path: Path = tmp_path_factory.getbasetemp() / "变.xlsx"
    path.write_bytes(mutated(whole(), Random(seed)))
    assert re.fullmatch(r"读出了|“变\.xlsx”.*[一-鿿]。", read_or_told(path), re.DOTALL)


def read_or_told(path: Path) -> str:
    """Read all of a workbook; nothing but what is told to the user may come of it."""
    try:
        snapshot, _ = read_workbook(path)
        for sheet in snapshot.sheets:
            assert snapshot.sheets[sheet] is not None
    except CannotDoError as error:
        return str(error)
    return "读出了"
