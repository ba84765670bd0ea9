"""Keys of the vault: the data key, the slots that wrap it for each person, the keychain and the recovery sheet.

Must not hold: SQL, records. The only place that talks to the computer's keychain.
"""
