"""What the command line says is Chinese: usage, help, and whatever goes wrong with a file."""

import argparse
import ast
import json
import re
import tomllib
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.hunan import MODEL
from xlevaluate import cli
from xlevaluate.commands.parser import make_parser
from xlevaluate.commands.usage_messages import MESSAGES, usage_in_chinese
from xlevaluate.files.toml_slips import SLIPS, slip_of
from xlevaluate.template.template import Template

HAN = re.compile(r"[\u4e00-\u9fff]")
ENGLISH = re.compile(r"[A-Za-z]{2,}(?:[ ,:;-]+[A-Za-z]{2,}){2,}")
"""Three words one after another, which no name of a file, a field or an option is."""
COMMANDS = re.compile(r"(?:xlevaluate|pip|sudo apt) [A-Za-z .-]+")
"""What one is told to type."""
PLACEHOLDER = re.compile(r"%(?:\((\w+)\))?([rs])")


def english_in(said: str) -> list[str]:
    return ENGLISH.findall(COMMANDS.sub("", said))


def messages_of_argparse() -> set[str]:
    """Return the texts that argparse of this Python passes through gettext."""
    tree = ast.parse(Path(argparse.__file__).read_text(encoding="utf-8"))
    calls = (node for node in ast.walk(tree) if isinstance(node, ast.Call))
    return {
        text.value
        for call in calls
        if isinstance(call.func, ast.Name) and call.func.id in {"_", "ngettext"}
        for text in call.args
        if isinstance(text, ast.Constant) and isinstance(text.value, str)
    }


def test_each_message_of_argparse_is_translated() -> None:
    found = messages_of_argparse()
    assert len(found) > 30
    assert found - MESSAGES.keys() == set()


def test_each_complaint_of_tomllib_is_translated() -> None:
    source = (Path(tomllib.__file__).parent / "_parser.py").read_text(encoding="utf-8")
    calls = (node for node in ast.walk(ast.parse(source)) if isinstance(node, ast.Call))
    texts = [
        call.args[-1]
        for call in calls
        if isinstance(call.func, ast.Name) and call.func.id == "suffixed_err"
    ]
    begun = {
        str(ast.literal_eval(text.values[0] if isinstance(text, ast.JoinedStr) else text))
        for text in texts
    }
    assert len(begun) > 15
    assert begun - SLIPS.keys() == set()
    assert slip_of("Expected '=' after a key in a key/value pair") == "名称后面缺少“=”"
    assert slip_of("Something new") == "不符合 TOML 的写法"


@pytest.mark.parametrize("message", MESSAGES)
def test_a_translation_says_the_same_things(message: str) -> None:
    translation = MESSAGES[message]
    words = PLACEHOLDER.sub("", message)
    assert (
        HAN.search(translation)
        or message == "argument %(argument_name)s: %(message)s"
        or (not re.search("[a-z]{2}", words))
    )
    named = {name for name, _ in PLACEHOLDER.findall(message)}
    assert {name for name, _ in PLACEHOLDER.findall(translation)} <= named
    if named == {""}:
        assert len(PLACEHOLDER.findall(translation)) == len(PLACEHOLDER.findall(message))


def test_other_parsers_keep_their_words() -> None:
    with usage_in_chinese():
        assert argparse.ArgumentParser(prog="p").format_usage().startswith("用法：")
    assert argparse.ArgumentParser(prog="p").format_usage().startswith("usage: ")


def parsers() -> dict[str, argparse.ArgumentParser]:
    with usage_in_chinese():
        parser = make_parser("1")
    (commands,) = (a for a in parser._actions if isinstance(a, argparse._SubParsersAction))
    return {"": parser, **commands.choices}


PARSERS = parsers()


@pytest.mark.parametrize("name", PARSERS)
def test_no_option_is_abbreviated(name: str, capsys: pytest.CaptureFixture[str]) -> None:
    for action in PARSERS[name]._actions:
        for option in action.option_strings:
            if option.startswith("--"):
                with pytest.raises(SystemExit) as ended:
                    cli.main([name, "a", option[:-1]] if name else [option[:-1], "schema"])
                assert ended.value.code == 2
                assert re.search("不认识：|缺少：|可用：", capsys.readouterr().err)


@pytest.mark.parametrize("name", PARSERS)
def test_help_holds_no_english_sentence(name: str, capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as ended:
        cli.main([name, "--help"] if name else ["--help"])
    assert ended.value.code == 0
    said = capsys.readouterr().out
    assert said.startswith("用法：")
    assert english_in(said) == []


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["check", "a", "--json=1"], "--json 后面不能带内容，现在是“1”"),
        (["new", "a", "--host", "word"], "--host 没有“word”，可用："),
        (["fly"], "没有“fly”，可用："),
        (["chekc", "a.xlsx"], "最接近的是 check。"),
        (["libreoffice", "fly"], "没有“fly”，可用："),
        (["new", "a", "--year", "x"], "--year 应为整数，现在是“x”"),
        (["new", "a", "--unit"], "--unit 后面缺少内容"),
        (["new", "a", "b"], "不认识：b"),
        (["new", "a", "-x"], "不认识：-x"),
        (["report", "a", "-o"], "-o/--output 后面缺少内容"),
        (["bundle", "a", "--python", "2.7"], "--python 没有“2.7”，可用："),
        (["check", "--", "--json"], "找不到文件“--json”"),
    ],
)
def test_usage_is_complained_of_in_chinese(
    arguments: list[str], said: str, capsys: pytest.CaptureFixture[str]
) -> None:
    try:
        code: object = cli.main(arguments)
    except SystemExit as ended:
        code = ended.code
    assert code == 2
    told = capsys.readouterr().err
    assert said in told
    assert english_in(told) == []


def data_with(path: str, value: object) -> str:
    data = MODEL().model_dump(mode="json")
    node = data
    *steps, last = path.split(".")
    for step in steps:
        node = node[step]
    node[last] = value
    return json.dumps(data)


BAD_DATA = {
    "没有这一项": data_with("nothing", 1),
    "应为文字": data_with("unit.name", 1),
    "应为数字": data_with("basic_data.approved_posts", "many"),
    "布尔": data_with("basic_data.approved_posts", True),
    "非数": data_with("basic_data.approved_posts", "NaN"),
    "对象": data_with("unit", []),
    "数组": data_with("explanations", {}),
    "项": data_with("explanations", [1]),
    "缺": data_with("explanations", [{}]),
    "空文字": data_with("unit.name", ""),
    "年": data_with("year", 1),
    "年数": data_with("year", 2023.5),
    "年字": data_with("year", "二〇二三"),
    "日期": data_with("basic_data.filing.date", "yesterday"),
    "日期数": data_with("basic_data.filing.date", [1]),
    "类别": data_with("self_evaluation.indicators", {"speed": []}),
    "类别数组": data_with("self_evaluation.indicators", {"quantity": 1}),
    "档次": data_with("self_evaluation.indicators", {"quantity": [{"band": 1}]}),
    "级别": data_with("outline", [{"level": "章", "text": "x"}]),
    "过长": data_with("unit.name", "长" * 40_000),
    "控制字符": data_with("unit.name", "a\x00b"),
    "不是对象": "[1]",
    "不是JSON": "{,}",
    "空": "",
}


@pytest.mark.parametrize("name", BAD_DATA)
def test_data_are_complained_of_in_chinese(
    name: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    data = tmp_path / "数据.json"
    data.write_text(BAD_DATA[name], encoding="utf-8")
    code = cli.main(["new", str(tmp_path / "a.xlsx"), "--data", str(data)])
    told = capsys.readouterr().err.replace(str(tmp_path), "")
    assert code in {0, 2}, told
    assert english_in(told) == []


BAD_PROFILES: dict[str, tuple[str, str]] = {
    "no value": ("execution = 10", "execution ="),
    "no table": ("[frame]", "[frame"),
    "no key": ("[frame]", "[frame]\n= 1"),
    "twice": ("[frame]", "[frame]\n[frame]"),
    "an open text": ("[frame]", '[frame]\na = "b'),
    "a wrong escape": ("[frame]", '[frame]\na = "\\q"'),
    "a negative number": ("execution = 10", "execution = -1"),
    "a text": ("execution = 10", 'execution = "many"'),
    "a list": ("execution = 10", "execution = [1]"),
    "a truth": ("execution = 10", "execution = true"),
    "no number": ("execution = 10", "execution = nan"),
    "no end": ("execution = 10", "execution = inf"),
    "an unknown key": ("[frame]", "[frame]\nspeed = 1"),
    "an unknown dimension": ("output = 50", "speed = 50"),
    "a missing key": ("execution = 10", "# execution = 10"),
    "a date": ("execution = 10", "execution = 2024-13-45"),
}


@pytest.mark.parametrize("name", BAD_PROFILES)
def test_a_profile_is_complained_of_in_chinese(
    name: str, tmp_path: Path, template: Template, capsys: pytest.CaptureFixture[str]
) -> None:
    text = (template.folder / "profile.toml").read_text(encoding="utf-8")
    before, after = BAD_PROFILES[name]
    assert before in text
    own = tmp_path / "本县.toml"
    own.write_text(text.replace(before, after, 1), encoding="utf-8")
    assert cli.main(["new", str(tmp_path / "a.xlsx"), "--profile", str(own)]) == 2
    told = capsys.readouterr().err.replace(str(tmp_path), "")
    assert HAN.search(told)
    assert english_in(told) == []


def a_zip(path: Path) -> None:
    with zipfile.ZipFile(path, "w") as package:
        package.writestr("a.txt", "a")


def a_broken_workbook(path: Path) -> None:
    with zipfile.ZipFile(path, "w") as package:
        package.writestr("xl/workbook.xml", "<a>")


def half_a_workbook(path: Path) -> None:
    assert cli.main(["new", str(path.with_name("whole.xlsm"))]) == 0
    content = path.with_name("whole.xlsm").read_bytes()
    path.write_bytes(content[: len(content) // 2])


def a_damaged_workbook(path: Path) -> None:
    assert cli.main(["new", str(path.with_name("whole.xlsm"))]) == 0
    content = bytearray(path.with_name("whole.xlsm").read_bytes())
    for place in range(2000, len(content) - 6000, 97):
        content[place] ^= 0xFF
    path.write_bytes(content)


FILES: dict[str, Callable[[Path], object]] = {
    "nothing": lambda _: None,
    "a folder": lambda path: path.mkdir(),
    "an empty file": lambda path: path.write_bytes(b""),
    "a text": lambda path: path.write_text("a"),
    "another zip": a_zip,
    "a broken workbook": a_broken_workbook,
    "half a workbook": half_a_workbook,
    "a damaged workbook": a_damaged_workbook,
}


@pytest.mark.parametrize("suffix", [".xlsx", ".xlsm", ".zip"])
@pytest.mark.parametrize("name", FILES)
def test_files_are_complained_of_in_chinese(
    name: str,
    suffix: str,
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("DISPLAY", "")
    monkeypatch.setenv("HOME", str(tmp_path))
    path = tmp_path / f"表{suffix}"
    FILES[name](path)
    capsys.readouterr()
    for command in ("check", "score", "report", "dump", "export", "verify", "upgrade", "doctor"):
        code = cli.main([command, str(path)])
        told = "".join(capsys.readouterr()).replace(str(tmp_path), "")
        assert code in (
            {0, 1, 2} if command == "doctor" else {1, 2} if command == "verify" else {2}
        ), (command, told)
        assert HAN.search(told)
        assert english_in(told) == [], command
