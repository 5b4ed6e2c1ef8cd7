"""Keeps Python's search for cyclic garbage away from what stays.

A library of 10,000 articles is some 150,000 objects that live as long as the app. Now and then
Python looks through all of them for cycles, which takes 60 to 150 ms: between a key
and its answer that is the longest wait of all. What is loaded is therefore taken out of the
search for good (it is still freed once nothing refers to it), and what a key makes is
looked through after some thousands of objects instead of 700.
"""

from __future__ import annotations

import gc

_YOUNG = 10_000
"""New objects after which they are looked through."""


def settle() -> None:
    """Leave what there is alone, and look for garbage only in what is made from now on."""
    gc.freeze()
    gc.set_threshold(_YOUNG, 10, 10)
    gc.enable()
