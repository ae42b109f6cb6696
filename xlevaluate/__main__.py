"""``python -m xlevaluate`` is the command line."""

from xlevaluate.cli import main

if __name__ == "__main__":
    raise SystemExit(main())
