"""Points: profile and parameters, budget execution, indicators, ratios, the grade."""
