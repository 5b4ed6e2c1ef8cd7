"""What ``briefing.yaml`` says: title, parties, issues, spelling and wording groups."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

from briefing.dossier.model import Place


@dataclass(frozen=True, slots=True)
class Party:
    """Somebody with a position. ``aliases`` are other names for it in articles."""

    id: str
    name: str
    aliases: tuple[str, ...] = ()
    place: Place | None = field(default=None, compare=False)


@dataclass(frozen=True, slots=True)
class Issue:
    """A question in dispute; issues form a tree."""

    id: str
    name: str
    issues: tuple[Issue, ...] = ()
    place: Place | None = field(default=None, compare=False)


@dataclass(frozen=True, slots=True)
class WordingGroup:
    """Words that different sources use for one thing, compared by the wording view."""

    name: str
    words: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class SearchWish:
    """The engine that a library asks to be searched with; followed once its user confirmed it."""

    engine: str | None = None
    hosts: tuple[str, ...] = ()
    index: str | None = None


@dataclass(frozen=True, slots=True)
class Settings:
    """A library's settings. All empty for a plain folder of articles."""

    title: str | None = None
    parties: tuple[Party, ...] = ()
    issues: tuple[Issue, ...] = ()
    spelling: tuple[tuple[str, ...], ...] = ()
    """Groups of spellings that are one word to the searcher, besides the package's."""
    spelling_off: frozenset[str] = field(default_factory=frozenset)
    """Words whose group from the package is switched off."""
    wording: tuple[WordingGroup, ...] = ()
    search: SearchWish = SearchWish()

    def party(self, party_id: str) -> Party | None:
        """The party with that id."""
        return next((p for p in self.parties if p.id == party_id), None)

    def walk_issues(self) -> Iterator[tuple[int, Issue]]:
        """Every issue with its depth from 0, parents before children, in file order."""
        stack = [(0, issue) for issue in reversed(self.issues)]
        while stack:
            depth, issue = stack.pop()
            yield depth, issue
            stack.extend((depth + 1, child) for child in reversed(issue.issues))

    def issue(self, issue_id: str) -> Issue | None:
        """The issue with that id, at any depth."""
        return next((i for _, i in self.walk_issues() if i.id == issue_id), None)

    def issues_within(self, issue_id: str) -> frozenset[str]:
        """The ids of an issue and of every issue inside it; empty where there is none."""
        issue = self.issue(issue_id)
        inside = Settings(issues=(issue,)).walk_issues() if issue else ()
        return frozenset(found.id for _, found in inside)
