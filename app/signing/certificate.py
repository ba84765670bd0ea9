"""Certificates: the one that goes with a signer's own key, and keys and certificates that a person brings along."""

from __future__ import annotations

import datetime as dt
import hashlib
from dataclasses import dataclass

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec, padding, rsa
from cryptography.hazmat.primitives.serialization import pkcs12
from cryptography.x509.oid import NameOID, ObjectIdentifier

from app.signing.identity import Identity, shares_a_name
from app.signing.problems import CertificateOfAnother, CertificateOutOfDate, CertificateUnreadable, SlotDamaged

SignerKey = ec.EllipticCurvePrivateKey | rsa.RSAPrivateKey

_DOCUMENT_SIGNING = ObjectIdentifier("1.3.6.1.5.5.7.3.36")
_VALID_FOR = dt.timedelta(days=3653)
_BACK = dt.timedelta(days=1)
_LEAST_RSA_BITS = 2048
_CURVES = (ec.SECP256R1, ec.SECP384R1, ec.SECP521R1)
_MOST_FILE_BYTES = 100_000
_LONGEST_NAME = 64


@dataclass(frozen=True, slots=True)
class Certified:
    """A key with the certificate that names its owner.

    Attributes:
        certificate: DER.
        chain: certificates of whoever issued it, DER; empty for one that we made.
    """

    key: SignerKey
    certificate: bytes
    chain: tuple[bytes, ...] = ()

    def __repr__(self) -> str:
        return f"Certified({hashlib.sha256(self.certificate).hexdigest()[:8]})"


def own_certificate(key: SignerKey, identity: Identity, at: dt.datetime) -> bytes:
    """A certificate that the signer's own key issues for itself (DER).

    A reader elsewhere calls it unknown until somebody there trusts it; who it is proves the office by its log.

    Args:
        key: of the signer.
        identity: what it names.
        at: when it is made.
    """
    name = _name(identity)
    builder = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(at - _BACK)
        .not_valid_after(at + _VALID_FOR)
        .add_extension(x509.BasicConstraints(ca=False, path_length=None), critical=True)
        .add_extension(_usage(), critical=True)
        .add_extension(x509.ExtendedKeyUsage([_DOCUMENT_SIGNING]), critical=False)
        .add_extension(x509.SubjectKeyIdentifier.from_public_key(key.public_key()), critical=False)
    )
    return builder.sign(key, hashes.SHA256()).public_bytes(serialization.Encoding.DER)


def read_pkcs12(data: bytes, password: str, identity: Identity, now: dt.datetime) -> Certified:
    """A person's own key and certificate out of a PKCS#12 file (`.p12`, `.pfx`).

    Args:
        data: the file.
        password: that opens it; it is not kept.
        identity: whose it must be.
        now: the office's time.

    Raises:
        CertificateUnreadable: the file or its password is wrong, or it holds no key that can sign here.
        CertificateOfAnother: it names somebody else.
        CertificateOutOfDate: it is not valid today.
    """
    if len(data) > _MOST_FILE_BYTES:
        raise CertificateUnreadable
    try:
        opened = pkcs12.load_pkcs12(data, password.encode() or None)
    except (ValueError, TypeError) as error:
        raise CertificateUnreadable from error
    key = _strong(opened.key)
    if key is None or opened.cert is None:
        raise CertificateUnreadable
    certificate = opened.cert.certificate
    if not shares_a_name(_common_name(certificate), identity.name):
        raise CertificateOfAnother
    der = certificate.public_bytes(serialization.Encoding.DER)
    check_valid(der, now)
    chain = tuple(item.certificate.public_bytes(serialization.Encoding.DER) for item in opened.additional_certs)
    return Certified(key, der, chain)


def check_valid(certificate: bytes, now: dt.datetime) -> None:
    """Refuse a certificate that is not valid at a moment.

    Raises:
        CertificateOutOfDate: it is not.
    """
    read = x509.load_der_x509_certificate(certificate)
    if not read.not_valid_before_utc <= now <= read.not_valid_after_utc:
        raise CertificateOutOfDate


def is_own(certificate: bytes) -> bool:
    """Whether a certificate is of the kind that `own_certificate` makes: issued by the key itself, for documents."""
    read = x509.load_der_x509_certificate(certificate)
    if read.subject != read.issuer:
        return False
    try:
        purposes = read.extensions.get_extension_for_class(x509.ExtendedKeyUsage).value
    except x509.ExtensionNotFound:
        return False
    return list(purposes) == [_DOCUMENT_SIGNING]


def public_der(key: SignerKey) -> bytes:
    """The public half of a key, DER."""
    return key.public_key().public_bytes(serialization.Encoding.DER, serialization.PublicFormat.SubjectPublicKeyInfo)


def private_der(key: SignerKey) -> bytes:
    """A key as PKCS#8, DER, in the clear."""
    return key.private_bytes(
        serialization.Encoding.DER, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    )


def load_key(private: bytes) -> SignerKey:
    """The key that `private_der` wrote.

    Raises:
        SlotDamaged: it is none that can sign here.
    """
    try:
        key = serialization.load_der_private_key(private, None)
    except ValueError as error:
        raise SlotDamaged from error
    if not isinstance(key, (ec.EllipticCurvePrivateKey, rsa.RSAPrivateKey)):
        raise SlotDamaged
    return key


def sign_bytes(key: SignerKey, message: bytes) -> bytes:
    """The key's signature over a message: ECDSA or RSA-PSS, with SHA-256."""
    if isinstance(key, ec.EllipticCurvePrivateKey):
        return key.sign(message, ec.ECDSA(hashes.SHA256()))
    return key.sign(message, _pss(), hashes.SHA256())


def check_bytes(public: bytes, signature: bytes, message: bytes) -> None:
    """Check what `sign_bytes` made.

    Raises:
        InvalidSignature: it is not the key's, or not over this message.
        ValueError: the key is of another kind.
    """
    key = serialization.load_der_public_key(public)
    if isinstance(key, ec.EllipticCurvePublicKey):
        key.verify(signature, message, ec.ECDSA(hashes.SHA256()))
    elif isinstance(key, rsa.RSAPublicKey):
        key.verify(signature, message, _pss(), hashes.SHA256())
    else:
        raise ValueError("a key of another kind")


def _pss() -> padding.PSS:
    return padding.PSS(padding.MGF1(hashes.SHA256()), padding.PSS.DIGEST_LENGTH)


def _strong(key: object) -> SignerKey | None:
    """The key, where it is of a kind and length that can sign here."""
    if isinstance(key, rsa.RSAPrivateKey) and key.key_size >= _LEAST_RSA_BITS:
        return key
    return key if isinstance(key, ec.EllipticCurvePrivateKey) and isinstance(key.curve, _CURVES) else None


def _usage() -> x509.KeyUsage:
    return x509.KeyUsage(
        digital_signature=True,
        content_commitment=True,
        key_encipherment=False,
        data_encipherment=False,
        key_agreement=False,
        key_cert_sign=False,
        crl_sign=False,
        encipher_only=False,
        decipher_only=False,
    )


def _name(identity: Identity) -> x509.Name:
    parts = [x509.NameAttribute(NameOID.COMMON_NAME, identity.named[:_LONGEST_NAME])]
    if identity.npi:
        parts.append(x509.NameAttribute(NameOID.SERIAL_NUMBER, f"NPI-{identity.npi}"))
    return x509.Name(parts)


def _common_name(certificate: x509.Certificate) -> str:
    return " ".join(str(part.value) for part in certificate.subject.get_attributes_for_oid(NameOID.COMMON_NAME))
