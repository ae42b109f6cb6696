"""What files of accounts say of the fields of a form: for whoever holds figures against them."""

from collections.abc import Mapping
from decimal import Decimal
from typing import Literal

from msgspec import Struct, field

from xlevaluate.tables.found import Found, Harvest

WayKind = Literal["final", "last", "budget"]
"""Whether a field takes this year's accounts, last year's, or a budget."""


class Way(Struct, frozen=True):
    """One way to a figure, and by how much rounding may have moved it, in the figure's unit."""

    found: Found
    slack: Decimal


class AccountsReading(Struct, frozen=True):
    """What files of accounts say of the fields of a form.

    ``ways`` has every way to each figure that the files have, by path, the best first; ``kinds``
    every field that a template takes from accounts, whether these have it or not. ``offices`` are
    those that the tables name. ``is_mapped`` is false where the template takes nothing.
    """

    harvest: Harvest
    ways: Mapping[str, tuple[Way, ...]] = field(default_factory=dict)
    kinds: Mapping[str, WayKind] = field(default_factory=dict)
    files: tuple[str, ...] = ()
    offices: tuple[str, ...] = ()
    is_mapped: bool = True
