"""Fuzz: python -m tests.fuzz HARNESS CASES SEED. Keeps what it finds in the corpus, made small."""

from __future__ import annotations

import sys
import time
from functools import partial
from random import Random

from briefing.files import digest
from tests.fuzz.harnesses import CORPUS, HARNESSES, Harness
from tests.fuzz.mutating import made_small

IS_SLOW = "slow"
SLOW = 5.0
"""Seconds of processor time that no input may take."""


def failure(harness: Harness, data: bytes) -> str | None:
    """What does not hold for an input, in a line; None where all does."""
    started = time.process_time()
    try:
        harness.check(data)
    except Exception as error:
        frame = error.__traceback__
        while frame and frame.tb_next:
            frame = frame.tb_next
        where = f"{frame.tb_frame.f_code.co_filename}:{frame.tb_lineno}" if frame else ""
        return f"{type(error).__name__} {where}"
    took = time.process_time() - started
    return f"{IS_SLOW}, {took:.0f} s" if took > SLOW else None


def fuzz(name: str, cases: int, seed: int) -> dict[str, bytes]:
    """Try so many inputs; the first of each kind of failure, made small."""
    harness, chance = HARNESSES[name], Random(seed)
    found: dict[str, bytes] = {}
    for _ in range(cases):
        data = harness.case(chance)
        wrong = failure(harness, data)
        if wrong is None or wrong in found:
            continue
        found[wrong] = data
        if not wrong.startswith(IS_SLOW):
            found[wrong] = made_small(data, partial(_fails_so, harness, wrong))
    return found


def _fails_so(harness: Harness, wrong: str, data: bytes) -> bool:
    return failure(harness, data) == wrong


def main(name: str, cases: int, seed: int) -> int:
    started = time.monotonic()
    found = fuzz(name, cases, seed)
    for wrong, data in found.items():
        path = CORPUS / name / digest(data)[:12]
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(data)
        print(f"{path}: {wrong}: {data[:200]!r}", flush=True)
    took = time.monotonic() - started
    print(f"{name}: {cases} cases in {took:.0f} s, seed {seed}, {len(found)} found", flush=True)
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1], int(sys.argv[2]), int(sys.argv[3])))
