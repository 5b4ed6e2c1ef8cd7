"""The parser of the query language (docs/query-language.md): forgiving, never raising."""

from __future__ import annotations

import re
from dataclasses import dataclass

from briefing.folding import WORD
from briefing.search.analyzer import form_of
from briefing.search.date_range import parse_range, turned_round
from briefing.search.lexer import DATE, FIELDS, FieldName, Kind, Lexeme, Lexer
from briefing.search.query import (
    And,
    Everything,
    Field,
    Fuzzy,
    Node,
    Not,
    Or,
    Phrase,
    Prefix,
    Query,
    Recorded,
    RecordField,
    TextField,
    Word,
)

MAX_WORDS = 100
"""Words beyond this number are ignored."""
MAX_OPEN_WORDS = 16
"""Prefixes and fuzzy words beyond this number are searched for as they stand."""
MAX_DISTANCE = 2
BEGUN_WORD = 3
"""Letters from which the begun last word of a phrase is looked for in its place: so many
words begin with fewer that it would take too long."""
LONG_WORD = 8
"""Letters from which a fuzzy word may differ by two edits instead of one."""

_ENDING = re.compile(r"(?P<words>.*?)(?:(?P<star>\*+)|~(?P<distance>[0-9]*))?", re.DOTALL)
_SIGNS = set("*~=:-")
_KEPT_NOTES = 8


def parse(text: str, *, live: bool = False) -> Query:
    """What ``text`` means as a query.

    ``live``: the text is being typed, so its last word also stands for the
    words that begin with it. Never raises; ``Query.ignored`` says what could
    not be understood.
    """
    lexer = Lexer(text, live=live)
    parser = _Parser(lexer.lexemes, lexer.notes)
    root = parser.any_of(None) or Everything()
    notes = tuple(dict.fromkeys(parser.notes))[:_KEPT_NOTES]
    return Query(text, root, notes)


def join(kind: type[And] | type[Or], parts: list[Node]) -> Node | None:
    """The parts under one node: nested ones of the same kind lifted, no part twice."""
    flat: dict[Node, None] = {}
    for part in parts:
        inner = part.parts if isinstance(part, kind) else (part,)
        flat.update(dict.fromkeys(inner))
    if len(flat) < 2:
        return next(iter(flat), None)
    return kind(tuple(flat))


@dataclass
class _Parser:
    """Recursive descent over lexemes with balanced parentheses.

    or := and (OR and)*, and := unary (AND? unary)*,
    unary := (NOT | -)* operand, operand := ( or ) | field operand | phrase | words.
    Each method returns None where nothing is left to search for.
    """

    lexemes: list[Lexeme]
    notes: list[str]
    at: int = 0
    negated: bool = False
    words: int = 0
    open_words: int = 0

    def peek(self) -> Kind | None:
        return self.lexemes[self.at].kind if self.at < len(self.lexemes) else None

    def any_of(self, field: FieldName | None) -> Node | None:
        parts = [self.all_of(field)]
        while self.peek() is Kind.OR:
            self.at += 1
            parts.append(self.all_of(field))
        if len(parts) > 1 and None in parts:
            self.notes.append("`OR` was ignored where there is nothing to search for beside it.")
        return join(Or, [p for p in parts if p is not None])

    def all_of(self, field: FieldName | None) -> Node | None:
        parts: list[Node] = []
        hanging = False
        while (kind := self.peek()) not in (Kind.OR, Kind.CLOSE, None):
            if kind is Kind.AND:
                self.at += 1
                if hanging or not parts:
                    self._note_and()
                hanging = bool(parts)
            elif (part := self.unary(field)) is not None:
                parts.append(part)
                hanging = False
        if hanging:
            self._note_and()
        return join(And, parts)

    def _note_and(self) -> None:
        self.notes.append("`AND` was ignored where there is nothing to search for beside it.")

    def unary(self, field: FieldName | None) -> Node | None:
        negate, sign = False, ""
        while self.peek() is Kind.NOT:
            sign = self.lexemes[self.at].text
            negate = not negate
            self.at += 1
        if self.peek() in (Kind.AND, Kind.OR, Kind.CLOSE, None):
            self.notes.append(f"`{sign}` was ignored: nothing to leave out follows it.")
            return None
        before, self.negated = self.negated, self.negated != negate
        part = self.operand(field)
        self.negated = before
        if part is None or not negate:
            return part
        return part.part if isinstance(part, Not) else Not(part)

    def operand(self, field: FieldName | None) -> Node | None:
        lexeme = self.lexemes[self.at]
        self.at += 1
        if lexeme.kind is Kind.OPEN:
            inner = self.any_of(field)
            self.at += 1
            if inner is None:
                self.notes.append("Empty parentheses were ignored.")
            return inner
        if lexeme.kind is Kind.FIELD:
            return self._field(lexeme.text)
        return self._leaf(lexeme, field)

    def _field(self, name: str) -> Node | None:
        field = FIELDS[name]
        if self.peek() not in (Kind.OPEN, Kind.PHRASE, Kind.WORDS):
            self.notes.append(f"`{name}:` was ignored: nothing follows it.")
            return None
        part = self.operand(field)
        if part is None or not isinstance(field, TextField):
            return part
        return Field(field, part)

    def _leaf(self, lexeme: Lexeme, field: FieldName | None) -> Node | None:
        if field == DATE:
            return self._dated(lexeme.text)
        if isinstance(field, RecordField):
            value = " ".join(lexeme.text.split())
            if not value:
                self.notes.append(f"`{field}:` was ignored: its value is empty.")
            return Recorded(field, value) if value else None
        if lexeme.kind is Kind.PHRASE:
            return self._phrase(lexeme)
        return self._words(lexeme)

    def _dated(self, text: str) -> Node | None:
        found = parse_range(text)
        if found is None:
            self.notes.append(
                f"`{text}` is not a date like 2025, 2025-06, 2025-06-02 or"
                " 2025-06-01..2025-06-30 and was ignored."
            )
            return None
        if found.earliest and found.latest and found.earliest > found.latest:
            self.notes.append(f"`{text}` ends before it starts and was read the other way round.")
            return turned_round(text)
        return found

    def _phrase(self, lexeme: Lexeme) -> Node | None:
        words = _texts(lexeme.text, lexeme.exact)
        if not words:
            if not lexeme.typed:
                self.notes.append("Quotation marks without a word between them were ignored.")
            return None
        if not self._room_for(len(words)):
            return None
        typed = lexeme.typed and not lexeme.text[-1:].isspace()
        return self._side_by_side(words, lexeme.exact, star=lexeme.star, typed=typed)

    def _words(self, lexeme: Lexeme) -> Node | None:
        ending = _ENDING.fullmatch(lexeme.text)
        assert ending is not None  # noqa: S101
        words = _texts(ending["words"], lexeme.exact)
        if not words:
            if _SIGNS & set(lexeme.text):
                self.notes.append(f"`{lexeme.text}` was ignored: there is no word in it.")
            return None
        if not self._room_for(len(words)):
            return None
        if "*" in ending["words"]:
            self.notes.append("`*` was ignored inside a word: it stands at the end.")
        if ending["distance"] is not None:
            return self._fuzzy(words, ending["distance"], lexeme)
        star = ending["star"] is not None
        return self._side_by_side(words, lexeme.exact, star=star, typed=lexeme.typed)

    def _side_by_side(
        self, words: tuple[str, ...], exact: bool, *, star: bool, typed: bool
    ) -> Node | None:
        """Words as one leaf; with ``star`` the last may go on, with ``typed`` both ways."""
        plain = Word(words[0], exact) if len(words) == 1 else Phrase(words, exact)
        if not star and (not typed or self.negated):
            return plain
        if not self._room_for_open():
            return plain
        begun = words[-1].casefold()
        if len(words) == 1:
            open_ended: Node = Prefix(begun)
        elif len(begun) < BEGUN_WORD:
            rest = words[:-1]
            before = Word(rest[0], exact) if len(rest) == 1 else Phrase(rest, exact)
            return And((before, Prefix(begun)))
        else:
            open_ended = Phrase((*words[:-1], begun), exact, prefix=True)
        return open_ended if star else Or((plain, open_ended))

    def _fuzzy(self, words: tuple[str, ...], distance: str, lexeme: Lexeme) -> Node | None:
        if len(words) > 1:
            self.notes.append("`~` was ignored: it belongs after a single word.")
            return Phrase(words, lexeme.exact)
        if distance and int(distance[:3]) == 0:
            return Word(words[0], exact=True)
        text = words[0].casefold()
        edits = int(distance[:3]) if distance else 1 + (len(text) >= LONG_WORD)
        if edits > MAX_DISTANCE:
            self.notes.append(f"A word may differ by {MAX_DISTANCE} letters at most.")
        if not self._room_for_open():
            return Word(words[0], lexeme.exact)
        return Fuzzy(text, min(edits, MAX_DISTANCE))

    def _room_for(self, count: int) -> bool:
        if self.words + count > MAX_WORDS:
            self.notes.append(
                f"Only {MAX_WORDS} words can be searched for: the others were ignored."
            )
            return False
        self.words += count
        return True

    def _room_for_open(self) -> bool:
        if self.open_words == MAX_OPEN_WORDS:
            self.notes.append(
                f"Only {MAX_OPEN_WORDS} words can end in `*` or `~`: the others were searched"
                " for as they stand."
            )
            return False
        self.open_words += 1
        return True


def _texts(text: str, exact: bool) -> tuple[str, ...]:
    """The words of a piece of a query, folded; exact ones in capitals where typed so."""
    forms = (form_of(m.group()) for m in WORD.finditer(text))
    return tuple((exact and f.capitals) or f.folded for f in forms if f is not None)
