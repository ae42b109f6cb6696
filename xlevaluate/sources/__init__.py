"""Files made elsewhere, read as grids of cells and lines of text; nothing is understood here."""
