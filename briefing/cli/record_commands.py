"""The commands about records: board, records, export."""

from __future__ import annotations

from pathlib import Path
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
from briefing.cli.view_commands import tell_written
from briefing.dossier.model import Ambiguous, Evidence, Kind, Located, Mode, Record, Status

if TYPE_CHECKING:
    from briefing.export.markdown import Block
    from briefing.library import Library


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
    order: str,
) -> None:
    """Show the parties' positions side by side, issue by issue.

    \b
    Examples:
      briefing board
      briefing board --text ceasefire
      briefing board --parties north,mediators --format md
    """
    from briefing.analysis import board
    from briefing.export import markdown, plain, schema

    with failures():
        library = open_library(context, engine=False)
        settings = library.dossier.settings
        only = board.BoardFilter(
            text,
            frozenset(_known_issue(library, i) for i in issues),
            frozenset(Status(s) for s in statuses),
            frozenset(Kind(k) for k in kinds),
            frozenset(library.find_article(a) for a in articles),
        )
        columns = [_known_party(library, p) for p in parties.split(",")] if parties else None
        made = board.build(
            library.dossier,
            parties=columns,
            only=only,
            order="disputed" if order == "disputed" else "library",
        )
        if not settings.parties:
            nothing(f"no parties are known; name them in {library.root / 'briefing.yaml'}")
        if not made.rows:
            nothing("no records match; leave out a filter, or add records to positions.yaml")
        if context.format == "json":
            shown = schema.records(library, made.records())
            click.echo(schema.dump(records=shown, board=schema.board(made)))
        elif context.format == "md":
            click.echo(markdown.board(made, library.entries))
        else:
            click.echo(plain.board(made, library.entries, text_width()))


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
        found = [_known_record(library, i) for i in ids] if ids else list(dossier.records)
        if party:
            wanted = _known_party(library, party)
            found = [r for r in found if r.party == wanted]
        if issue:
            inside = dossier.settings.issues_within(_known_issue(library, issue))
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


@click.command("export")
@click.argument("article", required=False)
@click.option("--quote", metavar="WORDS", help="Export this passage of ARTICLE.")
@click.option("--paragraph", type=click.IntRange(1), metavar="N", help="Export this paragraph.")
@click.option("--record", "record_id", metavar="ID", help="Export this record with its evidence.")
@click.option("--board", "whole_board", is_flag=True, help="Export the board.")
@click.option(
    "-o", "--output", type=click.Path(path_type=Path), metavar="FILE", help="Write it to FILE."
)
@click.option("--force", is_flag=True, help="Write to a FILE that briefing did not write.")
@common_options()
def export_command(
    context: Context,
    article: str | None,
    quote: str | None,
    paragraph: int | None,
    record_id: str | None,
    whole_board: bool,
    output: Path | None,
    force: bool,
) -> None:
    """Export a passage, an article, a record or the board, with citations.

    It goes to standard output, or with -o into FILE: exporting the same thing
    again updates its own part of the file and leaves the rest as it is.

    \b
    Examples:
      briefing export no-breakthrough --quote 'a formal response'
      briefing export --board -o board.md
    """
    with failures():
        if (article is not None) + (record_id is not None) + whole_board != 1:
            raise click.UsageError("name one thing to export: an ARTICLE, --record ID or --board")
        library = open_library(context, engine=False)
        from briefing.export import markdown, schema
        from briefing.export.writer import WriteRefused, write_blocks

        records: list[Record] = []
        passage: Passage | None = None
        if record_id is not None:
            records = [_known_record(library, record_id)]
            block = markdown.record(library, records[0])
        elif whole_board:
            from briefing.analysis import board

            made = board.build(library.dossier)
            records = made.records()
            block = markdown.board_block(made, library.entries)
        else:
            assert article is not None  # noqa: S101
            article = library.find_article(article)
            passage = _passage(library, article, quote, paragraph)
            block = _passage_block(library, article, passage)
            records = library.records_at(passage) if passage else []
        text = block.text
        if context.format == "json":
            text = schema.dump(
                passages=[schema.passage(library, passage)] if passage else [],
                records=schema.records(library, records),
            )
        if output is None:
            click.echo(text)
            return
        if context.format == "json":
            raise click.UsageError("-o writes markdown; for JSON redirect standard output")
        try:
            report = write_blocks(output, [block], title=library.title, force=force)
        except WriteRefused as error:
            raise Failed(str(error)) from error
        tell_written(report)


def _passage_block(library: Library, article_id: str, passage: Passage | None) -> Block:
    from briefing.export import markdown

    found = library.article(article_id)
    whole = found.passage(0, len(found.text))
    if passage is None:
        return markdown.article(library, found, library.records_at(whole))
    return markdown.selection(library, found, passage.span, library.records_at(passage))


def _passage(
    library: Library, article_id: str, quote: str | None, paragraph: int | None
) -> Passage | None:
    found = library.article(article_id)
    if quote is not None:
        place = library.locate(Evidence(article_id, quote, Mode.OUTLET))
        if isinstance(place, Located):
            return Passage(article_id, place.span)
        if isinstance(place, Ambiguous):
            nothing(
                f"{quote!r} stands {len(place.spans)} times in {article_id}; quote more words of it"
            )
        nothing(f"{quote!r} is not in {article_id}; quote it as printed")
    if paragraph is not None:
        for candidate in found.paragraphs:
            if candidate.number == paragraph:
                return Passage(article_id, candidate.span)
        nothing(f"{article_id} has {len(found.paragraphs)} paragraphs, no paragraph {paragraph}")
    return None


def _known_party(library: Library, name: str) -> str:
    settings = library.dossier.settings
    wanted = name.strip().casefold()
    for party in settings.parties:
        if wanted in (party.id, party.name.casefold(), *(a.casefold() for a in party.aliases)):
            return party.id
    known = ", ".join(p.id for p in settings.parties) or "none are named in briefing.yaml"
    raise click.UsageError(f"no party {name!r}; known: {known}")


def _known_issue(library: Library, name: str) -> str:
    for _, issue in library.dossier.settings.walk_issues():
        if name.casefold() in (issue.id, issue.name.casefold()):
            return issue.id
    known = ", ".join(i.id for _, i in library.dossier.settings.walk_issues())
    raise click.UsageError(f"no issue {name!r}; known: {known or 'none in briefing.yaml'}")


def _known_record(library: Library, record_id: str) -> Record:
    found = library.dossier.record(record_id)
    if found is None:
        nothing(f"no record {record_id!r}; `briefing records` lists them")
    return found


def _once(records: list[Record]) -> list[Record]:
    return list({r.id: r for r in records}.values())


COMMANDS = (board_command, records_command, export_command)
