"""A form: which cell holds which field; layout, snapshot, reader."""
