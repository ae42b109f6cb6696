"""What happens where a step fails by which a program changes what lies on the disk.

A step is the opening of a file for writing, a writing, flushing or closing of it, a renaming,
linking, removing, or the making of a folder. Opening and naming are seen by an audit hook, whatever
function does it. What is tried runs in a process of its own, for hooks stay.
"""

import builtins
import errno
import io
import os
import sys
import traceback
from collections.abc import Callable
from typing import IO, Any, Literal, NamedTuple

Fault = Literal["full", "broken", "denied", "killed"]
"""From a step on no room on the disk; one that fails; from it on no rights; the end of all."""

FAULTS: tuple[Fault, ...] = ("full", "broken", "denied", "killed")
KILLED = 9

_AUDITED = frozenset({"os.rename", "os.link", "os.mkdir", "os.chmod", "os.truncate", "os.symlink"})
_REMOVING = frozenset({"os.remove", "os.rmdir"})
_WRITING = os.O_WRONLY | os.O_RDWR | os.O_CREAT
_CODES = {"full": errno.ENOSPC, "broken": errno.EIO, "denied": errno.EACCES}
_DENIED = frozenset({"open", *_AUDITED})


class Ended(NamedTuple):
    """How a process ended: its code, what it said, how many steps there were."""

    code: int
    said: str
    steps: int


class _Steps:
    """Counts steps, and lets the ``at``-th fail (from 1; 0 lets none)."""

    def __init__(self, at: int, fault: Fault) -> None:
        self.count, self._at, self._fault = 0, at, fault

    def __call__(self, step: str) -> None:
        if step in _REMOVING and self._fault != "killed":
            return  # for which a full disk has room, and without which nothing can be cleared away
        self.count += 1
        is_it = self.count == self._at
        is_after = 0 < self._at <= self.count
        if self._fault == "killed" and is_it:
            os._exit(KILLED)
        if self._fault == "denied" and step not in _DENIED:
            return
        if is_it or (is_after and self._fault != "broken"):
            code = _CODES[self._fault]
            raise OSError(code, os.strerror(code))

    def audit(self, event: str, arguments: tuple[Any, ...]) -> None:
        """Be called by Python before it does something."""
        if event == "open":
            path, _, flags = arguments
            if flags & _WRITING and not isinstance(path, int) and str(path) != os.devnull:
                self("open")
        elif event in _AUDITED or event in _REMOVING:
            self(event)


def run(act: Callable[[], int], at: int = 0, fault: Fault = "full") -> Ended:
    """Run something in a process of its own, whose ``at``-th step fails."""
    reading, writing = os.pipe()
    child = os.fork()
    if child == 0:
        os.close(reading)
        _act(act, _Steps(at, fault), writing)
    os.close(writing)
    with os.fdopen(reading, encoding="utf-8") as stream:
        steps, _, said = stream.read().partition(" ")
    _, status = os.waitpid(child, 0)
    return Ended(os.waitstatus_to_exitcode(status), said, int(steps or 0))


def _act(act: Callable[[], int], steps: _Steps, told: int) -> None:
    said = io.StringIO()
    sys.stdout = sys.stderr = said
    sys.dont_write_bytecode = True
    code = 99
    try:
        _watch(steps)
        code = act()
    except BaseException:  # noqa: BLE001 - whatever it is, it is told, and the process ends here
        traceback.print_exc(file=said)
    finally:
        os.write(told, f"{steps.count} {said.getvalue()}".encode(errors="replace"))
        os._exit(code)


def _watch(steps: _Steps) -> None:
    """See every step from now on; there is no way back."""
    real, synced = io.open, os.fsync

    class Raw(io.FileIO):
        def write(self, content: Any) -> int:
            steps("write")
            return super().write(content) or 0

        def close(self) -> None:
            was_open = not self.closed
            super().close()
            if was_open:
                steps("close")

    def opened(
        file: Any, mode: str = "r", buffering: int = -1, *rest: Any, **settings: Any
    ) -> IO[Any]:
        if not set(mode) & set("wax+"):
            return real(file, mode, buffering, *rest, **settings)
        kept = {name: settings.pop(name) for name in ("closefd", "opener") if name in settings}
        raw = Raw(file, mode.replace("b", "").replace("t", ""), **kept)
        stream: Any = io.BufferedRandom(raw) if "+" in mode else io.BufferedWriter(raw)
        return stream if "b" in mode else io.TextIOWrapper(stream, *rest, **settings)

    def sync(file: int) -> None:
        steps("sync")
        synced(file)

    for module in (builtins, io):
        vars(module)["open"] = opened
    vars(os)["fsync"] = sync
    sys.addaudithook(steps.audit)
