"""Suggestions: what reads like a position is found, named, and never suggested twice."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from briefing.analysis.cues import Cues, english, words_in
from briefing.analysis.mentions import Parties
from briefing.analysis.suggest import Suggestion, starts_with, suggest
from briefing.article import Article, Paragraph, ParagraphKind, Span
from briefing.dossier.dossier import Dossier
from briefing.dossier.locate import Finder
from briefing.dossier.model import Evidence, Kind, Located, Mode, Record
from briefing.dossier.settings import Party, Settings
from tests.export.invented import made_article

SETTINGS = Settings(
    parties=(
        Party("norland", "Norland", ("Oslund", "the Crown", "Prime Minister Holm")),
        Party("turvia", "Turvia", ("the TRF", "its envoys")),
        Party("guild", "The Guild"),
    )
)
DOSSIER = Dossier(SETTINGS)


def only(text: str, **more: object) -> Suggestion:
    (found,) = suggest([made_article("gazette", text, **more)], DOSSIER)
    return found


@pytest.mark.parametrize(
    ("sentence", "kind", "party"),
    [
        ("Norland has demanded that the dam be opened.", Kind.DEMAND, "norland"),
        ("On Monday Turvia offered to share the harbour.", Kind.OFFER, "turvia"),
        ("The Crown rejected the plan within an hour.", Kind.RESPONSE, "norland"),
        ("Turvia did not agree to the crossing.", Kind.RESPONSE, "turvia"),
        ("Norland and Turvia agreed to bury the drowned.", Kind.AGREEMENT, "norland"),
        ("Both sides agreed to bury the drowned.", Kind.AGREEMENT, None),
        ("The Guild counts at least 40 hostages on the island.", Kind.FIGURE, "guild"),
        ("The harbour lies open, Norland has insisted since May.", Kind.DEMAND, "norland"),
        ("A letter demanding free passage came from Turvia.", Kind.DEMAND, "turvia"),
        ("Norland sought the withdrawal of the latest proposal.", Kind.DEMAND, "norland"),
        ("Turvia sought friends and made a proposal on boats.", Kind.OFFER, "turvia"),
    ],
)
def test_a_position_is_seen_with_its_kind_and_party(
    sentence: str, kind: Kind, party: str | None
) -> None:
    found = only(sentence)
    assert (found.kind, found.party) == (kind, party), found.reason
    assert found.quote == sentence


@pytest.mark.parametrize(
    "sentence",
    [
        "The harbour lies in the north of the island.",
        "Norland is a kingdom of many rivers.",
        "In May 2031 the bridge was repainted, on page 14 of the plan.",
        "They met on June 12 and 13 in a small inn.",
        "Norland demands.",
    ],
)
def test_other_sentences_are_left_alone(sentence: str) -> None:
    assert suggest([made_article("gazette", sentence)], DOSSIER) == []


def test_a_named_party_close_by_makes_it_surer() -> None:
    text = "Turvia demanded a bridge.\nSomebody in town demanded a bridge."
    first, second = suggest([made_article("gazette", text)], DOSSIER)
    assert (first.party, second.party) == ("turvia", "turvia")
    assert first.score > second.score
    assert "Turvia named before it" in first.reason
    assert "demanded" in first.reason


def test_a_pronoun_takes_the_party_of_the_sentence_before() -> None:
    text = "Turvia sent its envoys home. It refused to sign the treaty with Norland."
    assert only(text).party == "turvia"


def test_a_list_takes_kind_and_party_from_what_introduces_it() -> None:
    text = "Norland’s demands include:\n- free passage for fishermen\n- a new lighthouse"
    lead, *items = suggest([made_article("gazette", text)], DOSSIER)
    assert lead.quote.endswith(":")
    assert [(s.kind, s.party) for s in items] == [(Kind.DEMAND, "norland")] * 2
    assert "above the list" in items[0].reason


def test_headings_and_hidden_debris_are_not_suggested() -> None:
    sentence = "Norland demanded that the dam be opened."
    article = made_article("gazette", sentence)
    heading = Paragraph(1, article.paragraphs[0].span, ParagraphKind.HEADING, 2)
    assert suggest([replace(article, paragraphs=(heading,))], DOSSIER) == []
    hidden = replace(article, hidden=(Span(0, len(sentence)),))
    assert suggest([hidden], DOSSIER) == []


def test_what_a_record_covers_and_what_was_dismissed_is_not_suggested_again() -> None:
    article = made_article("gazette", "Norland demanded a dam.\nTurvia refused to build a dam.")
    first, second = suggest([article], DOSSIER)
    read = Evidence("gazette", "demanded", Mode.OUTLET)
    record = Record("r", Kind.DEMAND, "norland", "dam", "Norland wants a dam.", (read,))
    of_first = {first.span, second.span}
    (left,) = suggest([article], Dossier(SETTINGS, [record]))
    assert left.span in of_first
    assert "Turvia" in left.quote
    dismissed = Dossier(SETTINGS, [record], dismissed=[left.dismissal()])
    assert suggest([article], dismissed) == []
    elsewhere = replace(record, evidence=(replace(read, article="another"),))
    assert len(suggest([article], Dossier(SETTINGS, [elsewhere]))) == 2


def test_the_same_words_twice_are_two_suggestions_that_are_dismissed_apart() -> None:
    line = "Norland demanded a dam."
    article = made_article("gazette", f"{line}\nRain fell all that day.\n{line}")
    found = suggest([article], DOSSIER)
    assert len({s.id for s in found}) == len(found) == 2
    (left,) = suggest([article], Dossier(SETTINGS, dismissed=[found[0].dismissal()]))
    assert left == found[1]


def test_ids_stay_and_say_in_which_article_to_look() -> None:
    article = made_article("gazette", "Norland demanded a dam.")
    other = made_article("gazette", "A first line.\nNorland demanded a dam.")
    (one,), (two,) = suggest([article], DOSSIER), suggest([other], DOSSIER)
    assert one.id == two.id
    assert one.id.startswith(starts_with("gazette"))
    assert not one.id.startswith(starts_with("courier"))


@pytest.mark.parametrize(
    ("text", "parties"),
    [
        ("Norlanders and Turvian envoys met Guild men", ["turvia"]),
        ("the norland of old", []),
        ("the TRF, not a trf", ["turvia"]),
        ("Prime Minister Holm of Norland’s coast", ["norland", "norland"]),
        ("a guild of men; the Guild", ["guild"]),
    ],
)
def test_parties_are_found_by_name_alias_and_adjective(text: str, parties: list[str]) -> None:
    found = [m.party for m in Parties(SETTINGS).find(words_in(text))]
    assert [p for p in found if p != "guild" or "guild" in parties] == parties


def test_adjectives_of_countries_belong_to_the_right_one() -> None:
    names = ("Austria", "Australia", "Ukraine", "Turkey", "Germany", "Iran", "Iraq", "North Korea")
    settings = Settings(parties=tuple(Party(n.lower().replace(" ", "-"), n) for n in names))
    parties = Parties(settings)
    words = "Austrian Ukrainians Turkish German Iranian Iraqi North Koreans Irani Romanian"
    found = [m.party for m in parties.find(words_in(words))]
    assert found[:7] == ["austria", "ukraine", "turkey", "germany", "iran", "iraq", "north-korea"]
    assert "australia" not in found


def test_spelling_variants_of_a_party_count_too() -> None:
    settings = Settings(parties=(Party("n", "Northtown"),), spelling=(("Northtown", "Norton"),))
    assert [m.party for m in Parties(settings).find(words_in("In Norton"))] == ["n"]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("about 1,200 soldiers", ["about 1,200 soldiers"[6:]]),
        ("a 30-day truce", ["30-day"]),
        ("$4.5 billion in aid", ["4.5 billion"]),
        ("12 % of it", ["12"]),
        ("at least 340 of them", ["340"]),
        ("hundreds of civilians fled", ["hundreds of civilians"]),
        ("in 2031", []),
        ("on June 14", []),
        ("under the age of 25", []),
        ("two weeks ago", []),
        ("at 5:30 in the morning", []),
        ("Channel 1 says", []),
        ("the two sides remain apart", []),
    ],
)
def test_figures_are_numbers_with_something_counted(text: str, found: list[str]) -> None:
    cues = english().find(text, words_in(text))
    assert [text[c.start : c.end] for c in cues if c.kind is Kind.FIGURE] == found


def test_cues_are_data() -> None:
    data = {
        "cues": {"offer": {"strong": ["bietet ... an"]}},
        **{name: [] for name in ("negation", "auxiliaries", "collective", "pronouns", "units")},
        **{name: [] for name in ("amounts", "bounds", "months", "not_after", "referring")},
    }
    article = made_article("blatt", "Turvia bietet eine kleine Insel an.")
    (found,) = suggest([article], DOSSIER, Cues(data))
    assert (found.kind, found.party) == (Kind.OFFER, "turvia")


signs = st.text(st.sampled_from("Norland demanded offer 40 men. “”\n- :’\u00a0\u0301not agree 😀"))


@given(st.one_of(st.text(), signs, st.lists(st.sampled_from(
    ["Norland ", "demanded ", "40 ", "men", ". ", "\n", "- ", "“", "It ", "refused to ", ":", "’s "]
)).map("".join)))  # fmt: skip
def test_a_suggestion_is_found_again_by_its_quote(text: str) -> None:
    article: Article = made_article("gazette", text)
    found = suggest([article], DOSSIER)
    finder = Finder(article.text, article.hidden)
    for suggestion in found:
        place = finder.find(suggestion.quote, suggestion.before, suggestion.after)
        assert place == Located(suggestion.span)
        assert 0 < suggestion.score <= 1
    assert [s.score for s in found] == sorted((s.score for s in found), reverse=True)
    dismissed = Dossier(SETTINGS, dismissed=[s.dismissal() for s in found])
    assert suggest([article], dismissed) == []
