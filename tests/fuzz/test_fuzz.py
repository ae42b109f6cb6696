"""A thousand damaged files: a right answer or a clear word, and no value read as another.

More by hand: ``python -m tests.fuzz 10000 5000``.
"""

from pathlib import Path

import pytest

from tests.fuzz.attempts import attempt

_AT_A_TIME = 100


@pytest.fixture(scope="session")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("fuzz")


@pytest.mark.parametrize("first", range(0, 1_000, _AT_A_TIME))
def test_every_damaged_file_gets_a_right_answer_or_a_clear_word(first: int, folder: Path) -> None:
    seeds = range(first, first + _AT_A_TIME)
    assert [fault for seed in seeds for fault in attempt(seed, folder)] == []
