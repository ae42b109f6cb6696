"""The commands, a module each, which ``cli`` imports when it is asked for: help comes at once."""
