"""The machine: what is installed, what is wrong, the offline installation."""
