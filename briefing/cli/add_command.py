"""The command that gets coverage into a library: add."""

from __future__ import annotations

import pickle
from collections import Counter, deque
from collections.abc import Iterator
from contextlib import ExitStack, suppress
from dataclasses import dataclass, field
from itertools import chain
from tempfile import TemporaryFile
from typing import IO, TYPE_CHECKING

import click

from briefing.cli.adding_commands import writable_root
from briefing.cli.common import (
    Context,
    Failed,
    common_options,
    failures,
    nothing,
    notice,
    open_library,
)
from briefing.cli.progress import Bar
from briefing.safe_text import one_line

if TYPE_CHECKING:
    from briefing.adding.adding import Adding, Outcome
    from briefing.adding.places import Thing
    from briefing.indexing.changes import Changes
    from briefing.library import Library

MOST_TOLD = 50
"""Lines of one kind on standard error before the rest is only counted."""


@click.command("add")
@click.argument("what", nargs=-1, required=True)
@click.option("--allow-private", is_flag=True, help="Fetch from this machine and its network, too.")
@click.option("--refresh", is_flag=True, help="Fetch addresses that the library has, again.")
@common_options()
def add_command(
    context: Context, what: tuple[str, ...], allow_private: bool, refresh: bool
) -> None:
    """Add WHAT to the library: files, folders, addresses, feeds, lists of feeds, `-` for a pipe.

    Each article is stored as markdown beside its original. Where this is stopped,
    the library is whole, and adding the same again goes on where it stopped.

    \b
    Examples:
      briefing add ~/Downloads/press --library ~/talks
      briefing add https://reed.example/weir talks.pdf
      curl -s https://reed.example/weir | briefing add -
    """
    from briefing.adding.adding import Busy
    from briefing.adding.places import NoSuchPlace, find

    with failures():
        import sqlite3

        from briefing.indexing.changes import CannotIndex

        root = writable_root(context)
        library = open_library(context, sync=False, report=False, listed=False)
        told = _Told()
        try:
            count = sum(1 for _ in find(what, root))
            if not count:
                nothing("there are no files to add in there")
            things = find(what, root)
            _add_to(library, things, count, told, allow_private=allow_private, refresh=refresh)
        except (Busy, NoSuchPlace) as error:
            raise Failed(one_line(str(error))) from error
        except (OSError, sqlite3.Error, CannotIndex) as error:
            told.print(context.format)
            why = (isinstance(error, OSError) and error.strerror) or str(error)
            how = "look whether the disk is full, then add the same again to go on"
            raise Failed(one_line(f"stopped ({told.sum()}), {why}; {how}")) from None
        except KeyboardInterrupt:
            told.print(context.format)
            how = "the library is whole, add the same again to go on"
            raise Failed(f"stopped ({told.sum()}); {how}") from None
        told.print(context.format)
        if told.failed:
            raise Failed(told.sum())
        if context.format != "json":
            notice(told.sum())


def _add_to(
    library: Library,
    things: Iterator[Thing],
    count: int,
    told: _Told,
    *,
    allow_private: bool,
    refresh: bool,
) -> None:
    from briefing.adding.adding import adding
    from briefing.adding.fetching import Fetcher

    if _index(library).busy:
        raise Failed("another program is indexing this library; try again when it is done")
    fetcher = Fetcher(allow_private=allow_private)
    with ExitStack() as stack:
        with Bar("Comparing", "articles") as bar:
            work = adding(library, fetcher, refresh=refresh, progress=bar.tell)
            at_work = stack.enter_context(work)
        _add_all(at_work, things, count, told)
    _index(library)


def _add_all(at_work: Adding, things: Iterator[Thing], count: int, told: _Told) -> None:
    """Add the things, of which there are ``count``, and then what they led to."""
    led_to: deque[Thing] = deque()
    with Bar("Adding", "files") as bar:
        bar.tell(0, count)
        for done, thing in enumerate(chain(things, _emptied(led_to)), 1):
            for outcome in at_work.add(thing):
                told.take(outcome)
                led_to.extend(outcome.more)
                count += len(outcome.more)
            bar.tell(done, max(done, count))


def _emptied(things: deque[Thing]) -> Iterator[Thing]:
    while things:
        yield things.popleft()


def _index(library: Library) -> Changes:
    with Bar("Indexing", "articles") as bar:
        return library.sync(bar.tell, engine=False)


@dataclass
class _Told:
    """What became of everything, as it is told at the end.

    Of many thousand files it is kept on disk until then.
    """

    count: Counter[str] = field(default_factory=Counter)
    one_source: int = 0
    _kept: IO[bytes] = field(default_factory=TemporaryFile)

    @property
    def failed(self) -> int:
        return self.count["failed"]

    def take(self, outcome: Outcome) -> None:
        self.count[outcome.did] += 1
        self.one_source += outcome.same_source_as is not None
        if not outcome.more:
            pickle.dump(outcome, self._kept)

    def _outcomes(self) -> Iterator[Outcome]:
        self._kept.seek(0)
        with suppress(EOFError, pickle.UnpicklingError):  # the last one may be cut short
            while True:
                yield pickle.load(self._kept)  # noqa: S301 (our own file, without a name)

    def print(self, form: str) -> None:
        """The articles on standard output, what needs attention on standard error."""
        if form == "json":
            from briefing.export import schema

            click.echo(schema.dump(outcomes=[_as_json(o) for o in self._outcomes()]))
            return
        mark = "- " if form == "md" else ""
        shown: Counter[str] = Counter()
        for outcome in self._outcomes():
            line = _line(outcome)
            if line is not None and outcome.did in {"added", "replaced"}:
                click.echo(mark + one_line(line))
            elif line is not None:
                _notice(line, outcome.did, shown)
            for doubt in outcome.doubts:
                _notice(f"{outcome.article}: {doubt}", "notes", shown)
        for kind, number in shown.items():
            if number > MOST_TOLD:
                notice(f"and {number - MOST_TOLD} more {kind}")

    def sum(self) -> str:
        """How many of what there were."""
        same = f" ({self.one_source} with the text of others)" if self.one_source else ""
        parts = [f"{self.count['added']} added{same}"]
        if self.count["replaced"]:
            parts.append(f"{self.count['replaced']} in the place of their retelling")
        if self.count["there"]:
            parts.append(f"{self.count['there']} there already")
        if self.failed:
            parts.append(f"{self.failed} not added")
        return ", ".join(parts)


def _notice(line: str, kind: str, shown: Counter[str]) -> None:
    shown[kind] += 1
    if shown[kind] <= MOST_TOLD:
        notice(line)


def _line(outcome: Outcome) -> str | None:
    """What is told of an outcome; nothing of what is merely there."""
    place = outcome.place
    if outcome.did == "added":
        if outcome.same_source_as is None:
            return f"added {outcome.article}"
        return f"added {outcome.article}, one source with {outcome.same_source_as}: {outcome.note}"
    if outcome.did == "replaced":
        return f"put {place} in the place of its retelling {outcome.article}"
    if outcome.note is None:
        return None
    article = f" as {outcome.article}" if outcome.article else ""
    there = "there already" if outcome.did == "there" else ""
    return f"{place}: {there}{article}{'; ' if there else ''}{outcome.note}"


def _as_json(outcome: Outcome) -> dict[str, str | list[str] | None]:
    return {
        "did": outcome.did.value,
        "place": outcome.place,
        "article": outcome.article,
        "same_source_as": outcome.same_source_as,
        "note": outcome.note,
        "doubts": list(outcome.doubts),
    }
