"""The wording view: which source uses which of several words, how often, in whose voice."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from textual.content import Content

from briefing.tui.base.places import View
from briefing.tui.base.words import FAINT, counted, plain
from briefing.tui.findings.findings import (
    Findings,
    FindingsPane,
    Heading,
    Row,
    SourceName,
    source_names,
)

if TYPE_CHECKING:
    from briefing.analysis.wording import GroupUse
    from briefing.export.markdown import Block
    from briefing.library import Library


class WordingPane(FindingsPane):
    """Groups of words, a row for each word and source."""

    VIEW = View.WORDING
    EMPTY = "No words to compare. Name groups of words under wording: in briefing.yaml."
    SHARES = (3, 5, 6)

    def make(self, library: Library) -> Findings:
        """Every use of every group's words."""
        found = library.wording()
        name = source_names(library)
        rows = tuple(row for group in found for row in _rows(name, group))
        return Findings(rows, (counted(len(found), "group"),), found)

    def block(self, library: Library, data: Any) -> Block:
        """The view as the command line has it."""
        from briefing.export import wording

        return wording.markdown(library, data)


def _rows(name: SourceName, group: GroupUse) -> Iterator[Heading | Row]:
    from briefing.export.wording import voices

    yield Heading((plain(group.group.name, "bold"),))
    for word in group.group.words:
        label = Content.assemble(plain(word), (f"  {len(group.of(word)):,} ×", FAINT))
        for article in group.articles():
            if uses := group.of(word, article):
                source = plain(f"{len(uses):>3} × {name(article)}")
                voice = plain(voices(uses), FAINT)
                yield Row((label, source, voice), article, tuple(use.span for use in uses))
                label = Content()
    unused = [word for word in group.group.words if not group.of(word)]
    if unused:
        yield Heading((plain(f"Not used: {', '.join(unused)}", FAINT),))
