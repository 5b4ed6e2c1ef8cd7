"""The brief: everything cited, one note for each piece of evidence, the same on every run."""

from __future__ import annotations

import re
from dataclasses import replace
from html.parser import HTMLParser
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from markdown_it import MarkdownIt

from briefing.dossier.model import Kind
from briefing.export import brief, writer
from briefing.export.page_markdown import fill
from briefing.export.writer import WriteRefused, write_blocks, write_page
from tests.export.invented import BURIAL, COURIER, MIRROR, NO_TOLL, RECORDS, TOLL_STAYS, Invented

LIBRARY = Invented()


def made(library: Invented = LIBRARY) -> brief.Brief:
    return brief.make(library, library.entries, "The bridge")


def unwrapped(text: str) -> str:
    return re.sub(r"\n +(?=[^\s-])", " ", text)


def test_every_list_item_is_cited_and_every_note_is_there_once() -> None:
    text = unwrapped(brief.markdown(made()))
    items = [line for line in text.split("\n") if line.lstrip().startswith("- ")]
    assert items
    assert [item for item in items if not re.search(r"\[\^[\w-]+\]", item)] == []
    defined = re.findall(r"^\[\^([\w-]+)\]: ", text, re.MULTILINE)
    cited = re.findall(r"\[\^([\w-]+)\](?!:)", text)
    assert defined == list(dict.fromkeys(cited))
    assert len(defined) == sum(len(set(r.all_evidence())) for r in RECORDS)


def test_positions_stand_with_their_answers_and_what_is_told_by_one_source_says_so() -> None:
    text = unwrapped(brief.markdown(made()))
    assert (
        "- **Demand:** The toll on the bridge must go.[^hill-no-toll-1]"
        " *rejected by Lake Town; only in Courier*\n"
        "  - **Answer by Lake Town:** The toll stays.[^lake-toll-stays-1][^lake-toll-stays-2]"
        " *rejects*"
    ) in text
    assert text.count("The toll stays.[^") == 1
    assert "- **The Guild" not in text
    assert "### The Guild\n\n- **Ferries, demand:** Let the ferries run." in text


def test_nothing_is_left_out() -> None:
    text = unwrapped(brief.markdown(made()))
    for record in RECORDS:
        if record.figure is None:
            assert record.says in text


def test_what_is_no_position_is_told_below_the_response_to_it() -> None:
    claim = replace(NO_TOLL, id="hill-claim", kind=Kind.CLAIM, says="They lie.")
    library = Invented(records=(claim, replace(TOLL_STAYS, answers=("hill-claim", "gone"))))
    assert (
        "- **Response (rejects):** The toll stays.[^lake-toll-stays-1][^lake-toll-stays-2]\n"
        "  - **In answer to Hill Town:** They lie.[^hill-claim-1] *only in Courier*"
    ) in unwrapped(brief.markdown(made(library)))


def test_the_page_begins_with_how_things_stand() -> None:
    assert (
        "It has 2 demands and offers of Hill Town and Lake Town (1 open, 1 rejected)"
        " and 1 agreement (1 partly carried out); what is told in several ways counts once."
    ) in " ".join(brief.markdown(made()).split())


def test_an_answer_to_nothing_that_is_shown_stands_by_itself() -> None:
    library = Invented(records=(replace(TOLL_STAYS, answers=()),))
    assert "- **Response (rejects):** The toll stays." in unwrapped(brief.markdown(made(library)))


def test_an_agreement_is_followed_through() -> None:
    text = unwrapped(brief.markdown(made()))
    assert (
        "- **The drowned, Hill Town and Lake Town:** Both bury the drowned together.[^burial-1]"
        " *partly carried out*\n"
        "  - **Partly carried out:** 2031-05-06, “on Monday”; nine buried.[^burial-2]"
    ) in text


def test_how_else_an_agreement_is_told_stands_below_it() -> None:
    agreed = replace(BURIAL, id="both-bury", says="They bury all.", variant_of="burial", history=())
    text = unwrapped(brief.markdown(made(Invented(records=(agreed, BURIAL)))))
    assert text.count("- **The drowned,") == 1
    assert (
        " They bury all.[^both-bury-1] *partly carried out; told so only in Courier*\n"
        "  - **Told differently:** Both bury the drowned together.[^burial-1]\n"
        "    - **Partly carried out:**"
    ) in text
    assert "issue by issue" not in text


def test_a_second_run_changes_nothing_and_keeps_what_a_person_wrote(tmp_path: Path) -> None:
    path = tmp_path / "brief.md"
    write_blocks(path, brief.blocks(made()), title="The bridge")
    text = path.read_text().replace("<!-- briefing:begin brief-agreed", "Mine.\n\n\\g", 1)
    path.write_text(text.replace("\\g", "<!-- briefing:begin brief-agreed"))
    assert write_blocks(path, brief.blocks(made()), title="The bridge").updated == ()
    changed = Invented(
        records=(replace(NO_TOLL, says="No toll at all."), *RECORDS[:3], *RECORDS[4:])
    )
    report = write_blocks(path, brief.blocks(made(changed)), title="The bridge")
    assert "brief-sides" in report.updated
    assert "Mine.\n" in path.read_text()
    assert "No toll at all." in path.read_text()


def test_an_empty_library_makes_a_page_too() -> None:
    empty = Invented((), (), replace(LIBRARY.dossier.settings, parties=(), issues=()))
    assert "Compiled from 0 articles and 0 records." in unwrapped(brief.markdown(made(empty)))


@given(st.lists(st.text(st.characters(exclude_categories=["Z", "C"]), min_size=1), min_size=1))
def test_wrapping_changes_no_word_and_begins_no_list(words: list[str]) -> None:
    from briefing.export.escaping import escape_line

    text = fill(escape_line(" ".join(["start", *words])))
    tokens = MarkdownIt("commonmark").parse(text)
    assert [t.type for t in tokens] == ["paragraph_open", "inline", "paragraph_close"]
    assert " ".join(text.split()) == escape_line(" ".join(["start", *words]))


class Outline(HTMLParser):
    """Checks that tags nest, and collects ids, links and text."""

    VOID = frozenset({"meta"})

    def __init__(self) -> None:
        super().__init__()
        self.open: list[str] = []
        self.ids: list[str] = []
        self.links: list[str] = []
        self.tags: set[str] = set()
        self.text = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.add(tag)
        if tag not in self.VOID:
            self.open.append(tag)
        found = dict(attrs)
        self.ids += [v for v in [found.get("id")] if v]
        self.links += [v for v in [found.get("href")] if v]

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag

    def handle_data(self, data: str) -> None:
        self.text += data


@given(st.text() | st.sampled_from(["<script>alert(1)</script>", "&lt;b>", '" onclick="x', "]]>"]))
@settings(max_examples=40)
def test_html_is_one_escaped_page_whose_links_lead_somewhere(text: str) -> None:
    article = replace(COURIER, title=text or None, outlet=text, url="javascript:alert(1)")
    library = Invented((article, MIRROR), (replace(NO_TOLL, says=text), *RECORDS[4:]))
    outline = Outline()
    outline.feed(brief.html(brief.make(library, library.entries, text)))
    outline.close()
    assert outline.open == []
    assert not outline.tags & {"script", "img", "link", "iframe", "b"}
    assert {link.removeprefix("#") for link in outline.links} == set(outline.ids)
    assert len(set(outline.ids)) == len(outline.ids)


def test_a_whole_page_is_replaced_only_where_it_is_ours(tmp_path: Path) -> None:
    path = tmp_path / "brief.html"
    write_page(path, "<p>one</p>")
    assert write_page(path, "<p>one</p>").unchanged
    assert write_page(path, "<p>two</p>").backup is None
    path.write_text(path.read_text().replace("two", "two, as I see it"))
    kept = write_page(path, "<p>three</p>").backup
    assert kept is not None
    assert "as I see it" in kept.read_text()
    path.write_text("mine")
    with pytest.raises(WriteRefused, match="not written by briefing"):
        write_page(path, "<p>four</p>")
    assert path.read_text() == "mine"
    assert write_page(path, "<p>four</p>", force=True).backup == tmp_path / "brief.html.bak2"
    assert writer._SIGNED.search(path.read_bytes())
