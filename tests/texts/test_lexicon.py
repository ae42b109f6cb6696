"""Words: the longest counts, and says what else it says."""

import pytest

from tests.texts.language import lexicon


@pytest.mark.parametrize(
    ("text", "word", "role", "value"),
    [
        ("公务用车运行维护费12万元", "公务用车运行维护费", "thing", "公车运行维护"),
        ("公务用车费", "公务用车费", "thing", "公务用车"),
        ("年初预算数", "年初预算数", "aspect", "initial"),
        ("预算执行率", "预算执行率", "ratio", "预算执行率"),
        ("执行率", "执行率", "completion", ""),
        ("降至", "降至", "to", ""),
        ("下降3%", "下降", "direction", ""),
        ("行政编制", "行政编制", "thing", "行政编制"),
        ("其中", "其中", "among", ""),
        ("包括", "包括", "among", "all"),
    ],
)
def test_the_longest_word_counts(text: str, word: str, role: str, value: str) -> None:
    found = lexicon().at(text, 0)
    assert found is not None
    end, meaning = found
    assert (text[:end], meaning.role, meaning.value) == (word, role, value)


def test_a_word_says_its_time_its_way_and_its_figure_too() -> None:
    def word(text: str) -> tuple[bool, bool, str, int]:
        found = lexicon().at(text, 0)
        assert found is not None
        meaning = found[1]
        return meaning.is_of_this_year, meaning.is_of_what_was, meaning.aspect, meaning.sign

    assert word("全年执行") == (True, False, "", 0)
    assert word("实际支出") == (False, True, "", -1)
    assert word("项目预算") == (False, False, "budget", 0)
    assert word("增长率") == (False, False, "", 1)


def test_what_is_no_word_is_none() -> None:
    assert lexicon().at("噫吁嚱", 0) is None
