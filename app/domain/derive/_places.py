"""Where the drug is given, who supplies it, and the pharmacy."""

from __future__ import annotations

from app.domain.derive._order import put_order
from app.domain.derive._people import put_address
from app.domain.derive._sheet import Sheet
from app.domain.practice import Facility, Location
from app.domain.request import Site, Supply

#: Place-of-service codes where the site has exactly one; a hospital's depends on its campus.
_POS_CODES = {Site.OFFICE: "11", Site.HOME: "12", Site.ASC: "24"}


def put(sheet: Sheet) -> None:
    """Keep what the records of places say."""
    case, request = sheet.case, sheet.case.request
    put_order(sheet, "facility.site", request.site, "site")
    put_order(sheet, "supply.route", request.supply, "supply")
    site = sheet.text("facility.site")
    sheet.derive("facility.pos_code", next((c for s, c in _POS_CODES.items() if s == site), None), "facility.site")
    if site == Site.OFFICE and case.location is not None:
        _office(sheet, case.location)
        sheet.derive("prescriber.ordering_same_as", True, "facility.site")
    elif case.facility is not None and site != Site.OFFICE:
        _facility(sheet, case.facility)
    if sheet.text("supply.route") != Supply.BUY_AND_BILL:
        _pharmacy(sheet)


def _facility(sheet: Sheet, facility: Facility) -> None:
    source = sheet.source(f"facility:{facility.id}")
    for name in ("name", "npi", "tin", "dea"):
        source.put(f"facility.{name}", getattr(facility, name), name)
    put_address(source, "facility", facility.address, county=False)
    source.put("facility.phone", facility.contact.phone, "contact.phone")
    source.put("facility.fax", facility.contact.fax, "contact.fax")
    source.put("facility.contact", facility.contact.name, "contact.name")


def _office(sheet: Sheet, location: Location) -> None:
    """Treatment in the office: the practice is the facility."""
    practice = sheet.case.practice
    source = sheet.source(f"practice:{practice.id}")
    for name in ("name", "npi", "tin"):
        source.put(f"facility.{name}", getattr(practice, name), name)
    source = sheet.source(f"location:{location.id}")
    put_address(source, "facility", location.address, county=False)
    source.put("facility.phone", location.contact.phone, "contact.phone")
    source.put("facility.fax", location.contact.fax, "contact.fax")
    source.put("facility.contact", location.contact.name, "contact.name")


def _pharmacy(sheet: Sheet) -> None:
    pharmacy = sheet.case.pharmacy
    if pharmacy is None:
        return
    source = sheet.source(f"pharmacy:{pharmacy.id}")
    for name in ("name", "npi", "tin"):
        source.put(f"pharmacy.{name}", getattr(pharmacy, name), name)
    put_address(source, "pharmacy", pharmacy.address, county=False)
    source.put("pharmacy.phone", pharmacy.contact.phone, "contact.phone")
    source.put("pharmacy.fax", pharmacy.contact.fax, "contact.fax")
