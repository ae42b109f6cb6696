"""What grids made elsewhere say."""
