"""Starts the program: `python -m generator` and `advice` are the same."""

from __future__ import annotations

import sys
from typing import NoReturn


def main() -> NoReturn:
    """Run the command that was typed and end the process."""
    try:
        # Imported here, so that a stop while the libraries load is told like any other.
        from generator.command_line import run
    except KeyboardInterrupt:
        print("Stopped.", file=sys.stderr)
        sys.exit(130)
    run()


if __name__ == "__main__":
    main()
