"""What a bureau writes of what was handed in: letters to units, a circular, a summary report."""
