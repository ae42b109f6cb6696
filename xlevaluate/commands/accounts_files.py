"""Files of final accounts and budgets that a command holds a workbook against."""

from collections.abc import Mapping
from pathlib import Path

from msgspec import Struct

from xlevaluate.accounts.accounts_reading import AccountsReading
from xlevaluate.commands.talk import say
from xlevaluate.errors import CannotDoError
from xlevaluate.form.figures import Figures
from xlevaluate.form.problems import Reading
from xlevaluate.sources.grid import Source
from xlevaluate.template.template import Template


class AccountsFiles(Struct, frozen=True):
    """What some files hold, and what the user answers of it.

    What reads them is imported when there are any: it takes 37 ms, a tenth of a check without.
    """

    sources: tuple[Source, ...]
    answers: Mapping[str, str]

    @classmethod
    def open(cls, paths: list[Path], answers: list[str]) -> "AccountsFiles":
        """Read files; ``answers`` are KEY=ANSWER. Raises ``CannotDoError`` where one cannot be."""
        from xlevaluate.sources.opened_files import read_sources  # noqa: PLC0415 - see the class

        sources = tuple(source for path in paths for source in read_sources(path))
        for source in sources:
            for problem in source.problems:
                say(problem)
        return cls(sources, dict(map(_pair, answers)))

    def read_for(self, template: Template, reading: Reading) -> AccountsReading:
        """Return what they say of the form of a workbook, for the year that it says."""
        from xlevaluate.accounts.accounts_harvest import read_accounts  # noqa: PLC0415 - see the class

        year = Figures(template.form, reading.submission).year
        if year is None:
            raise CannotDoError("工作簿没有填评价年度，不知道与哪一年的决算核对。请先填写年度。")
        return read_accounts(self.sources, template, year, self.answers, whatever=True)


def _pair(given: str) -> tuple[str, str]:
    key, has_answer, answer = given.partition("=")
    if not has_answer:
        raise CannotDoError(f"--answer 写作 问题=回答，“{given}”里没有等号。")
    return key.strip(), answer.strip()
