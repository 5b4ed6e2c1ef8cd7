"""How well suggestions find what a person recorded: precision and recall on the sample.

The sample's records of the kinds demand, offer, response, agreement and figure
are taken out of the dossier; a sentence is relevant when evidence of one of
them lies in it. Measured on the original articles, in the folder that
BRIEFING_ORIGINALS names, and on the sample's own retellings of them.

    BRIEFING_ORIGINALS=~/originals python benchmarks/suggest.py
"""

from __future__ import annotations

import os
import sys
import tempfile
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from briefing.analysis.suggest import Suggestion, suggest
from briefing.article import Article, ParagraphKind, Span
from briefing.dossier.dossier import Dossier
from briefing.dossier.locate import Finder
from briefing.dossier.model import Kind, Located
from briefing.library import Library
from briefing.originals import original_of
from briefing.sentences import sentences

ROOT = Path(__file__).resolve().parent.parent
KINDS = (Kind.DEMAND, Kind.OFFER, Kind.RESPONSE, Kind.AGREEMENT, Kind.FIGURE)
CUTS = (10, 20, 40)


@dataclass(frozen=True)
class Sentence:
    """A sentence, and the kinds and parties of the records that were read in it."""

    article: str
    span: Span
    kinds: frozenset[Kind]
    parties: frozenset[str]

    def is_that(self, suggestion: Suggestion) -> bool:
        """Whether the suggestion is this sentence."""
        return self.article == suggestion.article and self.span.overlaps(suggestion.span)


def labelled(articles: Sequence[Article], dossier: Dossier) -> list[Sentence]:
    """Every sentence of the articles but headings; SystemExit where a quote is not found."""
    found = []
    for article in articles:
        finder = Finder(article.text, article.hidden)
        read = []
        for record, evidence in dossier.records_in(article.id):
            place = finder.find(evidence.quote, evidence.before, evidence.after)
            if record.kind in KINDS and not isinstance(place, Located):
                raise SystemExit(f"{record.id}: {evidence.quote!r} is not found in {article.id}")
            if record.kind in KINDS and isinstance(place, Located):
                read.append((place.span, record))
        for paragraph in article.paragraphs:
            if paragraph.kind is ParagraphKind.HEADING:
                continue
            start = paragraph.span.start
            for own in sentences(article.text[start : paragraph.span.end]):
                span = Span(start + own.start, start + own.end)
                here = [record for place, record in read if place.overlaps(span)]
                kinds, parties = (r.kind for r in here), (r.party for r in here)
                found.append(Sentence(article.id, span, frozenset(kinds), frozenset(parties)))
    return found


def measure(title: str, articles: Sequence[Article], dossier: Dossier) -> None:
    """Print what suggestions find in ``articles``, of which the dossier tells nothing."""
    every = labelled(articles, dossier)
    relevant = [s for s in every if s.kinds]
    ranked = [
        (suggestion, next(s for s in every if s.is_that(suggestion)))
        for suggestion in suggest(articles, Dossier(dossier.settings))
    ]
    hits = [bool(sentence.kinds) for _, sentence in ranked]
    print(f"{title}: {len(every)} sentences, {len(relevant)} relevant", end=" ")
    print(f"({len(relevant) / len(every):.2f} of them: the precision of any order by chance)")
    print("  best so many    precision  recall")
    for cut in (*CUTS, len(relevant), len(ranked)):
        good = sum(hits[:cut])
        name = f"{cut} (all)" if cut == len(ranked) else str(cut)
        print(f"  {name:<14}{good / min(cut, len(hits)):11.2f}{good / len(relevant):8.2f}")
    precisions = [sum(hits[: i + 1]) / (i + 1) for i, hit in enumerate(hits) if hit]
    print(f"  average precision {sum(precisions) / len(relevant):.2f}")
    print("  kind       guessed first  right  |  in the dossier  among the guesses")
    for kind in KINDS:
        guessed = [sentence for suggestion, sentence in ranked if suggestion.kind is kind]
        right = sum(kind in sentence.kinds for sentence in guessed)
        told = [s for s in relevant if kind in s.kinds]
        found = sum(kind in g.kinds and kind in sentence.kinds for g, sentence in ranked)
        print(f"  {kind.value:<11}{len(guessed):13}{right:7}  |{len(told):16}{found:19}")
    named = [(g.party, s.parties) for g, s in ranked if s.kinds and g.party]
    print(f"  party guessed in {len(named)} relevant sentences, ", end="")
    print(f"right in {sum(party in parties for party, parties in named)}")


def main() -> None:
    """Measure on the originals, where they are, and on the retellings."""
    folder = os.environ.get("BRIEFING_ORIGINALS")
    with tempfile.TemporaryDirectory(prefix="briefing-suggest-") as index:
        library = Library(ROOT / "seeds", Path(index))
        library.sync(engine=False)
        if folder:
            found = [original_of(entry, Path(folder)) for entry in library.entries]
            originals = [article for article in found if article is not None]
            if len(originals) < len(library.entries):
                raise SystemExit(f"not all originals are in {folder}")
            measure("originals", originals, library.dossier)
        else:
            print("BRIEFING_ORIGINALS is not set: no originals", file=sys.stderr)
        own = [library.article(entry.id) for entry in library.entries]
        measure("retellings", own, library.dossier)
        library.close()


if __name__ == "__main__":
    main()
