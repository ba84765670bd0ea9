"""Contact cards as address books write them: old encodings, quoted parameters, people who prescribe nothing."""

from __future__ import annotations

import pytest

from app.domain.practice import Prescriber
from app.intake.problems import DamagedFile
from app.intake.review.comparing import Held, Known, compare
from app.intake.review.rows import proposed
from tests.unit.intake.samples import incoming


def card(*lines: str, version: str = "3.0") -> bytes:
    return "\r\n".join(("BEGIN:VCARD", f"VERSION:{version}", *lines, "END:VCARD", "")).encode()


def only(data: bytes) -> Prescriber:
    (found,) = incoming(data).prescribers
    return found


@pytest.mark.parametrize(
    "line",
    [
        "N;CHARSET=ISO-8859-1;ENCODING=QUOTED-PRINTABLE:M=FCller;Jos=E9",
        "N;ENCODING=QUOTED-PRINTABLE:M=C3=BCller;Jos=C3=A9",
        "N;ENCODING=QUOTED-PRINTABLE:M=FCller;Jos=E9",
        "N;CHARSET=NOSUCH;ENCODING=QUOTED-PRINTABLE:M=C3=\r\n=BCller;Jos=C3=A9",
    ],
)
def test_names_of_old_cards_keep_their_letters(line: str) -> None:
    name = only(card(line, version="2.1")).name
    assert (name.last, name.first) == ("Müller", "José")


def test_a_colon_within_a_parameter_ends_nothing() -> None:
    found = only(card("N:Okafor;Grace;;;", 'item1.EMAIL;X-LABEL="work: main";TYPE=INTERNET:grace@example.org'))
    assert found.email == "grace@example.org"


def test_a_generation_is_part_of_the_name_and_a_degree_is_not() -> None:
    found = only(card("N:Okafor;Grace;A.;Dr.;Jr.,MD,PhD"))
    assert (found.name.middle, found.name.suffix, found.credential) == ("A.", "Jr.", "MD, PhD")


def test_a_line_that_another_program_broke_stays_whole() -> None:
    found = only(card("N:Okafor;Grace", "NOTE:works here\u2028NPI 1234567893", "NOTE2:x"))
    assert found.npi == "1234567893"


def test_of_an_address_book_only_clinicians_are_proposed() -> None:
    book = card("N:Okafor;Grace;;;MD") + card("N:Baker;Sam", "TITLE:Plumber") + card("N:Lee;Ann", "X-NPI:1234567893")
    review = compare(incoming(book), Known((), (), (), lambda _: Held()), lambda: "x")
    chosen = proposed(review)
    assert [row.id in chosen for row in review.rows] == [True, False, True]


def test_a_card_without_an_end_is_none() -> None:
    with pytest.raises(DamagedFile):
        incoming(b"BEGIN:VCARD\r\nN:Okafor;Grace\r\n")
