"""The command that proves a dossier: check."""

from __future__ import annotations

from pathlib import Path

import click

from briefing.cli.common import Context, Failed, common_options, failures, nothing, open_library
from briefing.safe_text import one_line


@click.command("check")
@click.option(
    "--articles",
    type=click.Path(path_type=Path),
    metavar="DIR",
    help="Look for the quotes in the articles' originals in DIR.",
)
@common_options()
def check_command(context: Context, articles: Path | None) -> None:
    """Check that every record has evidence whose quote is found, and that all links lead somewhere.

    Prints each problem with file and line, and exits with 1 if there is any.

    \b
    Examples:
      briefing check
      briefing check --articles ~/originals --format json
    """
    from briefing.export import schema
    from briefing.export.cite import counted

    with failures():
        if articles is not None and not articles.is_dir():
            raise Failed(f"{articles} is not a folder")
        library = open_library(context, engine=False, report=False)
        problems = library.check(articles)
        records = counted(len(library.dossier.records), "record")
        if context.format == "json":
            click.echo(schema.dump(problems=[schema.problem(p) for p in problems]))
        else:
            mark = "- " if context.format == "md" else ""
            for problem in problems:
                click.echo(f"{mark}{one_line(str(problem))}")
        if problems:
            nothing(f"{counted(len(problems), 'problem')} in {records}")
        if context.format != "json":
            click.echo(f"{records}, no problems")
