"""Small files that mean much work, and what the program makes of them.

python -m tests.hostile.bombs FOLDER [all] reads them in little memory, and prints what each took.
"""

from __future__ import annotations

import json
import resource
import sys
import time
from collections.abc import Callable
from pathlib import Path

from tests.hostile.commands import call
from tests.tui.conftest import FILES

MEMORY = 1_500_000_000
"""Bytes of address space that reading any of them may take."""
DEEP = 60_000
WIDE = 9

FILES_OF_YAML = ("positions.yaml", "highlights.yaml", "dismissed.yaml", "briefing.yaml")

Bomb = Callable[[], str]


def _aliases() -> str:
    """Nine levels of nine aliases: 9**9 texts, were they written out."""
    lines = ["- a0: &a0 [x, x, x, x, x, x, x, x, x]"]
    for level in range(1, WIDE):
        lines.append(f"  a{level}: &a{level} [{', '.join([f'*a{level - 1}'] * WIDE)}]")
    return "\n".join(lines)


IN_YAML: dict[str, Bomb] = {
    "brackets in brackets": lambda: "[" * DEEP,
    "braces in braces": lambda: "{a: " * DEEP,
    "closed brackets in brackets": lambda: "[" * DEEP + "]" * DEEP,
    "lists in lists": lambda: "- " * DEEP,
    "keys in keys": lambda: "? " * DEEP,
    "indented deeper and deeper": lambda: "\n".join(f"{' ' * n}a:" for n in range(2_000)),
    "aliases of aliases": _aliases,
    "an alias of itself": lambda: "- &a [*a, *a]",
    "merged aliases": lambda: "- &a {b: c}\n- {<<: [*a, *a], <<: *a}",
    "a long text": lambda: f"- id: '{'x' * 5_000_000}'",
    "a long plain text": lambda: "- " + "word " * 1_000_000,
    "a long key": lambda: f"- {'k' * 1_000_000}: x",
    "many entries that do not fit": lambda: "- x\n" * 20_000,
    "many anchors": lambda: "".join(f"- &a{n} x\n" for n in range(20_000)),
    "many tags": lambda: "- !!python/object/apply:os.system [x]\n" * 2_000,
    "many documents": lambda: "---\n- x\n" * 10_000,
    "a number of many digits": lambda: (
        f"- {{id: x, kind: figure, figure: {{value: {'9' * 400_000}}}}}"
    ),
    "a year of many digits": lambda: f"- {{id: x, when: {{from: {'9' * 100_000}-01-01}}}}",
    "base sixty": lambda: "- {id: x, figure: {value: " + "1:" * 50_000 + "1}}",
}
HEADERS = {name: IN_YAML[name] for name in list(IN_YAML)[:10]}


def _feed(items: object) -> bytes:
    return json.dumps({"version": "https://jsonfeed.org/version/1.1", "items": items}).encode()


TO_ADD: dict[str, tuple[str, Callable[[], bytes]]] = {
    "JSON in JSON": ("f.json", lambda: _feed(0).removesuffix(b"0}") + b"[" * DEEP),
    "a JSON number": ("f.json", lambda: _feed([{"id": 1}]).replace(b"1}", b"9" * 100_000 + b"}")),
    "tags in tags": ("p.html", lambda: b"<html><body>" + b"<div>" * 100_000 + b"word"),
    "many tags": ("p.html", lambda: b"<html><body>" + b"<p>word</p>" * 100_000),
    "a page of 50 MB": ("p.html", lambda: b"<html><body><p>" + b"word " * 10_000_000),
    "XML in XML": ("f.xml", lambda: b"<rss><channel>" + b"<item>" * DEEP),
    "entities of entities": (
        "f.xml",
        lambda: b'<?xml version="1.0"?><!DOCTYPE r [<!ENTITY a "xxxxxxxxxx">'
        + b"".join(b'<!ENTITY %c "%s">' % (98 + n, b"&%c;" % (97 + n) * 10) for n in range(9))
        + b"]><rss><channel><title>&j;</title></channel></rss>",
    ),
    "a file of the machine": (
        "f.xml",
        lambda: b'<?xml version="1.0"?><!DOCTYPE r [<!ENTITY x SYSTEM "file:///etc/passwd">]>'
        b"<rss><channel><title>&x;</title></channel></rss>",
    ),
    "text of one line": ("t.txt", lambda: b"word " * 2_000_000),
    "text of many lines": ("t.md", lambda: b"- x\n" * 50_000),
    "marks in marks": ("t.md", lambda: b"> " * 50_000 + b"word"),
    "lists in lists": ("t.md", lambda: b"".join(b" " * n + b"- x\n" for n in range(1_500))),
    "brackets": ("t.md", lambda: b"[" * 200_000 + b"word" + b"](" * 200_000),
    "emphasis": ("t.md", lambda: b"*a **b " * 100_000),
}  # fmt: skip


def main(folder: Path, everything: bool) -> None:
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    number = 0
    step = 1 if everything else 2
    for name, text in [(n, b()) for n, b in list(IN_YAML.items())[::step]]:
        for file in FILES_OF_YAML if everything else [FILES_OF_YAML[number % 4]]:
            number += _tried(_library(folder / f"l{number}", {file: text}), f"{name} in {file}")
    for name, bomb in list(HEADERS.items())[::step]:
        head = {"bomb.md": f"---\ntitle: x\nx:\n{bomb()}\n---\nA calm text.\n"}
        number += _tried(_library(folder / f"l{number}", head), f"{name} in front matter")
    for name, (file, make) in list(TO_ADD.items())[::step]:
        (folder / file).write_bytes(make())
        root = _library(folder / f"l{number}", {})
        number += _tried(root, f"{name} added", ["add", f"../{file}"])
    print(number)


def _library(root: Path, more: dict[str, str]) -> Path:
    root.mkdir(parents=True)
    for name, text in {**FILES, **more}.items():
        (root / name).write_text(text, encoding="utf-8")
    return root


def _tried(root: Path, name: str, *commands: list[str]) -> int:
    started = time.process_time()
    for arguments in (*commands, ["list"]):
        ran = call(*arguments, cwd=root)
        assert ran.code in {0, 1, 2, 3}, (name, ran.err[-500:])
        assert len(ran.err) < 10_000_000
    assert "courier" in ran.out, name
    print(f"{name}: {time.process_time() - started:.2f} s", file=sys.stderr, flush=True)
    return 1


if __name__ == "__main__":
    main(Path(sys.argv[1]), everything="all" in sys.argv[2:])
