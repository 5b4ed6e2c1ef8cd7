"""A library in which every place that can hold a text holds an attack."""

from __future__ import annotations

import os
from pathlib import Path

from tests.hostile.payloads import MARK, YAML_ATTACK, quoted

WORDS = "the envoy of Upland demands that the bridge over the river is opened at once"
QUOTE = f"we will never open {YAML_ATTACK} the bridge"
FIGURE_QUOTE = "339 boats on the list"
OTHER_QUOTE = "at least 400 boats on the list"
BAD_NAME = os.fsdecode(b"caf\xe9 \x1b]0;evil\x07 \n [bold]n[-]; --x 'y'.md")
DASH_NAME = f"-rf {MARK}.md"
COUNTED = quoted("boats " + YAML_ATTACK)
CONTROL_NAME = "\x1b]0;evil\x07 [red]n \u202e \u200b"
LONG = " ".join(f"Sentence {n} tells calmly of the weather by the river." for n in range(400))

SETTINGS = f"""format: 1
title: {quoted("Talks " + YAML_ATTACK)}
parties:
  - id: upland
    name: {quoted("Upland " + YAML_ATTACK)}
    aliases: [{quoted("Up " + YAML_ATTACK)}, Upland]
  - {{id: lowland, name: {quoted("Lowland " + YAML_ATTACK)}}}
issues:
  - id: bridge
    name: {quoted("The bridge " + YAML_ATTACK)}
    issues:
      - {{id: boats, name: {quoted("Boats " + YAML_ATTACK)}}}
spelling:
  groups:
    - [{quoted(MARK)}, {quoted(YAML_ATTACK)}]
wording:
  - name: {quoted("Words " + YAML_ATTACK)}
    words: [{quoted("bridge")}, {quoted("river")}, {quoted(YAML_ATTACK)}]
"""


def _evidence(quote: str, article: str = "one") -> str:
    lines = (
        "  evidence:",
        f"    - article: {article}",
        f"      quote: {quoted(quote)}",
        f"      speaker: {quoted('Mira ' + YAML_ATTACK)}",
        "      mode: relayed",
        f"      via: {quoted('Wire ' + YAML_ATTACK)}",
    )
    return "\n".join(lines)


RECORDS = f"""
- id: open-bridge
  kind: demand
  party: upland
  to: lowland
  issue: bridge
  says: {quoted("Opened at once. " + YAML_ATTACK)}
{_evidence(QUOTE)}
- id: no-bridge
  kind: response
  party: lowland
  issue: bridge
  answers: [open-bridge]
  stance: rejects
  says: {quoted("Never. " + YAML_ATTACK)}
{_evidence("lost " + YAML_ATTACK)}
- id: boats-agreed
  kind: agreement
  party: upland
  to: lowland
  issue: boats
  says: {quoted("Boats go back. " + YAML_ATTACK)}
  when:
    stated: {quoted("on Monday " + YAML_ATTACK)}
    from: 2031-04-02
    known: inferred
    basis: {quoted("basis " + YAML_ATTACK)}
  history:
    - step: partly carried out
      when: {{stated: {quoted(YAML_ATTACK)}, from: 2031-04-03, known: inferred, basis: x}}
      note: {quoted("note " + YAML_ATTACK)}
{_evidence(FIGURE_QUOTE)}
- id: boats-339
  kind: figure
  party: upland
  issue: boats
  says: {quoted("339 boats. " + YAML_ATTACK)}
  figure: {{of: {COUNTED}, value: 339, unit: {COUNTED}, bound: exactly}}
{_evidence(FIGURE_QUOTE)}
- id: boats-400
  kind: figure
  party: lowland
  issue: boats
  says: {quoted("400 boats. " + YAML_ATTACK)}
  figure: {{of: {COUNTED}, value: 400, unit: {COUNTED}, bound: at least}}
{_evidence(OTHER_QUOTE, "two")}
- id: met
  kind: event
  party: upland
  issue: bridge
  says: {quoted("They met. " + YAML_ATTACK)}
  when: {{stated: {quoted(YAML_ATTACK)}, from: 2031-04-02, known: stated}}
{_evidence(OTHER_QUOTE, "two")}
- id: {quoted("broken " + YAML_ATTACK)}
  kind: {quoted(YAML_ATTACK)}
  {quoted("field " + YAML_ATTACK)}: x
  says: x
"""

HIGHLIGHTS = f"""
- id: h-1
  article: one
  quote: {quoted(QUOTE)}
  tags: [{quoted("tag " + YAML_ATTACK)}, plain]
  memo: {quoted("memo " + YAML_ATTACK)}
  made: 2031-04-05
- id: h-2
  article: {quoted("gone " + YAML_ATTACK)}
  quote: {quoted("lost " + YAML_ATTACK)}
"""

DISMISSED = f"""
- id: s-1
  article: one
  quote: {quoted("dismissed " + YAML_ATTACK)}
"""


def article(title: str, body: str, **fields: str) -> str:
    """A markdown article whose front matter is attacks in double quotation marks."""
    head = {
        "title": f"{title} {YAML_ATTACK}",
        "outlet": f"Herald {YAML_ATTACK}",
        "byline": f"Ada {YAML_ATTACK}",
        "url": f"https://example.invalid/{YAML_ATTACK}",
        "language": "en",
        **fields,
    }
    lines = "".join(f"{name}: {quoted(value)}\n" for name, value in head.items())
    date = f"date:\n  known: inferred\n  from: 2031-04-01\n  basis: {quoted(YAML_ATTACK)}\n"
    return f"---\n{lines}{date}---\n{body}"


def body(*paragraphs: str) -> str:
    """A text of calm paragraphs with an attack at the end of each."""
    return "\n\n".join([*(f"{p} {YAML_ATTACK}" for p in paragraphs), LONG]) + "\n"


def make(folder: Path) -> Path:
    """Write the library; every file of it parses, but for what is meant not to fit."""
    folder.mkdir()
    one = body(
        f"# Heading {YAML_ATTACK}",
        f'"{QUOTE}," said Mira Holt of Upland on Monday.',
        f"Upland said: {WORDS}, and {FIGURE_QUOTE}.",
        "Lowland rejected the demand of Upland to open the bridge.",
    )
    two = body(f"There were {OTHER_QUOTE}, Lowland said, and it offered a ferry to Upland.")
    files = {
        "briefing.yaml": SETTINGS,
        "positions.yaml": RECORDS,
        "highlights.yaml": HIGHLIGHTS,
        "dismissed.yaml": DISMISSED,
        "one.md": article("One", one, id="one"),
        "two.md": article("Two", two, id="two"),
        "three.md": article("Three", body(WORDS), id=f"three {YAML_ATTACK}"),
        "same.md": article("Same", one, id="two"),
        BAD_NAME: article("Named", body("A file with a strange name.")),
        DASH_NAME: "A file whose name starts with a dash.\n",
        f"empty {CONTROL_NAME}.md": "",
        f"broken {CONTROL_NAME}.md": f"---\ntitle: {MARK} [x\nx: {MARK}: {MARK}\n---\ntext\n",
        f"odd {CONTROL_NAME}.md": article("Odd", LONG, date=YAML_ATTACK, debris=YAML_ATTACK),
    }
    for name, text in files.items():
        (folder / name).write_text(text, encoding="utf-8", newline="")
    return folder
