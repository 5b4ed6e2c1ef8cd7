"""Front matter changed as text: what was asked for, and nothing else."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from briefing import reading
from briefing.adding import header
from briefing.adding.header import CannotEdit, with_fields
from briefing.article import Dating, Known

TEXT = "The weir holds.\n\n---\n\nSo say both.\n"
FRONT = """\
---
# who wrote it
title: "The weir: a start"   # as printed
date:
  known: inferred
  from: 2025-06-02
  basis: >
    the caption

    # not a comment
# the outlet
outlet: The Daily Reed
tags: [a, b]
---
"""


def changed(text: str, **fields: str | None) -> str:
    lines = {name: header.words(name, value) for name, value in fields.items()}
    return with_fields(text.encode(), lines).decode()


def test_a_field_is_replaced_where_it_stands() -> None:
    after = changed(FRONT + TEXT, outlet="The Evening: Reed", title=None, byline="Ada Marsh")
    assert after == FRONT.replace(
        "outlet: The Daily Reed\n", 'outlet: "The Evening: Reed"\n'
    ).replace('title: "The weir: a start"   # as printed\n', "").replace(
        "tags: [a, b]\n", "tags: [a, b]\nbyline: Ada Marsh\n"
    ) + TEXT  # fmt: skip


def test_a_field_of_several_lines_goes_as_a_whole() -> None:
    stated = Dating(Known.STATED, date(2025, 6, 3), date(2025, 6, 3))
    after = with_fields((FRONT + TEXT).encode(), {"date": header.date_lines(stated)}).decode()
    assert after.count("basis") == after.count("not a comment") == 0
    assert "date: 2025-06-03\n# the outlet\noutlet: The Daily Reed\n" in after


@pytest.mark.parametrize("text", [TEXT, "---\n" + TEXT, "--- \n\nThe weir.\n"])
def test_a_file_without_front_matter_gets_one(text: str) -> None:
    after = changed(text, title="Weir", outlet=None)
    assert after == f"---\ntitle: Weir\n---\n{text}"
    assert reading.read_bytes(after.encode(), "a.md").text == text


def test_line_ends_and_a_mark_at_the_start_stay() -> None:
    data = b"\xef\xbb\xbf---\r\ntitle: Weir\r\n---\r\nOne.\r\n\nTwo.\r\n"
    after = with_fields(data, {"outlet": header.words("outlet", "Reed")})
    assert after == b"---\r\ntitle: Weir\r\noutlet: Reed\r\n---\r\nOne.\r\n\nTwo.\r\n"


def test_text_in_another_encoding_stays_the_same_text() -> None:
    data = "Плотина держится. Так говорят обе стороны реки.".encode("cp1251")
    before = reading.read_bytes(data, "a.txt")
    after = reading.read_bytes(with_fields(data, {"title": header.words("title", "Река")}), "a.txt")
    assert (after.text, after.title) == (before.text, "Река")


@pytest.mark.parametrize(
    "front", ["---\n{title: Weir}\n---\n", "---\ntitle: [\n---\n", "---\ntitle: Weir\n"]
)
def test_what_only_a_person_can_edit_is_refused(front: str) -> None:
    with pytest.raises(CannotEdit):
        changed(front + TEXT, title="Dam")


@given(
    st.dictionaries(
        st.sampled_from(["title", "outlet", "byline"]),
        st.one_of(st.none(), st.text(st.characters(codec="utf-8"), min_size=1, max_size=40)),
    )
)
def test_what_was_set_is_read_and_the_text_stays(fields: dict[str, str | None]) -> None:
    before = reading.read_bytes((FRONT + TEXT).encode(), "a.md")
    after = reading.read_bytes(changed(FRONT + TEXT, **fields).encode(), "a.md")
    assert after.text == before.text == TEXT
    for name in ("title", "outlet", "byline"):
        wanted = fields.get(name) if name in fields else getattr(before, name)
        shown = " ".join(wanted.split()) if wanted is not None else None
        assert getattr(after, name) == (shown or None)
    assert after.date == before.date
