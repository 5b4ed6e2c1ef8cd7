"""The documents say what the program does: commands, fields and links in them are real."""

from __future__ import annotations

import re
from pathlib import Path

import click
import pytest

from briefing.cli.main import program

ROOT = Path(__file__).parent.parent
DOCS = [ROOT / "README.md", ROOT / "CONTRIBUTING.md", *sorted((ROOT / "docs").glob("*.md"))]


@pytest.mark.parametrize("doc", DOCS, ids=lambda p: p.name)
def test_links_lead_somewhere(doc: Path) -> None:
    for target in re.findall(r"\]\(([^)#]+)\)", doc.read_text(encoding="utf-8")):
        if "://" not in target:
            assert (doc.parent / target).exists(), f"{doc.name}: {target}"


@pytest.mark.parametrize("doc", DOCS, ids=lambda p: p.name)
def test_commands_in_the_documents_exist(doc: Path) -> None:
    text = doc.read_text(encoding="utf-8")
    for name in re.findall(r"^(?:\$ )?briefing ([a-z]+)\b", text, flags=re.M):
        assert name in program.commands, f"{doc.name}: briefing {name}"


def test_make_targets_in_the_documents_exist() -> None:
    targets = set(re.findall(r"^([a-z0-9-]+):", (ROOT / "Makefile").read_text(), flags=re.M))
    for doc in DOCS:
        for name in re.findall(r"`make ([a-z0-9-]+)", doc.read_text(encoding="utf-8")):
            assert name in targets, f"{doc.name}: make {name}"


def test_every_command_has_an_example_and_a_first_line() -> None:
    context = click.Context(program)
    for name in program.list_commands(context):
        command = program.get_command(context, name)
        assert command is not None
        assert command.help
        assert "Examples:" in command.help, name
        assert f"briefing {name}" in command.help, name
