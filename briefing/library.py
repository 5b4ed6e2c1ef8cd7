"""A library opened: its articles, dossier and search, kept in step with the disk."""

from __future__ import annotations

import os
import sys
import threading
from collections import OrderedDict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from briefing import locations
from briefing.article import Article, Dating, Passage, Searchable, Span
from briefing.catalog import Entry, FirstLook
from briefing.files import inside, read_own
from briefing.indexing.changes import CannotIndex, Changes
from briefing.indexing.indexed_folder import IndexedFolder
from briefing.kept import all_kept
from briefing.texts import Texts

if TYPE_CHECKING:  # dossier and readers are imported when first used: the app's first frame waits
    from briefing.analysis.board import BoardIndex
    from briefing.analysis.figures import Quantity
    from briefing.analysis.wording import GroupUse
    from briefing.dossier.dossier import Dossier
    from briefing.dossier.loaded import Loaded
    from briefing.dossier.model import Dismissal, Evidence, Highlight, Location, Problem, Record
    from briefing.engines import Place
    from briefing.search.engine import Progress
    from briefing.search.query import Node
    from briefing.search.searching import SearchResult
    from briefing.search.spelling import Spelling

KEPT_ELSEWHERE = 256
"""Articles kept that are not on this machine: the hits of the last searches can be opened."""
LARGEST_YAML = 64 * 1024 * 1024
"""Bytes of a YAML file of the library; 10,000 records take four million."""


class NotALibrary(Exception):
    """The folder cannot be opened as a library; the message says what to do."""


class UnknownArticle(Exception):
    """There is no such article in the library; the message says what to do."""


class Library:
    """A folder of articles with its dossier and index.

    Opening is quick and reads no article: ``entries`` is what the index last
    knew. ``sync`` brings that in step with the disk. Searching and syncing may
    be called from any thread, one at a time runs; the rest is for one thread.
    """

    def __init__(
        self,
        root: Path,
        index: Path | None = None,
        place: Place | None = None,
        *,
        listed: bool = True,
    ) -> None:
        """Open ``root``; NotALibrary when it is no folder that can be read.

        ``index`` is the folder of catalogue and index, ``place`` where the engine
        keeps its own where that is not in this folder. Not ``listed``: for adding and
        indexing alone, in memory that does not grow with the library; there are no
        ``entries`` then, only ``each_entry``, and ``sync`` does not name what changed.
        """
        try:
            is_folder = root.is_dir()
        except OSError:
            is_folder = False
        if not is_folder:
            raise NotALibrary(f"{root} is not a folder; name a folder of articles")
        self.root = root.resolve()
        if (made := locations.format_of(self.root)) > locations.FORMAT:
            raise NotALibrary(
                f"{self.root / locations.SETTINGS} is in format {made}, of a newer briefing;"
                f" this one reads format {locations.FORMAT} and older, so update it"
            )
        folder = index or locations.index_folder(self.root)
        self._index = IndexedFolder(self.root, folder, place, listed=listed)
        self._engine_lock = threading.RLock()
        self._closed = False
        self._texts = Texts(self._read)
        self._elsewhere: OrderedDict[str, Article] = OrderedDict()
        self._cache_lock = threading.RLock()
        self._spelling_kept: Spelling | None = None
        self._spelling_of: object = None
        self._loaded: Loaded | None = None

    @property
    def title(self) -> str:
        """The library's title, or its folder's name.

        As long as the dossier was not asked for, what the index remembers of an
        unchanged ``briefing.yaml``: the first frame must not wait for the records.
        """
        if self._loaded is None:
            remembered = self._index.remembered(self._settings_stamp())
            if remembered is not None:
                return remembered
        return self.dossier.settings.title or self.root.name

    def _settings_stamp(self) -> str:
        try:
            found = (self.root / locations.SETTINGS).stat()
        except OSError:
            return "none"
        return f"{found.st_size} {found.st_mtime_ns}"

    @property
    def index_folder(self) -> Path:
        """Where the index is."""
        return self._index.folder

    @property
    def exports_folder(self) -> Path:
        """Where exports go."""
        return locations.exports_folder(self.root)

    def check_place(self, path: Path) -> None:
        """LeadsOut where ``path`` leads through the library and out of it again, by a link."""
        above = Path(os.path.abspath(path)).parents
        if any(Path(os.path.realpath(p)).is_relative_to(self.root) for p in above):
            inside(self.root, os.path.abspath(path))

    @property
    def entries(self) -> tuple[Entry, ...]:
        """Every file of the library as last seen, in order of file, unreadable ones too."""
        return self._index.entries

    def each_entry(self) -> Iterator[Entry]:
        """The entries one by one, in order of file; do nothing else with the library meanwhile."""
        return self._index.each()

    def first_look(self, limit: int) -> FirstLook:
        """The first of ``entries`` and the number of all, at the same cost in any library."""
        return self._index.first_look(limit)

    def entry(self, article_id: str) -> Entry | None:
        """The entry with that id."""
        return self._index.entry(article_id)

    # The dossier

    @property
    def dossier(self) -> Dossier:
        """Settings, records and highlights; read from their files when first asked for."""
        with self._cache_lock:
            return (self._loaded or self.reload()).dossier

    @property
    def problems(self) -> tuple[Problem, ...]:
        """What is wrong in those files, and was left out."""
        return self.dossier.problems

    def reload(self) -> Loaded:
        """``briefing.yaml`` and the lists of records, highlights and dismissals as they are now.

        What is at hand where no byte of them changed. Reading them keeps nobody waiting.
        """
        from briefing.dossier.loaded import Loaded

        while True:
            before = self._loaded
            loaded = Loaded.read(locations.DOSSIER, self._file, before)
            with self._cache_lock:
                if self._loaded is before:  # else somebody has just written: read what that left
                    self._loaded = loaded
                    return loaded

    def adopt(self, loaded: Loaded) -> None:
        """Take those files as they were just written, without reading them again."""
        with self._cache_lock:
            self._loaded = loaded

    def _file(self, name: str) -> bytes | None:
        return read_own(self.root, name, LARGEST_YAML)

    def check(self, originals: Path | None = None) -> list[Problem]:
        """Everything wrong with the library's YAML, ids and evidence.

        With ``originals`` the evidence is looked for in the articles' originals
        in that folder, found by file name and SHA-256, instead of in the library.
        """
        from briefing.checking import problems_in_originals, problems_of

        known = self.dossier, self.entries, self.article_or_none
        found = problems_in_originals(*known, originals) if originals else problems_of(*known)
        return list(found)

    # Articles

    def article(self, article_id: str) -> Article:
        """The article with that id, read from its file.

        Raises UnknownArticle when there is none, Unreadable when its file
        cannot be read (any more).
        """
        if self.entry(article_id) is None and article_id in self._elsewhere:
            return self._elsewhere[article_id]
        return self._texts.article(article_id)

    def _read(self, article_id: str) -> Article:
        from briefing.reading import Unreadable

        entry = self.entry(article_id)
        if entry is None:
            raise UnknownArticle(f"no article {article_id!r} here; `briefing list` names them")
        if entry.reason is not None:
            raise Unreadable(entry.reason)
        return self._index.read(entry)

    def article_or_none(self, article_id: str) -> Article | None:
        """The article with that id, or None where it is unknown or cannot be read."""
        from briefing.reading import Unreadable

        try:
            return self.article(article_id)
        except (UnknownArticle, Unreadable):
            return None

    def find_article(self, name: str) -> str:
        """The id of the article called ``name``: its id, its file, or an id's only beginning.

        Raises UnknownArticle when none or several fit.
        """
        if name in self._index.by_id:
            return name
        wanted = name.removeprefix("./")
        ids = [e.id for e in self.entries if wanted in (e.file, Path(e.file).name, e.original)]
        ids = ids or [e.id for e in self.entries if e.id.startswith(name)]
        if len(ids) == 1:
            return ids[0]
        if not ids and self.is_shared and self.fetch([name]):
            return name
        if ids:
            raise UnknownArticle(f"{name!r} fits {len(ids)} articles: {', '.join(ids[:5])}")
        raise UnknownArticle(f"no article {name!r} here; `briefing list` names them")

    def sources_of(self, ids: Iterable[str]) -> int:
        """How many independent sources some articles are: those with the same text are one."""
        from briefing.analysis.one_source import first_of

        return len({first_of(article_id, self.entry) for article_id in ids})

    def same_text(self, article_id: str) -> tuple[Entry, ...]:
        """The other articles that are one source with it, in order of file."""
        from briefing.analysis.one_source import same_text

        return same_text(article_id, self.entries, self.entry)

    # Evidence

    def locate(self, evidence: Evidence | Highlight | Dismissal) -> Location:
        """Where the quote stands in its article as it is now."""
        from briefing.dossier.model import Lost

        article = self.article_or_none(evidence.article)
        if article is None:
            entry = self.entry(evidence.article)
            reason = entry.reason if entry else None
            return Lost(reason or self._gone(evidence.article))
        finder = self._texts.finder(article)
        return finder.find(evidence.quote, evidence.before, evidence.after)

    def _gone(self, article_id: str) -> str:
        for kept in all_kept(self.root):
            if kept.after is None and kept.what == f"removed {article_id}":
                return f"the article {article_id!r} was removed; `briefing undo` brings it back"
        return f"the library has no article {article_id!r}"

    def evidence_in(self, article_id: str) -> list[tuple[Span, Record]]:
        """The spans of an article that are evidence of a record, in order; lost ones left out."""
        from briefing.dossier.model import Located

        found = []
        for record, evidence in self.dossier.records_in(article_id):
            place = self.locate(evidence)
            if isinstance(place, Located):
                found.append((place.span, record))
        return sorted(found, key=lambda pair: pair[0])

    def records_at(self, passage: Passage) -> list[Record]:
        """The records with evidence that touches the passage, in order of their file."""
        touched = {
            record.id
            for span, record in self.evidence_in(passage.article)
            if span.overlaps(passage.span)
        }
        return [r for r in self.dossier.records if r.id in touched]

    def selector(self, passage: Passage) -> tuple[str, str | None, str | None]:
        """A passage's quote with as much context before and after as makes it unique."""
        from briefing.dossier.locate import selector

        article = self.article(passage.article)
        return selector(article.text, passage.span, article.hidden)

    # Views

    def board_index(self, dossier: Dossier | None = None) -> BoardIndex:
        """A dossier, this one by default, prepared for boards."""
        from briefing.analysis.board import BoardIndex

        return BoardIndex(dossier or self.dossier, self.sources_of, self._date_of)

    def figures(self) -> tuple[Quantity, ...]:
        """The figures of each quantity, side by side."""
        from briefing.analysis.figures import compare

        return compare(self.dossier, self._date_of)

    def wording(self) -> tuple[GroupUse, ...]:
        """Which source uses which word of the wording groups.

        Only articles that the index has any of the words for are read.
        Needs a ``sync`` before; raises IndexDamaged when the index breaks meanwhile.
        """
        from briefing.analysis.wording import count
        from briefing.search.stemming import stem

        groups = self.dossier.settings.wording
        ids = self._with_any([word for group in groups for word in group.words])
        articles = filter(None, map(self.article_or_none, ids))
        return count(groups, articles, stem=stem, voices=self._voices)

    def _date_of(self, article_id: str) -> Dating:
        entry = self.entry(article_id)
        return entry.date if entry else Dating()

    def _voices(self, article_id: str) -> list[tuple[Span, Evidence]]:
        from briefing.dossier.model import Located

        found = []
        for _, evidence in self.dossier.records_in(article_id):
            place = self.locate(evidence)
            if isinstance(place, Located):
                found.append((place.span, evidence))
        return found

    def _with_any(self, words: list[str]) -> list[str]:
        """The ids of the articles with any of the words or phrases, in order of file."""
        from briefing.search.analyzer import words_of
        from briefing.search.query import Or, Phrase

        phrases = (tuple(form.folded for form in words_of(word)) for word in words)
        parts = tuple(Phrase(phrase) for phrase in phrases if phrase)
        if not parts:
            return []
        having = set(self.ranked(Or(parts)))
        return [e.id for e in self.entries if e.id in having]

    # Search

    @property
    def is_shared(self) -> bool:
        """Whether the index may hold articles of others, too."""
        return self._index.is_shared

    def fetch(self, ids: Sequence[str]) -> Mapping[str, Article]:
        """Articles that are not on this machine, where a shared index has them; they open then."""
        with self._engine_lock:
            return self._stored(ids)

    def rebuild(self, progress: Progress | None = None, *, why: str) -> Changes:
        """Build the index anew from the files; raises as ``sync`` does.

        What others put in a shared one is carried over; it is searched as it was until then.
        """
        with self._engine_lock:
            self._index.discard(why, anew=True)
            return self.sync(progress)

    def ranked(self, root: Node) -> list[str]:
        """The ids of all articles that match a tree, best first; IndexDamaged as the engine."""
        with self._engine_lock:
            self._texts.forget(self._index.refresh())
            limit = sys.maxsize if self.is_shared else len(self.entries)
            ranking = self._index.engine.rank(root, limit)
        return [article_id for article_id, _ in ranking.ranked]

    def sync(self, progress: Progress | None = None, *, engine: bool = True) -> Changes:
        """Bring catalogue and index in step with the disk; says what changed.

        Builds the index where there is none and anew where it is of no use
        (``Changes.rebuilt`` says why). ``engine=False``, for callers that will not
        search, leaves an unchanged engine unopened. Raises CannotIndex when there
        is no place for the index, or no folder any more: what was known of it stays.
        """
        if not self.root.is_dir():
            raise CannotIndex(f"{self.root} is not there any more")
        glance = self._index.glance()
        with self._engine_lock:
            if self._closed:
                raise CannotIndex("the library is closed")
            changes = self._index.sync(progress, engine=engine, glance=glance)
            if self._index.remembered(stamp := self._settings_stamp()) is None:
                self._index.remember(stamp, self.reload().dossier.settings.title or self.root.name)
        self._texts.forget(changes.touched)
        return changes

    def can_search(self) -> bool:
        """Whether the index can be searched as it was left; that may be behind the disk.

        If not, the next ``sync`` makes it so. If so, the engine is open and all is loaded that
        a search needs.
        """
        from briefing.search import searching  # noqa: F401

        with self._engine_lock:
            return self._index.is_usable()

    def mend(self, progress: Progress | None = None) -> Changes | None:
        """Read the whole index, and build it anew where it is damaged; None where it is not.

        Opening an index reads it whole only where it is small; of others it notices what
        changed a file's size or time. Reading keeps no search waiting.
        """
        return None if self._index.is_sound() else self.sync(progress)

    def compact(self) -> None:
        """Have a process make the index quicker to search, where it was built or has grown.

        It takes about a second for a thousand articles, and keeps no search waiting; closing
        the library ends it, too.
        """
        engine = self._index.compact()
        if engine is None:
            return
        with self._engine_lock:
            if self._closed:
                engine.close()
            else:
                self._index.take(engine)

    def end_compacting(self) -> None:
        """Leave the index as it is: a compaction that another thread waits for ends now."""
        self._index.end_compacting()

    def search(self, text: str, *, live: bool = False, limit: int = 20) -> SearchResult:
        """Articles that match a query, best first. ``live``: the last word is being typed."""
        from briefing.search.engine import IndexDamaged
        from briefing.search.query import Recorded, RecordField
        from briefing.search.searching import search

        def resolve(node: Recorded) -> frozenset[str]:
            return self.dossier.articles_with(RecordField(node.name).value, node.value)

        not_kept: list[str] = []

        def answer() -> SearchResult:
            return search(
                self._index.engine,
                text,
                live=live,
                limit=limit,
                spelling=self._spelling(),
                resolve_records=resolve,
                article_of=lambda article_id: self._text_of(article_id, not_kept),
                stored=self._stored,
                coming=self._index.look_up,
            )

        with self._engine_lock:
            self._texts.forget(self._index.refresh())
            try:
                result = answer()
            except IndexDamaged:
                self._index.discard()
                self.sync()
                result = answer()
            self._index.keep_texts(not_kept)
        return result

    def _text_of(self, article_id: str, not_kept: list[str]) -> Searchable | None:
        """What a hit shows of an article: as it was read last, as it is kept, or from its file.

        ``not_kept`` gets the ids of those that had to be read.
        """
        if (article := self._texts.at_hand(article_id)) is not None:
            return article
        entry = self.entry(article_id)
        if entry is not None and entry.reason is None:
            if (kept := self._index.texts.of(entry.file)) is not None:
                return kept
            not_kept.append(article_id)
        return self.article_or_none(article_id)

    def _stored(self, ids: Sequence[str]) -> Mapping[str, Article]:
        """Articles that are not on this machine, as a shared index has them; kept for opening."""
        found = self._index.engine.stored(ids)
        with self._cache_lock:
            self._elsewhere.update(found)
            while len(self._elsewhere) > KEPT_ELSEWHERE:
                self._elsewhere.popitem(last=False)
        return found

    def _spelling(self) -> Spelling:
        from briefing.search.spelling import Spelling

        def own() -> tuple[Iterable[Sequence[str]], Iterable[str]]:
            if self._loaded is None and not locations.asks_for_spelling(self.root):
                return (), ()
            settings = self.dossier.settings
            return settings.spelling, settings.spelling_off

        settings = self._loaded.settings if self._loaded else None
        if self._spelling_kept is None or self._spelling_of is not settings:
            self._spelling_kept = Spelling.asking(own)  # a first search does not wait for records
            self._spelling_of = settings
        return self._spelling_kept

    def close(self) -> None:
        """Let go of the index."""
        with self._engine_lock:
            self._closed = True
            self._index.close()
