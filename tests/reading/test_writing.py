"""What is written as markdown reads back as it was."""

from __future__ import annotations

from datetime import date

from hypothesis import example, given
from hypothesis import strategies as st

from briefing import reading
from briefing.article import Article, Dating, Known, Original, ParagraphKind
from briefing.reading.importing.cleaning import one_line
from briefing.reading.importing.imported import Imported, TextBlock
from briefing.reading.importing.writing import to_markdown, written

KINDS = st.sampled_from(ParagraphKind)
STARTS = [
    *("# ", "## ", "- ", "* ", "+ ", "1. ", "12) ", "> ", ">", "```", "~~~", "---", "***", "==="),
    *("| ", "<!-- ", "-", "#", "1.", "    ", "\t", "“", "– ", "• ", "|---|---|", "_ _ _"),
]
WORDS = st.sampled_from(["weir", "Talks", "2", "a-b", "“so”", "north.", "x|y", "#1", "-->", "#"])
TEXT = st.one_of(
    st.builds(
        lambda start, words: start + " ".join(words),
        st.sampled_from(["", *STARTS]),
        st.lists(WORDS, max_size=5),
    ),
    st.text(max_size=12),
)
BLOCKS = st.lists(
    st.builds(TextBlock, TEXT, KINDS, st.integers(0, 7), st.integers(0, 12)), max_size=9
).map(tuple)
ORIGINAL = Original("page.html", "ab" * 32)


def read_back(imported: Imported) -> Article | None:
    try:
        return reading.read_bytes(to_markdown(imported, ORIGINAL).encode(), "a.md")
    except reading.Unreadable:
        return None


def shown(article: Article) -> list[tuple[str, int, str]]:
    return [(p.kind.value, p.level, article.text_of(p.span)) for p in article.paragraphs]


def expected(blocks: tuple[TextBlock, ...]) -> list[tuple[str, int, str]]:
    return [(block.kind.value, block.level, block.text) for block in written(blocks)]


def without_debris(article: Article, blocks: list[tuple[str, int, str]]) -> list[object]:
    """``blocks`` but for those that reading hides as debris: whole, or the border of a cell."""
    hidden = [article.text[gap.start : gap.end] for gap in article.hidden]
    kept: list[object] = []
    for kind, level, text in blocks:
        if any(text in gap for gap in hidden):
            continue
        border = text.endswith(" |") and any(gap.strip() == "|" for gap in hidden)
        bare = text[:-1].rstrip() if border else text
        kept.append((kind, level, bare))
    return kept


@given(BLOCKS)
@example((TextBlock("- 1. x", ParagraphKind.LIST_ITEM, 1), TextBlock("# x")))
@example((TextBlock("x", ParagraphKind.LIST_ITEM, 3), TextBlock("- y"), TextBlock("1. z")))
@example(
    (TextBlock("x", ParagraphKind.LIST_ITEM, 1, 10), TextBlock("y", ParagraphKind.LIST_ITEM, 2))
)
@example((TextBlock("<!-- x"), TextBlock("y -->")))
@example((TextBlock("x", ParagraphKind.LIST_ITEM, 1), TextBlock("|"), TextBlock("# ")))
@example((TextBlock("0\r|"),))
@example((TextBlock("x"), TextBlock("---", ParagraphKind.LIST_ITEM)))
@example((TextBlock("x #", ParagraphKind.HEADING, 2), TextBlock("#", ParagraphKind.HEADING, 1)))
def test_paragraphs_read_back_as_they_were(blocks: tuple[TextBlock, ...]) -> None:
    article = read_back(Imported(blocks))
    if article is None:
        assert not any(text.strip("#>*+=-_|~ ") for *_, text in expected(blocks))
    elif not article.hidden:
        assert shown(article) == expected(blocks)
    else:
        assert without_debris(article, expected(blocks)) == without_debris(article, shown(article))


DAYS = st.dates(date(1800, 1, 1), date(2199, 12, 31))
LINES = st.one_of(
    st.none(),
    st.text(max_size=30),
    st.sampled_from(["null", "1984", "yes", "- x", "a: b", "'", "# x"]),
)


@st.composite
def datings(draw: st.DrawFn) -> Dating:
    known = draw(st.sampled_from(Known))
    if known is Known.UNKNOWN:
        return Dating()
    first, last = sorted((draw(DAYS), draw(DAYS)))
    if known is Known.STATED:
        return Dating(known, first, first)
    basis = draw(st.text(min_size=1, max_size=30))
    if draw(st.booleans()):
        return Dating(known, None, last, basis)
    return Dating(known, first, draw(st.sampled_from([last, None])), basis)


@given(LINES, LINES, LINES, datings())
@example("\U000e0001" * 400, "\x85" * 400, "\u2028 x", Dating())
def test_metadata_reads_back_as_it_was(
    title: str | None, outlet: str | None, byline: str | None, when: Dating
) -> None:
    imported = Imported(
        (TextBlock("The weir is shut."),),
        title=title,
        outlet=outlet,
        byline=byline,
        date=when,
        url="https://reed.example/a?b=1",
        canonical="https://reed.example/ü",
        language="en-GB",
    )
    article = read_back(imported)
    assert article is not None
    assert not article.notes
    assert (article.title, article.outlet) == (one_line(title), one_line(outlet))
    assert article.byline == one_line(byline)
    assert (article.date.known, article.date.earliest) == (when.known, when.earliest)
    assert article.date.latest == when.latest
    assert (article.url, article.language) == ("https://reed.example/ü", "en-GB")
    assert article.original == ORIGINAL


def test_markdown_is_kept_as_it_was() -> None:
    body = "Heading\n=======\n\n* a *word*\n* b\n\n> so\n\n| a | b |\n|--|--|\n"
    article = read_back(Imported(body=body))
    assert article is not None
    assert article.text == body


def test_what_is_hidden_stays_hidden_and_is_not_lost() -> None:
    blocks = (TextBlock("top of page --> x", hidden=True), TextBlock("The weir is shut."))
    article = read_back(Imported(blocks))
    assert article is not None
    assert shown(article) == [("text", 0, "The weir is shut.")]
    assert "top of page" in article.text
