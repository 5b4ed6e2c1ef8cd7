"""What is thrown at the program, and what must hold whatever it is. Each takes bytes."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from random import Random

from markdown_it import MarkdownIt

from briefing import reading
from briefing.article import Article, Span
from briefing.dossier.load import load_dismissals, load_highlights, load_records, load_settings
from briefing.dossier.locate import Finder, selector
from briefing.dossier.model import Located
from briefing.export import markdown
from briefing.folding import SPACES
from briefing.projection import Projection
from briefing.reading import Unreadable
from briefing.reading.importing.choosing import extract
from briefing.safe_text import visible
from briefing.search.matcher import Matcher
from briefing.search.parse import parse
from briefing.search.render import render
from briefing.search.spelling import Spelling
from tests.export.invented import made_article
from tests.export.test_escaping import rendered
from tests.fuzz.mutating import mutated
from tests.hostile.library import DISMISSED, HIGHLIGHTS, RECORDS, SETTINGS
from tests.hostile.payloads import ATTACK
from tests.reading import made
from tests.reading.test_laws import PIECES as TEXTS
from tests.tui import conftest as tiny

CORPUS = Path(__file__).parent / "corpus"
TOKENS = [t.encode() for t in (*"-:>#*`[](){}<>&!|'\"\\/%=~^@,;.? \n\t\r\0", "\n\n", "---\n", "é")]
TOKENS += [b"\xff", b"\xef\xbb\xbf", b"\x1b", "\u202e\u200d\u2028".encode(), "😀".encode()]
UNIT = b"\x1e"
"""Parts the pieces of an input that has several."""


@dataclass(frozen=True)
class Harness:
    """``check`` raises where something does not hold."""

    check: Callable[[bytes], object]
    seeds: tuple[bytes, ...]
    tokens: tuple[bytes, ...]

    def case(self, chance: Random) -> bytes:
        """An input made by chance."""
        return mutated(chance, self.seeds, self.tokens)


def text_of(data: bytes) -> str:
    """Bytes as text: any bytes are one, and lone surrogates can be among it."""
    try:
        return data.decode("utf-8", "surrogatepass")
    except UnicodeDecodeError:
        return data.decode("utf-8", "replace")


def read_article(data: bytes) -> None:
    """Readers of the library: an article whose parts fit its text, or one sentence."""
    for file in ("a.md", "a.txt"):
        with _or_a_reason():
            article = reading.read_bytes(data, file)
            ends = [0, *(e for p in article.paragraphs for e in (p.span.start, p.span.end))]
            assert ends == sorted(ends)
            assert ends[-1] <= len(article.text)
            assert [p.number for p in article.paragraphs] == list(range(1, len(ends) // 2 + 1))
            for paragraph in article.paragraphs:
                assert article.text[paragraph.span.start : paragraph.span.end].strip(SPACES)
            assert visible(shown := Projection(article).display) == shown


def import_file(data: bytes) -> None:
    """Readers of other formats: articles, links or one sentence. The first byte is the format."""
    names = [name for name, _ in made.FILES.values()]
    with _or_a_reason():
        found = extract(data[1:], names[data[0] % len(names)] if data else names[0])
        for article in found.articles:
            assert all("\n" not in (text or "") for text in (article.title, article.outlet))
        assert all(len(said.splitlines()) == 1 for said in found.skipped)


def read_query(data: bytes) -> None:
    """The query parser never refuses, means the same when read back, and marks what is there."""
    text = text_of(data)
    article = _an_article()
    for live in (False, True):
        query = parse(text, live=live)
        if not live:  # what is being typed is two alternatives, which may be too many words
            again = parse(render(query.root))
            at_a_limit = any("50 others" in said or "100 words" in said for said in again.ignored)
            assert again.root == query.root or at_a_limit
        assert all(len(span) > 0 for span in Matcher(Spelling().expand(query.root)).spans(article))


def load_yaml(data: bytes) -> None:
    """YAML files: what fits is taken, of the rest each is one line with a place in the file."""
    text = text_of(data)
    lines = len(re.split("\r\n|[\n\r\x85\u2028\u2029]", text))
    for load in (load_records, load_highlights, load_dismissals, load_settings):
        _, problems = load(text, "f.yaml")
        for problem in problems:
            assert 1 <= problem.line <= lines
            assert len(str(problem).splitlines()) == 1


def find_evidence(data: bytes) -> None:
    """The finder: every answer folds to the quote, and a selector finds its own span again."""
    text, quote, before, after, *_ = [*map(text_of, data.split(UNIT)), "", "", ""]
    found = Finder(text).find(quote, before or None, after or None)
    spans = [found.span] if isinstance(found, Located) else getattr(found, "spans", ())
    for span in spans:
        assert isinstance(Finder(text[span.start : span.end]).find(quote), Located)
    start = len(before) % (len(text) + 1)
    span = Span(start, min(len(text), start + 1 + len(after)))
    chosen = selector(text, span)
    if chosen[0]:
        place = Finder(text).find(*chosen)
        assert isinstance(place, Located)
        assert span.start <= place.span.start <= place.span.end <= span.end


def write_markdown(data: bytes) -> None:
    """The markdown writer, parsed back: the quote as it went in, and no structure but ours."""
    text, title, outlet = [*map(text_of, data.split(UNIT)), "", ""][:3]
    paragraphs = [p for p in (line.strip(SPACES + "- ") for line in text.split("\n")) if p]
    article = made_article("a", "\n\n".join(paragraphs))
    tokens = _MARKDOWN.parse(markdown.quote(article, Span(0, len(article.text))))
    depth, found = 0, []
    for token in tokens:
        depth += {"blockquote_open": 1, "blockquote_close": -1}.get(token.type, 0)
        if token.type == "inline":
            assert depth == 1
            found.append(rendered(token))
    assert found == [visible(article.text_of(p.span)) for p in article.paragraphs]
    named = made_article("a", "Words.", title=title or None, outlet=outlet or None, byline=title)
    block = markdown.article(_Alone(named), named, [])
    for token in _MARKDOWN.parse(block.text):
        assert token.type not in {"html_block", "fence", "code_block", "hr", "table_open"}
        for child in token.children or []:
            assert child.type in _OURS, child


_MARKDOWN = MarkdownIt("commonmark").enable(["table", "strikethrough"])
_OURS = {"em_open", "em_close", "text", "text_special", "softbreak", "link_open", "link_close"}


@cache
def _an_article() -> Article:
    words = f"{tiny.HERALD}\n\n{tiny.COURIER}\n\n{ATTACK}\n\nKyiv, Kiev; U.S. 30 ½ o'clock Ärger"
    return reading.read_bytes(words.replace("\0", "").encode(), "a.md")


class _Alone:
    """A library of one article, as far as the writer asks."""

    def __init__(self, article: Article) -> None:
        from tests.export.invented import Invented

        self._invented = Invented((article,), ())

    def __getattr__(self, name: str) -> object:
        return getattr(self._invented, name)


@contextmanager
def _or_a_reason() -> Iterator[None]:
    reason = "none"
    try:
        yield
    except Unreadable as error:
        reason = error.reason
    assert len(reason.splitlines()) == 1


def _texts(*texts: str) -> tuple[bytes, ...]:
    return tuple(text.encode("utf-8", "surrogatepass") for text in texts)


_YAML = _texts(RECORDS, HIGHLIGHTS, DISMISSED, SETTINGS, tiny.RECORDS, tiny.SETTINGS)
_YAML_TOKENS = _texts(
    *("&a ", "*a", "!!python/object:os.system ", "<<: ", "? ", "- ", ": ", "|\n", ">-\n", "%YAML"),
    *("{", "[", "]", "}", "'", '"', "#", "\n  ", "\n    ", "...\n", "---\n", "id: ", "null", "0x1"),
)
_QUERIES = _texts(
    *("word", 'a "b c" d', "title:x date:2025-06-01..2025-06-30", "(a OR b) -c", "fuzy~ pre*"),
    *("=Kiev NOT (a AND b)", "party:north issue:border kind:demand", "[a-z]+ ^.*$ (?P<x>y)"),
    *('"a', "((((a", "*", "a*", "~", "-", "NOT OR x", "U.S. o'clock Ärger 30 ½", "Kyiv Kiev"),
)
_FORMATS = tuple(bytes([number]) + make() for number, (_, make) in enumerate(made.FILES.values()))
_QUOTES = _texts(
    "“No coin shall be paid,” he said — twice.\x1eNo coin\x1e“\x1eshall",
    "ha ha ha haa\n\nha\x1eha\x1eha\x1eha",
    "é e\u0301 𝔸 \u200b x\x1ee\x1eé\x1e𝔸",
    f"{tiny.HERALD}\x1ewants the bridge opened at once\x1eUpland\x1e, its",
)
_LINES = _texts(
    *TEXTS, f"{tiny.HERALD}\x1eTitle\x1eOutlet", f"{ATTACK}\x1e{ATTACK}\x1e{ATTACK}",
    "# h\n> q\n- a\n1. b\n```\ncode\n```\n[^1]: note\n<div>\n| a | b |\n|---|---|\x1e[x](y)\x1e*a*",
)  # fmt: skip

HARNESSES = {
    "readers": Harness(
        read_article,
        (*_texts(*TEXTS, tiny.HERALD, tiny.COURIER, tiny.PLAIN), made.FILES["markdown"][1]()),
        tuple(TOKENS) + _texts("---\ntitle: x\n---\n", "date:\n  known: ", "- ", "1. ", "> ", "# "),
    ),
    "importing": Harness(
        import_file,
        _FORMATS,
        tuple(TOKENS) + _texts("<p>", "</p>", "<![CDATA[", "&#0;", "<table>", "{", "[", "\r\n\r\n"),
    ),
    "queries": Harness(read_query, _QUERIES, tuple(TOKENS) + _QUERIES),
    "yaml": Harness(load_yaml, _YAML, tuple(TOKENS) + _YAML_TOKENS),
    "evidence": Harness(find_evidence, _QUOTES, (*TOKENS, UNIT, *_texts("“", "—", "\u200b", "ha"))),
    "markdown": Harness(
        write_markdown, _LINES, (*TOKENS, UNIT, *_texts("&amp;", "[^1]:", "<!--", "-->", "    "))
    ),
}


def corpus(name: str) -> list[Path]:
    """What was found by a harness before, each a file; mended, and to stay so."""
    return sorted((CORPUS / name).glob("*")) if (CORPUS / name).is_dir() else []
