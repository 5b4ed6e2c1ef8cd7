"""Reading the YAML files of a library; what does not fit is refused, each by itself.

The format is described in ``docs/files.md``.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from functools import partial
from typing import TypeVar

from briefing.article import Dating, Known
from briefing.dossier.fields import Fields, Report
from briefing.dossier.listing import entry_id
from briefing.dossier.model import (
    Bound,
    Dismissal,
    Evidence,
    Figure,
    FigureState,
    Highlight,
    HistoryEntry,
    Kind,
    Mode,
    Problem,
    Record,
    Stance,
    Step,
    When,
)
from briefing.dossier.nodes import (
    LIST_TAGS,
    NULLS,
    PLAIN,
    Node,
    NotYaml,
    aliases,
    collector_paused,
    compose,
    line_of,
)
from briefing.dossier.settings import Issue, Party, SearchWish, Settings, WordingGroup
from briefing.locations import FORMAT

RECORD = (
    *("id", "kind", "party", "to", "issue", "says", "answers", "stance", "variant_of"),
    *("pending_from", "figure", "when", "history", "evidence"),
)
EVIDENCE = ("article", "quote", "before", "after", "speaker", "mode", "via")
FIGURE = ("of", "value", "upto", "unit", "bound", "state")
WHEN = ("stated", "from", "to", "known", "basis")
HISTORY = ("step", "when", "note", "evidence")
HIGHLIGHT = ("id", "article", "quote", "before", "after", "tags", "memo", "made")
DISMISSAL = ("id", "article", "quote", "before", "after")
SETTINGS = ("format", "title", "parties", "issues", "spelling", "wording", "search")

Entry = TypeVar("Entry")


def load_records(text: str, file: str) -> tuple[list[Record], list[Problem]]:
    """The records of ``positions.yaml``, and what is wrong with the others, in file order."""
    with collector_paused():
        return _load_list(text, file, "records", record_from)


def load_highlights(text: str, file: str) -> tuple[list[Highlight], list[Problem]]:
    """The highlights of ``highlights.yaml``, and what is wrong with the others, in file order."""
    with collector_paused():
        return _load_list(text, file, "highlights", highlight_from)


def load_dismissals(text: str, file: str) -> tuple[list[Dismissal], list[Problem]]:
    """The entries of ``dismissed.yaml``, and what is wrong with the others, in file order."""
    with collector_paused():
        return _load_list(text, file, "dismissed passages", dismissal_from)


def load_settings(text: str, file: str) -> tuple[Settings, list[Problem]]:
    """The settings of ``briefing.yaml``; parties, issues and groups that do not fit left out."""
    report = Report(file)
    root = _root(text, report)
    if root is None:
        return Settings(), report.problems
    bad = {alias // 2 for alias in _refuse_aliases(text, report)}
    if root.id == "mapping":
        root.value[:] = [pair for number, pair in enumerate(root.value) if number not in bad]
    fields = Fields.of(report, root, SETTINGS, "", "a mapping with title, parties and issues")
    if fields is None:
        return Settings(), report.problems
    if fields.number("format") not in {None, FORMAT}:
        fields.wrong("format", f"expected {FORMAT}; a newer briefing may read this library")
    groups, off = _spelling(fields)
    settings = Settings(
        title=fields.text("title"),
        parties=fields.each("parties", "parties", partial(_party, report)),
        issues=fields.each("issues", "issues", partial(_issue, report, "issues.")),
        spelling=groups,
        spelling_off=off,
        wording=fields.each("wording", "groups of words", partial(_wording, report)),
        search=_search(fields),
    )
    return settings, _in_order(report.problems)


def record_from(report: Report, node: Node) -> Record | None:
    """The record of one node; None, and problems in ``report``, where it does not fit."""
    what = "a record: a mapping with id, kind, party, issue, says and evidence"
    count = len(report.problems)
    report.entry = entry_id(node)
    fields = Fields.of(report, node, RECORD, "", what)
    if fields is None:
        return None
    record = Record(
        id=fields.need_id(),
        kind=fields.need_choice("kind", Kind),
        party=fields.need_text("party", "a party's id"),
        issue=fields.need_text("issue", "an issue's id"),
        says=fields.need_text("says", "one sentence in your own words"),
        evidence=_evidences(fields),
        to=fields.text("to"),
        answers=fields.texts("answers", "record ids, such as [other-id]"),
        variant_of=fields.text("variant_of"),
        stance=fields.choice("stance", Stance),
        pending_from=fields.text("pending_from"),
        figure=_figure(fields),
        when=_when(fields),
        history=fields.each("history", "steps", partial(_history, report)),
        place=fields.place(),
    )
    return record if len(report.problems) == count else None


def highlight_from(report: Report, node: Node) -> Highlight | None:
    """The highlight of one node; None, and problems in ``report``, where it does not fit."""
    what = "a highlight: a mapping with id, article and quote"
    count = len(report.problems)
    report.entry = entry_id(node)
    fields = Fields.of(report, node, HIGHLIGHT, "", what)
    if fields is None:
        return None
    highlight = Highlight(
        id=fields.need_id(),
        article=fields.need_text("article", "an article's id"),
        quote=fields.need_text("quote", "the marked words"),
        before=fields.text("before"),
        after=fields.text("after"),
        tags=fields.texts("tags", "tags, such as [to-check]"),
        memo=fields.text("memo"),
        made=fields.day("made"),
        place=fields.place(),
    )
    return highlight if len(report.problems) == count else None


def dismissal_from(report: Report, node: Node) -> Dismissal | None:
    """The dismissal of one node; None, and problems in ``report``, where it does not fit."""
    what = "a dismissed passage: a mapping with id, article and quote"
    count = len(report.problems)
    report.entry = entry_id(node)
    fields = Fields.of(report, node, DISMISSAL, "", what)
    if fields is None:
        return None
    dismissal = Dismissal(
        id=fields.need_id(),
        article=fields.need_text("article", "an article's id"),
        quote=fields.need_text("quote", "the dismissed words"),
        before=fields.text("before"),
        after=fields.text("after"),
        place=fields.place(),
    )
    return dismissal if len(report.problems) == count else None


def _load_list(
    text: str, file: str, what: str, read: Callable[[Report, Node], Entry | None]
) -> tuple[list[Entry], list[Problem]]:
    report = Report(file)
    root = _root(text, report)
    if root is None:
        return [], report.problems
    if root.id != "sequence" or root.tag not in LIST_TAGS:
        report.add(line_of(root), "", f"expected a list of {what}, each starting with `- id:`")
        return [], report.problems
    bad = _refuse_aliases(text, report, [entry_id(node) for node in root.value])
    entries = []
    for number, node in enumerate(root.value):
        entry = read(report, node) if number not in bad else None
        if entry is not None:
            entries.append(entry)
    return entries, _in_order(report.problems)


def _root(text: str, report: Report) -> Node | None:
    if not text.strip():
        return None
    try:
        root = compose(text.removeprefix("\ufeff"))
    except NotYaml as error:
        report.add(error.line, "", error.message)
        return None
    empty = root is None or (root.tag == PLAIN and root.value in NULLS)
    return None if empty else root


def _refuse_aliases(text: str, report: Report, ids: Sequence[str | None] = ()) -> set[int]:
    found = aliases(text.removeprefix("\ufeff"))
    for alias in found:
        report.entry = ids[alias.child] if ids else None
        report.add(alias.line, "", "aliases (*name) are not read here; write it out")
    return {alias.child for alias in found}


def _in_order(problems: Iterable[Problem]) -> list[Problem]:
    return sorted(problems, key=lambda problem: problem.line)


def _evidences(fields: Fields) -> tuple[Evidence, ...]:
    read = partial(_evidence, fields.report, f"{fields.path}evidence.")
    return fields.each("evidence", "evidence, each starting with `- article:`", read)


def _evidence(report: Report, path: str, node: Node) -> Evidence | None:
    fields = Fields.of(report, node, EVIDENCE, path, "a mapping with article, quote and mode")
    if fields is None:
        return None
    return Evidence(
        article=fields.need_text("article", "an article's id"),
        quote=fields.need_text("quote", "a few words exactly as the article has them"),
        mode=fields.need_choice("mode", Mode),
        speaker=fields.text("speaker"),
        via=fields.text("via"),
        before=fields.text("before"),
        after=fields.text("after"),
        place=fields.place("quote"),
    )


def _figure(parent: Fields) -> Figure | None:
    node = parent.given.get("figure")
    what = "a mapping with of, value and unit"
    fields = node and Fields.of(parent.report, node, FIGURE, "figure.", what)
    if not fields:
        return None
    if "value" not in fields.lines:
        fields.missing("value", "a number, or null for one said to be unknown")
    value, upto = fields.number("value"), fields.number("upto")
    if upto is not None and (value is None or upto < value):
        fields.wrong("upto", "expected the upper end of a range, not below its value")
    return Figure(
        of=fields.need_text("of", "the name of the quantity"),
        unit=fields.need_text("unit", "what is counted, such as people"),
        value=value,
        bound=fields.choice("bound", Bound) or Bound.EXACTLY,
        state=fields.choice("state", FigureState),
        upto=upto,
    )


def _when(parent: Fields) -> When | None:
    node = parent.given.get("when")
    path = f"{parent.path}when."
    what = "a mapping with stated, from, to, known and basis"
    fields = node and Fields.of(parent.report, node, WHEN, path, what)
    return When(fields.text("stated"), _dating(fields)) if fields else None


def _dating(fields: Fields) -> Dating:
    count = len(fields.report.problems)
    earliest, latest = fields.day("from"), fields.day("to")
    if "to" not in fields.lines:
        latest = earliest
    known, basis = fields.choice("known", Known), fields.text("basis")
    dated = bool(earliest or latest)
    if len(fields.report.problems) > count:
        return Dating()
    if dated and known is None:
        fields.missing("known", "stated or inferred")
    elif dated and known is Known.UNKNOWN:
        fields.wrong("known", "expected stated or inferred, because there is a day")
    elif not dated and known not in {None, Known.UNKNOWN}:
        fields.missing("from", f"the day that is {known}, or `known: unknown`")
    elif earliest and latest and earliest > latest:
        fields.wrong("to", f"expected a day that is not before {earliest}")
    elif known is Known.STATED and earliest != latest:
        fields.wrong("to", "a stated date is one day; expected `known: inferred` for a range")
    elif known is Known.INFERRED and not basis:
        fields.missing("basis", "what the date was inferred from, in a few words")
    else:
        return Dating(known or Known.UNKNOWN, earliest, latest, basis)
    return Dating()


def _history(report: Report, node: Node) -> HistoryEntry | None:
    fields = Fields.of(report, node, HISTORY, "history.", "a mapping with step, when and evidence")
    if fields is None:
        return None
    return HistoryEntry(
        step=fields.need_choice("step", Step),
        when=_when(fields) or When(None),
        evidence=_evidences(fields),
        note=fields.text("note"),
    )


def _party(report: Report, node: Node) -> Party | None:
    count = len(report.problems)
    report.entry = entry_id(node)
    known = ("id", "name", "aliases")
    fields = Fields.of(report, node, known, "parties.", "a party: a mapping with id and name")
    if fields is None:
        return None
    name = fields.need_text("name", "the party's name")
    party = Party(fields.need_id(), name, fields.texts("aliases", "names"), fields.place("id"))
    report.entry = None
    return party if len(report.problems) == count else None


def _issue(report: Report, path: str, node: Node) -> Issue | None:
    count = len(report.problems)
    report.entry = entry_id(node)
    known = ("id", "name", "issues")
    fields = Fields.of(report, node, known, path, "an issue: a mapping with id and name")
    if fields is None:
        return None
    issue_id, name = fields.need_id(), fields.need_text("name", "the issue's name")
    fits = len(report.problems) == count
    report.entry = None
    children = fields.each("issues", "issues", partial(_issue, report, f"{path}issues."))
    return Issue(issue_id, name, children, fields.place("id")) if fits else None


def _spelling(parent: Fields) -> tuple[tuple[tuple[str, ...], ...], frozenset[str]]:
    node = parent.given.get("spelling")
    what = "a mapping with groups and off"
    fields = node and Fields.of(parent.report, node, ("groups", "off"), "spelling.", what)
    if not fields:
        return (), frozenset()

    def group(node: Node) -> tuple[str, ...] | None:
        count = len(fields.report.problems)
        words = fields.texts_of(node, "groups", "spellings")
        return words if len(fields.report.problems) == count else None

    groups = fields.each("groups", "groups, such as [Northtown, Norton]", group)
    return groups, frozenset(fields.texts("off", "words"))


def _search(parent: Fields) -> SearchWish:
    node = parent.given.get("search")
    what = "a mapping with engine, hosts and index"
    fields = node and Fields.of(parent.report, node, ("engine", "hosts", "index"), "search.", what)
    if not fields:
        return SearchWish()
    hosts = fields.texts("hosts", "addresses, such as [https://search.example.org:9200]")
    return SearchWish(fields.text("engine"), hosts, fields.text("index"))


def _wording(report: Report, node: Node) -> WordingGroup | None:
    count = len(report.problems)
    report.entry = None
    what = "a group: a mapping with name and words"
    fields = Fields.of(report, node, ("name", "words"), "wording.", what)
    if fields is None:
        return None
    name = fields.need_text("name", "what the words name")
    if "words" not in fields.given:
        fields.missing("words", "a list of words")
    group = WordingGroup(name, fields.texts("words", "words"))
    return group if len(report.problems) == count else None
