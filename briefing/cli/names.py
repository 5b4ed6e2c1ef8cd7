"""What a user calls a party, an issue or a record, made into what the library calls it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from briefing.cli.common import nothing

if TYPE_CHECKING:
    from briefing.dossier.model import Record
    from briefing.library import Library


def known_party(library: Library, name: str) -> str:
    settings = library.dossier.settings
    wanted = name.strip().casefold()
    for party in settings.parties:
        if wanted in (party.id, party.name.casefold(), *(a.casefold() for a in party.aliases)):
            return party.id
    known = ", ".join(p.id for p in settings.parties) or "none are named in briefing.yaml"
    raise click.UsageError(f"no party {name!r}; known: {known}")


def known_issue(library: Library, name: str) -> str:
    for _, issue in library.dossier.settings.walk_issues():
        if name.casefold() in (issue.id, issue.name.casefold()):
            return issue.id
    known = ", ".join(i.id for _, i in library.dossier.settings.walk_issues())
    raise click.UsageError(f"no issue {name!r}; known: {known or 'none in briefing.yaml'}")


def known_record(library: Library, record_id: str) -> Record:
    found = library.dossier.record(record_id)
    if found is None:
        nothing(f"no record {record_id!r}; `briefing records` lists them")
    return found
