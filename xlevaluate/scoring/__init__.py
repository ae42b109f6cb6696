"""Points: profile and parameters, budget execution, indicators, ratios, the grade."""

from xlevaluate.scoring.execution import ExecutionScore, FramePoints
from xlevaluate.scoring.profile import Frame, Grade, Profile

__all__ = ["ExecutionScore", "Frame", "FramePoints", "Grade", "Profile"]
