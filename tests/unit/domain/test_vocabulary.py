"""What the vocabulary answers, and how references to it are read."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.domain.problems import BadReference, UnknownKey
from app.domain.vocabulary import PARTS, KeyKind, Rows, vocabulary


def test_every_key_has_a_plain_name_and_every_choice_its_words() -> None:
    assert len(vocabulary()) == 201
    for spec in vocabulary():
        assert spec.name and "." not in spec.name.replace("e.g.", "")
        assert set(spec.value_names) == set(spec.values), spec.key


def test_kinds_that_the_list_leaves_to_the_name() -> None:
    kinds = {
        key: vocabulary().spec(key).kind for key in ("patient.zip", "patient.representative_phone", "facility.fax")
    }
    assert kinds == {
        "patient.zip": KeyKind.ZIP,
        "patient.representative_phone": KeyKind.TEL,
        "facility.fax": KeyKind.TEL,
    }


@pytest.mark.parametrize(
    ("reference", "fact", "title"),
    [
        ("patient.dob:MM", "patient.dob", "Date of birth"),
        ("prior[2].drug", "prior[2].drug", "Earlier therapy 2: drug"),
        ("prior[12].start_date:YYYY", "prior[12].start_date", "Earlier therapy 12: start"),
        ("dx.icd10[1]", "dx.icd10", "Diagnosis code (ICD-10)"),
        ("dx.icd10[2]", "dx.icd10[2]", "Diagnosis code (ICD-10) 2"),
        ("drug.cpt[2]", "drug.cpt[2]", "Procedure code (CPT) 2"),
        ("measure.midas[1]", "measure.midas[1]", "MIDAS score item 1"),
        ("patient.sex=female", "patient.sex", "Sex"),
        ("drug.name=botox", "drug.name", "Drug"),
        ("condition=oab", "condition", "Indication"),
        ("request.urgent=no", "request.urgent", "Urgent (expedited) review"),
    ],
)
def test_references(reference: str, fact: str, title: str) -> None:
    ref = vocabulary().parse(reference)
    assert (ref.fact_key, ref.title) == (fact, title)


@pytest.mark.parametrize("key", ["other", "none", "ask.age", "patient", "patient.agee", "prior.drug", "prior[n].drug2"])
def test_unknown_keys_are_told(key: str) -> None:
    with pytest.raises((UnknownKey, BadReference)):
        vocabulary().parse(key)


@pytest.mark.parametrize(
    "reference",
    [
        "patient.dob:HH",
        "patient.city:MM",
        "patient.full_name:first",
        "patient.sex=f",
        "request.urgent=maybe",
        "patient.dob=1985",
        "patient.dob:MM=03",
        "patient.city[2]",
        "measure.midas[6]",
        "prior[0].drug",
        "prior[2].drug[3]",
        "",
        "patient.dob ",
    ],
)
def test_references_that_cannot_be_used_are_told(reference: str) -> None:
    with pytest.raises((BadReference, UnknownKey)) as told:
        vocabulary().parse(reference)
    assert told.value.code in ("INPUT-101", "INPUT-102")


@given(st.sampled_from(list(vocabulary())), st.integers(1, 99), st.data())
def test_a_reference_is_written_as_it_is_read(spec: object, row: int, data: st.DataObject) -> None:
    spec = vocabulary().spec(spec.key)  # type: ignore[attr-defined]
    key = spec.key.replace("[n]", f"[{row}]")
    if spec.rows is Rows.FURTHER and row > 1:
        key = f"{key}[{row}]"
    part = data.draw(st.sampled_from(["", *(f":{part}" for part in PARTS.get(spec.kind, ()))]))
    wanted = data.draw(st.sampled_from(["", *(f"={value}" for value in spec.values)])) if not part else ""
    assert str(vocabulary().parse(key + part + wanted)) == key + part + wanted


@given(st.text(max_size=60))
def test_no_text_breaks_the_reading(text: str) -> None:
    try:
        assert str(vocabulary().parse(text))
    except (UnknownKey, BadReference) as problem:
        assert problem.message
