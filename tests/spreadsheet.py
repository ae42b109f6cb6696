"""A real spreadsheet program: LibreOffice, without a screen."""

import json
import subprocess
import uuid
from pathlib import Path
from typing import Any

_EDIT = Path(__file__).parent / "workbook" / "edit.py"
_SYSTEM_PYTHON = "/usr/bin/python3"
"""The interpreter that the system's package of ``uno`` is for."""

# Recalculate every file on load, whatever results are stored in it.
_ALWAYS = """<?xml version="1.0" encoding="UTF-8"?>
<oor:items xmlns:oor="http://openoffice.org/2001/registry"
  xmlns:xs="http://www.w3.org/2001/XMLSchema"
  xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance">
<item oor:path="/org.openoffice.Office.Calc/Formula/Load">
<prop oor:name="OOXMLRecalcMode" oor:op="fuse"><value>0</value></prop></item>
</oor:items>
"""


def convert(files: list[Path], kind: str, target: Path, profile: Path) -> list[Path]:
    """Open files, recalculate them, and save each in ``target`` as ``kind`` (``xlsx``, ``pdf``)."""
    user = profile / "user"
    user.mkdir(parents=True, exist_ok=True)
    (user / "registrymodifications.xcu").write_text(_ALWAYS, encoding="utf-8")
    subprocess.run(
        [
            "soffice",
            f"-env:UserInstallation={profile.as_uri()}",
            "--headless",
            "--convert-to",
            kind,
            "--outdir",
            str(target),
            *map(str, files),
        ],
        check=True,
        capture_output=True,
        timeout=600,
    )
    suffix = "." + kind.split(":", maxsplit=1)[0]
    made = [target / file.with_suffix(suffix).name for file in files]
    missing = [path.name for path in made if not path.exists()]
    assert not missing, missing
    return made


def edit_in_office(edits: list[list[Any]], source: Path, target: Path, profile: Path) -> None:
    """Edit a workbook as a user would (see ``workbook/edit.py``), recalculate it and save it."""
    pipe = f"xlevaluate-{uuid.uuid4().hex}"
    office = subprocess.Popen(
        [
            "soffice",
            f"-env:UserInstallation={profile.as_uri()}",
            "--headless",
            "--norestore",
            f"--accept=pipe,name={pipe};urp;",
        ],
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    try:
        subprocess.run(
            [_SYSTEM_PYTHON, str(_EDIT), pipe, str(source), str(target)],
            input=json.dumps(edits),
            text=True,
            check=True,
            timeout=120,
        )
        office.wait(timeout=30)
    finally:
        office.kill()
        office.wait()


def pages_of(printed: Path) -> list[str]:
    """Return the text of each page of a PDF, laid out as it is there."""
    text = subprocess.run(
        ["pdftotext", "-layout", str(printed), "-"], check=True, capture_output=True, text=True
    ).stdout
    return text.rstrip("\f").split("\f")
