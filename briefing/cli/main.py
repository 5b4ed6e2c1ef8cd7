"""The program's entry: its commands, and what `briefing` alone does."""

from __future__ import annotations

import os
import sys
from pathlib import Path
from typing import NoReturn

import click

from briefing import __version__
from briefing.cli import (
    adding_commands,
    cluster_commands,
    in_terminal,
    marking_commands,
    reading_commands,
    record_commands,
    view_commands,
)
from briefing.cli.add_command import add_command
from briefing.cli.check_command import check_command
from briefing.cli.common import (
    EXIT_FAILED,
    Context,
    common_options,
    failures,
    open_library,
    text_width,
)
from briefing.cli.export_command import export_command
from briefing.cli.keys_command import keys_command
from briefing.cli.record_form import record_command
from briefing.cli.suggest_command import suggest_command
from briefing.crash import EXIT_CODE, note
from briefing.safe_text import visible

OPEN = "open"


class Commands(click.Group):
    """A group whose default command opens the library named by the first argument."""

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        """Let ``briefing``, ``briefing DIR`` and ``briefing --index X DIR`` mean ``open``."""
        if ctx.resilient_parsing:  # for completion, which asks about the words as they are
            return super().parse_args(ctx, args)
        own = {"--help", "-h", "--version"}
        if not args or (args[0] not in self.commands and args[0] not in own):
            args = [OPEN, *args]
        return super().parse_args(ctx, args)

    def list_commands(self, ctx: click.Context) -> list[str]:
        """The commands in the order in which they were added; the default one is not named."""
        return [name for name in self.commands if name != OPEN]

    def format_usage(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """Show both ways to call the program."""
        formatter.write_usage("briefing", "[LIBRARY] | COMMAND [ARGS]...")


@click.group(cls=Commands, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(__version__, prog_name="briefing", message="%(prog)s %(version)s")
def program() -> None:
    """Read, search and compare press coverage of a negotiation.

    `briefing` opens the app on a LIBRARY, a folder of articles: the one named, else
    the nearest folder upwards with a briefing.yaml, else the sample. Where
    standard output is no terminal it prints an overview instead. A folder that is
    named like a command is given as ./list.

    \b
    Examples:
      briefing                          open the library around here, or the sample
      briefing ~/talks                  open a folder of articles
      briefing search 'ceasefire -sea'  search it from the command line
      briefing board --format md        the two sides' positions as markdown
    """


@program.command(OPEN, hidden=True)
@click.argument("folder", required=False, metavar="LIBRARY")
@click.option("--no-mouse", is_flag=True, help="Leave the mouse to the terminal.")
@common_options(formats=False)
def open_command(context: Context, folder: str | None, no_mouse: bool) -> None:
    """Open the app, or print the overview where there is no terminal."""
    with failures():
        if folder is not None:
            context.library = Path(folder)
            if os.sep not in folder and not context.library.exists():
                raise click.UsageError(
                    f"no command or folder {folder!r}; `briefing --help` lists the commands"
                )
        if in_terminal():
            from briefing.tui.app import run_app

            ended = run_app(open_library(context, sync=False), mouse=not no_mouse)
            raise click.exceptions.Exit(ended)
        from briefing.export import plain

        library = open_library(context, engine=False)
        known = (library.title, library.entries, library.dossier)
        click.echo(plain.overview(*known, text_width(), library.sources_of))


for command in (
    *reading_commands.COMMANDS,
    *record_commands.COMMANDS,
    *view_commands.COMMANDS,
    record_command,
    *marking_commands.COMMANDS,
    export_command,
    suggest_command,
    check_command,
    keys_command,
    add_command,
    *adding_commands.COMMANDS,
    *cluster_commands.COMMANDS,
):
    program.add_command(command)


def run() -> NoReturn:
    """Run the program and end the process with its exit code.

    0 ok, 1 nothing found, 2 wrong use, 3 could not be done, 4 an error of the program itself.
    """
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(errors="backslashreplace")
    try:
        program.main(prog_name="briefing", standalone_mode=False)
    except click.exceptions.Exit as error:
        sys.exit(error.exit_code)
    except click.Abort:
        sys.exit(EXIT_FAILED)
    except click.ClickException as error:
        click.echo(f"briefing: {visible(error.format_message())}", err=True)
        sys.exit(error.exit_code)
    except BrokenPipeError:
        sys.stderr.close()
        sys.exit(0)
    except Exception as error:
        click.echo(f"briefing: {note(error)}", err=True)
        sys.exit(EXIT_CODE)
    sys.exit(0)
