"""One of several programs on one library: python -m tests.faults.crowd FOLDER NAME ROUNDS."""

from __future__ import annotations

import sys
from pathlib import Path
from random import Random

from briefing.dossier.model import Kind
from briefing.indexing.changes import CannotIndex
from briefing.library import Library
from briefing.marking import Draft, Marking
from tests.faults.press import WORD


def main(root: Path, name: str, rounds: int) -> None:
    chance = Random(name)
    saved = 0
    for number in range(rounds):
        library = Library(root)
        if chance.random() < 0.4:
            (root / f"own-{name}.md").write_text(f"The word {WORD} once more, round{number}.\n")
        try:
            library.sync()
            found = library.search(WORD, limit=1000)
            assert found.total >= 1
        except CannotIndex:
            pass
        if chance.random() < 0.5 and library.entries:
            article = library.article("a0")
            draft = Draft(Kind.CLAIM, "north", "border", f"Said by {name} in round {number}.")
            record = Marking(library, session=name).add_record(
                article.passage(0, 8 + number), draft
            )
            print(record.id, flush=True)
            saved += 1
        library.close()


if __name__ == "__main__":
    main(Path(sys.argv[1]), sys.argv[2], int(sys.argv[3]))
