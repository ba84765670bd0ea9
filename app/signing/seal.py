"""Seals a finished document: PAdES with the signer's key, certified so that nothing may change, in one revision.

The pages stay as they are: what is seen of the signature stands in their content already, and the seal adds an empty
place over it. What was sealed is kept only once the worker has read it by the strictest rule: `check_seal`.
"""

from __future__ import annotations

import asyncio
import datetime as dt
import io
from dataclasses import dataclass
from typing import Any

from app.pdf.proving.offline import keep_offline
from app.pdf.template import Rect
from app.pdf.worker import PaperWorker
from app.signing.certificate import Certified, private_der
from app.signing.problems import SealNotSound

_FIELD = "Signature"
_DIGEST = "sha256"
#: How much longer than the one tried out the signature may become: the numbers of ECDSA vary in length.
_SPARE_BYTES = 64


@dataclass(frozen=True, slots=True)
class SealWords:
    """What a seal says for itself.

    Attributes:
        name: of the signer.
        reason: what signing means.
        at: the moment of signing.
        page: from 1, that shows the signature.
        place: of the signature on it, in user space; None where the seal lies nowhere.
    """

    name: str
    reason: str
    at: dt.datetime
    page: int = 1
    place: Rect | None = None


def warm(worker: PaperWorker) -> None:
    """Load what sealing needs, here and in the worker; takes a fraction of a second, once."""
    keep_offline()
    import pyhanko.sign.signers  # noqa: F401, PLC0415

    worker.read_seal(b"/ByteRange")


def check_seal(sealed: bytes, certificate: bytes, worker: PaperWorker) -> None:
    """Let a sealed file pass only by the strictest rule, and only with this certificate.

    Args:
        sealed: the whole file.
        certificate: of the signer, DER.
        worker: reads it.

    Raises:
        SealNotSound: it does not hold, or is somebody else's.
    """
    reading = worker.read_seal(sealed)
    if reading is None:
        raise SealNotSound(why="it bears no seal")
    if not reading.holds:
        raise SealNotSound(why=reading.broken)
    if reading.certificate != certificate:
        raise SealNotSound(why="its seal is of another signer")


def seal(document: bytes, certified: Certified, words: SealWords) -> bytes:
    """The record copy of a finished, flat document.

    Args:
        document: a PDF of our own.
        certified: the signer's key and certificate.
        words: what the seal says.
    """
    keep_offline()
    from pyhanko.pdf_utils.reader import PdfFileReader  # noqa: PLC0415 -- takes long to load, and only sealing needs it
    from pyhanko.pdf_utils.writer import copy_into_new_writer  # noqa: PLC0415
    from pyhanko.sign.fields import MDPPerm, SigFieldSpec, SigSeedSubFilter  # noqa: PLC0415
    from pyhanko.sign.signers import cms_embedder  # noqa: PLC0415
    from pyhanko.sign.signers.pdf_byterange import SignatureObject  # noqa: PLC0415

    writer: Any = copy_into_new_writer(PdfFileReader(io.BytesIO(document)))
    # pyHanko would write when and by which program the file was made; the gate lets neither pass.
    writer._update_meta = lambda: None
    spec = SigFieldSpec(_FIELD, on_page=words.page - 1, box=_box(words.place))
    embedding = cms_embedder.PdfCMSEmbedder(new_field_spec=spec).write_cms(field_name=_FIELD, writer=writer)
    next(embedding)
    signer = _signer(certified)
    room = SignatureObject(
        bytes_reserved=2 * (len(_cms(signer, bytes(32), dry_run=True)) + _SPARE_BYTES),
        subfilter=SigSeedSubFilter.PADES,
        timestamp=words.at,
        name=words.name,
        reason=words.reason,
    )
    locked = cms_embedder.SigMDPSetup(md_algorithm=_DIGEST, certify=True, docmdp_perms=MDPPerm.NO_CHANGES)
    embedding.send(cms_embedder.SigObjSetup(sig_placeholder=room, mdp_setup=locked))
    out = io.BytesIO()
    prepared, _ = embedding.send(cms_embedder.SigIOSetup(md_algorithm=_DIGEST, output=out))
    embedding.send(_cms(signer, prepared.document_digest))
    return out.getvalue()


def _signer(certified: Certified) -> Any:
    from asn1crypto import keys, x509  # noqa: PLC0415
    from pyhanko.sign.signers import SimpleSigner  # noqa: PLC0415
    from pyhanko_certvalidator.registry import SimpleCertificateStore  # noqa: PLC0415

    store: Any = SimpleCertificateStore()  # type: ignore[no-untyped-call]
    store.register_multiple(x509.Certificate.load(item) for item in certified.chain)
    return SimpleSigner(
        signing_cert=x509.Certificate.load(certified.certificate),
        signing_key=keys.PrivateKeyInfo.load(private_der(certified.key)),
        cert_registry=store,
    )


def _cms(signer: Any, digest: bytes, *, dry_run: bool = False) -> bytes:
    from pyhanko.sign.signers.pdf_cms import PdfCMSSignedAttributes  # noqa: PLC0415

    signing = signer.async_sign(
        digest, _DIGEST, dry_run=dry_run, use_pades=True, signed_attr_settings=PdfCMSSignedAttributes()
    )
    made: bytes = asyncio.run(signing).dump()
    return made


def _box(place: Rect | None) -> tuple[int, int, int, int] | None:
    if place is None:
        return None
    return round(place.x0), round(place.y0), round(place.x1), round(place.y1)
