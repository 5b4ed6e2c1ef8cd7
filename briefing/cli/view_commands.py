"""The commands that set the articles side by side: figures, wording, timeline, brief."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from briefing.cli.common import (
    Context,
    Failed,
    common_options,
    failures,
    nothing,
    notice,
    open_library,
    text_width,
)

if TYPE_CHECKING:
    from briefing.export.markdown import Block
    from briefing.export.writer import WriteReport
    from briefing.library import Library


def _show(
    context: Context,
    library: Library,
    name: str,
    *,
    text: Callable[[int], str],
    markdown: Callable[[], Block],
    json: Callable[[], Any],
) -> None:
    from briefing.export import schema
    from briefing.export.markdown import page

    if context.format == "json":
        click.echo(schema.dump(**{name: json()}))
    elif context.format == "md":
        click.echo(page(library.title, [markdown().text]))
    else:
        click.echo(text(text_width()))


@click.command("figures")
@common_options()
def figures_command(context: Context) -> None:
    """Set the figures of each quantity side by side: who gives which, and whether they differ.

    \b
    Examples:
      briefing figures
      briefing figures --format json
    """
    from briefing.export import figures

    with failures():
        library = open_library(context, engine=False)
        found = library.figures()
        if not found and context.format != "json":
            nothing("no records have figures")
        _show(
            context,
            library,
            "figures",
            text=lambda width: figures.plain(library, found, width),
            markdown=lambda: figures.markdown(library, found),
            json=lambda: figures.json(library, found),
        )


@click.command("wording")
@common_options()
def wording_command(context: Context) -> None:
    """Count which source uses which of several words for one thing, and in whose voice.

    \b
    Examples:
      briefing wording
      briefing wording --format md
    """
    from briefing.export import wording

    with failures():
        library = open_library(context)
        found = library.wording()
        if not found and context.format != "json":
            nothing("no words to compare; name groups under `wording:` in briefing.yaml")
        _show(
            context,
            library,
            "wording",
            text=lambda width: wording.plain(library, found, width),
            markdown=lambda: wording.markdown(library, found),
            json=lambda: wording.json(library, found),
        )


@click.command("timeline")
@common_options()
def timeline_command(context: Context) -> None:
    """Lay out what happened when, stated and inferred dates apart, and who reports it.

    \b
    Examples:
      briefing timeline
      briefing timeline --format json
    """
    from briefing.analysis.timeline import build
    from briefing.export import timeline

    with failures():
        library = open_library(context, engine=False)
        found = build(library.dossier)
        if context.format != "json" and not (found.stated or found.inferred or found.undated):
            nothing("no records have dates")
        _show(
            context,
            library,
            "timeline",
            text=lambda width: timeline.plain(library, found, width),
            markdown=lambda: timeline.markdown(library, found),
            json=lambda: timeline.json(library, found),
        )


@click.command("brief")
@click.option(
    "-o", "--output", type=click.Path(path_type=Path), metavar="FILE", help="Write it to FILE."
)
@click.option("--force", is_flag=True, help="Replace a FILE that briefing did not write.")
@click.option(
    "--format",
    "form",
    type=click.Choice(["md", "html"]),
    help="Markdown, or one self-contained page; by default what FILE is named.",
)
@common_options(formats=False)
def brief_command(context: Context, output: Path | None, force: bool, form: str | None) -> None:
    """Write the whole page: positions, agreements, figures, timeline and sources, with notes.

    Writing to the same markdown FILE again updates what briefing wrote and
    leaves what you wrote around it.

    \b
    Examples:
      briefing brief -o brief.md
      briefing brief --format html -o brief.html
    """
    from briefing.export import brief
    from briefing.export.writer import WriteRefused, write_blocks, write_page

    with failures():
        library = open_library(context, engine=False)
        if not library.dossier.records:
            nothing("there is nothing to brief on; positions.yaml has no records")
        made = brief.make(library, library.entries, library.title)
        as_html = form == "html" or (form is None and output and output.suffix == ".html")
        if output is None:
            click.echo((brief.html(made) if as_html else brief.markdown(made)).rstrip("\n"))
            return
        library.check_place(output)
        try:
            if as_html:
                report = write_page(output, brief.html(made), force=force)
            else:
                report = write_blocks(output, brief.blocks(made), title=library.title, force=force)
        except WriteRefused as error:
            raise Failed(str(error)) from error
        tell_written(report)


def tell_written(report: WriteReport) -> None:
    """Say what was written where."""
    did = "wrote" if report.added or report.updated else "nothing changed in"
    kept = f"; the former file is kept as {report.backup}" if report.backup else ""
    notice(f"{did} {report.path}{kept}")


COMMANDS = (figures_command, wording_command, timeline_command, brief_command)
