"""Spelling variants: the package's groups, a library's, and how queries are expanded."""

from __future__ import annotations

from importlib.resources import files

import pytest
import yaml

from briefing.search.analyzer import words_of
from briefing.search.matcher import Matcher
from briefing.search.parse import parse
from briefing.search.query import And, Field, Not, Or, Phrase, TextField, Variants, Word
from briefing.search.spelling import MAX_VARIANTS, Spelling, package_spellings
from tests.search.invented import article

OWN = Spelling(
    [
        ["Northtown", "Norton"],
        ["bridge captain", "BC"],
        ["ferry", "ferry boat"],
    ],
    general=False,
)


def finds(query: str, text: str, spelling: Spelling | None = None) -> bool:
    root = (spelling or Spelling()).expand(parse(query).root)
    return Matcher(root).matches(article("a", text))


@pytest.mark.parametrize(
    ("query", "text"),
    [
        ("Kiev", "In Kyiv."),
        ("Kyiv", "Kiev's mayor"),
        ("Zelensky", "Zelenskyy spoke"),
        ("Turkey", "to Türkiye"),
        ("POW", "Two prisoners of war."),
        ("prisoners of war", "All POWs."),
        ('"prisoner of war exchange"', "A POW exchange."),
        ('"exchange of POWs"', "An exchange of prisoners of war."),
        ("US", "the United States"),
        ("United States", "the U.S. envoy"),
        ("UN", "United Nations"),
        ("defense", "defence"),
        ("organisations", "an organization"),
        ("ceasefire", "a cease-fire"),
        ("cease-fire", "the ceasefire"),
        ("Gaddafi", "Qadhafi"),
        ("Qur’an", "Koran"),
    ],
)
def test_general_variants_are_one_word(query: str, text: str) -> None:
    assert finds(query, text)


@pytest.mark.parametrize(
    ("query", "text"),
    [
        ("=Kiev", "Kyiv"),
        ('="prisoner of war"', "POW"),
        ("Kie*", "Kyiv"),
        ("Kiev~", "Odesa"),
        ("United States", "They told us."),
        ("World Health Organization", "Those who came."),
        ("=US", "They told us."),
    ],
)
def test_what_is_exact_or_only_looks_like_a_variant_is_none(query: str, text: str) -> None:
    assert not finds(query, text)


def test_words_that_spell_a_phrase_are_still_found_apart() -> None:
    assert finds("prisoners of war", "The war made many prisoners of them.")


def test_expansion_keeps_the_shape_of_the_query() -> None:
    norton = Variants((Word("norton"), Word("northtown")))
    assert OWN.expand(Word("norton")) == norton
    assert OWN.expand(Word("other")) == Word("other")
    assert OWN.expand(Not(Word("norton"))) == Not(norton)
    assert OWN.expand(Or((Word("norton"), Word("b")))) == Or((norton, Word("b")))
    assert OWN.expand(Field(TextField.TITLE, Word("norton"))) == Field(TextField.TITLE, norton)
    captain = (Word("bridges"), Word("captains"))
    assert OWN.expand(And((Word("a"), *captain, Word("norton")))) == And(
        (Word("a"), Or((And(captain), Word("BC"))), norton)
    )
    assert OWN.expand(Phrase(("norton", "ferry", "boats"))) == Variants(
        (
            Phrase(("norton", "ferry", "boats")),
            Phrase(("norton", "ferry")),
            Phrase(("northtown", "ferry", "boats")),
            Phrase(("northtown", "ferry")),
        )
    )


def test_the_word_being_typed_is_no_member_yet() -> None:
    assert OWN.expand(Phrase(("norton", "bc"), prefix=True)) == Variants(
        (Phrase(("norton", "bc"), prefix=True), Phrase(("northtown", "bc"), prefix=True))
    )


def test_the_variants_of_a_phrase_are_limited() -> None:
    root = OWN.expand(Phrase(("norton",) * 12))
    assert isinstance(root, Variants)
    assert len(root.parts) == MAX_VARIANTS
    assert root.parts[0] == Phrase(("norton",) * 12)


def test_a_library_extends_and_switches_off_groups() -> None:
    spelling = Spelling([["Kiev", "Kyjiw"], ["Kyjiw", "Kijów"]], off=["gray", "prisoners of war"])
    assert finds("Kijów", "Kyiv", spelling)
    assert finds("Kyiv", "Kyjiw", spelling)
    assert not finds("grey", "gray", spelling)
    assert not finds("POW", "prisoner of war", spelling)
    assert finds("defence", "defense", spelling)


def test_a_group_of_the_library_outlives_its_word_switched_off() -> None:
    assert finds("grey", "griseous", Spelling([["grey", "griseous"]], off=["grey"]))


def test_the_package_data_is_sound() -> None:
    text = (files("briefing.search") / "spelling.yaml").read_text(encoding="utf-8")
    groups = [group for section in yaml.safe_load(text).values() for group in section]
    assert groups == package_spellings()
    assert len(groups) > 250
    seen: dict[tuple[str, ...], list[str]] = {}
    for group in groups:
        keys = {tuple(form.stem for form in words_of(member)): member for member in group}
        assert len(keys) == len(group), f"members with the same stems: {group}"
        assert () not in keys
        for member in group:
            forms = words_of(member)
            if len(forms) == 1 and member.isupper():
                assert forms[0].capitals == member
        for key in keys:
            assert seen.setdefault(key, group) is group or key == ("peacekeep",), key
