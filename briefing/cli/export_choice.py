"""What `briefing export` exports: the thing asked for, as markdown and as the nouns behind it."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import TYPE_CHECKING, Any

import click

from briefing.article import Passage
from briefing.cli.common import nothing
from briefing.cli.names import known_record
from briefing.dossier.model import Ambiguous, Evidence, Highlight, Located, Mode, Record

if TYPE_CHECKING:
    from briefing.article import Article
    from briefing.export.markdown import Block
    from briefing.library import Library

TEXTS = ("text", "md")
"""The formats that are markdown."""
DATA = ("jsonl", "csv", "annotations", "bibtex", "csl")
"""The formats that are data and nothing else."""
CITATIONS = ("json", "bibtex", "csl")


@dataclass(frozen=True)
class Wish:
    """What the options and the argument said."""

    article: str | None = None
    quote: str | None = None
    paragraph: int | None = None
    record: str | None = None
    view: str | None = None
    tags: tuple[str, ...] = ()
    since: date | None = None
    until: date | None = None


@dataclass(frozen=True)
class Chosen:
    """What is exported.

    ``articles`` are the ids of the articles that it is from, for citing.
    ``texts``: JSONL has those articles whole. ``within`` is the article whose
    evidence alone counts, ``more`` what the JSON document has besides records.
    ``table`` is what CSV makes of it, and ``formats`` what it can be besides
    markdown.
    """

    blocks: Callable[[], Sequence[Block]]
    records: Sequence[Record] = ()
    highlights: Sequence[Highlight] = ()
    articles: Sequence[str] = ()
    texts: bool = False
    within: str | None = None
    table: str = "records"
    more: Callable[[], dict[str, Any]] = field(default=dict)
    formats: tuple[str, ...] = ("json", *DATA)


def choose(library: Library, wish: Wish) -> Chosen:
    """The thing asked for; UsageError where options do not fit, Nothing where it is not there."""
    if wish.view != "highlights" and (wish.tags or wish.since or wish.until):
        raise click.UsageError("--tag, --since and --until go with --highlights")
    if (wish.quote or wish.paragraph) and (wish.article is None or wish.view):
        raise click.UsageError("--quote and --paragraph go with an ARTICLE alone")
    article = library.find_article(wish.article) if wish.article is not None else None
    if wish.view == "highlights":
        return _highlights(library, wish, article)
    if wish.record is not None:
        return _record(library, known_record(library, wish.record))
    if article is not None:
        return _article(library, wish, article)
    views = {
        "records": _records,
        "board": _board,
        "figures": _figures,
        "timeline": _timeline,
        "wording": _wording,
        "brief": _brief,
        "articles": _articles,
        "all": _all,
    }
    return views[wish.view or "all"](library)


def _article(library: Library, wish: Wish, article_id: str) -> Chosen:
    from briefing.export import markdown, schema

    found = library.article(article_id)
    passage = _passage(library, found, wish)
    if passage is not None:
        records = library.records_at(passage)
        return Chosen(
            lambda: [markdown.selection(library, found, passage.span, records)],
            records,
            articles=[article_id],
            more=lambda: {"passages": [schema.passage(library, passage)]},
            formats=CITATIONS,
        )
    records = list({r.id: r for r, _ in library.dossier.records_in(article_id)}.values())
    marks = library.dossier.highlights_in(article_id)
    return Chosen(
        lambda: [markdown.article(library, found, records)],
        records,
        marks,
        [article_id],
        texts=True,
        within=article_id,
        more=lambda: {
            "articles": [schema.article(found)],
            "highlights": [schema.highlight(library, h) for h in marks],
        },
    )


def _passage(library: Library, article: Article, wish: Wish) -> Passage | None:
    if wish.quote is not None:
        place = library.locate(Evidence(article.id, wish.quote, Mode.OUTLET))
        if isinstance(place, Located):
            return Passage(article.id, place.span)
        if isinstance(place, Ambiguous):
            nothing(
                f"{wish.quote!r} stands {len(place.spans)} times in {article.id};"
                " quote more words of it"
            )
        nothing(f"{wish.quote!r} is not in {article.id}; quote it as printed")
    if wish.paragraph is not None:
        for candidate in article.paragraphs:
            if candidate.number == wish.paragraph:
                return Passage(article.id, candidate.span)
        nothing(
            f"{article.id} has {len(article.paragraphs)} paragraphs, no paragraph {wish.paragraph}"
        )
    return None


def _record(library: Library, record: Record) -> Chosen:
    from briefing.export import markdown

    return Chosen(
        lambda: [markdown.record(library, record)], [record], articles=_read_in(library, [record])
    )


def _records(library: Library) -> Chosen:
    from briefing.export import markdown

    records = library.dossier.records
    return Chosen(
        lambda: [markdown.records(library, records)], records, articles=_read_in(library, records)
    )


def _board(library: Library) -> Chosen:
    from briefing.analysis import board
    from briefing.export import markdown, schema

    made = board.build(library.dossier, sources_of=library.sources_of)
    records = made.records()
    return Chosen(
        lambda: [markdown.board_block(made, library.entries)],
        records,
        articles=_read_in(library, records),
        more=lambda: {"board": schema.board(made)},
    )


def _figures(library: Library) -> Chosen:
    from briefing.export import figures

    found = library.figures()
    records = _once(reading.record for quantity in found for reading in quantity.readings())
    return Chosen(
        lambda: [figures.markdown(library, found)],
        records,
        articles=_read_in(library, records),
        more=lambda: {"figures": figures.json(library, found)},
    )


def _timeline(library: Library) -> Chosen:
    from briefing.analysis.timeline import Gap, build
    from briefing.export import timeline

    found = build(library.dossier)
    told = [*found.stated, *found.inferred, *found.undated]
    records = _once(entry.record for entry in told if not isinstance(entry, Gap))
    return Chosen(
        lambda: [timeline.markdown(library, found)],
        records,
        articles=_read_in(library, records),
        more=lambda: {"timeline": timeline.json(library, found)},
    )


def _wording(library: Library) -> Chosen:
    from briefing.export import wording

    found = library.wording()
    return Chosen(
        lambda: [wording.markdown(library, found)],
        articles=_in_order(library, {a for group in found for a in group.articles()}),
        more=lambda: {"wording": wording.json(library, found)},
        formats=CITATIONS,
    )


def _highlights(library: Library, wish: Wish, article_id: str | None) -> Chosen:
    from briefing.export import highlights, schema

    found = highlights.choose(
        library.dossier.highlights,
        tags=wish.tags,
        articles=(article_id,) if article_id else (),
        since=wish.since,
        until=wish.until,
    )
    told = [*(f"tag {tag}" for tag in wish.tags)]
    told += [f"since {wish.since}"] if wish.since else []
    told += [f"until {wish.until}"] if wish.until else []
    return Chosen(
        lambda: highlights.blocks(library, found, ", ".join(told)),
        highlights=found,
        articles=_in_order(library, {highlight.article for highlight in found}),
        table="highlights",
        more=lambda: {"highlights": [schema.highlight(library, h) for h in found]},
    )


def _brief(library: Library) -> Chosen:
    from briefing.analysis import board, timeline
    from briefing.export import brief, figures, schema
    from briefing.export import timeline as timeline_view

    return Chosen(
        lambda: brief.blocks(brief.make(library, library.entries, library.title)),
        library.dossier.records,
        articles=_readable(library),
        more=lambda: {
            "board": schema.board(board.build(library.dossier, sources_of=library.sources_of)),
            "figures": figures.json(library, library.figures()),
            "timeline": timeline_view.json(library, timeline.build(library.dossier)),
        },
    )


def _articles(library: Library) -> Chosen:
    from briefing.export import markdown, schema

    return Chosen(
        lambda: [markdown.sources_block(library.entries)],
        articles=_readable(library),
        texts=True,
        table="articles",
        formats=("json", "jsonl", "csv", "bibtex", "csl"),
        more=lambda: {"articles": [schema.entry(entry) for entry in library.entries]},
    )


def _all(library: Library) -> Chosen:
    from briefing.export import schema

    marks = library.dossier.highlights

    def no_blocks() -> Sequence[Block]:
        raise click.UsageError(
            "--all is data: give --format json, jsonl, csv, annotations, bibtex or csl;"
            " --brief is the whole page"
        )

    def everything() -> dict[str, Any]:
        known = {entry.id: library.article_or_none(entry.id) for entry in library.entries}
        return {
            "library": schema.settings(library.dossier.settings),
            "articles": [
                schema.article(found) if (found := known[entry.id]) else schema.entry(entry)
                for entry in library.entries
            ],
            "highlights": [schema.highlight(library, h) for h in marks],
        }

    records = library.dossier.records
    every = _readable(library)
    return Chosen(no_blocks, records, marks, every, texts=True, table="all", more=everything)


def _read_in(library: Library, records: Iterable[Record]) -> list[str]:
    return _in_order(library, {e.article for r in records for e in r.all_evidence()})


def _in_order(library: Library, ids: set[str]) -> list[str]:
    return [article_id for article_id in _readable(library) if article_id in ids]


def _readable(library: Library) -> list[str]:
    return [entry.id for entry in library.entries if entry.reason is None]


def _once(records: Iterable[Record]) -> list[Record]:
    return list({record.id: record for record in records}.values())
