"""A dossier: settings, records, highlights and dismissals, and what is looked up. Never changes."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Hashable, Iterable, Mapping
from functools import cached_property
from typing import Final, TypeVar

from briefing.dossier.model import Dismissal, Evidence, Highlight, Problem, Record
from briefing.dossier.settings import Issue, Settings
from briefing.folding import fold_word

Key = TypeVar("Key", bound=Hashable)
Value = TypeVar("Value")


class Dossier:
    """The records and highlights of a library. Each index is built when it is first asked for.

    An id that is given twice names the first record that has it; ``check`` reports the other.
    """

    def __init__(
        self,
        settings: Settings | None = None,
        records: Iterable[Record] = (),
        highlights: Iterable[Highlight] = (),
        problems: Iterable[Problem] = (),
        dismissed: Iterable[Dismissal] = (),
    ) -> None:
        self.settings: Final = settings or Settings()
        self.records: Final = tuple(records)
        """In the order of their file."""
        self.highlights: Final = tuple(highlights)
        """In the order of their file."""
        self.problems: Final = tuple(problems)
        """What was left out when the files were read, and why."""
        self.dismissed: Final = tuple(dismissed)
        """In the order of their file."""

    def record(self, record_id: str) -> Record | None:
        """The record with that id."""
        return self._by_id.get(record_id)

    def highlight(self, highlight_id: str) -> Highlight | None:
        """The highlight with that id."""
        return next((h for h in self.highlights if h.id == highlight_id), None)

    def answers_to(self, record_id: str) -> tuple[Record, ...]:
        """The records that say they answer that one, in file order."""
        return self._answers.get(record_id, ())

    def variants(self, record_id: str) -> tuple[Record, ...]:
        """The other records of the same thing, in file order.

        ``variant_of`` is followed in both directions and through any number of records.
        """
        family = self._families.get(record_id, ())
        return tuple(record for record in family if record.id != record_id)

    def records_in(self, article_id: str) -> tuple[tuple[Record, Evidence], ...]:
        """The evidence that lies in an article, each with its record, in file order."""
        return self._by_article.get(article_id, ())

    def highlights_in(self, article_id: str) -> tuple[Highlight, ...]:
        """The highlights of an article, in file order."""
        return self._highlights_by_article.get(article_id, ())

    def dismissed_in(self, article_id: str) -> tuple[Dismissal, ...]:
        """The dismissed passages of an article, in file order."""
        return self._dismissed_by_article.get(article_id, ())

    def articles_with(self, field: str, value: str) -> frozenset[str]:
        """The ids of the articles with evidence of a record that has this property.

        ``field`` is ``party``, ``issue`` or ``kind`` (KeyError for anything else);
        ``value`` is an id, or a party's or issue's name or alias; capitals and
        accents make no difference. An issue includes the issues inside it.
        """
        index = self._articles_by[field]
        names = {"party": self._party_names, "issue": self._issue_names}.get(field, {})
        wanted = names.get(_folded(value), frozenset({value}))
        return frozenset().union(*(index.get(_folded(name), frozenset()) for name in wanted))

    @cached_property
    def _by_id(self) -> Mapping[str, Record]:
        by_id: dict[str, Record] = {}
        for record in self.records:
            by_id.setdefault(record.id, record)
        return by_id

    @cached_property
    def _answers(self) -> Mapping[str, tuple[Record, ...]]:
        return _grouped(
            (to, record) for record in self.records for to in dict.fromkeys(record.answers)
        )

    @cached_property
    def _by_article(self) -> Mapping[str, tuple[tuple[Record, Evidence], ...]]:
        return _grouped((e.article, (r, e)) for r in self.records for e in r.all_evidence())

    @cached_property
    def _highlights_by_article(self) -> Mapping[str, tuple[Highlight, ...]]:
        return _grouped((highlight.article, highlight) for highlight in self.highlights)

    @cached_property
    def _dismissed_by_article(self) -> Mapping[str, tuple[Dismissal, ...]]:
        return _grouped((dismissal.article, dismissal) for dismissal in self.dismissed)

    @cached_property
    def _families(self) -> Mapping[str, tuple[Record, ...]]:
        """For each record that is or has a variant, all that are the same thing."""
        head: dict[str, str] = {}

        def top(record_id: str) -> str:
            while (above := head.get(record_id, record_id)) != record_id:
                head[record_id] = head.get(above, above)
                record_id = above
            return record_id

        for record in self.records:
            if record.variant_of in self._by_id and record.variant_of is not None:
                head[top(record.id)] = top(record.variant_of)
        families = _grouped((top(record.id), record) for record in self._by_id.values())
        return {record.id: family for family in families.values() for record in family}

    @cached_property
    def _articles_by(self) -> Mapping[str, Mapping[str, frozenset[str]]]:
        pairs = [(r, frozenset(e.article for e in r.all_evidence())) for r in self.records]
        return {
            "party": _united((record.party, articles) for record, articles in pairs),
            "issue": _united((record.issue, articles) for record, articles in pairs),
            "kind": _united((record.kind, articles) for record, articles in pairs),
        }

    @cached_property
    def _party_names(self) -> Mapping[str, frozenset[str]]:
        parties = self.settings.parties
        return _united(
            (name, frozenset({p.id})) for p in parties for name in (p.id, p.name, *p.aliases)
        )

    @cached_property
    def _issue_names(self) -> Mapping[str, frozenset[str]]:
        issues = [issue for _, issue in self.settings.walk_issues()]
        return _united(
            (name, _inside(issue)) for issue in issues for name in (issue.id, issue.name)
        )


def _folded(name: str) -> str:
    return " ".join(fold_word(word) for word in name.split())


def _inside(issue: Issue) -> frozenset[str]:
    return frozenset(found.id for _, found in Settings(issues=(issue,)).walk_issues())


def _grouped(pairs: Iterable[tuple[Key, Value]]) -> dict[Key, tuple[Value, ...]]:
    groups: defaultdict[Key, list[Value]] = defaultdict(list)
    for key, value in pairs:
        groups[key].append(value)
    return {key: tuple(values) for key, values in groups.items()}


def _united(pairs: Iterable[tuple[str, frozenset[str]]]) -> dict[str, frozenset[str]]:
    """The union of the sets of each name, names folded."""
    sets: defaultdict[str, set[str]] = defaultdict(set)
    for name, members in pairs:
        sets[_folded(name)] |= members
    return {name: frozenset(members) for name, members in sets.items()}
