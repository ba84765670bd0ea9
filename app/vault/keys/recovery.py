"""The recovery key: 160 random bits in groups that a person can print, read out and type.

Crockford's base 32 (no I, L, O, U); the ninth group is a check, so that a slip is told from a wrong sheet.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Callable, Mapping

from app.vault.problems import RecoveryKeyMistyped

_ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
_VALUE = {letter: number for number, letter in enumerate(_ALPHABET)} | {"O": 0, "I": 1, "L": 1}
_SECRET_BYTES = 20
_DATA_LETTERS = 32
_CHECK_LETTERS = 4
GROUP_LETTERS = 4
GROUP_COUNT = 9


def new_recovery_secret(random: Callable[[int], bytes]) -> bytes:
    """The random bits of a fresh recovery key."""
    return random(_SECRET_BYTES)


def recovery_text(secret: bytes) -> str:
    """As it is printed: `7K2M-…`, nine groups of four."""
    letters = _letters(int.from_bytes(secret), _DATA_LETTERS) + _check(secret)
    return "-".join(letters[start : start + GROUP_LETTERS] for start in range(0, len(letters), GROUP_LETTERS))


def recovery_secret(text: str) -> bytes:
    """The bits of a key as a person typed it: small letters, spaces and look-alikes do no harm.

    Raises:
        RecoveryKeyMistyped: letters are missing, too many, or do not pass the check.
    """
    letters = _plain(text)
    if len(letters) != _DATA_LETTERS + _CHECK_LETTERS or any(letter not in _VALUE for letter in letters):
        raise RecoveryKeyMistyped()
    number = 0
    for letter in letters[:_DATA_LETTERS]:
        number = number * 32 + _VALUE[letter]
    secret = number.to_bytes(_SECRET_BYTES)
    if _plain(_check(secret)) != "".join(_ALPHABET[_VALUE[letter]] for letter in letters[_DATA_LETTERS:]):
        raise RecoveryKeyMistyped()
    return secret


def groups_to_ask(random: Callable[[int], bytes]) -> tuple[int, int, int]:
    """Three groups, numbered from 1 and in order, that a person types back to show that the sheet was printed."""
    left = list(range(1, GROUP_COUNT + 1))
    chosen = [left.pop(int.from_bytes(random(4)) % len(left)) for _ in range(3)]
    first, second, third = sorted(chosen)
    return first, second, third


def groups_match(recovery_key: str, typed: Mapping[int, str]) -> bool:
    """Whether each typed group is that of the printed key; groups are numbered from 1."""
    groups = [_same_looks(group) for group in recovery_key.split("-")]
    return bool(typed) and all(
        1 <= number <= len(groups) and _same_looks(text) == groups[number - 1] for number, text in typed.items()
    )


def _letters(number: int, count: int) -> str:
    return "".join(_ALPHABET[(number >> (5 * place)) & 31] for place in reversed(range(count)))


def _check(secret: bytes) -> str:
    return _letters(int.from_bytes(hashlib.sha256(b"PA Desk recovery" + secret).digest()), _CHECK_LETTERS)


def _plain(text: str) -> str:
    return re.sub(r"[\s\-–—.]", "", text).upper()


def _same_looks(text: str) -> str:
    return "".join(_ALPHABET[_VALUE[letter]] if letter in _VALUE else letter for letter in _plain(text))
