"""The evidence pane: each quote of a record, or of all records of an article, in its context."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from textual.app import ComposeResult
from textual.containers import Vertical
from textual.content import Content
from textual.message import Message
from textual.widgets import OptionList, Static

from briefing.article import Article, Span
from briefing.dossier.dossier import Dossier
from briefing.dossier.model import Ambiguous, Lost, Record
from briefing.dossier.status import status_line
from briefing.export.cite import (
    Cited,
    Readings,
    cite,
    from_whom,
    in_whose_words,
    issue_name,
    kind_in_words,
    party_name,
    when_in_words,
)
from briefing.safe_text import one_line
from briefing.tui.base.words import (
    EMPHASIS,
    FAINT,
    counted,
    dated,
    joined,
    outlet_of,
    plain,
    shortened,
)
from briefing.tui.widgets.grouped_list import GroupedList

CONTEXT = 140
"""Characters of context shown on either side of a quote."""


@dataclass(frozen=True, slots=True)
class Item:
    """A piece of evidence to choose, the record that it is for, and where else that has some."""

    record: Record
    cited: Cited
    others: tuple[Cited, ...] = ()

    def touches(self, span: Span) -> bool:
        """Whether any of the evidence lies in a passage."""
        spans = (cited.span for cited in (self.cited, *self.others))
        return any(found is not None and found.overlaps(span) for found in spans)


@dataclass(frozen=True, slots=True)
class Link:
    """A record that ``record`` is connected with."""

    record: Record
    to: Record


Prompts = Sequence[tuple[Content, Item | Link | None] | None]
"""What a list shows: entries, headings (with nothing to choose), and lines."""


class EvidencePane(Vertical):
    """Lists evidence and what a record is connected with; says what was chosen."""

    @dataclass
    class Chosen(Message):
        """A passage to open."""

        article: str
        span: Span
        record: Record

    @dataclass
    class Unfound(Message):
        """Chosen evidence that cannot be opened, and why."""

        why: str

    @dataclass
    class Linked(Message):
        """A connected record whose evidence is wanted."""

        record: Record

    def __init__(self, id: str | None = None) -> None:
        super().__init__(id=id)
        self._items: list[Item | Link] = []
        self._about: str | None = None
        """The id of the record or article whose evidence is listed."""

    def compose(self) -> ComposeResult:
        yield Static(classes="heading", markup=False)
        yield Static(classes="record", markup=False)
        yield GroupedList(id=f"{self.id}-list")
        yield Static(classes="empty", markup=False)

    @property
    def record(self) -> Record | None:
        """The record of the evidence under the cursor."""
        item = self._chosen
        return item.record if item else None

    @property
    def _list(self) -> GroupedList:
        return self.query_one(GroupedList)

    @property
    def _chosen(self) -> Item | Link | None:
        at = self._list.number
        return self._items[at] if at is not None and at < len(self._items) else None

    def show_record(self, readings: Readings, record: Record) -> None:
        """Show one record: its evidence, its history, what it answers and what answers it."""
        prompts = list(_of_record(readings, record))
        head = Content("\n").join([plain(record.says, "bold"), about(readings.dossier, record)])
        self._show("Evidence", record.id, head, prompts)
        if not prompts:
            self._say_empty("This record has no evidence yet.")

    def show_article(self, readings: Readings, article: Article) -> None:
        """Show what an article is evidence for, in order of its text, then what is lost."""
        found: dict[str, tuple[Record, list[Cited]]] = {}
        for record, evidence in readings.dossier.records_in(article.id):
            found.setdefault(record.id, (record, []))[1].append(cite(readings, evidence))
        end = Span(len(article.text), len(article.text))
        for _, places in found.values():
            places.sort(key=lambda cited: cited.span or end)
        items = [Item(record, first, tuple(rest)) for record, (first, *rest) in found.values()]
        items.sort(key=lambda item: item.cited.span or end)
        prompts = [(_with_record(item, readings), item) for item in items]
        title = f"Records · {len(items):,}" if items else "Records"
        self._show(title, article.id, None, prompts, ruled=True)
        if not items:
            self._say_empty("No record has its evidence in this article.")

    def show_nothing(self) -> None:
        """No article and no record is there to show evidence of."""
        self._show("Records", None, None, [])
        self._say_empty("Open an article to see what it is evidence for.")

    def choose(self, span: Span | None) -> bool:
        """Put the cursor on the first evidence that touches ``span``; False if none does."""
        for index, item in enumerate(self._items):
            if span is not None and isinstance(item, Item) and item.touches(span):
                self._list.pick_number(index)
                return True
        return False

    def _show(
        self,
        title: str,
        about: str | None,
        head: Content | None,
        prompts: Prompts,
        ruled: bool = False,
    ) -> None:
        again, self._about = about == self._about, about
        self._items = [item for row in prompts if row and (item := row[1]) is not None]
        self.query_one(".heading", Static).update(Content(title))
        box = self.query_one(".record", Static)
        box.display = head is not None
        box.update(head or Content())
        rows: list[tuple[Content, bool] | None] = []
        for row in prompts:
            if ruled and rows:
                rows.append(None)
            rows.append(row and (row[0], row[1] is not None))
        self._list.put_rows(rows, number=None if again else 0)
        self._list.display = bool(prompts)
        self.query_one(".empty", Static).display = False

    def _say_empty(self, text: str) -> None:
        empty = self.query_one(".empty", Static)
        empty.display = True
        empty.update(text)

    def on_option_list_option_selected(self, event: OptionList.OptionSelected) -> None:
        event.stop()
        item = self._chosen
        if item is None:
            return
        if isinstance(item, Link):
            self.post_message(self.Linked(item.to))
        elif item.cited.span is None:
            self.post_message(self.Unfound(item.cited.trouble or "the quote was not found"))
        else:
            self.post_message(
                self.Chosen(item.cited.evidence.article, item.cited.span, item.record)
            )


def _of_record(
    readings: Readings, record: Record
) -> Iterator[tuple[Content, Item | Link | None] | None]:
    """A record's evidence, the steps of its history with theirs, then connected records."""
    for number, evidence in enumerate(record.evidence):
        if number:
            yield None
        item = Item(record, cite(readings, evidence))
        yield quoted(item.cited, readings), item
    for step in record.history:
        note = plain(step.note or "", FAINT)
        told = joined(
            [plain(step.step.capitalize(), "bold"), plain(when_in_words(step.when)), note]
        )
        yield _headed(told)
        for evidence in step.evidence:
            item = Item(record, cite(readings, evidence))
            yield quoted(item.cited, readings), item
    dossier = readings.dossier
    answered = (dossier.record(record_id) for record_id in record.answers)
    for title, linked in (
        ("Answers", [r for r in answered if r is not None]),
        ("Answered by", list(dossier.answers_to(record.id))),
        ("Told differently", list(dossier.variants(record.id))),
    ):
        if linked:
            yield _headed(plain(title, "bold"))
        for other in linked:
            yield _in_short(dossier, other), Link(record, other)


def _headed(content: Content) -> tuple[Content, None]:
    return Content.assemble("\n", content), None


def _in_short(dossier: Dossier, record: Record) -> Content:
    """A connected record: who, what kind, where it stands, and its sentence."""
    who = plain(party_name(dossier.settings, record.party))
    told = [who, plain(kind_in_words(record)), plain(status_line(record, dossier))]
    return Content("\n").join([plain(record.says), joined(told).stylize(FAINT)])


def about(dossier: Dossier, record: Record) -> Content:
    """A record's kind, who says it, on what, and where it stands."""
    settings = dossier.settings
    return joined(
        plain(part)
        for part in (
            record.kind.value.capitalize(),
            from_whom(settings, record),
            issue_name(settings, record.issue),
            status_line(record, dossier),
        )
    ).stylize(FAINT)


def quoted(cited: Cited, readings: Readings) -> Content:
    """A piece of evidence: its quote in context, whose words they are, and where they stand."""
    who = plain(in_whose_words(cited.evidence))
    return Content("\n").join(
        [_in_context(cited, readings), Content.assemble("— ", who), _where(cited)]
    )


def _with_record(item: Item, readings: Readings) -> Content:
    numbers = {cited.paragraph for cited in item.others} - {None, item.cited.paragraph}
    also = ", ".join(f"¶{number}" for number in sorted(n for n in numbers if n is not None))
    where = f"¶{item.cited.paragraph} " if item.cited.paragraph else ""
    return Content("\n").join(
        [
            plain(item.record.says, "bold"),
            about(readings.dossier, item.record),
            Content.assemble((where, FAINT), _in_context(item.cited, readings, context=40)),
            *([Content.styled(f"also {also}", FAINT)] if also else []),
        ]
    )


def _where(cited: Cited) -> Content:
    article = cited.article
    if article is None:
        return plain(f"{cited.evidence.article} · {cited.trouble or ''}", FAINT)
    paragraph = f"¶{cited.paragraph}" if cited.paragraph else cited.trouble or ""
    title = shortened(article.label, 60)
    parts = [outlet_of(article), title, dated(article.date), paragraph]
    return joined(plain(part) for part in parts).stylize(FAINT)


def _in_context(cited: Cited, readings: Readings, context: int = CONTEXT) -> Content:
    article, span = cited.article, cited.span
    if article is None or span is None:
        return Content("\n").join(
            [
                Content.assemble(("Not found: ", "bold"), plain(f"“{cited.evidence.quote}”")),
                *_why_not(cited, readings),
            ]
        )
    before, after = around(article, span, context)
    return Content.assemble(
        plain_edge(before, FAINT),
        plain_edge(article.text_of(span), EMPHASIS),
        plain_edge(after, FAINT),
    )


def _why_not(cited: Cited, readings: Readings) -> list[Content]:
    """Why a quote has no place, and the nearest words that have one."""
    place = readings.locate(cited.evidence)
    if isinstance(place, Ambiguous):
        return [Content(f"It stands at {counted(len(place.spans), 'place')}; give it context.")]
    if not isinstance(place, Lost):
        return []
    lines = [plain(place.reason, FAINT)]
    if place.nearest and cited.article:
        near = cited.article.text_of(place.nearest)
        lines.append(Content.assemble("Nearest: ", plain(shortened(near, 200), "italic")))
    return lines


def around(article: Article, span: Span, context: int) -> tuple[str, str]:
    """The words before and after a passage, within its paragraphs, cut between words."""
    first = article.paragraph_at(span.start)
    last = article.paragraph_at(max(span.start, span.end - 1))
    start = min(first.span.start if first else 0, span.start)
    end = max(last.span.end if last else len(article.text), span.end)
    before = article.text_of(Span(start, span.start))
    after = article.text_of(Span(span.end, end))
    if len(before) > context:
        before = "…" + before[-context:].partition(" ")[2]
    if len(after) > context:
        after = after[:context].rpartition(" ")[0] + "…"
    return before, after


def plain_edge(text: str, style: str) -> Content:
    """``text`` on one line, harmless; white space at its ends stays, as one space."""
    if not text:
        return Content()
    head = " " if text[0].isspace() else ""
    tail = " " if text[-1].isspace() and text.strip() else ""
    return Content.styled(f"{head}{one_line(text)}{tail}", style)
