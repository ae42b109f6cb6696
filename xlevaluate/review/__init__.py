"""Mark sheets of the bureau, made and read back; samples drawn; marks against the units' own."""
