"""What can go wrong with a hand-over."""

from __future__ import annotations

from app.errors import ExportProblem, ImportProblem, InputProblem


class NotToHandOver(ExportProblem):
    """A request that cannot be handed over."""

    code = "EXPORT-621"
    says = "This request cannot be handed over: {why}. No file was written."
    hint = "{settle}"


class NoHandOver(ImportProblem):
    """A file that is no hand-over, or was made by a newer program, or was changed."""

    code = "IMPORT-621"
    says = "This is no hand-over file that can be read here: {why}. Nothing was changed."
    hint = "Ask for the file once more; a newer one may need a newer PA Desk."


class OtherKindOfPractice(ImportProblem):
    """A hand-over between the invented practice and a real one."""

    code = "IMPORT-622"
    says = (
        "This file and this practice do not belong together: one of them is the invented sample. Nothing was changed."
    )
    hint = "Open the practice that the file is for, and take it in there."


class TakenInBefore(ImportProblem):
    """A hand-over that was taken in before."""

    code = "IMPORT-623"
    says = "This hand-over was taken in on {day}. It was not taken in again."
    hint = "Look at the request that it brought; ask for a new hand-over if it has to come again."


class NoPrescriberHere(ImportProblem):
    """The prescriber of the request is none of the prescribers here."""

    code = "IMPORT-624"
    says = "No prescriber here has the NPI {npi}, which this request is for. Nothing was changed."
    hint = "Let an administrator enter the prescriber under Office, Prescribers, then take the file in."


class RequestSignedHere(ImportProblem):
    """The request of the file is signed here already."""

    code = "IMPORT-625"
    says = "This request is signed here already; it stays as it was signed. Nothing was changed."
    hint = "Hand the signed one back, or ask for a new request."


class NotHandedOverHere(ImportProblem):
    """A file that claims to answer a hand-over which this office never made."""

    code = "IMPORT-626"
    says = "This file answers no hand-over of this office. Nothing was changed."
    hint = "Look whether it was meant for another office. Do not use the papers in it."


class AlreadyBack(ImportProblem):
    """A hand-over that is back, or was called off."""

    code = "IMPORT-627"
    says = "This hand-over {how}. Nothing was changed."
    hint = "Hand the request over anew if it has to be signed elsewhere."


class RequestMovedOn(ImportProblem):
    """The request was edited or signed here while it was away."""

    code = "IMPORT-628"
    says = (
        "The request was {how} here after it was handed over, so the signed papers do not fit it. Nothing was changed."
    )
    hint = "Undo what was changed here and take the file in again, or hand the request over anew."


class SignatureNotSound(ImportProblem):
    """What came back is not what somebody signed."""

    code = "IMPORT-629"
    says = "The signed papers in this file do not hold: {why}. Nothing was changed."
    hint = "Do not send them. Ask the other office to sign and hand back once more."


class NothingToHandBack(InputProblem):
    """A request that did not come by a hand-over, or is not signed yet."""

    code = "INPUT-621"
    says = "This request cannot be handed back: {why}. No file was written."
    hint = "A request that came by a hand-over goes back once its prescriber has signed it here."
