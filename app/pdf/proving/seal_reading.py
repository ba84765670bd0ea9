"""Reads the seal of a record copy: whose certificate, when, and whether it holds by the strictest rule. In the child.

What pyHanko calls valid is not enough: it accepts bytes added behind the end. Here the one signature must cover the
whole file, certify that nothing may change, and stand in a file that says nothing besides.
"""

from __future__ import annotations

import datetime as dt
import hashlib
import io
import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from app.pdf.proving.offline import keep_offline

_HEX = re.compile(rb"<(?:[0-9a-f]+|[0-9A-F]+)>")

#: What a parser raises over a file that somebody damaged; each of it means that the seal does not hold.
_UNREADABLE = (
    ValueError,
    KeyError,
    TypeError,
    AttributeError,
    IndexError,
    NotImplementedError,
    RecursionError,
    OSError,
)


@dataclass(frozen=True, slots=True)
class SealReading:
    """What the seal of a file says.

    Attributes:
        broken: why the seal does not hold, in plain words; empty where it does.
        name: of the signer, as the certificate says.
        certificate: DER; empty where there is no seal that can be read.
        key_sha256: of the signer's public key.
        at: the moment that the seal claims.
    """

    broken: str
    name: str = ""
    certificate: bytes = b""
    key_sha256: str = ""
    at: dt.datetime | None = None

    @property
    def holds(self) -> bool:
        """Whether not one byte was changed since it was sealed by the holder of the key."""
        return not self.broken


def read_seal(pdf: bytes) -> SealReading | None:
    """What the seal of a file says, or None where the file bears none.

    Who the signer is, it proves to whoever knows the key: anybody can make a certificate in any name.

    Args:
        pdf: the whole file.
    """
    if b"/ByteRange" not in pdf:
        return None
    keep_offline()
    from pyhanko.pdf_utils.misc import PdfError  # noqa: PLC0415 -- takes long to load, and only verifying needs it

    try:
        return _read(pdf)
    except (PdfError, *_UNREADABLE):
        return SealReading("its seal cannot be read")


def reading_out(reading: SealReading | None) -> tuple[dict[str, Any], bytes]:
    """The reading as the worker's child sends it."""
    if reading is None:
        return {"seal": None}, b""
    at = None if reading.at is None else reading.at.isoformat()
    seal = {"broken": reading.broken, "name": reading.name, "key": reading.key_sha256, "at": at}
    return {"seal": seal}, reading.certificate


def reading_in(head: dict[str, Any], certificate: bytes) -> SealReading | None:
    """What `reading_out` made."""
    seal = head["seal"]
    if seal is None:
        return None
    at = None if seal["at"] is None else dt.datetime.fromisoformat(seal["at"])
    return SealReading(seal["broken"], seal["name"], certificate, seal["key"], at)


def _read(pdf: bytes) -> SealReading:
    from pyhanko.pdf_utils.reader import PdfFileReader  # noqa: PLC0415

    signatures = PdfFileReader(io.BytesIO(pdf)).embedded_signatures
    if len(signatures) != 1:
        return SealReading("it does not bear exactly one signature")
    [signature] = signatures
    certificate = signature.signer_cert
    reading = SealReading(
        "",
        str(certificate.subject.native.get("common_name", "")),
        certificate.dump(),
        hashlib.sha256(certificate.public_key.dump()).hexdigest(),
        signature.self_reported_timestamp,
    )
    broken = next(_broken(pdf, signature), "")
    return SealReading(broken, reading.name, reading.certificate, reading.key_sha256, reading.at)


def _broken(pdf: bytes, signature: Any) -> Iterator[str]:
    import asyncio  # noqa: PLC0415 -- every start of the program would wait for it, and few files are sealed

    from pyhanko.sign.diff_analysis import ModificationLevel  # noqa: PLC0415
    from pyhanko.sign.validation import async_validate_pdf_signature  # noqa: PLC0415
    from pyhanko.sign.validation.errors import SignatureValidationError  # noqa: PLC0415
    from pyhanko.sign.validation.settings import KeyUsageConstraints  # noqa: PLC0415
    from pyhanko.sign.validation.status import SignatureCoverageLevel  # noqa: PLC0415
    from pyhanko_certvalidator import ValidationContext  # noqa: PLC0415
    from pyhanko_certvalidator.errors import PathError  # noqa: PLC0415

    from app.pdf.proving.structure import findings  # noqa: PLC0415 -- loads another library

    yield from _wrong_gap(pdf, signature)
    yield from findings(pdf, sealed=True)
    context = ValidationContext(
        trust_roots=[signature.signer_cert], allow_fetching=False, moment=signature.self_reported_timestamp
    )
    usage = KeyUsageConstraints(key_usage={"digital_signature", "non_repudiation"}, match_all_key_usages=False)
    try:
        status = asyncio.run(async_validate_pdf_signature(signature, context, key_usage_settings=usage))
    except (SignatureValidationError, PathError):
        yield "its signature is not one"
        return
    if not status.intact or not status.valid:
        yield "its contents are not what was signed"
    if status.coverage is not SignatureCoverageLevel.ENTIRE_FILE:
        yield "something was added after it was signed"
    if status.modification_level is not ModificationLevel.NONE or not status.docmdp_ok:
        yield "it was changed after it was signed"
    if not status.bottom_line:
        yield "its signature does not hold"


def _wrong_gap(pdf: bytes, signature: Any) -> Iterator[str]:
    """The signature stands in a gap that it does not cover: nothing else may be there, and it must end the file."""
    start, first, second, rest = (int(number) for number in signature.byte_range)
    if start != 0 or first >= second or second + rest != len(pdf):
        yield "its signature does not cover the whole file"
        return
    gap = pdf[first:second]
    if not _HEX.fullmatch(gap) or len(gap) % 2:
        yield "the place of its signature holds something else"
        return
    written = bytes.fromhex(gap[1:-1].decode("ascii"))
    length = _der_length(written)
    if length is None or any(written[length:]):
        yield "the place of its signature holds something else"


def _der_length(data: bytes) -> int | None:
    """How long the first DER structure is, its head included; None where it is none, or its length is written oddly."""
    if len(data) < 4 or data[0] != 0x30 or not 0x81 <= data[1] <= 0x83:
        return None
    digits = data[1] & 0x7F
    length = int.from_bytes(data[2 : 2 + digits])
    if length >> (8 * (digits - 1)) == 0 or length < 0x80:
        return None
    whole = 2 + digits + length
    return whole if whole <= len(data) else None
