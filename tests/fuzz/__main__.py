"""Many attempts by hand: ``python -m tests.fuzz [COUNT] [FIRST SEED] [import]``; figures follow.

With ``import`` all of them are odd files of others that are given to that command.
"""

import resource
import sys
import tempfile
import time
from collections import Counter
from pathlib import Path

from tests.fuzz.attempts import attempt, imported, kind_of
from xlevaluate.commands.talk import say

PROGRESS = 250
"""Attempts after which it is said how many there were, with how many faults, in what time."""


def main(count: int = 10_000, first: int = 0, only: str = "") -> None:
    """Try so many seeds; print each fault as it comes, and how many there were of each kind."""
    kinds: Counter[tuple[str, str]] = Counter()
    tried: Counter[str] = Counter()
    longest = (0.0, 0)
    start = time.process_time()
    with tempfile.TemporaryDirectory() as folder:
        for seed in range(first, first + count):
            begun = time.process_time()
            tried[only or kind_of(seed)] += 1
            given = imported if only == "import" else attempt
            for fault in given(seed, Path(folder)):
                kinds[fault.kind, fault.words[:40]] += 1
                say(" | ".join(map(str, fault)))
            if not sum(tried.values()) % PROGRESS:
                say(f"{sum(tried.values())}: {kinds.total()}, {time.process_time() - start:.0f} s")
            longest = max(longest, (time.process_time() - begun, seed))
    took = time.process_time() - start
    most = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    say(f"{count} attempts, {kinds.total()} faults, {took:.0f} s of CPU, at most {most:.0f} MB")
    say(f"longest: {longest[0]:.1f} s of CPU, seed {longest[1]}")
    for name, number in tried.most_common():
        say(f"{number} {name}")
    for kind, number in kinds.most_common():
        say(f"{number} faults: {' '.join(kind)}")


if __name__ == "__main__":
    count, first, *more = (*sys.argv[1:], *("10000", "0")[len(sys.argv) - 1 :])
    main(int(count), int(first), *more)
