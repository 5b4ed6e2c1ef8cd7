"""What all commands share: the library asked for, the output format, exit codes, failures."""

from __future__ import annotations

import errno
import os
import shutil
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import wraps
from pathlib import Path
from typing import TYPE_CHECKING, Any, NoReturn

import click

from briefing import locations
from briefing.cli.progress import Bar
from briefing.config import EngineName, read_config
from briefing.engine_choice import Asked, CannotChoose, Confirmed, Unconfirmed, choose
from briefing.safe_text import one_line

if TYPE_CHECKING:
    from briefing.engines import Place
    from briefing.indexing.changes import Changes
    from briefing.library import Library

EXIT_NOTHING = 1
EXIT_FAILED = 3
FORMATS = ("text", "json", "md")
PIPE_WIDTH = 100
WIDEST = 120


class Nothing(click.ClickException):
    """Nothing was found; the message says what was looked for."""

    exit_code = EXIT_NOTHING


class Failed(click.ClickException):
    """It could not be done; the message says what to do."""

    exit_code = EXIT_FAILED


@dataclass
class Context:
    """What the common options said."""

    library: Path | None
    index: Path | None
    format: str = "text"
    asked: Asked = field(default_factory=Asked)


def common_options(
    *, formats: bool | tuple[str, ...] = True
) -> Callable[[Callable[..., Any]], Callable[..., Any]]:
    """Add ``--library``, ``--format`` and those of the index, handed over as a Context.

    ``formats`` are those to choose from, where they are not the usual ones; False for none.
    """

    def decorate(command: Callable[..., Any]) -> Callable[..., Any]:
        @wraps(command)
        def call(
            *args: Any,
            library: Path | None,
            index: Path | None,
            engine: str | None,
            hosts: tuple[str, ...],
            index_name: str | None,
            format_: str = "text",
            **rest: Any,
        ) -> Any:
            asked = Asked(EngineName(engine) if engine else None, hosts, index_name)
            return command(Context(library, index, format_, asked), *args, **rest)

        folder = click.Path(path_type=Path)
        wrapped = _engine_options(call)
        wrapped = click.option(
            "--index", type=folder, metavar="DIR", help="Keep the search index in DIR."
        )(wrapped)
        wrapped = click.option(
            "--library",
            type=folder,
            metavar="DIR",
            envvar="BRIEFING_LIBRARY",
            show_envvar=True,
            help="The folder of articles; else the nearest one upwards with a briefing.yaml.",
        )(wrapped)
        if formats:
            wrapped = click.option(
                "--format",
                "format_",
                type=click.Choice(FORMATS if formats is True else formats or ()),
                default="text",
                show_default=True,
                help="How to print it.",
            )(wrapped)
        return wrapped

    return decorate


def _engine_options(command: Callable[..., Any]) -> Callable[..., Any]:
    """Add what says with which engine a library is searched, and where."""
    index_name = click.option(
        "--index-name", metavar="NAME", help="With --engine opensearch: the index there."
    )
    host = click.option(
        "--host",
        "hosts",
        multiple=True,
        metavar="URL",
        help="With --engine opensearch: a host of the cluster; give more for failover.",
    )
    engine = click.option(
        "--engine",
        type=click.Choice([name.value for name in EngineName]),
        help="Search with an index on this machine (whoosh), or on a cluster.",
    )
    return engine(host(index_name(command)))


def open_library(
    context: Context,
    *,
    sync: bool = True,
    engine: bool = True,
    report: bool = True,
    listed: bool = True,
) -> Library:
    """The library that the options name, in step with the disk unless ``sync=False``.

    ``report``: say on standard error what is wrong with its YAML. ``listed`` as Library has it.
    """
    from briefing.library import Library

    root = context.library or locations.find_library(Path.cwd())
    place = place_of(root, context.asked, searches=engine)
    library = Library(root, context.index, place, listed=listed)
    if sync:
        report_changes(sync_or_tell(library, engine))
    for problem in library.problems if report else ():
        notice(str(problem))
    return library


def sync_or_tell(library: Library, engine: bool) -> Changes:
    """Bring the index in step with the disk; where that fails, say so and go on with the old one.

    CannotIndex where there is no old one.
    """
    from briefing.indexing.changes import CannotIndex, Changes
    from briefing.search.engine import EngineUnreachable

    with Bar("Indexing", "articles") as bar:
        try:
            return library.sync(bar.tell, engine=engine)
        except EngineUnreachable as error:
            if engine:
                raise
            notice(f"{error}; what changed since the last time is left out")
        except CannotIndex as error:
            if not library.entries:
                raise
            notice(f"{error}; until then this answer may miss the newest changes")
    return Changes()


def place_of(root: Path, asked: Asked, *, searches: bool = True) -> Place | None:
    """Where the library is searched; its user is asked first where it asks for a strange host.

    Declined, it is searched on this machine, as for a command that does not search.
    CannotChoose and Unconfirmed as ``choose``.
    """
    config = read_config()
    try:
        place = choose(root, asked, config)
    except Unconfirmed as error:
        if not searches:
            return None
        if not is_asked():
            raise
        if confirm(error):
            return choose(root, asked, config)
        return None
    if place is not None:
        for problem in config.problems:
            notice(problem)
    return place


def is_asked() -> bool:
    """Whether there is somebody who can be asked."""
    return sys.stdin.isatty() and sys.stderr.isatty()


def confirm(wish: Unconfirmed) -> bool:
    """Ask whether to follow what a library asks for; remembered where it is confirmed."""
    hosts = ", ".join(wish.hosts)
    click.echo(
        f"This library asks to be searched on {one_line(hosts)}, in the index"
        f" {one_line(wish.index)}.\nIts articles and what you search for would be sent there, and"
        " the password that is set for search clusters.",
        err=True,
    )
    if not click.confirm("Do you know this host, and want that?", err=True):
        return False
    Confirmed().add(wish.hosts, wish.index)
    return True


def report_changes(changes: Changes) -> None:
    """Say on standard error what a sync did, where the reader should know."""
    if changes.rebuilt:
        notice(f"the index was built anew: {changes.rebuilt}")
    if changes.busy:
        notice("another process is indexing; this answer may miss the newest changes")


def notice(message: str) -> None:
    """Say something on standard error, so that standard output stays the answer alone."""
    click.echo(f"briefing: {one_line(message)}", err=True)


def text_width() -> int:
    """Columns for text: the terminal's, at most 120; 100 in a pipe, or what COLUMNS says."""
    if sys.stdout.isatty() or os.environ.get("COLUMNS"):
        return max(20, min(shutil.get_terminal_size().columns, WIDEST))
    return PIPE_WIDTH


def nothing(message: str) -> NoReturn:
    """End with exit code 1."""
    raise Nothing(one_line(message))


_FULL = {errno.ENOSPC, errno.EDQUOT}


@contextmanager
def failures() -> Iterator[None]:
    """Turn what can go wrong into one clear line and the right exit code."""
    import sqlite3

    from briefing.indexing.changes import CannotIndex
    from briefing.library import NotALibrary, UnknownArticle
    from briefing.reading import Unreadable
    from briefing.search.engine import EngineUnavailable

    try:
        yield
    except UnknownArticle as error:
        raise Nothing(one_line(str(error))) from error
    except (NotALibrary, CannotIndex, CannotChoose, Unconfirmed, EngineUnavailable) as error:
        raise Failed(one_line(str(error))) from error
    except Unreadable as error:
        raise Failed(one_line(error.reason)) from error
    except BrokenPipeError:
        raise
    except sqlite3.Error as error:
        message = f"the index cannot be written: {error}; look whether its disk is full"
        raise Failed(one_line(message)) from error
    except OSError as error:
        name = f"{error.filename}: " if error.filename else ""
        more = "; make room on its disk" if error.errno in _FULL else ""
        raise Failed(one_line(f"{name}{error.strerror or error}{more}")) from error
