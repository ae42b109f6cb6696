"""How commands open a workbook, with the scoring profile it wants."""

from dataclasses import dataclass
from pathlib import Path

from xlevaluate.errors import CannotDoError
from xlevaluate.evaluation.evaluation import Evaluation, evaluate
from xlevaluate.form.reader import read_snapshot
from xlevaluate.form.snapshot import Snapshot
from xlevaluate.submission import Submission
from xlevaluate.template.template import load_template, profile_of
from xlevaluate.workbook.read import read_names


@dataclass(frozen=True)
class Opened:
    """A workbook, read and evaluated."""

    snapshot: Snapshot
    evaluation: Evaluation


def open_workbook(
    path: Path, previous: Submission | None = None, profile: str | None = None
) -> Opened:
    """Read a workbook and evaluate it.

    ``previous`` holds last year's figures; ``profile`` is a scoring profile, by its name or in a
    file, where it is not the one the workbook was made with.
    """
    snapshot, made = read_names(path)
    name, file = (made.profile, None) if profile is None else profile_of(profile)
    if file is None and name != made.profile:
        raise CannotDoError(
            f"“{path.name}”是按{_called(made.profile)}制作的，不是{_called(name)}。"
            "模板中的评分办法不必写 --profile。"
        )
    template = load_template(made.family, name, file)
    reading = read_snapshot(template.form, snapshot, template.computations)
    return Opened(snapshot, evaluate(template, reading, previous))


def _called(profile: str) -> str:
    return f"评分办法“{profile}”" if profile else "模板自带的评分办法"
