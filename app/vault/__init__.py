"""The encrypted store on this computer, the only place that knows SQL and the keychain.

Must not hold: use cases, Qt.
"""
