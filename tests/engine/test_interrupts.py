"""An interrupt always stops the program, even if Python or a library drops it, and shows no traceback."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path
from textwrap import indent

import pytest

from generator.cli.terminal import INTACT
from tests.support.processes import with_default_stops
from tests.support.waiting import PATIENCE

DROPPED = {
    "in a finalizer": "class It:\n    def __del__(self): stop()\nIt()",
    "in a weakref callback": (
        "class It: pass\nit = It()\nlink = weakref.ref(it, lambda link: stop())\ndel it"
    ),
    "in an import": (
        # The stop comes at the first line of Python's own import code.
        "def trace(frame, event, argument):\n"
        "    if frame.f_code.co_name == 'cb' and 'importlib' in frame.f_code.co_filename:\n"
        "        sys.settrace(None)\n"
        "        stop()\n"
        "sys.settrace(trace)\n"
        "import a_module_that_does_not_exist"
    ),
}
"""Programs that are stopped where Python ignores exceptions."""
BEGINNING = """
import os, signal, sys, time, weakref
from pathlib import Path
from generator.engine import interrupts

def stop():
    os.kill(os.getpid(), signal.{by})

interrupts.watch_for_stops()
"""


def ended(program: str, by: str = "SIGINT") -> tuple[int, str, str]:
    """Return the exit status and the output of a program."""
    done = subprocess.run(
        [sys.executable, "-c", BEGINNING.format(by=by) + program],
        capture_output=True, text=True, timeout=PATIENCE, preexec_fn=with_default_stops,
    )  # fmt: skip
    return done.returncode, done.stdout, done.stderr


@pytest.mark.skipif(sys.platform == "win32", reason="no clock there interrupts a program")
@pytest.mark.parametrize("by", ["SIGINT", "SIGTERM"])
@pytest.mark.parametrize("where", DROPPED)
def test_a_stop_that_python_drops_is_raised_again(where: str, by: str) -> None:
    program = f"""
try:
    try:
{indent(DROPPED[where], " " * 8)}
    except ImportError:
        pass
    signal.pause()
except KeyboardInterrupt:
    print("stopped")
"""
    assert ended(program, by) == (0, "stopped\n", "")


def test_a_stop_that_a_library_swallows_is_handled_at_the_next_step() -> None:
    program = """
from generator.cli.terminal import showing_progress
with showing_progress() as show:
    show("one")
    try:
        stop()
    except BaseException:
        pass
    try:
        show("two")
    except KeyboardInterrupt:
        print("stopped")
"""
    assert ended(program) == (0, "stopped\n", "one…\n")


def test_nothing_is_published_after_a_stop(tmp_path: Path) -> None:
    program = f"""
from generator.project import Project
from generator.publish.swap import publishing
try:
    with publishing(Path({str(tmp_path / "site")!r}), Project.at(Path({str(tmp_path)!r}))):
        try:
            stop()
        except BaseException:
            pass
except KeyboardInterrupt:
    print("stopped")
"""
    (tmp_path / "site_config.yml").touch()
    (tmp_path / "content").mkdir()
    assert ended(program) == (0, "stopped\n", "")
    assert not (tmp_path / "site").exists()


def test_other_errors_that_python_ignores_are_still_printed() -> None:
    status, _, shown = ended("class It:\n    def __del__(self): 1 / 0\nIt()")
    assert (status, shown.splitlines()[-1]) == (0, "ZeroDivisionError: division by zero")


def test_background_commands_ignore_ctrl_c() -> None:
    ignored = "signal.signal(signal.SIGINT, signal.SIG_IGN)\n"
    assert ended(f"{ignored}interrupts.watch_for_stops()\nstop()\nprint('on')") == (0, "on\n", "")


def test_a_stop_after_the_end_changes_nothing() -> None:
    assert ended("import atexit\natexit.register(stop)\ninterrupts.ignore_stops()") == (0, "", "")


def test_an_error_a_library_makes_from_a_stop_is_a_stop() -> None:
    program = """
from generator import __main__
from generator.cli.build import command
sys.argv = ["advice", "build", "--strict"]  # plain “build” ends at once where nothing has changed
def build(**options):
    try:
        stop()
    except KeyboardInterrupt:
        raise SyntaxError("of a library")
command.callback = build
__main__.main()
"""
    status, stdout, stderr = ended(program)
    assert (status, stdout, stderr.strip()) == (130, "", INTACT)
