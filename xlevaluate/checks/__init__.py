"""The rules: what must hold in a submission, and the findings where it does not."""
