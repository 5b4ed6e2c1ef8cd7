"""The commands about records: board, records."""

from __future__ import annotations

from datetime import date

import click

from briefing.cli.common import (
    Context,
    common_options,
    failures,
    nothing,
    open_library,
    text_width,
)
from briefing.cli.names import known_issue, known_party, known_record
from briefing.dossier.model import Kind, Status


def _choices(values: type[Kind] | type[Status]) -> click.Choice[str]:
    return click.Choice([value.value for value in values])


@click.command("board")
@click.option("--parties", metavar="A,B,…", help="The columns; the first two parties by default.")
@click.option("--text", default="", metavar="WORDS", help="Only records with all these words.")
@click.option("--issue", "issues", multiple=True, metavar="ID", help="Only this issue; repeatable.")
@click.option("--status", "statuses", multiple=True, type=_choices(Status), help="Repeatable.")
@click.option("--kind", "kinds", multiple=True, type=_choices(Kind), help="Repeatable.")
@click.option("--article", "articles", multiple=True, metavar="ID", help="Only from this source.")
@click.option(
    "--date",
    "days",
    metavar="RANGE",
    help="Only of these days: 2025-06-02, 2025-06 or 2025-06-01..2025-06-30.",
)
@click.option(
    "--order", type=click.Choice(["library", "disputed"]), default="library", show_default=True
)
@common_options()
def board_command(
    context: Context,
    parties: str | None,
    text: str,
    issues: tuple[str, ...],
    statuses: tuple[str, ...],
    kinds: tuple[str, ...],
    articles: tuple[str, ...],
    days: str | None,
    order: str,
) -> None:
    """Show the parties' positions side by side, issue by issue.

    \b
    Examples:
      briefing board
      briefing board --text ceasefire --date 2025-06
      briefing board --parties north,mediators --format md
    """
    from briefing.analysis.board_filter import BoardFilter, filters_in_words
    from briefing.export import markdown, plain, schema

    with failures():
        library = open_library(context, engine=False)
        settings = library.dossier.settings
        only = BoardFilter(
            text,
            frozenset(known_issue(library, i) for i in issues),
            frozenset(Status(s) for s in statuses),
            frozenset(Kind(k) for k in kinds),
            frozenset(library.find_article(a) for a in articles),
            *_days(days),
        )
        columns = [known_party(library, p) for p in parties.split(",")] if parties else None
        made = library.board_index().board(
            columns, only, "disputed" if order == "disputed" else "library"
        )
        narrowed = "; ".join(filters_in_words(only, settings, str))
        if not settings.parties:
            nothing(f"no parties are known; name them in {library.root / 'briefing.yaml'}")
        if not made.rows:
            nothing("no records match; leave out a filter, or add records to positions.yaml")
        if context.format == "json":
            shown = schema.records(library, made.records())
            click.echo(schema.dump(records=shown, board=schema.board(made)))
        elif context.format == "md":
            click.echo(markdown.board(made, library.entries, narrowed))
        else:
            click.echo(plain.board(made, library.entries, text_width(), narrowed))


def _days(text: str | None) -> tuple[date | None, date | None]:
    """The first and the last day of a range; UsageError where it is none."""
    from briefing.search.date_range import parse_days

    if text is None:
        return None, None
    found = parse_days(text)
    if found is None:
        raise click.UsageError(
            f"no date {text!r}; write 2025-06-02, 2025-06 or 2025-06-01..2025-06-30"
        )
    return found.earliest, found.latest


@click.command("records")
@click.argument("ids", nargs=-1, metavar="[ID]...")
@click.option("--party", metavar="ID", help="Only this party's.")
@click.option("--issue", metavar="ID", help="Only of this issue and those in it.")
@click.option("--kind", type=_choices(Kind), help="Only of this kind.")
@click.option("--status", type=_choices(Status), help="Only those that stand so.")
@click.option("--article", metavar="ID", help="Only with evidence in this article.")
@common_options()
def records_command(
    context: Context,
    ids: tuple[str, ...],
    party: str | None,
    issue: str | None,
    kind: str | None,
    status: str | None,
    article: str | None,
) -> None:
    """List the records with their evidence.

    \b
    Examples:
      briefing records --party north --kind demand
      briefing records border-open --format json
    """
    from briefing.dossier.status import statuses
    from briefing.export import markdown, plain, schema

    with failures():
        library = open_library(context, engine=False)
        dossier = library.dossier
        found = [known_record(library, i) for i in ids] if ids else list(dossier.records)
        if party:
            wanted = known_party(library, party)
            found = [r for r in found if r.party == wanted]
        if issue:
            inside = dossier.settings.issues_within(known_issue(library, issue))
            found = [r for r in found if r.issue in inside]
        if kind:
            found = [r for r in found if r.kind.value == kind]
        if status:
            stand = statuses(dossier)
            found = [r for r in found if stand[r.id].value == status]
        if article:
            source = library.find_article(article)
            found = [r for r in found if any(e.article == source for e in r.all_evidence())]
        if context.format == "json":
            click.echo(schema.dump(records=schema.records(library, found)))
        elif not found:
            pass
        elif context.format == "md":
            click.echo(
                markdown.page(library.title, [markdown.record(library, r).text for r in found])
            )
        else:
            click.echo(plain.records(library, found, text_width()))
        if not found:
            nothing("no records match")


COMMANDS = (board_command, records_command)
