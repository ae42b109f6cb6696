"""What a grid of cells says: labels, units, columns by their heads, rows by their labels."""
