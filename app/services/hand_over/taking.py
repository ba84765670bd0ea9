"""Taking a hand-over in: what is inside is shown first, nothing that is here is overwritten unseen."""

from __future__ import annotations

import hashlib
from collections.abc import Collection, Mapping
from dataclasses import dataclass, replace
from typing import Any, TypeVar

from app.domain.changes import Edit, Record
from app.domain.derive import collect_facts
from app.domain.facts import Fact, Facts
from app.domain.hand_over import Direction, HandOver
from app.domain.ids import HandOverId, PersonId
from app.domain.patient import Coverage, Defaults, Patient
from app.domain.practice import Facility, Location, Payer, Person, Pharmacy, Practice, Prescriber, Role
from app.domain.request import Request, Status, StoredForm
from app.intake.incoming import FileKind
from app.intake.review.rows import Review, Row, RowState
from app.services import _snapshot, edits
from app.services.edits import found
from app.services.hand_over.file import OUT, opened
from app.services.hand_over.out import BROUGHT, digest_of
from app.services.hand_over.problems import (
    NoHandOver,
    NoPrescriberHere,
    OtherKindOfPractice,
    RequestSignedHere,
    TakenInBefore,
)
from app.services.offices import the_practice
from app.services.prepare import gather
from app.services.records.back import row_of
from app.services.records.bundle import Bundle
from app.services.session import Act, Session

R = TypeVar("R", bound=Record)

#: Records of the office that are known by their name where another office's id says nothing here.
_NAMED = (Payer, Facility, Pharmacy, Location)


@dataclass(frozen=True, slots=True)
class Arrived:
    """What a hand-over brings, before anything is kept.

    Attributes:
        head: what the file says of itself.
        request: as it is kept here, its prescriber and places those of this office.
        review: each record beside the one here.
        prescriber: who is to sign, one of this office.
        documents: kept files by their SHA-256.
        facts: of the sender, with their origins.
    """

    head: Mapping[str, Any]
    patient: Patient
    request: Request
    review: Review
    prescriber: Prescriber
    documents: Mapping[str, bytes]
    facts: tuple[Fact, ...]

    @property
    def from_whom(self) -> str:
        """`Ines Marsh, Elm Street Neurology`."""
        return ", ".join(filter(None, (str(self.head.get("person", "")), str(self.head.get("office", "")))))

    @property
    def conflicts(self) -> tuple[Row, ...]:
        """Records that are here and say otherwise."""
        return tuple(row for row in self.review.rows if row.state is RowState.CONFLICT)


@dataclass(frozen=True, slots=True)
class Taken:
    """What taking in made.

    Attributes:
        differing: facts that the form says otherwise here than at the sender's: key, there, here.
    """

    note: HandOver
    request: Request
    differing: tuple[tuple[str, str, str], ...]


def look(session: Session, data: bytes, passphrase: str) -> Arrived:
    """What a hand-over brings. Nothing is changed.

    Raises:
        NoHandOver, BoxClosed: it is none, or the passphrase is wrong.
        OtherKindOfPractice: one of both is the invented practice.
        TakenInBefore: it was taken in.
        NoPrescriberHere: nobody here can be its prescriber.
        RequestSignedHere: the request is signed here.
    """
    session.allow(Act.EDIT)
    head, bundle = opened(OUT, data, passphrase)
    if bool(head.get("is_sample")) != session.is_sample:
        raise OtherKindOfPractice()
    known = session.vault.get(HandOver, str(head.get("id", "")))
    if known is not None:
        raise TakenInBefore(day=f"{known.at:%m/%d/%Y}")
    request, patient = _only(bundle, Request), _only(bundle, Patient)
    if digest_of(request) != head.get("digest") or request.patient_id != patient.id or request.snapshot is not None:
        raise NoHandOver(why="the request in it is not the one that it names")
    _check_records(session, bundle, patient)
    ours = session.vault.get(Request, request.id)
    if ours is not None and ours.snapshot is not None:
        raise RequestSignedHere()
    prescriber = _prescriber(session, bundle, request)
    mapped = _Mapping(session, bundle, prescriber)
    records = mapped.records(request)
    rows = tuple(row_of(session, record) for record in records)
    review = Review(FileKind.OWN, hashlib.sha256(data).hexdigest(), rows, ())
    facts = _facts(head)
    mine = next(item for item in records if isinstance(item, Request))
    return Arrived(head, patient, mine, review, prescriber, bundle.documents, facts)


def take_in(session: Session, arrived: Arrived, chosen: Collection[str] = ()) -> Taken:
    """Keep what a hand-over brings: new records, and of those that say otherwise the chosen ones.

    Args:
        session: who is at work.
        arrived: as it was looked at.
        chosen: rows that say otherwise and take the place of what is here.

    Raises:
        RequestSignedHere: the request was signed here meanwhile.
        TakenInBefore: it was taken in meanwhile.
        VaultProblem: somebody changed one of the records meanwhile.
    """
    session.allow(Act.EDIT)
    name = HandOverId(str(arrived.head["id"]))
    if (known := session.vault.get(HandOver, name)) is not None:
        raise TakenInBefore(day=f"{known.at:%m/%d/%Y}")
    mine = next(row for row in arrived.review.rows if isinstance(row.base, Request))
    if isinstance(mine.before, Request) and mine.before.snapshot is not None:
        raise RequestSignedHere()
    taken = [row for row in arrived.review.rows if row.state is RowState.NEW or row.id in chosen]
    note = HandOver(
        id=name,
        patient_id=arrived.patient.id,
        request_id=arrived.request.id,
        direction=Direction.IN,
        at=session.now,
        by=session.actor.id,
        office=str(arrived.head.get("office", "")),
        person=str(arrived.head.get("person", "")),
        digest=str(arrived.head["digest"]),
        token=str(arrived.head["token"]),
        file_sha256=arrived.review.sha256,
    )
    with session.vault.as_one():
        for document in arrived.documents.values():
            session.vault.put_blob(document)
        edits.save_handed_over(session, *(Edit(row.before, row.base) for row in taken), Edit(None, note))
        session.vault.audit.append(
            "handover.in",
            subjects=(f"request:{note.request_id}", f"hand_over:{note.id}"),
            actor=session.actor.id,
            details={"file1": note.file_sha256, "records": str(len(taken))},
        )
    request = found(session, Request, arrived.request.id)
    here = collect_facts(gather(session, request), session.today)
    return Taken(note, request, differing(arrived.facts, here))


def differing(there: Collection[Fact], here: Facts) -> tuple[tuple[str, str, str], ...]:
    """Facts that two offices hold otherwise: key, what the sender's says, what this one's says."""
    theirs = {fact.key: str(fact.value) for fact in there}
    ours = {fact.key: str(fact.value) for fact in here}
    keys = sorted(theirs.keys() | ours.keys())
    return tuple((key, theirs.get(key, ""), ours.get(key, "")) for key in keys if theirs.get(key) != ours.get(key))


def _check_records(session: Session, bundle: Bundle, patient: Patient) -> None:
    """Let only records pass that a hand-over brings, all of its one patient, none in the place of somebody else's."""
    for record in bundle.records:
        if not isinstance(record, BROUGHT):
            raise NoHandOver(why="it holds records that do not belong into a hand-over")
        here = session.vault.get(type(record), record.id)
        if any(getattr(item, "patient_id", patient.id) != patient.id for item in (record, here)):
            raise NoHandOver(why="a record in it belongs to another patient")


def _facts(head: Mapping[str, Any]) -> tuple[Fact, ...]:
    try:
        return tuple(_snapshot.fact_in(item) for item in head["facts"])
    except (KeyError, TypeError, ValueError, ArithmeticError) as error:
        raise NoHandOver(why="what the form said there cannot be read") from error


def _only(bundle: Bundle, kind: type[R]) -> R:
    some = [item for item in bundle.records if isinstance(item, kind)]
    if len(some) != 1:
        raise NoHandOver(why="it does not hold one request of one patient")
    return some[0]


def _prescriber(session: Session, bundle: Bundle, request: Request) -> Prescriber:
    """The prescriber of this office who is meant, known by the NPI: nobody becomes one by a file."""
    theirs = next((i for i in bundle.records if isinstance(i, Prescriber) and i.id == request.prescriber_id), None)
    if theirs is None or not theirs.npi:
        raise NoHandOver(why="it names no prescriber")
    ours = next((item for item in session.vault.all(Prescriber) if item.npi == theirs.npi), None)
    if ours is None:
        raise NoPrescriberHere(npi=theirs.npi)
    return ours


class _Mapping:
    """The records of a file as this office keeps them: office records by name, patients' records under their own id."""

    def __init__(self, session: Session, bundle: Bundle, prescriber: Prescriber) -> None:
        self._session, self._bundle, self._prescriber = session, bundle, prescriber
        self._ids: dict[str, str] = {}
        self._fresh: list[Record] = []
        for record in bundle.records:
            if isinstance(record, _NAMED):
                self._map_named(record)
            elif isinstance(record, Person):
                self._map_person(record)

    def records(self, request: Request) -> list[Record]:
        """What is to be kept here, each record in front of those that name it."""
        skipped = (Practice, Prescriber, Person, *_NAMED)
        rest = [item for item in self._bundle.records if not isinstance(item, skipped)]
        return [*self._fresh, *(self._mapped(item, request) for item in rest)]

    def _map_named(self, record: Payer | Facility | Pharmacy | Location) -> None:
        kind = type(record)
        every = self._session.vault.all(kind)
        same = next((item for item in every if item.id == record.id), None)
        twin = same or next((item for item in every if item.name.casefold() == record.name.casefold()), None)
        if twin is not None:
            self._ids[record.id] = twin.id
        elif isinstance(record, Location):
            self._fresh.append(replace(record, practice_id=the_practice(self._session).id))
        else:
            self._fresh.append(record)

    def _map_person(self, record: Person) -> None:
        """Who prepared the request stands on forms; such a person gets no access here, and signs nothing."""
        every = self._session.vault.all(Person)
        same = next((item for item in every if item.id == record.id), None)
        twin = same or next((item for item in every if item.name == record.name), None)
        if twin is not None:
            self._ids[record.id] = twin.id
        else:
            self._fresh.append(replace(record, role=Role.VIEWER, prescriber_id=None))

    def _mapped(self, record: Record, request: Request) -> Record:
        if isinstance(record, Coverage):
            plan = self._session.vault.get(Coverage, record.id)
            cards = () if plan is None else plan.card_ids
            return replace(record, payer_id=self._here(record.payer_id), card_ids=cards)  # type: ignore[arg-type]
        if isinstance(record, Patient):
            # What a new request starts with is this office's own affair.
            ours = self._session.vault.get(Patient, record.id)
            return replace(record, defaults=Defaults() if ours is None else ours.defaults)
        if isinstance(record, Request):
            return self._request(record)
        if isinstance(record, StoredForm):
            twin = next((i for i in self._session.vault.all(StoredForm) if i.sha256 == record.sha256), None)
            return record if twin is None else twin
        return record

    def _request(self, record: Request) -> Request:
        mapped = {
            name: self._here(getattr(record, name))
            for name in ("location_id", "facility_id", "pharmacy_id", "prepared_by")
        }
        prepared_by = mapped.pop("prepared_by")
        return replace(
            record,
            prescriber_id=self._prescriber.id,
            prepared_by=None if prepared_by is None else PersonId(prepared_by),
            status=Status.DRAFT,
            renewed_from=None,
            due=None,
            **mapped,  # type: ignore[arg-type]
        )

    def _here(self, name: str | None) -> str | None:
        return None if name is None else self._ids.get(name, name)
