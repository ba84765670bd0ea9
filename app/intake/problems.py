"""What can be wrong with a file that is to be imported. Never names a value of the file."""

from __future__ import annotations

from app.errors import ImportProblem


class UnknownFile(ImportProblem):
    """The bytes are of no kind that can be imported."""

    code = "IMPORT-001"
    says = "This file is of no kind that can be imported. Nothing was changed."
    hint = (
        "Export a list (CSV or Excel), a FHIR bundle (JSON), a C-CDA document (XML), HL7 version 2 messages, "
        "contact cards (vCard), or give a filled payer form (PDF)."
    )


class EmptyFile(ImportProblem):
    """There is nothing in the file."""

    code = "IMPORT-002"
    says = "This file holds nobody. Nothing was changed."
    hint = "Look into the file; export it once more from the chart system."


class FileTooLarge(ImportProblem):
    """More bytes, rows or parts than any office exports at once."""

    code = "IMPORT-003"
    says = "This file is too large to import at once ({what}). Nothing was changed."
    hint = "Export fewer patients at a time."


class DamagedFile(ImportProblem):
    """The file starts as its kind does and does not go on so."""

    code = "IMPORT-004"
    says = "This {kind} cannot be read: {why}. Nothing was changed."
    hint = "Export the file once more, and do not open or save it in between."


class UnsafeFile(ImportProblem):
    """XML that declares a document type or entities of its own."""

    code = "IMPORT-005"
    says = "This XML file declares parts that are not in it, which no chart system needs. Nothing was changed."
    hint = "Export the document once more as plain C-CDA."


class LockedFile(ImportProblem):
    """A workbook with a password, or of the format before 2007."""

    code = "IMPORT-006"
    says = "This workbook has a password or is of an old kind (.xls). Nothing was changed."
    hint = "Open it, save it without a password as .xlsx or .csv, and import that."


class NoColumns(ImportProblem):
    """No column of a list was recognised or chosen."""

    code = "IMPORT-007"
    says = "No column of this list is known. Nothing was changed."
    hint = "Say for each column what it holds; the choice is remembered for the next list of this kind."


class NotOurForm(ImportProblem):
    """A filled form without a known meaning of its boxes."""

    code = "IMPORT-008"
    says = "What the boxes of this form ask for is not known here, so it cannot be read back. Nothing was changed."
    hint = "Link the boxes of the blank form to the patient's record first, under Forms."


class NothingChosen(ImportProblem):
    """An import was confirmed without a line of the review table taken."""

    code = "IMPORT-009"
    says = "No line of the review table is chosen. Nothing was changed."
    hint = "Choose the lines to take over."


class VaultMovedOn(ImportProblem):
    """The records changed between the review and its confirmation."""

    code = "IMPORT-010"
    says = "Records were changed since this table was made. Nothing was imported."
    hint = "Open the file again, and look at the table once more."


class Stopped(ImportProblem):
    """Somebody gave the reading of a long file up."""

    code = "IMPORT-011"
    says = "The file was not read to its end, as you wished. Nothing was changed."
    hint = "Open it again whenever you like."
