"""A thousand damaged files: a right answer or a clear word, and no value read as another.

More by hand: ``python -m tests.fuzz 10000 5000``.
"""

from pathlib import Path

import pytest

from tests.fuzz.attempts import attempt, imported

_AT_A_TIME = 100
_IMPORTS = 24
"""Each takes as long as six of the others."""


@pytest.fixture(scope="session")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("fuzz")


@pytest.mark.parametrize("first", range(0, 1_000, _AT_A_TIME))
def test_every_damaged_file_gets_a_right_answer_or_a_clear_word(first: int, folder: Path) -> None:
    seeds = range(first, first + _AT_A_TIME)
    assert [fault for seed in seeds for fault in attempt(seed, folder)] == []


def test_import_gives_every_odd_file_a_right_answer_or_a_clear_word(folder: Path) -> None:
    """More by hand: ``python -m tests.fuzz 3000 0 import``."""
    assert [fault for seed in range(_IMPORTS) for fault in imported(seed, folder)] == []
