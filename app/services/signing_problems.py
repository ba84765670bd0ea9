"""What is refused where papers wait for a signature, are signed in ink, or get their mark placed."""

from __future__ import annotations

from app.errors import InputProblem, SigningProblem


class NothingBeforeSigner(InputProblem):
    """A paper was to be sent back that does not lie before its signer."""

    code = "INPUT-581"
    says = "This paper does not wait for a signature any more. Nothing was changed."
    hint = "Look at the list of papers to sign again: somebody signed it or took it back."


class NotAllShown(SigningProblem):
    """A list was to be signed of which a page was not on the screen."""

    code = "SIGN-511"
    says = "{count} pages were not shown yet. Nothing was signed."
    hint = "Turn through every page of every paper of the list, then sign."


class InkWanted(SigningProblem):
    """The payer of this form takes signatures in ink only."""

    code = "SIGN-512"
    says = "This payer takes signatures in ink only, so nothing was signed on the computer."
    hint = "Print the pages to sign, let them be signed with a pen, and take the scan in."


class NoInkTaken(SigningProblem):
    """The payer of this form takes no signature in ink."""

    code = "SIGN-513"
    says = "This payer takes signatures made on the computer only. Nothing was printed."
    hint = "Let the prescriber sign here, or correct the form's setup if that is not so."


class InkNotPrinted(SigningProblem):
    """A scan was given of a request whose pages nobody printed to be signed with a pen."""

    code = "SIGN-514"
    says = "No pages of this request wait for a pen. Nothing was changed."
    hint = (
        "Print the pages to sign first. If the request was edited since, print them again: the old ones do not count."
    )


class PagesMissing(SigningProblem):
    """A scan does not hold every page that was printed to be signed."""

    code = "SIGN-515"
    says = "Page {pages} of those that were printed to be signed is not in this scan. Nothing was changed."
    hint = "Scan all signed pages into one file, or say by hand which page of the scan it is."


class ScanOfOtherPages(SigningProblem):
    """A scanned page bears the square code of another page, or of another paper."""

    code = "SIGN-516"
    says = "What was scanned for page {page} is another page or another paper. Nothing was changed."
    hint = "Scan the page whose foot bears this document's number."


class ScanUnsure(SigningProblem):
    """A scanned page bears no code that can be read, and nobody has compared it."""

    code = "SIGN-517"
    says = "Whether the scan shows page {page} cannot be told: no square code could be read. Nothing was changed."
    hint = "Compare the two pages and say so, or scan it again with more contrast."


class NoInkSeen(SigningProblem):
    """There is no more ink in the place for the signature than was printed."""

    code = "SIGN-518"
    says = "No signature is to be seen on the scanned page {page}. Nothing was changed."
    hint = "Look at the page: scan the signed one, or say that it is signed."


class NoSetup(SigningProblem):
    """The place for a mark was to be remembered of a form that has no setup."""

    code = "SIGN-519"
    says = "This form has no setup yet that could remember the place. Nothing was changed."
    hint = "Set the form up under Forms first, with a box for the signature."


class PlaceTaken(SigningProblem):
    """The mark was to stand where something is printed."""

    code = "SIGN-520"
    says = "The signature cannot stand there: {why} Nothing was changed."
    hint = "Move it to bare paper, or make it smaller."
