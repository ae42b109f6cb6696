"""The rules: what must hold in a submission, and the findings where it does not."""

from xlevaluate.checks.cases import Case
from xlevaluate.checks.findings import Finding, Outcome
from xlevaluate.checks.registry import rules_of
from xlevaluate.checks.rule import Rule, Subject

__all__ = ["Case", "Finding", "Outcome", "Rule", "Subject", "rules_of"]
