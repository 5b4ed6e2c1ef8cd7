"""An imported article as markdown with front matter, as ``docs/files.md`` has it.

Reading it back gives the same paragraphs. Where a paragraph's words would be
taken for marks it is indented, never escaped: a quote is what was printed.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field, replace
from typing import Any

from briefing.article import Dating, Known, Original, ParagraphKind
from briefing.folding import SPACES
from briefing.reading.fields import INFERABLE
from briefing.reading.importing.cleaning import one_line
from briefing.reading.importing.imported import Imported, TextBlock
from briefing.reading.markdown_blocks import CODE_INDENT

_CONTROLS = dict.fromkeys(code for code in (*range(0x20), *range(0x7F, 0xA0)) if code != 9)
_BREAKS = re.compile(r"[\n\r\v\f\x1c-\x1e\x85\u2028\u2029]+")
_MARKED = re.compile(
    r"#{1,6}(?=[ \t]|$)|>|(?:[-*+]|[0-9]{1,9}[.)])(?=[ \t]|$)|([*_-])(?:[ \t]*\1){2,}$|`{3}|~{3}"
    r"|=+$|-+$|<!--|\|?[ \t]*:?-+:?[ \t]*(?:\|[ \t]*:?-+:?[ \t]*)+\|?$"
)
_STARTS_BLOCK = re.compile(
    r"#{1,6}(?=[ \t]|$)|>|(?:[-*+]|[0-9]{1,9}[.)])(?=[ \t]|$)"
    r"|-[- \t]*$"  # a rule, together with the mark before it
)
_ROW = re.compile(r"\|.*\|")
_COLUMN = re.compile(r"\|")


def to_markdown(imported: Imported, original: Original | None = None) -> str:
    """The file to store. ``original`` is where the bytes that it came from are kept."""
    body = imported.body
    if body is None:
        writer = _Writer()
        for block in written(imported.blocks):
            writer.add(block)
        body = writer.text()
    return f"---\n{_front_matter(imported, original)}---\n{body}"


def written(blocks: tuple[TextBlock, ...]) -> list[TextBlock]:
    """``blocks`` as they can be written: on one line, nested without gaps, none empty.

    A list item or quote whose words start like a mark (``1. …``) is a plain
    paragraph: the mark is among its words.
    """
    found: list[TextBlock] = []
    for block in blocks:
        text = _BREAKS.sub(" ", block.text).translate(_CONTROLS).strip(SPACES)
        text = text.encode("utf-8", "replace").decode()
        if not text:
            continue
        kind, level = block.kind, 0
        if kind is ParagraphKind.HEADING:
            level = min(max(block.level, 1), 6)
        elif kind is not ParagraphKind.TEXT and _STARTS_BLOCK.match(text):
            kind = ParagraphKind.TEXT
        elif kind is ParagraphKind.LIST_ITEM:
            before = found[-1].level if found and found[-1].kind is kind else 0
            level = min(max(block.level, 1), before + 1)
        found.append(replace(block, text=text, kind=kind, level=level))
    return found


@dataclass(slots=True)
class _Writer:
    """The text so far, and where the words of the list items start that a reader thinks open."""

    pieces: list[str] = field(default_factory=list)
    rows: list[str] = field(default_factory=list)
    columns: list[int] = field(default_factory=list)
    in_list: bool = False

    def add(self, block: TextBlock) -> None:
        if not block.hidden and block.kind is ParagraphKind.TEXT and _ROW.fullmatch(block.text):
            self.rows.append(block.text)
            return
        self.end_table()
        if block.kind is ParagraphKind.LIST_ITEM and not block.hidden:
            self.item(block)
            return
        indent = self.columns[-1] if self.columns else 0
        self.pieces += ["\n\n", _paragraph(block, indent)]
        self.in_list = False
        plain = block.kind is ParagraphKind.TEXT and not _MARKED.match(block.text)
        if not block.hidden and (plain or block.kind is ParagraphKind.HEADING):
            self.columns.clear()

    def item(self, block: TextBlock) -> None:
        del self.columns[block.level - 1 :]
        indent = self.columns[-1] if self.columns else 0
        mark = f"{block.number}." if 0 < block.number < 10**9 else "-"
        self.columns.append(indent + len(mark) + 1)
        self.pieces += ["\n" if self.in_list else "\n\n", f"{' ' * indent}{mark} {block.text}"]
        self.in_list = True

    def end_table(self) -> None:
        if self.rows:
            indent = self.columns[-1] if self.columns else 0
            self.pieces += ["\n\n", _table(self.rows, indent)]
            self.rows, self.in_list = [], False

    def text(self) -> str:
        self.end_table()
        return "".join(self.pieces[1:]) + "\n"


def _paragraph(block: TextBlock, indent: int) -> str:
    """One block that is no list item; ``indent`` is where the words of the item before start."""
    text = block.text
    if block.hidden:
        return f"<!-- {text.replace('-->', '-- >')} -->"
    if block.kind is ParagraphKind.HEADING:
        return f"{'#' * block.level} {text}{' #' if text.endswith('#') else ''}"
    if block.kind is ParagraphKind.QUOTE:
        return f"> {text}"
    return f"{' ' * (indent + CODE_INDENT)}{text}" if _MARKED.match(text) else text


def _table(rows: list[str], indent: int) -> str:
    if len(rows) == 1 or any(map(_MARKED.match, rows)):
        return "\n\n".join(_paragraph(TextBlock(row), indent) for row in rows)
    columns = max(len(_COLUMN.findall(rows[0])) - 1, 2)
    return "\n".join([rows[0], f"|{' --- |' * columns}", *rows[1:]])


def _front_matter(imported: Imported, original: Original | None) -> str:
    import yaml

    fields: dict[str, Any] = {
        "id": imported.id,
        "title": one_line(imported.title),
        "outlet": one_line(imported.outlet),
        "byline": one_line(imported.byline),
        "date": _date(imported.date),
        "url": imported.address,
        "language": imported.language,
        "inferred": _inferred(imported),
        "debris": "keep" if imported.keep_debris else None,
        "original": original and {"file": original.file, "sha256": original.sha256},
    }
    known = {name: value for name, value in fields.items() if value is not None}
    return str(yaml.safe_dump(known, allow_unicode=True, sort_keys=False, width=float("inf")))


def _inferred(imported: Imported) -> dict[str, str] | None:
    """What the values that are there were inferred from; None where all are stated."""
    values = {**{name: getattr(imported, name) for name in INFERABLE}, "url": imported.address}
    return {
        name: basis for name in INFERABLE if values[name] and (basis := imported.inferred.get(name))
    } or None


def _date(date: Dating) -> Any:
    if date.known is Known.UNKNOWN:
        return {"known": "unknown", "basis": basis} if (basis := one_line(date.basis)) else None
    if date.known is Known.STATED:
        return date.earliest
    last = date.latest and date.latest.replace()  # of the same day twice YAML would make an alias
    fields = {"known": "inferred", "from": date.earliest, "to": last}
    return {
        **{name: value for name, value in fields.items() if value is not None},
        "basis": one_line(date.basis) or "the file",
    }
