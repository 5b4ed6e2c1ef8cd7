"""How long pages take that were made to take long, each with as many tags as a page may have.

    python benchmarks/worst_pages.py [--tags 20000] [NAME ...]

Prints for each page the seconds of one processor, the most memory in MB of 1,048,576
bytes, and what came of it: the number of its blocks, or why it is refused.
"""

from __future__ import annotations

import argparse
import resource
import subprocess
import sys
import time
from collections.abc import Callable

from briefing.reading.importing.limits import MAX_TAGS

LINE = "The two sides met at the weir again and agreed on little, ministers said. "
STORY = f"<p>{LINE * 20}</p>"
JSON = '<script type="application/ld+json">'
ARTICLE = '{"@type": "NewsArticle", "headline": "Weir #"},'


def many(piece: str, number: int) -> str:
    """``piece`` so many times, each with its number in the place of ``#``."""
    return "".join(piece.replace("#", str(n)) for n in range(number))


def nested(tag: str, inner: str, depth: int, attributes: str = "") -> str:
    return f"<{tag}{attributes}>" * depth + inner + f"</{tag}>" * depth


PAGES: dict[str, Callable[[int], str]] = {
    "paragraphs": lambda n: many(f"<p>{LINE}#</p>", n),
    "paragraphs open": lambda n: many(f"<p>{LINE}#", n),
    "paragraphs styled": lambda n: many(f"<p style='color:red'>{LINE}#</p>", n),
    "paragraphs long": lambda n: many(f"<p>{LINE * 2}#</p>", n),
    "paragraph of 3 MB": lambda _: f"<p>{LINE * 40_000}</p>",
    "line breaks": lambda n: many(f"{LINE}#<br>", n),
    "bold words": lambda n: many(f"{LINE}<b>#</b>", n),
    "spans": lambda n: "<div>" + many(f"<span>{LINE}#</span>", n) + "</div>",
    "spans in spans": lambda n: many(nested("span", f"{LINE}#", 30), n // 30),
    "divisions": lambda n: many(f"<div>{LINE}#</div>", n),
    "links": lambda n: "<div>" + many(f"<a href='/#'>{LINE}#</a> ", n) + "</div>",
    "links as lines": lambda n: many("<p><a href='/#'>More #</a></p>", n // 2) + STORY,
    "list": lambda n: "<ul>" + many(f"<li>{LINE}#</li>", n) + "</ul>" + STORY,
    "lists": lambda n: many(f"<ul><li>{LINE}#</li></ul>", n // 2) + STORY,
    "list of links": lambda n: f"<ul>{many('<li><a href=/#>Read #</a></li>', n // 2)}</ul>{STORY}",
    "lists in lists": lambda n: nested("ul", many(f"<li>{LINE}#</li>", n - 200), 38),
    "headings": lambda n: many("<h2>Heading #</h2>", n) + STORY,
    "headings that link": lambda n: (
        "<div>" + many("<h2><a href='/#'>A heading #</a></h2>", n // 2) + "</div>" + STORY
    ),
    "headings and text": lambda n: many(f"<h2>Heading #</h2><p>{LINE}#</p>", n // 2),
    "headlines": lambda n: many("<h1>Talks at the weir #</h1>", n) + STORY,
    "forms": lambda n: many(f"<form></form>{LINE}#", n) + STORY,
    "menus": lambda n: many(f"<div class='menu'>{LINE}#</div>", n) + STORY,
    "menus in menus": lambda n: nested("div", many(f"<p>{LINE}#</p>", n - 200), 38, " class=menu"),
    "table": lambda n: f"<table>{many(f'<tr><td>{LINE}#</td><td>x</td></tr>', n // 3)}</table>",
    "tables": lambda n: many(f"<table><tr><td>{LINE}#</td></tr></table>", n // 4),
    "cells": lambda n: f"<table><tr>{many('<td>#</td>', n)}</tr></table>{STORY}",
    "captions": lambda n: many(f"<figure><figcaption>{LINE}#</figcaption></figure>", n // 2),
    "quotes": lambda n: many(f"<blockquote><p>{LINE}#</p></blockquote>", n // 2) + STORY,
    "dates": lambda n: many("<time datetime='2025-06-03'>June 3, #</time>", n) + STORY,
    "bylines": lambda n: many("<p class='byline'>By Ada Weir #</p>", n) + STORY,
    "authors": lambda n: many("<b itemprop='author'>Ada Weir #</b>", n) + STORY,
    "titles in markup": lambda n: many("<meta property='og:title' content='Weir #'>", n) + STORY,
    "structured data": lambda n: many(JSON + '{"headline": "Weir #"}</script>', n) + STORY,
    "structured data deep": lambda _: f"{JSON}{'[' * 100_000}{']' * 100_000}</script>{STORY}",
    "structured data long": lambda _: (
        f"{JSON}[{many(ARTICLE, 100_000)}0]</script>{STORY}"
    ),
    "attributes": lambda n: many(f"<p {many('a#=1 ', 100)}>{LINE}</p>", n // 20),
    "attributes of one": lambda _: f"<p {many('a#=1 ', 1_900)}>{LINE}</p>" * 50 + STORY,
    "names of one": lambda _: f"<p class='{many('name-# ', 300_000)}'>{LINE}</p>" + STORY,
    "ampersands": lambda _: f"<p>{'&' * 3_000_000}</p>" + STORY,
    "angles": lambda n: "< " * (3 * n) + STORY,
    "comments": lambda n: "<!--x-->" * (3 * n) + STORY,
    "spaces": lambda _: " " * 10_000_000 + STORY,
}  # fmt: skip


def main() -> None:
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--tags", type=int, default=MAX_TAGS)
    parser.add_argument("names", nargs="*", metavar="NAME")
    options = parser.parse_args()
    if len(options.names) == 1:
        measure(options.names[0], options.tags - 10)
        return
    for name in options.names or PAGES:
        command = [sys.executable, __file__, name, "--tags", str(options.tags)]
        subprocess.run(command, check=True)


def measure(name: str, tags: int) -> None:
    from briefing.reading.importing import Unreadable, extract

    body = f"<article><h1>Talks at the weir</h1>{PAGES[name](tags)}</article>"
    page = f"<html><head><title>Talks at the weir</title></head><body>{body}</body></html>".encode()
    start = time.process_time()
    try:
        outcome = f"{len(extract(page, 'a.html').articles[0].blocks)} blocks"
    except Unreadable as error:
        outcome = error.reason
    seconds = time.process_time() - start
    memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    memory //= 1024**2 if sys.platform == "darwin" else 1024
    print(f"{name:22}{len(page) / 1e6:6.1f} MB{seconds:6.1f} s{memory:6} MB  {outcome}", flush=True)


if __name__ == "__main__":
    main()
