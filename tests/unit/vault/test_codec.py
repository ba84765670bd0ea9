"""Every kind of record comes back from JSON as it went in, and nothing else is taken for a record."""

from __future__ import annotations

import datetime as dt
import json
from decimal import Decimal
from typing import get_args

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from app.domain.changes import Record
from app.domain.clinical import Observation, Outcome, Trial
from app.domain.dates import PartialDate
from app.domain.ids import ObservationId, PatientId, TrialId
from app.domain.place import PersonName
from app.domain.practice import Person, Role
from app.errors import VaultProblem
from app.vault.codec import KINDS, decode, encode, from_plain, to_plain
from app.vault.problems import RecordUnreadable

st.register_type_strategy(Decimal, st.decimals(allow_nan=False, allow_infinity=False))
st.register_type_strategy(
    dt.datetime,
    st.datetimes(timezones=st.sampled_from([dt.UTC, dt.timezone(dt.timedelta(hours=-5))])).map(
        lambda at: at.replace(fold=0)
    ),
)
st.register_type_strategy(
    PartialDate,
    st.one_of(
        st.builds(PartialDate, st.integers(1, 9999)),
        st.builds(PartialDate, st.integers(1, 9999), st.integers(1, 12)),
        st.dates().map(PartialDate.of),
    ),
)


def test_every_kind_of_record_has_a_name() -> None:
    assert set(KINDS.values()) == set(get_args(Record))


@pytest.mark.parametrize("kind", KINDS.values(), ids=KINDS)
def test_round_trip(kind: type[Record]) -> None:
    @settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])
    @given(st.from_type(kind))
    def comes_back(record: Record) -> None:
        again = decode(kind, encode(record))
        assert again == record
        assert repr(again) == repr(record)

    comes_back()


@pytest.mark.parametrize("value", [Decimal("12.50"), Decimal(3), True, False, "12.5", "", "true"])
def test_a_measure_stays_number_or_answer_or_words(value: Decimal | bool | str) -> None:
    seen = Observation(ObservationId("o"), PatientId("p"), PartialDate(2026, 10), "hit6", value)
    again = decode(Observation, encode(seen)).value
    assert (type(again), str(again)) == (type(value), str(value))


def test_enums_come_back_as_enums() -> None:
    trial = Trial(TrialId("t"), PatientId("p"), "topiramate", outcome=Outcome.INTOLERANCE)
    assert type(decode(Trial, encode(trial)).outcome) is Outcome


@pytest.mark.parametrize(
    "damage",
    [
        {"role": "emperor"},
        {"role": 3},
        {"title": 7},
        {"title": None},
        {"name": "Mia"},
        {"surprise": "x"},
        {"id": None},
    ],
)
def test_what_does_not_fit_is_refused_without_its_values(damage: dict[str, object]) -> None:
    plain = to_plain(Person(**_mia())) | damage
    with pytest.raises(RecordUnreadable) as caught:
        from_plain(Person, plain, record_id="person1")
    assert "emperor" not in f"{caught.value} {caught.value.__cause__}"


@pytest.mark.parametrize("text", ["", "{", "[]", "null", '"x"', '{"id": "p"}'])
def test_damaged_json_is_a_vault_problem(text: str) -> None:
    with pytest.raises(VaultProblem):
        decode(Person, text)


def test_a_field_that_was_not_known_then_has_its_default() -> None:
    plain = to_plain(Person(**_mia()))
    del plain["fax"]
    assert from_plain(Person, json.loads(json.dumps(plain))).fax == ""


def _mia() -> dict[str, object]:
    return {"id": "person1", "name": PersonName("Mia", "Ortiz"), "role": Role.STAFF}
