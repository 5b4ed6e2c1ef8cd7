"""The article view, driven by keys and mouse: reading, selecting, finding, going back."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field

import pytest
from rich.cells import cell_len
from textual.app import App, ComposeResult
from textual.binding import Binding
from textual.events import Click, MouseDown, MouseMove, MouseUp
from textual.message import Message
from textual.pilot import Pilot

from briefing.article import Article, Paragraph, ParagraphKind, Span
from briefing.tui.article.article_view import ArticleView, Count, MarkKind, Mode
from briefing.tui.keys.article_keys import KEYS

TALKS = "The bridge talks went on at the mill."
SENTENCES = (
    f"{TALKS} Mr. Reed of the U.S. firm spoke first! Nobody knows how long the bridge stays shut."
)
WIDE = "Then 東京 and cafe\u0301 and 👩\u200d👧 were named in the note."


def article(blocks: int = 12, name: str = "bridge") -> Article:
    """A heading, some debris, paragraphs, and a last one with wide characters."""
    parts = [("Bridge talks", ParagraphKind.HEADING)]
    parts += [(f"Part {number}. {SENTENCES}", ParagraphKind.TEXT) for number in range(blocks)]
    parts.append((WIDE, ParagraphKind.TEXT))
    text, paragraphs = "top of page\n\n", []
    for number, (words, kind) in enumerate(parts, 1):
        text += "# " if kind is ParagraphKind.HEADING else ""
        span = Span(len(text), len(text) + len(words))
        paragraphs.append(Paragraph(number, span, kind, 1 if text.endswith("# ") else 0))
        text += words + "\n\n\n"
    return Article(name, text, tuple(paragraphs), f"{name}.md", hidden=(Span(0, 13),))


ARTICLE = article()


class Host(App[None]):
    """An app with nothing but the view, which notes what it is told."""

    BINDINGS = [Binding("escape", "back")]  # noqa: RUF012

    def __init__(self, shown: Article | None, at: Span | None = None) -> None:
        super().__init__()
        self.shown, self.at = shown, at
        self.told: list[Message] = []
        self.went_back = 0

    def compose(self) -> ComposeResult:
        yield ArticleView()

    def on_mount(self) -> None:
        view = self.query_one(ArticleView)
        view.focus()
        if self.shown is not None:
            assert not view.size
            view.show(self.shown, at=self.at)

    def action_back(self) -> None:
        self.went_back += 1

    def on_article_view_selection_changed(self, event: ArticleView.SelectionChanged) -> None:
        self.told.append(event)

    def on_article_view_place_changed(self, event: ArticleView.PlaceChanged) -> None:
        self.told.append(event)

    def on_article_view_mode_changed(self, event: ArticleView.ModeChanged) -> None:
        self.told.append(event)


@dataclass
class Driven:
    """The view under test."""

    pilot: Pilot[None]
    view: ArticleView
    host: Host
    article: Article = field(default=ARTICLE)

    async def press(self, *keys: str) -> None:
        await self.pilot.press(*keys)
        await self.pilot.pause()

    def selected(self) -> str | None:
        span = self.view.selected_span
        return None if span is None else self.article.text[span.start : span.end]

    def rows(self) -> list[str]:
        height = self.view.scrollable_content_region.height
        return [self.view.render_line(y).text for y in range(height)]

    def seen(self, words: str) -> tuple[int, int]:
        """The row and cell of the view at which words are drawn."""
        for y, row in enumerate(self.rows()):
            if words in row:
                return y, cell_len(row[: row.index(words)])
        raise AssertionError(f"{words!r} is not in sight")

    async def drag(self, start: tuple[int, int], end: tuple[int, int]) -> None:
        """Press at a row and cell, move, and release."""
        for kind, (y, x) in ((MouseDown, start), (MouseMove, end), (MouseUp, end)):
            self.view.post_message(kind(self.view, x, y, 0, 0, 1, False, False, False, x, y))
            await self.pilot.pause()

    async def click(self, at: tuple[int, int], times: int) -> None:
        y, x = at
        event = Click(self.view, x, y, 0, 0, 1, False, False, False, x, y, chain=times)
        self.view.post_message(event)
        await self.pilot.pause()


@asynccontextmanager
async def driven(
    shown: Article | None = ARTICLE, size: tuple[int, int] = (60, 20), at: Span | None = None
) -> AsyncIterator[Driven]:
    host = Host(shown, at)
    async with host.run_test(size=size) as pilot:
        await pilot.pause()
        yield Driven(pilot, host.query_one(ArticleView), host, shown or ARTICLE)


def span_of(words: str, nth: int = 0, text: str = ARTICLE.text) -> Span:
    """The span of the ``nth`` place where words stand."""
    at = -1
    for _ in range(nth + 1):
        at = text.index(words, at + 1)
    return Span(at, at + len(words))


# Reading


async def test_keys_move_the_page_like_a_pager() -> None:
    async with driven() as app:
        top = app.view.scroll_offset.y
        assert top == 0
        await app.press("j", "down", "j")
        assert app.view.scroll_offset.y == 3
        await app.press("k", "up")
        assert app.view.scroll_offset.y == 1
        await app.press("space")
        assert app.view.scroll_offset.y == 1 + 18
        await app.press("b")
        assert app.view.scroll_offset.y == 1
        await app.press("ctrl+d", "ctrl+d", "ctrl+u")
        assert app.view.scroll_offset.y == 11
        await app.press("pagedown", "pageup")
        assert app.view.scroll_offset.y == 11
        await app.press("G")
        assert app.view.scroll_offset.y == app.view.max_scroll_y > 0
        assert app.view.percent == 100
        await app.press("g")
        assert app.view.scroll_offset.y == 0
        await app.press("end", "home")
        assert app.view.scroll_offset.y == 0
        assert app.view.mode is Mode.NORMAL
        assert app.view.selected_span is None


async def test_it_tells_where_the_reader_is() -> None:
    async with driven() as app:
        places = [m for m in app.host.told if isinstance(m, ArticleView.PlaceChanged)]
        assert places[-1].paragraph == 1
        await app.press("G")
        places = [m for m in app.host.told if isinstance(m, ArticleView.PlaceChanged)]
        assert (places[-1].paragraph, places[-1].percent) == (app.view.paragraph, 100)
        assert places[-1].paragraph not in (None, 1)
        before = ARTICLE.text[: app.view.cursor_offset]
        assert before.endswith((". ", "! ", "\n"))


@pytest.mark.parametrize("size", [(30, 8), (60, 20), (160, 50)])
async def test_rows_fit_and_are_no_wider_than_comfortable(size: tuple[int, int]) -> None:
    async with driven(size=size) as app:
        for row in app.rows():
            assert len(row) == app.view.scrollable_content_region.width
            assert len(row.strip()) <= 80
        if size[0] > 100:
            text = next(row for row in app.rows() if "bridge talks" in row)
            left = len(text) - len(text.lstrip())
            assert left > 30


async def test_a_new_width_keeps_the_place() -> None:
    async with driven() as app:
        app.view.goto(span_of("Part 6."))
        await app.pilot.pause()
        top = app.view.place
        assert top is not None
        await app.pilot.resize_terminal(44, 20)
        await app.pilot.pause()
        after = app.view.place
        assert after is not None
        row = app.rows()[after.lead]
        assert abs(after.top - top.top) <= 44
        assert row.strip()
        assert app.view.cursor_offset == span_of("Part 6.").start


async def test_numbers_stand_in_the_margin_only() -> None:
    async with driven() as app:
        before = app.view.projection.display
        app.view.numbers = True
        await app.pilot.pause()
        assert app.view.projection.display == before
        row, _ = app.seen("Part 0.")
        assert app.rows()[row].strip().startswith("2 ")
        assert not app.rows()[row + 1].strip()[0].isdigit()


async def test_debris_is_shown_at_the_same_place_with_the_same_selection() -> None:
    async with driven() as app:
        app.view.select(span_of("bridge stays shut", 1))
        app.view.goto(span_of("Part 4."))
        app.view.select(span_of("Part 4."))
        await app.pilot.pause()
        row, _ = app.seen("Part 4.")
        app.view.show_hidden = True
        await app.pilot.pause()
        assert app.selected() == "Part 4."
        assert abs(app.seen("Part 4.")[0] - row) <= 1
        await app.press("g")
        assert "top of page" in app.rows()[0]


async def test_hostile_text_reaches_the_screen_harmless() -> None:
    text = "A \x1b]52;c;x\x07 [bold]b[/] \u202edrow\tend"
    paragraph = Paragraph(1, Span(0, len(text)))
    async with driven(Article("h", text, (paragraph,), "h.md")) as app:
        shown = app.rows()[0]
        assert "A ␛]52;c;x␇ [bold]b[/] \ufffddrow end" in shown
        assert "\x1b" not in shown


async def test_without_an_article_nothing_breaks() -> None:
    async with driven(None) as app:
        await app.press("j", "G", "v", "w", "V", "escape", "space")
        assert app.view.place is None
        assert app.view.find("x") == ()
        assert not "".join(app.rows()).strip()


# Going to passages


@pytest.mark.parametrize("words", ["Part 0.", "Part 5.", "Part 11.", "were named"])
async def test_a_passage_is_shown_away_from_the_edges(words: str) -> None:
    async with driven() as app:
        app.view.goto(span_of(words))
        await app.pilot.pause()
        row, _ = app.seen(words)
        assert row >= 2 or app.view.scroll_offset.y == 0
        assert row <= 16 or app.view.scroll_offset.y == app.view.max_scroll_y
        assert app.view.cursor_offset == span_of(words).start
        assert app.rows()[row].lstrip()[0] == "▌"


async def test_a_passage_in_sight_does_not_move_the_page() -> None:
    async with driven() as app:
        await app.press("j", "j")
        y = app.view.scroll_offset.y
        app.view.goto(span_of("Part 1."))
        await app.pilot.pause()
        assert app.view.scroll_offset.y == y


async def test_a_passage_asked_for_before_there_is_a_screen_is_shown() -> None:
    async with driven(at=span_of("Part 9.")) as app:
        assert app.seen("Part 9.")
        assert app.view.cursor_offset == span_of("Part 9.").start


async def test_back_and_forward_come_to_the_same_screen() -> None:
    async with driven() as app:
        app.view.goto(span_of("Part 3."))
        await app.pilot.pause()
        place, rows = app.view.place, app.rows()
        assert place is not None
        app.view.show(article(30, "other"))
        await app.press("G")
        app.view.show(ARTICLE)
        await app.pilot.pause()
        assert app.view.scroll_offset.y == 0
        app.view.restore(place)
        await app.pilot.pause()
        assert app.rows() == rows
        assert app.view.place == place


async def test_another_article_starts_at_its_top_with_nothing_selected() -> None:
    async with driven() as app:
        await app.press("G", "V")
        assert app.selected()
        app.host.told.clear()
        app.view.show(article(2, "short"))
        await app.pilot.pause()
        assert app.view.scroll_offset.y == 0
        assert app.view.selected_span is None
        assert app.view.mode is Mode.NORMAL
        places = [m for m in app.host.told if isinstance(m, ArticleView.PlaceChanged)]
        assert [m.paragraph for m in places] == [1]


async def test_marks_are_gone_to_in_order_and_round() -> None:
    hits = [span_of("bridge", n) for n in (1, 4, 8)]
    async with driven() as app:
        app.view.set_marks(hits=hits, evidence=[span_of("Part 7.")])
        assert app.view.next_mark(MarkKind.HIT) == Count(1, 3)
        assert app.view.next_mark(MarkKind.HIT) == Count(2, 3)
        assert app.view.cursor_offset == hits[1].start
        assert app.view.next_mark(MarkKind.HIT, -1) == Count(1, 3)
        assert app.view.next_mark(MarkKind.HIT, -1) == Count(3, 3)
        assert app.view.next_mark(MarkKind.EVIDENCE) == Count(1, 1)
        assert app.view.next_mark(MarkKind.HIGHLIGHT) is None


async def test_find_goes_on_from_where_the_reader_is() -> None:
    async with driven() as app:
        app.view.goto(span_of("Part 5."))
        matches = app.view.find("bridge STAYS shut")
        assert len(matches) == 12
        assert app.view.found == Count(6, 12)
        assert app.view.find("bridge stays shut.") == tuple(
            Span(m.start, m.end + 1) for m in matches
        )
        assert app.view.found == Count(6, 12)
        app.view.next_mark(MarkKind.FOUND)
        assert app.view.found == Count(7, 12)
        assert app.view.find("no such words") == ()
        assert app.view.found is None
        assert app.view.find("#") == ()


async def test_escape_drops_matches_then_goes_back() -> None:
    async with driven() as app:
        app.view.find("bridge")
        await app.press("escape")
        assert app.host.went_back == 0
        assert app.view.next_mark(MarkKind.FOUND) is None
        await app.press("escape")
        assert app.host.went_back == 1


# Selecting by keys


@pytest.mark.parametrize(
    ("keys", "selected"),
    [
        (["right"], "P"),
        (["right", "right", "left"], "P"),
        (["w"], "Part"),
        (["w", "w", "b"], "Part"),
        (["w", "w", "w", "v", "w", "w"], "The bridge"),
        (["right_parenthesis"], "Part 3."),
        (["right_parenthesis"] * 2, "Part 3. " + TALKS),
        ([*["right_parenthesis"] * 3, "left_parenthesis"], "Part 3. " + TALKS),
        (["right_curly_bracket"], f"Part 3. {SENTENCES}"),
        (["right_curly_bracket"] * 2 + ["left_curly_bracket"], f"Part 3. {SENTENCES}"),
        (["dollar_sign"], "Part 3. The bridge talks went on at the mill. Mr. Reed"),
        (["dollar_sign", "0", "w"], "Part"),
        (["j", "w"], None),
        (["V"], "Part 3."),
        (["V", "V"], f"Part 3. {SENTENCES}"),
    ],
)  # fmt: skip
async def test_visual_mode(keys: list[str], selected: str | None) -> None:
    async with driven() as app:
        app.view.goto(span_of("Part 3."))
        await app.press("v", *keys)
        assert app.view.mode is Mode.VISUAL
        if selected is None:
            assert (app.selected() or "").startswith("Part 3. The bridge talks")
        else:
            assert app.selected() == selected


async def test_visual_mode_reaches_both_ends_of_the_article() -> None:
    async with driven() as app:
        app.view.goto(span_of("Part 3."))
        await app.press("v", "G")
        span = app.view.selected_span
        assert span is not None
        assert (span.start, span.end) == (span_of("Part 3.").start, span_of(WIDE).end)
        assert "were named" in "".join(app.rows())
        await app.press("g")
        span = app.view.selected_span
        assert span is not None
        assert (span.start, span.end) == (
            span_of("Bridge talks").start,
            span_of("Part 3.").start - 3,
        )


async def test_a_search_in_visual_mode_extends_the_selection() -> None:
    async with driven() as app:
        app.view.goto(span_of("Part 3."))
        await app.press("v")
        app.view.find("mill")
        assert app.selected() == "Part 3. The bridge talks went on at the mill"
        app.view.next_mark(MarkKind.FOUND)
        assert (app.selected() or "").count("mill") == 2
        assert app.view.mode is Mode.VISUAL


async def test_shift_and_arrows_select_without_a_mode() -> None:
    async with driven() as app:
        app.view.goto(span_of("Part 3."))
        await app.press("shift+right", "shift+right", "shift+right", "shift+left")
        assert app.selected() == "Pa"
        await app.press("shift+down", "shift+up", "ctrl+shift+right")
        assert app.selected() == "Part"
        await app.press("j")
        assert app.selected() == "Part"
        assert app.view.mode is Mode.NORMAL
        await app.press("ctrl+shift+left", "escape")
        assert app.view.selected_span is None


async def test_wide_and_combining_characters_are_selected_whole() -> None:
    async with driven() as app:
        app.view.goto(span_of("東"))
        await app.press(*["shift+right"] * 7)
        assert app.selected() == "東京 and"
        app.view.goto(span_of("e\u0301"))
        await app.press("shift+right")
        assert app.selected() == "e\u0301"
        app.view.goto(span_of("👩"))
        await app.press("shift+right")
        assert app.selected() == "👩\u200d👧"


async def test_what_is_selected_is_told_once_each_time() -> None:
    async with driven() as app:
        app.view.goto(span_of("Part 3."))
        await app.pilot.pause()
        app.host.told.clear()
        await app.press("v", "w", "right", "escape")
        kept = [m for m in app.host.told if not isinstance(m, ArticleView.PlaceChanged)]
        start = span_of("Part 3.").start
        assert [getattr(m, "span", getattr(m, "mode", 0)) for m in kept] == [
            Mode.VISUAL,
            Span(start, start + 4),
            Span(start, start + 6),
            Mode.NORMAL,
            None,
        ]
        assert app.host.went_back == 0


async def test_motions_do_nothing_outside_of_visual_mode() -> None:
    async with driven() as app:
        await app.press("w", "right_parenthesis", "0", "dollar_sign", "left", "right")
        assert app.view.selected_span is None
        assert app.view.scroll_offset.y == 0


# Selecting with the mouse


async def test_a_drag_selects_all_it_touches_in_either_direction() -> None:
    async with driven() as app:
        row, cell = app.seen("bridge talks went")
        await app.drag((row, cell), (row, cell + 5))
        assert app.selected() == "bridge"
        await app.drag((row, cell + 11), (row, cell))
        assert app.selected() == "bridge talks"
        await app.drag((row, cell + 3), (row, cell + 3))
        assert app.selected() is None


async def test_a_drag_over_wide_characters_takes_whole_ones() -> None:
    async with driven() as app:
        await app.press("G")
        row, cell = app.seen("東京")
        await app.drag((row, cell + 1), (row, cell + 2))
        assert app.selected() == "東京"
        row, cell = app.seen("👩")
        await app.drag((row, cell), (row, cell + 1))
        assert app.selected() is None
        await app.drag((row, cell - 1), (row, cell + 1))
        assert app.selected() == "👩\u200d👧"


async def test_a_drag_over_paragraphs_leaves_out_what_is_inserted() -> None:
    async with driven() as app:
        row, _ = app.seen("Bridge talks")
        below, cell = app.seen("Part 0.")
        await app.drag((row, 0), (below, cell + 3))
        span = app.view.selected_span
        assert span is not None
        assert span.start == span_of("Bridge talks").start
        assert ARTICLE.text[span.start : span.end].endswith("\n\n\nPart")


async def test_a_drag_past_the_end_of_a_row_takes_the_row() -> None:
    async with driven() as app:
        row, cell = app.seen("Part 0.")
        await app.drag((row, cell), (row, 59))
        words = app.rows()[row].strip()
        assert app.selected() == words


@pytest.mark.parametrize(
    ("clicks", "selected"),
    [
        (2, "Reed"),
        (3, "Mr. Reed of the U.S. firm spoke first!"),
        (4, f"Part 0. {SENTENCES}"),
        (9, f"Part 0. {SENTENCES}"),
    ],
)
async def test_clicks_select_units(clicks: int, selected: str) -> None:
    async with driven() as app:
        await app.click(app.seen("Reed"), clicks)
        assert app.selected() == selected


async def test_keys_and_mouse_give_the_same_passage() -> None:
    async with driven() as app:
        row, cell = app.seen("Part 0.")
        end_row, end_cell = app.seen("Nobody")
        await app.drag((row, cell), (end_row, end_cell - 1))
        by_mouse = app.view.selected_span
        app.view.goto(span_of("Part 0."))
        await app.press("v", *["right_parenthesis"] * 3)
        assert app.view.selected_span == by_mouse


# How it looks


@pytest.mark.parametrize("theme", ["textual-dark", "textual-light", "ansi-dark"])
@pytest.mark.parametrize("colour", [True, False])
async def test_marks_can_be_told_apart_without_colour(
    theme: str, colour: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("NO_COLOR", raising=False)
    if not colour:
        monkeypatch.setenv("NO_COLOR", "1")
    async with driven(size=(70, 20)) as app:
        app.host.theme = theme
        app.view.set_marks(
            hits=[span_of("mill")], evidence=[span_of("Reed")], highlights=[span_of("firm")]
        )
        app.view.select(span_of("Nobody"))
        await app.pilot.pause()

        def look(words: str) -> str:
            for y in range(20):
                for segment in app.view.render_line(y):
                    if segment.text == words and segment.style:
                        style = segment.style
                        kinds = ("bold", "underline", "italic", "reverse")
                        return " ".join(kind for kind in kinds if getattr(style, kind))
            raise AssertionError(words)

        looks = [look("mill"), look("Reed"), look("firm")]
        assert looks == ["bold", "underline", "italic"]
        assert ("reverse" in look("Nobody")) == (not colour or theme == "ansi-dark")
        row, _ = app.seen("firm")
        assert app.rows()[row].strip().startswith("▎")


# The table of keys


def test_every_key_has_an_id_a_name_and_a_help() -> None:
    ids = [key.id for key in KEYS]
    assert len(set(ids)) == len(ids)
    for key in KEYS:
        assert key.id is not None
        assert key.id.startswith("article.")
        assert key.description
        assert key.tooltip
    keys = [name for key in KEYS for name in key.key.split(",")]
    assert len(set(keys)) == len(keys)


async def test_keys_can_be_remapped() -> None:
    async with driven() as app:
        app.host.set_keymap({"article.back": "z", "article.visual": "x"})
        await app.press("space", "z")
        assert app.view.scroll_offset.y == 0
        await app.press("x", "w", "w", "z")
        assert app.selected() == "Part"
