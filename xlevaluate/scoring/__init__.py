"""Points: profile and parameters, budget execution, indicators, ratios, the grade."""

from xlevaluate.scoring.execution import ExecutionScore, FramePoints
from xlevaluate.scoring.frame import Frame
from xlevaluate.scoring.profile import Profile
from xlevaluate.scoring.total_rules import Grade

__all__ = ["ExecutionScore", "Frame", "FramePoints", "Grade", "Profile"]
