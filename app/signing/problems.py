"""What can go wrong when somebody signs."""

from __future__ import annotations

from app.errors import SigningProblem


class WeakPassphrase(SigningProblem):
    """The passphrase chosen for signing is too short."""

    code = "SIGN-001"
    says = "The signing passphrase is too short. Nothing was changed."
    hint = "Choose at least {least} characters, for example four words that do not belong together."


class WrongPassphrase(SigningProblem):
    """The passphrase does not open this person's signature."""

    code = "SIGN-002"
    says = "That is not this person's signing passphrase. Nothing was signed."
    hint = "Type it again. Tries left before signing is locked: {left}."


class SignerLocked(SigningProblem):
    """Too many wrong passphrases."""

    code = "SIGN-003"
    says = "Signing is locked for this person after {most} wrong passphrases. Nothing was signed."
    hint = "An administrator takes the signature away, then the person sets up a new one. Signed documents stay."


class NotThisSigner(SigningProblem):
    """The stored signature belongs to somebody else."""

    code = "SIGN-004"
    says = "This signature belongs to another person. Nothing was signed."
    hint = "Everybody signs with a signature of their own. Unlock the program as yourself and sign again."


class SlotDamaged(SigningProblem):
    """The stored signature cannot be read."""

    code = "SIGN-005"
    says = "The stored signature cannot be read. Nothing was signed."
    hint = "Restore a backup, or let the person set up the signature again."


class SignerSpent(SigningProblem):
    """One opened signature was asked to sign a second document."""

    code = "SIGN-006"
    says = "The signature was opened for one document only, and that one is done."
    hint = "Type the signing passphrase again for the next document."


class DocumentChanged(SigningProblem):
    """The document is not the one that was read and agreed to."""

    code = "SIGN-007"
    says = "The form has changed since it was shown for signing. Nothing was signed."
    hint = "Look at the pages again, then sign."


class IntentReplayed(SigningProblem):
    """A signing that was already carried out is asked for again."""

    code = "SIGN-008"
    says = "This signing was carried out before. Nothing was signed again."
    hint = "Show the form for signing once more if it is to be signed again."


class IntentStale(SigningProblem):
    """The agreement to sign is not of this moment."""

    code = "SIGN-009"
    says = "The agreement to sign is not of this moment. Nothing was signed."
    hint = "Show the form for signing once more, and sign with today's date."


class ClockBehind(SigningProblem):
    """The computer's clock shows a time before the last thing in the log."""

    code = "SIGN-010"
    says = "This computer's clock is behind the last entry of the log. Nothing was signed."
    hint = "Set the computer's date and time right, then sign again."


class MarkTooThin(SigningProblem):
    """Hardly anything was drawn or typed."""

    code = "SIGN-011"
    says = "There is too little to see for a signature. Nothing was changed."
    hint = "Draw the signature larger, or type the full name."


class MarkUnreadable(SigningProblem):
    """The drawn or typed mark is not one that this program wrote."""

    code = "SIGN-012"
    says = "The drawn or typed signature cannot be read. Nothing was changed."
    hint = "Draw or type it again."


class IdentityIncomplete(SigningProblem):
    """What must be printed beside a signature is not known."""

    code = "SIGN-013"
    says = "The signer's {missing} is not filled in. Nothing was signed."
    hint = "Fill it in under People, then sign. Payers return a signature without it."


class SignatureNotVisible(SigningProblem):
    """The finished file does not show the signature."""

    code = "SIGN-014"
    says = "The signature cannot be read on the finished page {page}. The file was not kept."
    hint = "Sign again; if it happens again, print the form and sign it by hand."


class NoTimeZone(SigningProblem):
    """A moment without a time zone was given."""

    code = "SIGN-015"
    says = "The time of signing has no time zone. Nothing was signed."
    hint = "Set the computer's time zone, then sign again."


class IdentityChanged(SigningProblem):
    """Name or numbers were changed since the signature was set up."""

    code = "SIGN-016"
    says = "The signer's name or numbers have changed since the signature was set up. Nothing was signed."
    hint = "Let the person set up the signature again under People, so that it prints what is right now."


class MarkOfAnother(SigningProblem):
    """The name typed as a signature is not the signer's."""

    code = "SIGN-017"
    says = "The name typed as a signature is not the signer's own. Nothing was changed."
    hint = "Type the signer's own name, or draw the signature."


class SealNotSound(SigningProblem):
    """The sealed file did not pass its check."""

    code = "SIGN-018"
    says = "The sealed file did not pass its check: {why}. It was not kept, and nothing was signed."
    hint = "Sign again; if it happens again, print the form and sign it by hand."


class CertificateUnreadable(SigningProblem):
    """A file with a key and certificate that cannot be used."""

    code = "SIGN-019"
    says = "This certificate file cannot be opened, or holds no key that can sign here. Nothing was changed."
    hint = "Check its password. It must be a .p12 or .pfx file with an RSA key of 2048 bits or more, or a P-256 key."


class CertificateOfAnother(SigningProblem):
    """The certificate names somebody else."""

    code = "SIGN-020"
    says = "This certificate is made out to somebody else. Nothing was changed."
    hint = "Choose the certificate file that bears your own name."


class CertificateOutOfDate(SigningProblem):
    """The certificate is not valid today."""

    code = "SIGN-021"
    says = "The signer's certificate is not valid today. Nothing was signed."
    hint = "Set up the signature again: with a certificate that is valid, or without one."


class BoxDamaged(SigningProblem):
    """An encrypted file that is not one of ours, or not whole."""

    code = "SIGN-022"
    says = "This is not such a file of PA Desk, or it is damaged. Nothing was changed."
    hint = "Ask the office that made it for another copy."


class BoxClosed(SigningProblem):
    """The passphrase does not open an encrypted file."""

    code = "SIGN-023"
    says = "That passphrase does not open this file. Nothing was changed."
    hint = "Ask the office that made it for its passphrase, and type it again."


class WeakPin(SigningProblem):
    """A PIN that is too short, or the first one that anybody tries."""

    code = "SIGN-024"
    says = "This PIN cannot be used. Nothing was changed."
    hint = "Choose {least} digits or more that are no row such as 123456."


class HalfMissing(SigningProblem):
    """This computer's keychain does not have its half of the key."""

    code = "SIGN-025"
    says = "This computer's keychain no longer has its half of the signing key. Nothing was signed."
    hint = "Sign with the signing passphrase, and set the PIN up again under Your signature."


class NoSignatureInPicture(SigningProblem):
    """A picture in which no signature can be made out."""

    code = "SIGN-026"
    says = "No signature can be made out in this picture. Nothing was changed."
    hint = "Sign with a dark pen on white paper, photograph only that, and choose the picture again."
