"""Finding a patient by the beginning of anything the office knows: names, birth date, member ID, chart number, phone.

Words are folded the same way when they are kept and when they are looked for: no accents, no case, no punctuation.
A birth date is kept in three writings, told from numbers by a letter: `d19850304`, `e03041985` and `f030485`.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator

from app.domain.patient import Coverage, Patient

#: Letters that Unicode does not take apart into a letter and an accent.
_BARE_LETTERS = str.maketrans(
    {"đ": "d", "ð": "d", "ł": "l", "ø": "o", "ı": "i", "ħ": "h", "ŧ": "t", "æ": "ae", "œ": "oe", "þ": "th"}
)
_LAST_DIGITS = (10, 7, 4)
_DATE_LIKE = re.compile(r"(\d{1,4})[/.\-](\d{0,2})(?:[/.\-](\d{0,4}))?")


def fold(text: str) -> str:
    """Small letters without accents: `NGUYỄN` and `Nguyen` are one."""
    apart = unicodedata.normalize("NFKD", text.casefold())
    return "".join(c for c in apart if not unicodedata.combining(c)).translate(_BARE_LETTERS)


def sort_key(patient: Patient) -> str:
    """What a list of patients is sorted by: last name, first name."""
    return fold(f"{patient.name.last} {patient.name.first} {patient.name.middle}")


def words_of(patient: Patient, coverages: Iterable[Coverage]) -> str:
    """Everything that the patient may be looked for by."""
    name = patient.name
    texts = [name.first, name.middle, name.last, name.suffix, patient.chart_number]
    texts += [coverage.member_id for coverage in coverages]
    words = {word for text in texts for word in _kept_words(text)}
    for phone in (patient.phone_home, patient.phone_cell, patient.phone_work):
        words.update(_phone_words(phone))
    if patient.dob is not None:
        words |= {f"{patient.dob:d%Y%m%d}", f"{patient.dob:e%m%d%Y}", f"{patient.dob:f%m%d%y}"}
    return " ".join(sorted(words))


def query(text: str) -> str:
    """The search that the typed text stands for, in the words of the full-text index; empty where it says nothing.

    Every part must begin some word of the patient; or all parts in one must, as in a member ID typed with spaces.
    """
    chunks = [wish for wish in map(_wish, text.split()) if wish]
    if not chunks:
        return ""
    if len(chunks) == 1:
        return chunks[0]
    joined = "".join(_alphanumeric(fold(text)))
    return f"({' AND '.join(chunks)}) OR {_begins(joined)}"


def single_name(text: str) -> str | None:
    """The folded text where it can only be the beginning of a name; the sorted list of names answers it directly."""
    folded = fold(text.strip())
    return folded if folded and all(c.isalpha() for c in folded) else None


def _kept_words(text: str) -> Iterator[str]:
    """`Smith-Jones` is found as smith, jones and smithjones; `W123 45-67` as w1234567 and its parts."""
    folded = fold(text)
    yield from re.findall(r"[^\W_]+", folded)
    for chunk in [*folded.split(), folded]:
        joined = _alphanumeric(chunk)
        if joined:
            yield joined


def _phone_words(phone: str) -> Iterator[str]:
    digits = re.sub(r"\D", "", phone.lower().split("x")[0])[-10:]
    if digits:
        yield from (digits[-count:] for count in _LAST_DIGITS if count <= len(digits))
        yield digits


def _wish(chunk: str) -> str:
    """What one typed part stands for: any of several beginnings."""
    folded = fold(chunk)
    joined = _alphanumeric(folded)
    if not joined:
        return ""
    wishes = [_begins(joined)]
    parts = re.findall(r"[^\W_]+", folded)
    if len(parts) > 1:
        wishes.append("(" + " AND ".join(map(_begins, parts)) + ")")
    wishes += [_begins(word) for word in dict.fromkeys(_date_words(folded))]
    return wishes[0] if len(wishes) == 1 else f"({' OR '.join(wishes)})"


def _date_words(text: str) -> Iterator[str]:
    """Beginnings of a birth date that the text may be: `3/4/85`, `3/4`, `1985-03-04`, `030485`, `19850304`."""
    if text.isascii() and text.isdigit() and len(text) >= 3:
        yield from (f"d{text}", f"e{text}", f"f{text}")
        return
    match = _DATE_LIKE.fullmatch(text)
    if match is None:
        return
    first, second, third = match[1], match[2], match[3] or ""
    if len(first) == 4:
        yield from (f"d{first}{rest}" for rest in _two_digits(second, third, last=True))
    elif len(first) <= 2:
        for start in _two_digits(second, third, last=False):
            yield f"e{first:0>2}{start}"
            if len(third) <= 2:
                yield f"f{first:0>2}{start}"


def _two_digits(number: str, after: str, *, last: bool) -> Iterator[str]:
    """A month or day as typed: `1` may be the first, or the beginning of 1x as long as nothing follows."""
    if not number:
        yield ""
    elif after:
        following = [f"{after:0>2}", after] if last and len(after) == 1 else [after]
        yield from (f"{number:0>2}{rest}" for rest in following)
    else:
        yield f"{number:0>2}"
        if len(number) == 1:
            yield number


def _alphanumeric(text: str) -> str:
    return "".join(re.findall(r"[^\W_]+", text))


def _begins(word: str) -> str:
    # Only letters and digits reach this place, so nothing needs to be escaped.
    return f'"{word}"*'
