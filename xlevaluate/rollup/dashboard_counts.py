"""What the dashboard says of all objects: who handed in, departments, the commonest problems."""

from collections import Counter
from collections.abc import Iterable, Sequence

from msgspec import Struct

from xlevaluate.checks.findings import LEVELS, Level
from xlevaluate.rollup.collection import (
    OBJECT_KINDS,
    STATES,
    CollectedLine,
    Collection,
)
from xlevaluate.rollup.five_figures import five_figure_sentences
from xlevaluate.rollup.form_record import FindingRecord

_COMMONEST = 12
"""Problems shown as the commonest."""


def sentences(collection: Collection) -> list[str]:
    """Say who has handed in, and the five figures of units and of projects."""
    lines = collection.lines
    listed = [line for line in lines if line.entry.is_listed]
    beyond = [line for line in lines if line.is_beyond]
    unasked = [line for line in lines if not line.entry.is_listed and not line.is_beyond]
    said = []
    if collection.has_roster:
        kinds = Counter(line.entry.kind for line in listed)
        which = "、".join(f"{word}{kinds[kind]}个" for kind, word in OBJECT_KINDS.items())
        said.append(f"应报{len(listed)}个（{which}）：{_states(listed)}。")
    else:
        said.append("没有名单，不知道谁没有报送。")
    if beyond:
        said.append(f"名单以外报送{len(beyond)}个：{_states(beyond)}。")
    if unasked:
        lacking = "、".join(collection.unasked_kinds())
        whose = f"名单没有列{lacking}，{lacking}" if collection.has_roster else ""
        said.append(f"{whose}报送{len(unasked)}个：{_states(unasked)}。")
    said.append(f"未能读取{len(collection.unreadable)}个文件。")
    said += five_figure_sentences(collection)
    return said


def _states(lines: Sequence[CollectedLine]) -> str:
    states = Counter(line.state for line in lines)
    return "，".join(f"{word}{states[state]}个" for state, word in STATES.items())


class RuleCount(Struct, frozen=True):
    """A rule, in how many objects it found something that is not explained, and how often."""

    rule: str
    level: Level
    title: str
    objects: int
    findings: int

    @property
    def level_words(self) -> str:
        """What users call the level."""
        return LEVELS[self.level]


class ProblemCounts:
    """Counts problems by rule, object by object."""

    def __init__(self) -> None:
        self._rules: dict[str, FindingRecord] = {}
        self._objects: Counter[str] = Counter()
        self._findings: Counter[str] = Counter()

    def add(self, findings: Iterable[FindingRecord]) -> None:
        """Count the findings of one object."""
        open_ = [item for item in findings if not item.is_explained]
        self._rules |= {item.rule: item for item in open_}
        self._findings.update(item.rule for item in open_)
        self._objects.update({item.rule for item in open_})

    def all(self) -> list[RuleCount]:
        """Return all problems, those of most objects first."""
        problems = [
            RuleCount(rule, item.level, item.title, self._objects[rule], self._findings[rule])
            for rule, item in self._rules.items()
        ]
        return sorted(problems, key=lambda item: (-item.objects, -item.findings, item.rule))

    def commonest(self) -> list[RuleCount]:
        """Return those that are found in most objects."""
        return self.all()[:_COMMONEST]
