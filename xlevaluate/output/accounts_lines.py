"""What was held against final accounts and budgets, and what was not: counts, and labels."""

from collections.abc import Iterator

from msgspec import Struct

from xlevaluate.checks.published_accounts import Compared, compared_with_accounts
from xlevaluate.evaluation.evaluation import Evaluation


class AccountsSummary(Struct, frozen=True):
    """How many figures were compared, and which could not be."""

    files: tuple[str, ...]
    compared: int
    different: int
    lacking: tuple[str, ...]
    unfilled: tuple[str, ...]

    @classmethod
    def of(cls, evaluation: Evaluation) -> "AccountsSummary | None":
        """Return it; ``None`` where no accounts were given."""
        given = evaluation.subject.accounts
        if given is None:
            return None
        items = compared_with_accounts(evaluation.subject)
        both = [item for item in items if item.is_compared]
        return cls(
            given.files,
            len(both),
            sum(not item.agrees for item in both),
            _labels(item for item in items if item.value is not None and not item.ways),
            _labels(item for item in items if item.value is None and item.ways),
        )

    def line(self) -> str:
        """Say the counts: what has no finding was either compared or not, and which is said."""
        same = self.compared - self.different
        said = f"与决算、预算表比对 {self.compared} 项：{same} 项一致，{self.different} 项不一致"
        others = [
            f"{len(labels)} 项{words}"
            for labels, words in (
                (self.lacking, "所给的表里没有"),
                (self.unfilled, "没有填"),
            )
            if labels
        ]
        return said + (f"；没有比对的：{'，'.join(others)}" if others else "")


def _labels(items: Iterator[Compared]) -> tuple[str, ...]:
    return tuple(item.label for item in items)
