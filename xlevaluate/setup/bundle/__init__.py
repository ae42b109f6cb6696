"""An offline installation for Windows: wheels that are complete, and what installs them."""
