"""What the views of findings share: rows made away from the screen, each with its passages."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import Vertical
from textual.content import Content
from textual.message import Message
from textual.style import Style
from textual.visual import Visual
from textual.widgets import OptionList, Static

from briefing.article import Span
from briefing.dossier.model import Evidence
from briefing.tui.base.cells import Cells
from briefing.tui.base.latest import Latest
from briefing.tui.base.places import View
from briefing.tui.base.words import FAINT, joined, plain, shortened
from briefing.tui.keys.actions import Where, bindings
from briefing.tui.widgets.grouped_list import GroupedList

if TYPE_CHECKING:
    from briefing.export.markdown import Block
    from briefing.library import Library

TITLES = {View.FIGURES: "Figures", View.WORDING: "Wording", View.TIMELINE: "Timeline"}
TITLE_LIMIT = 32
SourceName = Callable[[str], str]
"""How the source with an article id is named."""


@dataclass(frozen=True, slots=True)
class Heading:
    """Lines that no cursor reaches, below a blank one: what the rows below are about."""

    lines: tuple[Content, ...]


@dataclass(frozen=True, slots=True)
class Row:
    """One source's part of a finding: cells, and where in the article it was read.

    Either the ``spans`` are known, or ``evidence`` is looked for when the row is chosen.
    """

    cells: tuple[Content, ...]
    article: str
    spans: tuple[Span, ...] = ()
    evidence: tuple[Evidence, ...] = ()
    apart: bool = False
    """With a blank line above, below another row."""


@dataclass(frozen=True, slots=True)
class Findings:
    """Everything that a view shows, and a few words for its heading."""

    rows: tuple[Heading | Row, ...]
    told: tuple[str, ...] = ()
    data: Any = field(default=None, compare=False, repr=False)
    """What was computed; ``FindingsPane.block`` makes the export of it."""


class FindingsList(GroupedList):
    """The list of a view."""

    BINDINGS: ClassVar[list[BindingType]] = bindings(Where.FINDINGS)


class FindingsHeading(Static):
    """The names of the views; a click on one shows it."""

    ALLOW_SELECT = False
    auto_links = False


class FindingsPane(Vertical):
    """One view. A subclass says how its findings are made and exported."""

    VIEW: ClassVar[View]
    EMPTY: ClassVar[str]
    SHARES: ClassVar[tuple[int, ...]]
    """How the width is shared among a row's cells."""
    MOST: ClassVar[int | None] = None
    """The most that the first of them takes."""

    @dataclass
    class Chosen(Message):
        """Passages to open, one after the other."""

        article: str
        spans: tuple[Span, ...]

    @dataclass
    class Unfound(Message):
        """A row of which no quote is found, and why."""

        why: str

    @dataclass
    class Made(Message):
        """The findings of the library as it was when they were asked for."""

        stamp: object
        findings: Findings

    @dataclass
    class Failed(Message):
        """They cannot be made, and why."""

        why: str

    def __init__(self, library: Library) -> None:
        super().__init__(id=self.VIEW, classes="findings")
        self._library = library
        self._findings: Findings | None = None
        self._stamp: tuple[object, ...] = ()
        self._rows: list[Row] = []
        self._work: Latest[object, Findings] = Latest(
            lambda _: self.make(library),
            lambda stamp, findings: self.post_message(self.Made(stamp, findings)),
            lambda _, error: self.post_message(self.Failed(str(error) or type(error).__name__)),
            lambda run: self.run_worker(
                run, thread=True, group=f"make-{self.VIEW}", exit_on_error=False
            ),
        )

    def compose(self) -> ComposeResult:
        yield FindingsHeading(classes="heading", markup=False)
        yield FindingsList(id=f"{self.VIEW}-list")
        yield Static(classes="empty", markup=False)

    def on_mount(self) -> None:
        self._say("Working it out…")

    def on_unmount(self) -> None:
        self._work.close()

    # What a view is

    def make(self, library: Library) -> Findings:
        """The findings of a library; called on another thread."""
        raise NotImplementedError

    def block(self, library: Library, data: Any) -> Block:
        """The view as an export; called on another thread."""
        raise NotImplementedError

    # What the screen asks

    @property
    def list(self) -> FindingsList:
        """The rows."""
        return self.query_one(FindingsList)

    def refresh_for(self, *of: object) -> None:
        """Show the library as it is now, unless it was made of the same objects already."""
        if len(of) != len(self._stamp) or any(
            a is not b for a, b in zip(of, self._stamp, strict=True)
        ):
            self._stamp = of
            self._work.ask(of)

    def wait(self, why: str) -> None:
        """Say what is waited for."""
        if self._findings is None:
            self._say(why)

    def taken(self) -> Callable[[], Block] | None:
        """What makes the export, to be called on another thread; None while there is nothing."""
        found = self._findings
        if found is None or not found.rows:
            return None
        return lambda: self.block(self._library, found.data)

    # Showing

    @on(Made)
    def _made(self, event: Made) -> None:
        event.stop()
        if event.stamp is self._stamp:
            self._findings = event.findings
            self._show()

    @on(Failed)
    def _failed(self, event: Failed) -> None:
        event.stop()
        self._stamp = ()
        self._findings = None
        self._say(f"This cannot be worked out: {event.why}")

    def _show(self) -> None:
        found = self._findings
        if found is None:
            return
        if not found.rows:
            self._say(self.EMPTY)
            return
        self.query_one(".empty", Static).display = False
        self.query_one(".heading", Static).update(heading(self.VIEW, found.told))
        self.list.display = True
        self._rows = [row for row in found.rows if isinstance(row, Row)]
        self.list.put_rows(self._prompts(found.rows))
        if self.screen.focused is None:
            self.screen.set_focus(self.list)

    def _prompts(self, rows: Iterable[Heading | Row]) -> Iterator[tuple[Visual, bool]]:
        above: Heading | Row | None = None
        for number, row in enumerate(rows):
            if isinstance(row, Row):
                if row.apart and isinstance(above, Row):
                    yield Content(), False
                yield Cells(row.cells, self.SHARES, self.MOST), True
            else:
                gap = [Content()] if number else []
                yield Content("\n").join([*gap, *row.lines]), False
            above = row

    def _say(self, text: str) -> None:
        self.query_one(".heading", Static).update(heading(self.VIEW))
        self.list.display = False
        empty = self.query_one(".empty", Static)
        empty.display = True
        empty.update(plain(text))

    # Choosing

    def on_option_list_option_selected(self, event: OptionList.OptionSelected) -> None:
        event.stop()
        if (number := self.list.number) is None:
            return
        row = self._rows[number]
        spans, why = row.spans, ""
        if not spans:
            from briefing.export.cite import cite

            cited = [cite(self._library, evidence) for evidence in row.evidence]
            spans = tuple(sorted({c.span for c in cited if c.span is not None}))
            why = next((c.trouble for c in cited if c.trouble), "there is no quote")
        if spans:
            self.post_message(self.Chosen(row.article, spans))
        else:
            self.post_message(self.Unfound(why))


def heading(view: View, told: Sequence[str] = ()) -> Content:
    """The views side by side, the one that is shown bold, and a few words about it."""
    names = []
    for each, name in TITLES.items():
        style = "bold underline $foreground" if each is view else FAINT
        click = Style.from_meta({"@click": f"screen.{each.value}"})
        names.append(Content.styled(name, style).stylize(click))
    return joined([Content("  ").join(names), *(plain(part, FAINT) for part in told)])


def source_names(library: Library) -> SourceName:
    """How rows name sources: by outlet, by title where that is unknown, by both where it is shared.

    What is asked for an unknown id says that there is none.
    """
    entries = {entry.id: entry for entry in library.entries}
    shared = Counter(entry.outlet for entry in library.entries)

    def name(article: str) -> str:
        entry = entries.get(article)
        if entry is None:
            return f"{article} (not in the library)"
        title = f"“{shortened(entry.label, TITLE_LIMIT)}”"
        if entry.outlet is None:
            return title
        return f"{entry.outlet}, {title}" if shared[entry.outlet] > 1 else entry.outlet

    return name
