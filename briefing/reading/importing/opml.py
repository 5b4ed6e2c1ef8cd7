"""Lists of subscriptions (OPML): a link to every feed, and to every page that is listed."""

from __future__ import annotations

from briefing.reading.importing.cleaning import address, language_code, one_line
from briefing.reading.importing.imported import Extracted, Link, LinkKind, Source
from briefing.reading.importing.limits import MAX_PARTS
from briefing.reading.importing.xml_tree import attribute, descendants, xml_root
from briefing.reading.unreadable import Unreadable


def read(source: Source) -> Extracted:
    """The links of a list. Raises Unreadable."""
    links: dict[str, Link] = {}
    for outline in descendants(xml_root(source.data, "the list of feeds"), "outline"):
        feed = address(attribute(outline, "xmlUrl"))
        url = feed or address(attribute(outline, "url"))
        if url is None or len(links) >= MAX_PARTS:
            continue
        title = one_line(attribute(outline, "title") or attribute(outline, "text"))
        links.setdefault(
            url,
            Link(
                url=url,
                kind=LinkKind.FEED if feed else LinkKind.ARTICLE,
                title=None if feed else title,
                outlet=title if feed else None,
                language=language_code(attribute(outline, "language")),
            ),
        )
    if not links:
        raise Unreadable("there are no addresses in the list of feeds")
    return Extracted(links=tuple(links.values()))
