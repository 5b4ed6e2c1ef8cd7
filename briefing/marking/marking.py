"""Highlights, records, parties and issues: made, changed, deleted, and each change undone."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace
from datetime import date

from briefing.article import Passage
from briefing.dossier.journal import Change, Do
from briefing.dossier.model import Dismissal, Evidence, Highlight, Mode, Record
from briefing.dossier.working import ISSUES, PARTIES, Working
from briefing.kept import Kept
from briefing.library import Library
from briefing.marking import file_changes, names
from briefing.marking.changing import Changing
from briefing.marking.draft import Draft, New, clean, known_issue, known_party
from briefing.marking.entries import (
    Entry,
    Referred,
    Refused,
    check_fits,
    check_pieces,
    find,
    merged,
    naming,
    number_of,
    relinked,
    same_place,
    unchanged,
)


class Marking:
    """Changes the files of one library; for the app and the commands alike.

    Each method that changes something is one step to undo, is on the disk when
    it returns, and has ``library.dossier`` say the same as the files. Entries are
    handed over as the caller knows them: what others have changed in them since
    is kept where it is another field, and otherwise raises Conflict. All raise
    NotSaved (Refused, Referred, Conflict, CannotSave are kinds of it) with one
    sentence that says why; then nothing was changed. May be used from any thread.
    """

    def __init__(
        self,
        library: Library,
        *,
        session: str | None = None,
        today: Callable[[], date] = date.today,
    ) -> None:
        """``session`` names this running program in the journal; one is made up by default."""
        self._library = library
        self._changing = Changing(library, session)
        self._today = today

    # Highlights

    def tags(self) -> tuple[str, ...]:
        """All tags of the library's highlights: the most used first, then by name."""
        count = Counter(tag for mark in self._library.dossier.highlights for tag in mark.tags)
        return tuple(sorted(count, key=lambda tag: (-count[tag], tag.casefold(), tag)))

    def add_highlight(
        self, passage: Passage, *, tags: Iterable[str] = (), memo: str | None = None
    ) -> Highlight:
        """Mark a passage. Refused where it is marked already, or nothing is to see in it."""
        quote, before, after = self._selector(passage)
        blank = Highlight(
            *("", passage.article, quote, before, after),
            *(clean(tags), _text(memo), self._today()),
        )
        made: list[Highlight] = []

        def work(working: Working) -> str:
            for mark in working.loaded.highlights.items:
                if same_place(mark, blank):
                    raise Refused(f"this passage is highlighted already, as {mark.id}")
            mark = replace(blank, id=names.highlight_id(passage, working.ids(Highlight)))
            working.add(mark)
            made.append(find(working, mark))
            return f"added the highlight {mark.id}"

        self._changing.make(work)
        return made[-1]

    def change_highlight(
        self, known: Highlight, *, tags: Iterable[str], memo: str | None
    ) -> Highlight:
        """Give a highlight other tags and another memo; None takes the memo away."""
        wanted = replace(known, tags=clean(tags), memo=_text(memo))
        return self._change(known, wanted, "changed the highlight")

    def delete_highlight(self, known: Highlight) -> None:
        """Delete a highlight. One that is gone already may be."""
        self._delete(known, "highlight")

    def rename_tag(self, tag: str, name: str | None) -> int:
        """Give a tag another name on all highlights, or take it away (None); how many had it.

        Where a highlight has the other name already, it has it once. Refused
        where no highlight has the tag.
        """
        wanted = clean([name or ""])
        count: list[int] = []

        def work(working: Working) -> str:
            marks = [mark for mark in working.loaded.highlights.items if tag in mark.tags]
            if not marks:
                raise Refused(f"no highlight has the tag {tag}")
            for mark in marks:
                tags = (other for own in mark.tags for other in (wanted if own == tag else (own,)))
                working.replace(replace(mark, tags=clean(tags)))
            count.append(len(marks))
            return f"renamed the tag {tag} to {wanted[0]}" if wanted else f"deleted the tag {tag}"

        self._changing.make(work)
        return count[-1]

    # Records

    def add_record(
        self,
        passage: Passage,
        draft: Draft,
        *,
        speaker: str | None = None,
        mode: Mode | None = None,
        via: str | None = None,
    ) -> Record:
        """Make a record of a passage. See ``evidence`` for the rest.

        Refused where the draft is not a whole record: a response needs what it
        answers and its stance, a figure its quantity, and so on.
        """
        evidence = self.evidence(passage, speaker=speaker, mode=mode, via=via)
        made: list[Record] = []

        def work(working: Working) -> str:
            named = self._named(working, draft)
            taken = working.ids(Record)
            record_id = names.record_id(str(named.party), named.says, taken)
            record = named.record(record_id, (evidence,))
            check_fits(working, record)
            working.add(record)
            made.append(find(working, record))
            return f"added the record {record_id}"

        self._changing.make(work)
        return made[-1]

    def change_record(
        self, known: Record, draft: Draft, evidence: Sequence[Evidence] | None = None
    ) -> Record:
        """Give a record's fields other values; its id and history stay.

        Its evidence stays where no other is given. Refused where that has the
        same passage twice, or leaves none.
        """
        result: list[Record] = []
        pieces = known.evidence if evidence is None else tuple(evidence)
        if evidence is not None:
            check_pieces(known, pieces)

        def work(working: Working) -> str:
            there = find(working, known)
            named = self._named(working, draft)
            wanted = replace(named.record(known.id, pieces), history=known.history)
            record = merged(known, wanted, there)
            if record != there:
                check_fits(working, record, there)
                working.replace(record)
            result.append(find(working, record))
            return f"changed the record {known.id}"

        self._changing.make(work)
        return result[-1]

    def delete_record(self, known: Record, *, unlink: bool = False) -> None:
        """Delete a record. One that is gone already may be.

        Referred where other records answer it or are variants of it. With
        ``unlink`` their links go in the same step: to what this one was a
        variant of, or to its first variant, which tells the same thing; where
        it has neither, they are removed.
        """

        def work(working: Working) -> str:
            if known.id in working.ids(Record):
                there = unchanged(working, known)
                others = naming(working.loaded.records.items, known.id)
                if others and not unlink:
                    raise Referred(known.id, others)
                for record in others:
                    working.replace(relinked(record, there, others))
                working.remove(there)
            return f"deleted the record {known.id}"

        self._changing.make(work)

    def referring(self, record_id: str) -> tuple[Record, ...]:
        """The records that answer that one or are variants of it, in file order."""
        return naming(self._library.dossier.records, record_id)

    def evidence(
        self,
        passage: Passage,
        *,
        speaker: str | None = None,
        mode: Mode | None = None,
        via: str | None = None,
    ) -> Evidence:
        """A passage as evidence: its quote, and as much context as makes it unique.

        ``mode`` None is a paraphrase where a speaker is named, else the outlet's
        own voice. Refused for a relayed one that does not say via whom.
        """
        quote, before, after = self._selector(passage)
        speaker, via = _text(speaker), _text(via)
        mode = mode or (Mode.PARAPHRASE if speaker else Mode.OUTLET)
        if mode is Mode.RELAYED and via is None:
            raise Refused("say which outlet is relayed")
        return Evidence(passage.article, quote, mode, speaker, via, before, after)

    def add_evidence(self, known: Record, evidence: Evidence) -> Record:
        """Attach further evidence to a record. Refused where it has the same quote already."""

        def change(record: Record) -> Record:
            if any(same_place(own, evidence) for own in record.evidence):
                raise Refused(f"{known.id} has this passage as evidence already")
            return replace(record, evidence=(*record.evidence, evidence))

        return self._change_evidence(known, change)

    def change_evidence(self, known: Record, old: Evidence, new: Evidence) -> Record:
        """Give a piece of a record's evidence another speaker, mode, quote or so on."""

        def change(record: Record) -> Record:
            number = number_of(record, old)
            own = list(record.evidence)
            own[number] = new
            return replace(record, evidence=tuple(own))

        return self._change_evidence(known, change)

    def remove_evidence(self, known: Record, old: Evidence) -> Record:
        """Take a piece of evidence from a record. Refused for the only one it has."""

        def change(record: Record) -> Record:
            number = number_of(record, old)
            rest = (*record.evidence[:number], *record.evidence[number + 1 :])
            check_pieces(known, rest)
            return replace(record, evidence=rest)

        return self._change_evidence(known, change)

    # Parties and issues

    def add_party(self, name: str) -> str:
        """The id of the party of that name, put into ``briefing.yaml`` where it has none."""
        return self._add_name(PARTIES, name)

    def add_issue(self, name: str) -> str:
        """The id of the issue of that name, put into ``briefing.yaml`` where it has none."""
        return self._add_name(ISSUES, name)

    # Suggestions

    def dismiss(self, dismissal: Dismissal) -> None:
        """Never suggest a passage again."""

        def work(working: Working) -> str:
            if dismissal.id not in working.ids(Dismissal):
                working.add(dismissal)
            return f"dismissed the suggestion {dismissal.id}"

        self._changing.make(work)

    def restore(self, known: Dismissal) -> None:
        """Let a passage be suggested again."""
        self._delete(known, "dismissal")

    # Undo and redo

    def undo(self, *, skip: bool = False) -> Change | None:
        """Undo the library's last change, whoever made it; None where there is none.

        An article's file that was removed or edited comes back, too. Sync the
        library after it.

        Raises Conflict where that would go over a later change in the files;
        ``skip`` then leaves the change as it is for good, so that the one
        before it is next.
        """
        root = self._library.root
        kept = file_changes.last(root, self._changing.upcoming(Do.UNDO))
        if kept is not None:
            if (old := self._changing.upcoming(Do.REDO)) is not None and old.at < kept.at:
                self._changing.forget_undone(kept.at)  # the file’s change came after undoing them
            return file_changes.undo(root, kept, skip=skip)
        return self._changing.turn(Do.UNDO, skip=skip)

    def redo(self) -> Change | None:
        """Make the change again that was undone last; None where there is none.

        An article's file is removed or edited again, too. Sync the library after it.
        """
        if (kept := self._undone_file()) is not None:
            return file_changes.redo(self._library.root, kept)
        return self._changing.turn(Do.REDO) if self._undone_entry() is not None else None

    def next_undo(self) -> Change | None:
        """What ``undo`` would undo."""
        change = self._changing.upcoming(Do.UNDO)
        kept = file_changes.last(self._library.root, change)
        return file_changes.as_change(kept) if kept else change

    def next_redo(self) -> Change | None:
        """What ``redo`` would make again."""
        kept = self._undone_file()
        return file_changes.as_change(kept) if kept else self._undone_entry()

    def _undone_file(self) -> Kept | None:
        last = self._changing.upcoming(Do.UNDO)
        return file_changes.undone(self._library.root, self._undone_entry(), last)

    def _undone_entry(self) -> Change | None:
        """What the journal would make again, unless a file was changed since it was undone."""
        change = self._changing.upcoming(Do.REDO)
        newer = change and file_changes.last(self._library.root, change)
        return None if newer else change

    def is_mine(self, change: Change) -> bool:
        """Whether this running program made a change."""
        return change.session == self._changing.session

    def _selector(self, passage: Passage) -> tuple[str, str | None, str | None]:
        quote, before, after = self._library.selector(passage)
        if not quote:
            raise Refused("nothing is selected; select some words")
        return quote, before, after

    def _named(self, working: Working, draft: Draft) -> Draft:
        """The draft with ids in the place of new names, which go into the settings."""
        answers = tuple(dict.fromkeys(draft.answers))
        return replace(
            draft,
            says=" ".join(draft.says.split()),
            answers=answers,
            party=self._id(working, PARTIES, draft.party) or "",
            to=self._id(working, PARTIES, draft.to),
            pending_from=self._id(working, PARTIES, draft.pending_from),
            issue=self._id(working, ISSUES, draft.issue) or "",
        )

    def _id(self, working: Working, field: str, name: str | New | None) -> str | None:
        if not isinstance(name, New):
            return name
        flat = " ".join(name.name.split())
        if not flat:
            raise Refused("a new party or issue needs a name")
        settings = working.loaded.settings.settings
        known = (known_party if field == PARTIES else known_issue)(settings, flat)
        if known is not None:
            return known
        taken = {*working.names(field), *(issue.id for _, issue in settings.walk_issues())}
        found = names.name_id(flat, "party" if field == PARTIES else "issue", taken)
        working.name(field, found, flat, self._library.root.name)
        return found

    def _add_name(self, field: str, name: str) -> str:
        found: list[str] = []

        def work(working: Working) -> str:
            found.append(self._id(working, field, New(name)) or "")
            what = "party" if field == PARTIES else "issue"
            return f"added the {what} {found[-1]}"

        self._changing.make(work)
        return found[-1]

    def _change(self, known: Entry, wanted: Entry, what: str) -> Entry:
        result: list[Entry] = []

        def work(working: Working) -> str:
            there = find(working, known)
            entry = merged(known, wanted, there)
            if entry != there:
                working.replace(entry)
            result.append(find(working, entry))
            return f"{what} {known.id}"

        self._changing.make(work)
        return result[-1]

    def _change_evidence(self, known: Record, change: Callable[[Record], Record]) -> Record:
        result: list[Record] = []

        def work(working: Working) -> str:
            there = find(working, known)
            record = change(there)
            if record != there:
                working.replace(record)
            result.append(find(working, record))
            return f"changed the evidence of the record {known.id}"

        self._changing.make(work)
        return result[-1]

    def _delete(self, known: Entry, what: str) -> None:
        def work(working: Working) -> str:
            if known.id in working.ids(type(known)):
                working.remove(unchanged(working, known))
            return f"deleted the {what} {known.id}"

        self._changing.make(work)


def _text(text: str | None) -> str | None:
    """Text without white space at its ends; None where nothing is left."""
    return (text or "").strip() or None
