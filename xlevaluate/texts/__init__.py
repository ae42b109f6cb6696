"""Reading of texts: what they say of which thing."""
