"""The offline installation: whether it is complete, and what installs it."""
