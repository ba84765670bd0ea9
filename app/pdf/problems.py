"""What can go wrong with a PDF: reading 001 to 039, setting values and proof from 040 on."""

from __future__ import annotations

from app.errors import PdfProblem


class NotAPdf(PdfProblem):
    """The bytes are no PDF at all."""

    code = "PDF-001"
    says = "This file is not a PDF. Nothing was changed."
    hint = "Open the payer's form again from its web site, or print it to a PDF first."


class DamagedPdf(PdfProblem):
    """Damaged beyond repair."""

    code = "PDF-002"
    says = "This PDF is damaged and could not be repaired. Nothing was changed."
    hint = "Download the form again. If it still fails, open it in another program and print it to a new PDF."


class PasswordNeeded(PdfProblem):
    """A password is needed to open the file."""

    code = "PDF-003"
    says = "This PDF opens only with a password."
    hint = "Type the password of the form, or ask the payer for a copy without one."


class WrongPassword(PdfProblem):
    """The password given does not open the file."""

    code = "PDF-004"
    says = "That password does not open this PDF."
    hint = "Check capital letters and try again."


class CertificateNeeded(PdfProblem):
    """Encrypted for the holders of certain certificates, or in a way nobody documents."""

    code = "PDF-005"
    says = "This PDF is locked for certain people by a certificate, and cannot be opened here."
    hint = "Ask the payer for a copy that everybody can open."


class DynamicForm(PdfProblem):
    """A dynamic XFA form: its pages exist only inside Adobe's programs."""

    code = "PDF-006"
    says = "This form is of a kind that only Adobe Reader can draw (a dynamic XFA form)."
    hint = "Open it in Adobe Reader, print it to a PDF, and use that copy here; or ask the payer for a plain PDF."


class TooLarge(PdfProblem):
    """Beyond what a form can reasonably be."""

    code = "PDF-007"
    says = "This PDF is too large for a form: {what}. Nothing was changed."
    hint = "Choose the payer's form itself, or save only its pages as a new PDF."


class TooHeavy(PdfProblem):
    """Reading or drawing took more time or memory than any real form does."""

    code = "PDF-008"
    says = "Working on this PDF took too much {what}, so it was stopped. Nothing was changed."
    hint = "Download the form again. If it still fails, open it in another program and print it to a new PDF."


class ReaderStopped(PdfProblem):
    """The program that reads PDFs went down over this file."""

    code = "PDF-009"
    says = "This PDF made the reader stop. Nothing was changed, and your work is safe."
    hint = "Download the form again. If it still fails, open it in another program and print it to a new PDF."


class NoPages(PdfProblem):
    """A PDF without a single page."""

    code = "PDF-010"
    says = "This PDF has no pages."
    hint = "Download the form again."


class NoSuchPage(PdfProblem):
    """A page was asked for that the document does not have."""

    code = "PDF-011"
    says = "Page {page} was asked for, but the document has {pages}."
    hint = "Choose one of its pages."


class StaleCompilation(PdfProblem):
    """A stored compilation is of another version, or not whole."""

    code = "PDF-012"
    says = "The prepared copy of this form is of another version of the program."
    hint = "Open the form again; it is prepared anew."


class DamagedPicture(PdfProblem):
    """A picture file that no decoder reads."""

    code = "PDF-014"
    says = "This picture cannot be read. Nothing was added."
    hint = "Save it once more as JPEG, PNG, TIFF or PDF, or scan the page again."


class TooBusy(PdfProblem):
    """The computer had no time for the reader."""

    code = "PDF-013"
    says = "This computer is so busy that the PDF could not be worked on. Nothing was changed."
    hint = "Wait a moment, or close other programs, and try again."


class NotClean(PdfProblem):
    """The structural gate found something in the output that must not leave the office."""

    code = "PDF-020"
    says = "The finished PDF was not written, because it still holds {what}."
    hint = "Report the form to whoever looks after PA Desk. Until then, print the form to a new PDF and use that copy."


class ValueNotDrawn(PdfProblem):
    """A box was given a value and holds no ink."""

    code = "PDF-040"
    says = "The filled form was not written: {count} of its boxes came out without ink ({boxes})."
    hint = "Your entries are kept. Report the form and these boxes to whoever looks after PA Desk."


class ValueNotReadable(PdfProblem):
    """A value cannot be read back from the page."""

    code = "PDF-041"
    says = "The filled form was not written: {count} of its boxes do not read back as they were filled ({boxes})."
    hint = "Your entries are kept. Look at these boxes for unusual characters and type them another way."


#: Every problem of this room that may cross the border of the worker, by code.
BY_CODE: dict[str, type[PdfProblem]] = {
    kind.code: kind
    for kind in (
        NotAPdf,
        DamagedPdf,
        DamagedPicture,
        PasswordNeeded,
        WrongPassword,
        CertificateNeeded,
        DynamicForm,
        TooLarge,
        TooHeavy,
        ReaderStopped,
        NoPages,
        NoSuchPage,
        StaleCompilation,
        TooBusy,
        NotClean,
    )
}
