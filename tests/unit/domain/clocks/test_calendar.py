"""The calendar file: as RFC 5545 wants it, and silent about the patient."""

from __future__ import annotations

import datetime as dt
import re

from hypothesis import given
from hypothesis import strategies as st

from app.domain.case import Case
from app.domain.clocks import Clock, ClockKind, calendar_of, clocks_of, situation_of

NOW = dt.datetime(2026, 11, 24, 12, 0, tzinfo=dt.timezone(dt.timedelta(hours=-5)))


def entries(data: bytes) -> list[dict[str, str]]:
    """The events, read back by unfolding and unescaping."""
    lines = data.decode().replace("\r\n ", "").split("\r\n")
    found: list[dict[str, str]] = []
    for line in lines:
        name, _, value = line.partition(":")
        if line == "BEGIN:VEVENT":
            found.append({})
        elif found and name not in found[-1]:
            plain = re.sub(r"\\(.)", lambda m: "\n" if m[1] == "n" else m[1], value)
            found[-1][name] = plain
    return found


def test_the_sample_as_calendar(sample: tuple[Case, ...], today: dt.date) -> None:
    case = sample[2]
    data = calendar_of(case.request.id, clocks_of(situation_of(case, today)), made_at=NOW)
    events = entries(data)
    assert [event["SUMMARY"].partition(" (")[0] for event in events] == [
        *("Decision due", "Ask after the decision", "Next injection not before")
    ]
    assert events[0]["DTSTART;VALUE=DATE"] == "20261208"
    assert events[0]["DTEND;VALUE=DATE"] == "20261209"
    assert events[0]["DTSTAMP"] == "20261124T170000Z"
    text = data.decode().casefold()
    coverage = case.coverage
    assert coverage is not None
    assert case.payer is not None
    for private in (case.patient.name.last, case.patient.name.first, coverage.member_id, case.payer.name, "botox"):
        assert private.casefold() not in text


def test_names_only_where_somebody_asked() -> None:
    clock = Clock(ClockKind.DECISION, dt.date(2026, 12, 1), counted="7 days")
    data = calendar_of("r1", [clock], made_at=NOW, about="Nguyễn; Ánh, f")  # type: ignore[arg-type]
    assert entries(data)[0]["SUMMARY"] == "Decision due (request r1): Nguyễn; Ánh, f"


def test_an_entry_keeps_its_name_so_that_it_is_replaced() -> None:
    clock = Clock(ClockKind.DECISION, dt.date(2026, 12, 1))
    later = Clock(ClockKind.DECISION, dt.date(2026, 12, 9))
    first, second = (entries(calendar_of("r1", [item], made_at=NOW))[0] for item in (clock, later))  # type: ignore[arg-type]
    assert first["UID"] == second["UID"]
    assert first["DTSTART;VALUE=DATE"] != second["DTSTART;VALUE=DATE"]


@given(st.text(min_size=1, max_size=300))
def test_lines_are_folded_between_letters_and_read_back(words: str) -> None:
    clock = Clock(ClockKind.DECISION, dt.date(2026, 12, 1), rule=f"x{words}x")
    data = calendar_of("r1", [clock], made_at=NOW, remind_days=0)  # type: ignore[arg-type]
    assert data.endswith(b"END:VCALENDAR\r\n")
    for line in data.split(b"\r\n"):
        assert len(line) <= 75
        line.decode()
    plain = words.replace("\r\n", "\n")
    kept = "".join(char if char >= " " or char == "\n" else " " for char in plain)
    assert entries(data)[0]["DESCRIPTION"] == f"x{kept}x"
