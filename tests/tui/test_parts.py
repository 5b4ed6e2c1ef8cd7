"""The parts that need no screen: dropping overtaken work, the way back, short texts."""

from __future__ import annotations

import subprocess
import sys
import threading
from datetime import date

from hypothesis import given
from hypothesis import strategies as st
from textual.style import Style
from textual.visual import RenderOptions

from briefing.article import Dating, Known, Span
from briefing.search.engine import Hit, HitPassage
from briefing.tui.base.latest import Latest
from briefing.tui.base.places import History, Place, Side, View
from briefing.tui.base.words import EMPHASIS, dated, joined, marked, shortened
from briefing.tui.results.hit_row import HitRow
from briefing.tui.status import State, status_content


def test_a_date_behind_letters_from_right_to_left_keeps_its_order() -> None:
    assert joined(["الريشة", "2025-06-03"]).plain == "الريشة · \u200e2025-06-03"
    assert (
        joined(["עיתון", "", "By Ada", "2025-06-03"]).plain == "עיתון · \u200eBy Ada · 2025-06-03"
    )
    assert joined(["The Reed", "2025-06-03"]).plain == "The Reed · 2025-06-03"
    assert joined([]).cell_length == 0
    assert joined(["עיתון", "a"]).cell_length == len("עיתון · a")


def test_the_figures_of_the_status_line_stay_behind_a_title_from_right_to_left() -> None:
    content = status_content(State(library="عنوان", paragraph=3, paragraphs=29, percent=9), 40)
    assert content.cell_length == 40
    assert content.plain.endswith(" \u200e¶ 3/29 9%")


def test_requests_overtaken_while_one_is_worked_on_are_dropped() -> None:
    begun, go_on = threading.Event(), threading.Event()
    worked: list[int] = []
    answered: list[int] = []
    threads: list[threading.Thread] = []

    def work(request: int) -> int:
        worked.append(request)
        begun.set()
        assert go_on.wait(5)
        return request

    def start(run: object) -> None:
        thread = threading.Thread(target=run)  # type: ignore[arg-type]
        threads.append(thread)
        thread.start()

    latest = Latest(work, lambda _, answer: answered.append(answer), lambda *_: None, start)
    latest.ask(1)
    assert begun.wait(5)
    for request in (2, 3, 4):
        latest.ask(request)
    go_on.set()
    for thread in threads:
        thread.join(5)
    assert worked == [1, 4]
    assert answered == [4]
    assert len(threads) == 1
    assert not latest.busy


def test_a_failure_is_told_and_the_next_request_is_answered() -> None:
    told: list[object] = []

    def work(request: int) -> int:
        if request == 1:
            raise ValueError("no")
        return request

    latest = Latest(
        work, lambda _, a: told.append(a), lambda _, e: told.append(str(e)), lambda run: run()
    )
    latest.ask(1)
    latest.ask(2)
    assert told == ["no", 2]


def place(article: str) -> Place:
    return Place(View.READING, "article-view", Side.RESULTS, article)


def test_history_forgets_the_oldest_and_repeats_nothing() -> None:
    history = History(limit=2)
    for article in ("a", "b", "b", "c"):
        history.push(place(article))
    here = place("d")
    assert [history.back(here) for _ in range(3)] == [place("c"), place("b"), None]


def test_history_goes_forward_again_until_another_place_is_gone_to() -> None:
    history = History()
    history.push(place("a"))
    assert history.forward(place("b")) is None
    assert history.back(place("b")) == place("a")
    assert history.forward(place("a")) == place("b")
    assert history.back(place("b")) == place("a")
    history.push(place("a"))
    assert history.forward(place("c")) is None


@given(st.text(max_size=80), st.integers(4, 40))
def test_shortened_fits_and_keeps_what_fits(text: str, limit: int) -> None:
    short = shortened(text, limit)
    assert len(short) <= limit
    if not short.endswith("…"):
        assert short.split() == text.split() or any(not c.isprintable() for c in text)


@given(st.text(alphabet="ab [bold]\n\t\x1b", min_size=1, max_size=30), st.data())
def test_marked_keeps_every_character_in_its_place(text: str, data: st.DataObject) -> None:
    first = data.draw(st.integers(0, len(text) - 1))
    last = data.draw(st.integers(first + 1, len(text)))
    before, within, after = marked(text, [Span(first, last)])
    whole = before[0] + within[0] + after[0]
    assert len(whole) == len(text)
    assert "\x1b" not in whole
    assert "\n" not in whole
    assert (len(before[0]), len(before[0] + within[0])) == (first, last)
    assert (before[1], within[1], after[1]) == ("", EMPHASIS, "")


@given(
    st.text(alphabet="ab é漢\u200d—\n", max_size=200),
    st.lists(st.tuples(st.integers(0, 200), st.integers(0, 200)), max_size=4),
    st.booleans(),
    st.integers(1, 60),
)
def test_a_hit_is_as_high_as_it_was_measured_and_loses_no_letter(
    text: str, ends: list[tuple[int, int]], heading: bool, width: int
) -> None:
    marks = tuple(Span(*sorted(pair)) for pair in ends)
    passage = HitPassage(Span(0, len(text)), 3, text, marks, cut_after=True, marks=marks)
    hit = Hit("courier", "The bridge opens", "Coast Courier", Dating(), 1.0, (passage,))
    row = HitRow(hit, passage, heading)
    options = RenderOptions(lambda style: Style() if isinstance(style, str) else style, {})
    strips = row.render_strips(width, None, Style(), options)
    assert row.get_height({}, width) == len(strips)
    shown = "".join(strip.text for strip in strips)
    assert shown.replace(" ", "") == str(row).replace(" ", "").replace("\n", "")
    assert all(strip.cell_length <= width for strip in strips) or width < 3


def test_dates_say_how_they_are_known() -> None:
    first, last = date(2031, 4, 3), date(2031, 4, 30)
    assert dated(Dating()) == "undated"
    assert dated(Dating(Known.STATED, first, first)) == "2031-04-03"
    assert dated(Dating(Known.INFERRED, first, first, "x")) == "2031-04-03, inferred"
    assert dated(Dating(Known.INFERRED, first, last, "x")) == "2031-04-03–30, inferred"
    assert dated(Dating(Known.INFERRED, first, None, "x")).endswith("(inferred)")


@given(st.text(max_size=90), st.text(max_size=90), st.integers(0, 120))
def test_the_status_line_is_never_wider_than_its_room(library: str, at: str, width: int) -> None:
    state = State(library=library, place=at, paragraph=3, paragraphs=9, percent=20)
    right = "¶ 3/9 20%"
    content = status_content(state, width)
    assert content.cell_length <= max(width, len(right))
    assert content.plain.endswith(right)


def test_the_first_frame_needs_neither_index_nor_records() -> None:
    code = (
        "import sys, briefing.library, briefing.tui.app, briefing.tui.opening;"
        "print('\\n'.join(sys.modules))"
    )
    ran = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    late = (
        "whoosh",
        "rich.markdown",
        "yaml",
        "briefing.dossier.",
        "briefing.reading",
        "tree_sitter",
    )
    assert [name for name in ran.stdout.split() if name.startswith(late)] == []
    assert "briefing.tui.screen" not in ran.stdout.split()
