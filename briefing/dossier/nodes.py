"""YAML text as a tree of nodes with their lines; read safely, and nothing is made of it here."""

from __future__ import annotations

import gc
import re
from collections.abc import Iterator
from contextlib import contextmanager
from functools import lru_cache
from typing import Any, NamedTuple, Protocol

MAX_DEPTH = 40
PLAIN = "plain"
"""The tag of a scalar written without quotation marks: what it is depends on its words."""
TEXT_TAGS = frozenset({"quoted", "tag:yaml.org,2002:str"})
LIST_TAGS = frozenset({"collection", "tag:yaml.org,2002:seq"})
MAPPING_TAGS = frozenset({"collection", "tag:yaml.org,2002:map"})
NULLS = frozenset({"", "~", "null", "Null", "NULL"})

_REFUSED = re.compile(
    "[^\t\n\r\x20-\x7e\x85\xa0-\ud7ff\ue000-\ufefe\uff00-\ufffd\U00010000-\U0010ffff]"
)
_PUT = "put the text in quotation marks"
_EXPLAINED = {
    "mapping values are not allowed": f"a text has a colon; {_PUT}",
    "tab character": "a tab; indent with spaces",
    "cannot start any token": f"a text starts with this sign; {_PUT}",
    "undefined alias": f"a text starts with an asterisk; {_PUT}",
    "expected key": "the line does not go with the one above; indent it alike, and put a text "
    "that has quotation marks at its start in other ones",
    "<block end>": "the line does not go with the one above; indent it alike, and put a text "
    "that has quotation marks at its start in other ones",
    "'-' indicator": "an entry starts with a hyphen, indented as the ones above",
    "end of stream": "a quotation mark is not closed",
    "',' or '": "a bracket is not closed",
    "node content": "something is missing, or a bracket is not closed",
    "another document": "the file holds one list; remove the line `---`",
    "unknown escape": "a backslash in double quotation marks is written twice",
}


class NotYaml(ValueError):
    """The text does not parse as YAML; ``line`` counts from 1."""

    def __init__(self, line: int, message: str) -> None:
        super().__init__(message)
        self.line = line
        self.message = message


class Mark(Protocol):
    """A position: code points from the start of the text, line and column, all from 0."""

    index: int
    line: int
    column: int


class Node(Protocol):
    """What PyYAML's nodes have: a scalar's value is text, a sequence's a list of nodes,
    a mapping's a list of pairs. ``id`` says which it is."""

    id: str
    tag: str
    value: Any
    start_mark: Mark
    end_mark: Mark


class Alias(NamedTuple):
    """A use of an alias: in which child of the root (keys and values both count), and its line."""

    child: int
    line: int


def compose(text: str) -> Node | None:
    """The root node of ``text``, or None where there is nothing but comments.

    Scalars written plainly have the tag ``PLAIN``. Aliased nodes are shared,
    see ``aliases``. Raises NotYaml where the text does not parse, holds more
    than one document or is nested more than ``MAX_DEPTH`` deep.
    """
    import yaml

    with _translated(text), collector_paused():
        try:
            node: Node | None = _loader()(text).get_single_node()
        except yaml.MarkedYAMLError as error:
            raise NotYaml(*_explained(error, text)) from None
    return node


def aliases(text: str) -> list[Alias]:
    """Every use of an alias in ``text``, which must parse."""
    if not re.search(r"&\S", text) or not re.search(r"\*\S", text):
        return []
    import yaml

    found, depth, child = [], 0, -1
    for event in yaml.parse(text, Loader=event_loader()):
        if isinstance(event, yaml.CollectionEndEvent):
            depth -= 1
        elif isinstance(event, yaml.NodeEvent):
            child += depth == 1
            depth += isinstance(event, yaml.CollectionStartEvent)
            if isinstance(event, yaml.AliasEvent):
                found.append(Alias(child, line_of(event)))
    return found


def line_of(node: Any) -> int:
    """The line that a node or event starts at, from 1."""
    return int(node.start_mark.line) + 1


def read_as(value: str) -> str | None:
    """What YAML makes of a plain scalar other than text: ``int``, ``bool``, ...; else None."""
    for tag, pattern in _resolvers().get(value[:1], ()):
        if pattern.match(value):
            return str(tag).rpartition(":")[2]
    return None


def structure(node: Node) -> Any:
    """What a node says, for comparing: not where it stands, nor how it is laid out, nor in
    which order its fields are; line ends after a text do not count either."""
    if isinstance(node.value, str):
        is_text = node.tag in TEXT_TAGS or (node.tag == PLAIN and read_as(node.value) is None)
        return (is_text, node.value.rstrip("\n"))
    if node.id == "mapping":
        pairs = [(structure(key), structure(value)) for key, value in node.value]
        return ("mapping", sorted(pairs, key=repr))
    return [structure(child) for child in node.value]


@contextmanager
def collector_paused() -> Iterator[None]:
    """A big tree is many objects that all live: to collect between them takes twice the time.

    What is made and dropped inside need never be looked at by the collector.
    """
    running = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if running:
            gc.enable()


@contextmanager
def _translated(text: str) -> Iterator[None]:
    import yaml

    try:
        yield
    except (yaml.reader.ReaderError, UnicodeEncodeError):
        bad = _REFUSED.search(text)
        at = bad.start() if bad else 0
        sign = f"the character U+{ord(text[at]):04X}" if bad else "a character"
        message = f"not valid YAML: {sign} cannot stand here; remove it"
        raise NotYaml(text.count("\n", 0, at) + 1, message) from None


def _explained(error: Any, text: str) -> tuple[int, str]:
    """The line that is wrong, and what is wrong there."""
    mark = error.problem_mark or error.context_mark
    problem = str(error.problem or error.context or error)
    if mark and text[mark.index : mark.index + 1] == "\t":
        problem = "tab character"
    why = next((why for words, why in _EXPLAINED.items() if words in problem), problem)
    if "not closed" in why:
        mark = error.context_mark or mark
    last = max(1, len(text.rstrip().splitlines()))
    return min(mark.line + 1 if mark else 1, last), f"not valid YAML: {why}"


class _Tagging:
    """The hooks of a composer that replace the resolver: tag cheaply, refuse deep nesting."""

    depth = 0

    def resolve(self, kind: Any, _value: object, implicit: Any) -> str:
        if kind.id != "scalar":
            return "collection"
        return PLAIN if implicit[0] else "quoted"

    def descend_resolver(self, parent: Node | None, _index: object) -> None:
        self.depth += 1
        if self.depth > MAX_DEPTH:
            from yaml.error import MarkedYAMLError

            mark: Any = parent.start_mark if parent else None
            raise MarkedYAMLError(problem=f"nested more than {MAX_DEPTH} deep", problem_mark=mark)

    def ascend_resolver(self) -> None:
        self.depth -= 1


@lru_cache(maxsize=1)
def _loader() -> Any:
    """The composer: libyaml's where it is there, ten times as fast as the other."""
    import yaml

    if yaml.__with_libyaml__:
        from yaml.cyaml import CParser  # type: ignore[attr-defined]

        class Fast(_Tagging, CParser):
            pass

        return Fast
    return _pure_loader()


@lru_cache(maxsize=1)
def _pure_loader() -> Any:
    from yaml.composer import Composer
    from yaml.parser import Parser
    from yaml.reader import Reader
    from yaml.scanner import Scanner

    class Pure(_Tagging, Reader, Scanner, Parser, Composer):
        def __init__(self, text: str) -> None:
            Reader.__init__(self, text)
            Scanner.__init__(self)
            Parser.__init__(self)
            Composer.__init__(self)

    return Pure


def event_loader() -> Any:
    """The loader for ``yaml.parse`` and ``yaml.scan``."""
    import yaml

    return yaml.CSafeLoader if yaml.__with_libyaml__ else yaml.SafeLoader


@lru_cache(maxsize=1)
def _resolvers() -> dict[str, list[tuple[str, re.Pattern[str]]]]:
    from yaml.resolver import Resolver

    return dict(Resolver.yaml_implicit_resolvers)
