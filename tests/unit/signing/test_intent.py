"""Intents: for one document, now, once."""

from __future__ import annotations

import dataclasses
import datetime as dt
import os

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.domain.ids import PersonId
from app.signing.intent import Moment, SignIntent, SignRole, check_intent, make_intent
from app.signing.manifest import document_id_of, moment_text
from app.signing.problems import ClockBehind, DocumentChanged, IntentReplayed, IntentStale, NoTimeZone
from tests.unit.signing.conftest import AT

_SECOND = dt.timedelta(seconds=1)


def intent_for(document: bytes = b"pages", at: dt.datetime = AT) -> SignIntent:
    return make_intent(
        document, signer=PersonId("p1"), role=SignRole.PRESCRIBER, meaning="I certify.", at=at, random=os.urandom
    )


def test_the_intent_holds_for_its_own_document() -> None:
    intent = intent_for()
    check_intent(intent, b"pages", Moment(AT + _SECOND, last_event=AT, used={"other"}))
    assert len(intent.nonce) == 32


@given(st.binary(max_size=40).filter(lambda data: data != b"pages"))
def test_other_bytes_are_refused(data: bytes) -> None:
    with pytest.raises(DocumentChanged):
        check_intent(intent_for(), data, Moment(AT))


def test_a_replayed_intent_is_refused() -> None:
    intent = intent_for()
    with pytest.raises(IntentReplayed):
        check_intent(intent, b"pages", Moment(AT, used={intent.nonce}))


@pytest.mark.parametrize("later", [dt.timedelta(minutes=16), dt.timedelta(days=1), dt.timedelta(seconds=-2)])
def test_an_intent_of_another_time_is_refused(later: dt.timedelta) -> None:
    with pytest.raises(IntentStale):
        check_intent(intent_for(), b"pages", Moment(AT + later))


def test_a_clock_before_the_last_entry_of_the_log_is_refused() -> None:
    with pytest.raises(ClockBehind):
        check_intent(intent_for(), b"pages", Moment(AT, last_event=AT + _SECOND))


def test_times_in_other_zones_are_the_same_moment() -> None:
    other = dt.timezone(dt.timedelta(hours=9))
    check_intent(intent_for(), b"pages", Moment(AT.astimezone(other), last_event=AT.astimezone(dt.UTC)))


def test_a_time_without_a_zone_is_refused() -> None:
    naive = AT.replace(tzinfo=None)
    with pytest.raises(NoTimeZone):
        intent_for(at=naive)
    with pytest.raises(NoTimeZone):
        check_intent(intent_for(), b"pages", Moment(naive))


@pytest.mark.parametrize(
    "change",
    [
        {"document_sha256": "0" * 64},
        {"signer": PersonId("p2")},
        {"role": SignRole.COMPLETER},
        {"meaning": "Something else."},
        {"at": AT + _SECOND},
        {"nonce": "0" * 32},
    ],
)
def test_the_digest_covers_every_part(change: dict[str, object]) -> None:
    intent = intent_for()
    assert dataclasses.replace(intent, **change).digest != intent.digest  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("hour", "minutes_east", "shown"),
    [
        (14, -300, "11/23/2026 2:05:12 PM (UTC-05:00)"),
        (0, -210, "11/23/2026 12:05:12 AM (UTC-03:30)"),
        (12, 0, "11/23/2026 12:05:12 PM (UTC+00:00)"),
        (11, 330, "11/23/2026 11:05:12 AM (UTC+05:30)"),
    ],
)
def test_moments_are_written_with_their_zone(hour: int, minutes_east: int, shown: str) -> None:
    zone = dt.timezone(dt.timedelta(minutes=minutes_east))
    assert moment_text(dt.datetime(2026, 11, 23, hour, 5, 12, tzinfo=zone)) == shown


def test_the_document_id_is_the_start_of_the_hash() -> None:
    assert document_id_of("cdf259b971decebd" + "0" * 48) == "cdf2-59b9-71de-cebd"
