"""上报件: the one file that an office hands in to its bureau, and whether it is intact."""
