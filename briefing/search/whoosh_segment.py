"""One segment of a Whoosh index: its files written, and read where a batch needs it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from typing import Any

from briefing.search.whoosh_gathering import Gathered, Terms
from briefing.search.whoosh_library import make_codec, whoosh3
from briefing.search.whoosh_schema import ID, INDEX_NAME, ROW, encoded, id_in, make_schema
from briefing.search.whoosh_storage import Storage
from briefing.search.whoosh_terms_writer import TermsWriter

_FEW = 50
"""Ids that are looked up one by one; of more all rows are read."""


def write_gathered(storage: Storage, gathered: Gathered) -> Any:
    """The segment of some articles, written; it is no part of an index yet."""
    segment = write_segment(storage, gathered.rows, gathered.fields())
    for number in gathered.replaced:
        segment.delete_document(number)
    return segment


def write_segment(storage: Storage, rows: list[bytes], fields: Iterator[tuple[str, Terms]]) -> Any:
    """Write the files of a new segment: rows by number of article, and terms by field."""
    segment = whoosh3.W3Segment(make_codec(), INDEX_NAME, len(rows))
    segment._fieldlengths = {}
    _write_column(storage, segment, "_stored", whoosh3.STORED_COLUMN, (), len(rows))
    column = make_schema()[ROW].column_type
    _write_column(storage, segment, ROW, column, rows, len(rows))
    terms = storage.new_file(segment.make_filename(".trm"))
    postings = storage.new_file(segment.make_filename(".pst"))
    with terms, postings:
        writer = TermsWriter(terms, postings, len(rows))
        for name, found in fields:
            for at, (term, of_term) in enumerate(found):
                if at == 0:
                    writer.start_field(name)
                writer.add(term, of_term)
        writer.close()
    return segment


def _write_column(
    storage: Storage, segment: Any, name: str, column: Any, values: Iterable[bytes], count: int
) -> None:
    file = storage.create_file(segment.make_filename(f".{name}.col"))
    writer = column.writer(file)
    for number, value in enumerate(values):
        writer.add(number, value)
    writer.finish(count)
    file.close()


def rows_of(storage: Storage, segment: Any) -> Iterator[bytes]:
    """The rows of a segment by number, those of deleted articles too."""
    reader = segment.codec().per_document_reader(storage, segment)
    try:
        yield from reader.column_reader(ROW, make_schema()[ROW].column_type)
    finally:
        reader.close()


def numbers_of(storage: Storage, segment: Any, ids: set[str]) -> list[int]:
    """The numbers of the articles of a segment that have one of the ids."""
    wanted = {encoded(article_id) for article_id in ids}
    if len(wanted) > _FEW:
        rows = rows_of(storage, segment)
        return [number for number, data in enumerate(rows) if id_in(data) in wanted]
    with _terms_reader(storage, segment) as terms:
        mark = make_schema()[ID].format
        present = (term for term in wanted if (ID, term) in terms)
        return [n for term in present for n in terms.matcher(ID, term, mark).all_ids()]


@contextmanager
def _terms_reader(storage: Storage, segment: Any) -> Iterator[Any]:
    reader = segment.codec().terms_reader(storage, segment)
    try:
        yield reader
    finally:
        reader.close()
