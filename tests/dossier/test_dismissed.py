"""Dismissed passages are kept like highlights: documented, round-tripping, saved one by one."""

from __future__ import annotations

import re
from pathlib import Path

from hypothesis import given
from hypothesis import strategies as st

from briefing.dossier.check import check
from briefing.dossier.dossier import Dossier
from briefing.dossier.emit import dismissal_yaml
from briefing.dossier.load import load_dismissals
from briefing.dossier.model import Dismissal
from briefing.library import Library
from briefing.marking import Marking
from tests.conftest import REPOSITORY
from tests.dossier.invented import texts

FILE = "dismissed.yaml"
dismissals = st.builds(
    Dismissal,
    id=st.from_regex(r"s-[0-9a-f]{12}", fullmatch=True),
    article=texts,
    quote=texts,
    before=st.none() | texts,
    after=st.none() | texts,
)


def test_the_documented_example_loads() -> None:
    documents = (REPOSITORY / "docs" / "files.md").read_text(encoding="utf-8")
    example = re.search(rf"## {FILE}.*?```yaml\n(.*?)```", documents, flags=re.DOTALL)
    assert example
    found, problems = load_dismissals(example[1], FILE)
    assert (len(found), problems) == (1, [])


@given(dismissals)
def test_a_dismissal_round_trips(dismissal: Dismissal) -> None:
    assert load_dismissals(dismissal_yaml(dismissal), FILE) == ([dismissal], [])


def test_what_does_not_fit_is_refused_by_itself() -> None:
    found, problems = load_dismissals("- id: a\n- {id: b, article: x, quote: y}\n", FILE)
    assert [d.id for d in found] == ["b"]
    assert {p.field for p in problems} == {"article", "quote"}


def test_dismissing_and_taking_it_back_keeps_the_comments(tmp_path: Path) -> None:
    path = tmp_path / FILE
    path.write_text("# mine\n- {id: s-1, article: x, quote: y}\n", encoding="utf-8")
    (tmp_path / "one.md").write_text("One.\n", encoding="utf-8")
    library = Library(tmp_path)
    marking = Marking(library)
    dismissal = Dismissal("s-2", "x", "the toll: it stays", after="there")
    before = path.read_bytes()
    marking.dismiss(dismissal)
    marking.dismiss(dismissal)
    assert [d.id for d in load_dismissals(path.read_text(encoding="utf-8"), FILE)[0]] == [
        "s-1",
        "s-2",
    ]
    marking.restore(dismissal)
    assert path.read_bytes() == before


def test_an_id_given_twice_is_reported() -> None:
    twice, _ = load_dismissals("- {id: b, article: x, quote: y}\n" * 2, FILE)
    (problem,) = check(Dossier(dismissed=twice), lambda _: None)
    assert (problem.file, problem.line, problem.field) == (FILE, 2, "id")
