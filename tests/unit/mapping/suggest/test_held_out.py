"""Reading a form as if nobody had seen it, and judging labels without a page."""

from __future__ import annotations

import importlib
import sys
from pathlib import Path
from types import ModuleType

import pytest

from app.mapping.suggest.lexicon import lexicon
from app.pdf.context.model import BoxContext, FormContext, Heading, Place, Said
from app.pdf.template import Box, BoxId, BoxKind, FormKind, Rect, Template

PACKAGING = Path(__file__).parents[4] / "packaging"


@pytest.fixture
def packaged(monkeypatch: pytest.MonkeyPatch) -> ModuleType:
    monkeypatch.syspath_prepend(str(PACKAGING))
    return importlib.import_module("judging")


def _form(*labels: str, heading: str = "Patient Information") -> tuple[Template, FormContext]:
    boxes, contexts = [], {}
    for number, label in enumerate(labels):
        box = BoxId(str(number))
        boxes.append(Box(box, 1, Rect(0, 0, 100, 12), BoxKind.TEXT))
        contexts[box] = BoxContext(box, labels=(Said(label, Place.LEFT, 0.0),), trail=(Heading(heading),))
    return Template("0" * 64, FormKind.FLAT, (), tuple(boxes)), FormContext(contexts, tuple(contexts))


def test_a_wording_of_one_form_alone_is_dropped_and_one_of_two_is_kept(packaged: ModuleType) -> None:
    held_out = sys.modules["held_out"]
    known = lexicon()
    own = held_out.texts_of(known, *_form("Date of birth", "Recipient Medicaid number"))
    other = held_out.texts_of(known, *_form("Date of birth", "City"))
    left = held_out.without_own(known, own, [other])
    birth, medicaid = known.words.plain("date of birth"), known.words.plain("recipient medicaid number")
    assert birth in left.attribute_phrases
    assert medicaid in known.attribute_phrases
    assert medicaid not in left.attribute_phrases


def test_what_no_form_says_is_kept(packaged: ModuleType) -> None:
    held_out = sys.modules["held_out"]
    known = lexicon()
    own = held_out.texts_of(known, *_form("Date of birth"))
    left = held_out.without_own(known, own, [])
    assert known.words.plain("allergies") in left.attribute_phrases


def test_copies_of_a_form_do_not_teach_each_other(packaged: ModuleType) -> None:
    held_out = sys.modules["held_out"]
    texts = [
        held_out.texts_of(lexicon(), *_form(*labels))
        for labels in (("Name", "City", "Fax"), ("Name", "City", "Phone"), ("NPI", "DEA", "TIN"))
    ]
    assert held_out.is_same_form(texts[0], texts[1])
    assert not held_out.is_same_form(texts[0], texts[2])


def test_labels_alone_are_read_with_their_headings_questions_and_lines(packaged: ModuleType) -> None:
    rows = [
        "# Prescriber",
        "Name: | prescriber.full_name",
        "& Phone: | prescriber.phone",
        "? Sex",
        "[] M | patient.sex=male",
    ]
    template, context, accepts = packaged.worded_form(rows)
    assert [box.kind for box in template.boxes] == [BoxKind.TEXT, BoxKind.TEXT, BoxKind.CHECK]
    first, second, third = (context.boxes[box.id] for box in template.boxes)
    assert first.line == second.line != third.line
    assert third.question == "Sex"
    assert accepts[second.id]("prescriber.phone") and not accepts[second.id]("patient.phone")


def test_labels_in_the_repository_are_read_well(packaged: ModuleType) -> None:
    judged = packaged.worded_offers(PACKAGING / "worded_labels.txt")
    assert len(judged) > 600
    assert sum(one.right for one in judged) > 0.94 * len(judged)
