"""Libraries of invented news-like articles, the same in every run.

Article number n is the same whatever the number of articles: a library of 1,000 is the
beginning of one of 10,000, and what comes after its last is what can be added to it.
The words and their frequencies are those of English in `wordfreq` (extra ``bench``),
drawn at random: a natural vocabulary, with its stems, prefixes and long tail, without
anybody's sentences. Each article has a topic whose words recur in it; fixed pairs of
words, invented names, figures and abbreviations are strewn in.

    python benchmarks/corpus.py FOLDER [COUNT]
"""

from __future__ import annotations

import sys
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cached_property
from itertools import accumulate
from pathlib import Path
from random import Random

VOCABULARY = 80_000
TOPICS, TOPIC_WORDS = 240, 300
PAIRS, NAMES = 3_000, 12_000
SHORTEST, LONGEST = 400, 700
"""Words of an article."""
FIRST_DAY, DAYS = date(2024, 1, 1), 730
OUTLETS = (
    "The Morning Ledger", "Harbour Gazette", "The Daily Meridian", "Northern Wire", "Capital Post",
    "Evening Dispatch", "The Inland Courier", "Border Times", "Valley Tribune", "The Observer Desk",
    "Coast Standard", "Radio Seven", "The Plain Record", "Union Press Agency", "Bridge Review",
    "The Weekly Lantern", "Southern Mail", "Channel Nine News", "Old Town Chronicle", "The Docket",
)  # fmt: skip
"""The first ones publish most."""
ABBREVIATIONS = ("US", "UN", "EU", "NATO", "POWs", "MP", "GDP", "OSCE", "UK", "ICRC")
_SYLLABLES = (
    "ba be bo bra da dan del do dra el er fa far ga gor ha hol is ka kal kor la lan lev lo ma mar"
    " mi mol na nel ni nor o os pa pet ra ren ro ros sa sel so sta ta tem ter to tor u va ver vi"
    " vo wen ya yel za zor"
)
_ENDINGS = ("n", "r", "s", "ko", "ov", "sky", "in", "en", "ton", "ner", "man", "ley", "ez")
_MONTHS = tuple(date(2024, month, 1).strftime("%B") for month in range(1, 13))
_SPEAKERS = ("he", "she", "they")


@dataclass(frozen=True)
class Story:
    """One invented article."""

    number: int
    title: str
    outlet: str
    byline: str
    day: date
    paragraphs: tuple[str, ...]

    @property
    def id(self) -> str:
        """The article's id."""
        return f"story-{self.number:06}"

    @property
    def file(self) -> str:
        """Its path in the library: a folder for each month."""
        return f"{self.day:%Y-%m}/{self.id}.md"

    @cached_property
    def body(self) -> str:
        """The text, a blank line between paragraphs."""
        return "\n\n".join(self.paragraphs)

    @property
    def markdown(self) -> str:
        """The file's text: front matter and body."""
        head = (f"title: {self.title}", f"outlet: {self.outlet}", f"byline: {self.byline}")
        return "\n".join(
            ("---", f"id: {self.id}", *head, f"date: {self.day}", "---", self.body, "")
        )


class Newsroom:
    """Writes the stories of one seed."""

    def __init__(self, seed: int = 1) -> None:
        from wordfreq import get_frequency_dict, top_n_list

        random = Random(seed)
        known = get_frequency_dict("en", "large")
        listed = top_n_list("en", VOCABULARY + 5_000, wordlist="large")
        self.words = [w for w in listed if w.isascii() and not any(map(str.isdigit, w))]
        self.words = self.words[:VOCABULARY]
        self._weights = list(accumulate(known[word] for word in self.words))
        content = self.words[250:30_000]
        self._seed = seed
        self._topics = [random.sample(content, TOPIC_WORDS) for _ in range(TOPICS)]
        self._topic_weights = _falling(TOPIC_WORDS)
        common = self.words[40:4_000]
        self.pairs = [" ".join(random.choices(common, k=2)) for _ in range(PAIRS)]
        self._pair_weights = _falling(PAIRS)
        self.names = list(dict.fromkeys(_name(random) for _ in range(NAMES)))
        self._name_weights = _falling(len(self.names))
        self._outlet_weights = _falling(len(OUTLETS))

    def story(self, number: int) -> Story:
        """Story ``number``; the same every time."""
        random = Random(f"{self._seed} {number}")
        topic = random.choice(self._topics)
        words = self._draw(random, topic, random.randint(SHORTEST, LONGEST))
        title = self._draw(random, topic, random.randint(6, 11))
        byline = " and ".join(self._people(random, random.choice((1, 1, 1, 2))))
        return Story(
            number,
            " ".join(title).replace("  ", " ").capitalize(),
            random.choices(OUTLETS, cum_weights=self._outlet_weights)[0],
            byline,
            FIRST_DAY + timedelta(days=random.randrange(DAYS)),
            tuple(_paragraphs(random, words)),
        )

    def stories(self, count: int, first: int = 0) -> Iterator[Story]:
        """``count`` stories from number ``first`` on."""
        return map(self.story, range(first, first + count))

    def _draw(self, random: Random, topic: Sequence[str], length: int) -> list[str]:
        """Words at random: general ones, and in places those of the topic, pairs and names."""
        words = random.choices(self.words, cum_weights=self._weights, k=length)
        ours = iter(random.choices(topic, cum_weights=self._topic_weights, k=length))
        for at, place in enumerate(random.choices(range(1_000), k=length)):
            if place < 170:
                words[at] = next(ours)
            elif place < 215:
                words[at] = random.choices(self.pairs, cum_weights=self._pair_weights)[0]
            elif place < 245:
                words[at] = random.choices(self.names, cum_weights=self._name_weights)[0]
            elif place < 253:
                words[at] = f"{random.randint(2, 900)}"
            elif place < 258:
                words[at] = f"{random.randint(1, 28)} {random.choice(_MONTHS)}"
            elif place < 266:
                words[at] = random.choice(ABBREVIATIONS)
        return words

    def _people(self, random: Random, count: int) -> list[str]:
        return [" ".join(random.sample(self.names, 2)) for _ in range(count)]


def _falling(count: int) -> list[float]:
    """Cumulated weights of ranks after Zipf."""
    return list(accumulate(1 / (rank + 2) for rank in range(count)))


def _name(random: Random) -> str:
    syllables = random.choices(_SYLLABLES.split(), k=random.choice((1, 2, 2, 3)))
    return ("".join(syllables) + random.choice(_ENDINGS)).capitalize()


def _paragraphs(random: Random, words: Sequence[str]) -> Iterator[str]:
    """The words as sentences, two to four of them in a paragraph; some are quotes."""
    at = 0
    while at < len(words):
        sentences = []
        for _ in range(random.randint(2, 4)):
            end = at + random.randint(8, 27)
            if sentence := words[at:end]:
                sentences.append(_sentence(random, list(sentence)))
            at = end
        yield " ".join(sentences)


def _sentence(random: Random, words: list[str]) -> str:
    words[0] = words[0][:1].upper() + words[0][1:]
    for comma in random.sample(range(len(words)), min(len(words), random.randrange(3))):
        words[comma] += ","
    text = " ".join(words).rstrip(",")
    quoted = random.random() < 0.12
    return f"“{text},” {random.choice(_SPEAKERS)} said." if quoted else f"{text}."


def write_library(folder: Path, count: int, first: int = 0, seed: int = 1) -> None:
    """Write stories as the files of a library, over what is there of them."""
    made: set[Path] = set()
    for story in Newsroom(seed).stories(count, first):
        path = folder / story.file
        if path.parent not in made:
            path.parent.mkdir(parents=True, exist_ok=True)
            made.add(path.parent)
        path.write_text(story.markdown, encoding="utf-8")


def main(arguments: list[str]) -> None:
    """Write a library, and say how long that took."""
    if not arguments:
        raise SystemExit("python benchmarks/corpus.py FOLDER [COUNT]")
    folder, count = Path(arguments[0]), int(arguments[1]) if len(arguments) > 1 else 10_000
    start = time.perf_counter()
    write_library(folder, count)
    print(f"{count:,} articles in {folder}: {time.perf_counter() - start:.1f} s")


if __name__ == "__main__":
    main(sys.argv[1:])
