"""Whole names, taken apart only where their parts are told apart for certain."""

from __future__ import annotations

from app.domain.place import PersonName
from app.domain.typed import tidy_name

_SUFFIXES = frozenset({"jr", "sr", "ii", "iii", "iv", "v"})
_CREDENTIALS = frozenset(
    {"md", "do", "mbbs", "np", "pa", "pac", "fnp", "fnpc", "aprn", "arnp", "crnp", "dnp", "phd", "rn"}
)


def split_name(text: str) -> PersonName | None:
    """`Nguyễn, Ánh T.` and `Ánh Nguyễn` in their parts.

    Returns:
        The parts; None where it cannot be known which word belongs to which: three or more words without a comma,
        save a middle initial between two.
    """
    tidy = tidy_name(text)
    last, comma, rest = tidy.partition(",")
    if comma:
        return _with_comma(last.split(), [word for word in rest.replace(",", " ").split() if not _is_credential(word)])
    words = [word for word in tidy.split() if not _is_credential(word)]
    suffix = _suffix(words)
    if len(words) == 2:
        return PersonName(first=words[0], last=words[1], suffix=suffix)
    if len(words) == 3 and len(words[1].rstrip(".")) == 1:
        return PersonName(first=words[0], middle=words[1].rstrip("."), last=words[2], suffix=suffix)
    return None


def _with_comma(last: list[str], rest: list[str]) -> PersonName | None:
    suffix = _suffix(last) or _suffix(rest)
    if not last or not rest:
        return None
    middle = " ".join(rest[1:])
    middle = middle.rstrip(".") if len(middle.rstrip(".")) == 1 else middle
    return PersonName(first=rest[0], middle=middle, last=" ".join(last), suffix=suffix)


def is_suffix(word: str) -> bool:
    """Whether a word behind a name tells generations apart: `Jr.`, `III`."""
    return word.rstrip(".,").lower() in _SUFFIXES


def _suffix(words: list[str]) -> str:
    """Takes a suffix off the end of the words."""
    if len(words) > 1 and is_suffix(words[-1]):
        return words.pop()
    return ""


def _is_credential(word: str) -> bool:
    return word.replace(".", "").replace("-", "").lower() in _CREDENTIALS
