"""The commands: what they print, what they write, how they end."""
