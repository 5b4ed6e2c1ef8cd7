"""Lists in every layout that a person may type, in pieces, so that edits can be judged."""

from __future__ import annotations

from dataclasses import dataclass, field

from hypothesis import strategies as st

FIELDS = {
    "plain": ["says: some plain words"],
    "two lines": ["says: some plain", "    words over lines"],
    "single": ["says: 'it''s: # no comment'"],
    "double": ['says: "a \\" # no comment, \\u2028 é"'],
    "literal": ["says: |", "  one", "", "    # two", "  three"],
    "kept": ["says: |+", "  one"],
    "folded": ["says: >-", "  one", "  two"],
    "empty": ["says:"],
    "list": ["says: [a, 'b, c', {d: e}]"],
    "open list": ["says: [a,  # MARK", "  b", "  ]"],
    "block list": ["says:", "- a", "-   b"],
    "deep": ["says:", "    evidence:", "      - article: x", "        # MARK", "        quote: q"],
}
WITH_COMMENT = ("id", "kind", "party", "plain", "single", "double", "list")
IN_BRACKETS = ("says: 'a, b'", "says: [a, b],\n quote: c", "says: b # MARK\n")


@dataclass
class File:
    """A file in pieces: ``lead[n]`` stands before ``entries[n]``, ``tail`` after the last."""

    lead: list[str] = field(default_factory=list)
    entries: list[str] = field(default_factory=list)
    tail: str = ""
    end: str = ""
    mark: str = ""
    in_brackets: bool = False

    @property
    def text(self) -> str:
        """The whole file."""
        return self.before(len(self.entries)) + self.tail + self.end

    def before(self, number: int) -> str:
        """What stands before the lead of an entry."""
        pieces = zip(self.lead[:number], self.entries, strict=False)
        return self.mark + "".join(lead + entry for lead, entry in pieces)


class Marks:
    """Makes lines of text, and numbers every comment, so that each can be looked for."""

    def __init__(self, newline: str) -> None:
        self.newline = newline
        self.count = 0

    def lines(self, lines: list[str]) -> str:
        return "".join(self.text(line) + self.newline for line in lines)

    def text(self, text: str) -> str:
        while "MARK" in text:
            self.count += 1
            text = text.replace("MARK", f'comment {self.count}, [it]\'s: "-" {{', 1)
        return text.replace("\n", self.newline)


@st.composite
def block_entries(draw: st.DrawFn, number: int, indent: str) -> list[str]:
    """The lines of one entry of a list in block style."""
    layout = draw(st.sampled_from(["- ", "- ", "-   ", "-\n", "- {"]))
    if layout == "- {":
        first = [f"{indent}- {{id: e{number},"]
        return draw(
            st.sampled_from([[f"{first[0]} says: 'a, b'}}"], [*first, f" {indent} says: x}}"]])
        )
    quote = draw(st.sampled_from(["", '"']))
    fields = {"id": [f"id: {quote}e{number}{quote}"]}
    for name, text in (("kind", "kind: demand"), ("", ""), ("party", "party: north")):
        chosen = name or draw(st.sampled_from(sorted(FIELDS)))
        if not name or draw(st.booleans()):
            fields[chosen] = [text] if name else FIELDS[chosen]
    column = indent + ("  " if layout == "-\n" else " " * len(layout))
    lines = [indent + draw(st.sampled_from(["-", "- # MARK"]))] if layout == "-\n" else []
    for name, (first, *more) in fields.items():
        lead = indent + layout if name == "id" and layout != "-\n" else column
        comment = name in WITH_COMMENT and draw(st.booleans())
        lines.append(lead + first + ("  # MARK" if comment else ""))
        lines += [column + line if line else "" for line in more]
        if name != list(fields)[-1]:
            lines += draw(st.lists(st.sampled_from([column + "# MARK", "# MARK"]), max_size=1))
    return lines


@st.composite
def block_files(draw: st.DrawFn, most: int = 4) -> File:
    """A list in block style, indented or not, with comments and empty lines anywhere."""
    newline = draw(st.sampled_from(["\n", "\r\n"]))
    marks, file = Marks(newline), File(mark=draw(st.sampled_from(["", "", "\ufeff"])))
    indent = draw(st.sampled_from(["", "", "  ", "    "]))
    gaps = st.lists(st.sampled_from(["", "# MARK", indent + "# MARK", "   "]), max_size=2)
    start = draw(st.lists(st.sampled_from(["# MARK", "", "---"]), max_size=2, unique=True))
    head = marks.lines(start)
    for number in range(draw(st.integers(0, most))):
        file.lead.append(("" if number else head) + marks.lines(draw(gaps)))
        file.entries.append(marks.lines(draw(block_entries(number, indent))))
    file.tail = marks.lines(draw(gaps)) if file.entries else head
    if draw(st.integers(0, 5)) == 0 and (file.entries or "---" in start):
        file.end = marks.lines(["...", "# MARK"])
    if draw(st.booleans()):
        if file.end or file.tail or not file.entries:
            name = "end" if file.end else "tail"
            setattr(file, name, getattr(file, name).removesuffix(newline))
        else:
            file.entries[-1] = file.entries[-1].removesuffix(newline)
    return file


@st.composite
def bracket_files(draw: st.DrawFn) -> File:
    """A list in brackets, on one line or several."""
    marks = Marks(draw(st.sampled_from(["\n", "\r\n"])))
    file = File(in_brackets=True)
    gap = st.sampled_from(["", " ", "\n  ", "  # MARK\n "])
    for number in range(draw(st.integers(0, 4))):
        body = draw(st.sampled_from(IN_BRACKETS))
        file.lead.append(marks.text(("," if number else "[") + draw(gap)))
        file.entries.append(marks.text(f"{{id: e{number}, {body}}}"))
    comma = "," if file.entries and draw(st.booleans()) else ""
    opening = "" if file.entries else "["
    file.tail = marks.text(f"{opening}{draw(gap)}{comma}{draw(gap)}]\n")
    return file
