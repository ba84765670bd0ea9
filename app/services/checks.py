"""The checklist of a request: what is ready, what is missing, what to attach, where it goes."""

from __future__ import annotations

import hashlib
from dataclasses import replace

from app.domain.approval import unseen
from app.domain.course import Sending
from app.domain.facts import Origin, OriginKind
from app.domain.practice import Person
from app.domain.request import Attachment, StoredForm
from app.mapping.filled import FilledForm
from app.packet.assemble import file_stem
from app.packet.build_checklist import Sources, build_checklist
from app.packet.checklist import Checklist, Entry, FormFile, WasSent
from app.pdf.composing.composer import Composed
from app.services import paper, sent
from app.services.after import approvals
from app.services.prepare import Prepared
from app.services.session import Session
from app.signing.manifest import document_id_of


def checklist_for(session: Session, prepared: Prepared, shown: Composed | None = None) -> Checklist:
    """The checklist as the request stands: of a draft as of now, of a signed request as of its signing.

    Args:
        session: who is at work.
        prepared: the request.
        shown: its preview, where the caller has it already.
    """
    shown = shown or paper.preview(prepared)
    title = "" if prepared.pack else _title(session, prepared)
    sources = Sources(
        filled=as_signed(prepared),
        case=prepared.case,
        facts=prepared.facts,
        pack=prepared.pack,
        form_title=title or "Form that is not set up",
        findings=prepared.findings,
        fits=shown.fits,
        unwritten=shown.missing,
    )
    signing, snapshot = prepared.signing, prepared.request.snapshot
    if signing is None or snapshot is None:
        made = build_checklist(sources, _draft_file(prepared, shown), made_at=session.now)
        return replace(made, sent=_sent(session, prepared))
    file = FormFile(
        name=f"{file_stem(prepared.request.id)}-form.pdf",
        sha256=snapshot.packet_sha256,
        form_pages=shown.form_pages,
        addendum_pages=shown.addendum_pages,
        signature_pages=signing.signature_pages,
        document_id=document_id_of(signing.document_sha256),
    )
    made = build_checklist(sources, file, made_at=snapshot.at, signed_by=signing.signed_by, signed_at=signing.signed_at)
    look_again = (*_not_as_asked(session, prepared), *made.look_again)
    return replace(made, sent=_sent(session, prepared), look_again=look_again)


def _not_as_asked(session: Session, prepared: Prepared) -> tuple[Entry, ...]:
    """Where an approval is not what was asked for, as long as nobody has acknowledged it."""
    approval = approvals.kept_for(session, prepared.request)
    if approval is None:
        return ()
    number = f"Approval {approval.number}".strip()
    return tuple(Entry(item.words, f"{number}: not as asked for") for item in unseen(prepared.request, approval))


def _sent(session: Session, prepared: Prepared) -> tuple[WasSent, ...]:
    people = {item.id: item.name.full for item in session.vault.all(Person)}
    every = sent.sendings_of(session, prepared.request)
    return tuple(WasSent(_sent_words(item, people.get(item.by, "")), _slips(session, item)) for item in every)


def _sent_words(item: Sending, who: str) -> str:
    by = f"by {who}" if who else ""
    pages = f"{item.pages} page{'' if item.pages == 1 else 's'}" if item.pages else ""
    parts = [f"Sent {item.at:%m/%d/%Y %H:%M} by {item.way.value} to {item.where}".rstrip(), by, pages]
    return ", ".join(filter(None, [*parts, f"reference {item.reference}" if item.reference else ""]))


def _slips(session: Session, item: Sending) -> tuple[str, ...]:
    kept = (session.vault.get(Attachment, name) for name in item.confirmation_ids)
    return tuple(slip.title for slip in kept if slip is not None)


def as_signed(prepared: Prepared) -> FilledForm:
    """The form with its signature and date boxes filled, once the request is signed."""
    snapshot = prepared.request.snapshot
    if snapshot is None:
        return prepared.filled
    return prepared.filled.signed(snapshot.at.date(), Origin(OriginKind.TYPED, by=snapshot.signer, at=snapshot.at))


def _draft_file(prepared: Prepared, shown: Composed) -> FormFile:
    return FormFile(
        name=f"{file_stem(prepared.request.id)}-form.pdf",
        sha256=hashlib.sha256(shown.pdf).hexdigest(),
        form_pages=shown.form_pages,
        addendum_pages=shown.addendum_pages,
    )


def _title(session: Session, prepared: Prepared) -> str:
    form = prepared.request.form
    sha256 = "" if form is None else form.sha256
    return next((item.title for item in session.vault.all(StoredForm) if item.sha256 == sha256), "")
