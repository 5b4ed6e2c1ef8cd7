"""The commands that mark and take back: highlight, highlights, undo, redo."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

import click

from briefing.article import Passage
from briefing.cli.common import (
    Context,
    Failed,
    common_options,
    failures,
    nothing,
    open_library,
    text_width,
)
from briefing.dossier.fields import shown
from briefing.dossier.model import Ambiguous, Evidence, Highlight, Located, Lost, Mode
from briefing.safe_text import one_line

if TYPE_CHECKING:
    from briefing.library import Library
    from briefing.marking import Change

LONGEST = 100
"""Code points of a passage that a message shows."""


@click.command("highlight")
@click.argument("article", required=False)
@click.option("--quote", metavar="WORDS", help="The passage of ARTICLE to mark.")
@click.option("--before", metavar="WORDS", help="Words just before it, where it stands twice.")
@click.option("--after", metavar="WORDS", help="Words just after it.")
@click.option("--tag", "tags", multiple=True, metavar="T", help="Repeatable.")
@click.option("--memo", metavar="M", help="A note to it.")
@click.option("--edit", metavar="ID", help="Give this highlight the --tag and --memo instead.")
@click.option("--delete", metavar="ID", help="Delete this highlight.")
@click.option("--rename-tag", "renamed", nargs=2, metavar="T NAME", help="On all highlights.")
@common_options(formats=False)
def highlight_command(
    context: Context,
    article: str | None,
    quote: str | None,
    before: str | None,
    after: str | None,
    tags: tuple[str, ...],
    memo: str | None,
    edit: str | None,
    delete: str | None,
    renamed: tuple[str, str] | None,
) -> None:
    """Mark a passage of ARTICLE, with tags and a note, and print the new highlight's id.

    An empty --tag or --memo takes tags or note away when editing, and a tag
    that is renamed to an empty NAME goes from all highlights.

    \b
    Examples:
      briefing highlight no-breakthrough --quote 'a formal response' --tag to-check
      briefing highlight --edit h-1a2b3c --memo 'compare with the other article'
      briefing highlight --delete h-1a2b3c
      briefing highlight --rename-tag to-check checked
    """
    with failures(), saving():
        from briefing.marking import Marking

        if sum(value is not None for value in (article, edit, delete, renamed)) != 1:
            message = "give an ARTICLE with --quote, or --edit, --delete or --rename-tag"
            raise click.UsageError(message)
        library = open_library(context, engine=False)
        marking = Marking(library)
        if renamed is not None:
            marking.rename_tag(*renamed)
        elif delete is not None:
            marking.delete_highlight(_known(library, delete))
        elif edit is not None:
            known = _known(library, edit)
            if not tags and memo is None:
                raise click.UsageError("--edit goes with --tag, --memo or both")
            memo = known.memo if memo is None else memo
            marking.change_highlight(known, tags=tags or known.tags, memo=memo)
        else:
            passage = quoted_passage(library, article or "", quote, before, after)
            click.echo(marking.add_highlight(passage, tags=tags, memo=memo).id)


@click.command("highlights")
@click.option("--tag", "tags", multiple=True, metavar="T", help="Only those so tagged; repeatable.")
@click.option("--article", metavar="ID", help="Only those in this article.")
@common_options()
def highlights_command(context: Context, tags: tuple[str, ...], article: str | None) -> None:
    """List the highlights, article by article.

    \b
    Examples:
      briefing highlights --tag to-check
      briefing highlights --article no-breakthrough --format json
    """
    with failures():
        from briefing.export import highlights, markdown, schema

        library = open_library(context, engine=False)
        articles = (library.find_article(article),) if article else ()
        found = highlights.choose(library.dossier.highlights, tags=tags, articles=articles)
        if context.format == "json":
            click.echo(schema.dump(highlights=[schema.highlight(library, h) for h in found]))
        elif found and context.format == "md":
            parts = [block.text for block in highlights.blocks(library, found)]
            click.echo(markdown.page(library.title, parts))
        elif found:
            click.echo(highlights.plain(library, found, text_width()))
        if not found:
            nothing("no highlights fit; `briefing highlight` makes one")


@click.command("undo")
@click.option("--skip", is_flag=True, help="Leave the last change as it is, for good.")
@common_options(formats=False)
def undo_command(context: Context, skip: bool) -> None:
    """Undo the last change that was made to the library with briefing, and say what it was.

    It may have been made by another program or user. What was changed by hand
    meanwhile is never undone; where that is in the way, --skip leaves the change
    alone, so that the one before it is next.

    \b
    Examples:
      briefing undo
      briefing undo --skip
    """
    with failures(), saving():
        from briefing.marking import Marking

        change = Marking(open_library(context, engine=False)).undo(skip=skip)
        if change is None:
            nothing("nothing to undo")
        click.echo(_told("Left as it is" if skip else "Undone", change))


@click.command("redo")
@common_options(formats=False)
def redo_command(context: Context) -> None:
    """Make the change again that was undone last, and say what it was.

    \b
    Examples:
      briefing redo
    """
    with failures(), saving():
        from briefing.marking import Marking

        change = Marking(open_library(context, engine=False)).redo()
        if change is None:
            nothing("nothing to redo")
        click.echo(_told("Made again", change))


@contextmanager
def saving() -> Iterator[None]:
    """Turn what could not be saved into one clear line."""
    from briefing.dossier.not_saved import NotSaved

    try:
        yield
    except NotSaved as error:
        raise Failed(one_line(str(error))) from error


def quoted_passage(
    library: Library, article: str, quote: str | None, before: str | None, after: str | None
) -> Passage:
    """The passage where a quote stands; ends the program where that is not one place."""
    article_id = library.find_article(article)
    if not quote:
        raise click.UsageError("--quote says which words of the article")
    place = library.locate(Evidence(article_id, quote, Mode.OUTLET, before=before, after=after))
    if not isinstance(place, Located):
        nothing(f"{shown(quote, LONGEST)} {_why_not(library, article_id, place)}")
    return Passage(article_id, place.span)


def _why_not(library: Library, article_id: str, place: Ambiguous | Lost) -> str:
    if isinstance(place, Ambiguous):
        number = len(place.spans)
        return (
            f"stands {number} times in {article_id}; quote more of it, or add --before or --after"
        )
    found = library.article(article_id)
    near = f"; nearest: {shown(found.text_of(place.nearest), LONGEST)}" if place.nearest else ""
    return f"is not in {article_id}: {place.reason}{near}"


def _known(library: Library, highlight_id: str) -> Highlight:
    found = library.dossier.highlight(highlight_id)
    if found is None:
        nothing(f"no highlight {highlight_id!r}; `briefing highlights` lists them")
    return found


def _told(done: str, change: Change) -> str:
    when = change.at.astimezone().strftime("%Y-%m-%d %H:%M")
    whose = ", ".join(filter(None, (change.by, when)))
    return one_line(f"{done}: {change.what} ({whose}).")


COMMANDS = (highlight_command, highlights_command, undo_command, redo_command)
