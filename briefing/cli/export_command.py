"""The command that exports: what was chosen, in the format asked for, printed or into a file."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from briefing.cli.common import Context, Failed, common_options, failures, nothing, open_library
from briefing.cli.export_choice import DATA, TEXTS, Chosen, Wish, choose
from briefing.cli.view_commands import tell_written

if TYPE_CHECKING:
    from briefing.article import Article
    from briefing.library import Library

FORMATS = ("text", "json", "md", *DATA)
BYTE_ORDER_MARK = "\ufeff"
"""What tells spreadsheet programs that a CSV file is UTF-8."""
_HELP = {
    "records": "all records",
    "board": "the board",
    "figures": "the figures side by side",
    "timeline": "the timeline",
    "wording": "who uses which word",
    "highlights": "highlights",
    "brief": "the whole page",
    "articles": "the list of articles",
    "all": "everything, as data",
}
_Command = Callable[..., Any]


def _view_options(command: _Command) -> _Command:
    for name, what in reversed(_HELP.items()):
        command = click.option(f"--{name}", is_flag=True, help=f"Export {what}.")(command)
    return command


@click.command("export")
@click.argument("article", required=False)
@click.option("--quote", metavar="WORDS", help="Export this passage of ARTICLE.")
@click.option("--paragraph", type=click.IntRange(1), metavar="N", help="Export this paragraph.")
@click.option("--record", "record_id", metavar="ID", help="Export this record with its evidence.")
@_view_options
@click.option("--tag", "tags", multiple=True, metavar="T", help="Highlights so tagged; repeatable.")
@click.option("--since", type=click.DateTime(["%Y-%m-%d"]), help="Highlights made then or later.")
@click.option("--until", type=click.DateTime(["%Y-%m-%d"]), help="Highlights made then or before.")
@click.option(
    "-o", "--output", type=click.Path(path_type=Path), metavar="FILE", help="Write it to FILE."
)
@click.option("--force", is_flag=True, help="Replace a FILE that is not ours; a copy is kept.")
@common_options(formats=FORMATS)
def export_command(
    context: Context,
    article: str | None,
    quote: str | None,
    paragraph: int | None,
    record_id: str | None,
    tags: tuple[str, ...],
    since: datetime | None,
    until: datetime | None,
    output: Path | None,
    force: bool,
    **views: bool,
) -> None:
    """Export a passage, an article, a record, a view, highlights, or all data, with citations.

    It goes to standard output, or with -o into FILE: exporting markdown again
    updates its own part of the file and leaves the rest as it is. Data formats
    without anything named export everything. docs/export-formats.md lists all
    formats and fields.

    \b
    Examples:
      briefing export no-breakthrough --quote 'a formal response'
      briefing export --board -o board.md
      briefing export --highlights --tag to-check
      briefing export --format csv -o tables/
      briefing export --records --format annotations
      briefing export --format bibtex -o sources.bib
    """
    with failures(), _refusals():
        view = _one_thing(context, article, record_id, [name for name in views if views[name]])
        library = open_library(context, engine=view == "wording")
        wish = Wish(
            article,
            quote,
            paragraph,
            record_id,
            view,
            tags,
            since.date() if since else None,
            until.date() if until else None,
        )
        chosen = choose(library, wish)
        if output is not None:
            library.check_place(output)
        form = context.format
        if form not in (*TEXTS, *chosen.formats):
            raise click.UsageError(f"this cannot be {form}; but md, {', '.join(chosen.formats)}")
        if form == "csv":
            _csv(library, chosen, output, force)
        elif form not in TEXTS:
            _put(_data(library, chosen, form), output, force)
        if view == "highlights" and not chosen.highlights:
            nothing("no highlights fit")
        if form in TEXTS:
            _markdown(library, chosen, output, force)


def _one_thing(
    context: Context, article: str | None, record_id: str | None, views: Sequence[str]
) -> str | None:
    """The view that was asked for, if any; UsageError unless one thing was named."""
    named = set(views)
    if article is not None:
        named -= {"highlights"}
    things = len(named) + (article is not None) + (record_id is not None)
    if not things and not views and context.format not in TEXTS:
        return "all"
    if things > 1 or not (things or views):
        raise click.UsageError(
            "name one thing to export: an ARTICLE, --record ID or a view such as --board;"
            " `briefing export --help` lists them"
        )
    return views[0] if views else None


def _markdown(library: Library, chosen: Chosen, output: Path | None, force: bool) -> None:
    from briefing.export.writer import write_blocks

    blocks = chosen.blocks()
    if output is None:
        click.echo("\n\n".join(block.text for block in blocks))
    else:
        tell_written(write_blocks(output, blocks, title=library.title, force=force))


def _csv(library: Library, chosen: Chosen, output: Path | None, force: bool) -> None:
    from briefing.export import tables

    made: dict[str, Callable[[], str]] = {
        "records": lambda: tables.csv(
            tables.RECORD_COLUMNS, tables.records(library, chosen.records, chosen.within)
        ),
        "highlights": lambda: tables.csv(
            tables.HIGHLIGHT_COLUMNS, tables.highlights(library, chosen.highlights)
        ),
        "articles": lambda: tables.csv(tables.ARTICLE_COLUMNS, tables.articles(library.entries)),
    }
    if chosen.table != "all":
        _put(made[chosen.table](), output, force, mark=True)
    elif output is None:
        raise click.UsageError(
            "all data are several tables: name a folder with -o, or one of"
            " --records, --highlights and --articles"
        )
    else:
        if output.exists() and not output.is_dir():
            raise Failed(f"{output} is not a folder; all data are several tables")
        for name, table in made.items():
            library.check_place(output / f"{name}.csv")
            _put(table(), output / f"{name}.csv", force, mark=True)


def _data(library: Library, chosen: Chosen, form: str) -> str:
    from briefing.export import annotations, references, schema, tables

    if form == "json":
        records = schema.records(library, chosen.records)
        return f"{schema.dump(records=records, **chosen.more())}\n"
    if form == "annotations":
        text = annotations.collection(
            library, library.title, chosen.records, chosen.highlights, chosen.within
        )
        return f"{text}\n"
    if form == "jsonl":
        whole = _articles(library, chosen) if chosen.texts else ()
        return tables.jsonl(tables.lines(library, whole, chosen.records, chosen.highlights))
    if form == "bibtex":
        return references.bibtex(_articles(library, chosen))
    return f"{references.csl_json(_articles(library, chosen))}\n"


def _articles(library: Library, chosen: Chosen) -> Iterator[Article]:
    return filter(None, map(library.article_or_none, chosen.articles))


def _put(text: str, output: Path | None, force: bool, mark: bool = False) -> None:
    """Print data, or write them to a file of their own, with a mark of their encoding."""
    from briefing.export.writer import write_data

    if output is None:
        click.echo(text.encode("utf-8", "replace"), nl=False)
    else:
        tell_written(write_data(output, BYTE_ORDER_MARK + text if mark else text, force=force))


@contextmanager
def _refusals() -> Iterator[None]:
    from briefing.export.writer import WriteRefused

    try:
        yield
    except WriteRefused as error:
        raise Failed(str(error)) from error
