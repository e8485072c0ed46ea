"""Starts the program: `python -m generator` and `advice` are the same."""

from __future__ import annotations

import gc
import os
import sys
from contextlib import suppress
from pathlib import Path
from typing import NoReturn

from generator.engine.interrupts import check_for_stop, ignore_stops, stop_requested, watch_for_stops


def main() -> NoReturn:
    """Run the command that was typed and end the process."""
    _open_closed_streams()
    watch_for_stops()
    try:
        if summary := _summary_if_up_to_date(sys.argv[1:]):
            with suppress(OSError, UnicodeError):  # then `run` reports it, or what's wrong with the output
                print(summary, flush=True)
                sys.exit(0)
        gc.disable()  # a command ends before collecting garbage pays; `serve` does it by itself
        # Imported here, so that a stop while the libraries load is handled like any other.
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


def _open_closed_streams() -> None:
    """Let the command read and write nothing where its caller closed a stream, as some schedulers do.

    A file opened by the program would get the number of that stream otherwise.
    """
    for name, mode in (("stdin", "r"), ("stdout", "w"), ("stderr", "w")):
        if getattr(sys, name) is None:
            setattr(sys, name, Path(os.devnull).open(mode, encoding="utf-8"))  # noqa: SIM115  # as long as the process


def _summary_if_up_to_date(typed: list[str]) -> str:
    """Return what a plain build prints if it has nothing to do and no warnings to report; else nothing.

    `cli.build` does the same, but only after all the libraries that a command needs are loaded. `typed` is
    the command; with other options than the folder of the guide, it's left to `cli.build`, too.
    """
    match typed:
        case ["build"]:
            folder = Path()
        case ["build", "-C" | "--project", name]:
            folder = Path(name)
        case _:
            return ""
    from generator.engine import build_result, up_to_date
    from generator.problems import Refusal
    from generator.project import Project

    with suppress(Refusal, OSError):
        project = Project.at(folder, os.environ.get("ADVICE_URL", ""))
        out = project.build / "site"
        last = up_to_date.last_build(up_to_date.inputs(project, out, strict=False, compress=False))
        if last and not last.warnings:
            return build_result.summary(last, up_to_date=True)
    return ""


if __name__ == "__main__":
    main()
