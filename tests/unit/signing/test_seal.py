"""The record copy: judged by pyHanko, by poppler, by a second implementation, and by drawing it."""

from __future__ import annotations

import datetime as dt
import io
import os
import random
import shutil
import subprocess
from pathlib import Path

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec, rsa
from cryptography.hazmat.primitives.serialization import pkcs12

from app.domain.practice import Person, Prescriber
from app.pdf.proving.gate import gate
from app.pdf.proving.offline import keep_offline
from app.pdf.worker import PaperWorker
from app.signing.certificate import read_pkcs12
from app.signing.intent import Moment, SignRole, make_intent
from app.signing.problems import (
    CertificateOfAnother,
    CertificateOutOfDate,
    CertificateUnreadable,
    SealNotSound,
    SignerSpent,
)
from app.signing.seal import check_seal
from app.signing.signer import enroll, identity_of, is_authentic, open_signer, reseal
from app.signing.slot import read_header
from app.signing.stamp import SignedForm, sign_form
from tests.unit.signing import second_sealer
from tests.unit.signing.attacks import ATTACKS, gap_of
from tests.unit.signing.conftest import AT, CHEAP, WORDS, blank_pages, drawn_mark
from tests.unit.signing.test_stamp import draft_of, signed_form


@pytest.fixture(scope="module")
def worker() -> PaperWorker:  # type: ignore[misc]
    with PaperWorker() as made:
        yield made


@pytest.fixture
def signed(worker: PaperWorker, slot: bytes, person: Person) -> SignedForm:
    return signed_form(worker, draft_of(worker, blank_pages("footed", "empty")), slot, person)


def test_pyhanko_calls_the_record_copy_valid_and_whole(signed: SignedForm) -> None:
    keep_offline()
    from pyhanko.pdf_utils.reader import PdfFileReader  # noqa: PLC0415
    from pyhanko.sign.diff_analysis import ModificationLevel  # noqa: PLC0415
    from pyhanko.sign.validation import validate_pdf_signature  # noqa: PLC0415
    from pyhanko.sign.validation.status import SignatureCoverageLevel  # noqa: PLC0415
    from pyhanko_certvalidator import ValidationContext  # noqa: PLC0415

    [signature] = PdfFileReader(io.BytesIO(signed.record)).embedded_signatures
    context = ValidationContext(trust_roots=[signature.signer_cert], allow_fetching=False, moment=AT)
    status = validate_pdf_signature(signature, context)
    assert status.bottom_line
    assert status.coverage is SignatureCoverageLevel.ENTIRE_FILE
    assert status.modification_level is ModificationLevel.NONE
    assert status.docmdp_ok
    assert signature.sig_object["/SubFilter"] == "/ETSI.CAdES.detached"
    assert signature.self_reported_timestamp == AT


@pytest.mark.skipif(shutil.which("pdfsig") is None, reason="poppler is not at hand")
def test_poppler_calls_the_record_copy_valid_and_whole(signed: SignedForm, tmp_path: Path) -> None:
    (tmp_path / "record.pdf").write_bytes(signed.record)
    told = subprocess.run(
        ["pdfsig", "-nocert", tmp_path / "record.pdf"], capture_output=True, text=True, check=True
    ).stdout
    assert "Signature is Valid." in told
    assert "Total document signed" in told
    assert "Ánh T. Nguyễn, MD" in told


@pytest.mark.skipif(shutil.which("qpdf") is None, reason="qpdf is not at hand")
def test_qpdf_finds_nothing_wrong_with_either_copy(signed: SignedForm, tmp_path: Path) -> None:
    for name, data in (("fax.pdf", signed.pdf), ("record.pdf", signed.record)):
        (tmp_path / name).write_bytes(data)
        subprocess.run(["qpdf", "--check", tmp_path / name], capture_output=True, check=True)


def test_both_copies_pass_the_gate_each_as_what_it_is(worker: PaperWorker, signed: SignedForm) -> None:
    gate(signed.pdf, worker)
    gate(signed.record, worker, sealed=True)
    assert worker.first_finding(signed.record) is not None
    assert worker.first_finding(signed.pdf, sealed=True) is not None
    assert signed.pdf.startswith(b"%PDF-1.7")


def test_both_copies_show_the_same_pixels(worker: PaperWorker, signed: SignedForm) -> None:
    for page in range(1, signed.pages + 1):
        assert worker.render(signed.pdf, page, 2.0) == worker.render(signed.record, page, 2.0)


def test_a_second_implementation_verifies_ours(signed: SignedForm) -> None:
    assert second_sealer.check_seal(signed.record) == ""
    flipped = bytearray(signed.record)
    flipped[2000] ^= 1
    assert second_sealer.check_seal(bytes(flipped)) != ""


def test_ours_verifies_a_second_implementation(worker: PaperWorker, signed: SignedForm) -> None:
    key = ec.generate_private_key(ec.SECP256R1())
    certificate = second_sealer.certificate_of(key, "Somebody Else", AT)
    theirs = second_sealer.seal(signed.pdf, key, certificate, AT)
    assert second_sealer.check_seal(theirs) == ""
    reading = worker.read_seal(theirs)
    assert reading is not None
    assert (reading.broken, reading.name, reading.certificate) == ("", "Somebody Else", certificate)


def test_the_seal_says_who_and_when(worker: PaperWorker, signed: SignedForm) -> None:
    reading = worker.read_seal(signed.record)
    assert reading is not None
    assert reading.holds
    assert (reading.name, reading.at) == ("Ánh T. Nguyễn, MD", AT)
    assert worker.read_seal(signed.pdf) is None
    named = x509.load_der_x509_certificate(reading.certificate)
    assert named.subject.rfc4514_string().startswith("2.5.4.5=NPI-1234567893")


@pytest.mark.parametrize("name", sorted(ATTACKS))
def test_no_attack_on_the_structure_is_missed(
    worker: PaperWorker, signed: SignedForm, slot: bytes, person: Person, name: str
) -> None:
    other = signed_form(worker, draft_of(worker, blank_pages("empty"), story="Other."), slot, person, seed=9)
    attacked = ATTACKS[name](signed.record, other.record)
    assert attacked != signed.record
    reading = worker.read_seal(attacked)
    assert reading is None or not reading.holds
    with pytest.raises(SealNotSound):
        check_seal(attacked, signed.authorization.certificate, worker)


def test_a_forger_in_the_same_name_is_not_the_signer(worker: PaperWorker, signed: SignedForm) -> None:
    key = ec.generate_private_key(ec.SECP256R1())
    forged = second_sealer.seal(signed.pdf, key, second_sealer.certificate_of(key, "Ánh T. Nguyễn, MD", AT), AT)
    reading = worker.read_seal(forged)
    assert reading is not None
    assert reading.holds
    with pytest.raises(SealNotSound, match="another signer"):
        check_seal(forged, signed.authorization.certificate, worker)


def test_a_bit_flipped_in_what_the_seal_covers_is_found(worker: PaperWorker, signed: SignedForm) -> None:
    chance = random.Random(3)  # noqa: S311
    first, second = gap_of(signed.record)
    for _ in range(60):
        place = chance.randrange(len(signed.record) - (second - first))
        place = place if place < first else place + second - first
        flipped = bytearray(signed.record)
        flipped[place] ^= 1 << chance.randrange(8)
        reading = worker.read_seal(bytes(flipped))
        assert reading is None or not reading.holds


def test_one_opening_seals_once_and_only_what_was_agreed_to(slot: bytes, person: Person, signed: SignedForm) -> None:
    intent = make_intent(
        b"shown", signer=person.id, role=SignRole.PRESCRIBER, meaning="True.", at=AT, random=os.urandom
    )
    with open_signer(slot, WORDS, person.id) as signer:
        with pytest.raises(SignerSpent):
            signer.seal(signed.pdf)
        signer.authorize(intent, b"shown", Moment(AT))
        assert signer.seal(signed.pdf)
        with pytest.raises(SignerSpent):
            signer.seal(signed.pdf)
    with open_signer(slot, WORDS, person.id) as left:
        left.authorize(intent, b"shown", Moment(AT))
    with pytest.raises(SignerSpent):
        left.seal(signed.pdf)


def brought(key: ec.EllipticCurvePrivateKey | rsa.RSAPrivateKey, name: str, at: dt.datetime = AT) -> bytes:
    """A PKCS#12 file as an office buys one."""
    issuer = ec.generate_private_key(ec.SECP256R1())
    called = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, name)])
    above = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, "Some Authority")])
    certificate = (
        x509.CertificateBuilder()
        .subject_name(called)
        .issuer_name(above)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(at - dt.timedelta(days=1))
        .not_valid_after(at + dt.timedelta(days=30))
        .sign(issuer, hashes.SHA256())
    )
    return pkcs12.serialize_key_and_certificates(
        b"key", key, certificate, None, serialization.BestAvailableEncryption(b"file words")
    )


@pytest.mark.parametrize("kind", ["P-256", "RSA"])
def test_a_person_seals_with_a_certificate_of_the_own(
    worker: PaperWorker, person: Person, prescriber: Prescriber, kind: str
) -> None:
    key = ec.generate_private_key(ec.SECP256R1()) if kind == "P-256" else rsa.generate_private_key(65537, 2048)
    identity = identity_of(person, prescriber)
    own = read_pkcs12(brought(key, "Anh Nguyen"), "file words", identity, AT)
    slot = enroll(person, prescriber, drawn_mark(), WORDS, at=AT, random=os.urandom, kdf=CHEAP, own=own)
    signed = signed_form(worker, draft_of(worker, blank_pages("empty")), slot, person)
    reading = worker.read_seal(signed.record)
    assert reading is not None
    assert (reading.broken, reading.name) == ("", "Anh Nguyen")
    assert second_sealer.check_seal(signed.record) == ""
    agreed = signed.authorization
    assert is_authentic(agreed.intent, agreed.signature, agreed.public_key)
    kept = reseal(slot, WORDS, identity, at=AT, random=os.urandom)
    assert read_header(kept).certificate == own.certificate


def test_a_certificate_that_cannot_be_used_is_refused(person: Person, prescriber: Prescriber) -> None:
    identity, key = identity_of(person, prescriber), ec.generate_private_key(ec.SECP256R1())
    with pytest.raises(CertificateOfAnother):
        read_pkcs12(brought(key, "Jane Roe"), "file words", identity, AT)
    with pytest.raises(CertificateOutOfDate):
        read_pkcs12(brought(key, "Anh Nguyen"), "file words", identity, AT + dt.timedelta(days=60))
    for data, words in ((brought(key, "Anh Nguyen"), "wrong"), (b"nothing", "file words"), (b"", "")):
        with pytest.raises(CertificateUnreadable):
            read_pkcs12(data, words, identity, AT)
    weak = rsa.generate_private_key(65537, 1024)  # noqa: S505
    with pytest.raises(CertificateUnreadable):
        read_pkcs12(brought(weak, "Anh Nguyen"), "file words", identity, AT)


def test_a_certificate_that_ran_out_signs_nothing(worker: PaperWorker, person: Person, prescriber: Prescriber) -> None:
    key = ec.generate_private_key(ec.SECP256R1())
    own = read_pkcs12(brought(key, "Anh Nguyen"), "file words", identity_of(person, prescriber), AT)
    slot = enroll(person, prescriber, drawn_mark(), WORDS, at=AT, random=os.urandom, kdf=CHEAP, own=own)
    later = AT + dt.timedelta(days=40)
    intent = make_intent(b"x", signer=person.id, role=SignRole.PRESCRIBER, meaning="True.", at=later, random=os.urandom)
    with open_signer(slot, WORDS, person.id) as signer, pytest.raises(CertificateOutOfDate):
        signer.authorize(intent, b"x", Moment(later))


def test_every_page_bears_its_number_and_how_far_the_log_had_come(
    worker: PaperWorker, slot: bytes, person: Person
) -> None:
    draft = draft_of(worker, blank_pages("empty", "empty"))
    intent = make_intent(
        draft.composed().pdf, signer=person.id, role=SignRole.PRESCRIBER, meaning="True.", at=AT, random=os.urandom
    )
    with open_signer(slot, WORDS, person.id) as signer:
        signed = sign_form(draft, intent, signer, Moment(AT, anchor="505-0a1b2c3d4e5f6071"), worker)
    for number, text in enumerate(worker.page_text(signed.pdf), 1):
        told = " ".join(text.split())
        assert f"page {number} of 2" in told
        assert "log 505-0a1b2c3d4e5f6071" in told
    assert signed.notes == ()
