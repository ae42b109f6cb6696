"""Templates that are shaped unlike Hunan's, and what works on them without a line of code."""
