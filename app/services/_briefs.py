"""Briefs of requests: what their rows in lists say, worked out once and kept until something of the patient changes.

A brief holds nothing that depends on the day: how a date stands to today is worked out when the list is read.
"""

from __future__ import annotations

import datetime as dt
import hashlib
import json
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from functools import cache, lru_cache
from typing import Any, NamedTuple, TypeVar

from app import __version__
from app.domain.approval import Approval, unseen
from app.domain.case import Case
from app.domain.changes import Record
from app.domain.clinical import Treatment
from app.domain.clocks import Clock, ClockKind, Verified, clocks_of, situation_of
from app.domain.course import Denial, Milestone
from app.domain.ids import PatientId, PayerId, RequestId
from app.domain.ledger import Ledger
from app.domain.patient import Coverage, Patient
from app.domain.practice import Payer, Practice
from app.domain.request import Request, RequestType, Status
from app.places import bundled
from app.services._deadlines import NO_DATES, OF_RENEWAL, counting, next_due
from app.services.after.ledgers import account_of
from app.services.offices import the_practice
from app.services.patients import listed_name
from app.services.session import Session

R = TypeVar("R", bound=Record)

#: A brief of another version is made anew.
_VERSION = 2
#: With more patients than this, everything is read at once.
_MANY = 60
_APPROVED = frozenset({Status.APPROVED, Status.APPROVED_WITH_CHANGES})


class Brief(NamedTuple):
    """What a row says, before the day is looked at; a tuple, because thousands are read at a time.

    Attributes:
        dates: every date that runs, as text; `clocks_in` reads it.
        counting: the number of the date by which somebody must act, or -1.
        kind: of that date, or empty.
        due: that date, else the office's own.
        bar: the day from which the next injection may be given.
        bar_at: the number of that date, or -1.
        look: what of an approval somebody has to look at, in words.
        is_over: whether that is more given than approved.
        only_on: the day that it holds for; empty where it holds until something changes.
    """

    request_id: RequestId
    patient_id: PatientId
    patient: str
    dob: dt.date | None
    payer: str
    indication: str
    drug: str
    type: RequestType
    status: Status
    urgent: bool
    has_form: bool
    created: str
    dates: str
    counting: int
    kind: str
    due: dt.date | None
    bar: dt.date | None
    bar_at: int
    look: str
    is_over: bool
    only_on: str


def briefs(session: Session) -> list[Brief]:
    """The briefs of all requests; those that are not up to date are made first."""
    store, today = session.vault.briefs, session.today.isoformat()
    due = set(store.due(_stamp()))
    kept = [_brief_in(item) for item in _loaded(store.all())]
    due |= {item.patient_id for item in kept if item.only_on and item.only_on != today}
    if not due:
        return kept
    made = _made(session, due)
    store.put({name: {item.request_id: _brief_out(item) for item in some} for name, some in made.items()})
    rest = [item for item in kept if item.patient_id not in due]
    return [*rest, *(item for some in made.values() for item in some)]


@lru_cache(maxsize=4_096)
def clocks_in(text: str) -> tuple[Clock, ...]:
    """The dates that a brief holds."""
    return tuple(map(_clock_in, json.loads(text or "[]")))


def _clock_in(plain: list[Any]) -> Clock:
    kind, date, about, counted, rule, sources, verified, from_letter, if_sent, caution = plain
    return Clock(
        ClockKind(kind),
        None if date is None else dt.date.fromisoformat(date),
        about,
        counted,
        rule,
        tuple(sources),
        None if verified is None else Verified(verified),
        from_letter,
        if_sent,
        caution,
    )


def _made(session: Session, names: set[PatientId]) -> Mapping[PatientId, list[Brief]]:
    """The briefs of patients out of their records."""
    read = _Reader(session, names)
    practice, payers = the_practice(session), {item.id: item for item in session.vault.all(Payer)}
    return {name: _of_patient(session, name, read, practice, payers) for name in names}


def _of_patient(
    session: Session, name: PatientId, read: _Reader, practice: Practice, payers: Mapping[PayerId, Payer]
) -> list[Brief]:
    requests = read(Request, name)
    patient = session.vault.get(Patient, name) if read.is_few else read.patients.get(name)
    if patient is None or not requests:
        return []
    renewed = {item.renewed_from for item in requests if item.renewed_from is not None}
    coverages = {item.id: item for item in read(Coverage, name)}
    found = []
    for request in requests:
        coverage = None if request.coverage_id is None else coverages.get(request.coverage_id)
        case = Case(
            request=request,
            patient=patient,
            practice=practice,
            coverage=coverage,
            payer=None if coverage is None else payers.get(coverage.payer_id),
            treatments=read(Treatment, name) if request.status in _APPROVED else (),
        )
        found.append(_brief(session, case, read, is_renewed=request.id in renewed))
    return found


def _brief(session: Session, case: Case, read: _Reader, *, is_renewed: bool) -> Brief:
    request, patient = case.request, case.patient
    approval = next((i for i in reversed(read(Approval, patient.id)) if i.request_id == request.id), None)
    account = account_of(session, case, approval) if approval is not None and request.status in _APPROVED else None
    clocks = _clocks(session, case, read, account, is_renewed=is_renewed)
    clock = next_due(clocks)
    look, is_over = ("", False) if approval is None else look_words(request, approval, account)
    bar_at = next((at for at, item in enumerate(clocks) if item.kind is ClockKind.NEXT_INJECTION), -1)
    is_ahead = any(item.date > session.today for item in case.treatments)
    return Brief(
        request_id=request.id,
        patient_id=patient.id,
        patient=listed_name(patient),
        dob=patient.dob,
        payer=case.payer.name if case.payer else "",
        indication=request.indication,
        drug=request.drug.name,
        type=request.type,
        status=request.status,
        urgent=request.urgent,
        has_form=request.form is not None,
        created=request.created.astimezone(dt.UTC).isoformat(),
        dates=_clocks_out(clocks),
        counting=-1 if clock is None else clocks.index(clock),
        kind="" if clock is None else clock.kind.value,
        due=request.due if clock is None else clock.date,
        bar=None if bar_at < 0 else clocks[bar_at].date,
        bar_at=bar_at,
        look=look,
        is_over=is_over,
        only_on=session.today.isoformat() if request.status is Status.SIGNED or is_ahead else "",
    )


def look_words(request: Request, approval: Approval, account: Ledger | None) -> tuple[str, bool]:
    """What of an approval somebody has to look at, and whether that is too much given.

    First comes what is not as asked and nobody has acknowledged.
    """
    new = [item for item in unseen(request, approval) if item.is_less]
    if new:
        more = f" (and {len(new) - 1} more)" if len(new) > 1 else ""
        return new[0].words + more, False
    if account is None:
        return "", False
    is_over = any(left is not None and left < 0 for left in (account.units_left, account.visits_left))
    return (account.warnings[0], True) if is_over and account.warnings else ("", False)


def _clocks(
    session: Session, case: Case, read: _Reader, account: Ledger | None, *, is_renewed: bool
) -> tuple[Clock, ...]:
    request, name = case.request, case.patient.id
    if request.status in NO_DATES:
        return ()
    given = situation_of(
        case,
        session.today,
        milestones=read(Milestone, name),
        denials=read(Denial, name),
        short_on=None if account is None else account.short_on,
    )
    clocks = counting(clocks_of(given))
    return tuple(item for item in clocks if item.kind not in OF_RENEWAL) if is_renewed else clocks


class _Reader:
    """Records by patient: read one by one for a few patients, all at once for many."""

    def __init__(self, session: Session, names: set[PatientId]) -> None:
        self._vault = session.vault
        self.is_few = len(names) <= _MANY
        self._all: dict[type[object], Mapping[PatientId, Sequence[object]]] = {}
        self._few: dict[tuple[type[object], PatientId], Sequence[object]] = {}
        self.patients = {} if self.is_few else {item.id: item for item in self._vault.all(Patient)}

    def __call__(self, kind: type[R], name: PatientId) -> tuple[R, ...]:
        if self.is_few:
            key = (kind, name)
            if key not in self._few:
                self._few[key] = self._vault.find(kind, patient_id=name)
            return tuple(self._few[key])  # type: ignore[arg-type]
        if kind not in self._all:
            self._all[kind] = _by_patient([*self._vault.find(kind)])
        return tuple(self._all[kind].get(name, ()))  # type: ignore[arg-type]


def _by_patient(items: Iterable[Record]) -> Mapping[PatientId, Sequence[Record]]:
    found: dict[PatientId, list[Record]] = defaultdict(list)
    for item in items:
        name: PatientId | None = getattr(item, "patient_id", None)
        if name is not None:
            found[name].append(item)
    return found


@cache
def _stamp() -> str:
    rules = bundled("resources", "clocks.toml").read_bytes()
    return f"{_VERSION} {__version__} {hashlib.sha256(rules).hexdigest()[:16]}"


def _clocks_out(clocks: Sequence[Clock]) -> str:
    if not clocks:
        return ""
    plain = [
        [
            item.kind.value,
            None if item.date is None else item.date.isoformat(),
            item.about,
            item.counted,
            item.rule,
            list(item.sources),
            None if item.verified is None else item.verified.value,
            item.from_letter,
            item.if_sent_today,
            item.caution,
        ]
        for item in clocks
    ]
    return json.dumps(plain, ensure_ascii=False, separators=(",", ":"))


def _brief_out(item: Brief) -> str:
    plain = [value.isoformat() if isinstance(value, dt.date) else value for value in item]
    return json.dumps(plain, ensure_ascii=False, separators=(",", ":"))


def _loaded(texts: Sequence[str]) -> list[list[object]]:
    loaded: list[list[object]] = json.loads(f"[{','.join(texts)}]")
    return loaded


def _brief_in(values: list[object]) -> Brief:
    for at in (3, 15, 16):
        value = values[at]
        if value is not None:
            values[at] = dt.date.fromisoformat(str(value))
    values[7], values[8] = _TYPES[str(values[7])], _STATUSES[str(values[8])]
    return Brief._make(values)


_TYPES = {item.value: item for item in RequestType}
_STATUSES = {item.value: item for item in Status}
