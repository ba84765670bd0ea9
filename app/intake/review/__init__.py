"""A file held against what the office has, row by row, and what taking rows over means.

Pure: records in, rows and edits out. Must not hold: reading files, the vault.
"""
