"""The command that makes, changes and deletes records."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from enum import StrEnum
from typing import TYPE_CHECKING, Any

import click

from briefing.cli.common import Context, common_options, failures, open_library
from briefing.cli.marking_commands import quoted_passage, saving
from briefing.cli.names import known_issue, known_party, known_record
from briefing.dossier.model import Bound, Figure, FigureState, Kind, Mode, Record, Stance, When

if TYPE_CHECKING:
    from briefing.library import Library
    from briefing.marking import Draft, Marking, New

Given = Mapping[str, Any]
"""The options by name; None, or an empty tuple, for those that were not given."""

_Command = Callable[..., Any]
PASSAGE = ("article", "quote", "before", "after")
EVIDENCE = ("speaker", "mode", "via")
FIGURE = ("quantity", "value", "upto", "unit", "bound", "state")
WHEN = ("when", "days", "basis")
FIELDS = (
    *("kind", "party", "new_party", "issue", "new_issue", "says", "to", "answers"),
    *("variant_of", "stance", "pending_from", *FIGURE, *WHEN),
)
UNKNOWN = "unknown"


def _choice(words: type[StrEnum]) -> click.Choice[str]:
    return click.Choice([word.value for word in words])


OPTIONS: tuple[tuple[str, dict[str, Any]], ...] = (
    ("--quote", {"metavar": "WORDS", "help": "The passage of ARTICLE that it was read in."}),
    ("--before", {"metavar": "WORDS", "help": "Words just before it, where it stands twice."}),
    ("--after", {"metavar": "WORDS", "help": "Words just after it."}),
    ("--kind", {"type": _choice(Kind), "help": "What it is."}),
    ("--party", {"metavar": "ID", "help": "Who says or does it."}),
    ("--new-party", {"metavar": "NAME", "help": "The same, put into briefing.yaml."}),
    ("--issue", {"metavar": "ID", "help": "What it is about."}),
    ("--new-issue", {"metavar": "NAME", "help": "The same, put into briefing.yaml."}),
    ("--says", {"metavar": "S", "help": "It in one sentence of your own words."}),
    ("--to", {"metavar": "ID", "help": "The party that it is addressed to."}),
    ("--answers", {"metavar": "ID", "multiple": True, "help": "A record it answers; repeatable."}),
    ("--stance", {"type": _choice(Stance), "help": "How a response meets what it answers."}),
    ("--variant-of", {"metavar": "ID", "help": "A record that tells the same differently."}),
    ("--pending-from", {"metavar": "ID", "help": "The party whose answer is awaited."}),
    ("--quantity", {"metavar": "NAME", "help": "For a figure: what is counted, as an id."}),
    ("--value", {"metavar": "N", "help": "For a figure: a number, or the word unknown."}),
    ("--upto", {"metavar": "N", "help": "For a figure: the upper end of a range."}),
    ("--unit", {"metavar": "WORD", "help": "For a figure."}),
    ("--bound", {"type": _choice(Bound), "help": "For a figure."}),
    ("--state", {"type": _choice(FigureState), "help": "For a figure."}),
    ("--when", {"metavar": "WORDS", "help": "When it was, as the article has it."}),
    ("--days", {"metavar": "D", "help": "The same as 2025-06-02, or 2025-06-01..2025-06-30."}),
    ("--basis", {"metavar": "WHY", "help": "What the days are inferred from."}),
    ("--speaker", {"metavar": "NAME", "help": "Who says so there, as the article has it."}),
    ("--mode", {"type": _choice(Mode), "help": "How the words came to the reader."}),
    ("--via", {"metavar": "OUTLET", "help": "Who is relayed."}),
    ("--further", {"metavar": "ID", "help": "Add the passage as evidence to this record."}),
    ("--edit", {"metavar": "ID", "help": "Change this record's fields to those given."}),
    ("--evidence", {"type": click.IntRange(1), "metavar": "N", "help": "Edit its N-th evidence."}),
    ("--remove-evidence", {"type": click.IntRange(1), "metavar": "N", "help": "Of --edit ID."}),
    ("--delete", {"metavar": "ID", "help": "Delete this record."}),
    ("--unlink", {"is_flag": True, "help": "With --delete: out of the records that name it too."}),
)


def _options(command: _Command) -> _Command:
    for name, settings in reversed(OPTIONS):
        command = click.option(name, **settings)(command)
    return command


@click.command("record")
@click.argument("article", required=False)
@_options
@common_options(formats=False)
def record_command(context: Context, **given: Any) -> None:
    """Make a record of a passage of ARTICLE, and print the new record's id.

    Without --mode it counts as a paraphrase where a --speaker is named, else as
    the outlet's own voice. With --edit an empty value takes a field away.

    \b
    Examples:
      briefing record no-breakthrough --quote 'a formal response' --kind claim
          --party ukraine --issue talks --says 'Ukraine awaits an answer.'
      briefing record no-breakthrough --quote 'a full ceasefire' --further ua-full-ceasefire
      briefing record --edit ua-full-ceasefire --says 'Ukraine demands a ceasefire.'
      briefing record --edit ua-full-ceasefire --evidence 2 --speaker 'A minister'
      briefing record --edit ua-full-ceasefire --remove-evidence 2
      briefing record --delete ua-full-ceasefire --unlink
    """
    with failures(), saving():
        from briefing.marking import Marking

        way = _way(given)
        library = open_library(context, engine=False)
        made = way(library, Marking(library), given)
        if made is not None:
            click.echo(made)


def _way(given: Given) -> Callable[[Library, Marking, Given], str | None]:
    """What is asked for; wrong use where that is not one thing."""
    if given["delete"] is not None:
        _only(given, "delete", "unlink")
        return _delete
    if given["edit"] is not None:
        _only(given, "edit", "evidence", "remove_evidence", *FIELDS, *EVIDENCE)
        return _edit_evidence if _any(given, "evidence", "remove_evidence", *EVIDENCE) else _edit
    if given["article"] is None:
        raise click.UsageError("give an ARTICLE with --quote, or --edit ID, or --delete ID")
    if given["further"] is not None:
        _only(given, "further", *PASSAGE, *EVIDENCE)
        return _further
    _only(given, *PASSAGE, *FIELDS, *EVIDENCE)
    return _new


def _new(library: Library, marking: Marking, given: Given) -> str:
    from briefing.marking import Draft

    for name, new in (("kind", None), ("party", "new_party"), ("issue", "new_issue")):
        if given[name] is None and (new is None or given[new] is None):
            raise click.UsageError(f"--{name} is missing")
    if not given["says"]:
        raise click.UsageError("--says is missing: it in one sentence of your own words")
    passage = _passage(library, given)
    blank = Draft(Kind(given["kind"]), "", "", "")
    draft = _filled(library, blank, given)
    if draft.kind is Kind.RESPONSE and not (draft.answers and draft.stance):
        raise click.UsageError("a response needs --answers ID and --stance")
    if draft.kind is Kind.FIGURE and not draft.figure:
        raise click.UsageError("a figure needs --quantity, --value and --unit")
    return marking.add_record(passage, draft, **_spoken(given)).id


def _further(library: Library, marking: Marking, given: Given) -> None:
    known = known_record(library, given["further"])
    evidence = marking.evidence(_passage(library, given), **_spoken(given))
    marking.add_evidence(known, evidence)


def _edit(library: Library, marking: Marking, given: Given) -> None:
    from briefing.marking import Draft

    if not _any(given, *FIELDS):
        raise click.UsageError("--edit goes with the fields to change, such as --says")
    known = known_record(library, given["edit"])
    marking.change_record(known, _filled(library, Draft.of(known), given))


def _edit_evidence(library: Library, marking: Marking, given: Given) -> None:
    if _any(given, *FIELDS):
        raise click.UsageError("change the fields of a record, or its evidence; not both at once")
    known = known_record(library, given["edit"])
    if given["remove_evidence"] is not None:
        _only(given, "edit", "remove_evidence")
        marking.remove_evidence(known, known.evidence[_number(known, given["remove_evidence"])])
        return
    if not _any(given, *EVIDENCE):
        raise click.UsageError("--evidence goes with --speaker, --mode or --via")
    old = known.evidence[_number(known, given["evidence"])]
    changes: dict[str, Any] = {n: given[n] or None for n in EVIDENCE if given[n] is not None}
    if "mode" in changes:
        changes["mode"] = Mode(given["mode"])
    marking.change_evidence(known, old, replace(old, **changes))


def _delete(library: Library, marking: Marking, given: Given) -> None:
    from briefing.cli.common import Failed
    from briefing.marking import Referred

    try:
        marking.delete_record(known_record(library, given["delete"]), unlink=given["unlink"])
    except Referred as error:
        names = ", ".join(record.id for record in error.records)
        message = f"{given['delete']} is named by {names}; --unlink takes it out of them too"
        raise Failed(message) from error


def _passage(library: Library, given: Given) -> Any:
    return quoted_passage(library, *(given[name] for name in PASSAGE))


def _spoken(given: Given) -> dict[str, Any]:
    mode = given["mode"]
    return {
        "speaker": given["speaker"],
        "mode": None if mode is None else Mode(mode),
        "via": given["via"],
    }


def _filled(library: Library, draft: Draft, given: Given) -> Draft:
    """The draft with the fields that were given."""
    changes: dict[str, Any] = {}
    for name in ("to", "pending_from"):
        if given[name] is not None:
            changes[name] = _named(known_party, library, given[name], "party") or None
    for name, lookup in (("party", known_party), ("issue", known_issue)):
        if (new := _new_name(given, name)) is not None:
            changes[name] = new
        elif given[name] is not None:
            changes[name] = _named(lookup, library, given[name], name)
    if given["answers"]:
        changes["answers"] = tuple(known_record(library, i).id for i in given["answers"] if i)
    if given["variant_of"] is not None:
        wanted = given["variant_of"]
        changes["variant_of"] = known_record(library, wanted).id if wanted else None
    if given["says"] is not None:
        changes["says"] = given["says"]
    if given["kind"] is not None:
        changes["kind"] = Kind(given["kind"])
    if given["stance"] is not None:
        changes["stance"] = Stance(given["stance"])
    if _any(given, *FIGURE):
        changes["figure"] = _figure(draft.figure, given)
    if _any(given, *WHEN):
        changes["when"] = _when(draft.when, given)
    return replace(draft, **changes)


def _new_name(given: Given, name: str) -> New | None:
    from briefing.marking import New

    if given[f"new_{name}"] is None:
        return None
    if given[name] is not None:
        raise click.UsageError(f"give --{name} or --new-{name}, not both")
    return New(given[f"new_{name}"])


def _named(lookup: Callable[[Library, str], str], library: Library, name: str, what: str) -> str:
    """The id of a party or an issue; wrong use, with what to do, where there is none."""
    if not name:
        return ""
    try:
        return lookup(library, name)
    except click.UsageError as error:
        message = f"{error.message}; --new-{what} NAME adds another"
        raise click.UsageError(message) from None


def _figure(old: Figure | None, given: Given) -> Figure:
    of = given["quantity"] or (old and old.of)
    unit = given["unit"] or (old and old.unit)
    if not of or not unit or (old is None and given["value"] is None):
        raise click.UsageError("a figure needs --quantity, --value and --unit")
    made = old or Figure(of, unit, None)
    return Figure(
        of,
        unit,
        made.value if given["value"] is None else _amount("value", given["value"]),
        made.bound if given["bound"] is None else Bound(given["bound"]),
        made.state if given["state"] is None else FigureState(given["state"]),
        made.upto if given["upto"] is None else _amount("upto", given["upto"]),
    )


def _when(old: When | None, given: Given) -> When | None:
    """The date with what was given; an empty value takes its part away."""
    from briefing.marking import typed

    known = (old.stated, typed.days_written(old.dating), old.dating.basis) if old else [None] * 3
    parts = [
        (was if given[name] is None else given[name]) or None
        for name, was in zip(WHEN, known, strict=True)
    ]
    try:
        return typed.when(*parts)
    except typed.NotUnderstood as error:
        raise click.UsageError(f"--{error.field}: {error}") from None


def _amount(name: str, text: str) -> float | None:
    if not text or text == UNKNOWN:
        return None
    try:
        return int(text)
    except ValueError:
        pass
    try:
        return float(text)
    except ValueError:
        message = f"--{name} is a number such as 339 or 1.5, or {UNKNOWN}; not {text!r}"
        raise click.UsageError(message) from None


def _number(known: Record, wanted: int | None) -> int:
    """Which piece of evidence is meant, from 0."""
    count = len(known.evidence)
    if wanted is None and count != 1:
        raise click.UsageError(
            f"{known.id} has {count} pieces of evidence; --evidence N says which"
        )
    if wanted is not None and wanted > count:
        raise click.UsageError(f"{known.id} has {count} pieces of evidence, no number {wanted}")
    return (wanted or 1) - 1


def _any(given: Given, *names: str) -> bool:
    return any(given[name] not in (None, (), False) for name in names)


def _only(given: Given, *names: str) -> None:
    for name in given:
        if name not in names and _any(given, name):
            asked = name.upper() if name == "article" else f"--{name.replace('_', '-')}"
            raise click.UsageError(f"{asked} does not go with --{names[0].replace('_', '-')}")
