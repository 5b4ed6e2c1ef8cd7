"""Figures, timeline and wording as a reader sees them."""

from __future__ import annotations

import pytest
from rich.cells import cell_len

from briefing.analysis import figures, timeline, wording
from briefing.article import Span
from briefing.dossier.model import Located
from briefing.export import figures as figures_view
from briefing.export import timeline as timeline_view
from briefing.export import wording as wording_view
from tests.export.invented import COURIER, MIRROR, SETTINGS, Evidence, Invented

LIBRARY = Invented()


def voices(article: str) -> list[tuple[Span, Evidence]]:
    pairs = [(LIBRARY.locate(e), e) for _, e in LIBRARY.dossier.records_in(article)]
    return [(place.span, e) for place, e in pairs if isinstance(place, Located)]


QUANTITIES = figures.compare(LIBRARY.dossier, lambda a: LIBRARY.articles[a].date)
TIMELINE = timeline.build(LIBRARY.dossier)
WORDING = wording.count(SETTINGS.wording, (COURIER, MIRROR), voices=voices)


@pytest.mark.parametrize("width", [40, 72, 100])
def test_every_view_fits_the_width(width: int) -> None:
    for text in (
        figures_view.plain(LIBRARY, QUANTITIES, width),
        timeline_view.plain(LIBRARY, TIMELINE, width),
        wording_view.plain(LIBRARY, WORDING, width),
    ):
        assert all(cell_len(line) <= width for line in text.split("\n"))


def test_figures_stand_side_by_side_with_their_verdict() -> None:
    lines = figures_view.plain(LIBRARY, QUANTITIES, 120).split("\n")
    assert lines[0] == "Idle ferries (Ferries)"
    assert lines[1] == "  Compatible: about 40 and at least 30 ferries can all be true."
    cells = [cell.strip() for cell in lines[3].split("│")]
    assert cells[:2] == ["at least 30 ferries, claimed", "the Guild, paraphrased"]
    assert "at least 30 ferries, claimed:** the Guild, paraphrased; “Lake Town will not…”" in (
        " ".join(figures_view.markdown(LIBRARY, QUANTITIES).text.split())
    )


def test_the_timeline_shows_gaps_sources_and_how_a_date_is_known() -> None:
    assert timeline_view.plain(LIBRARY, TIMELINE, 80).split("\n")[3:] == [
        "2031-05-02  The towns met.",
        "    courier ¶1",
        "    “on Friday”",
        "",
        "  · 3 days without an entry.",
        "",
        "2031-05-06  Partly carried out (nine buried): Both bury the drowned together.",
        "    mirror ¶3",
        "    “on Monday”",
    ]
    text = timeline_view.markdown(LIBRARY, TIMELINE).text
    assert "- **2031-05-02:** The towns met.[^meeting-1] *“on Friday”; only in Courier*" in text
    assert "[^burial-2]: “The first nine of the drowned”" in text


def test_wording_tells_who_uses_which_word_where() -> None:
    assert wording_view.plain(LIBRARY, WORDING, 80).split("\n")[2:] == [
        "Ostrand bridge: not used",
        "crossing: 1",
        "   1 × mirror: in the outlet’s words; paragraph 2",
    ]
    groups = [wording.WordingGroup("talk", ("coin", "toll"))]
    used = wording.count(groups, (COURIER, MIRROR), voices=voices)
    text = wording_view.markdown(LIBRARY, used).text
    assert "1 × Courier:** 1 in quotation marks (Ana Mora); paragraph 2." in text
    assert "**toll:** 2 times." in text
