"""A request handed to another PA Desk for signing as one encrypted file, and the signed one coming back the same way.

Must not hold: files of whole patients or offices (`app.services.records`), what puts papers before a signer here.
"""
