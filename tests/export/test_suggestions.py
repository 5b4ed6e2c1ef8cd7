"""Suggestions as text, markdown and JSON: the words as printed, the guess, the reason."""

from __future__ import annotations

import json

from markdown_it import MarkdownIt

from briefing.analysis.suggest import suggest
from briefing.dossier.dossier import Dossier
from briefing.export import schema, suggestions
from briefing.safe_text import visible
from tests.export.invented import COURIER, SETTINGS, Invented, made_article

TRICKY = made_article("tricky", "Hill Town demanded [[a]] *dam* \x1b[31m and 40 ferries.")
LIBRARY = Invented((COURIER, TRICKY), ())
FOUND = suggest([COURIER, TRICKY], Dossier(SETTINGS))


def test_plain_text_has_id_guess_place_and_reason() -> None:
    text = suggestions.plain(LIBRARY, FOUND, 60)
    assert visible(text) == text
    assert all(len(line) <= 60 for line in text.splitlines())
    joined = " ".join(text.split())
    for suggestion in FOUND:
        assert suggestion.id in text
        assert f"{suggestion.article} ¶{suggestion.paragraph}" in joined
    assert "Demand or figure, by Hill Town" in joined


def test_markdown_quotes_as_printed() -> None:
    text = "\n\n".join(suggestions.markdown(LIBRARY, FOUND))
    tokens = MarkdownIt("commonmark").parse(text)
    assert sum(t.type == "blockquote_open" for t in tokens) == len(FOUND)
    kinds = {c.type for t in tokens for c in t.children or ()}
    assert kinds <= {"text", "text_special", "softbreak", "em_open", "em_close", "link_open",
                     "link_close"}  # fmt: skip


def test_json_is_exact() -> None:
    document = json.loads(schema.dump(suggestions=suggestions.json(FOUND)))
    (tricky,) = (s for s in document["suggestions"] if s["article"] == "tricky")
    assert tricky["quote"] == TRICKY.text == TRICKY.text[tricky["start"] : tricky["end"]]
    assert tricky["kinds"] == ["demand", "figure"]
    assert tricky["party"] == "hill"
