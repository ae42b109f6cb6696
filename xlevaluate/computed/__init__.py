"""What is computed: ratios, changes, sums. One record gives the value and the formula."""

from xlevaluate.computed.computation import Computation, Shown
from xlevaluate.computed.ratio import Ratio, RatioResult

__all__ = ["Computation", "Ratio", "RatioResult", "Shown"]
