"""Conditions, products, earlier therapies, and whether a fact has a box's value."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.domain.drugs import class_name, find_product, find_therapy, products, search_therapies, therapies
from app.domain.identifiers import check_hcpcs, normalise_ndc
from app.domain.indications import condition_name, conditions
from app.domain.matching import is_value
from app.domain.vocabulary import vocabulary


def test_the_catalogues_are_sound() -> None:
    assert [product.hcpcs for product in products()] == ["J0585", "J0586", "J0587", "J0588", "J0589"]
    for product in products():
        assert set(product.labelled) <= set(conditions())
        assert check_hcpcs(product.hcpcs) is None
        assert all(vial.ndc in ("", normalise_ndc(vial.ndc)) for vial in product.vials)
    for therapy in therapies().entries:
        assert set(therapy.indications) <= set(conditions())
        assert therapy.drug_class in therapies().class_names
        assert all(find_therapy(name) == therapy for name in therapy.names), therapy.generic


def test_products_are_known_by_any_of_their_names() -> None:
    names = ["BOTOX® 200 unit vial", "onabotulinumtoxinA", "J0585", "Botox (onabotulinumtoxinA)"]
    found = [find_product(name) for name in names]
    assert {product.id for product in found if product is not None} == {"botox"}
    assert None not in found
    assert find_product("Botox Cosmetic") is find_product("Botox or Dysport") is find_product("") is None


def test_billed_units() -> None:
    dysport = find_product("Dysport")
    assert dysport is not None
    assert dysport.billed_units(Decimal(500)) == 100


def test_therapies_are_found_and_searched() -> None:
    found = [find_therapy(name) for name in ("Topamax 50 mg", "propranolol LA", "Drysol", "unheard-of")]
    assert [therapy.drug_class if therapy else None for therapy in found] == [
        "antiepileptic",
        "beta_blocker",
        "topical",
        None,
    ]
    assert search_therapies("top", "chronic_migraine")[0].generic == "topiramate"
    assert "oxybutynin" in [therapy.generic for therapy in search_therapies("", "oab")]
    assert search_therapies("zzz") == ()
    assert class_name("beta_blocker") == "Beta blocker"
    assert class_name("something else") == "something else"


@given(st.text(max_size=30))
def test_no_text_breaks_the_search(text: str) -> None:
    assert len(search_therapies(text, "oab", limit=5)) <= 5
    find_therapy(text)
    find_product(text)


def test_conditions_have_plain_names() -> None:
    assert condition_name("oab") == "Overactive bladder"
    assert condition_name("nothing") == "nothing"
    assert len(conditions()) == 20


@pytest.mark.parametrize(
    ("reference", "value", "expected"),
    [
        ("patient.sex=female", "female", True),
        ("patient.sex=female", "male", False),
        ("request.urgent=no", False, True),
        ("request.urgent=yes", False, False),
        ("drug.name=botox", "onabotulinumtoxinA 200 units", True),
        ("drug.name=dysport", "Botox (onabotulinumtoxinA)", False),
        ("drug.name=riabni", "Riabni 100 mg", True),
        ("drug.name=rituxan", "Riabni 100 mg", False),
        ("drug.route=intramuscular", "IM", True),
        ("drug.route=oral", "Intramuscular", False),
        ("prescriber.specialty=neurology", "Neurology", True),
        ("prescriber.credential=MD", "M.D., F.A.A.N.", True),
        ("prescriber.credential=NP", "FNP-C", True),
        ("prescriber.credential=PA", "PA-C", True),
        ("prescriber.credential=other", "PharmD", True),
        ("prescriber.credential=other", "DO", False),
    ],
)
def test_whether_a_fact_has_the_value_of_a_box(reference: str, value: str | bool, expected: bool) -> None:
    assert is_value(vocabulary().parse(reference), value) is expected


def test_a_box_without_a_value_cannot_be_compared() -> None:
    with pytest.raises(ValueError, match="no value"):
        is_value(vocabulary().parse("patient.sex"), "female")
