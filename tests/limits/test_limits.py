"""What is small to send and large to read is told in time, with the figure that it goes beyond."""

import dataclasses
import json
import os
import resource
from collections.abc import Callable, Iterator
from pathlib import Path
from unittest.mock import patch

import pytest

from tests.fuzz.attempts import COMMANDS, STAND_INS
from tests.fuzz.bases import Base, base_of, families_in
from tests.fuzz.judge import Answer, faults, run
from tests.limits.bombs import MB, bomb, lying, overlapping

FAMILY = "project_goals"
MOST_CPU = 30
"""Seconds after which the system ends a process that was meant to take ten."""


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    made = tmp_path_factory.mktemp("bombs")
    with families_in(made):
        yield made


@pytest.fixture(scope="module")
def base(folder: Path) -> Base:
    return base_of(FAMILY, folder)


def answer_of(command: str, file: Path) -> Answer:
    """Give a file to a command in a process of its own, which cannot harm this one."""
    return answer_to(COMMANDS[command](file), file.with_suffix(".json"))


def answer_to(arguments: list[str], told: Path) -> Answer:
    """Run a command in a process of its own, which tells its answer in a file."""
    child = os.fork()
    if child == 0:
        resource.setrlimit(resource.RLIMIT_CPU, (MOST_CPU, MOST_CPU))
        for target, stand_in in STAND_INS.items():
            patch(f"xlevaluate.{target}", stand_in).start()
        answer = run(*arguments)
        told.write_text(json.dumps(dataclasses.asdict(answer)), encoding="utf-8")
        os._exit(0)
    assert os.waitpid(child, 0)[1] == 0, f"{arguments[0]} was ended by the system"
    return Answer(**json.loads(told.read_text(encoding="utf-8")))


REFUSED = {
    ("cells", "check"): "一张表里有内容的单元格超过 500,000 个",
    ("formats", "check"): "一个部件里的 XML 元素超过 2,500,000 个",
    ("formats", "open"): "里的 XML 标记超过 1,000,000 个",
    ("merges", "check"): "一张表里合并的单元格超过 100,000 处",
    ("arrays", "check"): "数组公式乘以单元格超过 10,000,000 个",
    ("names", "check"): "名称超过 50,000 个",
    ("sheets", "check"): "工作表超过 1,000 张",
    ("styles", "check"): "单元格格式超过 100,000 种",
    ("strings", "check"): "不同的文字超过 500,000 条",
    ("members", "check"): "部件超过 20,000 个",
    ("members", "open"): "部件超过 20,000 个",
    ("rows", "open"): "解开后超过 30 MB",
    ("blanks", "check"): "全部内容超过 150 MB",
    ("media", "open"): "全部内容超过 150 MB",
}


@pytest.mark.parametrize(("name", "command"), REFUSED)
def test_what_is_too_large_is_told(name: str, command: str, base: Base, folder: Path) -> None:
    file = folder / "大.xlsx"
    file.write_bytes(bomb(base.content, name))
    answer = answer_of(command, file)
    assert list(faults(answer)) == []
    assert answer.code == 2
    assert "“大.xlsx”" in answer.talk
    assert REFUSED[name, command] in answer.talk


@pytest.mark.parametrize(
    ("name", "command"),
    [
        *(("rows", "check --write"), ("rows", "repair"), ("sheets of one part", "repair")),
        *(("long text", "check --write"), ("one long text", "check"), ("long code", "check")),
        *(("attributes", "check"), ("depth", "check"), ("rows in every sheet", "check --write")),
        *(("rows in every sheet", "open"), ("format codes", "open"), ("merges", "open")),
    ],
)
def test_what_is_large_takes_no_more_than_its_time(
    name: str, command: str, base: Base, folder: Path
) -> None:
    file = folder / "大.xlsx"
    file.write_bytes(bomb(base.content, name))
    assert list(faults(answer_of(command, file))) == []


LIES: dict[str, Callable[[Base], bytes]] = {
    "media": lambda base: lying(bomb(base.content, "media"), 1_000),
    "blanks": lambda base: lying(bomb(base.content, "blanks"), 1_000),
    "overlapping": lambda base: overlapping(base.content, 100, 5 * MB),
    "overlapping and lying": lambda base: lying(overlapping(base.content, 100, 5 * MB), 1_000),
}


@pytest.mark.parametrize(
    ("lie", "command"),
    [
        *(("media", command) for command in ("check --write", "open", "doctor", "upgrade")),
        *(("blanks", "check"), ("overlapping", "check"), ("overlapping and lying", "open")),
        *((lie, "verify") for lie in ("media", "overlapping and lying")),
    ],
)
def test_sizes_that_are_not_true_cost_nothing(
    lie: str, command: str, base: Base, folder: Path
) -> None:
    file = folder / "谎.xlsx"
    file.write_bytes(LIES[lie](base))
    answer = answer_of(command, file)
    assert list(faults(answer)) == []
    assert answer.code == 2, answer
    assert answer.megabytes < 100


def test_two_thousand_indicators_take_no_more_than_two_times_one_thousand(folder: Path) -> None:
    """In time of the processor, of which reading, rules and words take a share each."""
    hunan = base_of("hunan_department", folder)
    took = {}
    for count in (400, 800):
        data = json.loads(hunan.data)
        indicators = data["self_evaluation"]["indicators"]
        one = indicators["quantity"][0]
        indicators["quantity"] = [one | {"name": f"完成第{n}项任务"} for n in range(count)]
        given, file = folder / f"{count}.json", folder / f"{count}.xlsx"
        given.write_text(json.dumps(data), encoding="utf-8")
        assert run("new", str(file), "--data", str(given)).code == 0
        took[count] = min(run("check", str(file)).seconds for _ in range(2))
    assert took[800] < 3 * took[400]


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ('{"outline": [' + "1," * 200_000 + "1]}", "里的数据超过 100,000 项"),
        ('{"outline": [' + "1," * 90_000 + "1]}", "还有 "),
        ("[" * 300_000, "嵌套过深"),
        (
            "{" + "".join(f'"{n}":1,' for n in range(90_000)) + '"89999":1}',
            "里同一处的“89999”写了两次",
        ),
        ('{"year":' + "9" * 10_000_000 + "}", "的数据有误"),
    ],
    ids=["values", "mistakes", "depth", "repeated", "digits"],
)
def test_data_that_are_too_large_are_told(text: str, said: str, tmp_path: Path) -> None:
    given = tmp_path / "数据.json"
    given.write_text(text, encoding="utf-8")
    answer = run("new", str(tmp_path / "新.xlsx"), "--data", str(given))
    assert list(faults(answer)) == []
    assert answer.code == 2
    assert said in answer.talk
    assert len(answer.talk) < 5_000


def test_a_template_s_file_that_is_too_large_is_told(tmp_path: Path, base: Base) -> None:
    own = tmp_path / "办法.toml"
    own.write_text("a = 1 # " + "字" * MB, encoding="utf-8")
    answer = run("new", str(tmp_path / "新.xlsx"), "--template", FAMILY, "--profile", str(own))
    assert (answer.code, list(faults(answer))) == (2, [])
    assert "“办法.toml”超过 2 MB，过大" in answer.talk
