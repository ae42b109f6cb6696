"""What is computed: ratios, changes, sums. One record gives the value and the formula."""

from xlevaluate.indicators.computation import Computation, Shown
from xlevaluate.indicators.ratio import Ratio, RatioResult

__all__ = ["Computation", "Ratio", "RatioResult", "Shown"]
