"""The bureau's mark sheets and samples."""
