"""Making a library: what is missing is added, and nothing that is there is touched."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from briefing import locations
from briefing.dossier.emit import scalar
from briefing.files import read_if_there, write_atomic
from briefing.reading.candidates import LEFT_OUT

_SETTINGS = """\
# A library of `briefing`: this folder, with the articles in it.
# Change anything here with an editor; lines that start with # are comments.

# The version of the format of all YAML files in this folder.
format: 1

title: {title}

# Whoever takes a position, in the order of the board's columns; its first two are shown first.
# The id is what records name; aliases are other names that articles use.
parties:
{parties}

# What is negotiated, in the order of the board's rows. Issues may hold issues.
issues:
#  - id: ceasefire
#    name: Ceasefire
#    issues:
#      - id: monitoring
#        name: Monitoring of a ceasefire

# Spellings that are one word to the searcher, besides those that briefing knows.
#spelling:
#  groups:
#    - [Northtown, Norton]

# Words that different sources use for one thing, compared by `briefing wording`.
#wording:
#  - name: The capital
#    words: [Northtown, Norton]
"""
_NO_PARTIES = """\
#  - id: north
#    name: North
#    aliases: [the northern government]"""
_RECORDS = """\
# The records: who demands, offers, answers, agrees to or claims what, and where it was read.
# `briefing` adds them here, and so can you; one looks like this:
#
# - id: north-border-open
#   kind: demand              # demand, offer, response, agreement, figure, claim, event
#   party: north
#   issue: border
#   says: One sentence in your own words.
#   evidence:
#     - article: some-article # an article's id, see `briefing list`
#       quote: a few exact words
#       mode: outlet          # direct, paraphrase, outlet, anonymous, relayed
"""


class CannotStart(Exception):
    """Nothing was made; the message says what to do."""


@dataclass(frozen=True, slots=True)
class Started:
    """What was made, and what was there already, by the names of files."""

    made: tuple[str, ...]
    kept: tuple[str, ...]


def start(folder: Path, title: str, parties: Sequence[str] = ()) -> Started:
    """Make ``folder`` a library. Files that are there stay as they are. OSError as the system."""
    files = {
        locations.SETTINGS: settings_yaml(title, parties).encode(),
        locations.RECORDS: _RECORDS.encode(),
    }
    return _put(folder, files)


def copy_sample(folder: Path) -> Started:
    """Copy the sample library, without what was built or exported in it.

    CannotStart where ``folder`` holds another library already.
    """
    sample = locations.sample_library()
    files = {
        path.relative_to(sample).as_posix(): path.read_bytes()
        for path in sorted(sample.rglob("*"))
        if path.is_file() and not _left_out(path.relative_to(sample))
    }
    for name in (locations.SETTINGS, locations.RECORDS):
        there = read_if_there(folder / name)
        if there is not None and there != files[name]:
            raise CannotStart(f"{folder} holds a library of its own; name a new folder")
    return _put(folder, files)


def settings_yaml(title: str, parties: Sequence[str]) -> str:
    """A new ``briefing.yaml``, with comments that explain it."""
    ids: list[str] = []
    lines = []
    for name in dict.fromkeys(filter(None, (" ".join(party.split()) for party in parties))):
        ids.append(_free_id(name, ids))
        lines.append(f"  - id: {scalar(ids[-1])}\n    name: {scalar(name)}\n    aliases: []")
    return _SETTINGS.format(
        title=scalar(" ".join(title.split())), parties="\n".join(lines) or _NO_PARTIES
    )


def _free_id(name: str, taken: Sequence[str]) -> str:
    """An id for a party: its name in the letters that ids have, else a number."""
    plain = unicodedata.normalize("NFKD", name).encode("ascii", "ignore").decode().lower()
    wanted = re.sub("[^a-z0-9]+", "-", plain).strip("-") or f"party-{len(taken) + 1}"
    number, found = 1, wanted
    while found in taken:
        number += 1
        found = f"{wanted}-{number}"
    return found


def _left_out(path: Path) -> bool:
    return any(part.startswith(".") or part in LEFT_OUT for part in path.parts)


def _put(folder: Path, files: dict[str, bytes]) -> Started:
    made, stayed = [], []
    for name, data in files.items():
        there = read_if_there(folder / name)
        if there is None:
            write_atomic(folder / name, data, check=True)
            made.append(name)
        else:
            stayed.append(name)
    return Started(tuple(made), tuple(stayed))
