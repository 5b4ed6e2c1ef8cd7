"""Invented coverage: articles of any number that differ as articles do."""

from __future__ import annotations

import random

_WHO = """harbour office, river pilot, delegation, envoy, fishing union, mayor, engineer, customs
house, spokeswoman, miller, ferry crew, council, lock keeper, surveyor, upland farmers"""
_LIKE = """northern, southern, retiring, newly named, silent, third, so-called, joint, travelling,
upper, lower, former, private, elected, foreign"""
_DID = """asked for, turned down, counted again, put off, spoke of, signed for, walked away from,
promised, paid for, argued over, waited for, drew up, returned, borrowed, gave away"""
_WHAT = """second lock, share of the water, dry dock, lanterns, toll on barges, winter ferry, map,
broken gauge, sacks of grain, bridge without a road, oath, ledger, tunnel, reservoir, signal mast"""
_WHERE = """at the weir, by the east gate, before noon, in a cold hall, after two days, under the
arches, without witnesses, for the third time, on the quay, in a letter, at low tide, in spring"""
_PARTS = [[" ".join(p.split()) for p in part.split(",")] for part in (_WHO, _LIKE, _DID, _WHAT,
          _WHERE)]  # fmt: skip


def prose(seed: int, *, paragraphs: int = 8, sentences: int = 4) -> str:
    """Paragraphs of plain sentences; the same for the same ``seed``."""
    chance = random.Random(seed)
    pick = chance.choice
    who, like, did, what, where = _PARTS

    def sentence() -> str:
        first = (
            f"the {pick(like)} {pick(who)} {pick(did)} a {pick(like)} {pick(what)} {pick(where)}"
        )
        extra = f"{chance.randrange(2, 999)} {pick(like)} people {pick(did)} the {pick(what)}"
        return f"{first}, and {extra}.".capitalize()

    return "\n\n".join(" ".join(sentence() for _ in range(sentences)) for _ in range(paragraphs))


def title(seed: int) -> str:
    """A headline of its own for each number."""
    chance = random.Random(seed)
    who, like, did, what, _ = _PARTS
    words = f"{chance.choice(like)} {chance.choice(who)} {chance.choice(did)} {chance.choice(what)}"
    return f"{words} again, day {seed}".title()
