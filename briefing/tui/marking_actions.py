"""What the marking keys do: forms opened, changes saved on a thread, every view shown anew."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from textual import on
from textual.content import Content
from textual.message import Message

from briefing.article import Article, Passage
from briefing.dossier.model import Highlight, Record
from briefing.tui.base.places import Side, View
from briefing.tui.base.words import plain, shortened
from briefing.tui.board.board_pane import BoardPane
from briefing.tui.desk import Desk, highlight_at, to_change, words_at
from briefing.tui.forms.attach_form import AttachForm
from briefing.tui.forms.choices import Choice
from briefing.tui.forms.note_form import NoteForm, tag_choices
from briefing.tui.forms.record_form import RecordForm, Start
from briefing.tui.forms.spoken import about_passage
from briefing.tui.forms.tag_form import TagForm
from briefing.tui.reading_actions import ReadingActions
from briefing.tui.widgets.confirm import Confirm

if TYPE_CHECKING:
    from briefing.analysis.suggest import Suggestion
    from briefing.library import Library

SHORT = 60
"""Characters of a quote or sentence in a toast."""


class MarkingActions(ReadingActions):
    """A screen whose reader marks passages and makes records of them."""

    @dataclass
    class Changed(Message):
        """A change is on the disk; a sentence that says which, None where there was none."""

        sentence: str | None

    @dataclass
    class NotChanged(Message):
        """A change could not be made, and why; ``skip`` when an undo can be left out."""

        why: str
        skip: bool = False

    def __init__(self, library: Library) -> None:
        super().__init__(library)
        self.desk = Desk(library)

    # Saving

    def _save(self, work: Callable[[], str | None]) -> None:
        """Do ``work`` on a thread; it says in a sentence what was done."""

        def run() -> None:
            try:
                sentence = work()
            except Exception as error:
                self.post_message(self.NotChanged(str(error) or type(error).__name__))
            else:
                self.post_message(self.Changed(sentence))

        self.run_worker(run, thread=True, group="saving", exit_on_error=False)

    @on(Changed)
    def _changed(self, event: Changed) -> None:
        if event.sentence:
            self.dossier_changed()
            self.say(event.sentence)

    @on(NotChanged)
    async def _not_changed(self, event: NotChanged) -> None:
        if not event.skip:
            self.say(f"Not done: {event.why}.", "error", timeout=12)
            return
        question = Confirm(
            "This cannot be undone",
            plain(f"{event.why}. Leave that change as it is, so that u goes on before it?"),
            "leave it as it is",
            "do nothing",
        )
        await self.app.push_screen(question, self._skip)

    def _skip(self, yes: bool | None) -> None:
        if yes:
            self._save(lambda: "That change stays." if self._undo(skip=True) else None)

    def dossier_changed(self) -> None:
        """Show records and highlights as they are now, wherever they are shown."""
        self.paint()
        self.reading.dossier_changed()
        for pane in self.query("#views > *"):
            if isinstance(pane, BoardPane):
                _reload_board(pane, self.library)
            elif pane is not self.reading and hasattr(pane, "reload"):
                pane.reload()
        if self.reading.side is Side.SUGGESTIONS:
            self.suggest()

    # Marking a passage

    def _at_hand(self) -> tuple[Article, Passage] | None:
        """The passage to mark; where there is none the reader is told what to do."""
        pane = self.reading.article
        span = words_at(pane.view) if self.view is View.READING else None
        if pane.article is None or span is None:
            self.say("Open an article first, and select the words that you mean.")
            return None
        return pane.article, Passage(pane.article.id, span)

    def _leave_selection(self, passage: Passage) -> None:
        view = self.reading.article.view
        if view.selected_span == passage.span:
            view.action_leave()

    async def action_highlight(self) -> None:
        """Highlight, or offer to take the highlight away."""
        if (found := self._at_hand()) is None:
            return
        passage = found[1]
        if (mark := highlight_at(self.library, passage)) is not None:
            await self._ask_to_delete(mark)
            return

        def work() -> str:
            mark = self.desk.marking().add_highlight(passage)
            self.app.call_from_thread(self._leave_selection, passage)
            return f"Highlighted “{shortened(mark.quote, SHORT)}”."

        self._save(work)

    async def action_tag(self) -> None:
        """Give the passage tags."""
        await self._note("tags")

    async def action_memo(self) -> None:
        """Write a memo on the passage."""
        await self._note("memo")

    async def _note(self, begin: str) -> None:
        if (found := self._at_hand()) is not None:
            mark = highlight_at(self.library, found[1])
            await self._open_note(mark, found[1], about_passage(*found), begin)

    async def _open_note(
        self, mark: Highlight | None, passage: Passage | None, about: Content, begin: str
    ) -> None:
        form = NoteForm(
            self.desk.marking,
            about,
            self._tags(),
            passage=passage,
            highlight=mark,
            begin=begin,
        )

        def done(saved: Any) -> None:
            if isinstance(saved, Highlight):
                if passage is not None:
                    self._leave_selection(passage)
                what = "Changed the highlight of" if mark else "Highlighted"
                self._changed(self.Changed(f"{what} “{shortened(saved.quote, SHORT)}”."))

        await self.app.push_screen(form, done)

    def _tags(self) -> tuple[Choice, ...]:
        """All tags, the most used first."""
        counts = Counter(tag for mark in self.library.dossier.highlights for tag in mark.tags)
        return tag_choices(dict(counts.most_common()))

    async def action_rename_tag(self) -> None:
        """Give a tag another name on all highlights."""
        if not (tags := self._tags()):
            self.say("No highlight has a tag yet; t tags a passage in an article.")
            return
        mark = self.reading.highlights.chosen
        form = TagForm(self.desk.marking, tags, mark.tags[0] if mark and mark.tags else None)

        def done(sentence: Any) -> None:
            if isinstance(sentence, str):
                self._changed(self.Changed(sentence))

        await self.app.push_screen(form, done)

    async def action_record(self) -> None:
        """Make a record of the passage, or of the suggestion under the cursor."""
        reading = self.reading
        suggesting = reading.active == "side" and reading.side is Side.SUGGESTIONS
        item = reading.suggestions.chosen if suggesting and self.view is View.READING else None
        if item is not None:
            passage = Passage(item.article, item.span)
            await self._new_record(passage, self.desk.start_of(item))
        elif (found := self._at_hand()) is not None:
            await self._new_record(found[1], self.desk.start())

    async def _new_record(self, passage: Passage, start: Start) -> None:
        form = RecordForm(self.library, self.desk.marking, passage=passage, start=start)

        def done(saved: Any) -> None:
            if isinstance(saved, Record):
                self.desk.last = Start(saved.kind, saved.party, saved.issue)
                self._leave_selection(passage)
                self._changed(self.Changed(f"Saved the record {saved.id}."))

        await self.app.push_screen(form, done)

    async def action_attach(self) -> None:
        """Give a record the passage as further evidence."""
        if (found := self._at_hand()) is None:
            return
        if not self.library.dossier.records:
            self.say("There is no record yet that this could be evidence for; p makes one.")
            return
        form = AttachForm(self.library, self.desk.marking, *found)

        def done(saved: Any) -> None:
            if isinstance(saved, Record):
                self._leave_selection(found[1])
                self._changed(self.Changed(f"The record {saved.id} has this as evidence now."))

        await self.app.push_screen(form, done)

    # Changing and deleting

    def _to_change(self) -> Record | Highlight | Suggestion | None:
        if self.view not in (View.READING, View.BOARD):
            return None
        return to_change(self.library, self.reading, self.shown_board)

    async def action_edit(self) -> None:
        """Open the form of the record or highlight that the reader is at."""
        thing = self._to_change()
        if isinstance(thing, Record):
            await self._change_record(thing)
        elif isinstance(thing, Highlight):
            about = plain(f"“{shortened(thing.quote, 220)}”", "italic")
            await self._open_note(thing, None, about, "tags")
        elif thing is not None:
            await self.action_record()
        else:
            self.say("Nothing to change here: go to a record or a highlight.")

    async def _change_record(self, record: Record) -> None:
        form = RecordForm(self.library, self.desk.marking, record=record)

        def done(saved: Any) -> None:
            if isinstance(saved, Record):
                self._changed(self.Changed(f"Changed the record {saved.id}."))

        await self.app.push_screen(form, done)

    async def action_delete(self) -> None:
        """Delete the record or highlight that the reader is at; dismiss a suggestion."""
        thing = self._to_change()
        if thing is None:
            self.say("Nothing to delete here: go to a record or a highlight.")
        elif isinstance(thing, Record | Highlight):
            await self._ask_to_delete(thing)
        else:
            dismissal, quote = thing.dismissal(), shortened(thing.quote, SHORT)

            def dismiss() -> str:
                self.desk.marking().dismiss(dismissal)
                return f"“{quote}” is not suggested again; u takes that back."

            self._save(dismiss)

    async def _ask_to_delete(self, thing: Record | Highlight) -> None:
        if isinstance(thing, Record):
            question, about, work = self._record_deletion(thing)
        else:
            question = "Delete this highlight?"
            parts = [f"“{shortened(thing.quote, 200)}”", ", ".join(thing.tags), thing.memo or ""]
            about = Content("\n").join([plain(part) for part in parts if part])

            def work() -> str:
                self.desk.marking().delete_highlight(thing)
                return f"Deleted the highlight of “{shortened(thing.quote, SHORT)}”."

        def answered(yes: bool | None) -> None:
            if yes:
                self._save(work)

        await self.app.push_screen(Confirm(question, about, "delete it"), answered)

    def _record_deletion(self, record: Record) -> tuple[str, Content, Callable[[], str]]:
        naming = [
            r for r in self.library.dossier.records if record.id in (*r.answers, r.variant_of)
        ]
        lines = [plain(record.says, "bold")]
        if naming:
            names = ", ".join(other.id for other in naming)
            lines.append(plain(f"These refer to it, and will no longer: {names}"))

        def work() -> str:
            self.desk.marking().delete_record(record, unlink=bool(naming))
            return f"Deleted the record {record.id}."

        return "Delete this record and its evidence?", Content("\n").join(lines), work

    # Undo and redo

    def action_undo(self) -> None:
        """Undo the last change."""

        def run() -> None:
            from briefing.marking import Conflict

            try:
                sentence = self._undo()
            except Conflict as error:
                self.post_message(self.NotChanged(_capital(str(error)), skip=True))
            except Exception as error:
                self.post_message(self.NotChanged(str(error) or type(error).__name__))
            else:
                self._tell_turned(sentence, "There is nothing to undo.")

        self.run_worker(run, thread=True, group="saving", exit_on_error=False)

    def _undo(self, *, skip: bool = False) -> str | None:
        marking = self.desk.marking()
        change = marking.undo(skip=skip)
        if change is None:
            return None
        before = "" if marking.is_mine(change) else f", made {change.at:%Y-%m-%d} by {change.by}"
        return f"Undone: {change.what}{before}."

    def action_redo(self) -> None:
        """Make the change again that was undone last."""

        def run() -> None:
            try:
                change = self.desk.marking().redo()
            except Exception as error:
                self.post_message(self.NotChanged(str(error) or type(error).__name__))
            else:
                sentence = f"Done again: {change.what}." if change else None
                self._tell_turned(sentence, "There is nothing to do again.")

        self.run_worker(run, thread=True, group="saving", exit_on_error=False)

    def _tell_turned(self, sentence: str | None, nothing: str) -> None:
        """On a thread: a change was turned, or there was none."""
        if sentence is None:
            self.app.call_from_thread(self.say, nothing)
        else:
            self.post_message(self.Changed(sentence))


def _reload_board(board: BoardPane, library: Library) -> None:
    """The board as it is now, its cursor and drawer where they were."""
    cursor, opened = board.cursor, board.open_record
    board.reload()
    board.put_cursor(cursor)
    board.open_drawer(library.dossier.record(opened.id) if opened else None)


def _capital(sentence: str) -> str:
    return sentence[:1].upper() + sentence[1:]
