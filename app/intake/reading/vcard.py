"""Contact cards (vCard 2.1, 3.0 and 4.0) as prescribers.

After RFC 6350: folded lines, `N` as last;first;middle;prefix;suffix, backslash escapes; quoted-printable as 2.1 has it.
"""

from __future__ import annotations

import quopri
import re
from collections.abc import Iterator
from dataclasses import dataclass

from app.intake.incoming import Said, SaidFile, stated
from app.intake.problems import DamagedFile, FileTooLarge
from app.intake.reading.names import is_suffix, split_name
from app.intake.reading.rows import decoded

_MOST_CARDS = 10_000
_NPI = re.compile(r"\bNPI\b[^0-9]{0,12}([0-9]{10})\b", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class _Line:
    name: str
    value: str


def read_vcards(data: bytes) -> SaidFile:
    """What contact cards say of prescribers.

    Raises:
        DamagedFile: there is no whole card.
        FileTooLarge: more cards than any office keeps.
    """
    cards = list(_cards(decoded(data)))
    if not cards:
        raise DamagedFile(kind="contact card file", why="no card in it begins and ends")
    if len(cards) > _MOST_CARDS:
        raise FileTooLarge(what=f"more than {_MOST_CARDS:,} cards")
    return SaidFile((), tuple(tuple(_said(card, f"card {n}")) for n, card in enumerate(cards, 1)))


def _said(card: list[_Line], where: str) -> Iterator[Said]:
    by_name: dict[str, str] = {}
    for line in card:
        by_name.setdefault(line.name, line.value)
    parts = [_plain(part) for part in re.split(r"(?<!\\);", by_name.get("N", ""))]
    named = dict(zip(("last", "first", "middle", "_prefix", "suffixes"), parts, strict=False))
    if not named.get("last") and (whole := split_name(_plain(by_name.get("FN", "")))):
        named = {"last": whole.last, "first": whole.first, "middle": whole.middle, "suffixes": whole.suffix}
    for part in ("last", "first", "middle"):
        yield from stated(f"prescriber.name.{part}", named.get(part, ""), f"{where}, N")
    words = [word for word in re.split(r"[,\s]+", named.get("suffixes", "")) if word]
    suffixes = [word for word in words if is_suffix(word)]
    yield from stated("prescriber.name.suffix", " ".join(suffixes), f"{where}, N")
    credentials = ", ".join(word for word in words if word not in suffixes)
    yield from stated("prescriber.credential", credentials, f"{where}, N")
    yield from stated("prescriber.specialty", _plain(by_name.get("ROLE", by_name.get("TITLE", ""))), f"{where}, ROLE")
    yield from stated("prescriber.email", _plain(by_name.get("EMAIL", "")), f"{where}, EMAIL")
    for name in ("X-NPI", "NOTE", "UID"):
        text = by_name.get(name, "")
        npi = text.strip() if name == "X-NPI" else (found[1] if (found := _NPI.search(text)) else "")
        yield from stated("prescriber.npi", npi, f"{where}, {name}")


def _cards(text: str) -> Iterator[list[_Line]]:
    card: list[_Line] | None = None
    for raw in _unfolded(text):
        head, colon, value = _parted(raw)
        name, *parameters = head.upper().split(";")
        name = name.rpartition(".")[2]
        if name == "BEGIN":
            card = []
        elif name == "END" and card is not None:
            yield card
            card = None
        elif colon and card is not None:
            if any("QUOTED-PRINTABLE" in parameter for parameter in parameters):
                value = _in_words(quopri.decodestring(value.encode("utf-8", "replace")), parameters)
            card.append(_Line(name, value))


def _parted(line: str) -> tuple[str, str, str]:
    """What stands before the colon and after it; one within quotation marks is part of a parameter."""
    quoted = False
    for at, sign in enumerate(line):
        if sign == '"':
            quoted = not quoted
        elif sign == ":" and not quoted:
            return line[:at], sign, line[at + 1 :]
    return line, "", ""


def _in_words(data: bytes, parameters: list[str]) -> str:
    """Bytes in the encoding that a card of version 2.1 names, else UTF-8, else Windows' western one."""
    named = [parameter.partition("=")[2] for parameter in parameters if parameter.startswith("CHARSET=")]
    for encoding in (*named, "utf-8", "cp1252"):
        try:
            return data.decode(encoding)
        except (LookupError, ValueError):
            continue
    return data.decode("utf-8", "replace")


def _unfolded(text: str) -> Iterator[str]:
    joined = ""
    for line in re.split(r"\r\n|\r|\n", text):
        if line.startswith((" ", "\t")):
            joined += line[1:]
        elif joined.endswith("=") and "QUOTED-PRINTABLE" in joined.upper():
            joined = joined[:-1] + line
        else:
            yield joined
            joined = line
    yield joined


def _plain(value: str) -> str:
    """A value without its escapes, commas between suffixes as `MD, PhD`."""
    text = re.sub(r"\\([nN])", " ", value)
    text = re.sub(r"(?<!\\),", ", ", text)
    return " ".join(re.sub(r"\\(.)", r"\1", text).split())
