"""A patient is found by the beginning of anything the office knows, however it is typed."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from dataclasses import replace

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from app.domain.changes import Change, Edit
from app.domain.patient import Coverage, Patient
from app.domain.place import PersonName
from app.domain.practice import Person
from app.vault.search import fold, query
from app.vault.vault import Vault

BORN = dt.date(1985, 3, 4)


@pytest.fixture
def anh(
    vault: Vault, add: Callable[..., Change], new_patient: Callable[..., Patient], new_coverage: Callable[..., Coverage]
) -> Patient:
    others = [
        new_patient("Łukasz", "O’Brien-Żak", dob=dt.date(1990, 12, 25), phone_cell="2125559876"),
        new_patient("Nora", "Alvarez", dob=dt.date(1958, 3, 14)),
    ]
    patient = new_patient(
        "Ánh Thị",
        "Nguyễn Đặng",
        dob=BORN,
        phone_home="4015550123",
        phone_work="4015550777x12",
        chart_number="MRN-00812",
    )
    add(*others, patient, new_coverage(patient, "W123 45-6789"))
    return patient


@pytest.mark.parametrize(
    "typed",
    [
        "nguyen", "NGUYỄN", "Nguyễn", "ng", "n", "dang", "đặng", "anh", "thi", "anh ng", "ng anh", "Nguyen, Anh",
        "nguyendang", "nguyen dang", "  anh  thi ",
        "w123", "W12345", "w123 45", "W123 45-6789", "456789", "w123456789",
        "401", "(401) 555-0123", "401-555-0123", "401.555.0123", "5550123", "555-0123", "0123", "0777", "4015550777",
        "3/4/85", "03/04/85", "3/4/1985", "03/04/1985", "3/4", "3/", "3/4/8", "3/4/19", "3-4-85", "3.4.1985",
        "030485", "03041985", "1985-03-04", "1985-3-4", "1985-03", "1985", "19850304",
        "00812", "mrn-008", "mrn00812",
        "nguyen 1985", "3/4/85 nguyen", "anh 401",
    ],
)  # fmt: skip
def test_found(vault: Vault, anh: Patient, typed: str) -> None:
    assert anh in vault.search_patients(typed, 50)


@pytest.mark.parametrize(
    "typed",
    ["nguyem", "guyen", "3/5/85", "4/3/85", "3/4/86", "1986", "9999", "w999", "anh obrien", "nguyen 1990", "12/25/90"],
)
def test_not_found(vault: Vault, anh: Patient, typed: str) -> None:
    assert anh not in vault.search_patients(typed, 50)


@pytest.mark.parametrize(
    "typed", ["o'brien", "O’Brien", "obrien", "brien", "zak", "Żak", "lukasz", "łuk", "brien-z", "12/25/90"]
)
def test_names_with_marks(vault: Vault, anh: Patient, typed: str) -> None:
    assert [patient.name.first for patient in vault.search_patients(typed, 50)] == ["Łukasz"]


def test_a_day_being_typed_is_kept_open(vault: Vault, anh: Patient) -> None:
    assert {patient.name.first for patient in vault.search_patients("3/1", 50)} == {"Nora"}
    assert [patient.name.first for patient in vault.search_patients("3/14", 50)] == ["Nora"]


@pytest.mark.parametrize(
    "typed", ["", " ", "-", "/", "()", "*", '"', "' OR 1=1 --", "a AND b", "NEAR(", "\x00", "🙂", "ß" * 500]
)
def test_anything_may_be_typed(vault: Vault, anh: Patient, typed: str) -> None:
    assert len(vault.search_patients(typed, 2)) <= 2


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.text(max_size=20))
def test_no_text_breaks_the_search(vault: Vault, anh: Patient, typed: str) -> None:
    vault.search_patients(typed, 5)


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@example(first="\ufe70", last="")
@given(first=st.text(st.characters(categories=["L"]), min_size=1, max_size=12), last=st.text(min_size=0, max_size=12))
def test_every_beginning_of_a_name_finds_it(
    vault: Vault, add: Callable[..., Change], new_patient: Callable[..., Patient], mia: Person, first: str, last: str
) -> None:
    patient = new_patient(first, last)
    add(patient)
    for end in range(1, len(first) + 1):
        begun = fold(first[:end])
        # Signs that are no letter by themselves, such as U+FE70, leave nothing that could be searched for.
        if any(map(str.isalnum, begun)) and fold(first).startswith(begun):
            assert patient in vault.search_patients(first[:end], 1_000)
    vault.apply("Remove", [Edit(patient, None)], actor=mia.id)


def test_nothing_typed_gives_the_first_of_the_list(vault: Vault, anh: Patient) -> None:
    assert [patient.name.last for patient in vault.search_patients("", 2)] == ["Alvarez", "Nguyễn Đặng"]


def test_last_names_come_first_and_in_order(
    vault: Vault, add: Callable[..., Change], new_patient: Callable[..., Patient]
) -> None:
    for name in (("Ann", "Nash"), ("Nat", "Abel"), ("Bo", "Nadal"), ("Al", "Nash")):
        add(new_patient(*name))
    found = [patient.name.full for patient in vault.search_patients("na", 50)]
    assert found == ["Bo Nadal", "Al Nash", "Ann Nash", "Nat Abel"]
    assert [patient.name.full for patient in vault.search_patients("na", 1)] == ["Bo Nadal"]


def test_the_search_follows_every_edit(vault: Vault, anh: Patient, mia: Person) -> None:
    (card,) = vault.find(Coverage, patient_id=anh.id)
    vault.apply("Edit", [Edit(card, replace(card, member_id="X777"))], actor=mia.id)
    assert vault.search_patients("w123", 5) == ()
    assert vault.search_patients("x77", 5) == (anh,)
    married = replace(anh, name=PersonName("Ánh", "Smith"))
    change = vault.apply("Edit", [Edit(anh, married)], actor=mia.id)
    assert vault.search_patients("nguyen", 5) == ()
    assert vault.search_patients("smith", 5) == (married,)
    vault.undo(change.id, actor=mia.id)
    assert vault.search_patients("nguyen", 5) == (anh,)
    vault.apply("Remove plan", [Edit(replace(card, member_id="X777"), None)], actor=mia.id)
    assert vault.search_patients("x77", 5) == ()
    assert vault.check() == []


def test_folding() -> None:
    assert fold("NGUYỄN Đặng Łoś Ærø Straße") == "nguyen dang los aero strasse"


def test_a_query_holds_letters_and_digits_only() -> None:
    assert query('"; DROP') == '"drop"*'
    assert query("--- ...") == ""


def test_an_edit_of_nothing_that_is_looked_for_leaves_the_search_alone(vault: Vault, anh: Patient, mia: Person) -> None:
    def index() -> list[tuple[object, ...]]:
        return list(vault._parts.db.rows("SELECT id, block FROM patient_words_data ORDER BY id"))

    before = index()
    vault.apply("Edit", [Edit(anh, replace(anh, allergies="sulfa"))], actor=mia.id)
    assert index() == before
    assert [patient.allergies for patient in vault.search_patients("nguyen", 5)] == ["sulfa"]
    now = vault.search_patients("nguyen", 5)[0]
    vault.apply("Edit", [Edit(now, replace(now, phone_cell="4015550199"))], actor=mia.id)
    assert index() != before
    assert [patient.id for patient in vault.search_patients("0199", 5)] == [anh.id]


def test_a_closing_vault_merges_the_pieces_of_its_search(
    vault: Vault, anh: Patient, mia: Person, reopen: Callable[[], Vault]
) -> None:
    def pieces(opened: Vault) -> int:
        return opened._parts.db.number("SELECT count(DISTINCT segid) FROM patient_words_idx")

    now = anh
    for number in range(12):
        after = replace(now, phone_cell=f"40155501{number:02}")
        vault.apply("Edit", [Edit(now, after)], actor=mia.id)
        now = after
    assert pieces(vault) > 4
    vault.close()
    with reopen() as again:
        assert pieces(again) == 1
        assert again.search_patients("0111", 5) == (now,)
        assert again.search_patients("0110", 5) == ()
        assert again.check() == []
