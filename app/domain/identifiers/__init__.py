"""Identifiers, checked: of people and organisations, of plans, of codes, of places.

A wrong identifier is a finding beside its field, never a refusal to save.
Must not hold: anything that changes a record.
"""

from app.domain.identifiers._codes import (
    check_cpt,
    check_hcpcs,
    check_icd10,
    check_ndc,
    normalise_icd10,
    normalise_ndc,
)
from app.domain.identifiers._finding import Finding, IdentifierFinding
from app.domain.identifiers._people import check_dea, check_mbi, check_npi, check_rx_bin, check_tin
from app.domain.identifiers._places import check_phone, check_state, check_zip
from app.domain.identifiers._records import check_records

__all__ = [
    "Finding",
    "IdentifierFinding",
    "check_cpt",
    "check_dea",
    "check_hcpcs",
    "check_icd10",
    "check_mbi",
    "check_ndc",
    "check_npi",
    "check_phone",
    "check_records",
    "check_rx_bin",
    "check_state",
    "check_tin",
    "check_zip",
    "normalise_icd10",
    "normalise_ndc",
]
