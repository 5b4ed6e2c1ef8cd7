"""Figures: the same quantity as different sources give it, side by side, never averaged.

A figure stands for an interval: ``exactly`` for one point, ``about`` for a
tenth either way, ``at least``, ``at most``, ``over`` and ``under`` for half
a line from zero up, a range for what lies between its ends. Figures of one
quantity, unit and state that share a point are compatible. Those that do not
are conflicting, unless each is dated and the dates are apart: then the
quantity changed over time. So did one of which something else was delivered
than planned; between other states nothing is compared.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from itertools import combinations

from briefing.article import Dating, Known
from briefing.dossier.dossier import Dossier
from briefing.dossier.model import Bound, Evidence, Figure, FigureState, Kind, Record
from briefing.dossier.settings import Issue, Party, Settings
from briefing.folding import tokens

ABOUT = 0.1
"""How far ``about`` reaches either way, as a share of the value."""

LEAST_WORD = 4
"""Letters of a word by which quantities are said to be named alike."""

_MINUTES = {"minute": 1, "hour": 60, "day": 1440, "week": 10080}
_TIMES = frozenset({*_MINUTES, "month", "year"})
_STATE_OF_KIND = {Kind.DEMAND: "sought", Kind.OFFER: "offered"}
_UNKNOWN = "said to be unknown"
_SIGNS = {
    Bound.EXACTLY: "",
    Bound.ABOUT: "about ",
    Bound.AT_LEAST: "at least ",
    Bound.AT_MOST: "at most ",
    Bound.OVER: "over ",
    Bound.UNDER: "under ",
}


class Verdict(StrEnum):
    """How the figures of one quantity stand to each other."""

    COMPATIBLE = "compatible"
    CONFLICTING = "conflicting"
    DIFFERENT = "different quantity"
    CHANGED = "changed over time"
    ALONE = "one report"
    """There is nothing to compare it with."""


@dataclass(frozen=True, slots=True)
class Reading:
    """A figure as one article has it.

    ``date`` is when it held: the record's own date where it has one, else the article's.
    """

    record: Record
    figure: Figure
    article: str
    evidence: tuple[Evidence, ...]
    date: Dating

    @property
    def state(self) -> str:
        """What the figure counts: its state, else what its record's kind says; or empty."""
        return self.figure.state or _STATE_OF_KIND.get(self.record.kind, "")


@dataclass(frozen=True, slots=True)
class Comparison:
    """Readings that can be compared: of one quantity, in one kind of unit and one state.

    What was planned and what was delivered of it are compared too.
    """

    readings: tuple[Reading, ...]
    verdict: Verdict
    reason: str


@dataclass(frozen=True, slots=True)
class Quantity:
    """Everything that is reported of one quantity (``Figure.of``).

    ``verdict`` is the most serious of its comparisons. Where there are several
    (of other states or units), or where it has one report and the issue has
    others named alike, it is a different quantity: not to be mixed up.
    ``name`` is as in the file, ``title`` the same in words.
    """

    name: str
    title: str
    issue: Issue
    comparisons: tuple[Comparison, ...]
    verdict: Verdict
    reason: str

    def readings(self) -> tuple[Reading, ...]:
        """All its readings, comparison by comparison."""
        return tuple(r for comparison in self.comparisons for r in comparison.readings)


def compare(dossier: Dossier, date_of: Callable[[str], Dating]) -> tuple[Quantity, ...]:
    """Every quantity of a dossier, in the order of its issues and then of its file.

    ``date_of`` gives an article's date. A figure without evidence is left out.
    """
    issues = [issue for _, issue in dossier.settings.walk_issues()]
    places = {issue.id: place for place, issue in enumerate(issues)}
    found: dict[str, list[Reading]] = {}
    for record in dossier.records:
        for reading in _readings(record, date_of):
            found.setdefault(reading.figure.of, []).append(reading)
    quantities = [_quantity(dossier.settings, readings) for readings in found.values()]
    told_apart = [_told_apart(quantity, quantities) for quantity in quantities]
    return tuple(sorted(told_apart, key=lambda q: places.get(q.issue.id, len(places))))


def in_words(figure: Figure) -> str:
    """A figure as a reader is told it: ``about 400 children``, ``under 90 minutes``."""
    if figure.value is None:
        return _UNKNOWN
    return f"{_amount(figure)} {figure.unit}".strip()


def _amount(figure: Figure) -> str:
    if figure.value is None:
        return _UNKNOWN
    value = _number(figure.value)
    if figure.upto is not None:
        value = f"{value} to {_number(figure.upto)}"
    return f"{_SIGNS[figure.bound]}{value}"


def _together(readings: Iterable[Reading]) -> str:
    """Figures in one phrase, what is the same once: ``about 400 and 410 children``."""
    figures = [reading.figure for reading in readings]
    known = [figure for figure in figures if figure.value is not None]
    if not known:
        return _UNKNOWN
    elsewhere = f"; elsewhere {_UNKNOWN}" if len(known) < len(figures) else ""
    if len({figure.unit for figure in known}) == 1:
        return f"{_joined(dict.fromkeys(map(_amount, known)))} {known[0].unit}{elsewhere}"
    return f"{_joined(dict.fromkeys(map(in_words, known)))}{elsewhere}"


@dataclass(frozen=True, slots=True)
class _Interval:
    """What a figure leaves possible, in the base of its unit; open where the end is not in it."""

    low: float
    high: float
    low_open: bool = False
    high_open: bool = False

    def __and__(self, other: _Interval) -> _Interval:
        low = max((self.low, self.low_open), (other.low, other.low_open))
        high = min((self.high, not self.high_open), (other.high, not other.high_open))
        return _Interval(low[0], high[0], low[1], not high[1])

    def __bool__(self) -> bool:
        closed = not (self.low_open or self.high_open)
        return self.low < self.high or (self.low == self.high and closed)


def _interval(figure: Figure) -> _Interval:
    if figure.value is None:
        return _Interval(0, math.inf)
    scale = _scale(figure.unit)
    low = figure.value * scale
    high = (figure.upto if figure.upto is not None else figure.value) * scale
    match figure.bound:
        case Bound.AT_LEAST | Bound.OVER:
            return _Interval(low, math.inf, low_open=figure.bound is Bound.OVER)
        case Bound.AT_MOST | Bound.UNDER:
            return _Interval(min(0.0, high), high, high_open=figure.bound is Bound.UNDER)
        case Bound.ABOUT:
            return _Interval(low - abs(low) * ABOUT, high + abs(high) * ABOUT)
    return _Interval(low, high)


def _scale(unit: str) -> int:
    return _MINUTES.get(_singular(unit), 1)


def _unit(figure: Figure) -> str:
    """What figures must share to be compared: their unit, or that both are lengths of time."""
    unit = _singular(figure.unit)
    return "time" if unit in _MINUTES else unit


def _singular(unit: str) -> str:
    return unit.strip().casefold().removesuffix("s")


def _is_time(figure: Figure) -> bool:
    """Whether it is a length of time or an age, which nobody takes for a number of things."""
    return _singular(figure.unit.split(" ")[0]) in _TIMES


def _readings(record: Record, date_of: Callable[[str], Dating]) -> Iterable[Reading]:
    if record.figure is None:
        return
    for article in dict.fromkeys(e.article for e in record.evidence):
        evidence = tuple(e for e in record.evidence if e.article == article)
        own = record.when.dating if record.when else Dating()
        date = own if own.known is not Known.UNKNOWN else date_of(article)
        yield Reading(record, record.figure, article, evidence, date)


def _quantity(settings: Settings, readings: Sequence[Reading]) -> Quantity:
    first = readings[0]
    name, issue = first.figure.of, settings.issue(first.record.issue)
    comparisons = tuple(_comparisons(readings))
    verdict, reason = _overall(comparisons)
    return Quantity(
        name,
        _title(name, settings.parties),
        issue or Issue(first.record.issue, first.record.issue),
        comparisons,
        verdict,
        reason,
    )


def _comparisons(readings: Sequence[Reading]) -> Iterator[Comparison]:
    groups: dict[tuple[str, str], list[Reading]] = {}
    for reading in readings:
        # A figure that says nothing of its state is asserted, like a claimed one.
        key = _unit(reading.figure), reading.state or FigureState.CLAIMED
        groups.setdefault(key, []).append(reading)
    for unit, _ in list(groups):
        planned = groups.get((unit, FigureState.PLANNED), [])
        delivered = groups.get((unit, FigureState.DELIVERED), [])
        if planned and delivered and not _any_before(delivered, planned):
            del groups[unit, FigureState.PLANNED], groups[unit, FigureState.DELIVERED]
            yield _carried_out(planned, delivered)
    yield from map(_compared, groups.values())


def _overall(comparisons: Sequence[Comparison]) -> tuple[Verdict, str]:
    if len(comparisons) == 1:
        return comparisons[0].verdict, comparisons[0].reason
    verdicts = {comparison.verdict for comparison in comparisons}
    worst = next(v for v in _BY_WEIGHT if v in verdicts or v is Verdict.DIFFERENT)
    serious = [c.reason for c in comparisons if c.verdict is worst]
    apart = f"{_joined(map(_of_one_state, comparisons))} are not the same thing"
    return worst, "; ".join([*serious, apart])


_BY_WEIGHT = (Verdict.CONFLICTING, Verdict.CHANGED, Verdict.DIFFERENT)


def _told_apart(quantity: Quantity, among: Sequence[Quantity]) -> Quantity:
    """A quantity with one report, told apart from those of its issue that share a word with it."""
    if quantity.verdict is not Verdict.ALONE:
        return quantity
    others = [
        f"{other.title} ({_together(other.readings())})"
        for other in among
        if other is not quantity
        and other.issue.id == quantity.issue.id
        and _is_time(other.readings()[0].figure) == _is_time(quantity.readings()[0].figure)
        and not _words(other).isdisjoint(_words(quantity))
    ]
    if not others:
        return quantity
    reason = f"one report; not to be mixed up with {_joined(others)}"
    return replace(quantity, verdict=Verdict.DIFFERENT, reason=reason)


def _words(quantity: Quantity) -> set[str]:
    """The words of its name and unit that tell something."""
    units = [reading.figure.unit for reading in quantity.readings()]
    words = [t.folded for text in (quantity.title, *units) for t in tokens(text)]
    return {_singular(word) for word in words if len(word) >= LEAST_WORD}


def _title(name: str, parties: Sequence[Party]) -> str:
    """A quantity's name in words, parties by their names."""
    padded = f"-{name}-"
    for party in parties:
        padded = padded.replace(f"-{party.id}-", f"-{party.name}-")
    return padded.strip("-").replace("-", " ")


def _of_one_state(comparison: Comparison) -> str:
    states = dict.fromkeys(reading.state or "reported" for reading in comparison.readings)
    return f"{_joined(states)} ({_together(comparison.readings)})"


def _joined(parts: Iterable[str]) -> str:
    *most, last = parts
    return f"{', '.join(most)} and {last}" if most else last


def _compared(readings: Sequence[Reading]) -> Comparison:
    group = tuple(readings)
    if len(group) == 1:
        return Comparison(group, Verdict.ALONE, "one report")
    conflict = None
    for one, other in combinations(group, 2):
        if _interval(one.figure) & _interval(other.figure):
            continue
        if not _apart(one.date, other.date):
            return Comparison(group, Verdict.CONFLICTING, _cannot_both(one, other))
        conflict = conflict or (one, other)
    if conflict is not None:
        return Comparison(group, Verdict.CHANGED, _changed(*conflict))
    return Comparison(group, Verdict.COMPATIBLE, _agree(group))


def _carried_out(planned: Sequence[Reading], delivered: Sequence[Reading]) -> Comparison:
    """What was planned against what was delivered: to deliver something else is no conflict."""
    both = (*planned, *delivered)
    reason = f"{_in_state(planned)}, {_in_state(delivered)}"
    stages = [_compared(planned), _compared(delivered)]
    for stage in stages:
        if stage.verdict is Verdict.CONFLICTING:
            return Comparison(both, Verdict.CONFLICTING, f"{stage.reason}; {reason}")
    meet = all(_interval(p.figure) & _interval(d.figure) for p in planned for d in delivered)
    same = meet and all(stage.verdict is not Verdict.CHANGED for stage in stages)
    return Comparison(both, Verdict.COMPATIBLE if same else Verdict.CHANGED, reason)


def _in_state(readings: Sequence[Reading]) -> str:
    state, told = readings[0].state, _together(readings)
    return f"the number {state} {told}" if told == _UNKNOWN else f"{told} {state}"


def _any_before(some: Iterable[Reading], others: Iterable[Reading]) -> bool:
    return any(_before(one.date, other.date) for one in some for other in others)


def _apart(one: Dating, other: Dating) -> bool:
    return _before(one, other) or _before(other, one)


def _before(one: Dating, other: Dating) -> bool:
    """Whether the one is surely over when the other begins."""
    if one.latest is None or other.earliest is None:
        return False
    return one.latest < other.earliest


def _sort_key(date: Dating) -> tuple[int, int]:
    ends = (date.earliest, date.latest)
    first, last = (end.toordinal() if end else 0 for end in ends)
    return first, last


def _cannot_both(one: Reading, other: Reading) -> str:
    return f"{_together((one, other))} cannot both be true"


def _changed(one: Reading, other: Reading) -> str:
    first, second = sorted((one, other), key=lambda r: _sort_key(r.date))
    return (
        f"{in_words(first.figure)} ({first.date}), later {in_words(second.figure)} ({second.date})"
    )


def _agree(group: Sequence[Reading]) -> str:
    told = dict.fromkeys(in_words(reading.figure) for reading in group)
    if len(told) == 1:
        return f"{len(group)} reports of the same figure"
    if any(reading.figure.value is None for reading in group):
        return _together(group)
    return f"{_together(group)} can all be true"


def _number(value: float) -> str:
    return f"{int(value):,}" if float(value).is_integer() else f"{value:,}"
