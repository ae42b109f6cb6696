"""What the bureau's commands have in common: the packages they need, how far they say they are."""

import io

import pytest

from xlevaluate.cli import main
from xlevaluate.commands import submissions
from xlevaluate.rollup.rolling_up import Progress


@pytest.mark.parametrize(
    "asked",
    [
        ("rollup", "报送", "-o", "汇总.xlsx"),
        ("sample", "报送", "-o", "名单.xlsx", "--per-grade", "优=1"),
        ("review", "报送", "-o", "复核"),
        ("letters", "报送", "-o", "反馈"),
        ("history", "--store", "历年.db"),
    ],
)
def test_what_is_not_installed_is_named(
    asked: tuple[str, ...], monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(submissions, "find_spec", lambda _: None)
    assert main(list(asked)) == 2
    assert "pip install xlevaluate[bureau]" in capsys.readouterr().err


class _Terminal(io.StringIO):
    def isatty(self) -> bool:
        return True


@pytest.mark.parametrize(("terminal", "is_told"), [(_Terminal(), True), (io.StringIO(), False)])
def test_somebody_who_looks_sees_how_far_it_is(
    terminal: io.StringIO, is_told: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("sys.stderr", terminal)
    with submissions._told() as show:
        show(Progress(files=12))
        show(Progress(files=12, looked_at=12, read=12))
    assert ("12/12" in terminal.getvalue()) == is_told
    assert ("每秒" in terminal.getvalue()) == is_told


@pytest.mark.parametrize("jobs", ["0", "-1", "两个"])
def test_a_number_of_processes_that_makes_no_sense_is_told(
    jobs: str, capsys: pytest.CaptureFixture[str]
) -> None:
    try:
        code: object = main(["rollup", ".", "-o", "汇总.xlsx", "--jobs", jobs])
    except SystemExit as ended:
        code = ended.code
    assert code == 2
    assert jobs in capsys.readouterr().err
