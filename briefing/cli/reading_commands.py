"""The commands about articles: list, show, search."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from briefing.cli.common import (
    Context,
    common_options,
    failures,
    nothing,
    notice,
    open_library,
    text_width,
)

if TYPE_CHECKING:
    from briefing.catalog import Entry
    from briefing.library import Library


@click.command("list")
@click.option(
    "--sort",
    "order",
    default="file",
    show_default=True,
    type=click.Choice(["file", "date", "outlet", "title", "hits", "unread"]),
    help="The newest, the best and the unread come first.",
)
@click.option("--outlet", "outlets", multiple=True, metavar="O", help="Only of outlets so called.")
@click.option("--date", "days", metavar="D", help="Only from 2025-06-02, 2025-06, A..B.")
@click.option("--tag", "tags", multiple=True, metavar="T", help="Only with highlights so tagged.")
@click.option("--query", metavar="Q", help="What --sort hits searches for.")
@common_options()
def list_command(
    context: Context,
    order: str,
    outlets: tuple[str, ...],
    days: str | None,
    tags: tuple[str, ...],
    query: str | None,
) -> None:
    """List the articles with outlet, byline and date, and what cannot be read.

    --outlet and --tag are repeatable: any of them will do. A part of an outlet's
    name is enough; '' is an unknown one. What was read is what the app remembers.

    \b
    Examples:
      briefing list
      briefing list --sort date --outlet star --date 2025-06
      briefing list --sort hits --query 'ceasefire children'
      briefing list --library ~/talks --format json
    """
    from briefing.export import markdown, plain, schema

    with failures():
        if (order == "hits") != (query is not None):
            raise click.UsageError("--sort hits and --query go together")
        library = open_library(context, engine=query is not None)
        if not library.entries:
            nothing(f"no articles in {library.root}; put .md or .txt files there")
        entries = _listed(library, order, outlets, days, tags, query)
        if context.format == "json":
            click.echo(schema.dump(articles=[schema.entry(e) for e in entries]))
        elif entries and context.format == "md":
            click.echo(markdown.sources(library.title, entries))
        elif entries:
            click.echo(plain.sources(entries, text_width()))
        if not entries:
            nothing("no articles fit")


def _listed(
    library: Library,
    order: str,
    outlets: tuple[str, ...],
    days: str | None,
    tags: tuple[str, ...],
    query: str | None,
) -> tuple[Entry, ...]:
    """The entries that the options ask for."""
    from briefing.analysis.source_list import SourceChoice, SourceOrder, arranged, tags_of
    from briefing.search.date_range import parse_days

    dated = parse_days(days) if days else None
    if days and dated is None:
        raise click.UsageError("--date takes 2025-06-02, 2025-06 or 2025-06-01..2025-06-30")
    choice = SourceChoice(SourceOrder(order), _outlets(library, outlets), frozenset(tags))
    if dated:
        choice = choice.within(dated.earliest, dated.latest)
    read: frozenset[str] = frozenset()
    if choice.order is SourceOrder.UNREAD:
        from briefing.tui.memory import Memory

        read = Memory(library.root).read
    return arranged(
        library.entries,
        choice,
        tags=tags_of((h.article, h.tags) for h in library.dossier.highlights) if tags else {},
        hits=library.ranked(library.search(query, limit=1).root) if query else (),
        read=read,
    )


def _outlets(library: Library, wanted: tuple[str, ...]) -> frozenset[str]:
    """The outlets with these words in their names."""
    there = {e.outlet or "" for e in library.entries if e.reason is None}
    found: set[str] = set()
    for name in wanted:
        like = {o for o in there if (name.casefold() in o.casefold() if name else not o)}
        if not like:
            nothing(f"no outlet is called {name or 'nothing'}; `briefing list` names them")
        found |= like
    return frozenset(found)


@click.command("show")
@click.argument("article", required=False)
@click.option("--debris", is_flag=True, help="Show the page debris too; alone, list all of it.")
@common_options()
def show_command(context: Context, article: str | None, debris: bool) -> None:
    """Print ARTICLE: its id, its file's name, or the beginning of its id.

    \b
    Examples:
      briefing show no-breakthrough
      briefing show 002_page.txt --debris
      briefing show --debris
    """
    from briefing.export import markdown, plain, schema

    with failures():
        if article is None and not debris:
            raise click.UsageError("name an article; `briefing list` lists them")
        library = open_library(context, engine=False)
        if article is None:
            _show_debris(library, context.format)
            return
        found = library.article(library.find_article(article))
        if context.format == "json":
            click.echo(schema.dump(articles=[schema.article(found)]))
        elif context.format == "md":
            whole = found.passage(0, len(found.text))
            click.echo(markdown.article(library, found, library.records_at(whole)).text)
        else:
            click.echo(plain.article(found, text_width(), debris=debris))


def _show_debris(library: Library, form: str) -> None:
    from briefing.export import plain, schema

    read = filter(None, (library.article_or_none(e.id) for e in library.entries))
    articles = (article for article in read if article.hidden)
    if form == "json":
        click.echo(schema.dump(articles=[schema.debris(article) for article in articles]))
    elif text := plain.debris(articles, text_width()):
        click.echo(text)
    else:
        nothing("nothing is hidden as page debris")


@click.command("search", context_settings={"ignore_unknown_options": True})
@click.argument("query", nargs=-1, required=True)
@click.option(
    "--limit",
    default=20,
    show_default=True,
    type=click.IntRange(1, 10_000),
    help="At most so many.",
)
@common_options()
def search_command(context: Context, query: tuple[str, ...], limit: int) -> None:
    """Find articles that match QUERY, best first. docs/query-language.md tells it whole.

    \b
    Examples:
      briefing search ceasefire children
      briefing search '"root causes" -sanctions'
      briefing search 'outlet:star date:2025-06'
      briefing search '=Kiev' --format json
    """
    from briefing.export import markdown, plain, schema

    with failures():
        library = open_library(context)
        result = library.search(" ".join(query), limit=limit)
        for sentence in result.ignored:
            click.echo(f"briefing: {plain.safe(sentence)}", err=True)
        if result.partial:
            notice(f"the answer is partial: {result.partial}")
        if context.format == "json":
            hits = [schema.hit(h) for h in result.hits]
            click.echo(schema.dump(hits=hits, partial=result.partial))
        elif context.format == "md" and result.hits:
            blocks = [markdown.hit(library, h, result.query.text).text for h in result.hits]
            click.echo(markdown.page(result.query.text, blocks))
        elif result.hits:
            click.echo(plain.hits(result, text_width()))
        if not result.hits:
            hint = f"; did you mean {result.did_you_mean}?" if result.did_you_mean else ""
            rest = " in the parts that did" if result.partial else ""
            nothing(f"nothing matches {result.query.text}{rest}{hint}")


COMMANDS = (list_command, show_command, search_command)
