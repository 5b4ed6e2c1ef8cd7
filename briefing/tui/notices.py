"""What the reader is told about the library's index and files, as sentences."""

from __future__ import annotations

from collections.abc import Sequence

from briefing.dossier.model import Problem
from briefing.indexing.changes import Changes
from briefing.tui.base.words import counted

SHOWN_PROBLEMS = 3


def sync_notice(changes: Changes, first: bool, again: bool = False) -> str | None:
    """What a sync did, if the reader should know. ``first``: there was nothing before;
    ``again``: it came while the app was open."""
    if changes.busy:
        return "Another briefing is indexing this folder; what it finds shows when it is done."
    if changes.rebuilt:
        return f"The search index was built anew: {changes.rebuilt}."
    if first or not changes:
        return None
    parts = [
        f"{len(ids):,} {word}"
        for ids, word in (
            (changes.added, "new"),
            (changes.changed, "changed"),
            (changes.removed, "gone"),
        )
        if ids
    ]
    return f"Articles {'in the folder' if again else 'since the last time'}: {', '.join(parts)}."


def problem_notice(problems: Sequence[Problem]) -> str | None:
    """What is wrong in the library's YAML: the first few, with file and line."""
    if not problems:
        return None
    lines = [str(problem) for problem in problems[:SHOWN_PROBLEMS]]
    if more := len(problems) - len(lines):
        lines.append(f"… and {counted(more, 'more', 'more')}; `briefing check` lists them")
    return "\n".join(lines)
