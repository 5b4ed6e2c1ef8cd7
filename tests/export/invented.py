"""An invented library in memory, for tests: two sides quarrel about a bridge."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import replace
from datetime import date

from briefing.article import Article, Dating, Known, Original, Paragraph, ParagraphKind, Span
from briefing.catalog import Entry, entry_of
from briefing.dossier.dossier import Dossier
from briefing.dossier.locate import Finder
from briefing.dossier.model import (
    Bound,
    Evidence,
    Figure,
    FigureState,
    Highlight,
    HistoryEntry,
    Kind,
    Location,
    Lost,
    Mode,
    Record,
    Stance,
    Step,
    When,
)
from briefing.dossier.settings import Issue, Party, Settings, WordingGroup

SETTINGS = Settings(
    title="The bridge at Ostrand",
    parties=(Party("hill", "Hill Town"), Party("lake", "Lake Town"), Party("guild", "The Guild")),
    issues=(
        Issue("bridge", "The bridge", (Issue("toll", "Toll"), Issue("guards", "Guards"))),
        Issue("ferries", "Ferries"),
        Issue("dead", "The drowned"),
    ),
    wording=(WordingGroup("The bridge", ("Ostrand bridge", "crossing")),),
)


def made_article(article_id: str, text: str, **known: object) -> Article:
    """An article whose paragraphs are the lines of ``text``; ``- `` begins a list item."""
    paragraphs = []
    for match in re.finditer(r"[^\n]+", text):
        item = match.group().startswith("- ")
        span = Span(match.start() + (2 if item else 0), match.end())
        kind = ParagraphKind.LIST_ITEM if item else ParagraphKind.TEXT
        paragraphs.append(Paragraph(len(paragraphs) + 1, span, kind, int(item)))
    return Article(article_id, text, tuple(paragraphs), f"{article_id}.md", **known)  # type: ignore[arg-type]


def day(number: int) -> Dating:
    return Dating(Known.STATED, date(2031, 5, number), date(2031, 5, number))


COURIER = made_article(
    "courier",
    "The towns met on Friday.\n\n"
    "Hill Town wants the toll gone. “No coin shall be paid,” said Ana Mora.\n\n"
    "- free passage\n- no guards\n\n"
    "About 40 ferries are idle. Both towns will bury the drowned together.",
    title="Towns *meet* at the bridge",
    outlet="Courier",
    byline="Tom Reed",
    date=day(3),
    url="https://courier.example/towns",
    original=Original("courier.txt", "0" * 64),
)
MIRROR = made_article(
    "mirror",
    "Lake Town will not hear of it: “The toll stays.”\n\n"
    "At least 30 ferries are idle, the Guild says. The crossing is shut.\n\n"
    "The first nine of the drowned were buried on Monday.",
    date=Dating(Known.INFERRED, date(2031, 5, 4), date(2031, 5, 9), "speaks of Friday's meeting"),
)


def ev(article: str, quote: str, mode: Mode = Mode.OUTLET, speaker: str | None = None) -> Evidence:
    return Evidence(article, quote, mode, speaker)


NO_TOLL = Record(
    "hill-no-toll", Kind.DEMAND, "hill", "toll", "The toll on the bridge must go.",
    (ev("courier", "No coin shall be paid", Mode.DIRECT, "Ana Mora"),), to="lake",
)  # fmt: skip
NO_TOLL_VARIANT = replace(
    NO_TOLL, id="hill-toll-gone", says="Nobody should pay.", variant_of="hill-no-toll",
    evidence=(ev("courier", "wants the toll gone"),),
)  # fmt: skip
FREE = replace(
    NO_TOLL, id="hill-free", kind=Kind.OFFER, says="Passage free for all.",
    evidence=(ev("courier", "free passage"),),
)  # fmt: skip
TOLL_STAYS = Record(
    "lake-toll-stays", Kind.RESPONSE, "lake", "toll", "The toll stays.",
    (ev("mirror", "The toll stays", Mode.DIRECT), ev("courier", "wants the toll gone")),
    answers=("hill-no-toll",), stance=Stance.REJECTS,
)  # fmt: skip
BURIAL = Record(
    "burial", Kind.AGREEMENT, "hill", "dead", "Both bury the drowned together.",
    (ev("courier", "bury the drowned together"),), to="lake",
    history=(
        HistoryEntry(
            Step.PARTLY_CARRIED_OUT, When("on Monday", day(6)),
            (ev("mirror", "The first nine of the drowned"),), "nine buried",
        ),
    ),
)  # fmt: skip
GUILD = Record(
    "guild-ferries", Kind.DEMAND, "guild", "ferries", "Let the ferries run.",
    (ev("mirror", "ferries are idle"),),
)  # fmt: skip
FORTY = Record(
    "ferries-40", Kind.FIGURE, "hill", "ferries", "About 40 ferries are idle.",
    (ev("courier", "About 40 ferries are idle"),),
    figure=Figure("idle-ferries", "ferries", 40, Bound.ABOUT, FigureState.CLAIMED),
)  # fmt: skip
THIRTY = replace(
    FORTY, id="ferries-30", party="guild", says="At least 30 ferries are idle.",
    evidence=(ev("mirror", "At least 30 ferries", Mode.PARAPHRASE, "the Guild"),),
    figure=Figure("idle-ferries", "ferries", 30, Bound.AT_LEAST, FigureState.CLAIMED),
)  # fmt: skip
LOST = Record(
    "lost-one", Kind.CLAIM, "lake", "guards", "The guards are asleep.",
    (ev("mirror", "words that stand nowhere"),),
)  # fmt: skip
MEETING = Record(
    "meeting", Kind.EVENT, "hill", "bridge", "The towns met.",
    (ev("courier", "met on Friday"),), when=When("on Friday", day(2)),
)  # fmt: skip
RECORDS = (TOLL_STAYS, FREE, NO_TOLL_VARIANT, NO_TOLL, BURIAL, GUILD, FORTY, THIRTY, LOST, MEETING)


class Invented:
    """A library in memory: what exports need of one."""

    def __init__(
        self,
        articles: tuple[Article, ...] = (COURIER, MIRROR),
        records: tuple[Record, ...] = RECORDS,
        settings: Settings = SETTINGS,
    ) -> None:
        self.articles = {a.id: a for a in articles}
        self.dossier = Dossier(settings, records)

    @property
    def entries(self) -> tuple[Entry, ...]:
        return tuple(entry_of(a, 0, 0, "") for a in self.articles.values())

    def article_or_none(self, article_id: str) -> Article | None:
        return self.articles.get(article_id)

    def sources_of(self, ids: Iterable[str]) -> int:
        return len(set(ids))

    def locate(self, evidence: Evidence | Highlight) -> Location:
        article = self.articles.get(evidence.article)
        if article is None:
            return Lost("no such article")
        finder = Finder(article.text, article.hidden)
        return finder.find(evidence.quote, evidence.before, evidence.after)
