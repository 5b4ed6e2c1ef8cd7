"""What is written is read again as it was, whatever the text."""

from __future__ import annotations

import pytest
import yaml
from hypothesis import example, given

from briefing.dossier.edit import highlight_yaml, record_yaml
from briefing.dossier.emit import scalar
from briefing.dossier.load import load_highlights, load_records
from briefing.dossier.model import Highlight, Record
from tests.dossier.invented import POSITIONS, highlights, records, texts


@given(records)
def test_a_record_round_trips(record: Record) -> None:
    text = record_yaml(record)
    assert load_records(text, "p") == ([record], [])
    assert text.startswith("- id: ")
    assert text.endswith("\n")
    assert all(line.isprintable() for line in text.split("\n"))
    assert text.count("quote: ") >= len(record.all_evidence())


@given(highlights)
def test_a_highlight_round_trips(highlight: Highlight) -> None:
    assert load_highlights(highlight_yaml(highlight), "h") == ([highlight], [])


@given(texts)
@example("𝔸\U0001f3f4\u200d\u2620\ufe0f\U0010fffe\uffff")
def test_a_text_is_one_printable_line_that_every_yaml_reader_takes_for_it(text: str) -> None:
    for in_list in (False, True):
        written = scalar(text, in_list=in_list)
        assert written.isprintable()
        document = f"[{written}, {written}]" if in_list else f"- {written}\n- {written}"
        assert yaml.load(document, yaml.SafeLoader) == [text, text]
        assert yaml.load(document, getattr(yaml, "CSafeLoader", yaml.SafeLoader)) == [text, text]


def test_plain_words_stay_plain() -> None:
    for text in ("agreed to open, they said (twice)", "Türkiye’s “plan” – a draft"):
        assert scalar(text) == text


def test_layout_is_that_of_the_documents() -> None:
    found, _ = load_records(POSITIONS, "p")
    assert record_yaml(found[1]) == (
        "- id: south-refuses\n"
        "  kind: response\n"
        "  party: south\n"
        "  issue: harbour\n"
        "  says: Southland turns the plan down.\n"
        "  answers: [north-open]\n"
        "  stance: rejects\n"
        "  evidence:\n"
        "    - article: harbour\n"
        "      quote: harbour plan\n"
        "      before: Southland calls the\n"
        "      mode: paraphrase\n"
    )


def test_a_lone_surrogate_cannot_be_written() -> None:
    with pytest.raises(ValueError, match="surrogate"):
        highlight_yaml(Highlight("h", "a", "\udc80"))
