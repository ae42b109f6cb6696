"""Many attempts by hand: ``python -m tests.fuzz [COUNT] [FIRST SEED]``; figures at the end."""

import sys
import tempfile
import time
from collections import Counter
from pathlib import Path

from tests.fuzz.attempts import attempt
from xlevaluate.commands.talk import say


def main(count: int = 10_000, first: int = 0) -> None:
    """Try so many seeds; print each fault as it comes, and how many there were of each kind."""
    kinds: Counter[tuple[str, str]] = Counter()
    start = time.perf_counter()
    with tempfile.TemporaryDirectory() as folder:
        for seed in range(first, first + count):
            for fault in attempt(seed, Path(folder)):
                kinds[fault.family, fault.words[:40]] += 1
                say(" | ".join(map(str, fault)))
    say(f"{count} attempts, {kinds.total()} faults, {time.perf_counter() - start:.0f} s")
    for kind, number in kinds.most_common():
        say(f"{number} {' '.join(kind)}")


if __name__ == "__main__":
    main(*map(int, sys.argv[1:]))
