"""A program of its own that marks in a library until it is done or killed; tells what is confirmed.

Arguments: the library, a name for it, how many records, and whether it changes them too.
"""

from __future__ import annotations

import sys
from dataclasses import replace
from pathlib import Path

from briefing.dossier.model import Kind
from briefing.library import Library
from briefing.marking import Draft, Marking, New


def main(root: Path, name: str, count: int, restless: bool) -> None:
    library = Library(root)
    library.sync(engine=False)
    marking = Marking(library, session=name)
    article = library.article("harbour")
    print("ready", flush=True)
    for number in range(count):
        draft = Draft(Kind.CLAIM, "isle", "fares", f"Version 0 of {name} {number}.")
        if restless:
            draft = replace(draft, party=New(f"Party {name} {number}"))
        record = marking.add_record(article.passage(0, 12), draft)
        print(record.id, 0, flush=True)
        if restless:
            draft = replace(Draft.of(record), says=f"Version 1 of {name} {number}.")
            marking.change_record(record, draft)
            print(record.id, 1, flush=True)
            marking.add_issue(f"Issue {name} {number}")
            marking.undo()


if __name__ == "__main__":
    main(Path(sys.argv[1]), sys.argv[2], int(sys.argv[3]), sys.argv[4] == "restless")
