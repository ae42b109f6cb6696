"""A template: all that differs between provinces and years, loaded from its folder."""
