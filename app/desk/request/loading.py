"""What the workspace reads when it opens a request, and how it is filled anew while somebody types."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from app.desk.paper.words import Names
from app.domain.case import Case
from app.domain.handing import Handing
from app.domain.ids import RequestId
from app.domain.patient import Coverage
from app.domain.renewal import RenewalNeed
from app.domain.request import Request
from app.errors import AppError
from app.pdf.composing.composer import compose
from app.pdf.setting import Setting
from app.pdf.template import Box, BoxId, BoxKind
from app.services import forms, handing, offices, paper, patients, prepare, requests, rules_since
from app.services.edits import found
from app.services.forms import KnownForm
from app.services.offices import Office
from app.services.patients import Chart
from app.services.prepare import Prepared
from app.services.problems import BlankMissing, NoFormChosen
from app.services.rules_since import Since
from app.services.session import Session


@dataclass(frozen=True, slots=True)
class Loaded:
    """A request with everything around it.

    Attributes:
        needs: what a renewal has to be told anew.
        prepared: filled; None while it has no form at hand, and then `problem` says why.
        blank: the empty form's bytes, empty without a form.
        since: what has become of the rules that a signed request was judged by.
        handed: how its form stands before its signer.
    """

    case: Case
    chart: Chart
    office: Office
    forms: tuple[KnownForm, ...]
    prepared: Prepared | None
    settings: Mapping[BoxId, Setting]
    blank: bytes
    problem: AppError | None
    names: Names
    needs: tuple[RenewalNeed, ...] = ()
    since: Since | None = None
    handed: Handing | None = None

    @property
    def request(self) -> Request:
        """The request itself."""
        return self.case.request

    @property
    def coverages(self) -> tuple[Coverage, ...]:
        """The patient's plans."""
        return self.chart.coverages


def load(session: Session, request_id: RequestId) -> Loaded:
    """Read a request with everything around it."""
    request = found(session, Request, request_id)
    office = offices.office(session)
    prepared: Prepared | None = None
    problem: AppError | None = None
    try:
        prepared = prepare.prepare(session, request_id)
    except (NoFormChosen, BlankMissing) as known:
        problem = known
    case = prepared.case if prepared is not None else prepare.gather(session, request)
    return Loaded(
        case=case,
        chart=patients.chart(session, request.patient_id),
        office=office,
        forms=forms.known_forms(session),
        prepared=prepared,
        settings={} if prepared is None else drawn(prepared, {}),
        blank=b"" if prepared is None else blank_pages(prepared),
        problem=problem,
        names=Names({person.id: person.name.full for person in office.people}),
        needs=requests.must_be_new(session, request_id) if request.renewed_from and not request.snapshot else (),
        since=rules_since.since(session, request),
        handed=handing.of_paper(session, request),
    )


def blank_pages(prepared: Prepared) -> bytes:
    """The form with nothing in it: what lies under the values that the screen draws."""
    nothing: dict[BoxId, str | bool] = {box.id: _empty(box) for box in prepared.form.template.boxes}
    return compose(prepared.form, nothing).pdf


def _empty(box: Box) -> str | bool:
    return False if box.kind is BoxKind.CHECK else ""


Drawn = dict[tuple[BoxId, str | bool], Setting]


def drawn(prepared: Prepared, kept: Drawn) -> Mapping[BoxId, Setting]:
    """Every printed value set into its box; what was set before is taken from `kept`."""
    values = prepared.filled.values()
    made: dict[BoxId, Setting] = {}
    for box in prepared.form.template.boxes:
        value = values.get(box.id, getattr(box, "prefilled", "") or None)
        if value is None or value == "" or value is False:
            continue
        key = (box.id, value)
        if key not in kept:
            kept[key] = paper.set_box(box, value)
        made[box.id] = kept[key]
    return made
