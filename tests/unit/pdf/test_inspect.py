"""The contract of `inspect --json`."""

from __future__ import annotations

import json

from pikepdf import Array, Name, String

from app.pdf.inspect import describe
from app.pdf.reading.compiler import compile_form
from tests.unit.pdf.paper import form, widget


def test_the_contract_holds() -> None:
    box = widget(
        FT=Name.Ch, T=String("State"), TU=String("State of residence"), Opt=Array([String("RI"), String("MA")])
    )
    told = json.loads(json.dumps(describe(compile_form(form(box)).template)))
    assert {key: told[key] for key in ("pages", "kind", "form", "edition")} == {
        "pages": 1,
        "kind": "fillable",
        "form": None,
        "edition": None,
    }
    assert len(told["sha256"]) == 64
    assert told["boxes"] == [
        {
            "id": "1:150,708",
            "page": 1,
            "rect": [100, 700, 200, 716],
            "kind": "choice",
            "cells": 0,
            "field": "State",
            "label": "State of residence",
            "section": "",
            "key": None,
            "confidence": None,
            "choices": ["RI", "MA"],
            "limit": None,
        }
    ]
