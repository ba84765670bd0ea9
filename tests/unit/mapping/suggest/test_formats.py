"""Telephones are written between the brackets that a form prints for the area code."""

from __future__ import annotations

from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st

from app.mapping.drafting.about import About
from app.mapping.drafting.from_form import new_draft
from app.mapping.drafting.offers import offer_of
from app.mapping.suggest.confidence import scale
from app.mapping.suggest.formats import phone_format
from app.mapping.suggest.lexicon import lexicon
from app.mapping.suggest.suggest import suggest
from app.mapping.transform import is_format, phone_text
from app.pdf.context.model import BoxContext, FormContext, PartKind, Place, Said
from app.pdf.template import Box, BoxId, BoxKind, FormKind, Rect, Template

BOX = Box(BoxId("phone"), 1, Rect(100, 700, 260, 712), BoxKind.TEXT)
SAID = BoxContext(BOX.id, labels=(Said("Prescriber phone", Place.LEFT, 0.0),), brackets=(4.0, 41.0))


@given(opens=st.floats(0, 20), between=st.floats(14, 60), height=st.floats(6, 30))
def test_the_area_code_stands_between_the_brackets_and_all_digits_are_kept(
    opens: float, between: float, height: float
) -> None:
    box = replace(BOX, rect=Rect(100, 700, 260, 700 + height))
    form = phone_format(box, replace(SAID, brackets=(opens, opens + between)), "prescriber.phone")
    assert is_format(form)
    written = phone_text("4015550100", form)
    assert written.split() == ["401", "555-0100"]
    assert len(written) - len(written.lstrip()) >= opens / 4


def test_only_a_whole_telephone_is_written_so() -> None:
    assert phone_format(BOX, SAID, "prescriber.npi") == ""
    assert phone_format(BOX, replace(SAID, part=(PartKind.PHONE, 0, 3)), "prescriber.phone") == ""
    assert phone_format(BOX, replace(SAID, brackets=None), "prescriber.phone") == ""


def test_the_format_is_kept_with_the_offer_when_it_is_accepted() -> None:
    template = Template("0" * 64, FormKind.FILLABLE, (), (BOX,))
    offered = suggest(template, FormContext({BOX.id: SAID}, (BOX.id,)), lexicon(), scale())
    (box,) = new_draft(template, offered, About()).boxes
    source = offer_of(box)
    assert source is not None
    assert source.keys == ("prescriber.phone",)
    assert source.format == offered[0].format != ""
