"""Documents as EHR vendors write them: facts behind references, in text, in older templates, as orders and fills.

The people are invented; the shapes follow samples that Practice Fusion, Cerner, Partners (Epic), Athena, Agastha, the
VA and NIST published, where each of these was first seen.
"""

from __future__ import annotations

from decimal import Decimal

import pytest

from app.domain.dates import PartialDate
from app.domain.place import Unit
from app.intake.incoming import Incoming, IncomingChart
from app.intake.problems import DamagedFile
from tests.unit.intake.samples import incoming

_NOW = "2.16.840.1.113883.10.20.22.4"
_CCD = "2.16.840.1.113883.10.20.1"


def document(*sections: tuple[str, str, str], person: str = "", role: str = "", header: str = "") -> bytes:
    """Sections as code, text, entries."""
    body = "".join(
        f'<component><section><code code="{code}"/><text>{text}</text>{entries}</section></component>'
        for code, text, entries in sections
    )
    return f"""<?xml version="1.0"?><ClinicalDocument xmlns="urn:hl7-org:v3"
     xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance"><recordTarget><patientRole>
    <id root="1.2.3" extension="1001"/>{role}<patient><name><given>Ana</given><family>Lake</family></name>
    <birthTime value="19800304"/>{person}</patient></patientRole></recordTarget>{header}
    <component><structuredBody>{body}</structuredBody></component></ClinicalDocument>""".encode()


def read(*sections: tuple[str, str, str], **more: str) -> Incoming:
    return incoming(document(*sections, **more))


def only(*sections: tuple[str, str, str], **more: str) -> IncomingChart:
    (chart,) = read(*sections, **more).charts
    return chart


def medication(inner: str = "", drug: str = "topiramate 25 MG Oral Tablet", mood: str = "EVN") -> str:
    return f"""<entry><substanceAdministration moodCode="{mood}">{inner}<consumable><manufacturedProduct>
    <manufacturedMaterial><code displayName="{drug}"/></manufacturedMaterial></manufacturedProduct></consumable>
    </substanceAdministration></entry>"""


UNITS = "<translation><originalText>units</originalText></translation>"
POINTER = '<originalText><reference value="#m"/></originalText>'
ROW = """<table><thead><tr><th>Material</th><th>StartDate</th><th>SIG</th></tr></thead><tbody>
<tr ID="Med1"><td>topiramate 25 MG Oral Tablet</td><td>2026-01-10</td><td>1 tablet twice a day</td></tr></tbody>
</table>"""


@pytest.mark.parametrize(
    ("text", "pointer"),
    [
        (ROW, '<text><reference value="#Med1"/></text>'),
        ('<content ID="S">1 tablet twice a day</content>', '<text><reference value="#S"/></text>'),
        (ROW, ""),
        ("", "<text>1 tablet twice a day</text>"),
        (
            '<content ID="N">topiramate 25 mg</content><content ID="S">1 tablet twice a day</content>',
            f"""<text><reference value="#N"/></text><entryRelationship><substanceAdministration>
            <templateId root="{_NOW}.147"/><text><reference value="#S"/></text></substanceAdministration>
            </entryRelationship>""",
        ),
    ],
)
def test_directions_arrive_from_where_they_stand(text: str, pointer: str) -> None:
    (trial,) = only(("10160-0", text, medication(pointer))).trials
    assert (trial.drug, trial.directions) == ("topiramate 25 MG Oral Tablet", "1 tablet twice a day")


@pytest.mark.parametrize(
    ("dose", "said"),
    [
        (f'<doseQuantity value="30.0" unit="1">{UNITS}</doseQuantity>', "30 units"),
        ('<doseQuantity value="2"/><administrationUnitCode displayName="Puff"/>', "2 Puff"),
        ('<doseQuantity value="2" unit="{Puffs}"/>', "2 Puffs"),
        ('<doseQuantity value="1"/>', ""),
    ],
)
def test_a_dose_says_its_unit_wherever_that_stands(dose: str, said: str) -> None:
    (trial,) = only(("10160-0", "", medication(dose))).trials
    assert trial.dose == said


def test_an_ordered_drug_is_a_therapy_and_a_cancelled_one_is_not() -> None:
    low = '<effectiveTime><low value="20260110215300.000-0600"/></effectiveTime>'
    (trial,) = only(("10160-0", "", medication(f'<statusCode code="ordered"/>{low}', mood="INT"))).trials
    assert trial.start == PartialDate(2026, 1, 10)
    assert only(("10160-0", "", medication('<statusCode code="cancelled"/>', mood="INT"))).trials == ()


def test_fills_say_when_where_the_entry_does_not() -> None:
    def fill(day: str) -> str:
        return f"""<entryRelationship><supply moodCode="EVN"><effectiveTime value="{day}121649-0400"/></supply>
        </entryRelationship>"""

    unknown = '<effectiveTime><low nullFlavor="UNK"/></effectiveTime>'
    (trial,) = only(("10160-0", "", medication(unknown + fill("20250610") + fill("20250709")))).trials
    assert (trial.start, trial.end) == (PartialDate(2025, 6, 10), PartialDate(2025, 7, 9))
    assert trial.evidence == "2 fills or prescriptions: 06/10/2025, 07/09/2025"


def test_what_ended_is_not_taken_any_more_even_if_it_is_called_active() -> None:
    time = '<statusCode code="active"/><effectiveTime><low value="20260110"/><high value="20260210"/></effectiveTime>'
    (trial,) = only(("10160-0", "", medication(time))).trials
    assert (trial.end, trial.outcome) == (PartialDate(2026, 2, 10), None)


def test_drugs_at_discharge_arrive_and_their_indication() -> None:
    reason = f"""<entryRelationship typeCode="RSON"><observation><templateId root="{_NOW}.19"/>
    <value code="x"><translation code="G43.709" codeSystem="2.16.840.1.113883.6.90"/></value></observation>
    </entryRelationship>"""
    (trial,) = only(("10183-2", "", medication(reason))).trials
    assert trial.intent == "chronic_migraine"


def test_older_templates_are_read() -> None:
    problem = f"""<entry><act><entryRelationship><observation><templateId root="{_CCD}.28"/>
    <text><reference value="#p1"/></text><value><translation code="786.2" codeSystem="2.16.840.1.113883.6.103"/></value>
    </observation></entryRelationship></act></entry>"""
    allergy = f"""<entry><act><entryRelationship><observation><templateId root="{_CCD}.18"/>
    <code code="416098002"/><participant><participantRole><playingEntity><code code="UNK"><originalText>
    <reference value="#a1"/></originalText></code><name>propranolol</name></playingEntity></participantRole>
    </participant><entryRelationship><observation><templateId root="{_CCD}.54"/>
    <value displayName="Hives"/></observation></entryRelationship></observation></entryRelationship></act></entry>"""
    plan = f"""<entry><act><templateId root="{_CCD}.20"/><entryRelationship><act><templateId root="{_CCD}.26"/>
    <id extension="G77"/><code code="MB" displayName="Medicare Part B" codeSystem="2.16.840.1.113883.6.255.1336"/>
    <performer><assignedEntity><code code="PAYOR"/><telecom value="tel: (877) 842-3210"/><representedOrganization>
    <name>Juniper Health</name></representedOrganization></assignedEntity></performer>
    <participant typeCode="HLD"><participantRole><id extension="M1"/></participantRole></participant>
    <participant typeCode="COV"><participantRole><code code="SELF"/></participantRole></participant>
    </act></entryRelationship></act></entry>"""
    chart = only(
        ("11450-4", '<content ID="p1">Cough (ICD-9-CM 786.2)</content>', problem),
        ("48765-2", '<content ID="a1">Coded Allergy Name Not Available</content>', allergy),
        ("48768-6", "", plan),
    )
    assert [d.description for d in chart.patient.diagnoses] == ["Cough (ICD-9-CM 786.2)"]
    assert [(c.drug, c.reason) for c in chart.contraindications] == [("propranolol", "allergy: Hives")]
    (known,) = chart.coverages
    assert (known.payer, known.coverage.member_id, known.coverage.group_number) == ("Juniper Health", "M1", "G77")
    assert (known.coverage.plan_type, known.coverage.contact.phone) == ("Medicare Part B", "8778423210")


def test_sections_of_text_alone_are_read_by_their_headings_or_said_to_be_unread() -> None:
    drugs = """<table><thead><tr><th>Medication</th><th>Directions</th><th>Start Date</th><th>Stop Date</th>
    <th>Status</th></tr></thead><tbody><tr><td>topiramate</td><td>at night</td><td>01/10/2026</td><td>04/20/2026</td>
    <td>Stopped</td></tr><tr><td>timolol</td><td></td><td>05/01/2026</td><td></td><td>Active</td></tr>
    <tr><td colspan="5">See the pharmacy's list</td></tr></tbody></table>"""
    problems = """<table><tr><th>Problem</th><th>ICD-10</th><th>Status</th></tr><tr><td>Chronic migraine</td>
    <td>G43.709</td><td>Active</td></tr><tr><td>Flu</td><td>J10.1</td><td>Resolved</td></tr></table>"""
    found = read(
        ("10160-0", drugs, ""),
        ("11450-4", problems, ""),
        ("48765-2", "<paragraph>Penicillin gave her hives</paragraph>", ""),
        ("51847-2", "<paragraph>Continue for three months</paragraph>", ""),
        ("8716-3", "No documented vital signs.", ""),
    )
    (chart,) = found.charts
    assert [(t.drug, t.directions, t.start, t.end) for t in chart.trials] == [
        ("topiramate", "at night", PartialDate(2026, 1, 10), PartialDate(2026, 4, 20)),
        ("timolol", "", PartialDate(2026, 5, 1), None),
    ]
    assert [d.icd10 for d in chart.patient.diagnoses] == ["G43.709"]
    assert [(item.where, item.says.split(";")[0]) for item in found.skipped] == [
        ("problems", "1 problem that is over, not so or not named"),
        ("allergies", "This section is text alone and was not read"),
        ("the document", "1 section that is text alone was not read"),
    ]
    assert not any("hives" in item.says for item in found.skipped)


def test_scores_arrive_from_results_and_assessments() -> None:
    def result(code: str, value: str) -> str:
        return f"""<entry><organizer><component><observation moodCode="EVN">{code}
        <effectiveTime value="20260302"/>{value}</observation></component></organizer></entry>"""

    chart = only(
        ("30954-2", "", result('<code code="1" displayName="HIT-6 total score"/>', '<value value="66" unit="1"/>')),
        ("47420-5", '<td ID="m">MIDAS</td>', result(f"<code>{POINTER}</code>", "<value>48</value>")),
        ("30954-2", "", result('<code displayName="Headache days per month"/>', '<value value="22" unit="d"/>')),
        ("30954-2", "", result('<code displayName="Glucose"/>', '<value value="60" unit="mg/dL"/>')),
    )
    assert [(o.measure, o.value) for o in chart.observations] == [
        *(("hit6", Decimal(66)), ("midas", Decimal(48)), ("headache_days", Decimal(22))),
    ]


def test_grams_and_translated_codes_are_read() -> None:
    def vital(code: str, value: str) -> str:
        return f"<entry><organizer><component><observation>{code}{value}</observation></component></organizer></entry>"

    chart = only(
        (
            "8716-3",
            "",
            vital('<code code="29463-7"/>', '<value value="73119.09" unit="g"/>')
            + vital('<code code="4500"><translation code="8302-2"/></code>', '<value value="1.7" unit="m"/>'),
        )
    )
    assert chart.patient.weight is not None
    assert chart.patient.height is not None
    assert (chart.patient.weight.value, chart.patient.weight.unit) == (Decimal("73.12"), Unit.KILOGRAM)
    assert (chart.patient.height.value, chart.patient.height.unit) == (Decimal(170), Unit.CENTIMETRE)


def test_people_around_the_patient_arrive() -> None:
    guardian = """<guardian><code displayName="Parent"/><telecom value="tel:(816)276-6909"/><guardianPerson><name>
    <given>Ralph</given><family>Jones</family></name></guardianPerson></guardian>"""
    clinician = """<author><assignedAuthor><id root="2.16.840.1.113883.4.6" extension="9941339108"/>
    <code code="2084N0400X" codeSystem="2.16.840.1.113883.6.101" displayName="Neurology"/><assignedPerson><name>
    <given>Grace</given><family>Okafor</family><suffix qualifier="AC">MD</suffix></name></assignedPerson>
    </assignedAuthor></author><author><assignedAuthor><id root="2.16.840.1.113883.4.6" extension="PseudoMD-1"/>
    <assignedPerson><name><given>Pseudo</given><family>Person</family></name></assignedPerson></assignedAuthor>
    </author>"""
    mail = '<telecom value="mailto://ana@example.org"/><telecom value="(401) 555-0142" use="MC"/>'
    found = read(person=guardian, header=clinician, role=mail)
    patient = found.charts[0].patient
    assert (patient.representative.name, patient.representative.relationship) == ("Ralph Jones", "Parent")
    assert (patient.email, patient.phone_cell) == ("ana@example.org", "4015550142")
    assert [(p.name.last, p.npi, p.specialty, p.credential) for p in found.prescribers] == [
        ("Okafor", "9941339108", "Neurology", "MD")
    ]


def test_fhir_as_xml_is_called_by_its_name() -> None:
    with pytest.raises(DamagedFile, match="FHIR JSON"):
        incoming(b'<?xml version="1.0"?><Bundle xmlns="http://hl7.org/fhir"/>')


def test_a_doctors_degree_is_no_part_of_a_name() -> None:
    name = '<name use="L"><given>Ana</given><family>Lake</family><suffix qualifier="AC">PhD</suffix></name>'
    data = document().replace(b"<name><given>Ana</given><family>Lake</family></name>", name.encode())
    assert incoming(data).charts[0].patient.name.suffix == ""
