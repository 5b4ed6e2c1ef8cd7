"""How much of a hostile file is looked at."""

from __future__ import annotations

MEGABYTE = 1024 * 1024
MAX_FILE = 64 * MEGABYTE
"""Bytes of a file of any format."""
MAX_PAGE = 32 * MEGABYTE
"""Bytes of one web page."""
MAX_MARKUP = 12 * MEGABYTE
"""Bytes of one web page without the pictures and programs written into it."""
MAX_XML = 16 * MEGABYTE
"""Bytes of an XML document: a tree of it takes ten times that in memory."""
MAX_TAGS = 20_000
"""Tags of one web page. The worst ones take seconds then."""
MAX_ATTRIBUTES = 100_000
"""Attributes of one web page: each takes a kilobyte of memory."""
MAX_OF_ONE_TAG = 2_000
"""Attributes of one tag; libxml2 compares each with all."""
MAX_DEPTH = 250
"""Tags within tags; libxml2 drops what is deeper than 256 without a word."""
MAX_NESTED = 40 * MAX_TAGS
"""The depths of all tags of a page together."""
MAX_UNPACKED = 256 * MEGABYTE
"""Bytes that all the members of an archive may have together when unpacked."""
MAX_RATIO = 200
"""How many times its packed size a member may have, when it is large."""
MAX_ARTICLE = 4 * MEGABYTE
"""Characters of one article: some 1,500 pages of print. Longer ones are no articles, and
searching in one takes memory by its length."""
TOO_LONG = f"it is longer than an article may be ({MAX_ARTICLE // MEGABYTE} million characters)"
MAX_PARTS = 5_000
"""Articles and links in one file."""
