"""How good a passphrase is, in words. An estimate on the safe side, made without any list but a short one."""

from __future__ import annotations

import math
import re
from dataclasses import dataclass

#: Fewer characters are refused.
LEAST_LENGTH = 10

_COMMON = frozenset(
    [
        "password",
        "passwort",
        "passphrase",
        "letmein",
        "welcome",
        "admin",
        "botox",
        "office",
        "practice",
        "doctor",
        "clinic",
        "nurse",
        "summer",
        "winter",
        "spring",
        "autumn",
        "monday",
        "friday",
        "secret",
        "computer",
        "qwerty",
        "qwertz",
        "asdf",
        "iloveyou",
        "dragon",
        "sunshine",
        "football",
        "baseball",
        "migraine",
    ]
)
_RUNS = ("abcdefghijklmnopqrstuvwxyz", "qwertyuiop", "asdfghjkl", "zxcvbnm", "0123456789")


@dataclass(frozen=True, slots=True)
class Strength:
    """A judgement.

    Attributes:
        is_enough: whether it may be used.
        words: what it is and what would help.
        role: how it is shown: good, warn or bad.
    """

    is_enough: bool
    words: str
    role: str


def judge(passphrase: str) -> Strength:
    """Say how good a passphrase is."""
    if not passphrase:
        return Strength(
            False, "Four or five words that do not belong together are easy to keep and hard to guess.", "quiet"
        )
    if len(passphrase) < LEAST_LENGTH:
        return Strength(False, f"Too short: {len(passphrase)} of at least {LEAST_LENGTH} characters.", "bad")
    bits = guess_bits(passphrase)
    if bits < 36:
        return Strength(False, "Easy to guess: common words, repeats or rows of keys. Add words.", "bad")
    if bits < 52:
        return Strength(True, "Fair. One more word makes it good.", "warn")
    if bits < 72:
        return Strength(True, "Good.", "good")
    return Strength(True, "Strong.", "good")


def guess_bits(passphrase: str) -> float:
    """About how many bits a patient guesser needs."""
    text = passphrase.casefold()
    bits = 0.0
    for word in re.findall(r"[^\W\d_]+|\d+|[\W_]+", text):
        bits += _piece_bits(word, passphrase)
    return bits + (2 if passphrase != text and not passphrase.istitle() else 0)


def _piece_bits(piece: str, whole: str) -> float:
    is_run = len(piece) > 2 and any(piece in run or piece in run[::-1] for run in _RUNS)
    if piece in _COMMON or is_run:
        return 4.0
    if len(set(piece)) == 1:
        return 2.0 + math.log2(len(piece))
    if whole.casefold().count(piece) > 1 and len(piece) > 2:
        return 6.0
    if piece.isdigit():
        is_year = len(piece) == 4 and piece[:2] in {"19", "20"}
        return 6.0 if is_year else 3.3 * len(piece)
    if piece.isalpha():
        return min(4.0 * len(piece), 13.0 + max(0, len(piece) - 8) * 1.0) if len(piece) > 3 else 5.5 * len(piece)
    return min(6.0 * len(piece), 10.0) if piece.strip() else 1.0
