"""Cross-checks that hold for every payer."""

from __future__ import annotations

from typing import Any

from app.criteria.findings import Topic
from tests.unit.criteria.conftest import changed, judged


def texts(topic: Topic, **changes: Any) -> list[str]:
    return [caution.text for caution in judged(changed(**changes)).cautions if caution.topic is topic]


MEDICARE = {"payer": "Medicare", "line": "medicare_ffs"}


def test_waste_is_billed_apart_and_no_waste_is_said_too() -> None:
    assert "J0585 × 155" in texts(Topic.WASTE, **MEDICARE)[0]
    assert "J0585-JW × 45" in texts(Topic.WASTE, **MEDICARE)[0]
    assert "JZ" in texts(Topic.WASTE, **MEDICARE, units=200)[0]
    assert "× 45" in texts(Topic.WASTE, **MEDICARE, units_billed=None)[0]
    assert texts(Topic.WASTE, **MEDICARE, supply="specialty_pharmacy") == []
    assert texts(Topic.WASTE) == []


def test_units_of_other_products_are_billed_by_their_own_measure() -> None:
    text = texts(Topic.WASTE, **MEDICARE, product="J0586", units=450, units_billed=500)[0]
    assert "J0586 × 90" in text
    assert "J0586-JW × 10" in text


def test_fewer_units_billed_than_injected_do_not_agree() -> None:
    assert texts(Topic.WASTE, units_billed=100) == ["Fewer units are billed than are injected."]


def test_a_procedure_of_another_condition_is_named() -> None:
    assert "64616" in texts(Topic.CODE, cpt=["64616"])[0]
    assert texts(Topic.CODE, cpt=["64615", "99213"]) == []


def test_counts_that_cannot_be_are_named() -> None:
    measure = {
        "phase": "baseline",
        "date": "2026-10-01",
        "headache_days": 10,
        "migraine_days": 12,
        "headache_days_4h": 11,
    }
    assert len(texts(Topic.FREQUENCY, measures=[measure])) == 2
    assert texts(Topic.FREQUENCY, measures=[measure | {"headache_days": 40}]) != []


def test_guidance_that_a_payer_does_not_pay_for_is_named() -> None:
    assert texts(Topic.GUIDANCE, cpt=["64615", "95874"]) != []
    neck = {"indication": "cervical_dystonia", "dx": ["G24.3"]}
    assert texts(Topic.GUIDANCE, **neck, cpt=["64616", "95874"]) == []


def test_an_injection_too_early_is_named_whoever_pays() -> None:
    assert "83 days before" in texts(Topic.INTERVAL, payer="Cigna", last_injection="2026-09-01")[0]


def test_a_product_that_is_not_labelled_for_it_needs_articles() -> None:
    assert texts(Topic.OTHER, payer="Cigna", product="Dysport") != []
    assert texts(Topic.CODE, payer="Cigna", product="J3490") != []
    assert texts(Topic.OTHER, payer="Cigna", product="Botox") == []


def test_a_name_that_is_no_part_of_a_case_is_told() -> None:
    assert any("trails" in text for text in texts(Topic.OTHER, trails=[]))
