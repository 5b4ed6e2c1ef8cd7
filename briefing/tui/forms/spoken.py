"""What forms ask of a passage as evidence: who speaks, how the words came, whom they relay."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from textual.content import Content

from briefing.article import Article, Passage
from briefing.dossier.dossier import Dossier
from briefing.dossier.model import Mode
from briefing.tui.base.words import FAINT, dated, joined, outlet_of, plain, shortened
from briefing.tui.forms import choices as choose
from briefing.tui.forms.choices import MODES, Choice
from briefing.tui.forms.field import FormField, Row
from briefing.tui.forms.form import Form, Incomplete

QUOTE_LIMIT = 150
_OPENING = "\"“„«‘'"


def spoken_rows(dossier: Dossier, article: Article | None) -> Iterable[Row]:
    """The rows."""
    speakers = choose.speaker_choices(dossier, article)
    return [
        Row("speaker", "Speaker", "who is named as saying it; nobody: leave it", speakers, True),
        Row("mode", "Mode", choices=choose.MODE_CHOICES),
        Row("via", "Via", "the outlet that is relayed", free=True),
    ]


def about_passage(article: Article, passage: Passage) -> Content:
    """The quote, and where it stands."""
    quote = shortened(article.text_of(passage.span), QUOTE_LIMIT)
    paragraph = article.paragraph_at(passage.span.start)
    where = (
        outlet_of(article),
        shortened(article.label, 36),
        dated(article.date),
        f"¶{paragraph.number}" if paragraph else "",
    )
    return Content("\n").join(
        [plain(f"“{quote}”", "italic"), joined(plain(part) for part in where).stylize(FAINT)]
    )


def mode_choice(mode: Mode) -> Choice:
    """A mode as its row has it."""
    return Choice(mode, MODES[mode])


def mode_of(words: str) -> Mode:
    """How a passage's words came, as far as they show it themselves."""
    return Mode.DIRECT if words.strip()[:1] in set(_OPENING) else Mode.OUTLET


def guess_mode(fields: Mapping[str, FormField]) -> None:
    """With a speaker it is a paraphrase, as long as nobody has said otherwise."""
    mode, speaker = fields["mode"], fields["speaker"]
    if mode.touched or not mode.picked:
        return
    before = mode.picked[0].value
    if speaker.picked and before is Mode.OUTLET:
        mode.put(mode_choice(Mode.PARAPHRASE))
    elif not speaker.picked and before is Mode.PARAPHRASE:
        mode.put(mode_choice(Mode.OUTLET))


def is_relayed(fields: Mapping[str, FormField]) -> bool:
    """Whether the outlet that is relayed is to be asked for."""
    picked = fields["mode"].picked
    return bool(picked) and picked[0].value is Mode.RELAYED


def spoken(form: Form) -> tuple[str | None, Mode | None, str | None]:
    """Speaker, mode and the outlet that is relayed, as filled in. Raises Incomplete."""
    mode, via = form.value("mode"), form.text("via")
    if mode is Mode.RELAYED and via is None:
        raise Incomplete("Say which outlet is relayed.", "via")
    return form.text("speaker"), mode if isinstance(mode, Mode) else None, via
