"""What can go wrong with the vault and its keys, in the words that the office reads."""

from __future__ import annotations

from app.errors import KeychainProblem, VaultProblem


class VaultMissing(VaultProblem):
    """There is no vault where one was looked for."""

    code = "VAULT-001"
    says = "There is no vault named {name} in this folder."
    hint = "Check the folder, or restore a backup into it."


class VaultExists(VaultProblem):
    """A new vault would lie where one lies already."""

    code = "VAULT-002"
    says = "A vault named {name} is already there. It was not touched."
    hint = "Open it, or choose another name or folder for the new one."


class KeyFileMissing(VaultProblem):
    """The vault is there, its key file is not."""

    code = "VAULT-003"
    says = "The key file {name}, which belongs beside the vault, is missing. The vault itself was not touched."
    hint = "Put the key file back from a backup; every backup holds a copy of it."


class KeyFileDamaged(VaultProblem):
    """The key file cannot be read."""

    code = "VAULT-004"
    says = "The key file {name} is damaged. The vault itself was not touched."
    hint = "Replace the key file with the copy that lies beside your latest backup."


class WrongPassphrase(VaultProblem):
    """What was typed opens no slot of this person."""

    code = "VAULT-005"
    says = "That passphrase does not open the vault. Nothing was read."
    hint = "Check the name and Caps Lock, then try again{delay}."

    def __init__(self, *, wait_seconds: int = 0) -> None:
        self.wait_seconds = wait_seconds
        super().__init__(delay=f" in {wait_seconds} seconds" if wait_seconds else "")


class TooSoon(VaultProblem):
    """Passphrases are tried faster than the delay allows."""

    code = "VAULT-006"
    says = "Several passphrases were wrong, so the vault waits before it takes the next one."
    hint = "Try again in {wait_seconds} seconds."

    def __init__(self, *, wait_seconds: int) -> None:
        self.wait_seconds = wait_seconds
        super().__init__(wait_seconds=wait_seconds)


class WrongRecoveryKey(VaultProblem):
    """A well-formed recovery key that is not this vault's."""

    code = "VAULT-007"
    says = "That recovery key does not belong to this vault. Nothing was read."
    hint = "Check that the sheet is the latest one; a new sheet makes the older ones worthless."


class RecoveryKeyMistyped(VaultProblem):
    """The recovery key's own check does not come out right."""

    code = "VAULT-008"
    says = "The recovery key was not typed as it stands on the sheet."
    hint = "Compare group by group; letters and digits that look alike (0 and O, 1 and I) may be mixed up safely."


class NoSuchSlot(VaultProblem):
    """The person has no way in of the kind that was asked for."""

    code = "VAULT-009"
    says = "This person cannot open the vault in that way."
    hint = "Choose another name, or open it with a passphrase."


class LastWayIn(VaultProblem):
    """The only passphrase left would be removed."""

    code = "VAULT-010"
    says = "This is the last passphrase that opens the vault. It was kept."
    hint = "Give another person a passphrase first."


class PassphraseTooShort(VaultProblem):
    """A new passphrase is too easy to guess."""

    code = "VAULT-011"
    says = "A passphrase needs at least {least} characters. Nothing was changed."
    hint = "Three or four words that you do not use elsewhere are easy to remember and hard to guess."


class VaultInUse(VaultProblem):
    """Another program has the vault open."""

    code = "VAULT-012"
    says = "The vault is already open: {who}, since {since}."
    hint = "Close it there first. Nothing was changed."


class VaultTooNew(VaultProblem):
    """The vault was written by a later version of the program."""

    code = "VAULT-013"
    says = "This vault was last used with a newer version of PA Desk (step {found}, this one knows {known})."
    hint = "Install the newer version. The vault was not touched."


class VaultDamaged(VaultProblem):
    """The file does not hold what was written to it."""

    code = "VAULT-014"
    says = "The vault file is damaged, and its check noticed. Nothing was written to it."
    hint = (
        "Restore the latest backup; or have what can be read out of the damaged file put in its place. "
        "Both are behind “Go back to a backup”. Nothing is deleted by either."
    )


class DiskFull(VaultProblem):
    """There is no room for what should be saved."""

    code = "VAULT-015"
    says = "The disk is full. What was just being saved was not; everything saved before is kept."
    hint = "Free some space, then do it again."


class CannotWrite(VaultProblem):
    """The folder or the file cannot be written to."""

    code = "VAULT-016"
    says = "The folder cannot be written to. What was just being saved was not; everything saved before is kept."
    hint = "Check that the disk is connected and that you may write to the folder."


class VaultBusy(VaultProblem):
    """Something else holds the file, such as a virus scanner."""

    code = "VAULT-017"
    says = "Another program held the vault file for too long. What was just being saved was not; all before is kept."
    hint = "Try again in a moment; keep backup and scanning programs away from the vault's folder."


class RecordChanged(VaultProblem):
    """The stored record is not the one that the edit started from."""

    code = "VAULT-018"
    says = "This {kind} was changed in the meantime. Your edit was not saved."
    hint = "Look at it as it is now, then make the edit again."


class RecordNeeded(VaultProblem):
    """An edit would leave records without their patient."""

    code = "VAULT-019"
    says = "Other records belong to this patient, or the patient is not there. Nothing was changed."
    hint = "Remove or move what belongs to the patient first."


class CannotUndo(VaultProblem):
    """Something later changed the same record."""

    code = "VAULT-020"
    says = "This cannot be taken back any more: something later changed the same record. Nothing was changed."
    hint = "Take back the later change first, or edit the record by hand."


class NoSuchChange(VaultProblem):
    """There is no change of that name."""

    code = "VAULT-021"
    says = "That change is not in this vault."
    hint = "Reload the list of changes."


class RecordUnreadable(VaultProblem):
    """A stored record does not fit what this version knows."""

    code = "VAULT-022"
    says = "A stored {kind} ({record_id}) cannot be read by this version. It was kept as it is."
    hint = "Install the newest version of PA Desk, or restore a backup."


class BackupFailed(VaultProblem):
    """A backup was written and did not stand its own check."""

    code = "VAULT-023"
    says = "The backup did not pass its check and was thrown away. The vault itself is unharmed."
    hint = "Choose another folder or disk for backups and try again."


class NotThisVault(VaultProblem):
    """A backup of another vault would replace this one."""

    code = "VAULT-024"
    says = "The backup belongs to another vault than the one that lies here. Nothing was changed."
    hint = "Restore it into an empty folder."


class BlobMissing(VaultProblem):
    """A document's bytes are not in the vault, or not what they were."""

    code = "VAULT-025"
    says = "A stored document ({sha256}) is missing or damaged."
    hint = "Add the document again, or restore a backup."


class DiskTrouble(VaultProblem):
    """The disk reported an error."""

    code = "VAULT-026"
    says = "The disk reported an error while the vault was used. What was seen as saved before is kept."
    hint = "Check the disk, make a backup to another one, then open the vault again."


class FolderUnsafe(VaultProblem):
    """A vault in use would be copied or locked badly where it shall lie."""

    code = "VAULT-027"
    says = "A vault cannot be used here: {why}, and edits could be lost. Nothing was opened or changed."
    hint = "Keep the vault on this computer's own disk; encrypted backups may lie there."


class WrongPin(WrongPassphrase):
    """What was typed is not this person's PIN."""

    code = "VAULT-028"
    says = "That PIN does not open the vault. Nothing was read."
    hint = "Type it again{delay}, or use your passphrase."


class QuickUnlockOver(VaultProblem):
    """The PIN opens nothing any more in this run of the program."""

    code = "VAULT-029"
    says = "The PIN does not unlock any more, so the passphrase is needed once. Nothing was lost."
    hint = (
        "Type your passphrase. It is asked for after five wrong PINs, twelve hours, a restart, or a change of the "
        "passphrase or of the computer's time."
    )


class PlainPin(VaultProblem):
    """A PIN that is too short, or the first one that anybody tries."""

    code = "VAULT-030"
    says = "This PIN cannot be used. Nothing was changed."
    hint = "Choose {least} digits or more that are no row such as 123456."


class TooOften(VaultProblem):
    """The own passphrase was typed wrongly too often at an open desk."""

    code = "VAULT-031"
    says = "The passphrase was wrong too often, so this is not done now. Nothing was changed."
    hint = "Lock the desk, unlock it with your passphrase, then do it again."


class NotYou(WrongPassphrase):
    """What was typed before a great act is not the actor's passphrase."""

    code = "VAULT-032"
    says = "That is not your passphrase. Nothing was done."
    hint = "Check Caps Lock, then type the passphrase that unlocks the desk for you."


class KeychainUnavailable(KeychainProblem):
    """This computer has no keychain that the program trusts."""

    code = "KEYCHAIN-001"
    says = "This computer has no keychain that PA Desk can use. The passphrase still opens the vault."
    hint = "Go on with the passphrase."


class KeychainSilent(KeychainProblem):
    """The keychain did not answer in time."""

    code = "KEYCHAIN-002"
    says = "The computer's keychain did not answer within {seconds} seconds."
    hint = "Look for a question of the system behind this window, or open the vault with the passphrase."


class KeychainRefused(KeychainProblem):
    """The keychain refused, or was locked."""

    code = "KEYCHAIN-003"
    says = "The computer's keychain refused the request."
    hint = "Unlock the keychain, or open the vault with the passphrase."


class KeychainEmpty(KeychainProblem):
    """The secret that should be in the keychain is not there, or is not the right one."""

    code = "KEYCHAIN-004"
    says = "The computer's keychain no longer holds the key of this vault."
    hint = "Open the vault with the passphrase, then switch the keychain on again."


class KeychainOver(KeychainProblem):
    """The person's passphrase was not typed for too long."""

    code = "KEYCHAIN-005"
    says = "The computer's keychain opens the vault only for twelve hours after the passphrase was typed."
    hint = "Open the vault with the passphrase."
