"""The wording view as text, markdown and JSON: who uses which word, with the places."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from briefing.analysis.wording import GroupUse, Use
from briefing.dossier.model import Mode
from briefing.export.cite import Readings, counted
from briefing.export.lines import paragraphs, wrap
from briefing.export.markdown import Block
from briefing.export.page import Item, Items, Section, called
from briefing.export.page_markdown import section
from briefing.export.schema import Json


def plain(readings: Readings, groups: Sequence[GroupUse], width: int) -> str:
    """Each group's words, how often each source uses them, and in which paragraphs."""
    return paragraphs(_plain(readings, group, width) for group in groups)


def json(readings: Readings, groups: Sequence[GroupUse]) -> list[Json]:
    """The ``wording`` of the JSON document."""
    return [
        {
            "name": group.group.name,
            "words": [_word(readings, group, word) for word in group.group.words],
        }
        for group in groups
    ]


def markdown(readings: Readings, groups: Sequence[GroupUse]) -> Block:
    """The view as a block."""
    sections = [Section("Wording", () if groups else ("No words to compare.",))]
    for group in groups:
        words = tuple(_item(readings, group, word) for word in group.group.words)
        sections.append(Section(group.group.name, (Items(words),), level=3))
    return Block("wording", "\n\n".join(map(section, sections)))


def voices(uses: Iterable[Use]) -> str:
    """In whose voice: how many are inside quotation marks, and who is known to speak."""
    uses = tuple(uses)
    quoted = [use for use in uses if use.quoted]
    told = [use for use in uses if not use.quoted and use.mode is Mode.PARAPHRASE]
    parts = [_by(quoted, "in quotation marks"), _by(told, "in paraphrase")]
    own = len(uses) - len(quoted) - len(told)
    if own and own < len(uses):
        parts.insert(0, f"{own} in the outlet’s words")
    return ", ".join(filter(None, parts)) or "in the outlet’s words"


def _by(uses: Sequence[Use], how: str) -> str:
    if not uses:
        return ""
    names = dict.fromkeys(use.speaker for use in uses if use.speaker)
    return f"{len(uses)} {how}" + (f" ({', '.join(names)})" if names else "")


def _plain(readings: Readings, group: GroupUse, width: int) -> list[str]:
    lines = [*wrap(group.group.name, width), "─" * width]
    for word in group.group.words:
        lines += wrap(f"{word}: {len(group.of(word)) or 'not used'}", width)
        for article in group.articles():
            if uses := group.of(word, article):
                lines += wrap(f"{article}: {_places(uses)}", width, f"{len(uses):>4} × ")
    return lines


def _item(readings: Readings, group: GroupUse, word: str) -> Item:
    below = []
    for article in group.articles():
        if uses := group.of(word, article):
            source = readings.article_or_none(article)
            name = called(source) if source else article
            below.append(Item(label=f"{len(uses)} × {name}", text=f"{_places(uses)}."))
    number = len(group.of(word))
    text = counted(number, "time") if number else "not used"
    return Item(label=word, text=f"{text}.", below=tuple(below))


def _places(uses: Sequence[Use]) -> str:
    numbers = [use.paragraph for use in uses]
    times = {n: numbers.count(n) for n in numbers}
    told = ", ".join(f"{n} ({c}×)" if c > 1 else str(n) for n, c in times.items())
    return f"{voices(uses)}; {'paragraph' if len(times) == 1 else 'paragraphs'} {told}"


def _word(readings: Readings, group: GroupUse, word: str) -> Json:
    articles = []
    for article in group.articles():
        if uses := group.of(word, article):
            passages = [_passage(readings, use) for use in uses]
            articles.append({"article": article, "count": len(uses), "passages": passages})
    return {"word": word, "count": len(group.of(word)), "articles": articles}


def _passage(readings: Readings, use: Use) -> Json:
    article = readings.article_or_none(use.article)
    return {
        "start": use.span.start,
        "end": use.span.end,
        "paragraph": use.paragraph,
        "text": article.text_of(use.span) if article else None,
        "quoted": use.quoted,
        "speaker": use.speaker,
        "mode": use.mode.value if use.mode else None,
    }
