"""The lexer of the query language: a typed text as lexemes, with what had to be ignored."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from enum import Enum, auto

from briefing.search.query import RecordField, TextField

MAX_DEPTH = 50
"""Parentheses deeper than this are ignored."""

_QUOTES = '"“”„‟«»″'
_SPACE = re.compile(r"\s+")
_QUOTE = re.compile(f"[{_QUOTES}]")
_CHUNK = re.compile(rf"[^\s(){_QUOTES}]+")
_FIELD = re.compile(r"([A-Za-z]+):")
_STAR = re.compile(r"\*+(?![^\s()])")


class Kind(Enum):
    """What a lexeme is."""

    OPEN = auto()
    CLOSE = auto()
    AND = auto()
    OR = auto()
    NOT = auto()
    FIELD = auto()
    PHRASE = auto()
    WORDS = auto()


DATE = "date"
FieldName = TextField | RecordField | str
FIELDS: dict[str, FieldName] = {
    **{f.value: f for f in TextField},
    **{f.value: f for f in RecordField},
    DATE: DATE,
}


@dataclass(frozen=True, slots=True)
class Lexeme:
    """One piece of a query.

    ``exact``: ``=`` stands before it. ``star``: ``*`` stands after a phrase.
    ``typed``: it is the last one and may not be finished.
    """

    kind: Kind
    text: str
    exact: bool = False
    star: bool = False
    typed: bool = False


class Lexer:
    """Reads one query. ``lexemes`` have balanced parentheses; ``notes`` are sentences."""

    def __init__(self, text: str, *, live: bool) -> None:
        self.lexemes: list[Lexeme] = []
        self.notes: list[str] = []
        self._text = text
        self._live = live
        self._at = 0
        self._exact = False
        while self._at < len(text):
            self._step()
        self._drop_exact()
        if live and self.lexemes and not text[-1].isspace():
            self._mark_typed()
        self._balance()

    def _add(self, kind: Kind, text: str, **more: bool) -> None:
        if kind not in (Kind.PHRASE, Kind.WORDS):
            self._drop_exact()
        self.lexemes.append(Lexeme(kind, text, exact=self._exact, **more))
        self._exact = False

    def _drop_exact(self) -> None:
        if self._exact:
            self.notes.append("`=` was ignored: a word or a phrase must follow it.")
            self._exact = False

    def _step(self) -> None:
        text, at = self._text, self._at
        if space := _SPACE.match(text, at):
            self._drop_exact()
            self._at = space.end()
        elif text[at] in "()":
            self._add(Kind.OPEN if text[at] == "(" else Kind.CLOSE, text[at])
            self._at += 1
        elif text[at] in _QUOTES:
            self._phrase()
        else:
            chunk = _CHUNK.match(text, at)
            assert chunk is not None  # noqa: S101
            self._at = chunk.end()
            self._chunk(chunk.group(), at)

    def _phrase(self) -> None:
        start = self._at + 1
        closing = _QUOTE.search(self._text, start)
        if closing is not None:
            star = _STAR.match(self._text, closing.end())
            self._add(Kind.PHRASE, self._text[start : closing.start()], star=star is not None)
            self._at = star.end() if star else closing.end()
        elif self._live:
            self._add(Kind.PHRASE, self._text[start:], typed=True)
            self._at = len(self._text)
        else:
            self.notes.append(
                "The quotation mark is not closed: its words are searched for one by one."
            )
            self._at = start

    def _chunk(self, chunk: str, at: int) -> None:
        """Take the words, signs and field name that stand without a space between them."""
        operator = {"AND": Kind.AND, "OR": Kind.OR, "NOT": Kind.NOT}.get(chunk)
        if operator is not None and not self._exact:
            self._add(operator, chunk)
            return
        glued = at > 0 and not self._text[at - 1].isspace() and self._text[at - 1] != "("
        goes_on = self._at < len(self._text) and self._text[self._at] in "(" + _QUOTES
        if chunk.startswith("-") and not glued:
            chunk = chunk[1:]
            if not chunk and not goes_on:
                self.notes.append("`-` was ignored: nothing stands right after it.")
                return
            self._add(Kind.NOT, "-")
        if field := _FIELD.match(chunk):
            chunk = self._field(field.group(1), chunk[field.end() :], goes_on)
        if chunk.startswith("="):
            self._exact = True
            chunk = chunk[1:]
        if chunk:
            self._add(Kind.WORDS, chunk)

    def _field(self, name: str, rest: str, goes_on: bool) -> str:
        """Take a field's name and colon; what is left of the chunk."""
        if name.casefold() in FIELDS:
            self._add(Kind.FIELD, name.casefold())
            return rest
        if rest or goes_on:
            known = ", ".join(f"{f}:" for f in FIELDS)
            self.notes.append(
                f"`{name}:` is not one of the fields {known} and was searched for as a word."
            )
        self._add(Kind.WORDS, name)
        return rest

    def _mark_typed(self) -> None:
        last = self.lexemes[-1]
        if last.kind is Kind.WORDS:
            self.lexemes[-1] = replace(last, typed=True)

    def _balance(self) -> None:
        """Drop parentheses that are too deep or close nothing, and close what is open."""
        kept: list[Lexeme] = []
        depth = 0
        for lexeme in self.lexemes:
            if lexeme.kind is Kind.CLOSE:
                if depth == 0:
                    self.notes.append("`)` was ignored: no parenthesis is open there.")
                    continue
                depth -= 1
                if depth >= MAX_DEPTH:
                    continue
            elif lexeme.kind is Kind.OPEN:
                depth += 1
                if depth > MAX_DEPTH:
                    self.notes.append(
                        f"Parentheses inside {MAX_DEPTH} others were ignored: simplify the query."
                    )
                    continue
            kept.append(lexeme)
        if depth and not self._live:
            self.notes.append("`(` is not closed: it was closed at the end.")
        kept += [Lexeme(Kind.CLOSE, ")")] * min(depth, MAX_DEPTH)
        self.lexemes = kept
