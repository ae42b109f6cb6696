"""Our forms as others make them."""
