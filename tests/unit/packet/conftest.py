"""A checklist with a bit of everything."""

from __future__ import annotations

import datetime as dt

import pytest

from app.packet.checklist import Checklist, Entry, FormFile, SendTo, Signature, Tally, ToAttach

AT = dt.datetime(2026, 11, 23, 14, 5, 12, tzinfo=dt.timezone(dt.timedelta(hours=-5)))


@pytest.fixture
def checklist() -> Checklist:
    return Checklist(
        about=(("Patient", "Nguyễn Thị Ánh 阮氏映"), ("Drug", "Botox, J0585, 155 units"), ("Payer", "Żółw & <Plan>")),
        urgent=True,
        tally=Tally(filled=97, empty_on_purpose=25, missing=2, proposed=1, not_mapped=0, continued=1),
        missing=(
            Entry(
                "Is the total at most 400 units in any 12 weeks?", "page 2 · G Clinical information", must=True, boxes=2
            ),
            Entry("Fax of the pharmacy", "page 1"),
        ),
        proposed=(Entry("Is the member at least 18?", "page 2", must=True, proposal="Yes", boxes=2),),
        look_again=(Entry("The NPI of the prescriber has a wrong check digit.", "record"),),
        empty_because=(("its section does not apply to this request", 25),),
        attachments=(
            ToAttach("Chart notes", must=True, found=("Office visit",), pages=3),
            ToAttach("Headache diary", must=False),
        ),
        others=("Insurance card: front and back",),
        destinations=(
            SendTo("Prior authorization desk", "Fax", "1-800-555-0142", "page 1, top right", chosen=True),
            SendTo("Portal", "Portal", "portal.juniper.example"),
        ),
        signature=Signature("the prescriber", "The payer takes electronic signatures."),
        file=FormFile("request-5f09c1d2-form.pdf", "ab" * 32, 3, 1, 1, "abab-abab-abab-abab"),
        made_at=AT,
    )
