"""What a signature says beside the mark: who, with what credential, when, and what it means."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from app.signing.intent import SignIntent
from app.signing.signer import Identity

SIGNED_BY = "Electronically signed by"
_ANCHOR_DIGITS = 16


@dataclass(frozen=True, slots=True)
class Manifestation:
    """The printed words of one signature; every moment in them is the intent's.

    Attributes:
        who: `Ánh Nguyễn, MD`.
        npi: ten digits, or empty.
        when: date, time and zone.
        meaning: what signing says.
        document_id: of the bytes that were signed, in groups of four.
        epoch_s: the moment in seconds since 1970.
        anchor: how far the audit log had come, `505-0a1b2c3d4e5f6071`; empty where no log is kept.
        act: what was done at that moment, as the foot of every page says it.
    """

    who: str
    npi: str
    when: str
    meaning: str
    document_id: str
    epoch_s: int = 0
    anchor: str = ""
    act: str = "e-signed"

    @property
    def short(self) -> str:
        """The one line that goes beside the mark where there is room."""
        return f"{SIGNED_BY} {self.who}, {self.when}"

    @property
    def stacked(self) -> tuple[tuple[str, ...], ...]:
        """The same in more and shorter lines: two, three and four."""
        day, _, rest = self.when.partition(" (")
        return (
            (f"{SIGNED_BY} {self.who}", self.when),
            (SIGNED_BY, self.who, self.when),
            (SIGNED_BY, self.who, day, f"({rest}"),
        )

    @property
    def identity_line(self) -> str:
        """`NPI 1234567893 · 11/23/2026 2:05:12 PM (UTC-05:00)`."""
        return f"NPI {self.npi} · {self.when}" if self.npi else self.when


def manifestation(intent: SignIntent, identity: Identity, anchor: str = "") -> Manifestation:
    """The printed words for this signature.

    Args:
        intent: what was agreed to.
        identity: who signs.
        anchor: see `anchor_of`.
    """
    return Manifestation(
        who=identity.named,
        npi=identity.npi,
        when=moment_text(intent.at),
        meaning=" ".join(intent.meaning.split()),
        document_id=document_id_of(intent.document_sha256),
        epoch_s=int(intent.at.timestamp()),
        anchor=anchor,
    )


def anchor_of(seq: int, log_hash: str) -> str:
    """How far a log had come, as it is printed: whoever rewrites the log later cannot rewrite pages that are out.

    Args:
        seq: number of the log's last row.
        log_hash: of that row, in hexadecimal digits.
    """
    return f"{seq}-{log_hash[:_ANCHOR_DIGITS]}"


def moment_text(at: dt.datetime) -> str:
    """`11/23/2026 2:05:12 PM (UTC-05:00)`: the same words on every computer."""
    hour = at.hour % 12 or 12
    half = "AM" if at.hour < 12 else "PM"
    return f"{at:%m/%d/%Y} {hour}:{at:%M:%S} {half} ({zone_text(at)})"


def zone_text(at: dt.datetime) -> str:
    """`UTC-05:00`: the distance from universal time."""
    offset = at.utcoffset() or dt.timedelta(0)
    minutes = round(offset.total_seconds() / 60)
    sign = "-" if minutes < 0 else "+"
    return f"UTC{sign}{abs(minutes) // 60:02}:{abs(minutes) % 60:02}"


def document_id_of(sha256: str) -> str:
    """The first 16 digits of a hash in groups of four: what stands on every page."""
    return "-".join(sha256[start : start + 4] for start in range(0, 16, 4))
