"""The Excel front end: functions in cells, what buttons run, live reading and writing."""
