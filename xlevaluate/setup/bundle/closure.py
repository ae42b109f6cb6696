"""Hold the files of the folder that this file lies in against ``SHA256SUMS.txt`` beside it.

It goes into the offline installation and is run there by a Python that has nothing installed:
only the standard library, and nothing of this package.
"""

import hashlib
import sys
from pathlib import Path

SUMS = "SHA256SUMS.txt"
WHEELS = "wheels"


def sum_of(path: Path) -> str:
    """Return a file's SHA-256."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def differences(folder: Path) -> list[str]:
    """Return what is missing, changed or was added, in Chinese; an empty list if nothing is."""
    lines = (folder / SUMS).read_text(encoding="utf-8").splitlines()
    listed = {name: digest for digest, name in (line.split("  ", 1) for line in lines)}
    found = []
    for name, digest in listed.items():
        path = folder / name
        if not path.is_file():
            found.append(f"缺少 {name}")
        elif sum_of(path) != digest:
            found.append(f"内容变了：{name}")
    present = {f"{WHEELS}/{path.name}" for path in (folder / WHEELS).glob("*")}
    return found + [f"多出 {name}" for name in sorted(present - listed.keys())]


def main() -> int:
    """Say what is different and return 1, or return 0."""
    folder = Path(__file__).parent
    try:
        found = differences(folder)
    except (OSError, ValueError):
        found = [f"{SUMS} 读不出，或内容不对"]
    sys.stdout.write("".join(f"{line}\n" for line in found or ["文件齐全，没有改动。"]))
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main())
