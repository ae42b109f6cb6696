"""The steps; what was released is never changed, a change of the tables is a step of its own."""
