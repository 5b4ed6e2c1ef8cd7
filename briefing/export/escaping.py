"""Text from strangers as literal markdown: what is rendered is the text, and nothing else.

Made for CommonMark and its GFM tables, and where it costs nothing for the
signs of Obsidian, Logseq and Pandoc: tags, wiki-links, block references,
comments, properties, mathematics, footnotes, citations.
"""

from __future__ import annotations

import re

from briefing.safe_text import one_line, visible

_ANYWHERE = re.compile(
    r"[\\`*_\[\]<>#|~^$={}]"  # code, emphasis, links, HTML, tags, tables, maths, attributes
    r"|&(?=[#\w])"  # entities
    r"|(?<=%)%|(?<=:):|:(?=/)|(?<=\()\("  # comments, properties, bare addresses, blocks
    r"|@(?=\w)|(?<=\bwww)\."  # citations, bare addresses
)
_MARK_AT_START = re.compile(r"(?m)^(?:[-+]|:(?=\s|~|$))")
_NUMBER_AT_START = re.compile(r"(?m)^(\d{1,9})([.)])(?=\s|$)")
_SPACE_AT_EDGE = re.compile(r"(?m)^[^\S\n]+|[^\S\n]+$")
_BARE_LINE_END = re.compile(r"(?<![^\n])\n|\n(?![^\n])")
_ADDRESS = re.compile(r"https?://[!-;=?-~]+")


def escape(text: str) -> str:
    """``text`` as markdown that renders as exactly ``visible(text)``, on its own or in a line.

    Line ends stay soft breaks; where one would end the paragraph it becomes a
    character reference, as does white space that a parser would strip.
    """
    plain = _ANYWHERE.sub(r"\\\g<0>", visible(text))
    plain = _MARK_AT_START.sub(r"\\\g<0>", plain)
    plain = _NUMBER_AT_START.sub(r"\1\\\2", plain)
    plain = _SPACE_AT_EDGE.sub(_reference, plain)
    return _BARE_LINE_END.sub("&#10;", plain)


def escape_line(text: str) -> str:
    """``text`` on one line, white space folded, as literal markdown: for titles and cells."""
    return escape(one_line(text))


def is_address(text: str) -> bool:
    """Whether ``text`` is a plain web address, harmless as a link."""
    return _ADDRESS.fullmatch(text) is not None


def link(address: str) -> str:
    """A web address as an autolink; anything else as literal text."""
    if is_address(address):
        return f"<{address}>"
    return escape_line(address)


def _reference(match: re.Match[str]) -> str:
    return "".join(f"&#{ord(c)};" for c in match.group())
