"""What a C-CDA document does not mean: what is over, negated, planned or about food; and where its facts also stand."""

from __future__ import annotations

import pytest

from app.domain.dates import PartialDate
from app.intake.incoming import IncomingChart
from app.intake.problems import FileTooLarge
from tests.unit.intake.samples import incoming

_ROOT = "2.16.840.1.113883.10.20.22.4"
ICD = "2.16.840.1.113883.6.90"


def document(*sections: tuple[str, str], person: str = "", role: str = "") -> bytes:
    body = "".join(
        f'<component><section><code code="{code}"/><entry>{entry}</entry></section></component>'
        for code, entry in sections
    )
    name = person or "<name><given>Ana</given><family>Lake</family></name>"
    return f"""<?xml version="1.0"?><ClinicalDocument xmlns="urn:hl7-org:v3"
     xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance"><recordTarget><patientRole>
    {role or '<id root="1.2.3" extension="1001"/>'}
    <patient>{name}<birthTime value="19800304"/></patient></patientRole></recordTarget>
    <component><structuredBody>{body}</structuredBody></component></ClinicalDocument>""".encode()


def only(*sections: tuple[str, str], person: str = "", role: str = "") -> IncomingChart:
    (chart,) = incoming(document(*sections, person=person, role=role)).charts
    return chart


def problem(more: str = "", attributes: str = "") -> tuple[str, str]:
    return (
        "11450-4",
        f"""<act><entryRelationship><observation {attributes}><templateId root="{_ROOT}.4"/>{more}
        <value code="G43.709" codeSystem="{ICD}" displayName="Chronic migraine"/></observation>
        </entryRelationship></act>
        """,
    )


def allergy(kind: str, more: str = "", drug: str = '<code displayName="propranolol"/>') -> tuple[str, str]:
    return (
        "48765-2",
        f"""<act><entryRelationship><observation><templateId root="{_ROOT}.7"/>{more}<value code="{kind}"/>
        <participant><participantRole><playingEntity>{drug}</playingEntity></participantRole></participant>
        </observation></entryRelationship></act>""",
    )


def status(code: str) -> str:
    return (
        f'<entryRelationship><observation><templateId root="{_ROOT}.6"/><value code="{code}"/></observation>'
        "</entryRelationship>"
    )


@pytest.mark.parametrize(
    ("more", "attributes"),
    [
        ('<effectiveTime><low value="20200101"/><high value="20210101"/></effectiveTime>', ""),
        ('<effectiveTime><low value="20200101"/><high nullFlavor="UNK"/></effectiveTime>', ""),
        (status("413322009"), ""),
        (status("73425007"), ""),
        ("", 'negationInd="true"'),
        ('<statusCode code="nullified"/>', ""),
    ],
)
def test_a_problem_that_is_over_or_negated_is_no_diagnosis(more: str, attributes: str) -> None:
    assert only(problem(more, attributes)).patient.diagnoses == ()
    assert [d.icd10 for d in only(problem(status("55561003"))).patient.diagnoses] == ["G43.709"]


def test_an_intolerance_of_food_is_nothing_about_drugs() -> None:
    assert only(allergy("235719002", drug='<code displayName="Lactose"/>')).contraindications == ()


@pytest.mark.parametrize("kind", ["416098002", "419511003", "59037007", "420134006", "419199007", "418038007"])
def test_an_allergy_of_each_kind_that_can_be_of_a_drug_arrives(kind: str) -> None:
    assert [c.drug for c in only(allergy(kind)).contraindications] == ["propranolol"]


def test_an_allergy_named_in_words_arrives_and_none_does_not() -> None:
    assert [c.drug for c in only(allergy("416098002", drug="<name>propranolol</name>")).contraindications] == [
        "propranolol"
    ]
    assert only(allergy("416098002", drug='<code displayName="No known drug allergies"/>')).contraindications == ()
    assert only(allergy("416098002", more=status("73425007").replace(".6", ".28"))).contraindications == ()


def test_a_single_day_of_a_medication_is_its_start() -> None:
    entry = """<substanceAdministration moodCode="EVN"><effectiveTime value="20260110"/><consumable>
    <manufacturedProduct>
    <manufacturedMaterial><code displayName="topiramate"/></manufacturedMaterial></manufacturedProduct></consumable>
    </substanceAdministration>"""
    (trial,) = only(("10160-0", entry)).trials
    assert (trial.drug, trial.start) == ("topiramate", PartialDate(2026, 1, 10))


def test_who_holds_the_policy_arrives() -> None:
    entry = f"""<act><templateId root="{_ROOT}.60"/><entryRelationship><act><templateId root="{_ROOT}.61"/>
    <id extension="G77"/><performer><templateId root="{_ROOT}.87"/><assignedEntity><representedOrganization>
    <name>Juniper Health</name></representedOrganization></assignedEntity></performer>
    <participant typeCode="COV"><participantRole><id extension="M1"/><code code="SPOUSE"/></participantRole>
    </participant>
    <participant typeCode="HLD"><participantRole><id extension="M1"/><playingEntity><name><given>Minh</given>
    <family>Lake</family></name></playingEntity></participantRole></participant></act></entryRelationship></act>"""
    (plan,) = only(("48768-6", entry)).coverages
    assert (plan.payer, plan.coverage.member_id, plan.coverage.insured.relationship, plan.coverage.insured.name) == (
        "Juniper Health",
        "M1",
        "spouse",
        "Minh Lake",
    )


def test_the_chart_number_is_found_behind_a_social_security_number() -> None:
    role = '<id root="2.16.840.1.113883.4.1" extension="111-22-3333"/><id root="1.2.3" extension="1001"/>'
    assert only(role=role).patient.chart_number == "1001"
    assert only(role='<id root="1.2.3" nullFlavor="UNK"/>').patient.chart_number == ""


def test_a_maiden_name_is_not_the_name() -> None:
    person = """<name use="ASGN"><given>Annie</given><family>Pond</family></name><name use="L"><given>Ana</given>
    <family qualifier="BR">Pond</family><family>Lake</family></name>"""
    name = only(person=person).patient.name
    assert (name.first, name.last) == ("Ana", "Lake")


def test_sections_within_sections_are_read() -> None:
    code, entry = problem()
    nested = f'</entry><component><section><code code="{code}"/><entry>{entry}</entry></section></component><entry>'
    assert [d.icd10 for d in only(("55108-5", nested)).patient.diagnoses] == ["G43.709"]


def test_xml_that_would_fill_the_memory_is_not_opened() -> None:
    with pytest.raises(FileTooLarge):
        incoming(document() + b" " * 30_000_000)
