"""Days and times as a spreadsheet counts them, for files and for open workbooks alike."""

import datetime

from xlevaluate.form.snapshot import DAY_0, Value
from xlevaluate.xlsx.number_formats import FormatKind

DAY_0_OF_1904 = datetime.datetime(1904, 1, 1)
"""The day that workbooks with the other date system count as 0."""

_LAST = datetime.datetime(9999, 12, 31)
_MILLISECONDS = 24 * 60 * 60 * 1000


def shown_as(kind: FormatKind, number: float, day_0: datetime.datetime = DAY_0) -> Value:
    """Return what a number shows under a format of a kind.

    A day comes as ``datetime``; a time of no day (less than 1) and time that has passed as text
    (``12:30:00``, ``36:00:00``). What no day has, before 1900 or after 9999, stays a number:
    Excel shows ###### there. Excel takes 1900 for a leap year, so that its first days differ by
    one from what the epoch says.
    """
    if kind not in {"date", "time", "elapsed"} or number < 0:
        return number
    if kind == "elapsed" or number < 1:
        return _clock(number)
    first_days = 1 if number < 60 and day_0 == DAY_0 else 0
    days, part = divmod(number, 1)
    try:
        return day_0 + datetime.timedelta(
            days=days + first_days, milliseconds=round(part * _MILLISECONDS)
        )
    except OverflowError:
        return number


def _clock(number: float) -> Value:
    if number > (_LAST - DAY_0).days:
        return number
    minutes, seconds = divmod(round(number * 86400), 60)
    hours, minutes = divmod(minutes, 60)
    return f"{hours:02d}:{minutes:02d}:{seconds:02d}"


def number_of(day: datetime.datetime, day_0: datetime.datetime = DAY_0) -> float:
    """Return the number that a spreadsheet holds for a day."""
    since = day - day_0
    return since.days + since.seconds / 86400 + since.microseconds / 86_400_000_000
