"""What still uses a record, so that nothing is taken away from under a request, a plan or a person."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable
from typing import Any, TypeVar

from app.domain.changes import Record
from app.domain.course import Sending
from app.domain.letters_in import LetterIn
from app.domain.patient import Coverage, Patient
from app.domain.practice import Facility, Location, Payer, Person, Pharmacy, Practice, Prescriber
from app.domain.request import Attachment, Request
from app.services.session import Session

R = TypeVar("R", bound=Record)

#: The field that requests and patients' usual choices name a record by.
_FIELDS: dict[type[Record], str] = {
    Coverage: "coverage_id",
    Prescriber: "prescriber_id",
    Location: "location_id",
    Facility: "facility_id",
    Pharmacy: "pharmacy_id",
}


def uses(session: Session, record: Record, going: Collection[str] = ()) -> str:
    """Who uses the record, in plain words such as `2 requests, 1 plan`; empty where it can go.

    A signed request keeps its own copy, so it does not count.

    Args:
        session: who is at work.
        record: that shall go.
        going: names of records that go with it.
    """

    def every(kind: type[R]) -> list[R]:
        return [item for item in session.vault.all(kind) if item.id not in going]

    counts: list[tuple[int, str]] = []
    field = _FIELDS.get(type(record))
    if field is not None:
        drafts = (item for item in every(Request) if item.snapshot is None)
        counts.append((_count(drafts, lambda item: getattr(item, field) == record.id), "request"))
        counts.append((_count(every(Patient), lambda item: getattr(item.defaults, field) == record.id), "usual choice"))
    if isinstance(record, Payer):
        counts.append((_count(every(Coverage), lambda item: item.payer_id == record.id), "plan"))
    if isinstance(record, Prescriber):
        counts.append((_count(every(Person), lambda item: item.prescriber_id == record.id), "person who signs as it"))
    if isinstance(record, Location):
        counts.append((_count(every(Prescriber), lambda item: item.location_id == record.id), "prescriber"))
    if isinstance(record, Practice):
        counts.append((1, "vault"))
    if isinstance(record, Attachment):
        counts.append((_count(every(Request), lambda item: record.id in item.attachment_ids), "request"))
        counts.append((_count(every(Coverage), lambda item: record.id in item.card_ids), "plan"))
        counts.append((_count(every(Sending), lambda item: record.id in item.confirmation_ids), "sending"))
        counts.append((_count(every(LetterIn), lambda item: item.attachment_id == record.id), "letter"))
    if isinstance(record, Person):
        slots = session.vault.access.people
        counts.append((_count(slots, lambda item: item.person_id == record.id), "way to unlock"))
    return ", ".join(f"{number} {word}{'' if number == 1 else 's'}" for number, word in counts if number)


def _count(items: Iterable[Any], is_use: Callable[[Any], bool]) -> int:
    return sum(map(is_use, items))
