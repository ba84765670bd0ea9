"""A second implementation of sealing and of checking a seal, of other libraries: neither may be its own judge.

Written against the standards alone (ISO 32000-2, ETSI EN 319 142, RFC 5652) with pikepdf, asn1crypto and cryptography.
"""

from __future__ import annotations

import datetime as dt
import hashlib
import io
import re

import pikepdf
from asn1crypto import algos, cms, core, tsp, x509
from cryptography import x509 as certificates
from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec, padding, rsa
from pikepdf import Array, Dictionary, Name, String

_ROOM = 2048
_NUMBERS = (1111111111, 2222222222, 3333333333)


def check_seal(pdf: bytes) -> str:
    """What is wrong with the seal of a file, or an empty text where it covers the file and its signature holds."""
    ranges = re.findall(rb"/ByteRange\s*\[\s*(\d+)\s+(\d+)\s+(\d+)\s+(\d+)\s*\]", pdf)
    if len(ranges) != 1:
        return f"{len(ranges)} byte ranges"
    start, first, second, rest = map(int, ranges[0])
    if start != 0 or second + rest != len(pdf):
        return "not the whole file"
    gap = pdf[first:second]
    if gap[:1] + gap[-1:] != b"<>" or not re.fullmatch(rb"[0-9a-fA-F]+", gap[1:-1]):
        return "no gap"
    return _check_cms(bytes.fromhex(gap[1:-1].decode()), pdf[:first] + pdf[second:])


def _check_cms(written: bytes, covered: bytes) -> str:
    try:
        info = cms.ContentInfo.load(written)
        signed = info["content"]
        [signer] = signed["signer_infos"]
        attributes = {attribute["type"].native: attribute["values"] for attribute in signer["signed_attrs"]}
        [digest] = attributes["message_digest"]
        [ess] = attributes["signing_certificate_v2"]
        certificate = _signer_certificate(signed, signer)
    except (ValueError, KeyError, TypeError) as error:
        return f"no CMS: {error}"
    if written[len(info.dump()) :].strip(b"\x00"):
        return "something behind the signature"
    if digest.native != hashlib.sha256(covered).digest():
        return "another digest"
    if ess["certs"][0]["cert_hash"].native != hashlib.sha256(certificate.dump()).digest():
        return "another certificate"
    if "signing_time" in attributes or signed["encap_content_info"]["content"].native is not None:
        return "no PAdES"
    return _check_signature(certificate, signer)


def _signer_certificate(signed: cms.SignedData, signer: cms.SignerInfo) -> x509.Certificate:
    wanted = signer["sid"].chosen["serial_number"].native
    return next(item.chosen for item in signed["certificates"] if item.chosen.serial_number == wanted)


def _check_signature(certificate: x509.Certificate, signer: cms.SignerInfo) -> str:
    key = certificates.load_der_x509_certificate(certificate.dump()).public_key()
    message, signature = signer["signed_attrs"].untag().dump(), signer["signature"].native
    try:
        if isinstance(key, ec.EllipticCurvePublicKey):
            key.verify(signature, message, ec.ECDSA(hashes.SHA256()))
        elif isinstance(key, rsa.RSAPublicKey):
            key.verify(signature, message, padding.PKCS1v15(), hashes.SHA256())
        else:
            return "a key of another kind"
    except InvalidSignature:
        return "a signature of another key"
    return ""


def seal(document: bytes, key: ec.EllipticCurvePrivateKey, certificate: bytes, at: dt.datetime) -> bytes:
    """The document with a seal of our own making, certified so that nothing may change."""
    prepared = _with_room(document, at)
    marker = b"<" + b"00" * _ROOM + b">"
    first = prepared.index(marker)
    second = first + len(marker)
    numbers = b" ".join(str(number).encode() for number in _NUMBERS)
    range_text = f"{first} {second} {len(prepared) - second}".encode().ljust(len(numbers))
    prepared = prepared.replace(numbers, range_text)
    covered = prepared[:first] + prepared[second:]
    written = _cms(covered, key, certificate).hex().encode()
    return prepared[:first] + b"<" + written.ljust(2 * _ROOM, b"0") + b">" + prepared[second:]


def _with_room(document: bytes, at: dt.datetime) -> bytes:
    with pikepdf.open(io.BytesIO(document)) as pdf:
        rule = Dictionary(Type=Name.TransformParams, P=1, V=Name("/1.2"))
        reference = Dictionary(Type=Name.SigRef, TransformMethod=Name.DocMDP, TransformParams=rule)
        value = pdf.make_indirect(
            Dictionary(
                Type=Name.Sig,
                Filter=Name("/Adobe.PPKLite"),
                SubFilter=Name("/ETSI.CAdES.detached"),
                Contents=String(b"\x00" * _ROOM),
                ByteRange=Array([0, *_NUMBERS]),
                M=String(f"D:{at:%Y%m%d%H%M%S}Z"),
                Reference=Array([reference]),
            )
        )
        page = pdf.pages[0].obj
        field = pdf.make_indirect(
            Dictionary(
                Type=Name.Annot,
                Subtype=Name.Widget,
                FT=Name.Sig,
                T=String("Signature"),
                V=value,
                P=page,
                F=132,
                Rect=Array([0, 0, 0, 0]),
            )
        )
        page.Annots = Array([field])
        pdf.Root.AcroForm = Dictionary(Fields=Array([field]), SigFlags=3)
        pdf.Root.Perms = Dictionary(DocMDP=value)
        out = io.BytesIO()
        pdf.save(out, force_version="1.7", object_stream_mode=pikepdf.ObjectStreamMode.disable)
    return out.getvalue()


def _cms(covered: bytes, key: ec.EllipticCurvePrivateKey, certificate: bytes) -> bytes:
    named = x509.Certificate.load(certificate)
    sha256 = algos.DigestAlgorithm({"algorithm": "sha256"})
    ess = tsp.SigningCertificateV2({"certs": [{"cert_hash": hashlib.sha256(certificate).digest()}]})
    attributes = cms.CMSAttributes(
        [
            cms.CMSAttribute({"type": "content_type", "values": ["data"]}),
            cms.CMSAttribute({"type": "message_digest", "values": [hashlib.sha256(covered).digest()]}),
            cms.CMSAttribute({"type": "signing_certificate_v2", "values": [ess]}),
        ]
    )
    signature = key.sign(attributes.dump(), ec.ECDSA(hashes.SHA256()))
    signer = cms.SignerInfo(
        {
            "version": "v1",
            "sid": {"issuer_and_serial_number": {"issuer": named.issuer, "serial_number": named.serial_number}},
            "digest_algorithm": sha256,
            "signed_attrs": attributes,
            "signature_algorithm": {"algorithm": "sha256_ecdsa"},
            "signature": core.OctetString(signature),
        }
    )
    signed = cms.SignedData(
        {
            "version": "v1",
            "digest_algorithms": [sha256],
            "encap_content_info": {"content_type": "data"},
            "certificates": [named],
            "signer_infos": [signer],
        }
    )
    return cms.ContentInfo({"content_type": "signed_data", "content": signed}).dump()


def certificate_of(key: ec.EllipticCurvePrivateKey, name: str, at: dt.datetime) -> bytes:
    """A certificate in any name, as a forger would make it too."""
    called = certificates.Name([certificates.NameAttribute(certificates.NameOID.COMMON_NAME, name)])
    builder = certificates.CertificateBuilder().subject_name(called).issuer_name(called).public_key(key.public_key())
    builder = builder.serial_number(certificates.random_serial_number())
    builder = builder.not_valid_before(at - dt.timedelta(days=1)).not_valid_after(at + dt.timedelta(days=400))
    return builder.sign(key, hashes.SHA256()).public_bytes(serialization.Encoding.DER)
