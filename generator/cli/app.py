"""The program `advice`: finds the command that was typed, runs it, and turns failures into exit codes.

Exit codes: 0 success, 1 content errors, 2 invalid or refused command, 3 system error, 130 stopped, 141 no one
reads the output anymore. Users only see a traceback if they ask for it with --debug.
"""

from __future__ import annotations

import copy
import sys
from contextlib import suppress
from importlib import import_module
from typing import NoReturn

import click

from generator import __version__
from generator.cli import output, terminal
from generator.engine.interrupts import stop_requested
from generator.problems import did_you_mean

NAMES = (
    *("build", "check", "init", "lock", "new", "schema"),
    *("serve", "sheets", "templates", "translate", "upgrade", "visits"),
)
"""Each command is the `command` of the module of this name."""
LONGEST_HELP = 200
"""Characters of a command's first sentence, which is never cut in the list of commands."""


class _LazyGroup(click.Group):
    """Imports the module of a command, and with it most of the program, only when it's needed."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        return list(NAMES)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        if cmd_name not in NAMES:
            return None
        command: click.Command = copy.copy(import_module(f"generator.cli.{cmd_name}").command)
        command.params = [*command.params, *output.options()]
        return command

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        """Return what click returns; a mistyped command gets a suggestion."""
        if args[0] not in NAMES and not args[0].startswith("-") and not ctx.resilient_parsing:
            hint = did_you_mean(args[0], NAMES).capitalize() or f"The commands are {', '.join(NAMES)}."
            raise click.UsageError(f"There’s no command “{args[0]}”. {hint}", ctx)
        return super().resolve_command(ctx, args)

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """List the commands with their whole first sentences, which click would cut."""
        commands = [(name, self.get_command(ctx, name)) for name in self.list_commands(ctx)]
        with formatter.section("Commands"):
            formatter.write_dl(
                [(name, found.get_short_help_str(LONGEST_HELP)) for name, found in commands if found]
            )


@click.group(
    cls=_LazyGroup, params=output.options(), context_settings={"help_option_names": ["-h", "--help"]}
)
@click.version_option(__version__, "-V", "--version", message="advice %(version)s")
@click.option("--debug", is_flag=True, help="Show a traceback if the program fails.")
def commands(debug: bool) -> None:
    """Make a searchable guide site and printable worksheets from advice in YAML."""


def run() -> NoReturn:
    """Run the command that was typed and end the process."""
    terminal.replace_unencodable()
    try:
        status = commands(standalone_mode=False)  # click returns the status of an Exit here
    except (
        SystemExit
    ) as end:  # click ends like this after a completion, or when no one reads its output anymore
        sys.exit(terminal.BROKEN_PIPE if end.code else 0)
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
