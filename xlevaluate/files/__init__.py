"""Files and other programs: TOML with its lines, zip packages, names that never overwrite."""
