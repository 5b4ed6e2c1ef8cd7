"""The commands that make a library and fill it: init, add, edit, remove."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

import click

from briefing import locations
from briefing.cli.common import (
    Context,
    Failed,
    common_options,
    failures,
    nothing,
    notice,
    open_library,
    sync_or_tell,
)
from briefing.safe_text import one_line

if TYPE_CHECKING:
    from briefing.library import Library


@click.command("init")
@click.argument("folder", type=click.Path(path_type=Path, file_okay=False), metavar="DIR")
@click.option("--title", metavar="T", help="What the library is called.")
@click.option("--party", "parties", multiple=True, metavar="A", help="Who takes part; repeatable.")
@click.option("--sample", is_flag=True, help="Copy the sample library there.")
def init_command(folder: Path, title: str | None, parties: tuple[str, ...], sample: bool) -> None:
    """Make DIR a library: briefing.yaml with comments that explain it, an empty positions.yaml.

    What is not given is asked for in a terminal. In a folder of articles only
    what is missing is added; nothing that is there is changed.

    \b
    Examples:
      briefing init ~/talks --title 'River talks' --party North --party South
      briefing init ~/sample --sample
    """
    from briefing.adding import starting

    with failures():
        if sample and (title or parties):
            raise click.UsageError("the sample has its own title and parties")
        if sample:
            try:
                report = starting.copy_sample(folder)
            except starting.CannotStart as error:
                raise Failed(one_line(str(error))) from error
        else:
            there = (folder / locations.SETTINGS).exists()
            if not there and sys.stdin.isatty() and sys.stderr.isatty():
                title, parties = _asked(folder, title, parties)
            report = starting.start(folder, title or folder.resolve().name, parties)
        for name in report.made:
            click.echo(f"made {one_line(str(folder / name))}")
        for name in report.kept if not sample else ():
            notice(f"{folder / name} was there already and is as it was")
        if not report.made:
            notice("nothing was missing")


def _asked(
    folder: Path, title: str | None, parties: tuple[str, ...]
) -> tuple[str | None, tuple[str, ...]]:
    title = title or click.prompt("Title of the library", default=folder.resolve().name, err=True)
    if not parties:
        click.echo("Who takes part? One name a line, an empty line ends it.", err=True)
        while name := click.prompt(
            f"Party {len(parties) + 1}", default="", show_default=False, err=True
        ).strip():
            parties += (name,)
    return title, parties


@click.command("edit")
@click.argument("article")
@click.option("--title", metavar="T", help="As printed.")
@click.option("--outlet", metavar="O", help="Who published it.")
@click.option("--byline", metavar="B", help="Who wrote it, as printed.")
@click.option("--date", "day", metavar="D", help="2025-06-03, 2025-06-02..2025-06-30, or unknown.")
@click.option("--basis", metavar="WHY", help="What the date was inferred from.")
@click.option("--url", metavar="U", help="Where it was published.")
@click.option("--language", metavar="L", help="A code such as en.")
@click.option(
    "--same-source-as",
    metavar="ID",
    help="It has the text of that article, and is no independent source.",
)
@click.option(
    "--debris", type=click.Choice(["hide", "keep"]), help="Whether page debris in it is hidden."
)
@common_options(formats=False)
def edit_command(
    context: Context,
    article: str,
    day: str | None,
    basis: str | None,
    same_source_as: str | None,
    debris: str | None,
    **words: str | None,
) -> None:
    """Set what is missing or wrong in the metadata of ARTICLE; its text stays as it is.

    A day is stated. With --basis, and as a range, a date is inferred. An empty
    text takes a field away. `briefing undo` takes the change back.

    \b
    Examples:
      briefing edit three-factors --outlet 'The Daily Reed'
      briefing edit three-factors --date 2025-06-02..2025-06-30 --basis 'names the talks'
      briefing edit three-factors --debris keep
    """
    from briefing.adding import editing, header

    with failures(), _edits():
        writable_root(context)
        library = open_library(context, engine=False, report=False)
        fields = {
            name: header.words(name, value or None)
            for name, value in words.items()
            if value is not None
        }
        if day is not None:
            fields["date"] = header.date_lines(editing.parse_date(day, basis))
        elif basis is not None:
            raise click.UsageError("--basis goes with --date")
        if debris is not None:
            fields["debris"] = header.words("debris", debris) if debris == "keep" else None
        if not fields and same_source_as is None:
            raise click.UsageError("name something to set, such as --outlet")
        found = library.find_article(article)
        if same_source_as is not None:
            other = _other(library, found, same_source_as)
            fields["same_source_as"] = header.words("same_source_as", other)
        kept = editing.edit(library, found, fields)
        click.echo(one_line(f"edited {found}" if kept else f"{found} is so already"))
        sync_or_tell(library, engine=False)


def _other(library: Library, article: str, name: str) -> str | None:
    """The id of another article than this; None for no name."""
    other = library.find_article(name) if name else None
    if other == article:
        raise click.UsageError("an article is one source with itself; name another")
    return other


@click.command("remove")
@click.argument("article")
@click.option("--yes", is_flag=True, help="Do not ask.")
@common_options(formats=False)
def remove_command(context: Context, article: str, yes: bool) -> None:
    """Take ARTICLE out of the library, after asking. `briefing undo` brings it back.

    Its records stay; their evidence shows as lost until the article is back.

    \b
    Examples:
      briefing remove three-factors
      briefing remove three-factors --yes
    """
    from briefing.adding import editing

    with failures(), _edits():
        writable_root(context)
        library = open_library(context, engine=False, report=False)
        found = library.find_article(article)
        count = len(library.dossier.records_in(found))
        loses = f" {count} pieces of evidence stand in it." if count else ""
        if not yes:
            if not sys.stdin.isatty():
                raise click.UsageError("say --yes to remove it without being asked")
            if not click.confirm(one_line(f"Remove {found}?{loses}"), err=True):
                nothing("nothing was removed")
        editing.remove(library, found)
        click.echo(one_line(f"removed {found}; `briefing undo` brings it back"))
        sync_or_tell(library, engine=False)


def writable_root(context: Context) -> Path:
    """The library that is asked for, which must be one of the user's own: never the sample
    merely because there is no other."""
    root = context.library or locations.find_own_library(Path.cwd())
    if root is None:
        raise Failed(
            "there is no library around here; make one with `briefing init DIR`,"
            " or name one with --library"
        )
    if root.is_dir() and not locations.is_writable(root):
        raise Failed(
            f"{root} is read-only; `briefing init DIR --sample` makes a copy of the sample"
        )
    context.library = root
    return root


@contextmanager
def _edits() -> Iterator[None]:
    from briefing.adding.header import CannotEdit
    from briefing.files import ChangedOnDisk

    try:
        yield
    except CannotEdit as error:
        raise Failed(one_line(str(error))) from error
    except ChangedOnDisk as error:
        raise Failed(one_line(f"{error} changed meanwhile; try again")) from error


COMMANDS = (init_command, edit_command, remove_command)
