"""What is known of a sentence from the words read so far."""

from copy import copy

from msgspec import Struct, field

from xlevaluate.texts.lead import Lead
from xlevaluate.texts.lexicon import Thing

_MOST_SAID = 8
"""Things that are kept over a bracket: more are never said to be 分别."""


class State(Struct):
    """What is known from the words before, to the end of the sentence."""

    things: tuple[Thing, ...] = ()
    unknown: bool = False
    part: bool = False
    plan: bool = False
    qualified: bool = False
    """Whether what is named stands behind words that are not understood: 某林场公用经费."""
    foreign: bool = False
    """Whether what stands behind 其中 are parts of something that is not in the form."""
    before_list: bool | None = None
    """Whether what was named before 其中 stood behind words that are not understood."""
    posts: tuple[str, ...] = ()
    """Wholes of a kind of posts that was spoken of by itself: persons may be those in them."""
    counting: str = ""
    """The name of the whole of persons or posts that was said last."""
    sole: bool = False
    """Whether the text says a number of one kind of posts alone, which may be all there are."""
    counted: bool = False
    """Whether persons or posts of the whole unit were spoken of."""
    indicator: tuple[Thing, ...] = ()
    """The indicator that was named last."""
    now: tuple[Thing, ...] = ()
    """Things whose figure of this year was said last."""
    loose: bool = False
    """Whether words that are not understood stand between: a bare 支出 may be anything's."""
    of_whole: bool = False
    """Whether an amount was said of the unit as a whole: 全年支出931万元."""
    adrift: bool = False
    """Whether the amount said last may be of anything: what is done of it is not of the unit."""
    per: bool = False
    """Whether the figure said last is one of one person, as is its change."""
    ahead: bool = False
    """Whether what is compared with stands before what is compared: 与上年相比，三公经费…."""
    count_end: int = -1
    """Where the last number of things ends: 公务用车3辆45万元 is no figure of the form."""
    is_of_counts: bool = False
    """Whether the quantity said last was a number of things: 7项中6项完成，完成率85.71%."""
    time: str = ""
    base: str = ""
    aspect: str = "spent"
    """Which figure was said last, which is what a change after it is the change of."""
    among: str = ""
    """Which figure was said last before 其中: parts of a budget are budgets."""
    budgeted: bool = False
    """Whether a budget was said, of which 完成 may be the part that was spent."""
    outer: tuple[Thing, ...] | None = None
    """What was spoken of before 其中: after a semicolon it may be meant again."""
    also: tuple[Thing, ...] = ()
    said: list[Thing] = field(default_factory=list)
    """Things of which something was said, in order."""
    turns: list[Thing | str] = field(default_factory=list)
    """What the next quantities are said of, one each: 分别."""
    shape: Lead | None = None
    """The words that all quantities of 分别 share."""
    pending: tuple[str, str, tuple[Thing, ...]] = ("", "", ())

    def end_part(self) -> None:
        """Forget what goes no further than a semicolon."""
        self.posts, self.among, self.foreign, self.per = (), "", False, False
        if self.outer is not None:
            self.also, self.things, self.outer = self.things, self.outer, None


def copied(state: State) -> State:
    """Return the same state, which may go on by itself."""
    kept = copy(state)
    kept.said, kept.turns = state.said[-_MOST_SAID:], list(state.turns)
    return kept
