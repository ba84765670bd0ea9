"""How old a form's edition is, whether a newer one is on file, and whether it still is the one that was signed."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace

import pytest

from app.domain.ids import RequestId
from app.domain.request import Request
from app.domain.sample import REQUESTS
from app.mapping.pack import Pack, PackLibrary
from app.services.editions import edition_month, notes_on, signed_notes
from app.services.edits import found
from app.services.preflight import judged
from app.services.prepare import prepare
from app.services.session import Session
from app.services.sign import Signed

_TODAY = dt.date(2026, 11, 25)


@pytest.mark.parametrize(
    ("folder", "printed", "month"),
    [
        ("2026-11", "", (2026, 11)),
        ("2025-05-15", "Updated on 05.15.2025", (2025, 5)),
        ("0522", "NOFR002 | 0522", (2022, 5)),
        ("061025", "v061025", (2025, 6)),
        ("12-16", "New 12/16", (2016, 12)),
        ("undated", "", None),
        ("undated", "Revision Date: 08/11/25", (2025, 8)),
        ("r18", "SRS6111 June 2024", (2024, 6)),
        ("x", "Comm_2022Mar", (2022, 3)),
        ("x", "GR-68776 (4-17)", (2017, 4)),
    ],
)
def test_the_month_of_an_edition_is_read_from_its_name_or_from_what_is_printed(
    folder: str, printed: str, month: tuple[int, int] | None
) -> None:
    pack = Pack(f"payer/form/{folder}", "Form", "Payer", 1, edition=printed)
    assert edition_month(pack) == (None if month is None else dt.date(*month, 1))


def test_every_bundled_pack_that_says_its_edition_has_a_month() -> None:
    without = {pack.id for pack in PackLibrary().all() if edition_month(pack) is None}
    assert without == {pack.id for pack in PackLibrary().all() if pack.id.endswith("/undated") and not pack.edition}


def test_a_newer_edition_on_file_is_named_and_an_old_one_without_is_only_dated() -> None:
    old = Pack("payer/form/2021-05", "Form", "Payer", 1, edition="Rev. 05/2021")
    newer = Pack("payer/form/2026-01", "Form", "Payer", 1, edition="Rev. 01/2026")
    other = Pack("payer/another/2026-01", "Another", "Payer", 1)
    assert "Rev. 01/2026" in notes_on(old, (old, newer, other), _TODAY)[0]
    assert notes_on(old, (old, other), _TODAY)[0].startswith("This edition is of 05/2021, 5 years old.")
    assert notes_on(newer, (old, newer), _TODAY) == ()
    assert notes_on(None, (old,), _TODAY) == ()


def test_the_check_tells_of_the_edition(session: Session, ready: RequestId) -> None:
    prepared = replace(prepare(session, ready), editions=("A newer edition of this form is on file: X.",))
    answer = judged(session, prepared).as_json()
    assert {"topic": "edition", "text": "A newer edition of this form is on file: X."} in answer["warnings"]


def test_a_form_that_is_read_otherwise_than_when_it_was_signed_says_so(session: Session, signed: Signed) -> None:
    request = found(session, Request, REQUESTS[0])
    prepared = prepare(session, request.id)
    assert signed_notes(request, prepared.form) == ()
    assert prepared.editions == ()
    assert request.snapshot is not None
    other = replace(request, snapshot=replace(request.snapshot, template_sha256="0" * 64))
    assert "signed packet is kept" in signed_notes(other, prepared.form)[0]
