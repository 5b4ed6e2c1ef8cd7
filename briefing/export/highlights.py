"""Highlights as markdown and text, article by article, chosen by tag, article and day."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Sequence
from datetime import date

from briefing.article import Article
from briefing.dossier.model import Highlight
from briefing.export.cite import Marked, Readings, in_marks, mark
from briefing.export.escaping import escape, escape_line
from briefing.export.lines import paragraphs, wrap
from briefing.export.markdown import Block, block_id, cited, quote, quoted

_TAG = re.compile(r"(?=.*[^\W\d_])[\w/-]+")
"""What Obsidian and Logseq both take for a tag: no spaces, and not a number alone."""
_NOTE = re.compile(r"[A-Za-z0-9-]+")


def choose(
    highlights: Iterable[Highlight],
    *,
    tags: Collection[str] = (),
    articles: Collection[str] = (),
    since: date | None = None,
    until: date | None = None,
) -> list[Highlight]:
    """Those with any of the tags, in any of the articles, made in the days from ``since``
    to ``until``; no tags, articles or days choose all.

    Capitals in tags make no difference. One that has no day is left out where days matter.
    """
    wanted = {tag.casefold() for tag in tags}

    def fits(highlight: Highlight) -> bool:
        if wanted and not wanted & {tag.casefold() for tag in highlight.tags}:
            return False
        if articles and highlight.article not in articles:
            return False
        if since is None and until is None:
            return True
        made = highlight.made
        return made is not None and (since or made) <= made <= (until or made)

    return [highlight for highlight in highlights if fits(highlight)]


def blocks(readings: Readings, highlights: Sequence[Highlight], narrowed: str = "") -> list[Block]:
    """A block for each article in order of first mention, its highlights in order of place.

    Each is a plain block quote with a footnote that cites it; the footnote's id
    is the highlight's. ``narrowed`` says in words what was chosen.
    """
    return [
        Block(block_id("highlights", article_id, narrowed), _article(found, article_id, narrowed))
        for article_id, found in _by_article(readings, highlights).items()
    ]


def plain(readings: Readings, highlights: Sequence[Highlight], width: int) -> str:
    """The highlights as text, article by article."""
    lines: list[list[str]] = []
    for article_id, found in _by_article(readings, highlights).items():
        source = found[0].article
        title = f"{source.label} ({article_id})" if source else article_id
        lines.append([*wrap(title, width), "─" * width])
        lines += [_plain(marked, width) for marked in found]
    return paragraphs(lines)


def _by_article(readings: Readings, highlights: Iterable[Highlight]) -> dict[str, list[Marked]]:
    found: dict[str, list[Marked]] = {}
    for highlight in highlights:
        found.setdefault(highlight.article, []).append(mark(readings, highlight))
    for marked in found.values():
        marked.sort(key=lambda m: (m.span is None, m.span))
    return found


def _article(found: Sequence[Marked], article_id: str, narrowed: str) -> str:
    source = found[0].article
    parts = [f"## {escape_line(source.label if source else article_id)}"]
    if source:
        parts.append(cited(source, title=False))
    if narrowed:
        parts.append(f"Narrowed to: {escape_line(narrowed)}")
    notes = []
    for marked in found:
        note = _note_id(marked.highlight.id)
        parts.append(f"{_words(marked)}[^{note}]")
        parts += _remarks(marked.highlight)
        notes.append(f"[^{note}]: {_where(marked)}")
    return "\n\n".join([*parts, *notes])


def _words(marked: Marked) -> str:
    """The marked words in a block quote as printed; as they were marked where they are lost."""
    if marked.article is not None and marked.span is not None:
        return quote(marked.article, marked.span)
    return quoted(escape(marked.highlight.quote))


def _remarks(highlight: Highlight) -> list[str]:
    memo = ["\\\n".join(map(escape_line, lines)) for lines in _paragraphs(highlight.memo or "")]
    tags = [f"Tags: {', '.join(map(_tag, highlight.tags))}"] if highlight.tags else []
    return memo + tags


def _paragraphs(memo: str) -> list[list[str]]:
    """The lines of a memo, those between two blank ones together."""
    found: list[list[str]] = [[]]
    for line in memo.splitlines():
        if line.strip():
            found[-1].append(line)
        elif found[-1]:
            found.append([])
    return [lines for lines in found if lines]


def _tag(tag: str) -> str:
    """A tag as note-taking programs have it, where it can be one."""
    return f"#{tag}" if _TAG.fullmatch(tag) else escape_line(tag)


def _where(marked: Marked) -> str:
    where = marked.trouble or f"paragraph {marked.paragraph}"
    article: Article | None = marked.article
    if article is None:
        return f"{escape_line(marked.highlight.article)}, {where}."
    return f"{cited(article, where)}."


def _note_id(highlight_id: str) -> str:
    return highlight_id if _NOTE.fullmatch(highlight_id) else block_id("h", highlight_id)


def _plain(marked: Marked, width: int) -> list[str]:
    highlight = marked.highlight
    where = f"¶{marked.paragraph}" if marked.paragraph else marked.trouble or ""
    about = [highlight.id, where, str(highlight.made or ""), *(f"#{tag}" for tag in highlight.tags)]
    words = highlight.quote
    if marked.article is not None and marked.span is not None:
        words = marked.article.text_of(marked.span)
    lines = wrap(in_marks(" ".join(words.split())), width, "  ", " · ".join(filter(None, about)))
    memo = (line for lines in _paragraphs(highlight.memo or "") for line in lines)
    return lines + [row for line in memo for row in wrap(line, width, "    ")]
