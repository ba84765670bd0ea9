"""Text made fit for paper: composed letters, plain line ends, nothing invisible."""

from __future__ import annotations

import unicodedata
from typing import Final

_KEPT_FORMAT: Final = "\u200c\u200d"


def printable(text: str) -> str:
    """Composes letters and accents (NFC), keeps line ends, turns tabs into spaces, drops what has no shape."""
    if text.isprintable() and unicodedata.is_normalized("NFC", text):
        return text
    composed = unicodedata.normalize("NFC", text.replace("\r\n", "\n").replace("\r", "\n").replace("\t", " "))
    for end in "\u2028\u2029\x0b\x0c\x85":
        composed = composed.replace(end, "\n")
    return "".join(char for char in composed if char == "\n" or char in _KEPT_FORMAT or not _shapeless(char))


def _shapeless(char: str) -> bool:
    return unicodedata.category(char) in ("Cc", "Cf")
