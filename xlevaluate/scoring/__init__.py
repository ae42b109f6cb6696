"""Points: the frame of the form, the score of budget execution, the grade."""

from xlevaluate.scoring.execution import ExecutionScore, FramePoints
from xlevaluate.scoring.profile import Frame, Grade, Profile

__all__ = ["ExecutionScore", "Frame", "FramePoints", "Grade", "Profile"]
