"""Preparing: everything that a request is made from, gathered, filled and looked over. Drafts read live facts."""

from __future__ import annotations

from dataclasses import dataclass, replace

from app.domain.case import Case
from app.domain.clinical import Contraindication, Observation, Treatment, Trial
from app.domain.derive import collect_facts, unread_overrides
from app.domain.facts import Facts
from app.domain.identifiers import Finding, check_records
from app.domain.ids import RequestId
from app.domain.imported import Imported
from app.domain.patient import Coverage, Patient
from app.domain.practice import Facility, Location, Payer, Person, Pharmacy, Prescriber
from app.domain.request import Attachment, Request
from app.mapping.fill import fill
from app.mapping.filled import FilledForm
from app.mapping.pack import Pack
from app.pdf.compiled import CompiledForm
from app.services import _snapshot, forms
from app.services._snapshot import Signing
from app.services.editions import notes_on, signed_notes
from app.services.edits import found
from app.services.offices import the_practice
from app.services.patients import ledger
from app.services.problems import NoFormChosen
from app.services.session import Act, Session


@dataclass(frozen=True, slots=True)
class Prepared:
    """A request, filled and looked over.

    Attributes:
        case: the records: live for a draft, out of the snapshot for a signed request.
        facts: live for a draft, out of the snapshot for a signed request.
        pack: what the form means, None for a form without a pack.
        form: the form, ready to be filled.
        filled: every box with its value, state and origins.
        findings: identifiers that cannot be right, and what was typed and cannot be read.
        signing: what was printed of the signature; None for a draft.
        editions: what to look at in the form's edition.
    """

    request: Request
    case: Case
    facts: Facts
    pack: Pack | None
    form: CompiledForm
    filled: FilledForm
    findings: tuple[Finding, ...]
    signing: Signing | None = None
    editions: tuple[str, ...] = ()

    @property
    def is_frozen(self) -> bool:
        """Whether it is signed, so that nothing of it changes any more."""
        return self.signing is not None


def prepare(session: Session, request_id: RequestId) -> Prepared:
    """Fill the request's form from the records, or from the snapshot once it is signed.

    Raises:
        NoSuchRecord: there is no such request.
        NoFormChosen: the request has no form yet.
        BlankMissing: its blank is not at hand.
    """
    session.allow(Act.VIEW)
    request = found(session, Request, request_id)
    if request.form is None or not request.form.sha256:
        raise NoFormChosen()
    if request.snapshot is not None:
        return as_signed(session, request)
    case = gather(session, request)
    pack = forms.pack_of(session, request.form)
    form = forms.compiled(session, request.form, pack)
    facts = collect_facts(case, session.today)
    return Prepared(
        request=request,
        case=case,
        facts=facts,
        pack=pack,
        form=form,
        filled=fill(pack, form.template, facts, request),
        findings=_findings(session, case),
        editions=notes_on(pack, session.packs.all(), session.today),
    )


def as_signed(session: Session, request: Request) -> Prepared:
    """Fill a signed request's form from its snapshot alone, whether the request is kept here or not.

    Raises:
        NoFormChosen: it is not signed, or has no form.
        BlankMissing: its blank is not at hand.
    """
    session.allow(Act.VIEW)
    choice, snapshot = request.form, request.snapshot
    if choice is None or snapshot is None:
        raise NoFormChosen()
    frozen = _snapshot.thaw(snapshot.facts_json)
    pack = _snapshot.pack_from(snapshot.pack_toml, choice.pack_id)
    form = forms.compiled(session, choice, pack)
    return Prepared(
        request=request,
        case=replace(frozen.case, request=request, attachments=_going_out(session, frozen.case, request)),
        facts=frozen.facts,
        pack=pack,
        form=form,
        filled=fill(pack, form.template, frozen.facts, request),
        findings=frozen.findings,
        signing=frozen.signing,
        editions=(*signed_notes(request, form), *notes_on(pack, session.packs.all(), session.today)),
    )


def refill(session: Session, prepared: Prepared, request: Request, *, case: Case | None = None) -> Prepared:
    """The same with an edited request, without asking the vault: for typing on the page.

    Args:
        session: who is at work.
        prepared: as `prepare` gave it.
        request: edited, kept already or not.
        case: with edited records, where the profile is what is typed in; a signed request does not look at it.
    """
    if prepared.is_frozen:
        return replace(prepared, request=request, case=replace(prepared.case, request=request))
    fresh = replace(case or prepared.case, request=request)
    facts = collect_facts(fresh, session.today)
    return replace(
        prepared,
        request=request,
        case=fresh,
        facts=facts,
        filled=fill(prepared.pack, prepared.form.template, facts, request),
        findings=_findings(session, fresh),
    )


def facts_of(session: Session, request_id: RequestId) -> Facts:
    """The facts of a request that may have no form yet."""
    session.allow(Act.VIEW)
    request = found(session, Request, request_id)
    if request.snapshot is not None:
        return _snapshot.thaw(request.snapshot.facts_json).facts
    return collect_facts(gather(session, request), session.today)


def gather(session: Session, request: Request) -> Case:
    """The records that a request stands on, as they are now."""
    vault, mine = session.vault, request.patient_id
    coverages = vault.find(Coverage, patient_id=mine)
    coverage = next((item for item in coverages if item.id == request.coverage_id), None)
    others = tuple(item for item in coverages if item is not coverage)
    return Case(
        request=request,
        patient=found(session, Patient, mine),
        practice=the_practice(session),
        location=vault.get(Location, request.location_id) if request.location_id else None,
        preparer=vault.get(Person, request.prepared_by) if request.prepared_by else None,
        prescriber=vault.get(Prescriber, request.prescriber_id) if request.prescriber_id else None,
        payer=vault.get(Payer, coverage.payer_id) if coverage else None,
        coverage=coverage,
        other_coverages=others,
        other_payers=tuple(payer for item in others if (payer := vault.get(Payer, item.payer_id)) is not None),
        facility=vault.get(Facility, request.facility_id) if request.facility_id else None,
        pharmacy=vault.get(Pharmacy, request.pharmacy_id) if request.pharmacy_id else None,
        trials=_chosen_trials(request, vault.find(Trial, patient_id=mine)),
        contraindications=vault.find(Contraindication, patient_id=mine),
        observations=vault.find(Observation, patient_id=mine),
        treatments=vault.find(Treatment, patient_id=mine),
        attachments=_chosen_attachments(request, vault.find(Attachment, patient_id=mine)),
        imported=vault.find(Imported, patient_id=mine),
    )


def _findings(session: Session, case: Case) -> tuple[Finding, ...]:
    return (*check_records(case, session.today), *unread_overrides(case, session.today))


def _chosen_trials(request: Request, trials: tuple[Trial, ...]) -> tuple[Trial, ...]:
    if request.trial_ids is None:
        return ledger(trials)
    by_id = {trial.id: trial for trial in trials}
    return tuple(by_id[name] for name in request.trial_ids if name in by_id)


def _chosen_attachments(request: Request, attachments: tuple[Attachment, ...]) -> tuple[Attachment, ...]:
    by_id = {item.id: item for item in attachments}
    return tuple(by_id[name] for name in request.attachment_ids if name in by_id)


def _going_out(session: Session, case: Case, request: Request) -> tuple[Attachment, ...]:
    """The documents as they were signed, and the letters that joined them since."""
    kept = {item.id: item for item in case.attachments}
    named = (kept.get(name) or session.vault.get(Attachment, name) for name in request.attachment_ids)
    return tuple(item for item in named if item is not None)
