"""``xlevaluate open``: LibreOffice starts, the workbook is open in it, its cells are alive."""

import os
import signal
import subprocess
from collections.abc import Callable, Iterator
from contextlib import suppress
from pathlib import Path
from typing import Any

import pytest

from tests.excel.libreoffice.conftest import Make
from xlevaluate.cli import main
from xlevaluate.excel.libreoffice import soffice
from xlevaluate.submission import Submission

pytestmark = pytest.mark.libreoffice


@pytest.fixture
def screen() -> Iterator[str]:
    """A screen that nobody looks at; a window without one would draw itself for ever."""
    command = ["Xvfb", "-displayfd", "1", "-screen", "0", "1280x900x24", "-nolisten", "tcp"]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL) as server:
        assert server.stdout is not None
        yield f":{int(server.stdout.readline())}"
        server.terminate()


@pytest.fixture
def started(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, screen: str
) -> Callable[[], list[subprocess.Popen[bytes]]]:
    """LibreOffice on that screen, with a profile of its own."""
    monkeypatch.setenv("DISPLAY", screen)
    monkeypatch.setenv("SAL_USE_VCLPLUGIN", "gen")
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path / "config"))
    processes: list[subprocess.Popen[bytes]] = []
    start = soffice.start

    def noted(pipe: str, *options: str) -> subprocess.Popen[bytes]:
        processes.append(start(pipe, *options))
        return processes[-1]

    monkeypatch.setattr(soffice, "start", noted)
    return lambda: processes


def test_the_workbook_is_open_with_its_cells_alive(
    started: Callable[[], list[subprocess.Popen[bytes]]],
    make: Make,
    sample: Callable[[str], Submission],
) -> None:
    path = make(sample("seed"))
    try:
        assert main(["open", str(path)]) == 0
        (process,) = started()
        desktop = soffice.connect(f"xlevaluate-{os.getpid()}", process)
        document: Any = desktop.getCurrentComponent()
        assert document.Title.startswith(path.name)
        live = document.NamedRanges.getByName("xle_live").getReferredCells()
        assert live.getCellByPosition(0, 0).Value == 1
        document.close(True)
    finally:
        for process in started():
            with suppress(ProcessLookupError):
                os.killpg(process.pid, signal.SIGKILL)
            process.wait(30)
