"""Strict reading of TOML tables: every value asked for by name and type, every complaint with file, line and key.

Must not hold: what a table means (that is the rooms' own), patients' data.
"""
