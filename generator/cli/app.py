"""The program `advice`: finds the command that was typed, runs it, and turns failures into exit codes.

Exit codes: 0 success, 1 content errors, 2 invalid or refused command, 3 system error, 130 stopped, 141 no one
reads the output anymore. Users only see a traceback if they ask for it with --debug.
"""

from __future__ import annotations

import sys
from contextlib import suppress
from importlib import import_module
from typing import NoReturn

import click

from generator import __version__
from generator.cli import terminal
from generator.engine.interrupts import stop_requested

NAMES = ("build", "check", "init", "lock", "new", "schema", "serve", "sheets", "templates")
"""Each command is the `command` of the module of this name."""


class _LazyGroup(click.Group):
    """Imports the module of a command, and with it most of the program, only when it's needed."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        return list(NAMES)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        if cmd_name not in NAMES:
            return None
        command: click.Command = import_module(f"generator.cli.{cmd_name}").command
        return command


@click.group(cls=_LazyGroup, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(__version__, message="advice %(version)s")
@click.option("--debug", is_flag=True, help="Show a traceback if the program fails.")
def commands(debug: bool) -> None:
    """Make a searchable guide site and printable worksheets from advice in YAML."""


def run() -> NoReturn:
    """Run the command that was typed and end the process."""
    terminal.replace_unencodable()
    try:
        status = commands(standalone_mode=False)  # click returns the status of an Exit here
    except SystemExit:  # this is how click ends when no one reads its output anymore
        sys.exit(terminal.BROKEN_PIPE)
    except click.ClickException as error:
        error.show()
        sys.exit(terminal.REQUEST_ERROR)
    except (click.Abort, KeyboardInterrupt):
        _stopped()
    except OSError as error:  # the output can't be written
        with suppress(OSError):
            click.echo(
                f"Can’t write the output: {error.strerror}. The command did everything else.", err=True
            )
        sys.exit(terminal.SYSTEM_ERROR)
    except Exception as error:
        if stop_requested():
            _stopped()
        if "--debug" in sys.argv:
            import traceback

            traceback.print_exc()
        click.echo(
            f"Something went wrong in the program ({type(error).__name__}: {error}). "
            "You didn’t cause it, and your published site hasn’t changed. "
            "Please report it with the output of “advice --debug …”.",
            err=True,
        )
        sys.exit(terminal.SYSTEM_ERROR)
    sys.exit(status)


def _stopped() -> NoReturn:
    click.echo(terminal.INTACT, err=True)
    sys.exit(terminal.STOPPED)
