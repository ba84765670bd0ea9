"""The door: who, passphrase, and what the program does while it opens.

Must not hold: keys; a passphrase goes to the service and nowhere else.
"""
