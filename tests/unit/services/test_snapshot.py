"""What signing freezes comes back as it was."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal

from hypothesis import given
from hypothesis import strategies as st

from app.domain.dates import PartialDate
from app.domain.facts import Fact, Facts, Origin, OriginKind
from app.domain.identifiers import Finding
from app.domain.ids import PersonId
from app.domain.sample import REQUESTS
from app.services._snapshot import Frozen, Signing, freeze, thaw
from app.services.edits import found
from app.services.prepare import gather
from app.services.requests import Request
from app.services.session import Session

_PARTIAL = st.dates(dt.date(1900, 1, 1), dt.date(2100, 1, 1)).flatmap(
    lambda day: st.sampled_from((PartialDate(day.year), PartialDate(day.year, day.month), PartialDate.of(day)))
)
_VALUES = st.one_of(
    st.text(),
    st.booleans(),
    st.integers(),
    st.decimals(allow_nan=False, allow_infinity=False),
    st.dates(),
    _PARTIAL,
)
_ORIGINS = st.builds(
    Origin,
    st.sampled_from(OriginKind),
    st.text(),
    st.text(),
    st.lists(st.text(), max_size=3).map(tuple),
    st.none() | st.text().map(PersonId),
    st.none() | st.datetimes(timezones=st.just(dt.UTC)),
)
_SIGNING = Signing("Sara Lind, MD", "11/24/2026", "00" * 32, 1)


def test_records_facts_findings_and_signature_come_back(session: Session) -> None:
    case = gather(session, found(session, Request, REQUESTS[0]))
    finding = Finding("npi-check-digit", "Not an NPI.", "prescriber:1", "npi", "prescriber.npi")
    frozen = Frozen(case, Facts(), (finding,), _SIGNING)
    assert thaw(freeze(frozen)) == frozen
    _values_come_back(frozen)


def _values_come_back(frozen: Frozen) -> None:
    @given(st.lists(st.tuples(_VALUES, _ORIGINS), max_size=5))
    def check(pairs: list[tuple[str | bool | int | Decimal | dt.date | PartialDate, Origin]]) -> None:
        facts = Facts({f"k{n}": Fact(f"k{n}", value, origin) for n, (value, origin) in enumerate(pairs)})
        again = thaw(freeze(Frozen(frozen.case, facts, (), _SIGNING))).facts
        assert again == facts
        assert [type(fact.value) for fact in again] == [type(fact.value) for fact in facts]

    check()
