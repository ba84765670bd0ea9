"""The demonstration: a throw-away vault with the invented practice, and one whole packet for each of its patients."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass, replace
from pathlib import Path

from app.clock import Clock
from app.domain.ids import CoverageId, PayerId, RequestId, new_id
from app.domain.indications import condition_name
from app.domain.patient import Coverage, CoverageRank, Insured
from app.domain.practice import Line, Payer, PayerLine
from app.domain.request import AttachmentKind, FormChoice, Request, RequestType
from app.domain.sample import REQUESTS
from app.mapping.answers import answer_to
from app.places import Places, bundled
from app.services import documents, edits, forms, requests
from app.services.edits import found
from app.services.export import WrittenPacket, make_packet
from app.services.prepare import Prepared, prepare
from app.services.problems import NoPackForForm, SampleMixed
from app.services.sample import SAMPLE_SIGNING_WORDS, SAMPLE_WORDS, create_sample, own_form
from app.services.session import Session
from app.services.setup import lock
from app.services.sign import review, sign
from app.services.writing import made_folder
from app.vault.layout import VaultFiles
from app.vault.vault import Vault

_INVENTED_MEMBER = "SAMPLE00001"
#: The invented patients, in the order of their requests, as the files of the sample name them.
_NAMES = ("nguyen", "feldman", "wisniewska")


@dataclass(frozen=True, slots=True)
class DemoPacket:
    """What came of one invented patient's request.

    Attributes:
        title: "Chronic migraine, first request".
        packet: what was written, or None where something required is missing.
        missing: titles of required boxes that the invented records leave open.
    """

    request_id: RequestId
    title: str
    sentence: str
    packet: WrittenPacket | None
    missing: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Demonstration:
    """Everything that was made.

    Attributes:
        vault: stays, so that other commands can be tried on it.
    """

    vault: Path
    form_title: str
    packets: tuple[DemoPacket, ...]


def demonstrate(out: Path, clock: Clock, places: Places, *, blank: bytes | None = None) -> Demonstration:
    """Make the vault `demo.vault` and the packets in a folder; an older demonstration there is replaced.

    Args:
        out: the folder, made where it is missing.
        clock: the office's time.
        places: of the user.
        blank: a payer's form to make the packets on, instead of our own.

    Raises:
        NoPackForForm: no pack describes the given form, so there is nothing to fill it from.
        SampleMixed: another vault than a demonstration's lies there.
        FolderNotWritable: the folder cannot be made.
    """
    path = made_folder(out) / "demo.vault"
    _clear(path, clock)
    session = create_sample(path, clock, places)
    try:
        known = _form(session, blank)
        packets = tuple(_packet(session, request_id, known.choice, out / "packets") for request_id in REQUESTS)
        return Demonstration(path, known.title, packets)
    finally:
        lock(session)


def confirm_all(session: Session, prepared: Prepared) -> None:
    """Say yes to everything that is proposed: here the program stands in for the person who would look at each."""
    request = prepared.request
    questions = () if prepared.pack is None else prepared.pack.questions
    for question in questions:
        answered = answer_to(question, request.answers, prepared.facts)
        if answered.text and not answered.is_confirmed:
            request = requests.confirm(session, request.id, answered)


def stand_in(session: Session, request_id: RequestId, choice: FormChoice) -> None:
    """Do what a person of the invented office would do to make the request ready to sign on that form."""
    requests.choose_form(session, request_id, choice)
    _ask_the_forms_payer(session, request_id)
    _work_on(session, request_id)
    confirm_all(session, prepare(session, request_id))


def _form(session: Session, blank: bytes | None) -> forms.KnownForm:
    if blank is not None:
        known = forms.add_blank(session, blank)
        if known.pack_id is None:
            raise NoPackForForm()
        return known
    return own_form(session)


def _packet(session: Session, request_id: RequestId, choice: FormChoice, folder: Path) -> DemoPacket:
    stand_in(session, request_id, choice)
    reviewed = review(session, request_id)
    title = _title(found(session, Request, request_id))
    if reviewed.missing:
        missing = tuple(fill.title or fill.box for fill in reviewed.missing)
        return DemoPacket(request_id, title, reviewed.prepared.filled.counts.sentence(), None, missing)
    sign(session, reviewed, SAMPLE_SIGNING_WORDS)
    packet = make_packet(session, request_id, folder)
    return DemoPacket(request_id, title, packet.sentence, packet)


def _ask_the_forms_payer(session: Session, request_id: RequestId) -> None:
    """On another payer's form the invented patient is insured with that payer."""
    prepared = prepare(session, request_id)
    pack, case = prepared.pack, prepared.case
    if pack is None or (case.payer is not None and case.payer.name == pack.payer):
        return
    payer = next((item for item in session.vault.all(Payer) if item.name == pack.payer), None)
    line = pack.lines[0] if pack.lines else Line.COMMERCIAL
    payer = payer or Payer(PayerId(new_id()), pack.payer, (PayerLine(line),))
    kept = next((item for item in case.other_coverages if item.payer_id == payer.id), None)
    coverage = kept or Coverage(
        id=CoverageId(new_id()),
        patient_id=case.patient.id,
        payer_id=payer.id,
        line=line,
        rank=CoverageRank.OTHER,
        member_id=_INVENTED_MEMBER,
        insured=Insured(relationship="self"),
    )
    for record in (payer, coverage):
        edits.put(session, "Add plan", record)
    edits.put(session, "Choose plan", replace(prepared.request, coverage_id=coverage.id))


def _work_on(session: Session, request_id: RequestId) -> None:
    """Answer what no record tells, choose where it goes, and attach the chart note."""
    name = _NAMES[REQUESTS.index(request_id)]
    given = tomllib.loads(bundled("resources", "sample", "answers.toml").read_text(encoding="utf-8"))[name]
    prepared = prepare(session, request_id)
    asked = {question.id for question in prepared.pack.questions} if prepared.pack else set()
    for question, value in given.items():
        if question in asked:
            requests.answer(session, request_id, question, value)
    for destination in requests.destinations(session, request_id)[:1]:
        requests.choose_destination(session, request_id, destination.name)
    note = bundled("resources", "sample", "notes", f"{name}.pdf").read_bytes()
    kept = documents.add(session, prepared.request.patient_id, note, AttachmentKind.CHART_NOTE, "Last visit")
    documents.choose(session, request_id, (kept.id,))


def _title(request: Request) -> str:
    kind = "first request" if request.type is RequestType.INITIAL else request.type.value.replace("_", " ")
    return f"{condition_name(request.indication)}, {kind}"


def _clear(path: Path, clock: Clock) -> None:
    """Take an older demonstration away; anything else that lies there is left alone."""
    if not path.exists():
        return
    with Vault.open(path, passphrase=SAMPLE_WORDS, clock=clock) as vault:
        is_sample = any(vault.get(Request, request_id) for request_id in REQUESTS)
    if not is_sample:
        raise SampleMixed()
    files = VaultFiles(path)
    for old in (files.vault, files.keys, files.notes, files.lock, *files.logs):
        old.unlink(missing_ok=True)
