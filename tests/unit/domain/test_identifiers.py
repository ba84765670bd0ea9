"""Each identifier, checked alone."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.domain.identifiers import (
    check_cpt,
    check_dea,
    check_hcpcs,
    check_icd10,
    check_mbi,
    check_ndc,
    check_npi,
    check_phone,
    check_rx_bin,
    check_state,
    check_tin,
    check_zip,
    normalise_icd10,
    normalise_ndc,
)
from app.domain.indications import conditions, icd10_table

CHECKS = (
    *(check_cpt, check_dea, check_hcpcs, check_icd10, check_mbi, check_ndc, check_npi),
    *(check_phone, check_rx_bin, check_state, check_tin, check_zip),
)


def _codes(*found: object) -> list[str]:
    return [getattr(item, "code", "") for item in found]


@pytest.mark.parametrize("check", CHECKS)
def test_an_empty_field_is_no_finding(check: object) -> None:
    assert check("") is None  # type: ignore[operator]
    assert check("  ") is None  # type: ignore[operator]


@given(st.text(max_size=20))
def test_no_text_breaks_a_check_and_no_finding_repeats_a_persons_number(text: str) -> None:
    for check in CHECKS:
        found = check(text)
        digits = re.sub(r"\D", "", text)
        if found is not None and len(digits) >= 6:
            assert digits not in found.text


def test_npi() -> None:
    assert check_npi("1234567893") is None
    assert _codes(check_npi("123456789"), check_npi("3234567893"), check_npi("1234567894")) == [
        "npi-shape",
        "npi-start",
        "npi-check-digit",
    ]


@given(st.from_regex(r"[12][0-9]{8}", fullmatch=True), st.integers(0, 9), st.integers(1, 9))
def test_of_ten_last_digits_one_npi_is_right_and_every_slip_of_one_digit_is_found(
    base: str, place: int, step: int
) -> None:
    right = [base + str(digit) for digit in range(10) if check_npi(base + str(digit)) is None]
    assert len(right) == 1
    slip = str((int(right[0][place]) + step) % 10)
    assert check_npi(right[0][:place] + slip + right[0][place + 1 :]) is not None


def test_dea() -> None:
    assert check_dea("AB1234563") is None
    assert check_dea("a9-1234563") is None
    assert _codes(check_dea("AB1234564"), check_dea("ZB1234563"), check_dea("AB123")) == [
        "dea-check-digit",
        "dea-shape",
        "dea-shape",
    ]


def test_mbi() -> None:
    assert check_mbi("1EG4-TE5-MK73") is None
    assert _codes(check_mbi("1EG4TE5MK7"), check_mbi("1SG4TE5MK73"), check_mbi("0EG4TE5MK73")) == [
        "mbi-length",
        "mbi-letter",
        "mbi-shape",
    ]


@pytest.mark.parametrize(
    ("written", "normal"),
    [
        ("0023-1145-01", "00023-1145-01"),
        ("72960-112-01", "72960-0112-01"),
        ("15054-0500-1", "15054-0500-01"),
        ("00023392102", "00023-3921-02"),
        ("00023-3921-02", "00023-3921-02"),
        ("0023392102", None),
        ("1-2-3", None),
        ("0023-145-01", None),
    ],
)
def test_ndc_is_brought_to_five_four_two(written: str, normal: str | None) -> None:
    assert normalise_ndc(written) == normal
    assert (check_ndc(written) is None) == (normal is not None)


@given(
    st.from_regex(
        r"([0-9]{4}-[0-9]{4}-[0-9]{2})|([0-9]{5}-[0-9]{3}-[0-9]{2})|([0-9]{5}-[0-9]{4}-[0-9])", fullmatch=True
    )
)
def test_a_normal_ndc_stays_and_keeps_its_digits(written: str) -> None:
    normal = normalise_ndc(written)
    assert normal is not None
    assert re.fullmatch(r"[0-9]{5}-[0-9]{4}-[0-9]{2}", normal)
    assert normalise_ndc(normal) == normalise_ndc(normal.replace("-", "")) == normal
    assert int(normal.split("-")[1]) == int(written.split("-")[1])


def test_icd10_shape_headings_and_codes_that_were_split() -> None:
    assert check_icd10("G43.709") is check_icd10("g43709") is check_icd10("S06.2X1A") is None
    assert _codes(check_icd10("43.709"), check_icd10("G43.70"), check_icd10("G35"), check_icd10("R10.2")) == [
        "icd10-shape",
        "icd10-heading",
        "icd10-split",
        "icd10-split",
    ]
    heading = check_icd10("G43.70")
    assert heading is not None and "G43.701, G43.709" in heading.text


@given(st.from_regex(r"[A-Z][0-9][0-9A-Z]\.[0-9A-Z]{1,4}", fullmatch=True))
def test_a_code_keeps_its_dot_or_gets_it_back(code: str) -> None:
    assert normalise_icd10(code) == normalise_icd10(code.lower().replace(".", "")) == code


def test_the_table_of_codes_is_sound() -> None:
    table = icd10_table()
    for entry in table.entries.values():
        assert re.fullmatch(r"[A-Z][0-9][0-9A-Z](\.[0-9A-Z]{1,4})?", entry.code)
        assert set(entry.indications) <= set(conditions())
        assert not entry.description.endswith(".")
        if not entry.billable:
            assert table.below(entry.code)
    assert {entry.code for entry in table.of("chronic_migraine")} >= {"G43.709", "G43.719", "G43.E09"}
    assert all(table.of(condition) for condition in conditions() if condition not in ("other",))
    assert [entry.code for entry in table.search("spasmodic")] == ["G24.3"]
    assert table.search("  ") == ()


def test_hcpcs_and_cpt() -> None:
    assert check_hcpcs("J0585") is check_hcpcs("j0585-JW") is check_hcpcs("J0586") is None
    assert _codes(check_hcpcs("J058"), check_hcpcs("J0583")) == ["hcpcs-shape", "hcpcs-not-toxin"]
    assert check_cpt("64615") is check_cpt("64612-50") is check_cpt("0232T") is None
    assert _codes(check_cpt("6461")) == ["cpt-shape"]


def test_places() -> None:
    assert check_zip("02903") is check_zip("02903-1234") is check_state("RI") is check_state("PR") is None
    assert _codes(check_zip("2903"), check_state("R.I.")) == ["zip-shape", "state-unknown"]
    assert check_phone("401 555 0100 x4") is None
    assert _codes(check_phone("4015550"), check_phone("1015550100"), check_phone("4011550100")) == [
        "phone-shape",
        "phone-plan",
        "phone-plan",
    ]
    assert check_tin("12-3456789") is check_rx_bin("610000") is None
    assert _codes(check_tin("12"), check_rx_bin("61000")) == ["tin-shape", "bin-shape"]
