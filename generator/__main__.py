"""Starts the program: `python -m generator` and `advice` are the same."""

from __future__ import annotations

import gc
import sys
from contextlib import suppress
from pathlib import Path
from typing import NoReturn

from generator.engine.stops import check_for_stop, ignore_stops, stop_requested, watch_for_stops


def main() -> NoReturn:
    """Run the command that was typed and end the process."""
    watch_for_stops()
    try:
        if sys.argv[1:] == ["build"] and (told := _nothing_to_build()):
            with suppress(OSError, UnicodeError):  # what cannot be written here is told in another way
                print(told, flush=True)
                sys.exit(0)
        gc.disable()  # a command ends before there is garbage worth looking for; `serve` does it by itself
        # Imported here, so that a stop while the libraries load is told like any other.
        from generator.cli.app import run

        check_for_stop()
        run()
    except (Exception, KeyboardInterrupt):
        if not stop_requested():
            raise
        print("Stopped.", file=sys.stderr)
        sys.exit(130)
    finally:
        ignore_stops()


def _nothing_to_build() -> str:
    """Return what to tell where the site stands as it would be built, if there is nothing else to tell.

    The same as `command_line` does, before all that a command could want is loaded.
    """
    from generator.engine import build_result, up_to_date
    from generator.problems import Refusal
    from generator.project import Project

    with suppress(Refusal, OSError):
        project = Project.at(Path())
        last = up_to_date.last_build(up_to_date.ingredients(project, project.build / "site", False, False))
        if last and not last.warnings:
            return build_result.summary(last, unchanged=True)
    return ""


if __name__ == "__main__":
    main()
