"""What strangers may write, and what to look for in what the program prints."""

from __future__ import annotations

import re
import unicodedata

MARK = "zzyzx"
"""A word that stands in every payload, so that it is known to have been shown."""

CONTROLS = (
    "\x1b]52;c;ZXZpbA==\x07"  # clipboard
    "\x1b]0;evil\x07"  # title of the window
    "\x1b]8;;http://evil.invalid\x1b\\link\x1b]8;;\x1b\\"  # hyperlink
    "\x1b[2J\x1b[31m\x1b[6n"  # clear, colour, report
    "\x1bP+q544e\x1b\\\x1b_G\x1b\\\x1bc"  # device control, graphics, reset
    "\x9b31m\x9d52;c;eA==\x9c\x90q\x9c\x85\x8d"  # the same as C1
    "\x07\x08\x00\x0e\x7f\x0b\x0c"
)
UNSEEN = (
    "\u202egnp.\u202c\u2066x\u2069\u200e\u200f\u061c"  # direction
    "\u200b\u200c\u200d\u2060\ufeff\u00ad\u034f\u3164\u180e"  # no width
    "\U000e0001\U000e0041\U000e007f\ufe00\U000e0100"  # tags, selectors
    "\u2028\u2029\ufff9\ue000"
)
MARKUP = (
    "[@click=app.quit]q[/] [@click='app.bell']b[/] [link=file:///etc/passwd]l[/link]"
    " [bold red on blue]r[/] [/] [reverse]v :smile: \\[x] {x} %s {0}"
)
MARKDOWN = "](http://evil.invalid) <script>alert(1)</script> ![i](x) `c` [^1] | a | # h"

ATTACK = f"{MARK} {CONTROLS} {UNSEEN} {MARKUP} {MARKDOWN}"
"""Everything at once, in one line."""

YAML_ATTACK = ATTACK.replace("\x00", "\x01")

_HARMFUL = {"Cc", "Cf", "Cs", "Co", "Zl", "Zp"}
_NO_WIDTH = re.compile(
    "[\u034f\u115f\u1160\u180b-\u180f\u200b-\u200f\u2028-\u202e\u2060-\u206f\u3164\ufe00-\ufe0f"
    "\ufeff\uffa0\U000e0000-\U000e0fff]"
)


def harm_in(text: str) -> set[str]:
    """The characters in ``text`` that a terminal could obey, or that a reader could not see."""
    found = {c for c in set(text) if unicodedata.category(c) in _HARMFUL} - {"\n"}
    return found | set(_NO_WIDTH.findall(text))


def quoted(text: str) -> str:
    """``text`` as a YAML scalar in double quotation marks, all in ASCII."""
    return '"' + "".join(_yaml_sign(c) for c in text) + '"'


def _yaml_sign(char: str) -> str:
    if char in '"\\':
        return f"\\{char}"
    return char if " " <= char <= "~" else f"\\U{ord(char):08x}"
