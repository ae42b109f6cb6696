"""Roles of ``form.toml``: given once, and to what can play them."""

from collections.abc import Iterable

from xlevaluate.files.toml import TomlFile
from xlevaluate.files.toml_lines import KeyPath
from xlevaluate.form.cells_definition import CellsDef
from xlevaluate.form.definition import BlockDef
from xlevaluate.form.fields import NUMBERS

_TEXTS = frozenset({"text", "paragraph"})
_KINDS: tuple[tuple[frozenset[str], str, frozenset[str]], ...] = (
    (
        _TEXTS,
        "文字（text 或 paragraph）",
        frozenset(
            {
                *("unit_name", "unit_code", "self_name", "expected_goal", "actual_results"),
                *("project_name", "supervising_department", "unit"),
                *("objectives", "conclusion", "reason", "name", "target", "actual", "deviation"),
            }
        ),
    ),
    (
        NUMBERS,
        "数字（money、count、points 等）",
        frozenset(
            {
                *("approved_posts", "staff_on_duty", "staff_on_roll", "staff_administrative"),
                *("staff_public_institution", "staff_retired", "initial_budget", "final_budget"),
                *("executed", "current", "prior", "prior_final", "budget", "final"),
            }
        ),
    ),
    (frozenset({"points"}), "分（points）", frozenset({"total_score", "weight", "score"})),
    (frozenset({"year"}), "年份（year）", frozenset({"year"})),
    (frozenset({"date"}), "日期（date）", frozenset({"filing_date"})),
    (frozenset({"choice"}), "选项（choice）", frozenset({"band"})),
)
"""Kinds, what they are called, and the roles that only they can play."""


def wrong_kind(role: str | None, kind: str) -> str | None:
    """Say why what has this kind cannot play a role; ``None`` where it can."""
    for kinds, words, roles in _KINDS:
        if role in roles and kind not in kinds:
            return f"role 为 {role} 的，kind 应为{words}"
    return None


def lint_columns(file: TomlFile, columns: Iterable[CellsDef], place: KeyPath) -> None:
    """Note columns whose kind does not go with their role."""
    for number, column in enumerate(columns):
        # A column that is computed has no kind of its own.
        if column.key is not None:
            wrong = wrong_kind(getattr(column, "role", None), column.kind)
            if wrong:
                file.add(wrong, *place, number, "kind")


def lint_roles(file: TomlFile, parts: Iterable[tuple[KeyPath, BlockDef]]) -> None:
    """Note roles that two fields or two computed cells have, and fields of the wrong kind."""
    seen: dict[str, str] = {}
    for place, block in parts:
        given = [
            *(((*place, "fields", name, "role"), f.role) for name, f in block.fields.items()),
            *(((*place, "computed", name), role) for name, role in block.computed.items()),
        ]
        for at, role in given:
            if role in seen:
                file.add(f"“{seen[role]}”已经是 {role}，一个 role 只能给一项", *at)
            if role:
                seen[role] = str(at[len(place) + 1])
        for name, field in block.fields.items():
            wrong = wrong_kind(field.role, field.kind)
            if wrong:
                file.add(wrong, *place, "fields", name, "kind")
