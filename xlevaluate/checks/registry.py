"""All rules of a template, in the order in which they are told."""

from collections.abc import Mapping
from functools import lru_cache
from types import MappingProxyType

from xlevaluate.checks import (
    approvals,
    blank_blocks,
    claims,
    completeness,
    declared,
    goals,
    inner_figures,
    last_year,
    misplaced_values,
    outline_rows,
    plausibility,
    project_forms,
    project_texts,
    proposals,
    published_accounts,
    ratio_points,
    reading_problems,
    scores,
    statements,
    style,
    unfinished,
    verdicts,
)
from xlevaluate.checks.goal_points import goal_rules
from xlevaluate.checks.identities import identity_rules
from xlevaluate.checks.ratios import ratio_rules
from xlevaluate.checks.row_identities import row_identity_rules
from xlevaluate.checks.rule import Rule, RuleDef
from xlevaluate.checks.text_limits import limit_rules
from xlevaluate.template.template import Template


@lru_cache(maxsize=4)  # whoever checks many workbooks has one template, seldom two
def rules_of(template: Template) -> Mapping[str, Rule]:
    """Return the rules by id. An id used twice raises ``ValueError``."""
    definitions: list[RuleDef] = [
        *reading_problems.RULES,
        *misplaced_values.RULES,
        *identity_rules(template),
        *row_identity_rules(template),
        *ratio_rules(template),
        *plausibility.RULES,
        *approvals.RULES,
        *(() if template.is_of_project else last_year.RULES),  # of which the unit's own are told
        *declared.RULES,
        *(() if template.is_of_project else published_accounts.RULES),
        *scores.RULES,
        *goal_rules(template),
        *proposals.RULES,
        *ratio_points.RULES,
        *verdicts.RULES,
        *completeness.RULES,
        *blank_blocks.RULES,
        *outline_rows.RULES,
        *claims.RULES,
        *inner_figures.RULES,
        *statements.RULES,
        *style.RULES,
        *unfinished.RULES,
        *limit_rules(template),
        *goals.RULES,
        *project_forms.RULES,
        *project_texts.RULES,
    ]
    rules = [Rule(definition, template) for definition in definitions]
    registry = {rule.id: rule for rule in rules}
    if len(registry) != len(rules):
        twice = sorted({rule.id for rule in rules if sum(r.id == rule.id for r in rules) > 1})
        raise ValueError(f"规则编号重复：{'、'.join(twice)}")
    return MappingProxyType(registry)
