"""A page as one self-contained HTML file: no script, nothing loaded from anywhere."""

from __future__ import annotations

import html
from collections.abc import Iterator, Mapping, Sequence

from briefing.export.cite import Cited, byline, in_marks, in_whose_words, of_title, outlet_of
from briefing.export.escaping import is_address
from briefing.export.page import Described, Item, Items, Lead, Note, Part, Section, Source
from briefing.safe_text import one_line

TOP = 2
"""The level of the sections that the contents name."""

_NAME, _NOTES = "section-", "notes"
_STYLE = """
:root { color-scheme: light dark; }
body { max-width: 44rem; margin: 3rem auto; padding: 0 1.25rem;
  font: 1.05rem/1.6 Georgia, "Times New Roman", serif; overflow-wrap: anywhere; }
h1, h2, h3, h4, h5, h6 { line-height: 1.25; margin: 2.2em 0 0.6em; font-weight: 600; }
h1 { margin-top: 0; }
ul { padding-left: 1.4rem; }
li { margin: 0.45em 0; }
.lead { margin: 1.4em 0 0; font-weight: 600; opacity: 0.8; }
.lead + ul { margin-top: 0.4em; }
nav ul { padding: 0; list-style: none; }
nav li { margin: 0; }
em { opacity: 0.8; }
sup { line-height: 0; font-size: 0.7em; }
sup a { text-decoration: none; padding: 0 0.1em; }
.notes { font-size: 0.9rem; }
:target { outline: 2px solid; outline-offset: 0.2em; }
@media print { body { max-width: none; margin: 0; } a { color: inherit; } }
"""


def page(
    title: str, intro: Sequence[str], sections: Sequence[Section], notes: Sequence[Note]
) -> str:
    """The whole file. Every text is escaped; only web addresses are links."""
    numbers = {note.id: number for number, note in enumerate(notes, 1)}
    body = [f"<h1>{_text(title)}</h1>", *(f"<p>{_text(words)}</p>" for words in intro)]
    body += _contents(sections, bool(notes))
    for number, section in enumerate(sections):
        name = f' id="{_NAME}{number}"' if section.level == TOP else ""
        body.append(f"<h{section.level}{name}>{_text(section.title)}</h{section.level}>")
        body += [_part(part, numbers) for part in section.parts]
    if notes:
        body.append(f'<h2 id="{_NOTES}">Notes</h2>\n<ol class="notes">')
        body += [f'<li id="note-{_text(n.id)}">{_evidence(n.found)}</li>' for n in notes]
        body.append("</ol>")
    return "\n".join([*_head(title), *body, "</body>", "</html>", ""])


def _contents(sections: Sequence[Section], notes: bool) -> Iterator[str]:
    """Links to the sections of the top level, above the first of them."""
    found = [(f"{_NAME}{n}", s.title) for n, s in enumerate(sections) if s.level == TOP]
    if notes:
        found.append((_NOTES, "Notes"))
    if found:
        links = (f'<li><a href="#{name}">{_text(title)}</a></li>' for name, title in found)
        yield "\n".join(['<nav aria-label="Contents">', "<ul>", *links, "</ul>", "</nav>"])


def _head(title: str) -> list[str]:
    return [
        "<!doctype html>",
        '<html lang="en">',
        "<head>",
        '<meta charset="utf-8">',
        '<meta name="viewport" content="width=device-width, initial-scale=1">',
        '<meta http-equiv="Content-Security-Policy"'
        " content=\"default-src 'none'; style-src 'unsafe-inline'\">",
        f"<title>{_text(title)}</title>",
        f"<style>{_STYLE}</style>",
        "</head>",
        "<body>",
    ]


def _part(part: Part, numbers: Mapping[str, int]) -> str:
    if isinstance(part, Items):
        return _list(part.items, numbers)
    if isinstance(part, Described):
        remark = f". {_text(part.remark)}" if part.remark else ""
        return f"<p>{', '.join(_described(part.source))}{remark}</p>"
    if isinstance(part, Lead):
        return f'<p class="lead">{_text(part.text)}</p>'
    return f"<p>{_text(part)}</p>"


def _list(items: Sequence[Item], numbers: Mapping[str, int]) -> str:
    return "\n".join(["<ul>", *(_item(item, numbers) for item in items), "</ul>"])


def _item(item: Item, numbers: Mapping[str, int]) -> str:
    label = f"<strong>{_text(item.label)}:</strong> " if item.label else ""
    links = "".join(
        f'<sup><a href="#note-{_text(note)}">[{numbers[note]}]</a></sup>' for note in item.notes
    )
    remark = f" <em>{_text(item.remark)}</em>" if item.remark else ""
    below = f"\n{_list(item.below, numbers)}\n" if item.below else ""
    glue = "&#8288;" if links else ""  # the first note stays with its sentence
    return f"<li>{label}{_text(item.text)}{glue}{links}{remark}{below}</li>"


def _evidence(found: Cited) -> str:
    evidence = found.evidence
    quote = _text(f"{in_marks(evidence.quote)} ({in_whose_words(evidence)})")
    where = found.trouble or (f"paragraph {found.paragraph}" if found.paragraph else None)
    source = found.article
    name = f"<cite>{_text(source.label)}</cite>" if source else _text(evidence.article)
    outlet = f", {_text(outlet_of(source))}" if source and source.outlet else ""
    return f"{quote}. {name}{outlet}, {where}."


def _described(source: Source) -> Iterator[str]:
    yield f"<cite>{_text(source.label or source.id)}</cite>{of_title(source)}"
    yield _text(outlet_of(source))
    if (by := byline(source)) is not None:
        yield _text(by)
    yield _text(str(source.date))
    if source.url and is_address(source.url):
        yield f'<a href="{_text(source.url)}">{_text(source.url)}</a>'
    else:
        yield _text(source.url or f"file {source.file}")


def _text(text: str) -> str:
    return html.escape(one_line(text))
