"""Finding a quote in a text, and choosing the quote that finds a passage again. Pure."""

from __future__ import annotations

from collections.abc import Iterator

from briefing.article import Span
from briefing.dossier.model import Ambiguous, Located, Location, Lost
from briefing.folding import FoldedText, fold_quote

NEAR_ENOUGH = 70.0
"""How alike (0-100, rapidfuzz's partial ratio) a passage must be to be offered."""
LONGEST_WORD = 80
"""Code points that count as one word of context at most, for scripts without spaces."""
SEARCHED = 400
"""Code points of a lost quote that are compared: enough to recognise it, and bounded in time."""


class Finder:
    """Finds quotes in one text. The text is folded once, so keep the finder for the text."""

    def __init__(self, text: str, hidden: tuple[Span, ...] = ()) -> None:
        self._text = text
        self._hidden = hidden
        self._folded = FoldedText(text, hidden)

    def find(self, quote: str, before: str | None = None, after: str | None = None) -> Location:
        """Where ``quote`` stands: exactly, after folding marks, dashes and white space.

        Where it stands more than once, next to ``before`` and ``after``: the one
        must end where the quote begins, the other begin where it ends. Where
        that leaves several, or none, the quote is Ambiguous. A quote that is not
        there is Lost, with the nearest passage where one is like it.
        """
        needle = fold_quote(quote)
        if not needle:
            return Lost("the quote is empty")
        starts = list(self._starts(needle))
        if not starts:
            return Lost(self._why_lost(quote), self._nearest(needle))
        if len(starts) > 1:
            beside = self._beside(starts, len(needle), before or "", after or "")
            starts = beside or starts
        spans = tuple(self._folded.original(at, at + len(needle)) for at in starts)
        return Located(spans[0]) if len(spans) == 1 else Ambiguous(spans)

    def selector(self, span: Span) -> tuple[str, str | None, str | None]:
        """See the function ``selector``."""
        start, end = self._trimmed(span)
        quote = self._printed(start, end)
        if start == end:
            return "", None, None
        rivals = [at for at in self._starts(self._folded.text[start:end]) if at != start]
        if not rivals:
            return quote, None, None
        before, after = self._least_context(start, end, rivals)
        return quote, before or None, after or None

    def _least_context(self, start: int, end: int, rivals: list[int]) -> tuple[str, str]:
        """Words before, words after, or both, that none of ``rivals`` has next to it."""
        length = end - start
        left = right = both = rivals
        lead, tail = start, end
        at_ends = (0, len(self._folded.text))
        while both and (lead, tail) != at_ends:
            lead, tail = self._word_before(lead), self._word_after(tail)
            before, after = self._context(lead, start), self._context(end, tail)
            left = self._beside(left, length, before, "")
            if not left:
                return before, ""
            right = self._beside(right, length, "", after)
            if not right:
                return "", after
            both = self._beside(left, length, "", after)
        return self._context(lead, start), self._context(end, tail)

    def _starts(self, needle: str) -> Iterator[int]:
        at = self._folded.text.find(needle)
        while at >= 0:
            yield at
            at = self._folded.text.find(needle, at + 1)

    def _beside(self, starts: list[int], length: int, before: str, after: str) -> list[int]:
        """Those of ``starts`` that have the context next to them, white space apart."""
        text = self._folded.text
        lead, tail = fold_quote(before), fold_quote(after)
        found = []
        for start in starts:
            left = start - (text[start - 1 : start] == " ")
            right = start + length
            right += text[right : right + 1] == " "
            if text.endswith(lead, 0, left) and text.startswith(tail, right):
                found.append(start)
        return found

    def _trimmed(self, span: Span) -> tuple[int, int]:
        """The folded range of what is to see in ``span``, without white space at its ends."""
        start = self._folded.folded_offset(span.start)
        end = self._folded.folded_offset(span.end)
        words = self._folded.text[start:end]
        start += words.startswith(" ")
        return start, max(start, end - words.endswith(" "))

    def _word_before(self, at: int) -> int:
        text = self._folded.text
        at -= text[max(at - 1, 0) : at] == " "
        return max(text.rfind(" ", 0, at) + 1, at - LONGEST_WORD, 0)

    def _word_after(self, at: int) -> int:
        text = self._folded.text
        at += text[at : at + 1] == " "
        end = text.find(" ", at)
        return min(len(text) if end < 0 else end, at + LONGEST_WORD)

    def _printed(self, start: int, end: int) -> str:
        """What stands at a folded range in the text itself, hidden debris left out."""
        span = self._folded.original(start, end)
        pieces, at = [], span.start
        for gap in self._hidden:
            if at <= gap.start < span.end:
                pieces.append(self._text[at : gap.start])
                at = gap.end
        return "".join([*pieces, self._text[at : span.end]])

    def _context(self, start: int, end: int) -> str:
        return " ".join(self._printed(start, end).split()) if start < end else ""

    def _why_lost(self, quote: str) -> str:
        if self._hidden and FoldedText(self._text).find_all(quote):
            return "it stands only in page debris, which is hidden"
        return "the text does not have these words"

    def _nearest(self, needle: str) -> Span | None:
        """The passage most like ``needle``, whole words, or None where nothing is like it."""
        from rapidfuzz.fuzz import partial_ratio_alignment

        text, needle = self._folded.text, needle[:SEARCHED]
        if len(text) < len(needle):
            return None
        small = text.lower()
        found = partial_ratio_alignment(
            needle.lower(), small if len(small) == len(text) else text, score_cutoff=NEAR_ENOUGH
        )
        if found is None or found.dest_start == found.dest_end:
            return None
        start = text.rfind(" ", 0, found.dest_start + 1) + 1
        end = text.find(" ", max(start + 1, found.dest_end - 1))
        return self._folded.original(start, len(text.rstrip()) if end < 0 else end)


def selector(
    text: str, span: Span, hidden: tuple[Span, ...] = ()
) -> tuple[str, str | None, str | None]:
    """The quote, the words before and the words after that find ``span`` again.

    The quote is what is to see there exactly as printed, without white space at
    its ends (empty where nothing is to see). Context is given only where the
    quote stands more than once, and no more whole words of it than make it
    unique: for every span, ``Finder.find`` of its selector is the span itself.
    """
    return Finder(text, hidden).selector(span)
