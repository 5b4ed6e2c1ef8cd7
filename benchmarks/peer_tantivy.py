"""tantivy, through its Python bindings: English stems, and a field of whole words beside.

It asks for the best hits and not, as we do, how many there are in all, so that it may skip
what cannot be among them.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

from peer import TOP
from stories import stored
from tantivy import Document, Index, Occur, Query, SchemaBuilder, SnippetGenerator

_MUST, _SHOULD = Occur.Must, Occur.Should


class Tantivy:
    """See ``peer.Peer``."""

    def __init__(self, corpus: Path, folder: Path) -> None:
        self._corpus = corpus
        builder = SchemaBuilder()
        builder.add_unsigned_field("number", stored=True, indexed=True)
        builder.add_text_field("title", stored=True, tokenizer_name="en_stem")
        builder.add_text_field("body", stored=True, tokenizer_name="en_stem")
        builder.add_text_field("words", tokenizer_name="default", index_option="freq")
        builder.add_text_field("outlet", stored=True, tokenizer_name="raw", index_option="basic")
        builder.add_unsigned_field("day", fast=True, indexed=True)
        self._schema = builder.build()
        folder.mkdir(parents=True, exist_ok=True)
        self._index = Index(self._schema, path=str(folder))
        self._searcher: Any = None

    def build(self, count: int) -> None:
        """See ``peer.Peer``."""
        self.add(0, count)

    def add(self, first: int, count: int) -> None:
        """See ``peer.Peer``."""
        writer = self._index.writer(128_000_000, 1)
        for s in stored(self._corpus, count, first):
            story = s._asdict()
            story["words"] = story["body"]
            del story["byline"]
            writer.add_document(Document.from_dict(story, self._schema))
        writer.commit()
        writer.wait_merging_threads()

    def open(self) -> None:
        """See ``peer.Peer``."""
        self._index.reload()
        self._searcher = self._index.searcher()
        self.search("rare", ["warm"], {})

    def search(self, kind: str, words: list[str], extra: dict[str, Any]) -> int | None:
        """See ``peer.Peer``."""
        return len(self._hits(self._query(kind, words, extra)))

    def snippets(self, kind: str, words: list[str], extra: dict[str, Any]) -> int | None:
        """See ``peer.Peer``."""
        query = self._query(kind, words, extra)
        hits = self._hits(query)
        generator = SnippetGenerator.create(self._searcher, query, self._schema, "body")
        for _, address in hits:
            generator.snippet_from_doc(self._searcher.doc(address)).to_html()
        return len(hits)

    def _hits(self, query: Query) -> list[Any]:
        return self._searcher.search(query, TOP, count=False).hits  # type: ignore[no-any-return]

    def _query(self, kind: str, words: list[str], extra: dict[str, Any]) -> Query:
        if kind == "fuzzy":
            return Query.fuzzy_term_query(self._schema, "words", words[0], 1)
        if kind.startswith("prefix"):
            return self._prefix(words[0])
        if kind.endswith("phrase"):
            return self._index.parse_query(f'"{" ".join(words)}"', ["body"])
        if kind == "word+prefix":
            return Query.boolean_query(
                [(_MUST, self._word(words[0])), (_MUST, self._prefix(words[1]))]
            )
        occur = _SHOULD if kind == "or" else _MUST
        parts = [(occur, self._word(word)) for word in words]
        if extra:
            parts.append((_MUST, Query.term_query(self._schema, "outlet", extra["outlet"])))
            span = (extra["first"], extra["last"])
            kind_of = self._day_type()
            parts.append((_MUST, Query.range_query(self._schema, "day", kind_of, *span)))
        return Query.boolean_query(parts)

    def _word(self, word: str) -> Query:
        return self._index.parse_query(word, ["title", "body"])

    def _prefix(self, text: str) -> Query:
        return Query.regex_query(self._schema, "words", f"{text}.*")

    def _day_type(self) -> Any:
        from tantivy import FieldType

        return FieldType.Unsigned


def make(corpus: Path, index: Path) -> Tantivy:
    """The engine."""
    return Tantivy(corpus, index)
