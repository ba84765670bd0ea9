"""Clocks as a calendar file (iCalendar, RFC 5545). Nothing of the patient is in it unless somebody asks for that."""

from __future__ import annotations

import datetime as dt
import hashlib
from collections.abc import Iterable, Iterator

from app.domain.clocks.reckon import Clock
from app.domain.ids import RequestId

_PRODUCT = "-//PA Desk//Clocks//EN"
_LONGEST_LINE = 75
_SHORT_ID = 8


def calendar_of(
    request_id: RequestId, clocks: Iterable[Clock], *, made_at: dt.datetime, about: str = "", remind_days: int = 1
) -> bytes:
    """The clocks that have a date, one all-day entry each; importing it again replaces the entries.

    Args:
        request_id: names the request in the entries; it says nothing of the patient.
        clocks: as `clocks_of` gave them; of each kind the first.
        made_at: the office's time.
        about: further words for the titles, such as the patient's name, where a person asked for them.
        remind_days: how many days before there is a reminder; 0 for none.
    """
    lines = ["BEGIN:VCALENDAR", "VERSION:2.0", f"PRODID:{_PRODUCT}", "CALSCALE:GREGORIAN", "METHOD:PUBLISH"]
    seen = set()
    for clock in clocks:
        if clock.date is None or clock.kind in seen:
            continue
        seen.add(clock.kind)
        lines += _entry(request_id, clock, clock.date, made_at, about, remind_days)
    lines.append("END:VCALENDAR")
    return b"".join(_folded(line) for line in lines)


def _entry(
    request_id: RequestId, clock: Clock, day: dt.date, made_at: dt.datetime, about: str, remind_days: int
) -> Iterator[str]:
    name = hashlib.sha256(f"{request_id} {clock.kind}".encode()).hexdigest()[:32]
    title = f"{clock.title} (request {request_id[:_SHORT_ID]})"
    told = " ".join(part for part in (_sentence(clock.counted), clock.rule, clock.caution) if part)
    yield "BEGIN:VEVENT"
    yield f"UID:{name}@pa-desk.invalid"
    yield f"DTSTAMP:{made_at.astimezone(dt.UTC):%Y%m%dT%H%M%SZ}"
    yield f"DTSTART;VALUE=DATE:{day:%Y%m%d}"
    yield f"DTEND;VALUE=DATE:{day + dt.timedelta(days=1):%Y%m%d}"
    yield f"SUMMARY:{_escaped(f'{title}: {about}' if about else title)}"
    yield f"DESCRIPTION:{_escaped(told)}"
    yield "TRANSP:TRANSPARENT"
    yield "CLASS:PRIVATE"
    if remind_days:
        yield from ("BEGIN:VALARM", "ACTION:DISPLAY", f"DESCRIPTION:{_escaped(title)}")
        yield from (f"TRIGGER:-P{remind_days}D", "END:VALARM")
    yield "END:VEVENT"


def _sentence(words: str) -> str:
    return f"{words[:1].upper()}{words[1:].rstrip('.')}." if words else ""


def _escaped(text: str) -> str:
    plain = "".join(char if char >= " " or char == "\n" else " " for char in text.replace("\r\n", "\n"))
    for char in ("\\", ";", ","):
        plain = plain.replace(char, f"\\{char}")
    return plain.replace("\n", "\\n")


def _folded(line: str) -> bytes:
    """The line in pieces of at most 75 bytes, none ending within a letter; each further one begins with a space."""
    pieces, piece = [], b""
    for char in line:
        added = char.encode()
        if len(piece) + len(added) > _LONGEST_LINE:
            pieces.append(piece)
            piece = b" "
        piece += added
    return b"\r\n".join([*pieces, piece]) + b"\r\n"
