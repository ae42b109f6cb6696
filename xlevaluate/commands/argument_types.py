"""What arguments are turned into; what cannot be is said in Chinese."""

import argparse


def whole_number(text: str) -> int:
    """Return a whole number."""
    try:
        return int(text)
    except ValueError:
        raise argparse.ArgumentTypeError(f"应为整数，现在是“{text}”") from None
