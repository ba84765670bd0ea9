"""The measured table and the offers it was measured on: right in shape, and free of any form's words."""

from __future__ import annotations

import json
import re
from pathlib import Path

from app.domain.vocabulary import vocabulary
from app.mapping.suggest.confidence import BARE, SIGNS, scale, vector
from app.mapping.suggest.model import Evidence
from app.places import bundled

JUDGED = Path(__file__).parents[4] / "packaging" / "judged_offers.json"
_BOX = re.compile(r"\d+:\d+,\d+(\.\d+)?")


def test_there_is_a_weight_for_every_feature() -> None:
    known = scale()
    assert len(known.writing) == len(vector(Evidence(), is_check=False)) == len(BARE.writing)
    assert len(known.ticking) == len(vector(Evidence(), is_check=True)) == len(BARE.ticking)
    assert known.least < known.sure < 1.0


def test_the_table_holds_numbers_only() -> None:
    table = json.loads(bundled("resources", "lexicon", "confidence.json").read_text(encoding="utf-8"))
    assert set(table) == {"writing", "ticking", "least", "sure"}
    assert all(isinstance(number, float) for number in (*table["writing"], *table["ticking"]))


def test_better_evidence_is_worth_more() -> None:
    def raw(**features: float) -> float:
        return scale().raw(vector(Evidence(**features), is_check=False), False)  # type: ignore[arg-type]

    good = {"strength": 1.0, "printed": 1.0, "domain": 1.0, "section": 1.0, "brief": 0.5}
    assert raw(**good) > raw(**{**good, "strength": 0.5, "printed": 0.5})
    assert raw(**good) > raw(**good, foreign=1.0)
    for doubt in ("passed", "clash", "later", "mixed", "left"):
        assert raw(**good) > raw(**good, **{doubt: 1.0})


def test_no_weight_turns_evidence_round() -> None:
    for weights in (scale().writing, scale().ticking):
        assert all(weight * sign >= 0 for weight, sign in zip(weights, SIGNS, strict=False))


def test_judged_offers_are_boxes_and_keys_only() -> None:
    for record in json.loads(JUDGED.read_text(encoding="utf-8")):
        assert set(record) in ({"form", "sha256", "right", "wrong"}, {"form", "sha256", "keys"})
        told = {**record.get("right", {}), **record.get("wrong", {})}
        for box, keys in {**record.get("keys", {}), **{box: [key] for box, key in told.items()}}.items():
            assert _BOX.fullmatch(box)
            for key in set(keys) - {"other", "none"}:
                vocabulary().parse(key)
