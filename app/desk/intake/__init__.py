"""Taking in a file: what its columns hold, and the table in which a person decides what is taken over.

Must not hold: reading of files, or a rule about what is the same.
"""
