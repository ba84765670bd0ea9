"""The lists of the office: what stands in their rows, and the fields below them."""

from __future__ import annotations

from app.desk.office.lines import PayerLinesEditor
from app.desk.patients.records import RecordsPane
from app.desk.widgets.editors import ChoiceEditor, LineEditor
from app.desk.widgets.shaped import PhoneEditor, checked
from app.desk.widgets.table import Column
from app.domain.identifiers import check_dea, check_npi, check_state, check_tin, check_zip
from app.domain.ids import (
    FacilityId,
    LocationId,
    PayerId,
    PersonId,
    PharmacyId,
    PracticeId,
    PrescriberId,
    new_id,
)
from app.domain.place import PersonName
from app.domain.practice import Facility, Location, Payer, Person, Pharmacy, Prescriber, Role

ROLE_WORDS = {
    Role.VIEWER: "May look only",
    Role.STAFF: "Staff",
    Role.PRESCRIBER: "Prescriber",
    Role.ADMINISTRATOR: "Administrator",
}


def _address(pane: RecordsPane) -> None:
    bind, add = pane.binding.bind, pane.fields.add
    add(bind("address.street", LineEditor("Street")), wide=True)
    add(bind("address.city", LineEditor("City")))
    add(bind("address.state", LineEditor("State", check=checked(check_state), shape=str.upper)))
    add(bind("address.zip", LineEditor("ZIP", check=checked(check_zip))))


def _contact(pane: RecordsPane) -> None:
    bind, add = pane.binding.bind, pane.fields.add
    add(bind("contact.name", LineEditor("Contact")))
    add(bind("contact.phone", PhoneEditor("Telephone")))
    add(bind("contact.fax", PhoneEditor("Fax")))


def locations_pane(practice: list[PracticeId]) -> RecordsPane:
    """Sites of the practice; `practice` holds its id once it is known."""
    pane = RecordsPane(
        "Locations",
        "location",
        (
            Column("Name", lambda r: r.name or "(no name yet)", 200, strong=True),
            Column("Address", lambda r: ", ".join(filter(None, (r.address.street, r.address.city, r.address.state)))),
        ),
        lambda: Location(LocationId(new_id()), practice[0], ""),
        "A site of the practice: its address and telephone stand on forms.",
    )
    pane.fields.add(pane.binding.bind("name", LineEditor("Name")))
    _contact(pane)
    _address(pane)
    return pane


def prescribers_pane() -> RecordsPane:
    """Clinicians who order the drug and sign."""
    pane = RecordsPane(
        "Prescribers",
        "prescriber",
        (
            Column("Name", lambda r: f"{r.name.full}, {r.credential}".strip(", ") or "(no name yet)", strong=True),
            Column("NPI", lambda r: r.npi or "not documented", 120),
            Column("Specialty", lambda r: r.specialty, 176, role=lambda _: "quiet"),
        ),
        lambda: Prescriber(PrescriberId(new_id()), PersonName()),
        "Add whoever orders the drug. The NPI is checked as you type.",
    )
    bind, add = pane.binding.bind, pane.fields.add
    add(bind("name.first", LineEditor("First name")))
    add(bind("name.last", LineEditor("Last name")))
    add(bind("credential", LineEditor("Credential", placeholder="MD")))
    add(bind("npi", LineEditor("NPI", check=checked(check_npi))))
    add(bind("specialty", LineEditor("Specialty")))
    add(bind("dea", LineEditor("DEA", check=checked(check_dea))))
    add(bind("license", LineEditor("License")))
    add(bind("tin", LineEditor("Tax ID", check=checked(check_tin))))
    add(bind("medicaid_id", LineEditor("Medicaid ID")))
    add(bind("email", LineEditor("E-mail")))
    return pane


def people_pane() -> RecordsPane:
    """People who use the program."""
    pane = RecordsPane(
        "People",
        "person",
        (
            Column("Name", lambda r: r.name.full or "(no name yet)", strong=True),
            Column("Role", lambda r: ROLE_WORDS[r.role], 136),
            Column("Title", lambda r: r.title, 104, role=lambda _: "quiet"),
        ),
        lambda: Person(PersonId(new_id()), PersonName(), Role.STAFF),
        "Everybody unlocks with a passphrase of their own, so that every change has a name.",
    )
    bind, add = pane.binding.bind, pane.fields.add
    add(bind("name.first", LineEditor("First name")))
    add(bind("name.last", LineEditor("Last name")))
    add(bind("role", ChoiceEditor("Role", list(ROLE_WORDS.items()))))
    add(bind("title", LineEditor("Title", placeholder="MA")))
    add(bind("phone", PhoneEditor("Telephone")))
    add(bind("fax", PhoneEditor("Fax")))
    prescriber = ChoiceEditor("Is prescriber")
    add(bind("prescriber_id", prescriber))
    return pane


def payers_pane() -> RecordsPane:
    """Insurers."""
    pane = RecordsPane(
        "Payers",
        "payer",
        (
            Column("Name", lambda r: r.name or "(no name yet)", strong=True),
            Column("Lines", lambda r: ", ".join(item.line.value.replace("_", " ") for item in r.lines), 280),
        ),
        lambda: Payer(PayerId(new_id()), ""),
        "Add the insurers that your patients have.",
    )
    pane.fields.add(pane.binding.bind("name", LineEditor("Name")))
    pane.fields.add(pane.binding.bind("lines", PayerLinesEditor()), wide=True)
    return pane


def facilities_pane() -> RecordsPane:
    """Places outside the practice where the drug is given."""
    pane = RecordsPane(
        "Facilities",
        "facility",
        (
            Column("Name", lambda r: r.name or "(no name yet)", strong=True),
            Column("NPI", lambda r: r.npi, 120),
            Column("City", lambda r: r.address.city, 160, role=lambda _: "quiet"),
        ),
        lambda: Facility(FacilityId(new_id()), ""),
        "A hospital or surgery center, where the drug is not given in the office.",
    )
    pane.fields.add(pane.binding.bind("name", LineEditor("Name")))
    pane.fields.add(pane.binding.bind("npi", LineEditor("NPI", check=checked(check_npi))))
    pane.fields.add(pane.binding.bind("tin", LineEditor("Tax ID", check=checked(check_tin))))
    _contact(pane)
    _address(pane)
    return pane


def pharmacies_pane() -> RecordsPane:
    """Pharmacies that dispense the drug."""
    pane = RecordsPane(
        "Pharmacies",
        "pharmacy",
        (
            Column("Name", lambda r: r.name or "(no name yet)", strong=True),
            Column("NPI", lambda r: r.npi, 120),
            Column("City", lambda r: r.address.city, 160, role=lambda _: "quiet"),
        ),
        lambda: Pharmacy(PharmacyId(new_id()), ""),
        "The specialty pharmacy, where the drug is not bought by the office.",
    )
    pane.fields.add(pane.binding.bind("name", LineEditor("Name")))
    pane.fields.add(pane.binding.bind("npi", LineEditor("NPI", check=checked(check_npi))))
    _contact(pane)
    _address(pane)
    return pane
