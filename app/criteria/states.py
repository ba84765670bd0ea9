"""The states of the United States by name: payers carry them in theirs."""

from __future__ import annotations

_NAMES = """
AL Alabama|AK Alaska|AZ Arizona|AR Arkansas|CA California|CO Colorado|CT Connecticut|DE Delaware|DC District of Columbia
FL Florida|GA Georgia|HI Hawaii|ID Idaho|IL Illinois|IN Indiana|IA Iowa|KS Kansas|KY Kentucky|LA Louisiana|ME Maine
MD Maryland|MA Massachusetts|MI Michigan|MN Minnesota|MS Mississippi|MO Missouri|MT Montana|NE Nebraska|NV Nevada
NH New Hampshire|NJ New Jersey|NM New Mexico|NY New York|NC North Carolina|ND North Dakota|OH Ohio|OK Oklahoma|OR Oregon
PA Pennsylvania|RI Rhode Island|SC South Carolina|SD South Dakota|TN Tennessee|TX Texas|UT Utah|VT Vermont|VA Virginia
WA Washington|WV West Virginia|WI Wisconsin|WY Wyoming|PR Puerto Rico
"""
NAMES = {
    entry[:2]: entry[3:].strip() for line in _NAMES.strip().splitlines() for entry in line.split("|") if entry.strip()
}
#: Lower-case names and abbreviations.
WORDS = frozenset(text.lower() for pair in NAMES.items() for text in pair)


def state_code(text: str) -> str:
    """`WA` for “wa” or “Washington”; the text itself where it is no state."""
    plain = text.strip()
    by_name = {name.lower(): code for code, name in NAMES.items()}
    return by_name.get(plain.lower(), plain.upper() if plain.upper() in NAMES else plain)
