"""Markdown blocks: quotes as printed, nothing but our own structure, ids that last."""

from __future__ import annotations

from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st
from markdown_it import MarkdownIt
from markdown_it.token import Token

from briefing.analysis.board import build
from briefing.article import Span
from briefing.dossier.dossier import Dossier
from briefing.export import markdown
from briefing.safe_text import visible
from briefing.search.engine import Hit, HitPassage
from tests.export.invented import BURIAL, COURIER, LOST, NO_TOLL, Invented, made_article
from tests.export.test_escaping import hostile, rendered

LIBRARY = Invented()
COMMONMARK = MarkdownIt("commonmark")


def quoted(text: str) -> list[str]:
    """The paragraphs of all block quotes in some markdown, as rendered."""
    found, depth = [], 0
    for token in COMMONMARK.parse(text):
        depth += {"blockquote_open": 1, "blockquote_close": -1}.get(token.type, 0)
        if depth and token.type == "inline":
            found.append(rendered(token))
    return found


@given(st.lists(hostile.map(lambda t: t.replace("\n", " ").strip("- ")).filter(len), max_size=5))
def test_a_quote_is_rendered_exactly_as_printed_paragraph_by_paragraph(lines: list[str]) -> None:
    article = made_article("a", "\n\n".join(lines))
    text = markdown.quote(article, Span(0, len(article.text)))
    assert quoted(text) == [visible(article.text_of(p.span)) for p in article.paragraphs]
    for line in text.splitlines():
        assert line.startswith(">")


def test_debris_is_left_out_of_a_quote() -> None:
    article = replace(made_article("a", "one [ad] two"), hidden=(Span(4, 9),))
    assert markdown.quote(article, Span(0, 12)) == "> one two"
    assert markdown.quote(article, Span(5, 7)) == "> ad"


def test_a_selection_names_where_it_stands_and_what_it_bears_on() -> None:
    start = COURIER.text.index("“No coin")
    block = markdown.selection(LIBRARY, COURIER, Span(start, start + 25), [NO_TOLL])
    assert block.text == (
        "> “No coin shall be paid,”\n\n"
        "— *Towns \\*meet\\* at the bridge*, Courier, by Tom Reed, 2031-05-03, paragraph 2,"
        " <https://courier.example/towns>\n\n"
        "Bears on:\n\n"
        "- Hill Town, demand: The toll on the bridge must go. *rejected by Lake Town*"
        " (hill-no-toll)"
    )


def test_unknown_stays_unknown() -> None:
    bare = made_article("a", "A single line of nine words, all of it shown.")
    text = markdown.selection(Invented((bare,)), bare, Span(0, 8)).text
    assert "*A single line of nine words, all of…*, unknown outlet, undated, paragraph 1" in text
    assert text.endswith("file a.md")


def test_a_block_keeps_its_id_while_its_words_change() -> None:
    again = Invented(records=(replace(NO_TOLL, says="Otherwise put."), BURIAL))
    span = Span(3, 9)
    old = markdown.selection(LIBRARY, COURIER, span, [NO_TOLL])
    new = markdown.selection(
        again, replace(COURIER, outlet="Herald"), span, [again.dossier.records[0]]
    )
    assert old.id == new.id
    assert old.text != new.text
    assert markdown.selection(LIBRARY, COURIER, Span(4, 9)).id == old.id  # white space is no words
    assert markdown.selection(LIBRARY, COURIER, Span(4, 8)).id != old.id


def test_a_record_has_its_evidence_and_its_history() -> None:
    text = markdown.record(LIBRARY, BURIAL).text
    assert "> bury the drowned together" in text
    assert "> The first nine of the drowned" in text
    assert "- Partly carried out: 2031-05-06, “on Monday”; nine buried" in text
    assert "Ana Mora, quoted" in markdown.record(LIBRARY, NO_TOLL).text
    assert "quote not found" in markdown.record(LIBRARY, LOST).text


def test_a_hit_quotes_its_passages_from_the_article() -> None:
    passage = HitPassage(Span(0, 9), 1, "The…", ())
    hit = Hit("courier", "Towns", "Courier", COURIER.date, 1.0, (passage,))
    text = markdown.hit(LIBRARY, hit, "towns OR *").text
    assert "> The towns\n\n— paragraph 1" in text
    assert "Found by: towns OR \\*" in text


def test_the_board_cites_by_number_and_names_its_sources() -> None:
    text = markdown.board(build(LIBRARY.dossier), LIBRARY.entries)
    assert "- Demand: The toll on the bridge must go. \\[1 only\\] *rejected by Lake Town*" in text
    assert "  - Lake Town, response (rejects): The toll stays." in text
    assert "2. *Lake Town will not hear of it: “The…*, unknown outlet" in text
    assert "Not shown: 1 record by other parties." in text


@given(st.text(min_size=1), st.text(), st.text(), st.text())
def test_metadata_emits_no_structure(title: str, outlet: str, byline: str, says: str) -> None:
    article = replace(COURIER, title=title, outlet=outlet, byline=byline, url=says, file=says)
    record = replace(NO_TOLL, says=says)
    library = Invented((article,), (record,))
    blocks = [
        markdown.selection(library, article, Span(0, 5), [record]),
        markdown.record(library, record),
        markdown.article(library, article, [record]),
        markdown.board_block(build(Dossier(library.dossier.settings, [record])), library.entries),
    ]
    ours = {"em_open", "em_close", "text", "text_special", "softbreak", "link_open", "link_close"}
    for block in blocks:
        tokens = COMMONMARK.parse(block.text)
        assert not {t.type for t in tokens} & {"html_block", "fence", "code_block", "hr"}
        for child in _children(tokens):
            assert child.type in ours
            assert child.type != "link_open" or child.attrs["href"].startswith("http")  # type: ignore[union-attr]


def _children(tokens: list[Token]) -> list[Token]:
    return [child for token in tokens for child in token.children or []]


def test_sources_are_a_numbered_list_with_the_unreadable_ones() -> None:
    broken = LIBRARY.entries[0]._replace(id="x", file="x.pdf", reason="not a text")
    text = markdown.sources("Bridges", [*LIBRARY.entries, broken])
    assert text.startswith("# Bridges\n\n1. *Towns")
    assert "3. x.pdf: not readable: not a text" in text


def test_an_article_is_whole_and_in_order() -> None:
    assert quoted(markdown.article(LIBRARY, COURIER).text) == [
        COURIER.text_of(p.span) for p in COURIER.paragraphs
    ]
