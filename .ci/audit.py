"""Hold what the program needs at run time against the known vulnerabilities (pip-audit).

Exit code 1 where a package has one that a newer version does not have. Where the data cannot be
had, that is said, and nothing fails: a build must not depend on somebody's network.
"""

import json
import re
import subprocess
import sys
import tempfile
from importlib import metadata
from pathlib import Path
from typing import Any

from packaging.requirements import Requirement

LONGEST = 180
"""Seconds that the services may take."""


def needed(name: str, extras: frozenset[str] = frozenset()) -> dict[str, str]:
    """Return a package and what it needs, all the way down, with their versions."""
    found: dict[str, str] = {}
    waiting, seen = [(name, extras)], set()
    while waiting:
        package = waiting.pop()
        if package in seen:
            continue
        seen.add(package)
        name, extras = package
        try:
            there = metadata.distribution(name)
        except metadata.PackageNotFoundError:
            continue  # for another system
        found[_plain(name)] = there.version
        for line in there.requires or ():
            wanted = Requirement(line)
            marker = wanted.marker
            if marker is None or any(marker.evaluate({"extra": e}) for e in (*extras, "")):
                waiting.append((wanted.name, frozenset(wanted.extras)))
    return found


def _plain(name: str) -> str:
    return re.sub(r"[-_.]+", "-", name).lower()


def answered(packages: dict[str, str]) -> str:
    """Return what pip-audit says of packages, in JSON, or nothing."""
    with tempfile.TemporaryDirectory() as folder:
        listed = Path(folder) / "requirements.txt"
        listed.write_text("".join(f"{name}=={version}\n" for name, version in packages.items()))
        options = ("--no-deps", "--disable-pip", "--progress-spinner=off", "--timeout=10")
        command = [sys.executable, "-m", "pip_audit", "-r", listed, "-f", "json", *options]
        try:
            done = subprocess.run(
                command, check=False, capture_output=True, text=True, timeout=LONGEST
            )
        except subprocess.TimeoutExpired:
            return ""
    return done.stdout


def judged(answer: str, packages: dict[str, str]) -> tuple[list[str], bool]:
    """Return what is to be said of an answer, and whether something is to be done."""
    try:
        entries: list[dict[str, Any]] = json.loads(answer)["dependencies"]
    except (ValueError, KeyError, TypeError):
        entries = []
    checked = {_plain(entry["name"]): entry["vulns"] for entry in entries if "vulns" in entry}
    unchecked = sorted(packages.keys() - checked.keys())
    if not checked:
        return ["known vulnerabilities: not checked, their data could not be had here"], False
    lines = [f"known vulnerabilities: {len(checked)} packages checked"]
    if unchecked:
        lines.append(f"not checked, unknown to the service: {', '.join(unchecked)}")
    has_remedy = False
    for name, vulnerabilities in sorted(checked.items()):
        for one in vulnerabilities:
            fixed = ", ".join(one["fix_versions"])
            has_remedy = has_remedy or bool(fixed)
            remedy = f"mended in {fixed}" if fixed else "no version mends it yet"
            lines.append(f"{name} {packages.get(name, '')}: {one['id']}, {remedy}")
    return lines, has_remedy


def main() -> int:
    packages = needed("xlevaluate", frozenset({"bundle"}))
    del packages["xlevaluate"]
    lines, has_remedy = judged(answered(packages), packages)
    print("\n".join(lines))
    return int(has_remedy)


if __name__ == "__main__":
    sys.exit(main())
