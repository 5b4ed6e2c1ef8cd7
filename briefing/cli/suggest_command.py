"""The command that suggests what to record next, and that dismisses suggestions."""

from __future__ import annotations

from typing import TYPE_CHECKING

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
from briefing.cli.names import known_party
from briefing.dossier.model import Kind

if TYPE_CHECKING:
    from briefing.library import Library

KINDS = (Kind.DEMAND, Kind.OFFER, Kind.RESPONSE, Kind.AGREEMENT, Kind.FIGURE)


@click.command("suggest")
@click.option(
    "--kind", type=click.Choice([kind.value for kind in KINDS]), help="Only what may be this."
)
@click.option("--party", metavar="ID", help="Only what this party seems to say or do.")
@click.option("--article", metavar="ID", help="Only in this article.")
@click.option(
    "--limit",
    default=20,
    show_default=True,
    type=click.IntRange(1, 10_000),
    help="At most so many.",
)
@click.option(
    "--dismiss", "ids", multiple=True, metavar="ID", help="Never suggest this again; repeatable."
)
@common_options()
def suggest_command(
    context: Context,
    kind: str | None,
    party: str | None,
    article: str | None,
    limit: int,
    ids: tuple[str, ...],
) -> None:
    """List passages that read like a position of a party and that no record covers, best first.

    They are found by words, names and numbers, and are guesses. A dismissed one
    is kept in dismissed.yaml; dismissing can be undone.

    \b
    Examples:
      briefing suggest --kind demand --limit 5
      briefing suggest --article no-breakthrough --format json
      briefing suggest --dismiss s-62f0-e7aca50e
    """
    from briefing.export import markdown, schema, suggestions
    from briefing.suggesting import suggestions as suggested

    with failures():
        if ids and (kind or party or article):
            raise click.UsageError("--dismiss goes with ids alone")
        library = open_library(context)
        if ids:
            _dismiss(library, ids)
            return
        found = suggested(
            library,
            kind=Kind(kind) if kind else None,
            party=known_party(library, party) if party else None,
            article=library.find_article(article) if article else None,
            limit=limit,
        )
        if context.format == "json":
            click.echo(schema.dump(suggestions=suggestions.json(found.suggestions)))
        elif found.suggestions and context.format == "md":
            parts = suggestions.markdown(library, found.suggestions)
            click.echo(markdown.page(library.title, parts))
        elif found.suggestions:
            click.echo(suggestions.plain(library, found.suggestions, text_width()))
        if found.read < found.articles:
            notice(f"looked at the {found.read:,} of {found.articles:,} articles that promise most")
        if not found.suggestions:
            nothing("nothing to suggest; records cover what reads like a position")


def _dismiss(library: Library, ids: tuple[str, ...]) -> None:
    from briefing.marking import Marking, NotSaved
    from briefing.suggesting import find

    marking = Marking(library)
    for suggestion_id in ids:
        suggestion = find(library, suggestion_id)
        if suggestion is None:
            nothing(f"nothing is suggested as {suggestion_id!r}; `briefing suggest` lists the ids")
        try:
            marking.dismiss(suggestion.dismissal())
        except NotSaved as error:
            raise Failed(str(error)) from error
        notice(f"dismissed {suggestion.id}: {suggestion.quote}")
