"""Characters as they are read, and quoted as they were written."""

import pytest

from xlevaluate.texts.characters import plain_of, sentences_of


@pytest.mark.parametrize(
    ("written", "read"),
    [
        ("支出１２．５％", "支出12.5%"),
        ("“三公”经费", "三公经费"),
        ("支出 12.5 万元", "支出12.5万元"),
        ("三公经费 12 11.14", "三公经费12 11.14"),
        ("(一)概况", "（一）概况"),
        ("甲\u3000乙", "甲乙"),
        ("2021—2025年", "2021-2025年"),
        ("第一行\r\n第二行", "第一行\n\n第二行"),
        ("", ""),
    ],
)
def test_signs_are_made_alike_and_blanks_between_chinese_go(written: str, read: str) -> None:
    assert plain_of(written).text == read


@pytest.mark.parametrize(
    ("written", "piece", "quoted"),
    [
        ("全年“三公”经费１２万元。", "三公经费12万元", "“三公”经费１２万元"),
        ("支出 12 万元", "12万元", "12 万元"),
    ],
)
def test_what_was_read_is_quoted_as_written(written: str, piece: str, quoted: str) -> None:
    plain = plain_of(written)
    start = plain.text.index(piece)
    assert plain.quote(start, start + len(piece)) == quoted
    assert plain.quote(start, start) == ""


@pytest.mark.parametrize(
    ("text", "sentences"),
    [
        ("甲。乙！丙？丁", ["甲", "乙", "丙", "丁"]),
        ("甲，乙；丙\n丁", ["甲，乙；丙", "丁"]),
        ("。。", []),
    ],
)
def test_sentences_end_with_their_signs_and_lines(text: str, sentences: list[str]) -> None:
    plain = plain_of(text)
    assert [plain.text[start:end] for start, end in sentences_of(plain)] == sentences
