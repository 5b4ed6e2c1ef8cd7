"""Whether every record holds: its quotes resolve, its links and names exist, nothing is missing."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator

from briefing.article import Article, Span
from briefing.dossier.dossier import Dossier
from briefing.dossier.fields import did_you_mean, shown
from briefing.dossier.locate import Finder
from briefing.dossier.model import (
    Ambiguous,
    Dismissal,
    Evidence,
    Highlight,
    Kind,
    Located,
    Lost,
    Mode,
    Place,
    Problem,
    Record,
    Stance,
)
from briefing.dossier.settings import Issue, Party
from briefing.safe_text import one_line

ArticleOf = Callable[[str], Article | None]
SUGGESTIONS = 20
"""Dangling names that get a "did you mean", which costs far more than finding them."""
SHOWN = 100
"""Code points of a passage that a message shows."""
SHOWN_PLACES = 5


def check(dossier: Dossier, article_of: ArticleOf) -> list[Problem]:
    """Everything wrong with a dossier that was loaded, in the order of its files.

    What could not be loaded at all is in ``dossier.problems`` and not repeated
    here, and a name of something that was left out there is no problem of its
    own. ``article_of`` is asked once for each article; each text is folded once.
    """
    settings, names = dossier.settings, _Names(dossier)
    issues = [issue for _, issue in settings.walk_issues()]
    found = [
        *_doubled(settings.parties, "party"),
        *_doubled(issues, "issue"),
        *_doubled(dossier.records, "record"),
        *(problem for record in dossier.records for problem in _misfits(record, names)),
        *_quote_problems(dossier, article_of),
        *_doubled(dossier.highlights, "highlight"),
        *_doubled(dossier.dismissed, "dismissal"),
    ]
    files = {file: number for number, file in enumerate(dict.fromkeys(p.file for p in found))}
    return sorted(found, key=lambda problem: (files[problem.file], problem.line))


def misfits(record: Record, dossier: Dossier) -> list[Problem]:
    """What ``check`` would find wrong with a record of that dossier, but for its quotes."""
    return list(_misfits(record, _Names(dossier)))


def _problem(place: Place | None, field: str, message: str, at: str | None = None) -> Problem:
    """A problem at the line of the field ``at`` (``field`` itself), where it is known."""
    if place is None:
        return Problem("", 0, field, message)
    return Problem(place.file, place.line_of(at or field), field, message)


def _doubled(
    things: Iterable[Party | Issue | Record | Highlight | Dismissal], what: str
) -> Iterator[Problem]:
    seen: dict[str, Place | None] = {}
    for thing in things:
        if thing.id not in seen:
            seen[thing.id] = thing.place
            continue
        first = seen[thing.id]
        where = f" in line {first.line}" if first else ""
        message = f"another {what} has the id {shown(thing.id)}{where}; ids are unique"
        yield _problem(thing.place, "id", message)


class _Names:
    """The ids that records may name."""

    def __init__(self, dossier: Dossier) -> None:
        settings = dossier.settings
        left_out = frozenset(p.entry for p in dossier.problems if p.entry)
        self.records = frozenset(r.id for r in dossier.records) | left_out
        self.parties = frozenset(p.id for p in settings.parties) | left_out
        self.issues = frozenset(i.id for _, i in settings.walk_issues()) | left_out
        self.settings_unread = not (settings.parties or settings.issues) and any(
            not problem.field and problem.entry is None for problem in dossier.problems
        )
        """Nothing can be said about parties and issues while their file does not parse."""
        self._suggestions = SUGGESTIONS

    def like(self, name: str, names: frozenset[str]) -> str:
        """``; did you mean "…"?``, while there are suggestions left."""
        self._suggestions -= 1
        return did_you_mean(name, sorted(names)) if self._suggestions >= 0 else ""


def _misfits(record: Record, names: _Names) -> Iterator[Problem]:
    """What is wrong with a record by itself and with the names in it."""
    if not names.settings_unread:
        yield from _unknown_names(record, names)
    for field, targets in (("answers", record.answers), ("variant_of", (record.variant_of,))):
        for target in targets:
            if target == record.id:
                yield _problem(record.place, field, "a record cannot name itself here")
            elif target is not None and target not in names.records:
                near = names.like(target, names.records)
                yield _problem(record.place, field, f"no record has the id {shown(target)}{near}")
    if not record.evidence:
        yield _problem(record.place, "evidence", "missing; expected where this was read")
    if record.kind is Kind.RESPONSE and not record.answers:
        yield _problem(record.place, "answers", "missing; expected what this responds to")
    if record.kind is Kind.RESPONSE and record.stance is None:
        yield _problem(record.place, "stance", f"missing; expected one of {', '.join(Stance)}")
    if record.kind is Kind.FIGURE and record.figure is None:
        yield _problem(record.place, "figure", "missing; expected of, value and unit")
    if record.history and record.kind is not Kind.AGREEMENT:
        yield _problem(
            record.place, "history", f"is for an agreement; this is of kind {record.kind}"
        )
    if not all(step.evidence for step in record.history):
        message = "a step has no evidence; expected where it was read"
        yield _problem(record.place, "history.evidence", message, "history")


def _unknown_names(record: Record, names: _Names) -> Iterator[Problem]:
    for field, value, known in (
        ("party", record.party, names.parties),
        ("to", record.to, names.parties),
        ("pending_from", record.pending_from, names.parties),
        ("issue", record.issue, names.issues),
    ):
        if value is not None and value not in known:
            what = "issue" if field == "issue" else "party"
            message = (
                f"no {what} in briefing.yaml has the id {shown(value)}{names.like(value, known)}"
            )
            yield _problem(record.place, field, message)


def _quote_problems(dossier: Dossier, article_of: ArticleOf) -> Iterator[Problem]:
    for article_id, quotes in _by_article(dossier).items():
        article = article_of(article_id)
        finder = Finder(article.text, article.hidden) if article else None
        for path, quote in quotes:
            if isinstance(quote, Evidence) and quote.mode is Mode.RELAYED and not quote.via:
                message = "missing; expected which outlet is relayed"
                yield _problem(quote.place, f"{path}via", message, "quote")
            if article is None or finder is None:
                message = f"no article that can be read has the id {shown(article_id)}"
                yield _problem(quote.place, f"{path}article", message, "article")
                continue
            found = finder.find(quote.quote, quote.before, quote.after)
            if not isinstance(found, Located):
                yield _problem(quote.place, f"{path}quote", _told(quote, found, article), "quote")


Quoted = tuple[str, Evidence | Highlight]
"""The path of the fields of something with a quote, and the thing itself."""


def _by_article(dossier: Dossier) -> dict[str, list[Quoted]]:
    quotes: defaultdict[str, list[Quoted]] = defaultdict(list)
    for record in dossier.records:
        for evidence in record.evidence:
            quotes[evidence.article].append(("evidence.", evidence))
        for step in record.history:
            for evidence in step.evidence:
                quotes[evidence.article].append(("history.evidence.", evidence))
    for highlight in dossier.highlights:
        quotes[highlight.article].append(("", highlight))
    return quotes


def _told(quote: Evidence | Highlight, found: Ambiguous | Lost, article: Article) -> str:
    """What is wrong with a quote, in one sentence."""
    words, name = shown(quote.quote, SHOWN), one_line(article.id)
    if isinstance(found, Lost):
        nearest = ""
        if found.nearest:
            passage = shown(article.text_of(found.nearest), SHOWN)
            nearest = f"; nearest: {passage}{_paragraphs(article, (found.nearest,))}"
        return f"{words} is not in {name}: {found.reason}{nearest}"
    where = _paragraphs(article, found.spans)
    advice = "add words just before or after it"
    if quote.before or quote.after:
        advice = "its context does not decide; copy the words that stand next to it"
    return f"{words} stands {len(found.spans)} times in {name}{where}; {advice}"


def _paragraphs(article: Article, spans: tuple[Span, ...]) -> str:
    found = [article.paragraph_at(span.start) for span in spans[: SHOWN_PLACES + 1]]
    numbers = list(dict.fromkeys(str(p.number) for p in found if p))
    more = ", …" if len(numbers) > SHOWN_PLACES else ""
    many = "s" if len(numbers) > 1 else ""
    return f" (paragraph{many} {', '.join(numbers[:SHOWN_PLACES])}{more})" if numbers else ""
