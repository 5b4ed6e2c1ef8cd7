"""The actions of marking and of the way about: they join the one table of actions."""

from __future__ import annotations

from briefing.tui.action import Action, Where

_E, _A, _F = Where.EVERYWHERE, Where.ARTICLE, Where.FORM
_M, _Q = Where.MEMO, Where.QUESTION
_OR_SENTENCE = "the selection, or the sentence at the cursor"

MARKING = (
    Action(
        "highlight", "h", "Highlight", f"highlight {_OR_SENTENCE}", _A, "screen.highlight", True
    ),
    Action("tag", "t", "Tag", f"tag {_OR_SENTENCE}", _A, "screen.tag"),
    Action("memo", "m", "Memo", f"write a memo on {_OR_SENTENCE}", _A, "screen.memo"),
    Action(
        "record",
        "p",
        "Record",
        f"make a record of {_OR_SENTENCE}, or of a suggestion",
        _E,
        "record",
        True,
        True,
    ),
    Action(
        "attach",
        "a",
        "Attach",
        f"give a record further evidence: {_OR_SENTENCE}",
        _A,
        "screen.attach",
    ),
    Action(
        "next-highlight", "l", "Next highlight", "next highlight", _A, "next_mark_of('highlight')"
    ),
    Action(
        "previous-highlight",
        "L",
        "Previous highlight",
        "previous highlight",
        _A,
        "previous_mark_of('highlight')",
    ),
    Action("next-evidence", "i", "Next evidence", "next evidence", _A, "next_mark_of('evidence')"),
    Action(
        "previous-evidence",
        "I",
        "Previous evidence",
        "previous evidence",
        _A,
        "previous_mark_of('evidence')",
    ),
    Action(
        "edit",
        "E",
        "Change",
        "change the record or highlight that you are at",
        _E,
        "edit",
        False,
        True,
    ),
    Action(
        "delete",
        "x,delete",
        "Delete",
        "delete the record or highlight that you are at; dismiss a suggestion for good",
        _E,
        "delete",
        False,
        True,
    ),
    Action(
        "metadata",
        "M",
        "Metadata",
        "set title, outlet, byline, date, address, language and page debris of the article",
        _E,
        "metadata",
        False,
        True,
    ),
    Action("undo", "u", "Undo", "undo the last change", _E, "undo", False, True),
    Action(
        "redo", "ctrl+r", "Redo", "make the change again that was undone", _E, "redo", False, True
    ),
    Action("highlights", "H", "Highlights", "list the highlights", _E, "highlights", False, True),
    Action(
        "suggestions",
        "S",
        "Suggestions",
        "list passages that may be worth a record",
        _E,
        "suggestions",
        False,
        True,
    ),
    Action(
        "forward",
        "alt+right,greater_than_sign",
        "Forward",
        "forward again, after going back",
        _E,
        "forward",
        False,
        True,
    ),
    Action(
        "browse",
        "o",
        "Open page",
        "open the article’s page in the browser",
        _E,
        "browse",
        False,
        True,
    ),
    Action(
        "unread",
        "U",
        "Unread",
        "mark the article, or the source at the cursor, read or unread",
        _E,
        "unread",
        False,
        True,
    ),
    Action("form.next", "enter", "Next", "take what is chosen and go on", _F, "screen.next", True),
    Action("form.down", "down,ctrl+n", "Down", "the next choice", _F, "screen.choice_down"),
    Action("form.up", "up", "Up", "the choice before", _F, "screen.choice_up"),
    Action("form.save", "ctrl+s", "Save", "save what is filled in", _F, "screen.save", True),
    Action(
        "form.more",
        "ctrl+o",
        "More",
        "ask for all that such a record may have",
        _F,
        "screen.more",
        True,
    ),
    Action("form.leave", "escape", "Leave", "close the form", _F, "screen.leave", True),
    Action("memo.next", "enter", "Next", "go on", _M, "screen.next", True),
    Action("memo.line", "ctrl+j", "New line", "begin a new line", _M, "line", True),
    Action("memo.save", "ctrl+s", "Save", "save what is filled in", _M, "screen.save", True),
    Action("memo.leave", "escape", "Leave", "close the form", _M, "screen.leave", True),
    Action("question.yes", "enter,y", "Yes", "do it", _Q, "screen.yes", True),
    Action("question.no", "escape,n", "No", "leave it as it is", _Q, "screen.no", True),
)
