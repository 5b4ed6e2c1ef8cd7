"""Articles of which every one can be told from every other by searching."""

from __future__ import annotations

from pathlib import Path

WORD = "everywhere"


def write_articles(root: Path, count: int, version: int) -> None:
    """Articles ``a0`` to ``a<count>``; every third one says another word in each version."""
    for number in range(count):
        path = root / f"a{number}.md"
        text = text_of(number, version)
        if not path.exists() or path.read_text() != text:
            path.write_text(text)


def text_of(number: int, version: int) -> str:
    return (
        f"---\ntitle: Article {_name(number)}\noutlet: Reed\n---\n"
        f"The word {WORD} and the word {_name(number)} stand in it.\n\n"
        f"It also says {_version(version if number % 3 == 0 else 0)}.\n"
    )


def articles_of(count: int, version: int) -> dict[str, set[str]]:
    """Queries, and the ids of all that they must find."""
    changing = {f"a{n}" for n in range(0, count, 3)}
    others = {f"a{n}" for n in range(count)} - changing
    last = count - 1
    return {
        WORD: changing | others,
        _name(0): {"a0"},
        _name(last): {f"a{last}"},
        _version(version): changing if version else changing | others,
        _version(0): others if version else changing | others,
        _version(version - 1) if version > 1 else "nothinghere": set(),
    }


def _name(number: int) -> str:
    return "name" + "".join(chr(ord("a") + int(d)) for d in f"{number:04}")


def _version(number: int) -> str:
    return "version" + "".join(chr(ord("k") + int(d)) for d in f"{number:04}")
