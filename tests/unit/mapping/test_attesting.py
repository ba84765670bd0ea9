"""The sentence a signer vouches with, read off forms: word for word where setups know it, nothing where none is."""

from __future__ import annotations

import hashlib
from pathlib import Path

import pytest

from app.mapping.attesting import attestation_in
from app.mapping.pack import PackLibrary
from app.pdf.worker import PaperWorker

CERTIFY = "I certify that the information provided is accurate and complete to the best of my knowledge."


@pytest.mark.parametrize(
    ("printed", "read"),
    [
        (f"Section 9 {CERTIFY} Prescriber Signature: ____ Date: ____", CERTIFY),
        (f"{CERTIFY}\nI understand that false\nstatements are punished. Fax to 1-800",
         f"{CERTIFY} I understand that false statements are punished."),
        ("By signature, the Prescriber confirms the above is accurate and verifiable by records.) (Note: Fax it)",
         "By signature, the Prescriber confirms the above is accurate and verifiable by records."),
        (f"{CERTIFY[:-1]} Prescriber's Signature ______", CERTIFY[:-1]),
        ("Does the prescriber attest that the information provided is true and accurate? Yes No", ""),
        ("I certify that applying the standard review time frame may jeopardize the life of the patient.", ""),
        ("Certified mail only. Has the member tried two preventives?", ""),
        ("I certify", ""),
        ("", ""),
    ],
)  # fmt: skip
def test_sentences_are_read_whole_and_questions_are_none(printed: str, read: str) -> None:
    assert attestation_in([printed]) == read


def test_the_page_to_sign_is_read_first() -> None:
    pages = [CERTIFY, "nothing", CERTIFY.replace("complete", "true")]
    assert attestation_in(pages, (1,)) == CERTIFY
    assert "true" in attestation_in(pages)
    assert attestation_in(pages, (99,)) == attestation_in(pages)


def test_payers_forms_are_read_as_their_setups_say(payer_forms: Path, library: PackLibrary) -> None:
    files = {hashlib.sha256(path.read_bytes()).hexdigest(): path for path in payer_forms.glob("*.pdf")}
    right, wrong = 0, []
    with PaperWorker() as worker:
        for pack in library.all():
            path = next((files[name] for name in pack.fingerprints.sha256 if name in files), None)
            if path is None or not pack.signer.attestation:
                continue
            read = attestation_in(worker.page_text(path.read_bytes()))
            if read.replace("’", "'") == " ".join(pack.signer.attestation.split()).replace("’", "'"):
                right += 1
            else:
                wrong.append(pack.id)
    assert wrong == []
    assert right >= 10
