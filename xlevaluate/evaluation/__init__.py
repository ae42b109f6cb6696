"""From a reading to ratios, score, grade and findings, each told with its place."""
