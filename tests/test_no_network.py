"""Nothing that the program does for a user reaches for the network."""

import socket
from collections.abc import Callable
from pathlib import Path
from typing import Any, NoReturn

import pytest

from xlevaluate.cli import main
from xlevaluate.submission import Submission


def test_no_command_opens_a_socket(
    workbook: Callable[[Submission], Path],
    sample: Callable[[str], Submission],
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    def refuse(*given: Any, **named: Any) -> NoReturn:
        raise AssertionError("a socket was opened")

    file, package = str(workbook(sample("corrected"))), str(tmp_path / "报件.zip")
    monkeypatch.setattr(socket, "socket", refuse)
    monkeypatch.setattr(socket, "getaddrinfo", refuse)
    for arguments in (
        ["check", file, "--write", "--html", str(tmp_path / "页.html"), "--previous", file],
        ["check", file, "--json"],
        ["read", file],
        ["score", file],
        ["rules"],
        ["schema"],
        ["dump", file],
        ["doctor", file],
        ["repair", file, "-o", str(tmp_path / "新.xlsx")],
        ["report", file, "-o", str(tmp_path / "告.docx"), "--charts"],
        ["export", file, "-o", package],
        ["verify", package],
        ["new", str(tmp_path / "空.xlsm")],
        ["upgrade", str(tmp_path / "空.xlsm"), "-o", str(tmp_path / "升.xlsm")],
        ["template", "check", "hunan_department"],
    ):
        assert main(arguments) in {0, 1}, arguments
