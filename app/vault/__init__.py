"""The encrypted store on this computer, the only place that knows SQL and the keychain; `vault.Vault` is its door.

Must not hold: use cases, roles, Qt, anything about PDFs. One thread owns an open vault.
"""
