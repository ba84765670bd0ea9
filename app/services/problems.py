"""What the use cases refuse, and what they do not find."""

from __future__ import annotations

from app.errors import ExportProblem, FormProblem, InputProblem, SigningProblem, VaultProblem


class NotAllowed(InputProblem):
    """The person's role does not reach as far as the act."""

    code = "INPUT-501"
    says = "Your role ({role}) does not allow this: {act}. Nothing was changed."
    hint = "Ask somebody whose role allows it, or an administrator to change your role."


class NoSuchRecord(InputProblem):
    """A name was given of a record that the vault does not hold."""

    code = "INPUT-502"
    says = "There is no {kind} with the name {record_id} in this vault."
    hint = "Check the name; `python -m app packet --help` says where names are printed."


class RequestFrozen(InputProblem):
    """A signed request is not changed any more."""

    code = "INPUT-503"
    says = "This request is signed, so what stands in it stays as it was signed. Nothing was changed."
    hint = "Start a correction or a renewal from it."


class StatusNotNext(InputProblem):
    """A request cannot go from its status to the wanted one."""

    code = "INPUT-504"
    says = "A request that is {now} cannot become {wanted}. Nothing was changed."
    hint = "Choose one of: {possible}."


class UnknownBox(InputProblem):
    """A name that the form does not have."""

    code = "INPUT-506"
    says = "The form has no box or field with the name {name}. No file was written."
    hint = "`inspect` lists the names of its boxes and fields."


class WrongKindOfValue(InputProblem):
    """A value that the box cannot hold."""

    code = "INPUT-507"
    says = "The box {name} takes {wanted}, and {given} was given. No file was written."
    hint = "Correct the value in the file and run the command again."


class ValuesNotReadable(InputProblem):
    """The file of values is not what it must be."""

    code = "INPUT-508"
    says = "The file of values cannot be read: {why}. No file was written."
    hint = 'It must hold one JSON object, such as {{"2:88,676": "text", "Check 1": true}}.'


class FileNotReadable(InputProblem):
    """A file that was named cannot be read."""

    code = "INPUT-509"
    says = "The file {name} cannot be read: {why}."
    hint = "Check the name and whether you may open it."


class SampleMixed(InputProblem):
    """Invented and real records were about to meet."""

    code = "INPUT-510"
    says = "The invented sample practice and a real practice are never mixed. Nothing was changed."
    hint = "Set up your own practice, or open the sample practice by itself."


class NothingToUndo(InputProblem):
    """There is no change of this person that can be taken back."""

    code = "INPUT-511"
    says = "There is nothing of yours to {what} here."
    hint = "Changes of others are taken back by those who made them."


class SetupIncomplete(InputProblem):
    """The first run lacks something."""

    code = "INPUT-512"
    says = "The practice cannot be set up yet: {missing} is missing."
    hint = "Fill it in and go on."


class StillAttached(InputProblem):
    """A record cannot go while others stand on it."""

    code = "INPUT-513"
    says = "This {kind} cannot be removed, because it is still in use: {uses}. Nothing was changed."
    hint = "Let those use another one first, or keep it."


class NothingTyped(InputProblem):
    """A passphrase was needed, and none was given."""

    code = "INPUT-514"
    says = "No passphrase was given."
    hint = "Type it when asked, or set {variable} for this one command."


class NotADocument(InputProblem):
    """A file that is neither PDF nor picture was to be kept as a document."""

    code = "INPUT-515"
    says = "This file is neither a PDF nor a picture that can be read. Nothing was changed."
    hint = "Print or scan the document into a PDF, or take a picture of it (JPEG, PNG, TIFF, HEIC), and add that."


class NotInProfile(InputProblem):
    """Something typed for one request has no single place in the profile."""

    code = "INPUT-516"
    says = "This cannot be kept in the profile from here. It stays typed for this request."
    hint = "Change it in the record that it belongs to."


class PrescriberTaken(InputProblem):
    """A second person was to become the same prescriber."""

    code = "INPUT-517"
    says = "Another person of the practice is this prescriber already. Nothing was changed."
    hint = "Choose the right prescriber, or take the link from the other person first."


class PracticeExists(VaultProblem):
    """A practice is already set up here."""

    code = "VAULT-501"
    says = "There is already a practice on this computer. It was left as it is."
    hint = "Open it with your passphrase."


class NoPractice(VaultProblem):
    """Nothing is set up yet."""

    code = "VAULT-502"
    says = "There is no vault at {place}."
    hint = "Check the place, or set up the practice first (`python -m app vault init`)."


class NoFormChosen(FormProblem):
    """A request has no form yet."""

    code = "FORM-501"
    says = "No form is chosen for this request yet."
    hint = "Choose the payer's form, or add its blank PDF under Forms."


class BlankMissing(FormProblem):
    """The blank PDF of a known form is not at hand."""

    code = "FORM-502"
    says = "The blank PDF of this form is not at hand."
    hint = "Download it from the payer and add it under Forms; the program then knows what its boxes mean."


class NoPackForForm(FormProblem):
    """A form was given that no pack describes."""

    code = "FORM-503"
    says = "This form is not set up yet, so its boxes cannot be filled from the records."
    hint = "Set it up under Forms. Until then its boxes can be typed on at the desk, or filled by name with `fill`."


class FormInUse(FormProblem):
    """A blank was to be taken out that a request is made on."""

    code = "FORM-504"
    says = "A request is made on this form, so it stays."
    hint = "Choose another form for the request first."


class NotReadyToSign(SigningProblem):
    """What must be there before a person may sign is not."""

    code = "SIGN-501"
    says = "This request cannot be signed yet: {count} required boxes are missing. Nothing was signed."
    hint = "Settle these first: {missing}."


class NotTheSigner(SigningProblem):
    """Somebody else than the request's prescriber was to sign."""

    code = "SIGN-502"
    says = "Only the prescriber of this request can sign it. Nothing was signed."
    hint = "Let the prescriber sign with the prescriber's own passphrase, or change the prescriber first."


class NotEnrolled(SigningProblem):
    """The signer has no signature set up yet."""

    code = "SIGN-503"
    says = "This person has not set up a signature yet. Nothing was signed."
    hint = "Unlock the program as that person and set the signature up under People."


class NotSigned(SigningProblem):
    """A packet was asked for of a request that nobody has signed."""

    code = "SIGN-504"
    says = "This request is not signed yet, so no packet was made."
    hint = "Let the prescriber sign it, or name the signer with --signer."


class AlreadySigned(SigningProblem):
    """A signed request was to be signed again."""

    code = "SIGN-505"
    says = "This request is already signed. Nothing was changed."
    hint = "Make its packet, or start a correction from it."


class SignedCopyChanged(SigningProblem):
    """What the vault gave back is not what was signed."""

    code = "SIGN-506"
    says = "The signed copy in the vault is not the one that was signed. No packet was made."
    hint = "Check the vault (`python -m app vault check`) and restore a backup."


class FolderNotWritable(ExportProblem):
    """The folder cannot take the files."""

    code = "EXPORT-501"
    says = "Nothing could be written to {folder}: {why}. No half file was left."
    hint = "Choose another place and try again."


class NoDenial(InputProblem):
    """An appeal was asked for, and no notice of denial is kept."""

    code = "INPUT-518"
    says = "No notice of denial is kept with this request. Nothing was changed."
    hint = "Enter the notice first: its date, its reason and its deadline."


class NoSuchWording(InputProblem):
    """A wording that no letter uses."""

    code = "INPUT-519"
    says = "No letter uses a wording with the name {name}. Nothing was changed."
    hint = "Choose one of the wordings that come with the program."


class NoSuchParagraph(InputProblem):
    """A paragraph that the letter does not have."""

    code = "INPUT-520"
    says = "The letter has no paragraph with the name {name}. Nothing was changed."
    hint = "Open the letter again: what it says may have changed."


class SameFileTwice(InputProblem):
    """A result was to be written over a file that is read, or over another result."""

    code = "INPUT-521"
    says = "The same file is named twice, so one would be written over the other. No file was written."
    hint = "Give the form, the values, the result and the report a name each."


class OtherPatient(InputProblem):
    """A record of one patient was to become another's."""

    code = "INPUT-522"
    says = "What is kept of one patient cannot be made another patient's. Nothing was changed."
    hint = "Enter it anew with the right patient, and remove it from the wrong one."


class PolicyUnfinished(InputProblem):
    """A payer's rules were to be used before all was said that they need."""

    code = "INPUT-523"
    says = "These rules cannot be used yet: {count} to settle. {named} What you entered is kept."
    hint = "Settle what is marked, then use the rules."


class NoSuchDocument(InputProblem):
    """A document's number that nothing in the vault bears."""

    code = "INPUT-561"
    says = "No document with this number was signed in this vault."
    hint = "Type the number as it stands at the foot of the page, {least} digits or more."


class SeveralDocuments(InputProblem):
    """Too few digits of a document's number."""

    code = "INPUT-562"
    says = "{count} documents begin with these digits."
    hint = "Type more digits of the number."


class VaultNeeded(InputProblem):
    """An original is asked for without the vault that keeps it."""

    code = "INPUT-563"
    says = "The original of a document's number lies in the office's vault, and no vault was named."
    hint = "Name the vault with --vault, or give the file itself."


class NoPagesChosen(InputProblem):
    """Pages were named that a document does not have."""

    code = "INPUT-571"
    says = "These are no pages of the document, which has {pages}. What was chosen before stays."
    hint = "Write them as 1-3, 7; leave the field empty for all pages."


class NotTheseAreas(InputProblem):
    """An area was to be blackened on a page that does not go out, or it has no size."""

    code = "INPUT-572"
    says = "An area to blacken lies on a page that does not go out. What was chosen before stays."
    hint = "Let the page go out, or take the area away."


class NothingToSend(InputProblem):
    """A sending was to be noted for a request that nobody has signed."""

    code = "INPUT-573"
    says = "Nobody has signed this request yet, so there is nothing to note as sent. Nothing was changed."
    hint = "Let the prescriber sign, make the packet, send it, and note it then."


class NeedsSecondPerson(InputProblem):
    """Somebody wants to become a prescriber, or to take another name for the own signature, alone."""

    code = "INPUT-564"
    says = "Nobody alone decides whose name the own signature bears. Nothing was changed."
    hint = "Let a second person confirm it with a passphrase of their own, or let another administrator do it."


class NoWitness(InputProblem):
    """The second person is the first one, or gave a wrong passphrase."""

    code = "INPUT-565"
    says = "A second person has not confirmed this. Nothing was changed."
    hint = "Somebody else who uses the program types the own passphrase for unlocking."
